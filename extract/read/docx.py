"""Word files. Opened with python-docx (MIT) after the package has been checked for bombs and entities."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from extract.read.grid import table_lines
from extract.read.numbering import Numbering
from extract.read.raw import Limits, RawDocument, Unreadable

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\x00?!\x00?D\x00?O\x00?C\x00?T|\x00<\x00!\x00D\x00O\x00C\x00T", re.I)
_LEFT_OUT = frozenset((f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent", f"{_W}instrText", _MC_FALLBACK))
DEPTH = 200
COLUMNS = 64  # that a merged cell covers at most


def check_package(data: bytes, limits: Limits) -> None:
    """Refuse a package that would expand beyond the limits or declares a document type.

    Raises:
        Unreadable: too many parts, too large, growing too much, encrypted, DOCTYPE, or not a zip.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            if len(members) > limits.entries:
                raise Unreadable(f"包里有 {len(members)} 个部件，超过 {limits.entries} 个")
            left = limits.expanded
            for member in members:
                left -= member.file_size
                grown = member.file_size > limits.ratio * max(1, member.compress_size) and member.file_size > 1 << 20
                if left < 0 or grown:
                    raise Unreadable("疑似压缩炸弹（解开后过大），不读")
                if member.flag_bits & 1:
                    raise Unreadable("文件加了密码，请去掉密码后再读")
                if member.filename.lower().endswith((".xml", ".rels")):
                    _check_part(package, member, limits)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError) as error:
        raise Unreadable("文件损坏，不是完整的 Office 文件") from error


def _check_part(package: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits) -> None:
    with package.open(member) as part:
        read = 0
        tail = b""
        while chunk := part.read(1 << 20):
            read += len(chunk)
            if read > member.file_size + 1 or read > limits.expanded:
                raise Unreadable("疑似压缩炸弹（解开后过大），不读")
            if _DOCTYPE.search(tail + chunk):
                raise Unreadable("含有 DOCTYPE 或实体声明，可能有害，不读")
            tail = chunk[-32:]


def read_docx(source: str, data: bytes, limits: Limits) -> RawDocument:
    """The text of a Word file, one paragraph a line, automatic numbers written out, tables as ``extract.read.grid`` has them.

    Insertions that are tracked are in, deletions out; headers, footers, notes and text boxes are left out.

    Raises:
        Unreadable: as ``check_package`` does, or a damaged or empty file.
    """
    check_package(data, limits)
    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError, zipfile.BadZipFile) as error:
        raise Unreadable("文件损坏，不是完整的 Word 文件") from error
    numbering = Numbering.of(document)
    lines = [line for block in document.element.body for line in _lines(block, numbering, 0)]
    if not any(line.strip() for line in lines):
        raise Unreadable("文件里没有文字")
    return RawDocument(source, "\n".join(lines), title_hint=(document.core_properties.title or "").strip()[:200])


def _lines(block: Any, numbering: Numbering, depth: int) -> Iterator[str]:
    """Lines of a paragraph, a table or a wrapper such as a content control."""
    if depth > DEPTH:
        raise Unreadable("嵌套过深，不读")
    if block.tag == f"{_W}p":
        text = "".join(_runs(block))
        number = numbering.next_label(block) if text.strip() else ""
        yield from (number + text).split("\n")
    elif block.tag == f"{_W}tbl":
        rows = list(_rows(block))
        if all(len(cells) < 2 for cells in rows):  # a box around text (专栏), not a table
            for inner in (part for row in _children(block) for cell in _children(row) for part in _children(cell)):
                yield from _lines(inner, numbering, depth + 1)
        else:
            yield from ("", *table_lines(rows), "")
    else:
        for child in _children(block):
            yield from _lines(child, numbering, depth + 1)


def _children(block: Any) -> Iterator[Any]:
    return (child for child in block if isinstance(child.tag, str) and child.tag not in _LEFT_OUT)


def _rows(table: Any) -> Iterator[list[str]]:
    """Cells of each row; a merged cell's text stands in the first of the columns and rows that it covers."""
    for row in table.iterchildren(f"{_W}tr", f"{_W}sdt"):
        cells: list[str] = []
        for cell in row.iter(f"{_W}tc"):
            if next(cell.iterancestors(f"{_W}tbl")) is not table:
                continue  # of a table within: its text is in the cell that holds it
            goes_on = cell.find(f"{_W}tcPr/{_W}vMerge")
            covered = goes_on is not None and goes_on.get(f"{_W}val") != "restart"
            text = "" if covered else "\n".join("".join(_runs(p)) for p in cell.iter(f"{_W}p")).strip()
            cells += [text, *[""] * (_span(cell) - 1)]
        yield cells


def _span(cell: Any) -> int:
    """Columns that a cell covers."""
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    value = span.get(f"{_W}val", "1") if span is not None else "1"
    return min(COLUMNS, max(1, int(value))) if value.isdecimal() else 1


def _runs(paragraph: Any) -> Iterator[str]:
    """Pieces of a paragraph's visible text."""
    stack = [iter(paragraph)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
            continue
        if not isinstance(element.tag, str) or element.tag in _LEFT_OUT:
            continue
        if element.tag == f"{_W}t":
            yield element.text or ""
        elif element.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n" if element.get(f"{_W}type") in (None, "textWrapping") else ""
        elif element.tag == f"{_W}tab":
            yield " "
        elif element.tag == f"{_W}r" and element.find(f"{_W}rPr/{_W}vanish") is not None:
            continue
        elif len(stack) < DEPTH:
            stack.append(iter(element))
