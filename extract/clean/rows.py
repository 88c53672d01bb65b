"""Rows of tables, which readers give as ``a|b|c``, as sentences.

In a table of indicators a row says what it plans (``extract.clean.indicators``), and the row is recorded as removed;
any other row becomes a sentence of its cells, apart by ；, with nothing removed but the bars. A single cell stays as
it is: a caption, a heading of a group, a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from extract.clean.draft import Draft, Edit
from extract.clean.furniture import Line, lines_of
from extract.clean.indicators import sentences

_BAR = "|"
_RULE = re.compile(r"[\s|:+-]*-{2,}[\s|:+-]*")
_ENDED = "。！？；…："
ABOVE = 3  # lines above a table that may be its caption
REASON = "指标表"
REPEATED = "重复的表头"  # a table's heading row, once more on each page


def table_rows(draft: Draft) -> Iterator[Edit]:
    """All tables: two or more lines in a row with bars in them."""
    lines = [line for line in lines_of(draft.text) if line.text]
    at = 0
    for barred, group in groupby(lines, key=lambda line: _BAR in line.text):
        block = list(group)
        if barred and len(block) > 1:
            yield from _table(block, "".join(line.text for line in lines[max(0, at - ABOVE) : at]))
        at += len(block)


def _table(block: list[Line], above: str) -> Iterator[Edit]:
    cells = _cells(block)
    captions = next((n for n, row in enumerate(cells) if sum(map(bool, row)) > 1), len(cells))
    said = sentences(cells[captions:], above + "".join("".join(row) for row in cells[:captions]))
    for number, (line, row) in enumerate(zip(block, cells, strict=True)):
        if not row:
            yield Edit(line.start, line.end, "", "表格线")
        elif said and number > captions and row == cells[captions]:
            yield Edit(line.start, line.end, "", REPEATED)
        elif number - captions in said:
            yield Edit(line.start, line.end, said[number - captions], REASON)
        else:
            yield Edit(line.start, line.end, _sentence(row))


def _cells(block: list[Line]) -> list[list[str]]:
    """Cells of each row; none for a ruled line. Bars around the whole row (``| a | b |``) are not of the table."""
    texts = [line.text for line in block]
    framed = all(text.startswith(_BAR) and text.endswith(_BAR) for text in texts)
    return [
        [] if _RULE.fullmatch(text) else [part.strip() for part in (text[1:-1] if framed else text).split(_BAR)]
        for text in texts
    ]


def _sentence(row: list[str]) -> str:
    """The cells that hold text, as a sentence."""
    filled = [text for text in row if text]
    if len(filled) < 2:
        return "".join(filled)
    pieces = [text if text[-1] in _ENDED else f"{text}；" for text in filled[:-1]]
    return "".join(pieces) + filled[-1] + ("" if filled[-1][-1] in _ENDED else "。")
