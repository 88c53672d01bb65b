"""Achieved figures in the graph: apart from targets, valid by the shapes, and read by the commands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from kg.cli import compare as commands
from kg.compare_read import OUTCOME, TARGET
from kg.query import run_query
from kg.rdf import plan_quads
from kg.store import GraphStore
from kg.validate import Shapes, validate_store
from tests.kg.compare_samples import both, store, views
from tests.kg.small_graph import full_reference, small_graph


@pytest.fixture(scope="module")
def graph() -> GraphStore:
    return store()


def test_graph_keeps_outcomes_apart_from_targets(graph: GraphStore) -> None:
    wrong = "SELECT ?x { ?x a plan:Outcome , plan:Target }"
    assert run_query(graph.store, wrong).rows == ()
    query = "SELECT ?l ?y { ?x a plan:Outcome ; plan:indicator/skos:altLabel ?l ; plan:achievedYear ?y ; plan:expected true }"
    assert ("GDP增长", "2022") in run_query(graph.store, query).texts()


def test_graph_with_outcomes_fits_the_shapes(graph: GraphStore) -> None:
    ids = [record.id for record in graph.plans()]
    found = [f for _, findings in validate_store(graph.store, ids, Shapes.load()) for f in findings]
    assert [f for f in found if f.severity == "violation"] == []


def test_graph_outcomes_have_stable_names() -> None:
    first, _ = both()
    assert plan_quads(first) == plan_quads(first)
    assert sum("Outcome" in str(q.object) for q in plan_quads(first)) == len(first.outcomes)


def test_views_give_back_what_was_read() -> None:
    for facts, view in zip(both(), views(), strict=True):
        read = [(f.indicator, f.value, f.year) for f in view.figures if f.kind == OUTCOME]
        assert read == [(o.indicator, o.value, o.year) for o in facts.outcomes]
        targets = [(f.indicator, f.value, f.year) for f in view.figures if f.kind == TARGET]
        assert targets == [(t.indicator, t.value, t.deadline) for t in facts.targets]


@pytest.fixture
def app(graph: GraphStore, monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    @contextmanager
    def opened(_: Path) -> Iterator[GraphStore]:
        yield graph

    monkeypatch.setattr(commands, "open_graph", opened)
    made = typer.Typer()
    commands.register(made)
    return made


def test_compare_command_writes_a_page(app: typer.Typer, tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    result = CliRunner().invoke(app, ["compare", "离石区 2022", "离石区 2023", "-f", "html", "-o", str(page)])
    assert result.exit_code == 0, result.output
    assert "离石大剧院" in page.read_text(encoding="utf-8")


def test_timeline_command_prints_json_by_short_name_and_code(app: typer.Typer) -> None:
    runs = [
        CliRunner().invoke(app, ["timeline", "--place", p, "--indicator", "GDP", "-f", "json"])
        for p in ("离石", "141102")
    ]
    assert [run.exit_code for run in runs] == [0, 0]
    assert runs[0].stdout == runs[1].stdout
    data = json.loads(runs[0].stdout)
    assert [t["verdict"] for s in data["series"] for t in s["targets"]] == ["missed", "open", "open"]


def test_timeline_command_names_an_unknown_place(app: typer.Typer) -> None:
    result = CliRunner().invoke(app, ["timeline", "--place", "太原"])
    assert result.exit_code != 0
    assert "太原" in str(result.exception)
    assert "离石区" in str(result.exception)


def test_findings_command_gives_sentences(app: typer.Typer) -> None:
    result = CliRunner().invoke(app, ["findings", "--place", "离石区", "--json"])
    assert all(oddity["sentences"] for oddity in json.loads(result.stdout))
    assert len(json.loads(result.stdout)) == 2


@pytest.mark.parametrize(
    "words",
    [("GDP增长", "地区生产总值增长", "生产总值增长"), ("规上工业增加值增长", "规模以上工业增加值增长")],
)
def test_an_indicator_of_several_plans_is_one_node_whatever_they_call_it(
    graph: GraphStore, words: tuple[str, ...]
) -> None:
    query = f"""SELECT (COUNT(DISTINCT ?node) AS ?nodes) (COUNT(DISTINCT ?plan) AS ?plans) (COUNT(DISTINCT ?said) AS ?names) {{
        GRAPH ?plan {{ ?figure plan:indicator ?node }}
        OPTIONAL {{ ?figure plan:indicatorText ?words }} OPTIONAL {{ ?node skos:prefLabel ?label }}
        BIND(COALESCE(?words, ?label) AS ?said) VALUES ?said {{ {" ".join(f'"{w}" "{w}"@zh' for w in words)} }} }}"""
    ((nodes, plans, names),) = run_query(graph.store, query).texts()
    assert (nodes, plans) == ("1", "2")
    assert int(names) >= 2


def test_a_line_that_two_cities_plans_name_is_one_node() -> None:
    query = """SELECT (COUNT(DISTINCT ?line) AS ?lines) (COUNT(DISTINCT ?plan) AS ?plans) {
        GRAPH ?plan { ?line a plan:Project ; skos:prefLabel ?l } FILTER(STR(?l) = "太绥高铁") }"""
    assert run_query(small_graph(full_reference).store, query).texts() == [("1", "2")]
