"""A county's brief: readable figures, cut tables, one footnote a sentence, a Word file that is the same twice."""

from __future__ import annotations

import io

import docx
import pytest

from kg.export_brief_county import amount, some
from kg.export_brief_docx import to_docx
from kg.export_brief_model import LIMITS, Brief, Note, Row, Table, cut, renumbered
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
    rows = tuple(Row((str(i),), (1, 2) if i == 19 else (1,)) for i in range(20))
    found = cut(Table("项目", ("项目",), rows))
    assert len(found.rows) == LIMITS["项目"]
    assert found.rows[-1].cells == ("19",)
    assert found.rest == f"（另有 {20 - LIMITS['项目']} 项未列出）"
    assert some(list("甲乙丙甲"), 2) == "甲、乙 等 3 个"


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
    assert any(p.text == "（另有 3 项未列出）" for p in document.paragraphs)
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
