"""Projections and measures: on the small plans, and against values worked out by hand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest

from kg.analyze import analyze, matrix_rows
from kg.analyze_measures import (
    betweenness,
    bridges,
    communities,
    degree,
    herfindahl,
    jaccard,
    participation,
    partition,
)
from kg.analyze_projections import co_mention, place_industry, place_project, relations
from kg.county import Membership
from kg.facts import Facts
from kg.facts_read import read_facts
from kg.store import GraphStore
from tests.kg.small_graph import full_reference, small_graph

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def facts() -> Facts:
    return read_facts(small_graph(full_reference).store)


def barbell() -> nx.Graph[str]:
    """Two triangles joined by one edge c–d."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from("abcdef")
    for start, end in ("ab", "ac", "bc", "cd", "de", "df", "ef"):
        graph.add_edge(start, end, weight=1)
    for node in graph:
        graph.nodes[node].update(label=node, cls="Place" if node in "ad" else "Industry")
    return graph


def test_analyze_degree_counts_neighbours() -> None:
    assert [(item.label, item.value) for item in degree(barbell())][:3] == [("c", 3), ("d", 3), ("a", 2)]


def test_analyze_betweenness_is_the_same_from_both_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = nx.relabel_nodes(nx.gnm_random_graph(60, 90, seed=1), str)
    nx.set_edge_attributes(graph, 1, "weight")
    for node in graph:
        graph.nodes[node].update(label=node, cls="Place")
    exact = betweenness(graph)
    monkeypatch.setattr("kg.analyze_measures.NETWORKX_UP_TO", 0)
    assert {i.iri: i.value for i in betweenness(graph)} == pytest.approx({i.iri: i.value for i in exact}, abs=1e-8)


def test_analyze_betweenness_is_freemans() -> None:
    """c lies on all paths from {a, b} to {d, e, f}: 6 pairs of 2 / (5 * 4) each."""
    found = {item.label: item.value for item in betweenness(barbell())}
    assert found["c"] == pytest.approx(6 * 2 / 20)
    assert found["a"] == 0


def test_analyze_communities_are_the_triangles() -> None:
    assert partition(barbell()) == [("a", "b", "c"), ("d", "e", "f")]
    assert [c.name for c in communities(barbell(), partition(barbell()))] == ["a、c、b", "d、e、f"]


def test_analyze_participation_and_bridges() -> None:
    groups = partition(barbell())
    spread = participation(barbell(), groups)
    assert spread["c"] == pytest.approx(1 - (2 / 3) ** 2 - (1 / 3) ** 2)
    assert spread["a"] == 0
    assert [item.label for item in bridges(barbell(), betweenness(barbell()), groups)] == ["c", "d"]


def test_analyze_herfindahl_and_jaccard() -> None:
    assert herfindahl([1, 1, 1, 1]) == 0.25
    assert herfindahl([5, 0]) == 1
    assert herfindahl([]) == herfindahl([0]) == 0
    assert jaccard(frozenset("ab"), frozenset("bc")) == pytest.approx(1 / 3)
    assert jaccard(frozenset(), frozenset()) == 0


def edges(graph: nx.Graph[str]) -> dict[frozenset[str], int]:
    return {frozenset((graph.nodes[a]["label"], graph.nodes[b]["label"])): w for a, b, w in graph.edges(data="weight")}


def test_analyze_projections_of_the_small_plans(facts: Facts) -> None:
    member = Membership(facts)
    assert edges(place_industry(facts, member)) == {
        frozenset(("柳林县", "煤炭产业")): 1, frozenset(("离石区", "煤炭产业")): 1, frozenset(("古交市", "煤炭产业")): 1,
    }  # fmt: skip
    projects = edges(place_project(facts, member))
    assert projects[frozenset(("柳林县", "孟门黄河大桥"))] == 1, "the township's project counts for the county"
    assert frozenset(("离隰高速公路", "隰县")) in projects
    together = edges(co_mention(facts))
    assert together[frozenset(("揭榜挂帅", "太原理工大学"))] == 1
    assert frozenset(("揭榜挂帅", "吕梁山猪")) not in together
    assert edges(relations(facts))[frozenset(("离柳中方城镇组群", "临县"))] == 1


def test_analyze_leaves_enumerations_out(facts: Facts) -> None:
    assert co_mention(facts, most=2).number_of_edges() < co_mention(facts).number_of_edges()


def test_analyze_small_plans(facts: Facts) -> None:
    result = analyze(facts)
    assert result.degree[0].label == "柳林县"
    assert [(s.industry, s.counties) for s in result.shared_industries] == [
        ("煤炭产业", ("古交市", "离石区", "柳林县"))
    ]
    assert result.matrix.rows == ("古交市", "离石区", "柳林县")
    assert result.matrix.columns == ("煤炭产业",)
    assert matrix_rows(result.matrix)[-1] == ["柳林县", "1"]
    attention = {row.county: row for row in result.attention}
    assert attention["柳林县"].projects == 2
    assert attention["柳林县"].targets == 1
    assert attention["柳林县"].sentences == 4, "three of the county, one of its township"
    assert sum(row.share for row in result.attention) == pytest.approx(1)
    assert result.concentration["projects"] == pytest.approx(herfindahl([2, 1, 1]))
    assert json.loads(json.dumps(result.to_json(), ensure_ascii=False))["sizes"]["relations"]["nodes"] > 5


def test_analyze_of_nothing() -> None:
    result = analyze(read_facts(GraphStore.memory().store))
    assert result.degree == result.communities == result.attention == ()
    assert result.concentration["projects"] == 0


def test_analyze_is_the_same_under_any_hash_seed() -> None:
    code = (
        "import json; from tests.kg.small_graph import *; from kg.facts_read import read_facts; from kg.analyze import *\n"
        "print(json.dumps(analyze(read_facts(small_graph(full_reference).store)).to_json(), ensure_ascii=False))"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", code], env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True, text=True, check=True, timeout=120,
        ).stdout
        for seed in ("1", "2", "3")
    ]  # fmt: skip
    assert len(set(said)) == 1
    assert said[0].startswith("{")
