"""What a stranger may try, tried on the running server over the loopback: each limit holds and the server lives on."""

from __future__ import annotations

import http.client
import http.server
import os
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from kg.serve.server import WorkbenchServer
from kg.serve.settings import Settings
from tests.kg.small_graph import ID
from tests.serve.client import HEAVY, HUNGRY, SLOW, ask, get, raw, run, send
from tests.serve.conftest import Start


@pytest.fixture(scope="module")
def bait() -> Iterator[tuple[str, list[str]]]:
    """A server that nobody may be made to ask: its address, and who asked."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    trap = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=trap.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{trap.server_port}/x", asked
    trap.shutdown()


def alive(server: WorkbenchServer) -> None:
    got = ask(server, "ASK { ?s ?p ?o }")
    assert got.status == 200, got.text
    assert got.json()["boolean"] is True


OUTSIDE = (
    "SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ {{ SELECT * {{ OPTIONAL {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }} }} }}",
    "ASK {{ FILTER NOT EXISTS {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }}",
    "ASK {{ FILTER(1<2#>\n) SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ BIND(trueSERVICE<{url}>{{}} AS ?x) }}",
    "SELECT * {{ VALUES ?u {{ <{url}> }} SERVICE ?u {{ ?s ?p ?o }} }}",
    "SELECT * {{ s\\u0065rvice <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * FROM <{url}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{url}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT * FROM <file:///etc/passwd> {{ ?s ?p ?o }}",
    "SELECT * FROM <FILE:///etc/passwd> FROM NAMED <{url}> {{ ?s ?p ?o }}",
    "ASK {{ ?a ?b ?c FILTER EXISTS {{ ?a !(<x:p>|^<x:q>)+ ?d . SERVICE <{url}> {{ ?d (<x:p>/<x:q>)* ?o }} }} }}",
    "SELECT * {{ {{ SELECT ?s {{ MINUS {{ GRAPH ?g {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }} }} }} UNION {{ ?s ?p ?o }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} FROM <{url}> {{ ?s ?p ?o }}",
    "DESCRIBE ?s FROM <file:///etc/passwd> {{ ?s ?p ?o }}",
    "PREFIX t: <{url}> SELECT * FROM t: {{ ?s ?p ?o }}",
    "BASE <{url}> SELECT * FROM <> {{ ?s ?p ?o }}",
    "SELECT (EXISTS {{ SERVICE <{url}> {{ ?s ?p ?o }} }} AS ?e) {{}} HAVING(EXISTS {{ SERVICE <{url}> {{}} }})",
    "LOAD <{url}>",
    "LOAD <file:///etc/passwd> INTO GRAPH <x:g>",
    "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
)


@pytest.mark.parametrize("query", OUTSIDE)
@pytest.mark.parametrize("by", ["sparql", "page", "download"])
def test_nothing_outside_is_reached(server: WorkbenchServer, bait: tuple[str, list[str]], query: str, by: str) -> None:
    url, asked = bait
    text = query.format(url=url)
    if by == "sparql":
        got = ask(server, text)
    elif by == "page":
        got = run(server, query=text)
    else:
        got = get(server, f"/download?{urlencode({'query': text})}")
    assert got.status == 400
    assert asked == []
    assert "root:" not in got.text


def test_a_graph_of_another_server_yields_nothing(server: WorkbenchServer, bait: tuple[str, list[str]]) -> None:
    url, asked = bait
    assert ask(server, f"SELECT * {{ GRAPH <{url}> {{ ?s ?p ?o }} }}").json()["results"]["bindings"] == []
    assert asked == []


def test_a_long_query_is_stopped(start: Start) -> None:
    server = start(seconds=2)
    started = time.monotonic()
    got = ask(server, HEAVY)
    assert time.monotonic() - started < 6
    assert (got.status, got.headers["retry-after"]) == (503, "2")
    assert "超过 2 秒" in got.text
    alive(server)


def test_a_hungry_query_is_stopped(start: Start) -> None:
    server = start(seconds=60, memory_mb=200)
    got = ask(server, HUNGRY, timeout=70)
    assert got.status == 503
    assert "内存" in got.text
    alive(server)


def begun(server: WorkbenchServer, query: str) -> socket.socket:
    """A connection on which a query has been asked; closing it ends the query."""
    sock = socket.create_connection(("127.0.0.1", server.port))
    sock.sendall(f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    return sock


def unanswered(sock: socket.socket, seconds: float = 0.2) -> bool:
    sock.settimeout(seconds)
    try:
        sock.recv(100, socket.MSG_PEEK)
    except TimeoutError:
        return True
    return False


def light_times(server: WorkbenchServer, count: int) -> list[float]:
    """How long light queries take one after another, sorted, in seconds."""
    times = []
    for _ in range(count):
        started = time.monotonic()
        alive(server)
        times.append(time.monotonic() - started)
    return sorted(times)


def test_light_queries_do_not_wait_for_heavy_ones(start: Start) -> None:
    server = start(seconds=60, light_seconds=0.2)
    heavy = [begun(server, HEAVY) for _ in range(2)]
    assert unanswered(heavy[0], 2)  # by now both have been found heavy
    assert light_times(server, 15)[7] < 1
    assert all(unanswered(sock) for sock in heavy)
    for sock in heavy:
        sock.close()
    alive(server)


def test_a_heavy_query_waits_its_turn_while_light_ones_run(start: Start) -> None:
    server = start(heavy=1, light_seconds=0.05, crowded_seconds=0.05, seconds=60, heavy_wait_seconds=60)
    with ThreadPoolExecutor(3) as threads:
        heavy = [threads.submit(ask, server, SLOW, 200) for _ in range(3)]
        times = []
        while not all(query.done() for query in heavy):
            times += light_times(server, 1)
        assert [query.result().status for query in heavy] == [200] * 3
        assert sorted(times)[len(times) // 2] < 1


def test_the_queue_of_heavy_queries_is_bounded(start: Start) -> None:
    server = start(heavy=1, heavy_waiting=1, light_seconds=0.1, crowded_seconds=0.1, seconds=60, heavy_wait_seconds=60)
    first = begun(server, HEAVY)
    assert unanswered(first, 1.5)
    second = begun(server, HEAVY)
    assert unanswered(second, 1.5)
    got = ask(server, HEAVY)  # one runs, one waits: there is no room
    assert (got.status, got.headers["retry-after"], "已满" in got.text) == (503, "2", True)
    second.close()  # who goes away while it waits makes room
    time.sleep(1)
    third = begun(server, HEAVY)
    assert unanswered(third, 1.5)
    first.close()
    third.close()
    alive(server)


def test_a_heavy_query_does_not_wait_for_ever(start: Start) -> None:
    server = start(heavy=1, light_seconds=0.1, crowded_seconds=0.1, seconds=60, heavy_wait_seconds=0.5)
    first = begun(server, HEAVY)
    assert unanswered(first, 1.5)
    got = ask(server, HEAVY)
    assert (got.status, got.headers["retry-after"], "已满" in got.text) == (503, "2", True)
    assert unanswered(first)
    first.close()


def test_a_heavy_query_runs_when_the_one_before_has_ended(start: Start) -> None:
    server = start(heavy=1, light_seconds=0.1, crowded_seconds=0.1, seconds=60, heavy_wait_seconds=60)
    first = begun(server, HEAVY)
    assert unanswered(first, 1.5)
    with ThreadPoolExecutor(1) as threads:
        second = threads.submit(ask, server, SLOW, 200)
        time.sleep(1.5)
        assert not second.done()
        first.close()
        assert second.result().status == 200


def test_a_burst_of_heavy_queries_hardly_delays_a_light_one(start: Start) -> None:
    server = start(seconds=60, light_seconds=10, crowded_seconds=0.1, queue_seconds=30, heavy_wait_seconds=60)
    heavy = [begun(server, HEAVY) for _ in range(10)]
    assert unanswered(heavy[0], 0.2)
    alive(server)  # behind ten at 10 s, on two workers, it would be refused
    assert all(unanswered(sock, 0.01) for sock in heavy)
    for sock in heavy:
        sock.close()
    alive(server)


def test_only_so_many_at_once(start: Start) -> None:
    server = start(at_once=3, heavy=3, seconds=2)
    with ThreadPoolExecutor(12) as threads:
        got = list(threads.map(lambda _: ask(server, HEAVY), range(12)))
    assert {g.status for g in got} == {503}
    assert sum("服务器忙" in g.text for g in got) >= 6
    assert all(g.headers["retry-after"] for g in got)
    alive(server)


def test_too_many_rows_are_413(start: Start) -> None:
    server = start(rows=50)
    query = "SELECT * { ?s ?p ?o } LIMIT %d"
    for accept in (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ):
        assert ask(server, query % 50, accept=accept).status == 200
        got = ask(server, query % 51, accept=accept)
        assert (got.status, "50 行" in got.text) == (413, True)
    assert ask(server, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }").status == 413
    assert get(server, f"/download?{urlencode({'query': query % 51})}").status == 413
    alive(server)


def test_too_many_bytes_are_413(start: Start) -> None:
    server = start(result_bytes=2_000_000)
    query = f"SELECT (CONCAT({','.join(['?t'] * 200)}) AS ?long) {{ ?a plan:text ?t . ?b ?p ?c }}"
    got = ask(server, query)
    assert (got.status, "2 MB" in got.text) == (413, True)
    alive(server)


def test_large_requests_are_refused(server: WorkbenchServer) -> None:
    head = "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: {}\r\n\r\n"
    assert raw(server, head.format(2_000_000).encode()).startswith(b"HTTP/1.1 413 ")
    assert raw(server, head.format("9" * 500).encode()).startswith(b"HTTP/1.1 413 ")
    assert raw(server, head.format("-5").encode()).startswith(b"HTTP/1.1 400 ")
    assert ask(server, "ASK {}" + " " * 70_000).status == 414  # a request line has 64 KiB
    long = "ASK { #" + "x" * 300_000 + "\n}"
    assert send(server, "POST", "/sparql", long, Content_Type="application/sparql-query").status == 400
    assert raw(server, b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 70_000 + b"\r\n\r\n").startswith(
        b"HTTP/1.1 431 "
    )
    many = "".join(f"X-{i}: y\r\n" for i in range(200)).encode()
    assert raw(server, b"GET / HTTP/1.1\r\nHost: localhost\r\n" + many + b"\r\n").startswith(b"HTTP/1.1 431 ")
    alive(server)


@pytest.mark.parametrize(
    "extra",
    [b"Transfer-Encoding: chunked\r\n", b"Content-Length: 6\r\nContent-Length: 7\r\n", b"Content-Length: 6x\r\n"],
)
def test_ambiguous_lengths_are_refused(server: WorkbenchServer, extra: bytes) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    said = raw(server, head + extra + b"\r\nASK {}GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert said.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 411 "))
    assert said.count(b"HTTP/1.1 ") == 1  # the rest is not taken for another request


def test_a_slow_client_is_dropped(server: WorkbenchServer) -> None:
    started = time.monotonic()
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as sock:
        sock.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n")
        with pytest.raises(OSError):  # a byte now and then does not keep the connection
            while time.monotonic() - started < 8:
                sock.sendall(b"X")
                time.sleep(0.2)
        assert time.monotonic() - started < 5


def test_idle_connections_do_not_shut_others_out(start: Start) -> None:
    server = start(connections=10, idle_seconds=1)
    idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(10)]
    time.sleep(0.3)
    assert raw(server, b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n").startswith(b"HTTP/1.1 503 ")
    time.sleep(1.5)
    alive(server)
    for sock in idle:
        sock.close()


def test_a_client_that_goes_away_frees_its_worker(start: Start) -> None:
    server = start(seconds=30)
    for _ in range(6):
        with socket.create_connection(("127.0.0.1", server.port)) as sock:
            sock.sendall(f"GET /sparql?query={quote(HEAVY)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            time.sleep(0.1)
    time.sleep(1.0)
    started = time.monotonic()
    alive(server)
    assert time.monotonic() - started < 3
    assert len(server.pool.pids()) <= 4


def test_hostile_queries_in_a_row_leave_the_memory_bounded(start: Start) -> None:
    server = start(light_seconds=0.05, heavy=1, seconds=0.2)
    deep = "ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }"
    queries = (HEAVY, HUNGRY, deep, "SELECT * {" * 3000, "ASK { '", "SELECT * { ?s ?p ?o }", "ASK { ?x " + "(" * 9000)

    def memory() -> int:
        with open(f"/proc/{os.getpid()}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * 4096

    for query in queries:
        ask(server, query)
    before = memory()
    for index in range(60):
        assert ask(server, queries[index % len(queries)]).status in (200, 400, 413, 414, 503)
    assert memory() - before < 60_000_000
    assert server.pool.ready(10)
    time.sleep(0.5)
    assert len(server.pool.pids()) <= 3
    alive(server)


HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}


@pytest.mark.parametrize(
    "path", ["/", "/query", "/sparql", "/sparql?query=x", "/nothing", "/assets/serve.css", "/id/place/141125", "/health",
             f"/page/plan/{'140100-2026-zhengfu-bbbb'}", "/data/place/141125.ttl", "/api/terms"]
)  # fmt: skip
def test_every_reply_has_the_headers(server: WorkbenchServer, path: str) -> None:
    got = get(server, path)
    assert {key: got.headers.get(key) for key in HEADERS} == HEADERS
    policy = got.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "*" not in policy and "http" not in policy
    assert not [key for key in got.headers if key.startswith("access-control-")]


def test_cors_is_off(server: WorkbenchServer) -> None:
    got = get(server, "/sparql?query=ASK%7B%7D", Origin="http://evil.example")
    assert got.status == 403
    assert not [key for key in got.headers if key.startswith("access-control-")]
    assert send(server, "OPTIONS", "/sparql", Origin="http://evil.example").status == 405
    own = f"http://127.0.0.1:{server.port}"
    assert get(server, "/sparql?query=ASK%7B%7D", Origin=own).status == 200


def test_pages_of_other_sites_cannot_ask(server: WorkbenchServer) -> None:
    from_elsewhere = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "image"}
    assert get(server, "/sparql?query=ASK%7B%7D", **from_elsewhere).status == 403
    link = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
    assert get(server, "/query", **link).status == 200
    frame = link | {"Sec_Fetch_Dest": "iframe"}
    assert get(server, "/query", **frame).status == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "10.0.0.7", "localhost@x", ""]
)
def test_foreign_host_names_are_refused(server: WorkbenchServer, host: str) -> None:
    got = raw(server, f"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    assert got.startswith(b"HTTP/1.1 421 ")


@pytest.mark.parametrize("head", ["", "Host: localhost\r\nHost: evil.example\r\n"])
def test_missing_or_double_host_is_refused(server: WorkbenchServer, head: str) -> None:
    assert raw(server, f"GET / HTTP/1.1\r\n{head}Connection: close\r\n\r\n".encode()).startswith(b"HTTP/1.1 421 ")


def test_another_address_needs_a_token(graph_dir: Path, start: Start) -> None:
    with pytest.raises(ValueError, match="token"):
        Settings(graph_dir, "0.0.0.0")
    server = start("0.0.0.0", "secret-token")
    for path in ("/", "/sparql?query=ASK%7B%7D", "/assets/serve.css", "/health", "/?token=wrong", "/?token="):
        assert get(server, path).status == 401
    assert (
        send(server, "POST", "/sparql?token=secret-token", "ASK{}", Content_Type="application/sparql-query").status
        == 401
    )
    assert get(server, "/sparql?query=ASK%7B%7D", Authorization="Bearer secret-token").status == 200
    assert get(server, "/sparql?query=ASK%7B%7D", Authorization="Bearer secret-toke").status == 401
    assert get(server, "/health", Authorization="Basic eDpzZWNyZXQtdG9rZW4=").status == 200
    assert get(server, "/health", Authorization="Basic !!!").status == 401
    entered = get(server, "/query?token=secret-token&name=plans")
    assert (entered.status, entered.headers["location"]) == (303, "/query?name=plans")
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert get(server, "/query", Cookie=cookie.partition(";")[0]).status == 200
    assert get(server, "//evil.example/?token=secret-token").headers["location"] == "/evil.example/"
    assert get(server, "/health", Host="192.168.1.5:80", Authorization="Bearer secret-token").status == 200
    assert get(server, "/health", Host="evil.example", Authorization="Bearer secret-token").status == 421


@pytest.mark.parametrize(
    "path", ["/assets/../server.py", "/assets/..%2fserver.py", "/assets/%2e%2e/server.py", "/assets//etc/passwd", "/assets/",
             "/etc/passwd", "/../../etc/passwd", "/data/../../etc/passwd.ttl", "/id/", "/page/%00", "/ont/<x>", "/id/a b"]
)  # fmt: skip
def test_odd_paths_lead_nowhere(server: WorkbenchServer, path: str) -> None:
    said = raw(server, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    assert said.startswith((b"HTTP/1.1 404 ", b"HTTP/1.1 400 "))
    assert b"root:" not in said and b"import " not in said


@pytest.mark.parametrize("path", ["/id/x%0d%0aSet-Cookie:a=b", "/query?lang=zh%0d%0aX:y", "/ont/%0d%0aX-Bad:1"])
def test_no_header_can_be_slipped_in(server: WorkbenchServer, path: str) -> None:
    got = get(server, path)
    assert "x-bad" not in got.headers and got.headers.get("set-cookie", "").count("a=b") == 0


@pytest.mark.parametrize(
    "body", ["", "[]", "null", "{", '{"params": 3, "name": "plans"}', "[" * 100_000, '{"cells": 7}']
)
@pytest.mark.parametrize("path", ["/api/run", "/api/evidence"])
def test_odd_bodies_are_told_so(server: WorkbenchServer, path: str, body: str) -> None:
    assert send(server, "POST", path, body, Content_Type="application/json").status == 400
    alive(server)


@pytest.mark.parametrize(
    "cell", [{"i": f"{ID}place/> <x"}, {"i": 7}, {"t": ["x"]}, {"t": '"} . <x'}, {}, {"i": f"{ID}" + "x" * 9000}]
)
def test_odd_cells_have_no_evidence(server: WorkbenchServer, cell: dict[str, object]) -> None:
    import json

    got = send(server, "POST", "/api/evidence", json.dumps({"cells": [cell, 3]}), Content_Type="application/json")
    assert (got.status, got.json()) == (200, [])


def test_form_values_are_data_not_query(server: WorkbenchServer) -> None:
    got = run(server, name="targets", params={"indicator": '森林" } SERVICE <http://127.0.0.1:9/> { ?s ?p "'})
    assert (got.status, got.json()["rows"]) == (200, [])
    assert run(server, name="targets", params={"year": "20"}).status == 400
    assert run(server, name="projects-in-county", params={}).status == 400
    assert run(server, name="nothing-of-the-kind").status == 400


def test_workers_end_with_the_server(graph_dir: Path, start: Start) -> None:
    server = start()
    pids = server.pool.pids()
    assert pids
    server.pool.close()
    deadline = time.monotonic() + 10
    while any(_running(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(_running(pid) for pid in pids)


def test_a_rebuilt_graph_is_seen(tmp_path: Path, start: Start) -> None:
    from kg.store import GraphStore
    from tests.kg.small_graph import entry, full_reference, luliang_facts, taiyuan_facts

    directory = tmp_path / "graph"
    count = "SELECT (COUNT(*) AS ?n) { ?p a plan:Plan }"
    with GraphStore.open(directory, write=True, reference=full_reference) as graph:
        graph.replace_plans([entry(luliang_facts())])
    server = start(directory=directory)
    assert ask(server, count, accept="text/csv").text == "n\r\n1\r\n"
    with GraphStore.open(directory, write=True, reference=full_reference) as graph:
        graph.replace_plans([entry(taiyuan_facts())])
    assert ask(server, count, accept="text/csv").text == "n\r\n2\r\n"


def test_keep_alive_serves_many(server: WorkbenchServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    for _ in range(50):
        connection.request("GET", "/sparql?query=ASK%7B%7D")
        reply = connection.getresponse()
        assert (reply.status, reply.read()[:1]) == (200, b"{")
    connection.close()


def _running(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
