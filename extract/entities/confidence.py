"""A second look at what was found: entities that are likelier wrong than worth keeping are left out.

The tagger reads sentence by sentence; here an entity is judged once, by all its mentions, its form and its
surroundings (``extract.entities.traits``), with a logistic regression. Its weights are learned by
``bench/train_confidence.py`` from documents whose tagger had not seen them, and are kept in
``data/model/confidence.json``; ``confidence.md`` beside it says from what and how well they do.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extract.entities.traits import known, traits
from extract.errors import TableError
from extract.model import Document, Entity, EntityType, LedgerEntry, Link, Mention
from extract.names.lexicon import NameLexicon
from extract.tables import data_dir

_SCALE = 1000.0
_REASON = "可信度不足"


@dataclass(frozen=True, slots=True)
class Confidence:
    """``weights`` maps a trait to thousandths of a logit, ``least`` a type to the least probability of being kept.

    Whole numbers, so that their sum does not depend on their order.
    """

    weights: dict[str, int]
    bias: int
    least: dict[str, float]

    def of(self, found: Collection[str]) -> float:
        """The probability in (0, 1) that an entity of these traits is one that a careful reader would list."""
        weights = self.weights
        total = self.bias + sum([weights[trait] for trait in found if trait in weights])
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total / _SCALE))))


def load_confidence(folder: Path | None = None) -> Confidence | None:
    """The learned weights in ``folder`` (default: ``data_dir``), None where it has none: then all is kept.

    Raises:
        TableError: the file is there but is not the model.
    """
    return read_confidence((folder or data_dir()) / "model" / "confidence.json")


def read_confidence(path: Path) -> Confidence | None:
    """The weights in one file, see ``load_confidence``."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return Confidence(stored["weights"], stored["bias"], stored["least"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = f"not a model of confidence ({error}); restore it or run with --no-model"
        raise TableError(str(path), 1, reason) from error


Found = tuple[tuple[Entity, ...], tuple[Link, ...]]


def confident(
    document: Document,
    found: Found,
    mentions: Sequence[Mention],
    lexicon: NameLexicon,
    confidence: Confidence,
) -> tuple[Found, tuple[LedgerEntry, ...]]:
    """The entities worth keeping with their links, and one ledger entry for each that is not. Places all stay.

    ``mentions`` are those the entities were assembled from.
    """
    entities, links = found
    around = known(document, entities, lexicon)
    kept: dict[int, int] = {}
    gone = []
    for i, (entity, own) in enumerate(zip(entities, mentions_of(entities, links, mentions), strict=True)):
        if (
            entity.type is EntityType.PLACE
            or confidence.of(traits(entity, own, around)) >= confidence.least[entity.type]
        ):
            kept[i] = len(kept)
        else:
            gone.append(LedgerEntry("rejected", entity.name, _REASON, len(entity.evidence), entity.evidence[0].start))
    left = tuple(replace(link, entity=kept[link.entity]) for link in links if link.entity in kept)
    return (tuple(entities[i] for i in kept), left), tuple(gone)


def mentions_of(entities: Sequence[Entity], links: Sequence[Link], mentions: Sequence[Mention]) -> list[list[Mention]]:
    """For each entity the mentions that became part of it, in order."""
    at = {(m.start, m.end, m.type, m.rule): m for m in mentions}
    found: list[list[Mention]] = [[] for _ in entities]
    for link in links:
        mention = at.get((link.start, link.end, entities[link.entity].type, link.rule))
        if mention is not None:
            found[link.entity].append(mention)
    return found
