"""A brief as a Word document: headings, tables, numbered sources at the end.

Chinese fonts are named, not embedded: Word takes them from the reader's machine. The same brief gives the same bytes:
the archive's entries carry a fixed date.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from kg.export_brief_fit import widths
from kg.export_brief_model import Brief, Note, Table

if TYPE_CHECKING:
    from docx.document import Document

HEADING_FONT, TEXT_FONT = "黑体", "宋体"
_WIDTH = 17.6  # of the text, in cm
_DATE = (1980, 1, 1, 0, 0, 0)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def to_docx(brief: Brief) -> bytes:
    """The brief as a .docx file; characters XML cannot hold are left out."""
    import docx
    from docx.shared import Cm

    document = docx.Document()
    properties = document.core_properties
    properties.author, properties.title = "", _clean(brief.title)[:255]
    properties.created = properties.modified = datetime(2000, 1, 1, tzinfo=UTC)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.7)
    section.top_margin = section.bottom_margin = Cm(1.4)
    _fonts(document)
    document.add_heading(_clean(brief.title), level=1)
    document.add_paragraph(_clean("".join(brief.summary)))
    for table in brief.tables:
        document.add_heading(_clean(table.heading), level=2)
        _add_table(document, table)
    for words in (brief.left, brief.rule):
        _add_small(document, words)
    if brief.notes:
        document.add_heading("出处", level=2).paragraph_format.page_break_before = True
        for number, note in enumerate(brief.notes, 1):
            _add_note(document, number, note)
    return _fixed(document)


def _fonts(document: Document) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name, font, size in (
        ("Normal", TEXT_FONT, 10),
        ("Heading 1", HEADING_FONT, 15),
        ("Heading 2", HEADING_FONT, 10.5),
    ):
        style: Any = document.styles[name]
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(0 if size != 10.5 else 5), Pt(1)
        style.paragraph_format.line_spacing = 1.0
        style.font.name, style.font.size, style.font.color.rgb = "Times New Roman", Pt(size), RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)  # a theme's font would win over the named one
        fonts.set(qn("w:eastAsia"), font)


def _add_table(document: Document, table: Table) -> None:
    from docx.shared import Cm, Pt

    made = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    made.autofit = False
    for cell, column in zip(made.rows[0].cells, table.columns, strict=True):
        cell.paragraphs[0].add_run(_clean(column)).bold = True
    for row in table.rows:
        cells = made.add_row().cells
        for cell, text in zip(cells, row.cells, strict=True):
            cell.paragraphs[0].add_run(_clean(text))
        if row.notes:
            mark = cells[0].paragraphs[0].add_run("[" + ",".join(map(str, row.notes)) + "]")
            mark.font.superscript = True
    shares = [Cm(_WIDTH * share) for share in widths(table)]
    for column, width in zip(made.columns, shares, strict=True):
        column.width = width
    for line in made.rows:
        for cell, width in zip(line.cells, shares, strict=True):
            cell.width = width
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(0)
                for run in paragraph.runs:
                    run.font.size = Pt(9)


def _add_small(document: Document, text: str) -> None:
    """A paragraph of small print, none for no text."""
    from docx.shared import Pt

    if text:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.add_run(_clean(text)).font.size = Pt(8)


def _add_note(document: Document, number: int, note: Note) -> None:
    where = f"，{note.section}" if note.section else ""
    text = f"[{number}] {note.text}——{note.plan}{where}{'（据此推断）' if note.inferred else ''}"
    _add_small(document, text)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", " ".join(text.split()))


def _fixed(document: Document) -> bytes:
    """The archive with its entries in order and dated alike."""
    written, fixed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return fixed.getvalue()
