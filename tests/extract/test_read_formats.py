"""Word, web, PDF, folders and standard input: the text that comes out is the text that went in."""

from __future__ import annotations

import difflib
import importlib.util
import io
import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from extract.clean import clean
from extract.read import Limits, RawDocument, ReadFailure, Sandbox, read_path, walk
from extract.read.numbering import written

FILES = Path(__file__).resolve().parent / "files"
SOURCE = (FILES / "qinglan.txt").read_text(encoding="utf-8").rstrip("\n")
PARAGRAPHS = SOURCE.split("\n")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(seconds=60)) as shared:
        yield shared


def helper(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, FILES / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_one(path: Path, sandbox: Sandbox) -> RawDocument:
    (result,) = read_path(path, sandbox=sandbox)
    assert isinstance(result, RawDocument), result
    return result


def share_in_order(text: str) -> float:
    """Share of the source's characters that come out in the right order."""
    a, b = _squeezed(SOURCE), _squeezed(text)
    blocks = difflib.SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(a)


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def test_columns_of_an_office_pdf(sandbox: Sandbox) -> None:
    raw = read_one(FILES / "office-columns.pdf", sandbox)
    text = clean(raw).text
    assert share_in_order(text) >= 0.995
    assert text.split("\n")[1:] == PARAGRAPHS
    assert raw.page_starts == ((0, 1),)


def test_newspaper_of_two_pages_in_three_columns(sandbox: Sandbox) -> None:
    """Running head, headline over the columns, an article broken off on one page and taken up on the next."""
    cleaned = clean(read_one(FILES / "office-newspaper.pdf", sandbox))
    maker = helper("make_office")
    assert cleaned.text.split("\n") == [maker.SUBTITLE, *maker.newspaper_paragraphs()]
    offset, page = cleaned.page_starts[1]
    assert page == 2 and cleaned.text[offset:].startswith("森林覆盖率达到47.5%")


@pytest.mark.skipif(
    not (shutil.which("chromium") and os.environ.get("PLANKG_TYPESET")),
    reason="set PLANKG_TYPESET=1 to typeset pages with Chromium (15 s)",
)
def test_pages_set_by_chromium(sandbox: Sandbox, tmp_path: Path) -> None:
    pytest.importorskip("playwright")
    maker = helper("make_pdfs")
    maker.main(tmp_path)
    for name, pages in (("newspaper", 2), ("report", 6), ("spanning", 1)):
        cleaned = clean(read_one(tmp_path / f"{name}.pdf", sandbox))
        assert share_in_order(cleaned.text) >= 0.995, name
        assert [p for p in cleaned.text.split("\n") if p not in (maker.HEADLINE, maker.SUBTITLE)] == PARAGRAPHS, name
        assert [page for _, page in cleaned.page_starts] == list(range(1, pages + 1)), name
        assert "会议文件" not in cleaned.text and "日报" not in cleaned.text
    table = clean(read_one(tmp_path / "table.pdf", sandbox)).text.split("\n")
    at = table.index("专栏1“十五五”时期经济社会发展主要指标")
    assert table[at + 2 : at + 8] == [
        "到2030年，地区生产总值为250亿元，年均增长8%左右（预期性）。",
        "到2030年，常住人口城镇化率为66%（预期性）。",
        "到2030年，森林覆盖率为33%（约束性）。",
        "到2030年，单位地区生产总值能源消耗累计降低15%（约束性）。",
        "到2030年，高速公路通车里程为70公里（预期性）。",
        "注：〔〕内为五年累计数。",
    ]
    assert table[1:at] == table[at + 8 :]


def test_word_file_with_numbers_table_and_deletion(sandbox: Sandbox, tmp_path: Path) -> None:
    maker = helper("make_office")
    maker.report().save(str(tmp_path / "report.docx"))
    text = clean(read_one(tmp_path / "report.docx", sandbox)).text
    lines = text.split("\n")
    assert lines[1 : 1 + len(PARAGRAPHS)] == PARAGRAPHS
    assert lines[-2:] == ["今年，地区生产总值为92.1亿元。", "今年，城镇新增就业为3200人。"]
    assert "已经删去" not in text and "会议文件" not in text


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCounting", "十"),
        (21, "ideographDigital", "二十一"),
        (3, "decimal", "3"),
    ],
)
def test_numbers_of_word(number: int, form: str, text: str) -> None:
    assert written(number, form) == text


