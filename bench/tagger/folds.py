"""Honest figures: every annotated document is marked by a tagger that saw neither it nor its place."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import torch

from bench.tagger import train as training
from bench.tagger.corpus import MARKS, Annotated, read_gold, read_marked, read_offsets
from bench.tagger.evaluate import Found, mentions
from bench.tagger.export import graph_of
from bench.tagger.pretrain import load_reader
from extract.gazetteer import Gazetteer
from extract.tagger import Tagger, store
from extract.tagger.places import PlaceBits

FOLDS = 3
Log = Callable[[str], None]


@dataclass(frozen=True)
class Job:
    """One model to train: what it may see, from which reader, where it goes."""

    shared: Path
    reader: Path
    out: Path
    fold: int | None = None
    documents: int | None = None
    seed: int = 1
    epochs: tuple[int, ...] = training.EPOCHS


def held_out(gold: list[Annotated], fold: int | None) -> frozenset[str]:
    """The places whose documents a fold leaves out: every third of the sorted places; none for None."""
    places = sorted({document.place for document in gold})
    return frozenset() if fold is None else frozenset(places[fold::FOLDS])


def seen(job: Job) -> list[Annotated]:
    """What the job trains on: all texts of other places, or the first ``documents`` of them, whole ones first."""
    gold = read_gold(job.shared / "gold")
    without = held_out(gold, job.fold)
    listed = read_offsets(MARKS, job.shared / "corpus")
    found = [d for d in (*gold, *read_marked(job.shared / "gold"), *listed) if d.place not in without]
    return found if job.documents is None else found[: job.documents]


def fit(job: Job, facts: Mapping[str, object], log: Log) -> Tagger:
    """Train the job's model, write it to ``job.out`` and read it back as it is used."""
    reader, alphabet = load_reader(job.reader)
    places = PlaceBits.of(Gazetteer.load())
    model = training.train(seen(job), reader, alphabet, places, seed=job.seed, epochs=job.epochs, log=log)
    job.out.mkdir(parents=True, exist_ok=True)
    store.save(job.out / store.MODEL, graph_of(model), alphabet, facts)
    return Tagger.load(job.out)


def measured(job: Job, out: Path) -> list[tuple[Annotated, Found]]:
    """Train a fold and mark what it has not seen; at the top of a module, so that a process of its own can."""
    return predict(job, fit(job, {"version": f"fold-{job.fold}"}, log), out)


def one_thread() -> None:
    """One thread: its sums come in one order, so the weights are the same on every run."""
    torch.set_num_threads(1)


def log(line: str) -> None:
    """A line of progress."""
    print(line, flush=True)


def predict(job: Job, tagger: Tagger, out: Path) -> list[tuple[Annotated, Found]]:
    """Mark the documents that the job did not see; one JSON file each in ``out``."""
    gold = read_gold(job.shared / "gold")
    without = held_out(gold, job.fold)
    pairs = [(document, mentions(document, tagger)) for document in gold if document.place in without]
    out.mkdir(parents=True, exist_ok=True)
    for document, found in pairs:
        (out / f"{document.name}.json").write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return pairs
