"""SPARQL 1.1 Protocol, section 2.1 and the conditions of section 2.1.7, on the running server."""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode

import pyoxigraph
import pytest

from kg.serve.server import WorkbenchServer
from tests.kg.small_graph import ID
from tests.serve.client import Got, ask, get, raw, send

FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
LULIANG, TAIYUAN = f"{ID}plan/141100-2021-dangdaihui-aaaa", f"{ID}plan/140100-2026-zhengfu-bbbb"
TITLES = "SELECT ?t { ?p a plan:Plan ; dcterms:title ?t } ORDER BY ?t"


def titles(got: Got) -> list[str]:
    assert got.status == 200, got.text
    return [row["t"]["value"] for row in got.json()["results"]["bindings"]]


def test_query_by_get(server: WorkbenchServer) -> None:
    got = ask(server, "ASK {}")
    assert (got.status, got.type, got.json()["boolean"]) == (200, JSON, True)


def test_query_by_post_form(server: WorkbenchServer) -> None:
    got = send(server, "POST", "/sparql", urlencode({"query": "ASK {}"}), Content_Type=FORM)
    assert (got.status, got.json()["boolean"]) == (200, True)


def test_query_by_post_form_with_charset(server: WorkbenchServer) -> None:
    query = 'SELECT ?p { ?p skos:prefLabel "柳林县"@zh }'
    got = send(server, "POST", "/sparql", urlencode({"query": query}), Content_Type=f"{FORM}; charset=UTF-8")
    assert [row["p"]["value"] for row in got.json()["results"]["bindings"]] == [f"{ID}place/141125"]


def test_query_by_post_direct(server: WorkbenchServer) -> None:
    query = 'SELECT ?p { ?p skos:prefLabel "柳林县"@zh }'
    got = send(server, "POST", "/sparql", query, Content_Type=DIRECT)
    assert [row["p"]["value"] for row in got.json()["results"]["bindings"]] == [f"{ID}place/141125"]


def test_head_has_headers_and_no_body(server: WorkbenchServer) -> None:
    got = send(server, "HEAD", "/sparql?query=ASK%7B%7D")
    assert (got.status, got.body, got.type) == (200, b"", JSON)


@pytest.mark.parametrize("accept", [JSON, XML, "text/csv", "text/tab-separated-values"])
def test_select_in_every_format(server: WorkbenchServer, accept: str) -> None:
    got = ask(server, TITLES, accept=accept)
    assert (got.status, got.type) == (200, accept)
    assert "吕梁市第五次党代会报告" in got.text
    form = pyoxigraph.QueryResultsFormat.from_media_type(accept)
    if accept != "text/csv":  # which keeps no types and so cannot be read back
        assert len(list(pyoxigraph.parse_query_results(got.body, format=form))) == 3


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml"]
)
@pytest.mark.parametrize("query", [f"CONSTRUCT WHERE {{ <{LULIANG}> ?p ?o }}", f"DESCRIBE <{LULIANG}>"])
def test_graphs_in_every_format(server: WorkbenchServer, accept: str, query: str) -> None:
    got = ask(server, query, accept=accept)
    assert (got.status, got.type) == (200, accept)
    triples = {q.triple for q in pyoxigraph.parse(got.body, format=pyoxigraph.RdfFormat.from_media_type(accept))}
    assert len(triples) > 5
    assert {t.subject.value for t in triples} == {LULIANG}


@pytest.mark.parametrize("accept", [JSON, XML])
def test_ask_in_every_format(server: WorkbenchServer, accept: str) -> None:
    got = ask(server, "ASK { ?s ?p ?o }", accept=accept)
    assert (got.status, got.type) == (200, accept)
    assert "true" in got.text


def test_accept_quality_decides(server: WorkbenchServer) -> None:
    assert ask(server, TITLES, accept=f"{JSON};q=0.2, text/csv;q=0.9, */*;q=0.1").type == "text/csv"
    assert ask(server, TITLES, accept="text/*").type == "text/csv"
    assert ask(server, TITLES, accept=f"text/html, {XML}").type == XML
    assert ask(server, TITLES, accept=f"{JSON};q=0, */*").type == XML


