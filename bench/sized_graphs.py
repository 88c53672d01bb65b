"""Graphs of about a wanted number of triples, for questions at growing sizes; a larger one holds the smaller one's plans.

The first plans are generated reports read by the pipeline (``bench.generate``, without the model). The rest are copies
of their RDF under other names, as if other places had published them: plans, places and their codes, projects, targets,
goals, outcomes and statements are the copy's own, as are the labels of places and projects; industries, measures,
brands, organisations and indicators are shared, as they are in reality. That is RDF made directly, not by extraction.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.generate import documents
from extract.resources import load_resources
from kg.build_task import Desk, Hints, Task, perform, unpacked
from kg.manifest import PlanRecord
from kg.store import GraphStore
from kg.store_reference import reference_quads

BASE = 64  # reports read by the pipeline
_OWN = re.compile(rb"(plankg/id/(?:plan|place|project|target|goal|outcome|statement|evidence)/)")
_CODE = re.compile(rb'(ont#code> ")')
_LABEL = re.compile(rb'(plankg/id/(?:place|project)/[^>]*> <[^>]*core#(?:pref|alt)Label> "[^"\n]*)"')

Plan = tuple[PlanRecord, bytes]


@dataclass(frozen=True)
class Made:
    """A graph that was made: its plans and triples, seconds on the clock and of processor time to load it, MB on disk."""

    directory: Path
    plans: int
    triples: int
    wall: float
    cpu: float
    disk: float


def base_plans(count: int = BASE) -> list[Plan]:
    """Generated reports as N-Quads, with the records of the manifest."""
    resources = load_resources(model=False)
    desk = Desk(resources)
    try:
        found = []
        for name, text, _ in documents(count, 1):
            file = f"{name}.txt"
            (made,) = unpacked(perform(Task(file, f"/generated/{file}", text.encode(), Hints()), desk))
            if made.record is not None:
                found.append((made.record, made.quads))
        return found
    finally:
        desk.close()


def copied(plan: Plan, number: int) -> Plan:
    """The plan as another place's, by name."""
    record, text = plan
    mark = f"k{number}-"
    own = _OWN.sub(rb"\g<1>" + mark.encode(), text)
    own = _CODE.sub(rb"\g<1>" + mark.encode(), own)
    own = _LABEL.sub(rb"\g<1>" + f"·{number}".encode() + b'"', own)
    return replace(record, id=mark + record.id, code="", file=f"{record.file}#{number}"), own


def plans(base: Sequence[Plan], triples: int) -> Iterator[Plan]:
    """The base's plans, then copies of them, until there are about so many triples."""
    total = number = 0
    while True:
        for plan in base:
            if total >= triples:
                return
            total += dict(plan[0].counts)["triples"]
            yield copied(plan, number) if number else plan
        number += 1


def make(directory: Path, base: Sequence[Plan], triples: int) -> Made:
    """A graph of about so many triples of plans (the gazetteer, schemes and ontology come to it)."""
    from extract.gazetteer import Gazetteer

    start, spent = time.monotonic(), time.process_time()
    with GraphStore.open(directory, write=True, reference=reference_quads(Gazetteer.load())) as graph:
        graph.load_plans(plans(base, triples))
    wall, cpu = time.monotonic() - start, time.process_time() - spent
    with GraphStore.open(directory) as graph:
        records = graph.plans()
    count = sum(dict(record.counts)["triples"] for record in records)
    size = sum(path.stat().st_size for path in directory.rglob("*") if path.is_file()) / 1e6
    return Made(directory, len(records), count, wall, cpu, size)
