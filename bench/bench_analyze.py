"""How long ``plankg analyze`` takes on a graph, and its greatest memory: ``python -m bench.bench_analyze GRAPH [--libraries]``.

Rows for reading, the measures, the folder of summary, tables and plots, and one for comparing two plans of a place
(reading included); wall and processor seconds, and the process's peak in MB. The aim for the 127 reports of the corpus is
under 20 s and 1 GB for analyze, under 1 s for compare. ``--libraries`` times exact betweenness by networkx and by rustworkx.
"""

from __future__ import annotations

import resource
import sys
import time
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kg import analyze_measures  # noqa: E402
from kg.analyze import measured, networks  # noqa: E402
from kg.analyze_output import analysis_files  # noqa: E402
from kg.analyze_plots import chinese_font  # noqa: E402
from kg.compare import compare  # noqa: E402
from kg.compare_indicators import load_scheme  # noqa: E402
from kg.compare_read import read_plan  # noqa: E402
from kg.facts_outline import read_outline  # noqa: E402
from kg.store import GraphStore  # noqa: E402


def main(directory: str, *, libraries: bool = False) -> None:
    """Print the table."""
    clock = _Clock()
    with GraphStore.open(Path(directory)) as graph:
        facts = read_outline(graph.store)
    clock.row("reading")
    nets = networks(facts)
    found = measured(nets, None)
    clock.row("measures")
    analysis_files(found, nets, chinese_font())
    clock.row("folder")
    print(f"peak      {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")
    with GraphStore.open(Path(directory)) as graph:
        plans = sorted(graph.plans(), key=lambda record: (record.code, record.year))
        pair = next((two for two in pairwise(plans) if two[0].code and two[0].code == two[1].code), None)
        if pair:
            clock.start()
            scheme = load_scheme()
            one, two = (read_plan(graph.store, record, scheme) for record in pair)
            compare(one, two, scheme)
            clock.row("compare")
    for name, most in (("networkx", sys.maxsize), ("rustworkx", 0)) if libraries else ():
        analyze_measures.NETWORKX_UP_TO = most
        clock.start()
        analyze_measures.betweenness(nets.relations)
        clock.row(name)


class _Clock:
    """Rows of what has passed since the last one."""

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        self.wall, self.own = time.perf_counter(), time.process_time()

    def row(self, name: str) -> None:
        wall, own = time.perf_counter() - self.wall, time.process_time() - self.own
        print(f"{name:10}{wall:8.2f} s wall {own:8.2f} s processor", flush=True)
        self.start()


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    main(given[0] if given else "plan-graph", libraries="--libraries" in sys.argv)
