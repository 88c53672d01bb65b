"""Comma or tab separated tables."""

from __future__ import annotations

import csv
import io

from extract.read.encoding import decode
from extract.read.grid import table_lines
from extract.read.raw import RawDocument, Unreadable

_SAMPLE = 20_000  # characters by which the separator is told
_SEPARATORS = (",", "\t", ";", "，")


def read_csv(source: str, data: bytes) -> RawDocument:
    """The text of a table, one row a line (``extract.read.grid``); the separator is the one that is there most often.

    Raises:
        Unreadable: the encoding is unknown, or a cell has no end.
    """
    text = decode(data)
    separator = max(_SEPARATORS, key=text[:_SAMPLE].count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise Unreadable("表格的格式不对（引号没有配对，或一格过长）") from error
    return RawDocument(source, "\n".join(table_lines(rows)))
