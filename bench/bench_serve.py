"""The workbench's endpoint beside the store asked directly and, where it is installed, rdflib-endpoint.

    python -m bench.bench_serve GRAPH... [--rounds 5] [--hostile 1000] [--rdflib PYTHON] [--store default] [--out FILE]

For each graph directory: every library query whose parameters have examples in the graph, median in pyoxigraph and
median through HTTP (aim: at most twice as long plus 5 ms); light queries a second of 8 clients at once (aim: 300 on two
cores); memory of the server's processes while hostile queries come one after another, on a server that gives each
0.3 s. ``--rdflib`` names a Python with rdflib-endpoint, which gets the same triples and the same queries, the quick
ones first; after the first that it does not answer in 20 s it is asked no more. A graph of a million triples from
generated documents, built from their annotations without extraction:

    python -m bench.generate --documents 130 --seed 7 DIR && plankg build DIR/*.json -g DIR/graph
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
import pyoxigraph

from bench import serve_rdflib
from bench.serve_load import LIGHT, Client, HostileRow, hostile, light, median_ms, once_ms
from extract.errors import PlanKGError
from kg.library import LibraryQuery, bound_text, load_library
from kg.query import run_query
from kg.store import GraphStore

_RDFLIB_SECONDS = 20.0
_HOSTILE_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Row:
    """A query's name and text, and medians in milliseconds; None where it was refused or not asked."""

    name: str
    text: str
    direct: float
    served: float | None
    rdflib: float | None = None

    @property
    def within(self) -> bool:
        """Whether the server takes at most twice the direct time plus 5 ms."""
        return self.served is not None and self.served <= 2 * self.direct + 5


@contextmanager
def serving(directory: Path, *options: str) -> Iterator[tuple[int, psutil.Process]]:
    """``plankg serve`` on the graph: its port and process."""
    port = 18700 + os.getpid() % 200
    command = [sys.executable, "-m", "kg", "serve", "-g", str(directory), "--port", str(port), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            assert process.stdout is not None
            process.stdout.readline()
            process.stdout.readline()
            yield port, psutil.Process(process.pid)
        finally:
            process.terminate()


def library(directory: Path, client: Client, rounds: int) -> list[Row]:
    """Each query of the library with its parameters' examples, where the graph has them, direct and through HTTP."""
    with GraphStore.open(directory) as graph:
        texts = [(query.name, text) for query in load_library() if (text := _bound(graph.store, query))]
        return [_row(graph.store, client, name, text, rounds) for name, text in [("(light)", LIGHT), *texts]]


def _bound(store: pyoxigraph.Store, query: LibraryQuery) -> str:
    """The query's text, "" where the example's place is not in this graph."""
    wanted = {p.name: p.example for p in query.params if p.required}
    while True:
        try:
            return bound_text(store, query, wanted)
        except PlanKGError:
            counties = (
                "SELECT ?c (COUNT(*) AS ?n) { ?p plan:locatedIn ?x . ?x plan:code ?c ; a plan:County } GROUP BY ?c"
            )
            busy = run_query(store, counties + " ORDER BY DESC(?n) ?c LIMIT 2").texts()
            names = [p.name for p in query.params if p.required and p.type == "county"]
            chosen = {name: code for name, (code, _) in zip(names, busy, strict=False)}
            if not chosen or chosen.items() <= wanted.items():
                return ""
            wanted |= chosen


def _row(store: pyoxigraph.Store, client: Client, name: str, text: str, rounds: int) -> Row:
    """Direct and served one after the other in each round, so that a busy moment slows both."""
    refused = client.ask(text) != 200
    run_query(store, text)
    direct: list[float] = []
    served: list[float] = []
    for _ in range(rounds):
        direct.append(once_ms(lambda: run_query(store, text)))
        if not refused:
            client.ask(LIGHT)  # a connection that was silent during a long direct query has been closed
            start = time.perf_counter()
            refused = client.ask(text) != 200  # stopped by its time
            served.append((time.perf_counter() - start) * 1000)
    if refused:
        served = []
    row = Row(name, text, statistics.median(direct), statistics.median(served) if served else None)
    print(f"{name:24}{row.direct:11.2f}{row.served or 0:11.2f}{'' if row.within else '  over'}", flush=True)
    return row


def beside_rdflib(options: argparse.Namespace, directory: Path, rows: list[Row]) -> tuple[list[Row], str]:
    """The rows with rdflib-endpoint's medians, and a line about it."""
    done: dict[str, float] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        serve_rdflib.running(options.rdflib, directory, Path(folder), options.store) as loading,
    ):
        if loading is None:
            return rows, "rdflib-endpoint did not start"
        client = serve_rdflib.client(_RDFLIB_SECONDS)
        rate = light(lambda: serve_rdflib.client(_RDFLIB_SECONDS), serve_rdflib.HEAD + LIGHT, 10)
        stopped = ""
        for row in sorted(rows, key=lambda row: row.direct):
            text = serve_rdflib.HEAD + row.text
            if client.ask(text) != 200:
                stopped = f"; no answer to {row.name} in {_RDFLIB_SECONDS:.0f} s, the rest was not asked"
                break
            done[row.name] = median_ms(lambda text=text: client.ask(text), 3)
            print(f"rdflib-endpoint {row.name:24}{done[row.name]:11.2f}", flush=True)
    line = f"rdflib-endpoint (store {options.store}): loaded in {loading:.0f} s, 8 clients {rate:.0f} light queries/s"
    return [replace(row, rdflib=done.get(row.name)) for row in rows], line + stopped


