"""How likely a clause states a goal: a logistic regression over ``marks`` and ``pairs``, or patterns without it.

The weights are learned by ``bench/train_goals.py`` from annotated reports and are kept in ``data/model/goals.json``;
``goals.md`` beside it says from what and how well they do.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from pathlib import Path

from extract.errors import TableError
from extract.goals.features import marks, pairs
from extract.tables import data_dir, read_table

_SCALE = 1000.0


@dataclass(frozen=True, slots=True)
class Scorer:
    """``threshold`` is the least probability of a goal.

    ``weights`` maps a mark, ``pair_weights`` a pair of characters to thousandths of a logit: whole numbers, so that
    their sum does not depend on their order.
    """

    weights: dict[str, int]
    pair_weights: dict[str, int]
    bias: float
    threshold: float

    def score(self, lead: str, core: str, before: str, behind: str, stop: str) -> float:
        """Probability in (0, 1) that the clause states a goal; see ``marks`` for the arguments."""
        # filter drops the None of unknown names (and zeros, which add nothing)
        total = sum(filter(None, map(self.weights.get, marks(lead, core, before, behind, stop))))
        total += sum(filter(None, map(self.pair_weights.get, pairs(core))))
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total / _SCALE + self.bias))))


@dataclass(frozen=True, slots=True)
class Pattern:
    """A row of ``goal_pattern.csv``: a regular expression over the clause without its adverbs."""

    expression: re.Pattern[str]
    rule: str


def load_scorer(folder: Path | None = None) -> Scorer | None:
    """The learned scorer of ``folder`` (default: ``data_dir``), None where it has none: then the patterns decide.

    Raises:
        TableError: the file is there but is not the model.
    """
    path = (folder or data_dir()) / "model" / "goals.json"
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise TableError(str(path), 1, f"not a model of goals ({error}); restore it or run with --no-model") from error
    weights = stored["weights"]
    pair_weights = {name[2:]: weights.pop(name) for name in [n for n in weights if n.startswith("b=")]}
    return Scorer(weights, pair_weights, stored["bias"], stored["threshold"])


def load_patterns(folder: Path | None = None) -> tuple[Pattern, ...]:
    """Rows of ``patterns/goal_pattern.csv``.

    Raises:
        TableError: a row is no regular expression.
    """
    patterns = []
    for row in read_table("patterns/goal_pattern.csv", ("pattern", "rule"), folder=folder):
        try:
            patterns.append(Pattern(re.compile(row["pattern"]), row["rule"]))
        except re.error as error:
            file = str(data_dir() / "patterns/goal_pattern.csv")
            raise TableError(file, int(row["#line"]), f"not a regular expression ({error})") from error
    return tuple(patterns)
