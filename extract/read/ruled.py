"""Ruled tables of a PDF's page: found by their lines (pdfplumber's finder), each row put in the text's place as one line.

A row stands for its characters as a single wide glyph, ``a|b|c`` as ``extract.read.grid`` writes rows, so that reading
order and columns around a table come out as they would around a line of text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from pdfplumber.table import TableFinder, merge_edges
from pdfplumber.utils.geometry import filter_edges

from extract.read.geometry import Glyph, lines_of
from extract.read.grid import BAR, table_lines

TOLERANCE = 3.0  # points between ends of lines that are meant to meet, as the finder has it
POINTS = 2500  # crossings that the lines of a page may have; a full page of figures has some 1,000
WORK = 200_000_000  # sum over a document's pages of the square of that, which the finder's time grows with
LONGEST = 500  # characters of a cell; a frame around columns of running text is no table

Box = tuple[float, float, float, float]


class TableReader:
    """Finds the tables of a document's pages, one after another, and gives up where lines are too many to be tables."""

    def __init__(self) -> None:
        self._work = 0

    def replaced(self, page: Any, glyphs: list[Glyph]) -> list[Glyph]:
        """The characters of a page, those in ruled tables replaced by a glyph for each row that holds text."""
        for cells in self._tables(page):
            inside, others = _sorted_in(cells, glyphs)
            rows = _rows(cells, inside)
            if _is_table(rows):
                glyphs = [*others, *_row_glyphs(cells, rows, inside)]
        return glyphs

    def _tables(self, page: Any) -> list[list[Box]]:
        """The cells of each table, from the page's top left corner."""
        edges = merge_edges(filter_edges(page.edges, min_length=1), TOLERANCE, TOLERANCE, TOLERANCE, TOLERANCE)
        upright = [edge for edge in edges if edge["orientation"] == "v"]
        level = [edge for edge in edges if edge["orientation"] == "h"]
        points = len(upright) * len(level)
        if len(upright) < 3 or len(level) < 3 or points > POINTS or self._work + points * points > WORK:
            return []
        self._work += points * points
        lines = {"vertical_strategy": "explicit", "horizontal_strategy": "explicit"}
        finder = TableFinder(page, lines | {"explicit_vertical_lines": upright, "explicit_horizontal_lines": level})
        return [table.cells for table in finder.tables]


def _sorted_in(cells: list[Box], glyphs: list[Glyph]) -> tuple[dict[Box, list[Glyph]], list[Glyph]]:
    """The characters in each cell, by where their middle is, and those in none."""
    xs = sorted({x for cell in cells for x in (cell[0], cell[2])})
    ys = sorted({y for cell in cells for y in (cell[1], cell[3])})
    owner: dict[tuple[int, int], Box] = {}
    for cell in cells:
        for column in range(xs.index(cell[0]), xs.index(cell[2])):
            for row in range(ys.index(cell[1]), ys.index(cell[3])):
                owner[column, row] = cell
    inside: dict[Box, list[Glyph]] = {cell: [] for cell in cells}
    others: list[Glyph] = []
    for glyph in glyphs:
        place = (bisect_right(xs, (glyph.x0 + glyph.x1) / 2) - 1, bisect_right(ys, (glyph.top + glyph.bottom) / 2) - 1)
        found = owner.get(place)
        (others if found is None else inside[found]).append(glyph)
    return inside, others


def _rows(cells: list[Box], inside: dict[Box, list[Glyph]]) -> list[list[str]]:
    """The texts of the cells by row; "" where a merged cell goes on."""
    xs = sorted({cell[0] for cell in cells})
    tops = sorted({cell[1] for cell in cells})
    rows = [[""] * len(xs) for _ in tops]
    for cell in cells:
        rows[tops.index(cell[1])][xs.index(cell[0])] = _text(inside[cell])
    return rows


def _text(glyphs: list[Glyph]) -> str:
    """A cell's lines joined; a space only between Latin words."""
    if not glyphs:
        return ""
    lines = [line.text.replace(BAR, " ") for line in lines_of(glyphs)]
    pieces = lines[:1]
    for before, line in pairwise(lines):
        pieces.append(f" {line}" if before[-1:].isascii() and line[:1].isascii() else line)
    return "".join(pieces)


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether two rows at least have two cells with text, and none holds running text."""
    full = sum(sum(map(bool, row)) > 1 for row in rows)
    return full > 1 and max(len(text) for row in rows for text in row) <= LONGEST


def _row_glyphs(cells: list[Box], rows: list[list[str]], inside: dict[Box, list[Glyph]]) -> Iterator[Glyph]:
    left, right = min(cell[0] for cell in cells), max(cell[2] for cell in cells)
    size = median(glyph.size for found in inside.values() for glyph in found)
    edges = [*sorted({cell[1] for cell in cells}), max(cell[3] for cell in cells)]
    for text, (top, bottom) in zip(table_lines(rows), pairwise(edges), strict=True):
        if text:
            yield Glyph(text, left, right, top, bottom, size, row=True)
