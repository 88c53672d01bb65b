"""Fitting a brief's tables on one page of A4: how many lines they take, which rows stay.

A model of the page, not a typesetter: Chinese characters are a unit wide, others half; the same for Word, print and
Markdown, so that all three show the same rows.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from math import ceil
from types import MappingProxyType

from kg.export_brief_model import Row, Table

LINES = 51
"""Lines of table text on a page of A4 (9 point) beside the title, the summary and the rule."""
_CHARACTERS = 53
_PADDING = 1.2
_MARK = 0.8
_HEADING = 2.6
_NARROW, _WIDE = 5.0, 26.0
_SHARE: MappingProxyType[str, int] = MappingProxyType({"量化指标": 4, "项目": 4, "目标": 2, "历年规划": 2})
_IN_ORDER = frozenset({"量化指标", "上级指标", "历年规划"})
_SAMPLE = 15


def widths(table: Table) -> tuple[float, ...]:
    """The share of the page's width that each column takes, by its longest cell; together 1."""
    columns = zip(table.columns, *(row.cells for row in table.rows[:_SAMPLE]), strict=True)
    wanted = [min(max(max(map(_width, column)), _NARROW), _WIDE) for column in columns]
    wanted[0] += _MARK * min(max((len(row.notes) for row in table.rows[:_SAMPLE]), default=0), 3)
    return tuple(one / sum(wanted) for one in wanted)


def fitted(tables: Sequence[Table], lines: float = LINES) -> list[Table]:
    """The tables with the rows that fit into ``lines``, each row in its table's order; a table may lose all of them.

    In rounds, each table in turn takes its best rows while there is room: those that stand first where the table is in
    order of importance, else those that most sentences say. ``Table.more`` counts what is cut.
    """
    order = [_best(table) for table in tables]
    shares = [widths(replace(t, rows=tuple(t.rows[i] for i in best))) for t, best in zip(tables, order, strict=True)]
    taken, left, going = [0] * len(tables), lines, True
    while going:
        going = False
        for at, table in enumerate(tables):
            for index in order[at][taken[at] : taken[at] + _SHARE.get(table.title, 1)]:
                cost = _lines(table.rows[index], shares[at]) + (0 if taken[at] else _HEADING)
                if cost > left:
                    break
                left, going = left - cost, True
                taken[at] += 1
    return [
        replace(t, rows=tuple(t.rows[i] for i in _kept(t, best[:n])), more=t.more + len(t.rows) - n)
        for t, best, n in zip(tables, order, taken, strict=True)
    ]


def _best(table: Table) -> list[int]:
    """Indices of rows, the most important first."""
    if table.title in _IN_ORDER:
        return list(range(len(table.rows)))
    return sorted(range(len(table.rows)), key=lambda i: (-len(table.rows[i].notes), i))


def _kept(table: Table, chosen: Sequence[int]) -> list[int]:
    return sorted(chosen, reverse=table.title == "历年规划")


def _lines(row: Row, shares: Sequence[float]) -> float:
    """Lines of text that a row takes, with its border; footnote marks stand small behind the first cell."""
    wide = [max(share * _CHARACTERS - _PADDING, 1.0) for share in shares]
    cells = [_width(cell) for cell in row.cells]
    cells[0] += _MARK * len(row.notes)
    return max(ceil(width / room) for width, room in zip(cells, wide, strict=True)) + 0.1


def _width(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.55 for c in text)
