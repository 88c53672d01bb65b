"""Every benchmark that needs nothing but the project and ../shared, one after the other: ``make bench``."""

from __future__ import annotations

import subprocess
import sys

BENCHES = (
    ("building one document beside jieba.posseg", "bench.bench_build"),
    ("gazetteer", "bench.bench_gazetteer"),
    ("store", "bench.bench_store"),
    ("extraction, rules alone", "bench.score_extraction", "--no-model"),
    ("relations with the annotated entities given", "bench.score_relations"),
    ("page", "bench.bench_page"),
)


def main() -> None:
    failed = []
    for title, module, *arguments in BENCHES:
        print(f"\n== {title} (python -m {' '.join([module, *arguments])})", flush=True)
        if subprocess.run([sys.executable, "-m", module, *arguments], check=False).returncode:
            failed.append(module)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
