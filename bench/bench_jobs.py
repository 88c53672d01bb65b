"""How much faster two workers are than one: ``python -m bench.bench_jobs [FOLDER] [--documents N] [--model] [--runs N]``.

Builds the same documents (of FOLDER, default generated ones) with ``--jobs 1`` and ``--jobs 2`` in turn, each run a
process of its own, and prints the clock's ratio. On a machine that does other things at the same time that says little,
so beside it stands what processor time says: with W spent in workers, P in the parent while they work, and S + E before
and after, two free cores need S + (P + W) / 2 + E; the speed-up that follows is all of one job's processor time over
that. S + E over one job's time is the serial fraction, which bounds the speed-up of any number of workers as much as P
does: the store takes one writer.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.generate import write


def run(folder: Path, graph: Path, jobs: int, *, model: bool) -> dict[str, Any]:
    """``bench.build_run`` in a process of its own."""
    report = graph.with_suffix(".json")
    command = [sys.executable, "-m", "bench.build_run", str(folder), str(graph), "--jobs", str(jobs)]
    subprocess.run([*command, "--report", str(report), *(["--model"] if model else [])], check=True)
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return found


def seconds(report: dict[str, Any], what: str) -> float:
    """Sum over the phases."""
    return sum(float(phase[what]) for phase in report["phases"].values())


def implied(one: dict[str, Any], two: dict[str, Any]) -> dict[str, float]:
    """Seconds that one job took, that two need on two free cores, their ratio, and the serial fraction."""
    alone = seconds(one, "cpu") + one["cpu_children"]
    start, work, end = (two["phases"][name]["cpu"] for name in ("start", "work", "end"))
    both = start + (work + two["cpu_children"]) / 2 + end
    most = alone / max(start + end + work, 1e-9)
    return {"one": alone, "two": both, "speed-up": alone / both, "serial": (start + end) / alone, "bound": most}


def show(runs: list[tuple[dict[str, Any], dict[str, Any]]]) -> list[str]:
    """Lines of a markdown table."""
    lines = ["| | one job | two jobs |", "|---|---|---|"]

    def row(name: str, of: list[float], to: list[float], form: str) -> None:
        lines.append(f"| {name} | {statistics.median(of):{form}} | {statistics.median(to):{form}} |")

    ones, twos = [a for a, _ in runs], [b for _, b in runs]
    row("seconds on the clock", [seconds(r, "wall") for r in ones], [seconds(r, "wall") for r in twos], ".1f")
    for name in ("start", "work", "end"):
        pair = [[r["phases"][name]["cpu"] for r in of] for of in (ones, twos)]
        row(f"processor seconds of the parent, {name}", *pair, ".1f")
    row(
        "processor seconds of its children",
        [r["cpu_children"] for r in ones],
        [r["cpu_children"] for r in twos],
        ".1f",
    )
    row("peak MB of the parent", [r["parent_mb"]["peak"] for r in ones], [r["parent_mb"]["peak"] for r in twos], ".0f")
    row("most MB of a worker", [0.0], [r["worker_mb"].get("max", 0.0) for r in twos], ".0f")
    clock = [seconds(a, "wall") / seconds(b, "wall") for a, b in runs]
    by = [implied(a, b) for a, b in runs]
    lines += [
        "",
        f"speed-up on the clock {statistics.median(clock):.2f} (load {runs[-1][1]['load']:.1f}); on two free cores, from "
        f"processor time, {statistics.median(b['speed-up'] for b in by):.2f}; serial fraction "
        f"{statistics.median(b['serial'] for b in by):.3f}; with any number of workers at most "
        f"{statistics.median(b['bound'] for b in by):.1f}",
    ]
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--documents", type=int, default=200, help="how many to generate where no folder is given")
    parser.add_argument("--model", action="store_true", help="with the trained model")
    parser.add_argument("--runs", type=int, default=1)
    options = parser.parse_args()
    runs = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder
        if folder is None:
            write(Path(scratch), options.documents, 1)
            folder = Path(scratch) / "docs"
        for number in range(options.runs):
            one, two = (run(folder, Path(scratch) / f"g{number}-{n}", n, model=options.model) for n in (1, 2))
            runs.append((one, two))
    print(f"{runs[0][0]['documents']} documents, {runs[0][0]['triples']:,} triples, model: {options.model}")
    print("\n".join(show(runs)))


if __name__ == "__main__":
    main()
