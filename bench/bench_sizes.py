"""Loading, disk, and the library's questions at 10^4 to 10^7 triples: ``python -m bench.bench_sizes [--largest 7]``.

Makes the graphs (``bench.sized_graphs``: up to some 600,000 triples by the pipeline, the rest copies of that RDF under
other names), then asks each question in processes of their own: through plankg, on raw pyoxigraph, and on graphs of at
most ``--rdflib`` triples on rdflib's memory store, which takes minutes a question beyond. Prints triples/s into the
store, size on disk, milliseconds by size with the growth exponent, and the peak memory of each.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.bench_library import compared, table
from bench.sized_graphs import Made, base_plans, make

COUNTY = ("between-counties", "county-targets", "industries-by-county", "projects-in-county")
"""The questions that touch one county, or two."""


def asked(graph: Path, values: Path, *, rdflib: bool, only: list[str]) -> dict[str, Any]:
    """``bench.bench_library`` on one graph, in a process of its own."""
    out = graph.with_suffix(".rdflib.json" if rdflib else ".json")
    command = [sys.executable, "-m", "bench.bench_library", str(graph), "--values", str(values), "--out", str(out)]
    command += ["--rdflib", str(10**9)] if rdflib else []
    command += ["--only", *only] if only else []
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    (found,) = json.loads(out.read_text(encoding="utf-8"))
    return dict(found)


def loading(graphs: list[Made], measured: list[dict[str, Any]], memory: list[dict[str, Any]]) -> list[str]:
    """Lines of a markdown table: a graph a line."""
    lines = [
        "| plans | triples of plans | triples/s of processor time | on the clock | MB on disk | MB a plan | bytes a triple "
        "| peak MB asking | rdflib, peak MB |",
        "|---" * 9 + "|",
    ]
    for made, found, other in zip(graphs, measured, memory, strict=True):
        cells = [f"{made.plans:,}", f"{made.triples:,}", f"{made.triples / made.cpu:,.0f}"]
        cells += [f"{made.triples / made.wall:,.0f}", f"{made.disk:.0f}", f"{made.disk / made.plans:.2f}"]
        cells += [f"{made.disk * 1e6 / made.triples:.0f}", f"{found['peak_mb']:.0f}"]
        cells.append(f"{other['peak_mb']:.0f}" if other else "left out")
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", type=int, default=7, help="exponent of ten of the largest graph")
    parser.add_argument("--rdflib", type=int, default=200_000, help="most triples to give to rdflib's memory store")
    parser.add_argument("--folder", type=Path, help="where to make the graphs and leave them; an empty one")
    parser.add_argument("--only", nargs="*", default=[], help="questions; 'county' for those that touch one county")
    options = parser.parse_args()
    only = [name for item in options.only for name in (COUNTY if item == "county" else (item,))]
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        base, graphs, measured, memory = base_plans(), [], list[dict[str, Any]](), list[dict[str, Any]]()
        for exponent in range(4, options.largest + 1):
            made = make(folder / f"t{exponent}", base, 10**exponent)
            print(f"10^{exponent}: {made.triples:,} triples in {made.wall:.0f} s", file=sys.stderr, flush=True)
            graphs.append(made)
            measured.append(asked(made.directory, folder / "values.json", rdflib=False, only=only))
            small = made.triples <= options.rdflib
            memory.append(asked(made.directory, folder / "values.json", rdflib=True, only=only) if small else {})
        print("\n".join([*loading(graphs, measured, memory), "", *table(measured), ""]))
        both = [other or found for found, other in zip(measured, memory, strict=True)]
        print("\n".join(compared(both)))


if __name__ == "__main__":
    main()