def table(rows: list[Row]) -> list[str]:
    """The rows as a Markdown table, and how many are within the aim."""
    lines = ["| query | pyoxigraph directly, ms | HTTP, ms | ratio | rdflib-endpoint, ms |", "|---|---|---|---|---|"]
    for row in rows:
        served = f"{row.served:.1f}" if row.served is not None else "refused"
        ratio = f"{row.served / row.direct:.2f}" if row.served is not None else "–"
        lines.append(
            f"| {row.name} | {row.direct:.1f} | {served} | {ratio} | {(row.rdflib and f'{row.rdflib:.1f}') or '–'} |"
        )
    return [*lines, "", f"{sum(row.within for row in rows)} of {len(rows)} within twice the direct time plus 5 ms"]


def hostile_lines(row: HostileRow) -> list[str]:
    """A row of hostile queries in words."""
    return [
        f"{row.count} hostile queries in a row, {_HOSTILE_SECONDS} s each at most: {row.seconds:.0f} s, replies by "
        f"status {row.replies}",
        f"memory of server and workers: {row.before:.0f} MB before, at most {row.most:.0f} MB, {row.after:.0f} MB after; "
        f"then a light query is answered: {row.alive}",
    ]


def compared(directory: Path, options: argparse.Namespace) -> list[str]:
    """The table of queries and the rate of light ones."""
    with serving(directory) as (port, _):
        rates = [light(lambda: Client(port), LIGHT, 5) for _ in range(3)]
        rows = library(directory, Client(port), options.rounds)
    said = f"8 clients at once: {sorted(rates)[1]:.0f} light queries/s (median of three 5 s)"
    if options.rdflib:
        rows, line = beside_rdflib(options, directory, rows)
        said += "\n\n" + line
    return [*table(rows), "", f"{said}; load at the end {os.getloadavg()[0]:.1f}"]


def measure(directory: Path, options: argparse.Namespace) -> list[str]:
    """All figures of one graph, as lines."""
    with GraphStore.open(directory) as graph:
        count = sum(1 for _ in graph.store.quads_for_pattern(None, None, None, pyoxigraph.DefaultGraph()))
    lines = [f"## {directory.name}: {count:,} triples", ""]
    if options.rounds:
        lines += compared(directory, options)
    if options.hostile:
        with serving(directory, "--timeout", str(_HOSTILE_SECONDS)) as (port, process):
            lines += ["", *hostile_lines(hostile(port, process, options.hostile))]
    return [*lines, ""]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graphs", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=5, help="of each query; 0 leaves the queries out")
    parser.add_argument("--hostile", type=int, default=1000, help="how many hostile queries; 0 for none")
    parser.add_argument("--rdflib", help="a Python that has rdflib-endpoint")
    parser.add_argument("--store", default="default", help="rdflib-endpoint's store: default or Oxigraph")
    parser.add_argument("--out", type=Path, help="a Markdown file for the tables")
    options = parser.parse_args()
    lines: list[str] = []
    for directory in options.graphs:
        lines += measure(directory, options)
        print("\n".join(lines), flush=True)
        if options.out:
            options.out.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
