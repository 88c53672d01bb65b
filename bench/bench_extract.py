"""Text to facts over raw reports, single process, with the share of each stage, beside jieba on the same text.

python -m bench.bench_extract [--documents N] [--no-model]
"""

from __future__ import annotations

import argparse
import logging
import time
from collections import Counter
from pathlib import Path

import jieba
import jieba.posseg

from extract.document import make_document
from extract.pipeline import STAGES, State
from extract.read.raw import RawDocument
from extract.resources import load_resources

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=20)
    parser.add_argument("--no-model", action="store_true")
    options = parser.parse_args()
    files = sorted(CORPUS.glob("*.txt"))[:: max(1, 127 // options.documents)]
    texts = [(f.name, f.read_text(encoding="utf-8")) for f in files]
    size = sum(len(text.encode()) for _, text in texts) / 1e6
    jieba.setLogLevel(logging.WARNING)
    jieba.posseg.lcut("热身")
    spent: Counter[str] = Counter()
    clock = time.process_time
    for name, cut in (("jieba.lcut", jieba.lcut), ("jieba.posseg.lcut", jieba.posseg.lcut)):
        start = clock()
        for _, text in texts:
            cut(text)
        spent[name] = clock() - start
    resources = load_resources(model=not options.no_model)
    resources.segmenter.cut("热身")
    stages: Counter[str] = Counter()
    for name, text in texts:
        start = clock()
        state = State(make_document(RawDocument(name, text), resources.gazetteer))
        stages["read"] += clock() - start
        for stage in STAGES:
            start = clock()
            state = stage.run(state, resources)
            stages[stage.name] += clock() - start
    spent["plankg, text to facts"] = sum(stages.values())
    base = spent["jieba.posseg.lcut"]
    for name, seconds in spent.items():
        print(f"{name:24} {size / seconds:6.3f} MB/s of processor time   {base / seconds:5.2f} x jieba.posseg")
    for name, seconds in stages.most_common():
        print(f"  {name:12} {seconds / spent['plankg, text to facts']:6.1%}")


if __name__ == "__main__":
    main()
