"""What a brief is made of, as values: no text is escaped here, every writer escapes for its own format."""

from __future__ import annotations

from dataclasses import dataclass, replace

LIMITS = {
    "项目": 12, "产业": 6, "量化指标": 12, "目标": 8, "组群与带动": 6, "合作": 6, "上级指标": 6, "上级目标": 4,
}  # fmt: skip
"""Rows of each table of a county's brief: together about a page."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells and the numbers of its footnotes, from 1."""

    cells: tuple[str, ...]
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A part of the brief. A table without rows is left out; ``more`` rows were cut out of it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    more: int = 0

    @property
    def rest(self) -> str:
        """The line under a table that was cut, "" under a whole one."""
        return f"（另有 {self.more} 项未列出）" if self.more else ""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: a sentence, where it stands and whether what it backs was inferred from it."""

    text: str
    plan: str
    section: str
    inferred: bool


@dataclass(frozen=True, slots=True)
class Brief:
    """The whole brief. ``summary`` are sentences of Chinese prose."""

    title: str
    summary: tuple[str, ...]
    tables: tuple[Table, ...]
    notes: tuple[Note, ...]
    rule: str


def cut(table: Table) -> Table:
    """The table with at most ``LIMITS`` rows: those that most sentences say, in the table's own order."""
    most = LIMITS.get(table.title, len(table.rows))
    best = sorted(range(len(table.rows)), key=lambda i: (-len(table.rows[i].notes), i))[:most]
    return replace(table, rows=tuple(table.rows[i] for i in sorted(best)), more=len(table.rows) - len(best))


def renumbered(tables: list[Table], notes: list[Note]) -> tuple[list[Table], list[Note]]:
    """Tables and notes with only the footnotes still pointed to, numbered in reading order from 1."""
    numbers: dict[int, int] = {}
    for table in tables:
        for row in table.rows:
            for note in row.notes:
                numbers.setdefault(note, len(numbers) + 1)
    done = [replace(t, rows=tuple(Row(r.cells, tuple(numbers[n] for n in r.notes)) for r in t.rows)) for t in tables]
    return done, [notes[old - 1] for old in numbers]
