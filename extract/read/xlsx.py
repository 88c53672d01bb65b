"""Excel files. Opened with openpyxl (MIT), row by row, after the package has been checked for bombs and entities."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from itertools import chain
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from extract.read.docx import check_package
from extract.read.grid import table_lines
from extract.read.raw import Limits, RawDocument, Unreadable

_FORMAT = re.compile(r'(?:"([^"]*)")?[#,0]*0(?:\.(0+))?(%)?(?:"([^"]*)")?(?:_.)?')
_UNNAMED = re.compile(r"(?i)(?:sheet|工作表|表)\s?\d*")
_DIGITS = 10  # of a number without a format of its own


def read_xlsx(source: str, data: bytes, limits: Limits) -> RawDocument:
    """The text of the visible sheets, one row a line (``extract.read.grid``), numbers as the sheet shows them.

    Formulas give the value that was computed last. Where several sheets hold text, a sheet's name stands above its rows.

    Raises:
        Unreadable: as ``check_package`` does, or a damaged or empty file.
    """
    check_package(data, limits)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = [(str(sheet.title), _lines(sheet)) for sheet in book.worksheets if sheet.sheet_state == "visible"]
        title = str(book.properties.title or "")
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        raise Unreadable("文件损坏，不是完整的 Excel 文件") from error
    return RawDocument(source, joined(sheets), title_hint=title.strip()[:200])


def joined(sheets: list[tuple[str, list[str]]]) -> str:
    """The text of sheets given by name and lines.

    Raises:
        Unreadable: no text at all.
    """
    filled = [(name, lines) for name, lines in sheets if any(line.strip() for line in lines)]
    if not filled:
        raise Unreadable("表格里没有文字")
    named = len(filled) > 1
    blocks = ([name] if named and not _UNNAMED.fullmatch(name) else [] for name, _ in filled)
    return "\n".join(chain.from_iterable([*head, *lines, ""] for head, (_, lines) in zip(blocks, filled, strict=True)))


def _lines(sheet: Any) -> list[str]:
    sheet.reset_dimensions()  # what a file says of its size is often wrong
    return list(table_lines(list(_rows(sheet))))


def _rows(sheet: Any) -> Iterator[list[str]]:
    """Cells of each row; of several empty rows in a row only one."""
    empty = False
    for row in sheet.iter_rows():
        cells = [_text(cell) for cell in row]
        blank = not any(cells)
        if not (blank and empty):
            yield cells
        empty = blank


def _text(cell: Any) -> str:
    value = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return shown(value, str(cell.number_format or ""))
    if isinstance(value, datetime | date):
        return f"{value.year}年{value.month}月{value.day}日"
    return value.isoformat("minutes") if isinstance(value, time) else str(value).strip()


def shown(value: float, form: str) -> str:
    """A number as its format shows it: 0.065 as ``0.0%`` is 6.5%; without a format that is known, up to ten digits."""
    try:
        number = Decimal(repr(value))
        match = _FORMAT.fullmatch(form.split(";")[0])
        if match is None or not number.is_finite():
            return f"{value:.{_DIGITS}g}" if "e" not in f"{value:.{_DIGITS}g}" else f"{value:.0f}"
        before, decimals, percent, after = match.groups(default="")
        number = number * 100 if percent else number
        rounded = number.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    except (InvalidOperation, OverflowError):
        return str(value)
    return f"{before}{rounded:f}{percent}{after}"
