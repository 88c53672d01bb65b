"""Tables as lines of text, whatever format they come from: a row a line, cells apart by ``|``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

BAR = "|"
_OTHER_BAR = "｜"  # stands for a bar that a cell itself holds


def table_lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of a table; rows without text give an empty line, which ends a table.

    A cell that a merged one covers is given as "", so that columns stay in line. Every row of a table of several columns
    has at least one bar, none at its end unless it is the only one; a table of one column is plain paragraphs.
    """
    width = max((_used(row) for row in rows), default=0)
    for row in rows:
        if width < 2:
            yield from (line.strip() for line in (row[0] if row else "").split("\n"))
            continue
        cells = [" ".join(cell.replace(BAR, _OTHER_BAR).split()) for cell in row[: _used(row)]]
        yield BAR.join(cells) if len(cells) > 1 else cells[0] + BAR if cells else ""


def _used(row: Sequence[str]) -> int:
    """Columns up to the last that holds text."""
    return next((n for n in range(len(row), 0, -1) if row[n - 1].strip()), 0)
