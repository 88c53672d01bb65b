"""Tables, from every format that has them: rows become sentences, tables of indicators become targets with evidence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

import docx
import openpyxl
import pytest

from extract.clean import clean
from extract.document import make_document
from extract.pipeline import extract
from extract.read import Limits, RawDocument, ReadFailure, Sandbox, read_data
from extract.read.xlsx import shown
from extract.resources import Resources, load_resources
from tests.extract.test_read_hostile import packed

LIMITS = Limits(seconds=60, expanded=32 << 20)
TITLE = "高唐县国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要"
HEAD = (
    ("序号", "指标", "单位", "2020年", "“十四五”目标", "", "属性"),
    ("", "", "", "", "2025年", "年均增长（%）", ""),
)
ROWS = (
    ("1", "地区生产总值", "亿元", "92.1", "130", "7.1左右", "预期性"),
    ("2", "森林覆盖率", "%", "35", "38.5", "〔3.5〕", "约束性"),
    ("3", "城镇调查失业率", "%", "—", "＜5.5", "—", "预期性"),
    ("4", "城镇新增就业", "人", "—", "[15000]", "", "预期性"),
    ("5", "单位GDP能耗降低", "%", "—", "完成省定目标", "", "约束性"),
)
SAID = (
    "到2025年，地区生产总值为130亿元，年均增长7.1%左右（预期性）。",
    "到2025年，森林覆盖率为38.5%，累计提高3.5个百分点（约束性）。",
    "到2025年，城镇调查失业率低于5.5%（预期性）。",
    "到2025年，城镇新增就业累计为15000人（预期性）。",
    "到2025年，单位GDP能耗降低完成省定目标（约束性）。",
)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(LIMITS) as shared:
        yield shared


@lru_cache(maxsize=1)
def resources() -> Resources:
    return load_resources(model=False)


def read(name: str, data: bytes, sandbox: Sandbox) -> RawDocument:
    (result,) = read_data(name, data, limits=LIMITS, sandbox=sandbox)
    assert isinstance(result, RawDocument), result
    return result


def excel() -> bytes:
    """The table under a merged title, with merged headings, two figures as percentages, and a second and a hidden sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([TITLE])
    sheet.append(["主要指标"])
    for row in (*HEAD, *ROWS):
        sheet.append([float(cell) if cell.replace(".", "").isdecimal() else cell or None for cell in row])
    sheet.merge_cells("A1:G1")
    sheet.merge_cells("E3:F3")
    sheet["E6"].value, sheet["E6"].number_format = 0.385, "0.0%"
    sheet["D6"].value, sheet["D6"].number_format = 0.35, "0%"
    tasks = book.create_sheet("重点任务")
    tasks.append(["任务", "责任单位", "时限"])
    tasks.append(["建成青岚至临港高速公路。\n到2025年，粮食产量达到35万吨。", "县交通局", date(2025, 12, 31)])
    hidden = book.create_sheet("底稿")
    hidden.append(["不给人看的话"])
    hidden.sheet_state = "hidden"
    return saved(book)


