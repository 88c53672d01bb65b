"""What a brief is made of, as values: no text is escaped here, every writer escapes for its own format."""

from __future__ import annotations

from dataclasses import dataclass, replace


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
    def heading(self) -> str:
        """The title, of a table that was cut with how many rows of how many it has."""
        return (
            f"{self.title}（列 {len(self.rows)} 项，共 {len(self.rows) + self.more} 项）" if self.more else self.title
        )


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: a sentence, where it stands and whether what it backs was inferred from it."""

    text: str
    plan: str
    section: str
    inferred: bool


@dataclass(frozen=True, slots=True)
class Brief:
    """The whole brief. ``summary`` are sentences of Chinese prose; ``left`` says what was cut and how to get it all."""

    title: str
    summary: tuple[str, ...]
    tables: tuple[Table, ...]
    notes: tuple[Note, ...]
    rule: str
    left: str = ""


def renumbered(tables: list[Table], notes: list[Note]) -> tuple[list[Table], list[Note]]:
    """Tables and notes with only the footnotes still pointed to, numbered in reading order from 1."""
    numbers: dict[int, int] = {}
    for table in tables:
        for row in table.rows:
            for note in row.notes:
                numbers.setdefault(note, len(numbers) + 1)
    done = [replace(t, rows=tuple(Row(r.cells, tuple(numbers[n] for n in r.notes)) for r in t.rows)) for t in tables]
    return done, [notes[old - 1] for old in numbers]
