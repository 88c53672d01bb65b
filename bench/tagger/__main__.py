"""Train and measure the tagger, from the checkout's top: ``python -m bench.tagger build`` (or evaluate, curve).

build     read the raw reports, train on all annotated texts, write ``data/model/tagger.npz``
evaluate  three folds by place with a reader that saw no report of an annotated place; prints the table and
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

from bench.tagger.corpus import read_gold, read_raw, version
from bench.tagger.evaluate import scorer, shown, table
from bench.tagger.folds import FOLDS, Job, fit, log, measured, one_thread
from bench.tagger.pretrain import alphabet_of, pretrain, save_reader

PASSES, PROCESSES = 5, 2
ROOT = Path(__file__).resolve().parents[2]


def reader(shared: Path, work: Path, *, honest: bool) -> Path:
    """The reader's file; trained if it is not there. An honest one sees no report of an annotated place."""
    path = work / ("reader-honest.pt" if honest else "reader-full.pt")
    if not path.exists():
        places = {document.place for document in read_gold(shared / "gold")} if honest else set()
        reports = read_raw(shared / "corpus", frozenset(places))
        alphabet = alphabet_of(reports)
        torch.set_num_threads(PROCESSES)
        save_reader(path, pretrain(reports, alphabet, PASSES, 1, log), alphabet)
        one_thread()
    return path


def build(options: argparse.Namespace) -> None:
    """The model that the project carries."""
    data = version(options.shared)
    facts = {"version": f"2-{data}", "data": data}
    path = reader(options.shared, options.work, honest=not options.all_reports)
    tagger = fit(Job(options.shared, path, options.out), facts, log)
    print(tagger.version, (options.out / "tagger.npz").stat().st_size, "bytes")


def evaluate(options: argparse.Namespace) -> None:
    """The honest table."""
    path = reader(options.shared, options.work, honest=True)
    jobs = [Job(options.shared, path, options.folds / "models" / f"fold{k}", fold=k) for k in range(FOLDS)]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn"), initializer=one_thread) as pool:
        pairs = [p for found in pool.map(measured, jobs, [options.folds] * FOLDS) for p in found]
    print(shown(table(pairs, scorer(options.shared / "gold"))))


def curve(options: argparse.Namespace) -> None:
    """Any type, strict F1 on the first fold's documents against the number of training texts."""
    path = reader(options.shared, options.work, honest=True)
    jobs = [
        Job(options.shared, path, options.work / f"curve{n}", fold=0, documents=n, epochs=(min(40, max(8, 160 // n)),))
        for n in (2, 4, 8, 16, 32, 63)
    ]
    score = scorer(options.shared / "gold")
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn"), initializer=one_thread) as pool:
        for job, pairs in zip(jobs, pool.map(measured, jobs, [job.out for job in jobs]), strict=True):
            print(job.documents, json.dumps([round(x, 3) for x in table(pairs, score)["any type"]]), flush=True)


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
    one_thread()
    {"build": build, "evaluate": evaluate, "curve": curve}[options.command](options)


if __name__ == "__main__":
    main()
