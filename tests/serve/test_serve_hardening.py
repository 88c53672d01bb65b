"""Attacks found on review, tried on the running server: time in the server's own process, odd requests, odd results."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from kg.serve.server import DATA_POLICY, WorkbenchServer
from kg.serve.settings import Settings
from tests.serve.client import ask, get, raw, run, send
from tests.serve.conftest import HOSTILE, Start


def lives(server: WorkbenchServer) -> None:
    assert ask(server, "ASK { ?s ?p ?o }").status == 200


def test_a_hostile_cookie_takes_no_time(server: WorkbenchServer) -> None:
    started = time.process_time()  # the server's threads are in this process
    assert get(server, "/health", Cookie='a="' + "\\" * 60_000 + '"').status == 200
    assert time.process_time() - started < 2


def test_hostile_texts_take_no_time_in_the_guard(start: Start) -> None:
    """Nor does the explanation of an error: everything else runs in a worker, which is stopped."""
    server = start(seconds=60)
    for text in ("service " + "a" * 150_000 + " x:y", "SELECT * { ?s ?p " + "a" * 150_000 + "x:y }", "from <" * 30_000,
                 '"' * 150_000 + "service", "\\" * 150_000 + "service", "#" * 150_000 + "\nservice"):  # fmt: skip
        got = send(server, "POST", "/sparql", text, Content_Type="application/sparql-query")
        assert got.status == 400, got.text


@pytest.mark.parametrize("opening", ["{ ", "FILTER(" + "(" * 10, "[ <x:p> ", "?s ?p " + "( " * 10])
def test_deep_nesting_is_told_with_its_place(server: WorkbenchServer, opening: str) -> None:
    got = ask(server, "SELECT * {\n" + opening * 400)
    assert (got.status, got.headers.get("x-error-line")) == (400, "2")
    assert "嵌套太深" in got.text
    lives(server)


@pytest.mark.parametrize(
    "query",
    ["ASK { FILTER(1" + "+1" * 20_000 + " > 0) }", "SELECT * { {}" + " UNION {}" * 15_000 + " }",
     "ASK { FILTER(" + "!" * 30_000 + "true) }", "SELECT * { " + "OPTIONAL { ?s ?p ?o } " * 5_000 + "}",
     "SELECT * { ?a <x:p>" + "/<x:p>" * 2_000 + " ?b }", "ASK { FILTER(1" + "-1" * 20_000 + " > 0) }",
     "SELECT * { VALUES ?x { 1 } " + "?s ?p ?o . " * 2_000 + "}", "ASK { ?s ?p" + " 1," * 5_000 + " 1 }"],
)  # fmt: skip
def test_long_chains_are_refused_before_the_store_sees_them(server: WorkbenchServer, query: str) -> None:
    """They would overflow the store's stack or take for ever to plan."""
    got = send(server, "POST", "/sparql", query, Content_Type="application/sparql-query")
    assert got.status == 400
    assert "太复杂" in got.text
    assert got.headers["x-error-line"] == "1"


def test_many_values_are_data(server: WorkbenchServer) -> None:
    rows = "\n".join(f'("{number}" {number})' for number in range(5_000))
    query = f"SELECT (COUNT(*) AS ?n) {{ VALUES (?x ?y) {{ {rows} }} }}"
    got = send(server, "POST", "/sparql", query, Content_Type="application/sparql-query", Accept="text/csv")
    assert (got.status, got.text.split()) == (200, ["n", "5000"])


@pytest.mark.parametrize(
    "query",
    ["ASK { FILTER(1" + "+1" * 1_900 + " > 0) }", "SELECT * { {}" + " UNION {}" * 1_300 + " }",
     "ASK { FILTER(" + "!" * 3_900 + "true) }", "SELECT * { " + "OPTIONAL{}" * 1_300 + "}",
     "SELECT * { ?a <x:p>" + "/<x:p>" * 1_900 + " ?b }", "SELECT * { " + "{} " * 1_900 + "}"],
)  # fmt: skip
def test_the_longest_chains_overflow_nothing(server: WorkbenchServer, query: str) -> None:
    """What is let through may take too long, but its worker does not die of it."""
    got = send(server, "POST", "/sparql", query, Content_Type="application/sparql-query")
    assert got.status in (200, 400, 503)
    assert "内存" not in got.text  # what a lost worker is told to have died of
    lives(server)


def test_escaped_keywords_and_graphs_are_no_way_out(server: WorkbenchServer) -> None:
    for query in ("SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> {} }", "SELECT * { ſervice <http://127.0.0.1:9/> {} }",
                  "SELECT * \\u0046ROM <file:///etc/passwd> { ?s ?p ?o }",
                  "SELECT * FROM <\\u0066ile:///etc/passwd> { ?s ?p ?o }",
                  "SELECT * FROM <\\U00000066ile:///etc/passwd> { ?s ?p ?o }",
                  "PREFIX f: <file:///etc/> SELECT * FROM f:passwd { ?s ?p ?o }",
                  "SELECT * { SERVICE # }\n <http://127.0.0.1:9/> { ?s ?p ?o } }",
                  "SELECT * { OPTIONAL { { SELECT ?s { { SERVICE SILENT ?x { } } UNION { } } } } }",
                  "LO\\u0041D <file:///etc/passwd>"):  # fmt: skip
        assert ask(server, query).status == 400, query


