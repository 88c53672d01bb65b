"""The test cases for queries of the SPARQL 1.1 protocol (W3C, data-sparql11/protocol), by name, on the running server.

The cases were written for a server that may fetch the graphs that a request names; here graphs of the store stand for
them. Where a case only asks whether something is found, ours also asks that what lies outside the dataset is not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

import pyoxigraph
import pytest

from kg.serve.server import WorkbenchServer
from tests.kg.small_graph import ID
from tests.serve.client import Got, get, raw, send

W3C = frozenset(
    [
        "query_post_form",
        "query_get",
        "query_post_direct",
        "query_dataset_default_graph",
        "query_dataset_default_graphs_get",
        "query_dataset_default_graphs_post",
        "query_dataset_named_graphs_post",
        "query_dataset_named_graphs_get",
        "query_dataset_full",
        "query_multiple_dataset",
        "query_content_type_select",
        "query_content_type_ask",
        "query_content_type_describe",
        "query_content_type_construct",
        "bad_query_method",
        "bad_multiple_queries",
        "bad_query_wrong_media_type",
        "bad_query_missing_form_type",
        "bad_query_missing_direct_type",
        "bad_query_non_utf8",
        "bad_query_syntax",
    ]
)
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
ONE, TWO, THREE = (
    f"{ID}plan/{name}" for name in ("141100-2021-dangdaihui-aaaa", "140100-2026-zhengfu-bbbb", "140100-2020-x-cccc")
)
ASK_BOTH = f"ASK {{ <{ONE}> a ?a . <{TWO}> a ?b FILTER NOT EXISTS {{ <{THREE}> ?p ?o }} }}"
ASK_NAMED = (
    f"ASK {{ GRAPH <{ONE}> {{ <{ONE}> a ?a }} GRAPH <{TWO}> {{ <{TWO}> a ?b }} "
    f"FILTER NOT EXISTS {{ GRAPH ?g {{ <{THREE}> ?p ?o }} }} FILTER NOT EXISTS {{ ?s ?q ?r }} }}"
)
ASK_FULL = (
    f"ASK {{ <{THREE}> a ?a GRAPH ?g {{ <{ONE}> a ?b }} GRAPH ?h {{ <{TWO}> a ?c }} "
    f"FILTER NOT EXISTS {{ <{ONE}> ?p ?o }} FILTER NOT EXISTS {{ GRAPH ?i {{ <{THREE}> ?q ?r }} }} }}"
)
RESULTS = ("application/sparql-results+json", "application/sparql-results+xml")
TABLES = (*RESULTS, "text/csv", "text/tab-separated-values")
GRAPHS = ("text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples")


@dataclass(frozen=True)
class Case:
    """One request and what the case expects: ``status`` 200 with one of ``types`` and ``truth``, or an error."""

    name: str
    method: str = "GET"
    parameters: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200
    types: tuple[str, ...] = RESULTS
    truth: bool | None = True


def graphs(kind: str, *iris: str) -> tuple[tuple[str, str], ...]:
    return tuple((f"{kind}-graph-uri", iri) for iri in iris)


def form(*pairs: tuple[str, str]) -> bytes:
    return urlencode(pairs).encode()


CASES = (
    Case("query_post_form", "POST", body=form(("query", "ASK {}")), headers={"Content_Type": FORM}),
    Case("query_get", parameters=(("query", "ASK {}"),)),
    Case("query_post_direct", "POST", body=b"ASK {}", headers={"Content_Type": DIRECT}),
    Case("query_dataset_default_graph", "POST", graphs("default", ONE),
         f"ASK {{ <{ONE}> ?p ?o FILTER NOT EXISTS {{ <{TWO}> ?q ?r }} }}".encode(), {"Content_Type": DIRECT}),
    Case("query_dataset_default_graphs_get", parameters=(("query", ASK_BOTH), *graphs("default", ONE, TWO))),
    Case("query_dataset_default_graphs_post", "POST", graphs("default", ONE, TWO), ASK_BOTH.encode(),
         {"Content_Type": DIRECT}),
    Case("query_dataset_default_graphs_post", "POST", body=form(("query", ASK_BOTH), *graphs("default", ONE, TWO)),
         headers={"Content_Type": FORM}),
    Case("query_dataset_named_graphs_post", "POST", graphs("named", ONE, TWO), ASK_NAMED.encode(),
         {"Content_Type": DIRECT}),
    Case("query_dataset_named_graphs_get", parameters=(("query", ASK_NAMED), *graphs("named", ONE, TWO))),
    Case("query_dataset_full", "POST", (*graphs("default", THREE), *graphs("named", ONE, TWO)), ASK_FULL.encode(),
         {"Content_Type": DIRECT}),
    Case("query_multiple_dataset", "POST", graphs("default", TWO),  # the request's dataset goes before the query's
         f"ASK FROM <{ONE}> {{ <{TWO}> ?p ?o FILTER NOT EXISTS {{ <{ONE}> ?q ?r }} }}".encode(),
         {"Content_Type": DIRECT}),
    Case("query_content_type_select", parameters=(("query", "SELECT (1 AS ?value) {}"),), types=TABLES, truth=None),
    Case("query_content_type_ask", parameters=(("query", "ASK {}"),)),
    Case("query_content_type_describe", parameters=(("query", f"DESCRIBE <{ONE}>"),), types=GRAPHS, truth=None),
    Case("query_content_type_construct", parameters=(("query", "CONSTRUCT { <urn:s> <urn:p> 1 } WHERE {}"),),
         types=GRAPHS, truth=None),
    Case("bad_query_method", "PUT", (("query", "ASK {}"),), status=405),
    Case("bad_query_method", "DELETE", (("query", "ASK {}"),), status=405),
    Case("bad_multiple_queries", parameters=(("query", "ASK {}"), ("query", "SELECT * {}")), status=400),
    Case("bad_multiple_queries", "POST", body=form(("query", "ASK {}"), ("query", "SELECT * {}")),
         headers={"Content_Type": FORM}, status=400),
    Case("bad_query_wrong_media_type", "POST", body=b"ASK {}", headers={"Content_Type": "text/plain"}, status=415),
    Case("bad_query_missing_form_type", "POST", body=form(("query", "ASK {}")), status=415),
    Case("bad_query_missing_direct_type", "POST", body=b"ASK {}", status=415),
    Case("bad_query_non_utf8", "POST", body="ASK {}".encode("utf-16"),
         headers={"Content_Type": f"{DIRECT}; charset=UTF-16"}, status=415),
    Case("bad_query_non_utf8", "POST", body="ASK { ?s ?p 'é' }".encode("latin-1"), headers={"Content_Type": DIRECT},
         status=400),
    Case("bad_query_syntax", parameters=(("query", "ASK {"),), status=400),
)  # fmt: skip


def request(server: WorkbenchServer, case: Case) -> Got:
    path = "/sparql" + (f"?{urlencode(case.parameters)}" if case.parameters else "")
    return send(server, case.method, path, case.body, **case.headers)


def test_every_case_of_the_w3c_is_here() -> None:
    assert {case.name for case in CASES} == W3C


@pytest.mark.parametrize("case", CASES, ids=[f"{case.name}-{case.method.lower()}" for case in CASES])
def test_protocol_case(server: WorkbenchServer, case: Case) -> None:
    got = request(server, case)
    assert got.status == case.status, got.text
    if case.status != 200:
        assert got.text.strip()
        return
    assert got.type in case.types
    if case.truth is not None:
        assert got.json()["boolean"] is case.truth


@pytest.mark.parametrize("name", ["query_content_type_select", "query_content_type_describe"])
def test_each_content_type_is_what_was_asked_for(server: WorkbenchServer, name: str) -> None:
    case = next(case for case in CASES if case.name == name)
    for accept in case.types:
        got = get(server, f"/sparql?{urlencode(case.parameters)}", Accept=accept)
        assert (got.status, got.type) == (200, accept)


def test_datasets_are_really_narrower(server: WorkbenchServer) -> None:
    """Without the dataset the same questions are answered with false: the cases above can fail."""
    for query in (ASK_BOTH, ASK_NAMED, ASK_FULL):
        assert get(server, f"/sparql?{urlencode({'query': query})}").json()["boolean"] is False


def test_a_request_without_a_body_or_type(server: WorkbenchServer) -> None:
    said = raw(server, b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert said.startswith(b"HTTP/1.1 415 ")


UPDATES = (
    ("GET", "/sparql?" + urlencode({"update": "CLEAR ALL"}), None, {}, 400),
    ("POST", "/sparql", form(("update", "CLEAR ALL")), {"Content_Type": FORM}, 400),
    ("POST", "/sparql", b"CLEAR ALL", {"Content_Type": "application/sparql-update"}, 415),
    ("POST", "/sparql", b"CLEAR ALL", {"Content_Type": DIRECT}, 400),
    ("PUT", "/sparql?default", b"<urn:s> <urn:p> 1 .", {"Content_Type": "text/turtle"}, 405),
)


@pytest.mark.parametrize(("method", "path", "body", "headers", "status"), UPDATES)
def test_the_update_half_is_refused(
    server: WorkbenchServer, method: str, path: str, body: bytes | None, headers: dict[str, str], status: int
) -> None:
    count = "/sparql?" + urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"})
    before = get(server, count).body
    assert send(server, method, path, body, **headers).status == status
    assert get(server, count).body == before


def test_the_service_description_is_valid_rdf_with_its_endpoint(server: WorkbenchServer) -> None:
    got = get(server, "/sparql")
    found = list(pyoxigraph.parse(got.body, format=pyoxigraph.RdfFormat.from_media_type(got.type)))
    sd = "http://www.w3.org/ns/sparql-service-description#"
    assert [q.object.value for q in found if q.predicate.value == f"{sd}endpoint"] == [f"{server.url}sparql"]
    assert sum(q.object.value == f"{sd}Service" for q in found) == 1
