"""Which of the places where a project is named say its status: the vote of its mentions, read once more."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from pathlib import Path

from extract.entities.status import StatusTables, status_at
from extract.model import Document, Entity, EntityType, Evidence, Mention
from extract.names.lexicon import NameLexicon, load_lexicon
from extract.tables import data_dir


def status_evidence(entity: Entity, document: Document) -> tuple[Evidence, ...]:
    """The evidence whose clause gives the project's status, what is planned before what is reviewed, then as given.

    All evidence where no clause gives it: "other", or a status that an annotator read between the lines.
    """
    lexicon, tables = _tables(data_dir())
    starts = [p.start for p in document.passages]
    found: list[tuple[bool, Evidence]] = []
    for item in entity.evidence:
        index = max(0, bisect_right(starts, item.start) - 1)
        if starts and _status(document, index, item, lexicon, tables) == entity.status:
            found.append((document.passages[index].past, item))
    return tuple(item for _, item in sorted(found, key=lambda pair: pair[0])) or entity.evidence


def _status(document: Document, index: int, item: Evidence, lexicon: NameLexicon, tables: StatusTables) -> str:
    passage = document.passages[index]
    mention = Mention(item.start, item.end, EntityType.PROJECT, item.quote, item.quote, item.rule)
    return status_at(document.text, passage.start, passage.end, mention, lexicon, tables)


@lru_cache(maxsize=1)
def _tables(_folder: Path) -> tuple[NameLexicon, StatusTables]:
    """Read once for each folder of tables."""
    return load_lexicon(), StatusTables.load()