def saved(file: openpyxl.Workbook | docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def word() -> bytes:
    document = docx.Document()
    document.add_paragraph(TITLE)
    document.add_paragraph("专栏1 主要指标")
    table = document.add_table(rows=0, cols=7)
    for row in (*HEAD, *ROWS):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    table.cell(0, 4).merge(table.cell(0, 5)).text = "“十四五”目标"
    for column in (0, 1, 2, 3, 6):
        table.cell(0, column).merge(table.cell(1, column)).text = HEAD[0][column]
    return saved(document)


def web() -> bytes:
    def line(cells: Sequence[str]) -> str:
        return "<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in cells) + "</tr>"

    head = "".join(f"<td rowspan=2>{cell}</td>" for cell in HEAD[0][:4])
    head = f"<tr>{head}<td colspan=2>“十四五”目标</td><td rowspan=2>属性</td></tr>" + line(HEAD[1][4:6])
    body = "".join(f"<p>{n}、本县地处平原，物产丰富，交通便利，人民勤劳，发展的基础扎实。</p>" for n in range(9))
    return (
        f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{body}<p>主要指标</p>"
        f"<table>{head}{''.join(map(line, ROWS))}</table>{body}</body></html>"
    ).encode()


def opendocument() -> bytes:
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell.replace('<', '&lt;')}</text:p></table:table-cell>" for cell in row)
        + '<table:table-cell table:number-columns-repeated="16377"/></table:table-row>'
        for row in ((TITLE,), ("主要指标",), *HEAD, *ROWS)
    )
    filler = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    content = (
        f'<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="表1">{rows}{filler}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return packed(("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content))


def separated() -> bytes:
    return "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in ((TITLE,), *HEAD, *ROWS)).encode("gb18030")


FILES = {"a.xlsx": excel, "a.docx": word, "a.html": web, "a.ods": opendocument, "a.csv": separated}


@pytest.mark.parametrize("name", list(FILES))
def test_a_table_of_indicators_says_what_is_planned(name: str, sandbox: Sandbox) -> None:
    raw = read(name, FILES[name](), sandbox)
    cleaned = clean(raw)
    lines = cleaned.text.split("\n")
    assert [line for line in lines if line in SAID] == list(SAID)
    assert TITLE in lines
    rows = [removal for removal in cleaned.removed if removal.reason == "指标表"]
    assert len(rows) == len(SAID)
    for removal in rows:
        assert raw.text[removal.start : removal.end] == removal.text
    assert rows[0].text.startswith("1|地区生产总值|亿元|92.1|130|7.1")


@pytest.mark.parametrize("name", list(FILES))
def test_its_targets_have_the_sentence_as_evidence(name: str, sandbox: Sandbox) -> None:
    document = make_document(read(name, FILES[name](), sandbox), resources().gazetteer)
    facts = extract(document, resources())
    found = {(t.indicator, t.operator, t.value, t.unit, t.per, t.deadline) for t in facts.targets}
    assert {
        ("地区生产总值", "=", 130, "亿元", "", 2025),
        ("地区生产总值年均增长", "~", 7.1, "%", "year", 2025),
        ("森林覆盖率", "=", 38.5, "%", "", 2025),
        ("森林覆盖率提高", "increase", 3.5, "个百分点", "", 2025),
        ("城镇调查失业率", "<", 5.5, "%", "", 2025),
        ("城镇新增就业", "=", 15000, "人", "", 2025),
    } <= {(n, o, float(v), u, p or "", d) for n, o, v, u, p, d in found}
    assert not any(t.deadline == 2020 or (float(t.value) in (92.1, 35.0) and t.unit != "万吨") for t in facts.targets)
    for target in facts.targets:
        for evidence in target.evidence:
            assert document.text[evidence.start : evidence.end] == evidence.quote
    assert document.meta.kind == "规划纲要"


def test_cells_with_sentences_are_passages_and_hidden_sheets_are_not_read(sandbox: Sandbox) -> None:
    text = clean(read("a.xlsx", excel(), sandbox)).text
    assert "\n重点任务\n任务；责任单位；时限。\n" in text
    assert text.endswith("建成青岚至临港高速公路。到2025年，粮食产量达到35万吨。县交通局；2025年12月31日。")
    assert "不给人看" not in text


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (0.065, "0.0%", "6.5%"),
        (0.0649999, "0.0%", "6.5%"),
        (1234.5, "#,##0", "1235"),
        (92.1, "General", "92.1"),
        (0.1 + 0.2, "General", "0.3"),
        (5, '0"亿元"', "5亿元"),
        (12.345, "0.00_ ", "12.35"),
        (-3, "0;[Red]-0", "-3"),
        (1e15, "General", "1000000000000000"),
        (float("inf"), "0.0", "inf"),
    ],
)
def test_numbers_are_read_as_the_sheet_shows_them(value: float, form: str, text: str) -> None:
    assert shown(value, form) == text


ABOVE = f"{TITLE}\n主要指标\n"


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        # the national make: unit in brackets, category in a column that spans rows, growth or sum in one column
        (
            "类别|指标|2020年|2025年|年均/累计|属性\n创新驱动|4.全社会研发经费投入增长（%）|—|—|＞7、力争高于“十三五”时期实际|预期性"
            "\n|9.劳动年龄人口平均受教育年限（年）|10.8|11.3|〔0.5〕|约束性\n|14.单位GDP能源消耗降低（%）|—|—|〔13.5〕|约束性",
            [
                "到2025年，全社会研发经费投入年均增长高于7%，力争高于“十三五”时期实际（预期性）。",
                "到2025年，劳动年龄人口平均受教育年限为11.3年，累计增加0.5年（约束性）。",
                "到2025年，单位GDP能源消耗累计降低13.5%（约束性）。",
            ],
        ),
        # several years planned for, and a column that says more
        (
            "指标|单位|基期值|2025年|2030年|责任单位\n氢能产业产值|亿元|3|50|不低于200|县工信局\n加氢站|座|0|5|20|",
            [
                "到2025年，氢能产业产值为50亿元。到2030年，氢能产业产值不低于200亿元。责任单位：县工信局。",
                "到2025年，加氢站为5座。到2030年，加氢站为20座。",
            ],
        ),
        # parts of an indicator
        (
            "指标|单位|2020年|2025年|属性\n主要污染物排放总量减少|%|||约束性\n其中：化学需氧量|%|—|5|约束性\n森林覆盖率|%|35|38|约束性",
            [
                "到2025年，主要污染物排放总量减少（化学需氧量）为5%（约束性）。",
                "到2025年，森林覆盖率为38%（约束性）。",
            ],
        ),
        # a plan for one year
        ("指标|单位|今年目标\n地区生产总值|亿元|92.1\n就业|人|3200", ["今年，地区生产总值为92.1亿元。", "今年，就业为3200人。"]),
        # growth without a unit of its own, of an indicator in %: not guessed
        ("指标|2020年|2025年|年均\n城镇化率（%）|60|65|1\n粮食产量（万吨）|30|≥35|2", ["到2025年，城镇化率为65%。", "到2025年，粮食产量不低于35万吨。"]),
        # a step that does not fit its ends stays in the record
        ("指标|2020年|2025年|累计\n城镇化率（%）|60|65|〔4〕\n绿地率（%）|30|35|〔5〕", ["到2025年，城镇化率为65%。", "到2025年，绿地率为35%，累计提高5个百分点。"]),
    ],
)  # fmt: skip
def test_makes_of_tables(table: str, lines: list[str]) -> None:
    found = clean(RawDocument("x", ABOVE + table)).text.split("\n")
    assert [line for line in found if line in lines] == lines
    assert len(found) - found.index(lines[0]) >= len(lines)


