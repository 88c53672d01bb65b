"""Kind and status of a project: by its head noun, by the verb that governs it and what follows it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.model import PROJECT_KINDS, PROJECT_STATUSES, EntityType, Mention
from extract.names.lexicon import NameLexicon
from extract.tables import data_dir, read_table

_CLAUSE = re.compile(r"[，。；：！？\n]")
_STRENGTH = ("complete", "start", "plan", "extend", "upgrade", "protect", "operate", "build", "support", "other")


@dataclass(frozen=True, slots=True)
class StatusTables:
    """Words behind a project that tell its status (…开工建设), and parts of names that tell its kind."""

    right: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, str], ...]

    @classmethod
    def load(cls, folder: Path | None = None) -> StatusTables:
        """Read ``data/lexicon/status.csv`` and ``kind.csv``; rows of unknown status or kind are refused by tests."""
        root = folder or data_dir()
        right = read_table("lexicon/status.csv", ("word", "status"), folder=root)
        parts = read_table("lexicon/kind.csv", ("part", "kind"), folder=root)
        return cls(
            tuple((r["word"], r["status"]) for r in right if r["status"] in PROJECT_STATUSES),
            tuple((r["part"], r["kind"]) for r in parts if r["kind"] in PROJECT_KINDS),
        )


def kind_of(name: str, lexicon: NameLexicon, tables: StatusTables) -> str:
    """One of ``PROJECT_KINDS``: of the head noun; of a telling part of the name where the head is general; "other"."""
    head = lexicon.head_of(name)
    if head is not None and head.type is EntityType.PROJECT and head.kind != "other":
        return head.kind
    for part, kind in tables.parts:
        if name.endswith(part[:-1]) if part.endswith("$") else part in name:
            return kind
    return "other"


def status_at(text: str, left: int, right: int, mention: Mention, lexicon: NameLexicon, tables: StatusTables) -> str:
    """Status that the clause around a mention gives it; "" if it says nothing.

    ``left`` and ``right`` bound the sentence in ``text``. What follows the list counts before the verb in
    front of it: 推进 … 开工建设 is "start".
    """
    after = text[mention.end : min(right, mention.end + 120)]
    end = _CLAUSE.search(after)
    after = after[: end.start()] if end else after
    found = _first(after, tables)
    if found and found not in ("build", "support"):
        return found
    before = text[max(left, mention.start - 150) : mention.start]
    verb = _last_verb(_CLAUSE.split(before)[-1], lexicon)
    return verb or found


def _first(after: str, tables: StatusTables) -> str:
    best = (len(after) + 1, 0, "")
    for word, status in tables.right:
        at = after.find(word)
        if at >= 0:
            best = min(best, (at, -len(word), status))
    return best[2]


def _last_verb(before: str, lexicon: NameLexicon) -> str:
    """Status of the last governing verb in front; longer verbs first at each end position."""
    for end in range(len(before), 1, -1):
        for size in range(min(6, end), 1, -1):
            governor = lexicon.governors.get(before[end - size : end])
            if governor is not None and governor.status and EntityType.PROJECT in governor.types:
                return governor.status
    return ""


def strongest(statuses: Sequence[str]) -> str:
    """The most frequent status; of equally frequent ones the more definite; "other" of none."""
    counts = Counter(s for s in statuses if s)
    if not counts:
        return "other"
    return min(counts, key=lambda s: (-counts[s], _STRENGTH.index(s)))
