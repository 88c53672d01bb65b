"""Characters of a page to blocks of lines in reading order: a recursive XY cut.

A block whose text stands in columns is cut at the gutters and read column by column; where a headline
spans columns the block is first cut above and below it. Where rows of cells stand beside each other (a
table), rows are kept together instead. After Nagy and Seth, "Hierarchical representation of optically
scanned documents" (1984), with gutters tested on strips of the block, so that a headline's line gap need not be
the largest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

GUTTER = 0.9  # least width of a gutter, in characters
FILL = 0.55  # least share of a column's width that its lines fill on the median; cells of tables fill less
DEPTH = 40


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character and its box in points, from the page's top left corner."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    font: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Characters on one base line, left to right, with spaces where the gaps between Latin words are."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    font: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand under each other in one column; ``x0`` and ``x1`` are the column's edges."""

    lines: tuple[Line, ...]
    x0: float
    x1: float


def blocks_of(glyphs: Sequence[Glyph]) -> list[Block]:
    """All text of a page as blocks in reading order; empty for an empty page."""
    if not glyphs:
        return []
    return _cut(sorted(glyphs, key=lambda g: (g.top, g.x0)), 0)


def _cut(glyphs: list[Glyph], depth: int) -> list[Block]:
    size = median(g.size for g in glyphs)
    strips = _strips(glyphs)
    if depth >= DEPTH or len(strips) == 0:
        return [_block(glyphs)]
    gutters = _gaps([(g.x0, g.x1) for g in glyphs], GUTTER * size)
    if gutters:
        parts = _columns(glyphs, gutters)
        if all(_is_column(part) for part in parts):
            return [block for part in parts for block in _cut(part, depth + 1)]
        if len(strips) == 1:
            return [_block(glyphs)]
    segments = _segments(strips, size)
    if len(segments) > 1:
        return [block for segment in segments for block in _cut(segment, depth + 1)]
    return [_block(glyphs)]


def _strips(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Rows of characters that overlap in height, top to bottom; unaligned columns make one tall strip."""
    strips: list[list[Glyph]] = []
    bottom = float("-inf")
    for glyph in sorted(glyphs, key=lambda g: g.top):
        middle = glyph.top + 0.25 * (glyph.bottom - glyph.top)
        if middle >= bottom or not strips:
            strips.append([])
            bottom = float("-inf")
        strips[-1].append(glyph)
        bottom = max(bottom, glyph.bottom - 0.15 * (glyph.bottom - glyph.top))
    return strips


def _gaps(spans: Iterable[tuple[float, float]], least: float) -> list[tuple[float, float]]:
    """Empty intervals of at least this width between the spans, left to right."""
    gaps: list[tuple[float, float]] = []
    reach: float | None = None
    for start, end in sorted(spans):
        if reach is not None and start - reach >= least:
            gaps.append((reach, start))
        reach = end if reach is None else max(reach, end)
    return gaps


def _columns(glyphs: list[Glyph], gutters: list[tuple[float, float]]) -> list[list[Glyph]]:
    edges = [(a + b) / 2 for a, b in gutters]
    columns: list[list[Glyph]] = [[] for _ in range(len(edges) + 1)]
    for glyph in glyphs:
        columns[sum(glyph.x0 > edge for edge in edges)].append(glyph)
    return columns


def _is_column(glyphs: list[Glyph]) -> bool:
    """Whether lines fill the width as running text does: three or more of them, or a few long ones."""
    rows = _strips(glyphs)
    width = max(g.x1 for g in glyphs) - min(g.x0 for g in glyphs)
    size = median(g.size for g in glyphs)
    if width < 5 * size:
        return False
    filled = median((max(g.x1 for g in row) - min(g.x0 for g in row)) / width for row in rows)
    return filled >= FILL and (len(rows) >= 2 or width >= 10 * size)


def _segments(strips: list[list[Glyph]], size: float) -> list[list[Glyph]]:
    """Runs of strips that share a gutter, and the runs between them; one segment if there is nothing to tell apart."""
    runs: list[tuple[bool, list[list[Glyph]], list[tuple[float, float]]]] = []
    for strip in strips:
        gaps = _gaps([(g.x0, g.x1) for g in strip], GUTTER * size)
        if runs and runs[-1][0]:
            common = _overlap(runs[-1][2], gaps) or _clear(runs[-1][2], strip)
            if common:
                runs[-1] = (True, [*runs[-1][1], strip], common)
                continue
        if gaps:
            runs.append((True, [strip], gaps))
        elif runs and not runs[-1][0]:
            runs[-1][1].append(strip)
        else:
            runs.append((False, [strip], []))
    merged: list[tuple[bool, list[list[Glyph]]]] = []
    for columns, rows, _ in runs:
        height = max(g.bottom for g in rows[-1]) - min(g.top for g in rows[0])
        real = columns and (len(rows) > 1 or height > 3 * size)
        if merged and merged[-1][0] == real and not real:
            merged[-1][1].extend(rows)
        else:
            merged.append((real, list(rows)))
    return [[g for row in rows for g in row] for _, rows in merged]


def _overlap(first: list[tuple[float, float]], second: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Gutters common to both."""
    common = []
    for a0, a1 in first:
        for b0, b1 in second:
            start, end = max(a0, b0), min(a1, b1)
            if end - start > 1.0:
                common.append((start, end))
    return common


def _clear(gutters: list[tuple[float, float]], strip: list[Glyph]) -> list[tuple[float, float]]:
    """Gutters that a strip leaves empty though it stands on one side only: the last lines of the longest column."""
    return [(a, b) for a, b in gutters if all(g.x1 <= a + 0.5 or g.x0 >= b - 0.5 for g in strip)]


def _block(glyphs: list[Glyph]) -> Block:
    lines = tuple(_line(strip) for strip in _strips(glyphs))
    return Block(lines, min(g.x0 for g in glyphs), max(g.x1 for g in glyphs))


def _line(strip: list[Glyph]) -> Line:
    """A line's text; a gap of a character or more between cells of a table is written |."""
    row = sorted(strip, key=lambda g: g.x0)
    size = median(g.size for g in row)
    pieces = [row[0].text]
    for before, glyph in zip(row, row[1:], strict=False):
        gap = glyph.x0 - before.x1
        latin = before.text.isascii() and glyph.text.isascii()
        if gap > 2.2 * size and not latin:
            pieces.append("|")
        elif gap > (0.2 if latin else 0.8) * size:
            pieces.append(" ")
        pieces.append(glyph.text)
    return Line(
        "".join(pieces),
        row[0].x0,
        max(g.x1 for g in row),
        min(g.top for g in row),
        max(g.bottom for g in row),
        size,
        max((g.font for g in row), key=[g.font for g in row].count, default="") if len(row) < 400 else row[0].font,
    )
