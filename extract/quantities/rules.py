"""The analyst's tables for targets, read once and handed along."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from extract.errors import TableError
from extract.quantities.scan import Scanner
from extract.quantities.units import load_units
from extract.tables import data_dir, read_table


@dataclass(frozen=True, slots=True)
class Cues:
    """Words looked up at the end (``at_end``) or the head (``at_head``) of a text, longest first."""

    words: dict[str, str]
    longest: int

    def at_end(self, text: str) -> str:
        """The longest word that ``text`` ends with, "" if none."""
        words = self.words
        for k in range(min(self.longest, len(text)), 0, -1):
            if text[-k:] in words:
                return text[-k:]
        return ""

    def at_head(self, text: str) -> str:
        """The longest word that ``text`` begins with, "" if none."""
        words = self.words
        for k in range(min(self.longest, len(text)), 0, -1):
            if text[:k] in words:
                return text[:k]
        return ""


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

    def hits(self, before: str, after: str) -> bool:
        """True if both contexts fit; an empty cell fits everything."""
        return (self.before is None or self.before.search(before) is not None) and (
            self.after is None or self.after.search(after) is not None
        )


class Rejections:
    """All rows, looked up by unit; what applies to a unit is worked out the first time it is asked for."""

    def __init__(self, rows: tuple[Rejection, ...]) -> None:
        self.rows = rows
        self._by_unit: dict[str, tuple[Rejection, ...]] = {}

    def hit(self, unit: str, before: str, after: str) -> str:
        """The reason why a number with ``unit`` between these contexts is no target, "" if there is none."""
        rows = self._by_unit.get(unit)
        if rows is None:
            rows = tuple(r for r in self.rows if r.unit is None or r.unit.fullmatch(unit))
            if len(self._by_unit) < 500:
                self._by_unit[unit] = rows
        return next((r.reason for r in rows if r.hits(before, after)), "")


@dataclass(frozen=True, slots=True)
class TargetRules:
    """All tables that targets need: quantities, operators, changes, verbs, rejections."""

    scanner: Scanner
    before: Cues
    after: Cues
    changes: Cues
    change_nouns: frozenset[str]
    verbs: Cues
    rejections: Rejections


def load_target_rules(folder: Path | None = None) -> TargetRules:
    """The tables ``lexicon/unit`` and ``patterns/target_*`` of ``folder`` (default: ``extract.tables.data_dir``).

    Raises:
        TableError: a table is missing or a cell is not what its column may hold.
    """
    operators = read_table("patterns/target_operator.csv", ("cue", "side", "op"), folder=folder)
    changes = read_table("patterns/target_change.csv", ("word", "direction", "noun"), folder=folder)
    verbs = read_table("patterns/target_verb.csv", ("verb", "role"), folder=folder)
    return TargetRules(
        scanner=Scanner(load_units(folder)),
        before=cues({row["cue"]: row["op"] for row in operators if row["side"] == "before"}),
        after=cues({row["cue"]: row["op"] for row in operators if row["side"] == "after"}),
        changes=cues({row["word"]: row["direction"] for row in changes}),
        change_nouns=frozenset(row["word"] for row in changes if row["noun"] == "1"),
        verbs=cues({row["verb"]: row["role"] for row in verbs}),
        rejections=load_rejections(folder),
    )


def load_rejections(folder: Path | None = None) -> Rejections:
    """Rows of ``patterns/target_reject.csv`` compiled; contexts are cut to 24 characters, so they stay linear."""
    rows = read_table("patterns/target_reject.csv", ("before", "after", "unit", "reason"), folder=folder)
    return Rejections(
        tuple(
            Rejection(_compile(row, "before"), _compile(row, "after"), _compile(row, "unit"), row["reason"])
            for row in rows
        )
    )


def _compile(row: dict[str, str], column: str) -> re.Pattern[str] | None:
    if not row[column]:
        return None
    try:
        return re.compile(row[column])
    except re.error as error:
        file = str(data_dir() / "patterns/target_reject.csv")
        raise TableError(file, int(row["#line"]), f"column {column}: not a regular expression ({error})") from error
