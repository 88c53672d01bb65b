"""OpenDocument spreadsheets: their ``content.xml`` read with lxml, after the package has been checked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from extract.read.docx import check_package
from extract.read.grid import table_lines
from extract.read.raw import Limits, RawDocument, Unreadable
from extract.read.xlsx import joined

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_REPEAT = 1000  # no cell or row is repeated more often: a sheet is filled up with a million empty ones


def read_ods(source: str, data: bytes, limits: Limits) -> RawDocument:
    """The text of the sheets, one row a line (``extract.read.grid``), cells as the sheet shows them.

    Raises:
        Unreadable: as ``check_package`` does, or a damaged or empty file.
    """
    check_package(data, limits)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            tree = etree.fromstring(package.read("content.xml"), parser)
    except (KeyError, ValueError, etree.XMLSyntaxError, zipfile.BadZipFile, OSError) as error:
        raise Unreadable("文件损坏，不是完整的表格文件") from error
    sheets = [(t.get(f"{_TABLE}name", ""), list(table_lines(list(_rows(t))))) for t in tree.iter(f"{_TABLE}table")]
    return RawDocument(source, joined(sheets))


def _rows(table: Any) -> Iterator[list[str]]:
    for row in table.iter(f"{_TABLE}table-row"):
        cells: list[str] = []
        for cell in row.iter(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            covered = cell.tag == f"{_TABLE}covered-table-cell"
            text = "" if covered else "\n".join("".join(p.itertext()) for p in cell.iter(f"{_TEXT}p")).strip()
            cells += [text] * _times(cell, "number-columns-repeated")
        times = _times(row, "number-rows-repeated") if any(cells) else 1
        for _ in range(times):
            yield cells


def _times(element: Any, name: str) -> int:
    value = element.get(f"{_TABLE}{name}", "1")
    return min(_REPEAT, int(value)) if value.isdecimal() else 1
