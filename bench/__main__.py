"""Every benchmark that needs nothing but the project and ../shared, one after the other: ``make bench``.

    python -m bench [--only TITLE...] [--quick] [--out FILE]

Prints what each prints and writes it to FILE (default bench-results.md) with its command, the time it took and the
machine's load. Idle, it takes some 40 minutes, most of it the graph of ten million triples; ``--quick`` leaves that at
a million, and builds fewer documents. Ten thousand documents end to end are ``python -m bench.bench_scale``.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

BENCHES = (
    ("start-up", "bench.bench_start"),
    ("extraction, with the share of each stage, beside jieba.lcut and jieba.posseg", "bench.bench_extract"),
    ("extraction without the model", "bench.bench_extract", "--no-model"),
    ("building one document, whole process, beside jieba.posseg", "bench.bench_build"),
    ("two workers beside one", "bench.bench_jobs", "--model", "--documents", "400"),
    ("loading, disk, and the library's questions at growing sizes", "bench.bench_sizes", "--largest", "7"),
    ("many documents, a worker and a build killed", "bench.bench_scale", "--documents", "1000"),
    ("precision and recall on generated reports", "bench.score_generated", "--documents", "200"),
    ("gazetteer", "bench.bench_gazetteer"),
    ("store", "bench.bench_store"),
    ("extraction, rules alone, on the annotated documents", "bench.score_extraction", "--no-model"),
    ("relations with the annotated entities given", "bench.score_relations"),
    ("page", "bench.bench_page"),
)
_QUICK = {"400": "60", "7": "6", "1000": "100", "200": "40"}


def told(command: list[str], out: Path) -> bool:
    """Runs a command, its output on the screen and at the end of a file; whether it went well."""
    start = time.monotonic()
    with out.open("a", encoding="utf-8") as file:
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
            assert process.stdout is not None
            for line in process.stdout:
                print(line, end="", flush=True)
                file.write(line)
        file.write(f"\n{time.monotonic() - start:.0f} s, load {os.getloadavg()[0]:.1f}")
        file.write(f", status {process.returncode}\n" if process.returncode else "\n")
    return process.returncode == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", default=[], help="parts of the titles or modules to run")
    parser.add_argument("--quick", action="store_true", help="smaller graphs and fewer documents")
    parser.add_argument("--out", type=Path, default=Path("bench-results.md"))
    options = parser.parse_args()
    failed = []
    options.out.write_text(f"# plankg's benchmarks\n\n{os.cpu_count()} cores\n", encoding="utf-8")
    for title, module, *arguments in BENCHES:
        if options.only and not any(part in f"{title} {module}" for part in options.only):
            continue
        chosen = [_QUICK.get(a, a) if options.quick else a for a in arguments]
        heading = f"\n## {title}\n\n`python -m {' '.join([module, *chosen])}`\n\n"
        print(heading, end="", flush=True)
        with options.out.open("a", encoding="utf-8") as file:
            file.write(heading)
        if not told([sys.executable, "-m", module, *chosen], options.out):
            failed.append(module)
    print(f"\nwritten to {options.out}")
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