def test_a_page_s_result_of_many_bytes_is_413(start: Start) -> None:
    server = start(result_bytes=300_000, seconds=60)
    got = run(server, query=f"SELECT (CONCAT({','.join(['?t'] * 10)}) AS ?long) {{ ?a plan:text ?t . ?b ?p ?c }}")
    assert (got.status, "结果太大" in got.text) == (413, True)
    lives(server)


@pytest.mark.parametrize("data", [b"GET /\r\n", b"\r\n\r\n", b"GET\r\n\r\n", b"\x16\x03\x01\x02\x00\x01", b"GET / HTTP/9.9\r\n\r\n",
                                  b"GET http://evil.example/sparql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"])  # fmt: skip
def test_odd_requests_get_an_error_or_nothing(server: WorkbenchServer, data: bytes) -> None:
    assert b" 200 " not in raw(server, data, 6)
    lives(server)


def test_head_and_options(server: WorkbenchServer) -> None:
    for path in ("/", "/query", "/sparql?query=ASK%7B%7D", "/page/place/141125", "/assets/serve.css", "/nothing"):
        head, got = send(server, "HEAD", path), get(server, path)
        assert (head.status, head.body, head.type) == (got.status, b"", got.type)
        assert head.headers["content-length"] == str(len(got.body))
    for path in ("/sparql", "/", "*"):
        options = send(server, "OPTIONS", path, Origin="http://evil.example", Access_Control_Request_Method="POST")
        assert options.status == 405
        assert not [name for name in options.headers if name.startswith("access-control")]


def test_data_is_sandboxed(server: WorkbenchServer) -> None:
    """RDF/XML whose predicate is an XHTML script element is a document that a browser would run."""
    query = 'CONSTRUCT { <x:s> <http://www.w3.org/1999/xhtmlscript> "alert(1)" } WHERE {}'
    got = ask(server, query, accept="application/rdf+xml")
    assert got.status == 200
    for other in (got, get(server, "/data/place/141125.rdf"), get(server, "/nothing")):
        assert other.headers["content-security-policy"] == DATA_POLICY
        assert other.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" not in get(server, "/").headers["content-security-policy"]


def test_connections_that_say_nothing_soon_make_room(start: Start) -> None:
    server = start(connections=8, idle_seconds=60)
    silent = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(8)]
    deadline = time.monotonic() + 20
    while get_status(server) != 200 and time.monotonic() < deadline:
        time.sleep(0.3)
    assert time.monotonic() < deadline  # although each may be silent for a minute while there is room
    for sock in silent:
        sock.close()


def get_status(server: WorkbenchServer) -> int:
    try:
        return get(server, "/health").status
    except OSError:
        return 0


@pytest.mark.parametrize(
    "token", ["short", "with space", "semi;colon", "引号引号引号引号", "new\r\nline-x", 'quo"ted-token']
)
def test_tokens_that_a_header_cannot_hold_are_refused(graph_dir: Path, token: str) -> None:
    with pytest.raises(ValueError, match="token"):
        Settings(graph_dir, "0.0.0.0", token=token)


def test_the_way_in_leads_nowhere_else(start: Start) -> None:
    server = start("0.0.0.0", "secret-token")
    for path in ("//evil.example", "/\\evil.example", "/\\/evil.example", "///\\evil.example"):
        said = raw(
            server, f"GET {path}?token=secret-token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        )
        location = next(line for line in said.split(b"\r\n") if line.startswith(b"Location: "))
        assert location == b"Location: /evil.example", location


def test_markup_in_labels_is_text_everywhere(server: WorkbenchServer) -> None:
    """Every page and every answer that a browser would take for a page, in both languages."""
    found = ask(
        server, 'SELECT ?p { ?p a plan:Project ; skos:prefLabel ?l FILTER(CONTAINS(?l, "<img")) }', accept="text/csv"
    )
    project = found.text.splitlines()[1].rpartition("/id/")[2]
    pages = ("/", "/query", f"/page/{project}", "/page/plan/140100-2020-x-cccc", "/page/place/140100", "/ont/Project",
             f"/query?{urlencode({'query': '</script><script>x</script>'})}")  # fmt: skip
    for path in pages:
        for language in ("zh", "en"):
            got = get(server, path, Cookie=f"plankg_lang={language}")
            assert got.status == 200
            assert "<img" not in got.text and "<script>" not in got.text and 'onerror="' not in got.text, path
    complete = get(server, f"/api/complete?text={quote('<img')}")
    assert (complete.type, complete.json()[0][0]) == ("application/json", HOSTILE)


def test_the_endpoint_with_a_slash(server: WorkbenchServer) -> None:
    assert get(server, "/sparql/?query=ASK%7B%7D").json()["boolean"] is True
