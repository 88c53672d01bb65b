"""Train and measure the tagger, from the checkout's top: ``python -m bench.tagger build`` (or evaluate, curve).

build     read the raw reports, train on all annotated texts, write ``data/model/tagger.npz``
evaluate  five folds by place with a reader that saw no report of an annotated place; prints the table and
          leaves each document's out-of-fold mentions and the folds' models in ``--folds``
curve     the table's last row for 2, 4, 8 ... training texts, on the first fold
"""

from __future__ import annotations

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import torch

from bench.tagger.corpus import Annotated, read_gold, read_raw, version
from bench.tagger.evaluate import Found, scorer, shown, table
from bench.tagger.folds import FOLDS, Job, fit, predict
from bench.tagger.pretrain import alphabet_of, load_reader, pretrain, save_reader

PASSES, BIAS, PROCESSES = 3, 0.0, 2
ROOT = Path(__file__).resolve().parents[2]


def reader(shared: Path, work: Path, *, honest: bool) -> Path:
    """The reader's file; trained if it is not there. An honest one sees no report of an annotated place."""
    path = work / ("reader-honest.pt" if honest else "reader-full.pt")
    if not path.exists():
        places = {document.place for document in read_gold(shared / "gold")} if honest else set()
        reports = read_raw(shared / "corpus", frozenset(places))
        alphabet = alphabet_of(reports)
        save_reader(path, pretrain(reports, alphabet, PASSES, 1, _log), alphabet)
        load_reader(path)
    return path


def build(options: argparse.Namespace) -> None:
    """The model that the project carries."""
    data = version(options.shared)
    facts = {"version": f"1-{data}", "data": data, "bias": BIAS, "clause_bias": BIAS}
    path = reader(options.shared, options.work, honest=not options.all_reports)
    tagger = fit(Job(options.shared, path, options.out), facts, _log)
    print(tagger.version, (options.out / "tagger.npz").stat().st_size, "bytes")


def evaluate(options: argparse.Namespace) -> None:
    """The honest table."""
    path = reader(options.shared, options.work, honest=True)
    jobs = [Job(options.shared, path, options.folds / "models" / f"fold{k}", fold=k) for k in range(FOLDS)]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn"), initializer=_one_thread) as pool:
        pairs = [p for found in pool.map(_fold, jobs, [options.folds] * FOLDS) for p in found]
    print(shown(table(pairs, scorer(options.shared / "gold"))))


def curve(options: argparse.Namespace) -> None:
    """Any type, strict F1 on the first fold's documents against the number of training texts."""
    path = reader(options.shared, options.work, honest=True)
    jobs = [
        Job(options.shared, path, options.work / f"curve{n}", fold=0, documents=n, epochs=(min(40, max(8, 160 // n)),))
        for n in (2, 4, 8, 16, 32, 63)
    ]
    score = scorer(options.shared / "gold")
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn"), initializer=_one_thread) as pool:
        for job, pairs in zip(jobs, pool.map(_fold, jobs, [job.out for job in jobs]), strict=True):
            print(job.documents, json.dumps([round(x, 3) for x in table(pairs, score)["any type"]]), flush=True)


def _fold(job: Job, out: Path) -> list[tuple[Annotated, Found]]:
    return predict(job, fit(job, {"version": f"fold-{job.fold}", "bias": BIAS, "clause_bias": BIAS}, _log), out)


def _one_thread() -> None:
    # The sums of one thread come in one order: the same weights on every run.
    torch.set_num_threads(1)


def _log(line: str) -> None:
    print(line, flush=True)


def main() -> None:
    """Read the command line and run one of the three."""
    parser = argparse.ArgumentParser(prog="python -m bench.tagger", description=__doc__.splitlines()[0])
    parser.add_argument("command", choices=["build", "evaluate", "curve"])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--work", type=Path, default=Path("/tmp/tagger_work"), help="readers are kept here")
    parser.add_argument("--out", type=Path, default=ROOT / "data" / "model")
    parser.add_argument("--folds", type=Path, default=Path("/tmp/tagger_folds"))
    parser.add_argument("--all-reports", action="store_true", help="build: let the reader see annotated places too")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    _one_thread()
    {"build": build, "evaluate": evaluate, "curve": curve}[options.command](options)


if __name__ == "__main__":
    main()
