"""The summary's sentences against their queries, tables, plots, and the page of measures."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest

from kg import analyze_output, analyze_plots
from kg.analyze import Analysis, Networks, measured, networks
from kg.analyze_measures import MEASURES
from kg.analyze_output import analysis_files
from kg.analyze_projections import PROJECTIONS
from kg.analyze_queries import Backed, differences
from kg.analyze_reference import measures_page
from kg.analyze_summary import summary, to_markdown
from kg.facts_outline import read_outline
from kg.query import run_query
from kg.store import GraphStore
from tests.kg.small_graph import full_reference, small_graph

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    return small_graph(full_reference).store


@pytest.fixture(scope="module")
def nets(store: pyoxigraph.Store) -> Networks:
    return networks(read_outline(store))


@pytest.fixture(scope="module")
def found(nets: Networks) -> Analysis:
    return measured(nets, None)


@pytest.fixture(scope="module")
def sentences(found: Analysis, nets: Networks) -> tuple[Backed, ...]:
    return summary(found, nets)


def test_every_sentence_is_counted_again_by_its_query(store: pyoxigraph.Store, sentences: tuple[Backed, ...]) -> None:
    assert len(sentences) >= 10
    assert [fault for one in sentences for fault in differences(store, one)] == []


def test_a_wrong_number_is_noticed(store: pyoxigraph.Store, sentences: tuple[Backed, ...]) -> None:
    for one in sentences:
        first = {column: f"{value}9" if value[-1:].isdecimal() else value for column, value in one.expected[0].items()}
        assert differences(store, replace(one, expected=(first, *one.expected[1:]))), one.name
        assert differences(store, replace(one, expected=())), one.name


def test_every_number_of_a_sentence_is_one_of_its_querys(sentences: tuple[Backed, ...]) -> None:
    for one in sentences:
        text = one.text
        for name in sorted(one.names.values(), key=len, reverse=True):
            assert name in text
            text = text.replace(name, "")
        known = [float(v) for row in one.expected for v in row.values() if not v.startswith("http")]
        for said in re.findall(r"\d+(?:\.\d+)?", text):
            places = len(said.partition(".")[2])
            assert any(f"{value:.{places}f}" == said for value in known), (one.text, said, known)


def test_names_are_those_of_the_graph(store: pyoxigraph.Store, sentences: tuple[Backed, ...]) -> None:
    for one in sentences:
        for iri, name in one.names.items():
            query = f"SELECT ?l {{ <{iri}> skos:prefLabel|skos:altLabel ?l }}"
            assert name in {row["l"] for row in run_query(store, query).dicts()}


def test_query_files_run_without_our_prefixes(store: pyoxigraph.Store, sentences: tuple[Backed, ...]) -> None:
    for one in sentences:
        result = store.query(one.file())
        assert isinstance(result, pyoxigraph.QuerySolutions)
        assert len(list(result)) == len(one.expected)


def test_sentences_say_what_the_small_plans_say(sentences: tuple[Backed, ...]) -> None:
    said = {one.name: one.text for one in sentences}
    assert said["plans"] == "图谱里有 2 份规划，来自 2 个地方，2021 年到 2026 年。"
    assert said["projects"].startswith("项目最多的县（市、区）是柳林县（2 个）、")
    assert said["shared-industries"] == "最多县（市、区）的规划共有的产业是煤炭产业（3 个县）。"
    assert "（HHI）是 0.375，相当于全部项目平均分在 2.7 个县" in said["concentration"]


def test_summary_names_each_query_and_escapes_names(sentences: tuple[Backed, ...]) -> None:
    hostile = replace(sentences[0], text="[x](javascript:1) <script>\n# 标题")
    text = to_markdown((hostile,), {hostile.name: "queries/01-plans.rq"})
    assert "〔`queries/01-plans.rq`〕" in text
    assert "<script>" not in text
    assert "\\[x\\](javascript" in text
    assert "\n# 标题" not in text
    assert "```sparql\nSELECT" in text
    assert hostile.file().splitlines()[1].startswith(("PREFIX", "SELECT"))


def test_files_are_complete_and_the_same_each_time(found: Analysis, nets: Networks) -> None:
    files = analysis_files(found, nets, None)
    assert files == analysis_files(found, nets, None)
    assert {"summary.md", "analysis.json", "measures.md", "tables/attention.csv", "plots/attention.svg"} <= set(files)
    assert not any(name.endswith(".png") for name in files), "no font, no boxes"
    rows = list(csv.reader(io.StringIO(files["tables/attention.csv"].decode("utf-8-sig"))))
    assert rows[0] == ["县", "代码", "句数", "占比", "事实", "项目", "产业", "指标", "本县规划"]
    assert ["柳林县", "141125"] in [row[:2] for row in rows]
    data = json.loads(files["analysis.json"])
    assert [s["query"] for s in data["summary"]] == sorted(name for name in files if name.startswith("queries/"))


def test_svg_keeps_words_as_text_and_names_the_readers_fonts(found: Analysis, nets: Networks) -> None:
    svg = analysis_files(found, nets, None)["plots/attention.svg"].decode()
    assert "柳林县</text>" in svg
    assert "Noto Sans CJK SC" in svg
    assert "DejaVu" not in svg
    assert not re.search(r"<dc:date>|(?:href|src)=\"http", svg)


def test_svg_does_not_take_names_for_markup(found: Analysis) -> None:
    row = replace(found.attention[0], county="<script>$x^2$\n县")
    svg = analyze_plots.plots(replace(found, attention=(row,)), None)["attention.svg"].decode()
    assert "<script>" not in svg
    assert "&lt;script&gt;$x^2$县" in svg


def test_png_where_a_chinese_font_is_found(found: Analysis) -> None:
    font = analyze_plots.chinese_font()
    if font is None:
        pytest.skip("no Chinese font on this machine")
    made = analyze_plots.plots(found, font)
    assert made["attention.png"].startswith(b"\x89PNG")
    assert made == analyze_plots.plots(found, font)
    assert {n for n in made if n.endswith(".svg")} == {n.replace(".png", ".svg") for n in made if n.endswith(".png")}


def test_a_font_is_chosen_by_name_and_weight(monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib import font_manager

    files = ["/f/DejaVuSans.ttf", "/f/NotoSansCJK-Bold.ttc", "/f/NotoSansCJK-Regular.ttc", "/f/wqy-microhei.ttc"]
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: files)
    assert analyze_plots.chinese_font() == Path("/f/NotoSansCJK-Regular.ttc")
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: files[:1])
    assert analyze_plots.chinese_font() is None
    assert "png" in analyze_output.NO_FONT


def test_an_empty_graph_gives_an_empty_summary() -> None:
    nothing = networks(read_outline(GraphStore.memory().store))
    files = analysis_files(measured(nothing, None), nothing, None)
    assert not any(name.startswith(("plots/", "queries/")) for name in files)


def test_docs_measures_is_made_from_the_code() -> None:
    text = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
    assert text == measures_page(), "run: python -m kg.analyze_reference docs/measures.md"
    for documented in (*MEASURES.values(), *PROJECTIONS.values()):
        assert f"`{documented.name}`" in text
    assert set(PROJECTIONS) == {f for f in Networks.__dataclass_fields__ if f in PROJECTIONS}
