"""Text to facts over raw reports, single process, stage by stage, beside jieba on the same text.

    python -m bench.bench_extract [--documents N] [--rounds R] [--no-model] [--json FILE]

Processor time. Every round takes N other reports of ../shared/corpus, so that none profits from what an earlier one
left in a cache; figures are medians over the rounds, ratios are taken within a round. Loading and a first document
(lazy tables, jieba's dictionary) are outside the clock. With the model and without it, unless ``--no-model``. Peak
memory is that of a process of its own, which loads the tables and reads the first round's reports.
"""

from __future__ import annotations

import argparse
import gc
import json
import logging
import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from extract.document import make_document
from extract.pipeline import STAGES, State
from extract.read.raw import RawDocument
from extract.resources import Resources, load_resources

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
BASE = "jieba.posseg.lcut"
Texts = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Run:
    """One way to run the pipeline: its title and seconds of processor time per megabyte, round by round."""

    title: str
    rounds: list[dict[str, float]]

    def total(self) -> float:
        """Median over the rounds of all stages together."""
        return median(sum(r.values()) for r in self.rounds)

    def stages(self) -> dict[str, float]:
        """Median of each stage, the slowest first."""
        medians = {name: median(r[name] for r in self.rounds) for name in self.rounds[0]}
        return dict(sorted(medians.items(), key=lambda pair: -pair[1]))


def samples(count: int, rounds: int) -> list[Texts]:
    """``rounds`` times ``count`` reports, evenly over the corpus, no report twice as long as it has enough."""
    files = sorted(CORPUS.glob("*.txt"))
    step = max(1, len(files) // count)
    if rounds > step:
        raise SystemExit(f"{rounds} rounds of {count} other reports need more than the {len(files)} in {CORPUS}")
    chosen = [files[i * step // rounds :: step][:count] for i in range(rounds)]
    return [[(f.name, f.read_text(encoding="utf-8")) for f in files] for files in chosen]


def megabytes(texts: Texts) -> float:
    """UTF-8 bytes in millions."""
    return sum(len(text.encode()) for _, text in texts) / 1e6


def cutters() -> dict[str, Callable[[str], object]]:
    """What the pipeline is compared with; loaded here, so that the process that measures memory does without."""
    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    return {"jieba.lcut": jieba.lcut, BASE: jieba.posseg.lcut}


def time_cutter(cut: Callable[[str], object], texts: Texts) -> float:
    """Seconds per megabyte."""
    start = time.process_time()
    for _, text in texts:
        cut(text)
    return (time.process_time() - start) / megabytes(texts)


def time_stages(resources: Resources, texts: Texts) -> dict[str, float]:
    """Seconds per megabyte of reading (raw text to ``Document``) and of each stage."""
    spent = dict.fromkeys(("read", *(stage.name for stage in STAGES)), 0.0)
    clock = time.process_time
    for name, text in texts:
        start = clock()
        state = State(make_document(RawDocument(name, text), resources.gazetteer))
        spent["read"] += clock() - start
        for stage in STAGES:
            start = clock()
            state = stage.run(state, resources)
            spent[stage.name] += clock() - start
    return {name: seconds / megabytes(texts) for name, seconds in spent.items()}


def peak_memory(texts: Texts, model: bool) -> float:
    """Greatest resident size in MB of this process after loading the tables and reading ``texts``.

    From /proc: ``getrusage`` would give a child the size of the process that started it.
    """
    time_stages(load_resources(model=model), texts)
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def in_own_process(texts: Texts, model: bool) -> float:
    """``peak_memory`` of a new process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(peak_memory, (texts, model))


def measure(texts: list[Texts], models: tuple[bool, ...]) -> tuple[dict[str, list[float]], dict[bool, Run]]:
    """Seconds per megabyte round by round: of each of ``cutters``, and of the pipeline with and without the model."""
    cuts = cutters()
    warm = samples(1, 1)[0]
    every = {model: load_resources(model=model) for model in models}
    for cut in cuts.values():
        time_cutter(cut, [("", "热身")])
    runs = {model: Run("with the model" if model else "rules alone", []) for model in models}
    cut_times: dict[str, list[float]] = {name: [] for name in cuts}
    for resources in every.values():
        time_stages(resources, warm)
    gc.freeze()  # as ``plankg build`` does once its tables are loaded; jieba gains by it too
    for round_texts in texts:
        for name, cut in cuts.items():
            cut_times[name].append(time_cutter(cut, round_texts))
        for model, resources in every.items():
            runs[model].rounds.append(time_stages(resources, round_texts))
    return cut_times, runs


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=20, help="reports a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-model", action="store_true", help="only without the model")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    options = parser.parse_args()
    texts = samples(options.documents, options.rounds)
    models = (False,) if options.no_model else (True, False)
    cut_times, runs = measure(texts, models)
    base = cut_times[BASE]
    figures: dict[str, object] = {"documents": options.documents, "rounds": options.rounds}
    print(f"{options.rounds} rounds of {options.documents} reports, {megabytes(texts[0]):.2f} MB each, processor time")
    for name, seconds in cut_times.items():
        figures[name] = row(name, seconds, base)
    for model, run in runs.items():
        totals = [sum(r.values()) for r in run.rounds]
        peak = in_own_process(texts[0], model)
        figures[run.title] = row(f"plankg, {run.title}", totals, base) | {"stages": run.stages(), "peak_mb": peak}
        for name, seconds in run.stages().items():
            print(f"  {name:12} {seconds:6.3f} s/MB {seconds / run.total():7.1%}")
        print(f"  peak memory  {peak:6.0f} MB")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def row(name: str, seconds: list[float], base: list[float]) -> dict[str, object]:
    """Print and give back the median speed, and the median of the rounds' ratios to the base."""
    speed = 1 / median(seconds)
    ratio = median(b / s for b, s in zip(base, seconds, strict=True))
    print(f"{name:24} {speed:6.3f} MB/s {1 / speed:7.3f} s/MB {ratio:7.2f} x {BASE}")
    return {"mb_per_s": speed, "ratio": ratio}


if __name__ == "__main__":
    main()
