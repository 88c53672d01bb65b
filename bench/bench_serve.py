"""The workbench's endpoint beside the store asked directly and, where it is installed, rdflib-endpoint.

    python -m bench.bench_serve GRAPH... [--rounds 5] [--hostile 1000] [--rdflib PYTHON]

For each graph directory: every library query whose parameters have examples in the graph, median through HTTP and
median in pyoxigraph (aim: at most twice as long plus 5 ms); light queries a second of 8 clients at once; memory of the
server's processes while hostile queries come one after another. ``--rdflib`` names a Python with rdflib-endpoint and
oxrdflib or plain rdflib, which gets the first graph as N-Quads and the light query.
"""

from __future__ import annotations

import argparse
import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import psutil
import pyoxigraph

from extract.errors import PlanKGError
from kg.library import bound_text, load_library
from kg.query import PREFIXES, run_query
from kg.store import GraphStore

LIGHT = "SELECT ?plan ?title { ?plan a plan:Plan ; dcterms:title ?title } ORDER BY ?plan LIMIT 10"
HOSTILE = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    'SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d)); separator="") AS ?x) { ?a ?b ?c . ?d ?e ?f }',
    "SELECT * { ?a (!<x:y>)* ?b . ?c (!<x:z>)* ?d }",
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "SELECT * { " + "{ " * 3000 + "?s ?p ?o" + " }" * 3000 + " }",
)


class Client:
    """One kept-open connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def ask(self, query: str) -> int:
        """The status of the reply, which is read to its end."""
        form = urlencode({"query": query})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/sparql-results+json, text/turtle;q=0.5",
        }
        try:
            self._connection.request("POST", "/sparql", form, headers)
            reply = self._connection.getresponse()
            reply.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return 0
        return reply.status


def median_ms(work: Callable[[], object], rounds: int) -> float:
    """Median of ``rounds`` runs after one to warm up, in milliseconds."""
    work()
    spent = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent) * 1000


def library(directory: Path, client: Client, rounds: int) -> None:
    """The table of the library's queries, and how many are within twice plus 5 ms."""
    within = total = 0
    print(f"{'query':32}{'direct ms':>11}{'http ms':>10}{'ratio':>8}")
    with GraphStore.open(directory) as graph:
        for query in load_library():
            try:
                text = bound_text(graph.store, query, {p.name: p.example for p in query.params if p.required})
            except PlanKGError:
                continue  # the example's place is not in this graph
            if client.ask(text) != 200:
                print(f"{query.name:32} refused: over the server's limits")
                continue
            direct = median_ms(lambda text=text: run_query(graph.store, text), rounds)
            served = median_ms(lambda text=text: client.ask(text), rounds)
            total += 1
            within += served <= 2 * direct + 5
            print(f"{query.name:32}{direct:11.2f}{served:10.2f}{served / direct:8.2f}", flush=True)
    print(f"{within} of {total} within twice the direct time plus 5 ms")


def light(port: int, seconds: float, clients: int = 8) -> float:
    """Light queries a second of several clients at once."""
    counts, end = [0] * clients, time.perf_counter() + seconds

    def work(number: int) -> None:
        client = Client(port)
        while time.perf_counter() < end:
            counts[number] += client.ask(LIGHT) == 200

    threads = [threading.Thread(target=work, args=(n,)) for n in range(clients)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - start)


def memory(process: psutil.Process) -> float:
    """Megabytes of a process and all below it (resident, shared pages counted once for each)."""
    total = 0
    for one in (process, *process.children(recursive=True)):
        try:
            total += one.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total / 1e6


def hostile(port: int, process: psutil.Process, count: int) -> None:
    """Hostile queries in a row: replies by status, memory before, at most, after."""
    client, replies, before, most = Client(port), {}, memory(process), 0.0
    for number in range(count):
        status = client.ask(HOSTILE[number % len(HOSTILE)])
        replies[status] = replies.get(status, 0) + 1
        most = max(most, memory(process))
    after = memory(process)
    print(f"{count} hostile queries: replies {dict(sorted(replies.items()))}")
    print(
        f"  memory before {before:.0f} MB, at most {most:.0f} MB, after {after:.0f} MB; light query {client.ask(LIGHT)}"
    )


def rdflib_endpoint(python: str, directory: Path) -> None:
    """The light query through rdflib-endpoint over the same triples."""
    with tempfile.TemporaryDirectory() as folder, GraphStore.open(directory) as graph:
        data = Path(folder) / "graph.nt"
        with data.open("wb") as out:
            for quad in graph.store.quads_for_pattern(None, None, None, pyoxigraph.DefaultGraph()):
                out.write(f"{quad.triple} .\n".encode())
        command = [python, "-m", "rdflib_endpoint", "serve", str(data), "--port", "18999"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _measure_rdflib(process)
        finally:
            process.kill()
            process.wait()


def _measure_rdflib(process: subprocess.Popen[bytes]) -> None:
    head = "".join(f"PREFIX {key}: <{value}>\n" for key, value in PREFIXES.items())
    start = time.perf_counter()
    while time.perf_counter() - start < 600 and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", 18999, timeout=60)
        try:
            connection.request("GET", "/?" + urlencode({"query": "ASK { ?s ?p ?o }"}))
            connection.getresponse().read()
            break
        except OSError:
            time.sleep(1)
    else:
        print("rdflib-endpoint did not start")
        return

    def ask() -> None:
        connection.request("GET", "/?" + urlencode({"query": head + LIGHT}))
        connection.getresponse().read()

    print(f"rdflib-endpoint: ready after {time.perf_counter() - start:.0f} s, light query {median_ms(ask, 10):.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("graphs", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--hostile", type=int, default=1000)
    parser.add_argument("--rdflib", help="a Python that has rdflib-endpoint")
    options = parser.parse_args()
    for directory in options.graphs:
        print(f"== {directory}; load {os.getloadavg()[0]:.1f}", flush=True)
        port = 18700 + os.getpid() % 200
        command = [sys.executable, "-m", "kg", "serve", "-g", str(directory), "--port", str(port)]
        with subprocess.Popen([*command, "--timeout", "5"], stdout=subprocess.PIPE) as process:
            try:
                assert process.stdout is not None
                process.stdout.readline()
                process.stdout.readline()
                tree, client = psutil.Process(process.pid), Client(port)
                library(directory, client, options.rounds)
                served = median_ms(lambda client=client: client.ask(LIGHT), 50)
                print(f"light query through HTTP {served:.2f} ms; 8 clients at once: {light(port, 10):.0f} a second")
                hostile(port, tree, options.hostile)
            finally:
                process.terminate()
    if options.rdflib:
        rdflib_endpoint(options.rdflib, options.graphs[0])


if __name__ == "__main__":
    main()
