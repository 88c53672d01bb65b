"""Queries: answers, refusals, errors with their place, limits and formats."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import socket
import threading
import time
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kg.query import Answer, QueryError, run_query
from kg.query_format import defused, render, to_csv, to_html, to_json, to_turtle
from kg.query_guard import guard
from kg.query_process import run_query_limited
from kg.store import GraphStore, StoreError
from tests.kg.small_graph import ID, entry, luliang_facts, small_graph, small_reference

HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?l) }"
HOST = "127.0.0.1:{port}"
ATTACKS = (
    "SELECT * { SERVICE <http://HOST/> { ?a ?b ?c } }",
    "SELECT * { service silent <http://HOST/> { ?a ?b ?c } }",
    "SELECT * {{{ OPTIONAL { SERVICE <http://HOST/> { ?a ?b ?c } } }}}",
    "SELECT * { FILTER EXISTS { SERVICE <http://HOST/> { ?a ?b ?c } } }",
    "SELECT * { { SELECT * { SERVICE <http://HOST/> { ?a ?b ?c } } } }",
    "SELECT * { VALUES ?x { <http://HOST/> } SERVICE ?x { ?a ?b ?c } }",
    "SELECT * { ?s ?p trueSERVICE <http://HOST/> { ?a ?b ?c } }",
    "SELECT * { ?s ?p 1SERVICE<http://HOST/>{ ?a ?b ?c } }",
    "SELECT * { ?s ?p 1.SERVICE<http://HOST/>{ ?a ?b ?c } }",
    "PREFIX x: <http://HOST/> SELECT * { SERVICEx:y { ?a ?b ?c } }",
    "PREFIX : <http://HOST/> SELECT * { SERVICE:y { ?a ?b ?c } }",
    "PREFIX x: <http://HOST/> SELECT * { ?s ?p x:.SERVICE <http://HOST/> { ?a ?b ?c } }",
    "SELECT * { SERVICESILENT<http://HOST/>{ ?a ?b ?c } }",
    "SELECT * { FILTER(1<2#> '''\n) SERVICE <http://HOST/> {?a ?b ?c} #'''\n}",
    'SELECT * { FILTER(1<2#> """\n) SERVICE <http://HOST/> {?a ?b ?c} #"""\n}',
    "SELECT * { FILTER(1<2#>'\n) SERVICE <http://HOST/> {?a ?b ?c} #'\n}",
    'SELECT * { ?s ?p "\\u0022 } #" . SERVICE <http://HOST/> {?a ?b ?c} }',
    "SELECT * { s\\u0065rvice <http://HOST/> {?a ?b ?c} }",
    "SELECT * { ?s ?p 'a\\\\' . SERVICE <http://HOST/> {?a ?b ?c} #'\n}",
    "DESCRIBE ?a { SERVICE <http://HOST/> { ?a ?b ?c } }",
    "ASK { SERVICE <http://HOST/> { ?a ?b ?c } }",
    "LOAD <http://HOST/>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <http://HOST/> { ?s ?p ?o } }",
    "SELECT * FROM <http://HOST/> { ?a ?b ?c }",
    "SELECT * FROM NAMED <http://HOST/> { ?a ?b ?c }",
    "PREFIX x: <http://HOST/> SELECT * FROM x:y { ?a ?b ?c }",
    "SELECT * FROM <file:///etc/passwd> { ?a ?b ?c }",
    "BASE <file:///etc/> SELECT * FROM <passwd> { ?a ?b ?c }",
    "# FROM nowhere\nDESCRIBE <x:y> # c\nFROM #<\n <file:///etc/passwd>",
)
HARMLESS = (
    'SELECT * { ?s rdfs:label "SERVICE <http://x/> { }" }',
    "SELECT * { ?s rdfs:label '''it's a 'SERVICE' ''' } # SERVICE <http://x/>",
    "SELECT ?service { ?service plan:service ?x ; <http://x/service#from> $Service }",
    "PREFIX x: <http://service.example/> SELECT * { ?s x:a-service ?o . ?s x:from ?from } # LOAD",
    'SELECT ("insert" AS ?load) { }',
    f"SELECT * FROM <{ID}plan/141100-2021-dangdaihui-aaaa> {{ ?a ?b ?c }}",
    f"PREFIX p: <{ID}plan/> SELECT * FROM NAMED p:141100-2021-dangdaihui-aaaa {{ GRAPH ?g {{ ?a ?b ?c }} }}",
)


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    return small_graph().store