@pytest.mark.parametrize(
    ("query", "accept"),
    [(TITLES, "image/png"), (TITLES, "text/turtle"), ("CONSTRUCT WHERE {?s ?p ?o}", JSON), ("ASK {}", "text/csv")],
)
def test_no_common_format_is_406(server: WorkbenchServer, query: str, accept: str) -> None:
    assert ask(server, query, accept=accept).status == 406


@pytest.mark.parametrize("query", ["SELECT", "ASK { ?s ?p }", "", "SELECT ?s { ?s nope:x ?o }", "garbage"])
def test_what_is_no_query_is_400(server: WorkbenchServer, query: str) -> None:
    got = ask(server, query)
    assert got.status == 400
    assert got.text.startswith("查询有误")


def test_error_names_line_and_column(server: WorkbenchServer) -> None:
    got = ask(server, "SELECT ?s {\n  ?s ?p ?o\n}\nLIMIT 10 oops")
    assert (got.status, got.headers["x-error-line"], got.headers["x-error-column"]) == (400, "4", "10")
    assert "第 4 行第 10 列" in got.text


def test_no_query_is_400(server: WorkbenchServer) -> None:
    assert get(server, f"/sparql?default-graph-uri={quote(LULIANG)}").status == 400
    assert send(server, "POST", "/sparql", "", Content_Type=FORM).status == 400
    assert send(server, "POST", "/sparql", "x=1", Content_Type=FORM).status == 400


def test_several_queries_are_400(server: WorkbenchServer) -> None:
    assert get(server, "/sparql?query=ASK%7B%7D&query=ASK%7B%7D").status == 400
    body = urlencode([("query", "ASK{}"), ("query", "ASK{}")])
    assert send(server, "POST", "/sparql", body, Content_Type=FORM).status == 400


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/json", "application/sparql-update", "multipart/form-data"]
)
def test_wrong_content_type_is_415(server: WorkbenchServer, media_type: str) -> None:
    assert send(server, "POST", "/sparql", "ASK {}", Content_Type=media_type).status == 415


def test_missing_content_type_is_415(server: WorkbenchServer) -> None:
    request = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\nConnection: close\r\n\r\nASK {}"
    assert raw(server, request).startswith(b"HTTP/1.1 415 ")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_405(server: WorkbenchServer, method: str) -> None:
    got = send(server, method, "/sparql?query=ASK%7B%7D")
    assert got.status == 405
    assert "GET" in got.headers["allow"]


def test_what_is_not_utf8_is_400(server: WorkbenchServer) -> None:
    bad = "ASK { ?s ?p 'ä' }".encode("latin-1")
    assert send(server, "POST", "/sparql", bad, Content_Type=DIRECT).status == 400
    assert get(server, "/sparql?query=ASK%7B%7D%FF").status == 400
    assert send(server, "POST", "/sparql", b"query=ASK%7B%7D%FF", Content_Type=FORM).status == 400


def test_updates_are_refused(server: WorkbenchServer) -> None:
    update = "INSERT DATA { <x:a> <x:b> <x:c> }"
    assert ask(server, update).status == 400
    assert send(server, "POST", "/sparql", urlencode({"update": update}), Content_Type=FORM).status == 400
    assert ask(server, "ASK { <x:a> <x:b> <x:c> }").json()["boolean"] is False


def test_default_graph_uri_by_get(server: WorkbenchServer) -> None:
    found = titles(ask(server, TITLES, **{"default-graph-uri": LULIANG}))
    assert found == ["吕梁市第五次党代会报告"]


