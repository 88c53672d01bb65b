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
from itertools import pairwise
from statistics import median

GUTTER = 0.9  # least width of a gutter, in characters
FILL = 0.55  # least share of a column's width that its lines fill on the median; cells of tables fill less
HEADLINE = 1.35  # a headline's characters are so much larger than the text's
MARGIN = 0.09  # share of a page's height at its top and bottom where heads and feet stand
DEPTH = 40
_CLOSING = frozenset("，。、；：！？”’）》】")
_OPENING = frozenset("“‘（《【")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character and its box in points, from the page's top left corner; or, ``row``, a table's row as one."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    font: str = ""
    row: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Characters on one base line, left to right, with spaces where the gaps between Latin words are.

    ``row``: it is a row of a ruled table, a paragraph of its own.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    font: str = ""
    row: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand under each other in one column; ``x0`` and ``x1`` are the column's edges."""

    lines: tuple[Line, ...]
    x0: float
    x1: float


def blocks_of(glyphs: Sequence[Glyph], height: float = 0.0) -> list[Block]:
    """All text of a page as blocks in reading order; empty for an empty page.

    ``height`` of the page in points: what stands apart at its very top and bottom is a block of its own.
    """
    ordered = sorted(glyphs, key=lambda g: (g.top, g.x0))
    parts = _without_margins(ordered, height) if height and ordered else [ordered]
    return [block for part in parts if part for block in _cut(part, 0)]


def _without_margins(glyphs: list[Glyph], height: float) -> list[list[Glyph]]:
    """The running head, the page's text, the foot: a head or foot lies in its margin, at a distance from the text."""
    strips = _strips(glyphs)
    size = median(g.size for g in glyphs)
    tops = [min(g.top for g in strip) for strip in strips]
    bottoms = [max(g.bottom for g in strip) for strip in strips]
    first, last = 0, len(strips)
    for number in range(len(strips) - 1):
        if bottoms[number] < MARGIN * height and tops[number + 1] - bottoms[number] > 1.2 * size:
            first = number + 1
        if tops[number + 1] > (1 - MARGIN) * height and tops[number + 1] - bottoms[number] > 1.2 * size:
            last = min(last, number + 1)
    ranges = (strips[:first], strips[first:last], strips[last:])
    return [[g for strip in part for g in strip] for part in ranges]


def _cut(glyphs: list[Glyph], depth: int) -> list[Block]:
    size = median(g.size for g in glyphs)
    strips = _strips(glyphs)
    if depth >= DEPTH or len(strips) == 0:
        return [_block(glyphs)]
    spanning = _spanning(strips, size)
    if spanning:
        return [block for part in spanning for block in _cut(part, depth + 1)]
    gutters = _gaps(_ink(glyphs), GUTTER * size)
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


def _spanning(strips: list[list[Glyph]], size: float) -> list[list[Glyph]]:
    """The parts above, at and below a headline that stands alone over columns, though it be no wider than one of them.

    Such a line is much larger than the text, has nothing beside it and columns right below it; empty if there is none.
    """
    for number, strip in enumerate(strips[:-1]):
        if number == 0 and len(strips) < 3:
            continue
        if min(g.size for g in strip) < HEADLINE * size:
            continue
        last = number
        while last + 2 < len(strips) and min(g.size for g in strips[last + 1]) >= HEADLINE * size:
            last += 1
        below = [g for row in strips[last + 1 :] for g in row]
        if _gaps(_ink(below), GUTTER * size) or _gaps(_ink(strips[last + 1]), GUTTER * size):
            above = [g for row in strips[:number] for g in row]
            headline = [g for row in strips[number : last + 1] for g in row]
            return [part for part in (above, headline, below) if part]
    return []


def _ink(glyphs: Iterable[Glyph]) -> list[tuple[float, float]]:
    """Where characters have ink: half of a mark's box is white and may hang over the column's edge."""
    spans = []
    for glyph in glyphs:
        half = (glyph.x1 - glyph.x0) / 2
        if glyph.text in _CLOSING:
            spans.append((glyph.x0, glyph.x1 - half))
        elif glyph.text in _OPENING:
            spans.append((glyph.x0 + half, glyph.x1))
        else:
            spans.append((glyph.x0, glyph.x1))
    return spans


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


@dataclass(slots=True)
class _Run:
    """Neighbouring strips that leave ``gutters`` free, or, if there are none, that have no gutter."""

    strips: list[list[Glyph]]
    gutters: list[tuple[float, float]]


def _segments(strips: list[list[Glyph]], size: float) -> list[list[Glyph]]:
    """Runs of strips that share a gutter, and the runs between them; one segment if there is nothing to tell apart."""
    runs: list[_Run] = []
    for strip in strips:
        free = _free(runs[-1].gutters, strip, 0.7 * size) if runs else []
        gaps = _gaps(_ink(strip), GUTTER * size)
        better = len(gaps) > len(free) and len(runs[-1].strips) == 1 if runs else False
        if free and not better:  # a line that has gaps by chance does not spoil the columns below it
            runs[-1].strips.append(strip)
            runs[-1].gutters = free
        elif runs and not runs[-1].gutters and not gaps:
            runs[-1].strips.append(strip)
        else:
            runs.append(_Run([strip], gaps))
    _take_back(runs, size)
    segments: list[list[list[Glyph]]] = []
    plain = False  # whether the last segment has no columns
    for run in runs:
        height = max(g.bottom for g in run.strips[-1]) - min(g.top for g in run.strips[0])
        columns = bool(run.gutters) and (len(run.strips) > 1 or height > 3 * size)
        if segments and plain and not columns:
            segments[-1].extend(run.strips)
        else:
            segments.append(run.strips)
        plain = not columns
    return [[g for strip in segment for g in strip] for segment in segments]


def _take_back(runs: list[_Run], size: float) -> None:
    """Give a run of columns the strips just above it that stand in one column only, at the text's size."""
    for before, run in pairwise(runs):
        while run.gutters and len(run.strips) > 1 and not before.gutters and len(before.strips) > 1:
            strip = before.strips[-1]
            near = min(g.top for g in run.strips[0]) - max(g.bottom for g in strip) < 0.3 * size
            free = _free(run.gutters, strip, 0.7 * size)
            if not near or not free or median(g.size for g in strip) > 1.15 * size:
                break
            run.strips.insert(0, before.strips.pop())
            run.gutters = free


def _free(gutters: list[tuple[float, float]], strip: list[Glyph], least: float) -> list[tuple[float, float]]:
    """What the strip leaves free of the gutters, where that is still wide enough to be one."""
    free = []
    spans = _ink(strip)
    for start, end in gutters:
        inside = [(max(a, start), min(b, end)) for a, b in spans if b > start and a < end]
        edges = [(start, start), *inside, (end, end)]
        free += _gaps(edges, least)
    return free


def _block(glyphs: list[Glyph]) -> Block:
    return Block(lines_of(glyphs), min(g.x0 for g in glyphs), max(g.x1 for g in glyphs))


def lines_of(glyphs: list[Glyph]) -> tuple[Line, ...]:
    """The lines of characters that stand in one column, top to bottom."""
    return tuple(_line(strip) for strip in _strips(glyphs))


def _line(strip: list[Glyph]) -> Line:
    """A line's text; a gap of a character or more between cells of a table is written |."""
    row = sorted(strip, key=lambda g: g.x0)
    size = median(g.size for g in row)
    pieces = [row[0].text]
    for before, glyph in pairwise(row):
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
        any(g.row for g in row),
    )
