"""The query library: every question on the two small plans, and its parameters as data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from extract.errors import PlanKGError
from kg.library import LibraryQuery, bound_text, find_query, load_library, parse_query, require_query, run_library
from kg.place_names import UnknownPlaceError, find_place
from kg.store import GraphStore
from tests.kg.small_graph import full_reference, small_graph

EXPECTED = json.loads(Path(__file__).with_name("library_expected.json").read_text(encoding="utf-8"))
LIBRARY = load_library()


@pytest.fixture(scope="module")
def graph() -> GraphStore:
    return small_graph(full_reference)


def test_library_has_the_questions_of_an_analyst() -> None:
    assert len(LIBRARY) >= 18
    assert len({query.title for query in LIBRARY}) == len(LIBRARY)
    assert [query.name for query in LIBRARY] == sorted(EXPECTED)


@pytest.mark.parametrize("query", LIBRARY, ids=lambda query: query.name)
def test_library_gives_the_expected_rows(graph: GraphStore, query: LibraryQuery) -> None:
    for case in EXPECTED[query.name]:
        answer = run_library(graph.store, query, case["params"])
        assert list(answer.variables) == case["columns"]
        assert [list(row) for row in answer.texts()] == case["rows"], case["params"]


@pytest.mark.parametrize("query", LIBRARY, ids=lambda query: query.name)
def test_library_expects_something(query: LibraryQuery) -> None:
    """An expectation without rows would also pass with a query that finds nothing."""
    assert any(case["rows"] for case in EXPECTED[query.name])


@pytest.mark.parametrize("query", LIBRARY, ids=lambda query: query.name)
def test_library_runs_as_it_stands_and_with_its_examples(graph: GraphStore, query: LibraryQuery) -> None:
    from kg.query import run_query

    assert run_query(graph.store, query.text).kind == "rows"
    examples = {param.name: param.example for param in query.params}
    assert run_library(graph.store, query, examples).kind == "rows"


@pytest.mark.parametrize(
    "value", ['"} DROP ALL #', "柳林县' }", "\\", '"""', "\n} SELECT", "?x", "SERVICE <http://x/>"]
)
def test_library_values_are_data(graph: GraphStore, value: str) -> None:
    query = require_query("about")
    assert run_library(graph.store, query, {"name": value}).rows == ()
    targets = require_query("targets")
    assert run_library(graph.store, targets, {"indicator": value}).rows == ()


def test_library_values_are_not_looked_into(graph: GraphStore) -> None:
    """A value that looks like another parameter's place stays a value."""
    query = require_query("targets")
    values = {"indicator": "VALUES ?year { UNDEF } ?indicator ?place", "year": "2025"}
    assert run_library(graph.store, query, values).rows == ()


@pytest.mark.parametrize("value", ["柳林县", "柳林", "141125", "吕梁市柳林县", "山西省吕梁市柳林县"])
def test_library_county_by_any_of_its_names(graph: GraphStore, value: str) -> None:
    rows = run_library(graph.store, require_query("projects-in-county"), {"county": value}).texts()
    assert [row[0] for row in rows] == ["孟门黄河大桥", "柳林科技创新中心"]


def test_library_unknown_county_offers_the_nearest(graph: GraphStore) -> None:
    with pytest.raises(UnknownPlaceError, match="柳林县") as caught:
        run_library(graph.store, require_query("projects-in-county"), {"county": "柳州县"})
    assert "\n" not in str(caught.value)
    with pytest.raises(UnknownPlaceError):
        run_library(graph.store, require_query("projects-in-county"), {"county": "吕梁市"})


def test_library_ambiguous_place_names_all(graph: GraphStore) -> None:
    other = small_graph(full_reference)
    from pyoxigraph import DefaultGraph, Quad

    node = NamedNode("https://w3id.org/plankg/id/place/450203")
    plan, skos = "https://w3id.org/plankg/ont#", "http://www.w3.org/2004/02/skos/core#"
    rdf = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    for predicate, value in (
        (rdf, NamedNode(plan + "Place")), (rdf, NamedNode(plan + "County")),
        (NamedNode(skos + "prefLabel"), Literal("柳林县", language="zh")),
        (NamedNode(plan + "code"), Literal("450203")),
    ):  # fmt: skip
        other.store.add(Quad(node, predicate, value, DefaultGraph()))
    with pytest.raises(UnknownPlaceError, match=r"山西省吕梁市柳林县（141125）、柳林县（450203）"):
        find_place(other.store, "柳林县", counties=True)
    assert find_place(other.store, "450203").name == "柳林县"
    assert find_place(graph.store, "离柳中方城镇组群").code == ""


def test_library_parameters_are_checked(graph: GraphStore) -> None:
    with pytest.raises(PlanKGError, match="county"):
        run_library(graph.store, require_query("projects-in-county"), {})
    with pytest.raises(PlanKGError, match="没有参数 town"):
        run_library(graph.store, require_query("projects-in-county"), {"town": "x"})
    with pytest.raises(PlanKGError, match="不是年份"):
        run_library(graph.store, require_query("targets-due"), {"year": "明年"})
    assert run_library(graph.store, require_query("targets-due"), {"year": "2025年"}).rows
    with pytest.raises(PlanKGError, match="找不到规划"):
        run_library(graph.store, require_query("sections"), {"plan": "火星"})
    text = bound_text(graph.store, require_query("targets-due"), {"year": "2025"})
    assert 'VALUES ?year { "2025"^^<http://www.w3.org/2001/XMLSchema#gYear> }' in text


def test_library_finds_by_name_file_and_title() -> None:
    assert find_query("brands") == find_query("brands.rq") == find_query("品牌") is not None
    assert find_query("SELECT * { }") is None
    with pytest.raises(PlanKGError, match="brands"):
        require_query("brand")


def test_library_head_is_checked() -> None:
    with pytest.raises(PlanKGError, match="title"):
        parse_query("x", "SELECT * { }")
    with pytest.raises(PlanKGError, match="VALUES"):
        parse_query("x", "# title: 甲\n# question: 乙\n# param: a | text | * | 例 | 说\nSELECT * { }")
    with pytest.raises(PlanKGError, match="类型"):
        parse_query(
            "x", "# title: 甲\n# question: 乙\n# param: a | colour | * | 例 | 说\nSELECT * { VALUES ?a { UNDEF } }"
        )
