"""Make report.docx and columns.docx from qinglan.txt, and their PDFs with LibreOffice where it is installed.

Run as: python tests/extract/files/make_office.py [FOLDER]. report.docx numbers its headings automatically and has a
table, a tracked deletion and a header; columns.docx sets the text in two columns under a title over both.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

HERE = Path(__file__).resolve().parent
FONT = "Noto Sans CJK SC"
SUBTITLE = "青岚县政府工作报告摘登"
TABLE = (("指标", "单位", "今年目标"), ("地区生产总值", "亿元", "92.1"), ("城镇新增就业", "人", "3200"))


def paragraphs() -> list[str]:
    """The source's paragraphs."""
    return (HERE / "qinglan.txt").read_text(encoding="utf-8").split("\n")[:-1]


def new_document() -> Any:
    """A document in a Chinese font with first lines indented by two characters."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    return document


def add_title(document: Any) -> None:
    """The title, centred and large."""
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run(SUBTITLE).font.size = Pt(20)


def add_body(document: Any, text: str) -> Any:
    """A paragraph with its first line indented."""
    paragraph = document.add_paragraph(text)
    paragraph.paragraph_format.first_line_indent = Pt(22)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    return paragraph


def chinese_numbering(document: Any) -> str:
    """Add a list that counts 一、二、三、 and give its id."""
    root = document.part.numbering_part.element
    root.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:multiLevelType w:val="singleLevel"/>'
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/>'
            '<w:lvlText w:val="%1、"/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>'
        ),
    )
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    return "90"


def report() -> Any:
    """One column, automatic numbers on the headings, a table at the end, a tracked deletion, a header."""
    document = new_document()
    document.sections[0].header.paragraphs[0].text = "青岚县人民代表大会会议文件"
    number = chinese_numbering(document)
    add_title(document)
    for text in paragraphs():
        if text[1] != "、" or len(text) > 30:
            paragraph = add_body(document, text)
            continue
        paragraph = document.add_paragraph(text[2:])
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>')
        )
    deleted = parse_xml(
        f'<w:del {nsdecls("w")} w:id="1" w:author="a"><w:r><w:delText>这句话已经删去。</w:delText></w:r></w:del>'
    )
    paragraph._p.append(deleted)
    table = document.add_table(rows=0, cols=3)
    table.style = "Table Grid"
    for row in TABLE:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return document


def columns() -> Any:
    """Two columns under a title that stands over both."""
    document = new_document()
    add_title(document)
    set_columns(document.add_section(WD_SECTION.CONTINUOUS), 2)
    for text in paragraphs():
        add_body(document, text)
    return document


def set_columns(section: Any, count: int) -> None:
    """Set a section in so many columns."""
    cols = section._sectPr.find(qn("w:cols"))
    if cols is None:
        cols = OxmlElement("w:cols")
        section._sectPr.append(cols)
    cols.set(qn("w:num"), str(count))
    cols.set(qn("w:space"), "400")


def newspaper() -> Any:
    """A running head, a headline over three columns, and a report that breaks off to go on on the second page."""
    document = new_document()
    document.sections[0].header.paragraphs[0].text = "青岚日报　2026年1月20日　星期二　责任编辑：林间"
    text = newspaper_paragraphs()
    add_title(document)
    set_columns(document.add_section(WD_SECTION.CONTINUOUS), 3)
    for paragraph in text[:3]:
        add_body(document, paragraph)
    add_body(document, text[3][:50] + "（下转第2版）")
    set_columns(document.add_section(WD_SECTION.CONTINUOUS), 1)  # what ends a section balances its columns
    document.add_page_break()
    set_columns(document.add_section(WD_SECTION.CONTINUOUS), 3)
    document.add_paragraph("（上接第1版）" + text[3][50:]).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for paragraph in text[4:]:
        add_body(document, paragraph)
    set_columns(document.add_section(WD_SECTION.CONTINUOUS), 1)
    return document


def newspaper_paragraphs() -> list[str]:
    """What the newspaper prints of the source."""
    source = paragraphs()
    return [source[0], source[1], source[2], source[5], source[4], source[11]]


def main(folder: Path) -> None:
    """Write the Word files, and their PDFs if LibreOffice is there."""
    for name, document in (("report", report()), ("columns", columns()), ("newspaper", newspaper())):
        path = folder / f"{name}.docx"
        document.save(str(path))
        office = shutil.which("soffice")
        if office:
            command = [office, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
            subprocess.run(command, check=True, capture_output=True)
            (folder / f"{name}.pdf").rename(folder / f"office-{name}.pdf")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