class Listener:
    """Counts who connects: nobody may."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.hits = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.hits += 1
            connection.close()


def test_query_listener_would_notice() -> None:
    """The attacks below prove nothing unless pyoxigraph really connects when nobody guards it."""
    listener = Listener()
    host = HOST.format(port=listener.socket.getsockname()[1])
    for attack in (ATTACKS[0], ATTACKS[6], ATTACKS[13]):
        before = listener.hits
        with pytest.raises(OSError):
            unguarded = pyoxigraph.Store()
            unguarded.add(pyoxigraph.Quad(NamedNode("x:s"), NamedNode("x:p"), Literal(True)))
            list(unguarded.query(attack.replace("HOST", host)))  # type: ignore[arg-type]
        assert listener.hits > before, attack
    listener.socket.close()


def test_query_attacks_reach_nobody(store: pyoxigraph.Store) -> None:
    listener = Listener()
    host = HOST.format(port=listener.socket.getsockname()[1])
    for attack in ATTACKS:
        with pytest.raises(QueryError):
            run_query(store, attack.replace("HOST", host))
        assert listener.hits == 0, attack
    listener.socket.close()


@pytest.mark.parametrize("query", HARMLESS)
def test_query_harmless_words_run(store: pyoxigraph.Store, query: str) -> None:
    assert run_query(store, query).kind == "rows"


def test_query_guard_keeps_the_meaning() -> None:
    one = pyoxigraph.Store()
    one.add(pyoxigraph.Quad(NamedNode("http://x/service"), NamedNode("x:p"), Literal("a SERVICE 'x'")))
    query = "SELECT ?s { ?s <x:p> \"a SERVICE 'x'\" . FILTER(?s = <http://x/service>) # service\n}"
    assert len(run_query(one, query).rows) == 1


@pytest.mark.parametrize(
    ("query", "line", "column", "said"),
    [
        ("SELECT ?x WHERE {\n 中文 ?y }", 2, 2, "中文"),
        ("SELECT ?x WHERE {\n  ?x ?p ?y .\n  FILTR(?y > 3)\n}", 3, 3, "FILTR"),
        ("SELECT ?x WHERE {\n  ?x ?p ?y .\n  FILTER(?y > )\n}", 3, 15, "不合"),
        ("SELEC ?x { ?x ?p ?y }", 1, 1, "SELEC"),
        ("SELECT ?x WHERE { ?x foo:bar ?y }", 1, 29, "前缀 foo: 没有定义"),
        ("SELECT ?x { ?x ?p ?y } LIMIT abc", 1, 30, "abc"),
        ("SELECT ?x {\n # service\n ?s ?p ?o ]", 3, 11, "]"),
        ("SELECT ?x { ?x ?p ?y ", 1, 21, "没有写完"),
        ("", 1, 1, "没有写完"),
        ("INSERT DATA { <a:b> <a:b> 1 }", 1, 1, "更新"),
        ("SELECT * {\n SERVICE <http://x/> { } }", 2, 2, "SERVICE"),
    ],
)
def test_query_errors_have_line_and_column(
    store: pyoxigraph.Store, query: str, line: int, column: int, said: str
) -> None:
    with pytest.raises(QueryError) as caught:
        run_query(store, query)
    error = caught.value
    assert (error.line, error.column) == (line, column)
    assert said in str(error)
    assert "\n" not in str(error)


def test_query_long_text_is_refused_and_guard_is_linear(store: pyoxigraph.Store) -> None:
    with pytest.raises(QueryError, match="太长"):
        run_query(store, "#" * 300_000)
    for hostile in (
        '"' * 150_000,
        "'''" + "''\\" * 40_000,
        "<" * 150_000,
        "a:" * 60_000 + "service",
        "a." * 90_000 + "service",
    ):
        started = time.process_time()
        with contextlib.suppress(QueryError):
            guard(hostile, ())
        assert time.process_time() - started < 5, hostile[:5]


def test_query_row_limit(store: pyoxigraph.Store) -> None:
    answer = run_query(store, "SELECT * { ?s ?p ?o }", limit=5)
    assert len(answer.rows) == 5
    assert answer.truncated
    assert not run_query(store, "SELECT * { ?s a plan:Plan }", limit=2).truncated
    assert run_query(store, "CONSTRUCT WHERE { ?s ?p ?o }", limit=5).truncated


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("query") / "graph"
    with GraphStore.open(path, write=True, reference=small_reference) as graph:
        graph.replace_plans([entry(luliang_facts())])
    return path


def test_query_process_gives_the_same_answer(directory: Path) -> None:
    query = "SELECT ?l ?y { ?p a plan:Plan ; dcterms:title ?l ; plan:planYear ?y }"
    with GraphStore.open(directory) as graph:
        expected = run_query(graph.store, query)
    assert run_query_limited(directory, query, timeout=20) == expected
    assert run_query_limited(directory, "ASK { ?s a plan:Plan }", timeout=20).truth
    assert run_query_limited(directory, "CONSTRUCT WHERE { ?s a plan:Plan }", timeout=20).triples


def test_query_process_is_killed_in_time(directory: Path) -> None:
    with pytest.raises(QueryError, match="超过 1 秒"):
        run_query_limited(directory, HEAVY, timeout=1)


def test_query_process_has_a_memory_limit(directory: Path) -> None:
    query = "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with pytest.raises(QueryError, match="内存超过 60 MB"):
        run_query_limited(directory, query, timeout=60, memory_mb=60)


def test_query_process_hands_errors_on(directory: Path, tmp_path: Path) -> None:
    with pytest.raises(QueryError) as caught:
        run_query_limited(directory, "SELECT ?x {\n nonsense }", timeout=20)
    assert (caught.value.line, caught.value.column) == (2, 2)
    with pytest.raises(StoreError, match="没有图谱"):
        run_query_limited(tmp_path / "none", "ASK {}", timeout=20)


NASTY = Answer(
    "rows",
    ("a", "b"),
    (
        (Literal("=1+1"), Literal("<script>alert(1)</script>", language="zh")),
        (Literal("-5.2"), None),
        (Literal("@cmd"), NamedNode("https://w3id.org/plankg/ont#Project")),
    ),
)


def test_format_csv_defuses_formulas_and_has_a_bom() -> None:
    text = to_csv(NASTY)
    assert text.startswith("\ufeff")
    assert not to_csv(NASTY, bom=False).startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows == [["a", "b"], ["'=1+1", "<script>alert(1)</script>"], ["-5.2", ""], ["'@cmd", "plan:Project"]]


@pytest.mark.parametrize("cell", ["=A1", "+cmd", "-x", "@x", "\t=1", "\r=1", "+1+1", "-1_0x"])
def test_format_formula_cells_are_text(cell: str) -> None:
    assert defused(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["-3", "+8.5", "-1e3", "33%", "柳林县", ""])
def test_format_other_cells_stay(cell: str) -> None:
    assert defused(cell) == cell


def test_format_json_is_sparql_results_json() -> None:
    data = json.loads(to_json(NASTY))
    assert data["head"]["vars"] == ["a", "b"]
    assert data["results"]["bindings"][0]["b"] == {
        "type": "literal",
        "value": "<script>alert(1)</script>",
        "xml:lang": "zh",
    }
    assert "b" not in data["results"]["bindings"][1]
    parsed = pyoxigraph.parse_query_results(to_json(NASTY).encode(), format=pyoxigraph.QueryResultsFormat.JSON)
    assert [tuple(row) for row in parsed] == list(NASTY.rows)  # type: ignore[union-attr]
    assert json.loads(to_json(Answer("boolean", truth=True)))["boolean"] is True


def test_format_html_escapes() -> None:
    page = to_html(NASTY, title="<b>")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "<title>&lt;b&gt;</title>" in page


def test_format_turtle_is_sorted_and_only_for_triples(store: pyoxigraph.Store) -> None:
    answer = run_query(store, "CONSTRUCT { ?s skos:prefLabel ?l } WHERE { ?s a plan:Industry ; skos:prefLabel ?l }")
    turtle = to_turtle(answer)
    assert turtle.startswith("@prefix brand:")
    assert "industry:" in turtle
    assert turtle == to_turtle(Answer("triples", triples=tuple(reversed(answer.triples))))
    parsed = pyoxigraph.parse(turtle.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    assert {Triple(t.subject, t.predicate, t.object) for t in parsed} == set(answer.triples)
    with pytest.raises(QueryError, match="CONSTRUCT"):
        to_turtle(NASTY)


def test_format_unknown_is_refused() -> None:
    with pytest.raises(QueryError, match="xlsx"):
        render(NASTY, "xlsx")
    assert render(NASTY, "table").splitlines()[0] == "a\tb"