@pytest.mark.parametrize("direct", [True, False])
def test_default_graph_uris_by_post(server: WorkbenchServer, direct: bool) -> None:
    pairs = [("default-graph-uri", LULIANG), ("default-graph-uri", TAIYUAN)]
    if direct:
        got = send(server, "POST", f"/sparql?{urlencode(pairs)}", TITLES, Content_Type=DIRECT)
    else:
        got = send(server, "POST", "/sparql", urlencode([("query", TITLES), *pairs]), Content_Type=FORM)
    assert titles(got) == ["吕梁市第五次党代会报告", "太原市政府工作报告"]


def test_named_graph_uri_leaves_the_default_graph_empty(server: WorkbenchServer) -> None:
    named = {"named-graph-uri": TAIYUAN}
    assert titles(ask(server, TITLES, **named)) == []
    assert titles(ask(server, f"SELECT DISTINCT ?t {{ GRAPH ?g {TITLES[10 : TITLES.index(' ORDER')]} }}", **named)) == [
        "太原市政府工作报告"
    ]


def test_full_dataset(server: WorkbenchServer) -> None:
    query = "SELECT ?a ?b { ?p a plan:Plan ; dcterms:title ?a GRAPH ?g { ?q a plan:Plan ; dcterms:title ?b } }"
    got = ask(server, query, **{"default-graph-uri": LULIANG, "named-graph-uri": TAIYUAN})
    rows = [(row["a"]["value"], row["b"]["value"]) for row in got.json()["results"]["bindings"]]
    assert rows == [("吕梁市第五次党代会报告", "太原市政府工作报告")]


def test_dataset_of_the_protocol_goes_before_from(server: WorkbenchServer) -> None:
    query = f"SELECT ?t FROM <{LULIANG}> {{ ?p a plan:Plan ; dcterms:title ?t }}"
    assert titles(ask(server, query)) == ["吕梁市第五次党代会报告"]
    assert titles(ask(server, query, **{"default-graph-uri": TAIYUAN})) == ["太原市政府工作报告"]


def test_the_merge_has_each_triple_once(server: WorkbenchServer) -> None:
    query = 'SELECT (COUNT(*) AS ?n) { ?i skos:prefLabel "氢能产业"@zh ; a plan:Industry }'
    assert ask(server, query).json()["results"]["bindings"][0]["n"]["value"] == "1"


@pytest.mark.parametrize("iri", ["file:///etc/passwd", "http://127.0.0.1:9/", "not an iri", ""])
def test_unknown_graph_of_a_dataset_is_400(server: WorkbenchServer, iri: str) -> None:
    assert ask(server, "ASK {}", **{"default-graph-uri": iri}).status == 400
    assert ask(server, "ASK {}", **{"named-graph-uri": iri}).status == 400


def test_service_description(server: WorkbenchServer) -> None:
    got = get(server, "/sparql", Accept="text/turtle")
    assert (got.status, got.type) == (200, "text/turtle")
    sd = "http://www.w3.org/ns/sparql-service-description#"
    found = {
        (q.predicate.value, q.object.value) for q in pyoxigraph.parse(got.body, format=pyoxigraph.RdfFormat.TURTLE)
    }
    assert (f"{sd}endpoint", f"http://127.0.0.1:{server.port}/sparql") in found
    assert (f"{sd}supportedLanguage", f"{sd}SPARQL11Query") in found
    assert json.loads(get(server, "/sparql", Accept="application/ld+json").body)
    assert get(server, "/sparql", Accept="image/png").status == 406


def test_a_browser_at_the_endpoint_is_led_to_the_page(server: WorkbenchServer) -> None:
    got = get(server, "/sparql", Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (got.status, got.headers["location"]) == (303, "/query")


def test_connection_stays_open_after_errors_that_were_read(server: WorkbenchServer) -> None:
    one = b"GET /sparql?query=nonsense HTTP/1.1\r\nHost: localhost\r\n\r\n"
    two = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    said = raw(server, one + two)
    assert said.count(b"HTTP/1.1 ") == 2
    assert said.index(b"HTTP/1.1 400") < said.index(b"HTTP/1.1 200")
