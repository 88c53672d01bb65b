"""Many documents end to end, undisturbed and disturbed: ``python -m bench.bench_scale [--documents 10000] [--at-once]``.

Builds the same generated documents twice without the model (``--model``: with it): once in one process, and once with
two workers of which one is killed after a quarter of the documents, the whole build being killed (SIGKILL) after a half
and started again. Then both graphs must be the same: check sums of all parts, the manifest's bytes, the quads of every
named graph, and the merge in the default graph. Prints memory over the run, of the parent and of the largest worker:
the most in an early tenth, at any time, and in a late tenth. Status 1 where anything differs.

Documents are short (``--characters``, 0 for the length of reports) so that ten thousand fit into minutes: what is tried
is the number, not the length.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import psutil
from pyoxigraph import DefaultGraph

from bench.generate import write
from kg.store import GraphStore

_DIGEST = 1 << 256


@dataclass(frozen=True)
class Setting:
    """What is built, where, and how often memory is looked at."""

    docs: Path
    scratch: Path
    documents: int
    model: bool
    every: float

    def start(self, name: str, jobs: int) -> subprocess.Popen[bytes]:
        """A build of the graph ``name``, watched."""
        command = [sys.executable, "-m", "bench.build_run", str(self.docs), str(self.graph(name)), "--jobs", str(jobs)]
        command += ["--parts", str(self.log(name)), "--report", str(self.report(name)), "--every", str(self.every)]
        return subprocess.Popen([*command, *(["--model"] if self.model else [])])

    def graph(self, name: str) -> Path:
        return self.scratch / name

    def log(self, name: str) -> Path:
        return self.scratch / f"{name}.parts"

    def report(self, name: str) -> Path:
        return self.scratch / f"{name}.json"

    def made(self, name: str) -> int:
        """How many parts have been kept so far."""
        return self.log(name).read_bytes().count(b"\n") if self.log(name).exists() else 0


def undisturbed(setting: Setting) -> None:
    """One process from beginning to end."""
    _finished(setting.start("undisturbed", 1))


def disturbed(setting: Setting) -> dict[str, int]:
    """Two workers, one killed, then all killed, then once more; how many parts each of the two runs made."""
    process = setting.start("disturbed", 2)
    _wait_for(setting, process, setting.documents // 4)
    victim = next(c for c in psutil.Process(process.pid).children(recursive=True) if _is_worker(c))
    victim.kill()
    _wait_for(setting, process, setting.documents // 2)
    children = psutil.Process(process.pid).children(recursive=True)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    psutil.wait_procs(children, timeout=60)
    before = setting.made("disturbed")
    _finished(setting.start("disturbed", 2))
    return {"before": before, "after": setting.made("disturbed") - before}


def _finished(process: subprocess.Popen[bytes]) -> None:
    if process.wait():
        sys.exit(f"the build ended with status {process.returncode}")


def _wait_for(setting: Setting, process: subprocess.Popen[bytes], parts: int) -> None:
    while setting.made("disturbed") < parts:
        if process.poll() is not None:
            sys.exit("the build was over before it could be disturbed: give it more documents")
        time.sleep(0.02)


def _is_worker(process: psutil.Process) -> bool:
    try:
        return "spawn_main" in " ".join(process.cmdline())
    except psutil.Error:
        return False


def fingerprints(setting: Setting, name: str) -> dict[str, Any]:
    """What must not depend on how the graph came about."""
    graph = setting.graph(name)
    generation = graph / (graph / "CURRENT").read_text(encoding="ascii").strip()
    parts = sorted(set(setting.log(name).read_text(encoding="ascii").splitlines()))
    with GraphStore.open(graph) as store:
        plans = len(store.plans())
        named = sha256()
        for graph_name in sorted(store.store.named_graphs(), key=str):
            for line in sorted(str(quad) for quad in store.quads(graph_name)):  # type: ignore[arg-type]
                named.update(line.encode() + b"\n")
        merge = count = 0  # of all at once, without holding all at once: a sum does not depend on the order
        for quad in store.store.quads_for_pattern(None, None, None, DefaultGraph()):
            merge = (merge + int.from_bytes(sha256(str(quad).encode()).digest())) % _DIGEST
            count += 1
    return {
        "plans": plans,
        "parts": sha256("\n".join(parts).encode()).hexdigest(),
        "different parts": len(parts),
        "manifest": sha256((generation / "manifest.json").read_bytes()).hexdigest(),
        "named graphs": named.hexdigest(),
        "merge": f"{merge:064x}",
        "triples of the merge": count,
        "left in parts/": len(list((graph / "parts").glob("*"))),
    }


def size_mb(folder: Path) -> float:
    """Megabytes of the files below."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def measure(setting: Setting, *, at_once: bool) -> bool:
    """Runs and prints; whether the two graphs are the same."""
    start = time.monotonic()
    with ThreadPoolExecutor(2 if at_once else 1) as threads:
        first, second = threads.submit(undisturbed, setting), threads.submit(disturbed, setting)
        first.result()
        made = second.result()
    print(f"built in {time.monotonic() - start:.0f} s; disturbed: {made['before']} parts before the kill,", end=" ")
    print(f"{made['after']} after it, {made['before'] + made['after'] - setting.documents} made twice")
    found = {name: fingerprints(setting, name) for name in ("undisturbed", "disturbed")}
    print("| | undisturbed | disturbed | |\n|---|---|---|---|")
    for key, value in found["undisturbed"].items():
        other = found["disturbed"][key]
        print(f"| {key} | {str(value)[:16]} | {str(other)[:16]} | {'same' if value == other else 'DIFFERENT'} |")
    for name in found:
        report = json.loads(setting.report(name).read_text(encoding="utf-8"))
        spent = sum(p["cpu"] for p in report["phases"].values()) + report["cpu_children"]
        print(f"{name}, to its end: {report['documents']} documents, {spent:.0f} s of processor time", end="")
        for who in ("parent_mb", "worker_mb"):
            memory = report[who]
            if "early" in memory:
                shown = ", ".join(f"{key} {memory[key]:.0f}" for key in ("early", "max", "late"))
                print(f"; {who.removesuffix('_mb')} MB {shown}", end="")
        print()
    disk = size_mb(setting.graph("undisturbed"))
    print(f"on disk {disk:.0f} MB, {disk * 1000 / setting.documents:.0f} KB a document")
    return found["undisturbed"] == found["disturbed"] and found["undisturbed"]["plans"] == setting.documents


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--characters", type=int, default=150)
    parser.add_argument("--model", action="store_true")
    parser.add_argument("--at-once", action="store_true", help="both builds at the same time")
    parser.add_argument("--every", type=float, default=1.0, help="seconds between two looks at memory")
    parser.add_argument("--folder", type=Path, help="where to work and leave everything; default: a temporary folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        scratch = options.folder or Path(temporary)
        scratch.mkdir(parents=True, exist_ok=True)
        size = write(scratch, options.documents, 1, characters=options.characters)
        print(f"{options.documents} documents, {size / 1e6:.1f} MB of text, model: {options.model}", flush=True)
        setting = Setting(scratch / "docs", scratch, options.documents, options.model, options.every)
        if not measure(setting, at_once=options.at_once):
            sys.exit("the two graphs differ")


if __name__ == "__main__":
    main()
