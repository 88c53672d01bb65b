"""One build, watched: processor time by phase, memory of the parent and its workers, and a check sum of every part.

    python -m bench.build_run FOLDER GRAPH [--jobs N] [--model] [--parts LOG] [--report FILE] [--every SECONDS]

Writes JSON: seconds on the clock and of processor time from the start to the first document (tables, workers), from
there to the last, and from there to the end (what is left to load, settling); processor time of the workers; the
resident MB of parent and workers as sampled. LOG gets a line for each part made: its key and SHA-256.
``bench_jobs`` and ``bench_scale`` run it in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import threading
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import psutil

from bench.memory import peak_mb
from kg.build import Built, Hints, Result, build_corpus, build_graph
from kg.build_parts import Parts

_MB = 1 << 20


def results(folder: Path, graph: Path, jobs: int, *, model: bool) -> Iterator[Result]:
    """What ``plankg build FOLDER -g GRAPH --jobs N`` does."""
    if jobs == 1:
        from extract.resources import load_resources

        yield from build_graph([folder], graph, load_resources(model=model), Hints())
        return
    from extract.gazetteer import Gazetteer
    from kg.fingerprint import fingerprint
    from kg.parallel import local_runner

    setup = fingerprint(model=model)
    with local_runner(jobs, model=model, setup=setup) as runner:
        yield from build_corpus([folder], graph, Gazetteer.load(), Hints(), runner, setup)


def log_parts(log: Path) -> None:
    """From now on each part that is kept leaves a line: its key and check sum."""
    write = Parts.write

    def logged(self: Parts, key: str, part: bytes) -> None:
        write(self, key, part)
        with log.open("a", encoding="ascii") as file:
            file.write(f"{key} {sha256(part).hexdigest()}\n")

    Parts.write = logged  # type: ignore[method-assign]


class Memory(threading.Thread):
    """Samples resident MB: ``parent`` by time, ``workers`` the largest of them by time."""

    def __init__(self, every: float) -> None:
        super().__init__(daemon=True)
        self.every, self.parent, self.workers = every, list[float](), list[float]()
        self.over = threading.Event()

    def run(self) -> None:
        me = psutil.Process()
        while not self.over.wait(self.every):
            self.parent.append(me.memory_info().rss / _MB)
            sizes = []
            for child in me.children(recursive=True):
                try:
                    if "spawn_main" in " ".join(child.cmdline()):
                        sizes.append(child.memory_info().rss / _MB)
                except psutil.Error:
                    continue
            if sizes:
                self.workers.append(max(sizes))


def course(samples: list[float]) -> dict[str, float]:
    """Early, highest and last of a row of samples: early is the largest of the second tenth, when all is loaded."""
    if not samples:
        return {}
    tenth = max(1, len(samples) // 10)
    early, late = samples[tenth : 2 * tenth] or samples, samples[-2 * tenth : -tenth] or samples
    return {"early": max(early), "max": max(samples), "late": max(late), "samples": len(samples)}


def watched(folder: Path, graph: Path, jobs: int, *, model: bool, every: float) -> dict[str, Any]:
    """Builds and reports."""
    memory = Memory(every)
    memory.start()
    marks = [(time.monotonic(), time.process_time())]
    built = triples = 0
    for result in results(folder, graph, jobs, model=model):
        if len(marks) == 1:
            marks.append((time.monotonic(), time.process_time()))
        if isinstance(result, Built):
            built += 1
            triples += dict(result.record.counts).get("triples", 0)
        last = (time.monotonic(), time.process_time())
    marks += [last, (time.monotonic(), time.process_time())] if len(marks) == 2 else []
    memory.over.set()
    memory.join()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    phases = zip(("start", "work", "end"), marks, marks[1:], strict=False)
    return {
        "jobs": jobs,
        "model": model,
        "documents": built,
        "triples": triples,
        "phases": {name: {"wall": b[0] - a[0], "cpu": b[1] - a[1]} for name, a, b in phases},
        "cpu_children": children.ru_utime + children.ru_stime,
        "parent_mb": course(memory.parent) | {"peak": peak_mb()},
        "worker_mb": course(memory.workers),
        "load": os.getloadavg()[0],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--model", action="store_true")
    parser.add_argument("--parts", type=Path)
    parser.add_argument("--report", type=Path)
    parser.add_argument("--every", type=float, default=1.0)
    options = parser.parse_args()
    if options.parts:
        log_parts(options.parts)
    report = watched(options.folder, options.graph, options.jobs, model=options.model, every=options.every)
    text = json.dumps(report, indent=1)
    if options.report:
        options.report.write_text(text + "\n", encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
