"""Library questions at growing sizes: ``python -m bench.bench_library GRAPH... [--out FILE] [--only NAMES] [--rdflib N]``.

GRAPHs are graph directories of growing size that share a county (``plankg build`` makes them from ``bench.generate``d
reports). Each question runs with values that the smallest graph has: its planning county, its plan, a project in it.
Beside the library's text through plankg the same text runs on raw pyoxigraph and, on graphs of at most ``--rdflib``
triples, on rdflib's memory store. The exponent is the slope of log time on log triples over the last two decades: 0 is
flat, 1 grows with the graph.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph

from bench.memory import peak_mb
from extract.errors import PlanKGError
from kg.library import LibraryQuery, bound_text, load_library
from kg.query import PREFIXES, run_query
from kg.store import GraphStore

_LONG = 2.0  # seconds: what takes longer runs once
_GIVE_UP = 60.0  # a question that took longer on a smaller graph is left out on rdflib
_PICK = """SELECT (MIN(?n) AS ?name) (MIN(?pr) AS ?project) (MIN(?in) AS ?industry) (MIN(?bn) AS ?other) {
  ?plan a plan:Plan ; plan:planningPlace ?c . ?c a plan:County ; plan:code ?n .
  OPTIONAL { ?x plan:connects ?c , ?b FILTER(?b != ?c) . ?b a plan:County ; plan:code ?bn . ?x skos:prefLabel ?pr }
  OPTIONAL { ?place plan:develops/skos:prefLabel ?in } } GROUP BY ?c ORDER BY ?name LIMIT 1"""


def timed(work: Callable[[], int]) -> tuple[float, int]:
    """Median seconds of this thread's processor time over three runs (one where it is long), and the rows.

    The embedded store answers in the calling thread, so what else the machine does is left out.
    """
    spent, rows = [], 0
    for _ in range(3):
        start = time.thread_time()
        rows = work()
        spent.append(time.thread_time() - start)
        if spent[-1] > _LONG:
            break
    return statistics.median(spent), rows


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Least-squares slope of log seconds on log triples; nan for fewer than two points."""
    if len(points) < 2:
        return math.nan
    x, y = ([math.log(max(p[i], 1e-5)) for p in points] for i in (0, 1))
    mx, my = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mx) * (b - my) for a, b in zip(x, y, strict=True)) / sum((a - mx) ** 2 for a in x)


def chosen_values(store: pyoxigraph.Store, query: LibraryQuery) -> dict[str, str]:
    """A value for each parameter, from the graph itself: the first plan's county and what it names."""
    (row,) = run_query(store, _PICK).texts()
    county, project, industry, other = row
    by_name = {"a": county, "b": other or county, "county": county, "place": county, "plan": county, "name": project}
    by_name |= {"industry": industry[:3], "words": "改革", "status": "建成", "indicator": "森林覆盖率", "goal": "创建"}
    return {p.name: by_name.get(p.name, p.example) for p in query.params}


def measure(directory: Path, values: dict[str, dict[str, str]], only: Sequence[str], most: int) -> dict[str, Any]:
    """Triples of a graph and, by question, seconds through plankg, on raw pyoxigraph, and on rdflib if small enough."""
    found: dict[str, Any] = {}
    with GraphStore.open(directory) as graph:
        store = graph.store
        triples = sum(1 for _ in graph.triples())
        memory = _rdflib(graph) if triples <= most else None
        for query in load_library():
            if only and query.name not in only:
                continue
            values.setdefault(query.name, chosen_values(store, query))
            try:
                found[query.name] = _ask(store, memory, query, values[query.name])
            except PlanKGError as error:
                found[query.name] = {"error": str(error)}
    return {"triples": triples, "plans": len(graph.plans()), "queries": found, "peak_mb": peak_mb()}


def _ask(store: pyoxigraph.Store, memory: Any, query: LibraryQuery, values: dict[str, str]) -> dict[str, Any]:
    seconds, rows = timed(lambda: len(run_query(store, bound_text(store, query, values)).rows))
    text = bound_text(store, query, values)
    raw, _ = timed(lambda: sum(1 for _ in store.query(text, prefixes=dict(PREFIXES))))
    entry = {"seconds": seconds, "rows": rows, "pyoxigraph": raw}
    if memory is not None:
        try:
            entry["rdflib"], _ = timed(lambda: len(memory.query(text, initNs=dict(PREFIXES))))
        except Exception as error:  # a form of SPARQL it does not know is a finding, not a failure
            entry["rdflib_error"] = f"{type(error).__name__}: {error}"[:120]
    return entry


def _rdflib(graph: GraphStore) -> Any:
    import rdflib

    memory = rdflib.Graph()
    text = pyoxigraph.serialize(graph.triples(), format=pyoxigraph.RdfFormat.N_TRIPLES) or b""
    memory.parse(data=text, format="nt")
    return memory


def table(measured: Sequence[dict[str, Any]]) -> list[str]:
    """Lines of a markdown table: a question a line, milliseconds by size, the exponent."""
    sizes = [f"{m['triples']:,}" for m in measured]
    lines = [f"| question | {' ms | '.join(sizes)} ms | exponent | rows |", "|---" * (len(sizes) + 3) + "|"]
    for name in sorted(measured[-1]["queries"]):
        cells = [m["queries"].get(name, {}) for m in measured]
        points = [(m["triples"], c["seconds"]) for m, c in zip(measured, cells, strict=True) if "seconds" in c]
        shown = [f"{c['seconds'] * 1000:.1f}" if "seconds" in c else "–" for c in cells]
        rows = cells[-1].get("rows", "–")
        lines.append(f"| {name} | {' | '.join(shown)} | {slope(points[-3:]):+.2f} | {rows} |")
    return lines


def compared(measured: Sequence[dict[str, Any]]) -> list[str]:
    """Lines of a markdown table: the sum over the questions that all three answered, in milliseconds."""
    lines = ["| triples | questions | plankg ms | pyoxigraph ms | rdflib memory ms |", "|---|---|---|---|---|"]
    for m in measured:
        three = [q for q in m["queries"].values() if "seconds" in q]
        both = [q for q in three if "rdflib" in q]
        used = both or three
        sums = [sum(q[key] for q in used) * 1000 for key in ("seconds", "pyoxigraph")]
        other = f"{sum(q['rdflib'] for q in both) * 1000:.0f}" if both else "left out"
        lines.append(f"| {m['triples']:,} | {len(used)} | {sums[0]:.0f} | {sums[1]:.0f} | {other} |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graphs", type=Path, nargs="+")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--rdflib", type=int, default=0, help="most triples to give to rdflib's memory store")
    parser.add_argument(
        "--values", type=Path, help="the parameters' values: read where the file is there, else written"
    )
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    values: dict[str, dict[str, str]] = {}
    if options.values and options.values.exists():
        values = json.loads(options.values.read_text(encoding="utf-8"))
    measured = [measure(g, values, options.only, options.rdflib) for g in options.graphs]
    if options.values:
        options.values.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    print("\n".join(table(measured)))
    if options.rdflib:
        print("\n".join(compared(measured)))
    if options.out:
        options.out.write_text(json.dumps(measured, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
