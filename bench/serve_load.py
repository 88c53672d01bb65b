"""Loads for the workbench's server: light queries of many clients at once, hostile queries in a row."""

from __future__ import annotations

import http.client
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

import psutil

LIGHT = "SELECT ?plan ?title { ?plan a plan:Plan ; dcterms:title ?title } ORDER BY ?plan LIMIT 10"
_ALL = "?a ?b ?c . ?d ?e ?f"
_DEEP = 3000
HOSTILE = (
    f"SELECT (COUNT(*) AS ?n) {{ {_ALL} . ?g ?h ?i }}",
    f"SELECT * {{ {_ALL} }} ORDER BY ?c ?f",
    f"SELECT DISTINCT ?a ?f {{ {_ALL} }}",
    f'SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d)); separator="") AS ?x) {{ {_ALL} }}',
    "SELECT * { ?a (!<x:y>)* ?b . ?c (!<x:z>)* ?d }",
    "SELECT * { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }",
    f"SELECT (CONCAT({','.join(['?t'] * 300)}) AS ?long) {{ ?a plan:text ?t . ?b ?p ?c }}",
    "SELECT * { ?a plan:text ?t FILTER(REGEX(?t, '(.*)*(.*)*(.*)*x$')) }",
    f"SELECT * {{ ?s {'/'.join(['!<x:y>'] * 300)} ?o }}",
    "SELECT * { ?s ?p ?o " + "OPTIONAL { ?s ?q ?r } " * 1500 + "}",
    f"ASK {{ FILTER({'1+' * 9000}1 = 2) }}",
    f"ASK {{ FILTER({'IF(true,' * _DEEP}1{',1)' * _DEEP}) }}",
    f"SELECT * {{ {'{ ' * _DEEP}?s ?p ?o{' }' * _DEEP} }}",
    f"ASK {{ {'FILTER EXISTS { ' * 1000}?s ?p ?o{' }' * 1000} }}",
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "LOAD <http://127.0.0.1:1/>",
    "DELETE WHERE { ?s ?p ?o }",
    "SELECT * { ?s ?p " + '"' + "x" * 150_000,
    "\ufeff\u202e ASK { ?s ?p '\\uD800' }",
)
"""Endless joins, sorts, paths and strings; huge results; deep and long texts; ways out of the store; updates; garbage."""


class Client:
    """One connection, kept open; ``path`` is the endpoint's."""

    def __init__(self, port: int, path: str = "/sparql", timeout: float = 120) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self._path = path

    def ask(self, query: str) -> int:
        """The status of the reply, which is read to its end; 0 if there was none in time."""
        form = urlencode({"query": query})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/sparql-results+json, text/turtle;q=0.5",
        }
        try:
            self._connection.request("POST", self._path, form, headers)
            reply = self._connection.getresponse()
            reply.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return 0
        return reply.status


def once_ms(work: Callable[[], object]) -> float:
    """How long a run takes, in milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def median_ms(work: Callable[[], object], rounds: int) -> float:
    """Median of ``rounds`` runs after one to warm up, in milliseconds."""
    work()
    return statistics.median(once_ms(work) for _ in range(rounds))


def light(make: Callable[[], Client], query: str, seconds: float, clients: int = 8) -> float:
    """Light queries a second of several clients at once; only answers with 200 count."""
    counts, end = [0] * clients, time.perf_counter() + seconds

    def work(number: int) -> None:
        client = make()
        while time.perf_counter() < end:
            counts[number] += client.ask(query) == 200

    threads = [threading.Thread(target=work, args=(n,)) for n in range(clients)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - start)


@dataclass(frozen=True, slots=True)
class HostileRow:
    """What came of hostile queries in a row: replies by status, megabytes before, at most, and after; all answered?"""

    count: int
    seconds: float
    replies: dict[int, int]
    before: float
    most: float
    after: float
    alive: bool


def hostile(port: int, process: psutil.Process, count: int) -> HostileRow:
    """Sends hostile queries one after another, watching the memory of the server and all its processes."""
    client, replies = Client(port), Counter[int]()
    for _ in range(20):
        client.ask(LIGHT)
    before, started = memory(process), time.perf_counter()
    with _Watch(process) as watch:
        for number in range(count):
            replies[client.ask(HOSTILE[number % len(HOSTILE)])] += 1
    seconds = time.perf_counter() - started
    alive = client.ask(LIGHT) == 200
    return HostileRow(count, seconds, dict(sorted(replies.items())), before, watch.most, memory(process), alive)


def memory(process: psutil.Process) -> float:
    """Megabytes of a process and all below it (resident; pages they share are counted once for each)."""
    total = 0
    for one in (process, *process.children(recursive=True)):
        try:
            total += one.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total / 1e6


class _Watch:
    """The most memory seen, looked at twenty times a second."""

    def __init__(self, process: psutil.Process) -> None:
        self._process, self._end = process, threading.Event()
        self.most = 0.0
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._end.wait(0.05):
            self.most = max(self.most, memory(self._process))
