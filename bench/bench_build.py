"""Building one document, whole process, beside a bare jieba.posseg process on the same text, in one run.

    python -m bench.bench_build [FILE] [--runs N]

Prints the median seconds and the peak memory of each, start-up included, and the ratio.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared" / "gold" / "docs" / "01-luliang-party-congress-2021.txt"
POSSEG = (
    "import sys, logging, jieba, jieba.posseg; jieba.setLogLevel(logging.WARNING); "
    "jieba.posseg.lcut(open(sys.argv[1], encoding='utf-8').read())"
)


def measure(command: list[str]) -> tuple[float, float, float]:
    """Wall seconds, processor seconds and peak resident MB of a command and its children."""
    start = time.perf_counter()
    pid = os.posix_spawn(
        command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    )
    _, status, usage = os.wait4(pid, 0)
    if status:
        sys.exit(f"{command}: status {status}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("file", nargs="?", type=Path, default=SHARED)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    rows: dict[str, list[tuple[float, float, float]]] = {"jieba.posseg": [], "plankg build": [], "--no-model": []}
    with tempfile.TemporaryDirectory() as folder:
        for run in range(options.runs):
            build = [sys.executable, "-m", "kg", "build", str(options.file), "-g"]
            rows["jieba.posseg"].append(measure([sys.executable, "-c", POSSEG, str(options.file)]))
            rows["plankg build"].append(measure([*build, f"{folder}/a{run}"]))
            rows["--no-model"].append(measure([*build, f"{folder}/b{run}", "--no-model"]))
    base = statistics.median(r[0] for r in rows["jieba.posseg"])
    cpu = statistics.median(r[1] for r in rows["jieba.posseg"])
    for name, runs in rows.items():
        wall, used, memory = (statistics.median(r[i] for r in runs) for i in range(3))
        print(
            f"{name:14} {wall:6.2f} s ({wall / base:4.2f} x)  cpu {used:5.2f} s ({used / cpu:4.2f} x)  {memory:5.0f} MB"
        )


if __name__ == "__main__":
    main()
