"""The store and the library's queries: ``python bench/bench_store.py [--graph DIR] [--plans N]``.

Without ``--graph`` it makes a graph of N plans with known facts. Prints what a build of all of it costs, replacing one
plan, opening, each library question with its examples in-process and through the killable process, the guard, and what
reading the facts and the analysis cost. Times are of one run; take ratios.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from pyoxigraph import NamedNode, Quad  # noqa: E402

from extract.errors import PlanKGError  # noqa: E402
from kg.analyze import analyze  # noqa: E402
from kg.facts_read import read_facts  # noqa: E402
from kg.library import LibraryQuery, bound_text, load_library  # noqa: E402
from kg.manifest import PlanRecord  # noqa: E402
from kg.query import run_query  # noqa: E402
from kg.query_guard import guard  # noqa: E402
from kg.query_process import run_query_limited  # noqa: E402
from kg.store import GraphStore  # noqa: E402

_Result = TypeVar("_Result")


def timed(name: str, work: Callable[[], _Result], note: Callable[[_Result], object] = lambda result: "") -> _Result:
    """Runs the work once and prints a line."""
    start, cpu = time.perf_counter(), time.process_time()
    result = work()
    wall, used = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{name:44} {wall * 1000:10.1f} ms  cpu {used * 1000:9.1f} ms  peak {peak:5} MB  {note(result)}")
    return result


def made_plans(count: int) -> Iterator[tuple[PlanRecord, Sequence[Quad]]]:
    """Copies of the tests' small plan, each with its own plan, passages, projects and statements."""
    from tests.kg.small_graph import ID, entry, luliang_facts

    record, quads = entry(luliang_facts())
    shared = (f"{ID}place/", f"{ID}industry/", f"{ID}indicator/", "http://www.w3.org/", "https://w3id.org/plankg/ont#")
    for number in range(count):
        plan_id = f"{record.id}-{number}"
        own = replace(record, id=plan_id, file=f"/plans/{number}.txt")

        def renamed(node: object, number: int = number) -> object:
            if not isinstance(node, NamedNode) or node.value.startswith((*shared, "http://purl.org/")):
                return node
            head, _, tail = node.value.partition(record.id)
            return NamedNode(f"{head}{record.id}-{number}{tail}" if _ else f"{node.value}-{number}")

        yield own, [Quad(renamed(q.subject), q.predicate, renamed(q.object), own.iri) for q in quads]  # type: ignore[arg-type]


def main() -> None:
    """Prints the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--graph", type=Path, help="a graph that is already there")
    arguments.add_argument("--plans", type=int, default=200, help="how many plans to make otherwise")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        directory = options.graph or Path(folder) / "graph"
        if options.graph is None:
            _write(directory, options.plans)
        _read(directory)


def _write(directory: Path, count: int) -> None:
    from tests.kg.small_graph import full_reference

    def build(plans: Sequence[tuple[PlanRecord, Sequence[Quad]]]) -> int:
        with GraphStore.open(directory, write=True, reference=full_reference) as graph:
            graph.replace_plans(plans)
        return sum(len(quads) for _, quads in plans)

    plans = list(made_plans(count))
    timed(f"build {count} plans", lambda: build(plans), lambda triples: f"{triples} triples")
    timed("replace one plan", lambda: build(plans[:1]))
    size = sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())
    print(f"{'on disk':44} {size / 1e6:10.1f} MB")


def _read(directory: Path) -> None:
    def opened() -> int:
        with GraphStore.open(directory) as graph:
            return len(graph.plans())

    timed("open", opened, lambda count: f"{count} plans")
    with GraphStore.open(directory) as graph:
        names = [row[0] for row in run_query(graph.store, _COUNTIES).texts()]
        for query in load_library():
            _ask(graph, directory, query, names)
        text = load_library()[0].text
        timed("guard, 1,000 times", lambda: [guard(text, ()) for _ in range(1000)])
        timed("ASK in a process of its own", lambda: run_query_limited(directory, "ASK { ?s ?p ?o }", timeout=60))
        facts = timed("read all facts", lambda: read_facts(graph.store), lambda f: f"{len(f.things)} things")
        timed("analyze", lambda: analyze(facts))


_COUNTIES = """SELECT (MIN(?l) AS ?name) { ?c a plan:County ; skos:prefLabel ?l . ?x ?p ?c .
    FILTER(?p IN (plan:locatedIn, plan:connects, plan:subject)) } GROUP BY ?c ORDER BY DESC(COUNT(?x)) ?name LIMIT 2"""


def _ask(graph: GraphStore, directory: Path, query: LibraryQuery, counties: Sequence[str]) -> None:
    """A question with its examples, counties replaced by the graph's busiest."""
    values = {param.name: param.example for param in query.params}
    for param, county in zip((p for p in query.params if p.type == "county"), counties, strict=False):
        values[param.name] = county
    try:
        text = bound_text(graph.store, query, values)
    except PlanKGError:
        values = {p.name: values[p.name] for p in query.params if p.type in ("text", "name", "year", "county")}
        text = bound_text(graph.store, query, values)
    timed(query.name, lambda: run_query(graph.store, text), lambda answer: f"{len(answer.rows)} rows")
    timed("  in a process", lambda: run_query_limited(directory, text, timeout=120))


if __name__ == "__main__":
    main()
