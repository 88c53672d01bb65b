"""The analyst's tables for targets, read once and handed along."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.errors import TableError
from extract.quantities.scan import Quantity, Scanner
from extract.quantities.units import load_units
from extract.tables import data_dir, read_table


@dataclass(frozen=True, slots=True)
class Cues:
    """Words looked up at the end (``at_end``) or the head (``at_head``) of a text, longest first."""

    words: dict[str, str]
    longest: int

    def at_end(self, text: str) -> str:
        """The longest word that ``text`` ends with, "" if none."""
        return next((text[-k:] for k in range(min(self.longest, len(text)), 0, -1) if text[-k:] in self.words), "")

    def at_head(self, text: str) -> str:
        """The longest word that ``text`` begins with, "" if none."""
        return next((text[:k] for k in range(min(self.longest, len(text)), 0, -1) if text[:k] in self.words), "")


def cues(words: dict[str, str]) -> Cues:
    """Cues with their longest length worked out."""
    return Cues(words, max(map(len, words), default=0))


@dataclass(frozen=True, slots=True)
class Rejection:
    """One row of ``target_reject.csv``: contexts in which a quantity is no target."""

    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    unit: re.Pattern[str] | None
    reason: str

    def hits(self, before: str, after: str, quantity: Quantity) -> bool:
        """True if both contexts and the unit fit; an empty cell fits everything."""
        return (
            (self.unit is None or self.unit.fullmatch(quantity.unit) is not None)
            and (self.before is None or self.before.search(before) is not None)
            and (self.after is None or self.after.search(after) is not None)
        )


@dataclass(frozen=True, slots=True)
class TargetRules:
    """All tables that targets need: quantities, operators, changes, verbs, rejections."""

    scanner: Scanner
    before: Cues
    after: Cues
    changes: Cues
    change_nouns: frozenset[str]
    verbs: Cues
    rejections: tuple[Rejection, ...]


def load_target_rules() -> TargetRules:
    """The tables ``lexicon/unit`` and ``patterns/target_*``.

    Raises:
        TableError: a table is missing or a cell is not what its column may hold.
    """
    operators = read_table("patterns/target_operator.csv", ("cue", "side", "op"))
    changes = read_table("patterns/target_change.csv", ("word", "direction", "noun"))
    verbs = read_table("patterns/target_verb.csv", ("verb", "role"))
    return TargetRules(
        scanner=Scanner(load_units()),
        before=cues({row["cue"]: row["op"] for row in operators if row["side"] == "before"}),
        after=cues({row["cue"]: row["op"] for row in operators if row["side"] == "after"}),
        changes=cues({row["word"]: row["direction"] for row in changes}),
        change_nouns=frozenset(row["word"] for row in changes if row["noun"] == "1"),
        verbs=cues({row["verb"]: row["role"] for row in verbs}),
        rejections=load_rejections(),
    )


def load_rejections() -> tuple[Rejection, ...]:
    """Rows of ``patterns/target_reject.csv`` compiled; contexts are cut to 24 characters, so they stay linear."""
    rows = read_table("patterns/target_reject.csv", ("before", "after", "unit", "reason"))
    return tuple(
        Rejection(_compile(row, "before"), _compile(row, "after"), _compile(row, "unit"), row["reason"]) for row in rows
    )


def _compile(row: dict[str, str], column: str) -> re.Pattern[str] | None:
    if not row[column]:
        return None
    try:
        return re.compile(row[column])
    except re.error as error:
        file = str(data_dir() / "patterns/target_reject.csv")
        raise TableError(file, int(row["#line"]), f"column {column}: not a regular expression ({error})") from error
