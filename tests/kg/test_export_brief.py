"""A county's brief: readable figures, cut tables, one footnote a sentence, a Word file that is the same twice."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import docx
import pypdfium2
import pytest

from kg.export_brief_county import amount, some, weight
from kg.export_brief_docx import to_docx
from kg.export_brief_fit import LINES, fitted, widths
from kg.export_brief_model import Brief, Note, Row, Table, renumbered
from kg.facts import TargetFact
from kg.facts_outline import read_outline
from kg.facts_read import read_facts
from tests.kg.small_graph import full_reference, small_graph


def target(operator: str, value: str, unit: str, per: str = "", indicator: str = "产值") -> TargetFact:
    return TargetFact("i", "p", "", "", indicator, operator, value, unit, per, 0, 0, "", ())


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (target(">=", "6.5", "%"), "6.5%以上"),
        (target("<=", "3", "%"), "控制在3%以内"),
        (target("~", "5", "%"), "5%左右"),
        (target("increase", "300", "万元", "year"), "每年增加300万元"),
        (target(">=", "8", "%", "year", "地区生产总值年均增长"), "8%以上"),
        (target("multiply", "2", "倍"), "增至2倍"),
    ],
)
def test_brief_amounts_read_as_officials_write_them(item: TargetFact, words: str) -> None:
    assert amount(item) == words


def test_brief_long_tables_keep_what_is_said_most_and_count_the_rest() -> None:
    rows = tuple(Row((str(i),), (1, 2) if i == 39 else (1,)) for i in range(40))
    (found,) = fitted([Table("项目", ("项目",), rows)], 13)
    assert len(found.rows) == 9
    assert found.rows[-1].cells == ("39",)
    assert found.heading == "项目（列 9 项，共 40 项）"
    assert some(list("甲乙丙甲"), 2) == "甲、乙 等 3 个"


def test_brief_tables_share_the_page_and_long_cells_cost_lines() -> None:
    def table(title: str, cell: str) -> Table:
        return Table(title, ("一", "二"), tuple(Row((str(i), cell), (1,)) for i in range(60)))

    short = fitted([table("量化指标", "短"), table("目标", "短"), table("产业", "短")])
    long = fitted([table("量化指标", "短"), table("目标", "长" * 100), table("产业", "短")])
    assert all(t.rows and t.more for t in short)
    assert sum(len(t.rows) for t in short) < LINES
    assert len(long[1].rows) < len(short[1].rows)
    assert [sum(widths(t)) for t in short] == pytest.approx([1, 1, 1])


def test_brief_common_indicators_come_before_counts_of_ones_own() -> None:
    growth = target(">=", "6", "%", "year", "经济增长")
    family = target(">=", "60", "家", "", "新增省级科技型中小企业")
    odd = target("=", "73", "条", "", "汛期前隐患点")
    assert weight(growth) < weight(family) < weight(odd)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="counting pages of a Word file needs LibreOffice")
def test_brief_word_file_has_its_body_on_one_page(tmp_path: Path) -> None:
    rows = tuple(Row((f"实施第{i}个项目", "乡村建设", "建设", "位于某某区", ""), (i + 1,)) for i in range(60))
    names = ("量化指标", "项目", "产业", "目标", "合作、组群与带动", "历年规划")
    whole = [Table(name, ("项目", "类别", "状态", "在哪里", "为哪个产业"), rows) for name in names]
    notes = tuple(Note("出处的句子。" * 4, "《报告》", "一、回顾", False) for _ in rows)
    brief = Brief("某县", ("说明。" * 60,), tuple(fitted(whole)), notes, "规则。" * 60, "略去的。" * 20)
    (tmp_path / "brief.docx").write_bytes(to_docx(brief))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "brief.docx"], cwd=tmp_path, check=True, capture_output=True, timeout=300)
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "brief.pdf")]
    assert pages[1].startswith("出处")
    assert "略去的" in pages[0]


def test_brief_notes_of_cut_rows_go_with_them() -> None:
    notes = [Note(text, "", "", False) for text in "甲乙丙"]
    tables, kept = renumbered([Table("", ("",), (Row(("",), (3,)), Row(("",), (1, 3))))], notes)
    assert [note.text for note in kept] == ["丙", "甲"]
    assert [row.notes for row in tables[0].rows] == [(1,), (2, 1)]


def test_brief_word_file_is_the_same_twice_and_holds_hostile_text() -> None:
    nasty = "<b>\x00\x0b\ud800&]]>名"
    brief = Brief(
        nasty, (nasty,), (Table(nasty, (nasty,), (Row((nasty,), (1,)),), 3),), (Note(nasty, "", "", True),), ""
    )
    made = to_docx(brief)
    assert made == to_docx(brief)
    document = docx.Document(io.BytesIO(made))
    assert document.tables[0].rows[1].cells[0].text == "<b> &]]>名[1]"
    assert any("（列 1 项，共 4 项）" in p.text for p in document.paragraphs)
    assert 'w:eastAsia="宋体"' in document.styles["Normal"].element.xml


def test_outline_counts_the_same_as_all_facts() -> None:
    store = small_graph(full_reference).store
    whole, outline = read_facts(store), read_outline(store)
    assert list(outline.things) == list(whole.things)
    for iri, thing in whole.things.items():
        short = outline.things[iri]
        assert {p.passage for p in short.mentions} == {p.passage for p in thing.mentions}
        assert (short.label, short.status, short.kind, short.plans) == (
            thing.label,
            thing.status,
            thing.kind,
            thing.plans,
        )
    triples = [(f.subject, f.predicate, f.object, {p.passage for p in f.proofs}) for f in whole.relations]
    assert triples == [(f.subject, f.predicate, f.object, {p.passage for p in f.proofs}) for f in outline.relations]
    assert not outline.sentences
    assert [t.iri for t in outline.targets] == [t.iri for t in whole.targets]
