"""How long ``plankg analyze`` takes on a graph, and its greatest memory: ``python -m bench.bench_analyze GRAPH``.

A row for reading, one for the measures; wall and processor seconds, and the process's peak in MB. The aim for the 127
reports of the corpus is under 20 s and 1 GB for both together.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kg.analyze import analyze  # noqa: E402
from kg.facts_outline import read_outline  # noqa: E402
from kg.store import GraphStore  # noqa: E402


def main(directory: str) -> None:
    """Print the table."""
    marks = [(time.perf_counter(), time.process_time())]
    with GraphStore.open(Path(directory)) as graph:
        facts = read_outline(graph.store)
    marks.append((time.perf_counter(), time.process_time()))
    analyze(facts)
    marks.append((time.perf_counter(), time.process_time()))
    for name, before, after in zip(("reading", "measures"), marks, marks[1:], strict=False):
        print(f"{name:10}{after[0] - before[0]:8.2f} s wall {after[1] - before[1]:8.2f} s processor")
    print(f"peak      {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "plan-graph")