def web_page(encoding: str) -> bytes:
    menu = "".join(f"<li><a href='/{n}'>栏目{n}</a></li>" for n in range(30))
    cloud = "".join(f"<a href='/tag{n}'>标签{n}</a> " for n in range(40))
    related = "".join(f"<li><a href='/r{n}'>云台县202{n}年政府工作报告</a></li>" for n in range(9))
    body = "".join(f"<p>　　{line}</p>" for line in PARAGRAPHS)
    return (
        f"<!DOCTYPE html><html><head><meta charset='{encoding}'><title>青岚县政府工作报告</title></head><body>"
        f"<div class='nav'><ul>{menu}</ul></div><div id='main'><h1>青岚县政府工作报告</h1><div class='info'>"
        f"发布时间：2026-01-20 来源：青岚日报 【字体：大 中 小】</div><div class='content'>{body}</div>"
        f"<div class='share'>分享到：<a>微信</a></div></div><div class='side'>{cloud}</div>"
        f"<div class='related'><h3>相关报道</h3><ul>{related}</ul></div><div class='footer'>版权所有 青岚县人民政府办公室</div>"
        "<script>var a='脚本';</script></body></html>"
    ).encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312"])
def test_web_page_keeps_the_body_and_nothing_else(encoding: str, sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "p.html").write_bytes(web_page(encoding))
    raw = read_one(tmp_path / "p.html", sandbox)
    text = clean(raw).text
    assert raw.title_hint == "青岚县政府工作报告"
    assert [line for line in text.split("\n") if line in PARAGRAPHS] == PARAGRAPHS
    for outside in ("栏目1", "标签1", "云台县2021", "版权所有", "脚本", "字体"):
        assert outside not in text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "gb18030"])
@pytest.mark.parametrize(
    "opening", ["<html><body>", "<div class='TRS_Editor'>", "<!-- 正文 --><!DOCTYPE html><html><body>"]
)
def test_pages_and_saved_pieces_of_pages(encoding: str, opening: str, sandbox: Sandbox, tmp_path: Path) -> None:
    page = opening + "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
    (tmp_path / "p.html").write_bytes(page.encode(encoding))
    assert clean(read_one(tmp_path / "p.html", sandbox)).text.split("\n") == PARAGRAPHS


def test_folder_is_walked_in_order_and_says_what_it_skips(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "1.txt").write_text("二。" * 9, encoding="gbk")
    (tmp_path / "a.txt").write_text("一。" * 9, encoding="utf-8")
    (tmp_path / "c.pptx").write_bytes(b"x")
    (tmp_path / "d.csv").write_bytes(b"x")
    (tmp_path / ".hidden.txt").write_text("x")
    (tmp_path / "~$a.docx").write_text("x")
    results = list(read_path(tmp_path, sandbox=sandbox))
    assert [(type(r).__name__, Path(r.source).name) for r in results] == [
        ("RawDocument", "a.txt"), ("ReadFailure", "c.pptx"), ("ReadFailure", "d.csv"), ("RawDocument", "1.txt"),
    ]  # fmt: skip
    assert [p.name for p in walk(tmp_path)] == ["a.txt", "c.pptx", "d.csv", "1.txt"]


def test_folder_without_plans_and_missing_file(sandbox: Sandbox, tmp_path: Path) -> None:
    (empty,) = read_path(tmp_path, sandbox=sandbox)
    (missing,) = read_path(tmp_path / "none.txt", sandbox=sandbox)
    assert isinstance(empty, ReadFailure) and "没有可读的文件" in empty.reason
    assert isinstance(missing, ReadFailure) and "没有这个文件" in missing.reason


def test_standard_input(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("工作报告。".encode("gb18030") * 9)))
    (result,) = read_path("-", sandbox=sandbox)
    assert isinstance(result, RawDocument) and result.text.startswith("工作报告。") and result.source == "标准输入"


def test_a_font_without_usable_text_is_refused_with_the_share(sandbox: Sandbox, tmp_path: Path) -> None:
    hostile = importlib.util.spec_from_file_location("hostile", Path(__file__).with_name("test_read_hostile.py"))
    assert hostile is not None and hostile.loader is not None
    tools = importlib.util.module_from_spec(hostile)
    hostile.loader.exec_module(tools)
    font = b"/Resources<</Font<</F 5 0 R>>>>"
    type0 = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]>>"
    descendant = (
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/FontDescriptor 7 0 R/DW 1000>>"
    )
    descriptor = b"<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 0 1000 1000]/Ascent 900/Descent -100>>"
    codes = "".join(f"{n:04x}" for n in range(300, 360)).encode()
    content = tools.stream(b"BT /F 12 Tf 50 700 Td <%s> Tj ET" % codes)
    path = tmp_path / "nofont.pdf"
    path.write_bytes(tools.pdf(*tools.page(content, font), type0, descendant, descriptor))
    (result,) = read_path(path, sandbox=sandbox)
    assert isinstance(result, ReadFailure) and re.search(r"100% 的字符", result.reason), result