@pytest.mark.parametrize(
    "table",
    [
        "指标|2023年|2024年\n地区生产总值（亿元）|80|85\n粮食产量（万吨）|30|31",  # of a yearbook
        "2024年主要指标完成情况\n指标|单位|2024年\n地区生产总值|亿元|80\n粮食产量|万吨|30",
        "项目|2024年|2025年\n办公费|80|85\n会议费|30|31",
    ],
)
def test_figures_that_are_not_planned_make_no_sentence(table: str) -> None:
    cleaned = clean(RawDocument("x", "青岚县统计资料\n" + table))
    assert not [removal for removal in cleaned.removed if removal.reason == "指标表"]
    assert "到20" not in cleaned.text


def test_a_markdown_table_and_a_lone_line_with_bars() -> None:
    table = "| 指标 | 2025年目标 |\n|---|---|\n| 森林覆盖率 | 38% |"
    assert "\n到2025年，森林覆盖率为38%。" in clean(RawDocument("x", ABOVE + table)).text
    assert clean(RawDocument("x", "前一行。\n甲|乙\n后一行。")).text == "前一行。\n甲|乙\n后一行。"


def test_other_rows_are_sentences_of_their_cells() -> None:
    table = "吕梁市重大项目表|\n序号|项目|建设内容\n1|太绥高铁|新建铁路120公里。\n|小计|35"
    assert clean(RawDocument("x", table)).text.split("\n") == [
        "吕梁市重大项目表", "序号；项目；建设内容。", "1；太绥高铁；新建铁路120公里。", "小计；35。",
    ]  # fmt: skip


def sheet_part(xml: str) -> bytes:
    """The workbook with its first sheet's part replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(excel())) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            own = member.filename == "xl/worksheets/sheet1.xml"
            new.writestr(member.filename, xml if own else old.read(member))
    return buffer.getvalue()


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
)
HOSTILE = {
    "entities": sheet_part("<!DOCTYPE l [<!ENTITY a 'aaaaaaaaaa'>]>" + SHEET % ""),
    "bomb": sheet_part(SHEET % ("<row/>" * (6 << 20))),
    "not xml": sheet_part("<worksheet"),
    "no cells": saved(openpyxl.Workbook()),
    "cut short": excel()[:-40],
    "binary": packed(("[Content_Types].xml", ""), ("xl/workbook.bin", b"x")),
    "text document": packed(("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<a/>")),
    "ods with entities": packed(
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "<!DOCTYPE a><a/>")
    ),
    "ods without content": packed(("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("a.xml", "<a/>")),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_spreadsheets_fail_with_one_line(name: str, sandbox: Sandbox) -> None:
    (result,) = read_data("f", HOSTILE[name], limits=LIMITS, sandbox=sandbox)
    assert isinstance(result, ReadFailure), result
    assert result.reason and "\n" not in result.reason


def test_a_cell_at_the_far_end_of_a_sheet_costs_nothing(sandbox: Sandbox) -> None:
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>本县全面推进乡村振兴。</t></is></c></row>'
    data = sheet_part(SHEET % ('<row r="1"><c r="A1" t="inlineStr"><is><t>青岚县</t></is></c></row>' + far))
    assert "本县全面推进乡村振兴" in read("a.xlsx", data, sandbox).text
