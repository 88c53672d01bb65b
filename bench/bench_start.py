"""Start-up, whole processes: ``python -m bench.bench_start [--runs N]``: ``plankg --help``, and a query of a small graph.

Prints the least and the median of seconds on the clock and of processor time (children's included), and peak memory.
Least, because what else the machine does only adds. That nothing heavy is imported is a test (tests/cli/test_cli_start.py).
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.bench_build import measure

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "plans" / "luliang-2021.txt"
AIMS = {"plankg --help": 0.3, "plankg query, small graph": 0.6}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    kg = [sys.executable, "-m", "kg"]
    with tempfile.TemporaryDirectory() as folder:
        graph = ["-g", f"{folder}/graph"]
        subprocess.run([*kg, "build", str(SAMPLE), *graph, "--no-model"], check=True, stdout=subprocess.DEVNULL)
        commands = dict(
            zip(AIMS, ([*kg, "--help"], [*kg, "query", "SELECT * { ?s a plan:Plan }", *graph]), strict=True)
        )
        print(
            "| | least s | median s | least processor s | median processor s | MB | aim s |\n|---|---|---|---|---|---|---|"
        )
        for name, command in commands.items():
            runs = [measure(command) for _ in range(options.runs)]
            wall, cpu, memory = ([run[i] for run in runs] for i in range(3))
            cells = [f"{min(wall):.2f}", f"{statistics.median(wall):.2f}", f"{min(cpu):.2f}"]
            cells += [f"{statistics.median(cpu):.2f}", f"{max(memory):.0f}", f"{AIMS[name]}"]
            print(f"| {name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
