"""Files in, graph out: read, extract, put into the store; what was skipped is told, never silent.

What a run did is never done again: each file's part stays on disk until the store has it, and the store remembers which
files it has. So a run killed at any point goes on where it was. Parts enter the store in the order of the files, whoever
made them and when: the graph does not depend on it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from extract.gazetteer import Gazetteer
from extract.read import Limits, ReadFailure, files_at, read_bytes
from extract.resources import Resources
from kg.annotation import is_annotation
from kg.build_line import Done, Inline, Line, Runner, Skipped
from kg.build_parts import Parts
from kg.build_task import STDIN, Desk, Hints, Task
from kg.fingerprint import fingerprint
from kg.interrupt import deferred
from kg.manifest import PlanRecord
from kg.store import GraphStore
from kg.store_files import StoreBusyError, current_generation, write_lock
from kg.store_reference import reference_quads

__all__ = ["Built", "Hints", "Inline", "Options", "Runner", "Skipped", "Unchanged", "build_corpus", "build_graph"]

_ANNOTATIONS = (".json",)
_PATIENCE = 60.0  # seconds that a batch waits for another writer
_BATCH = 64  # files, at the least, between two writings
_SHARE = 8  # and an eighth of the plans that are there, so that writing the manifest stays a small part of the time


@dataclass(frozen=True, slots=True)
class Built:
    """A document that went into the graph."""

    source: str
    record: PlanRecord


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A file whose plans are in the graph already, made from the same bytes by the same code and tables."""

    source: str


Result = Built | Skipped | Unchanged


@dataclass(frozen=True, slots=True)
class Options:
    """How to build. ``again`` makes also what is unchanged; ``waiting`` is told, once, that another writer is in the way."""

    again: bool = False
    waiting: Callable[[str], None] = field(default=lambda _text: None)


def build_graph(
    files: Sequence[Path], directory: Path, resources: Resources, hints: Hints, options: Options | None = None
) -> Iterator[Result]:
    """Builds the plans of ``files`` into the graph at ``directory`` in this process (``build_corpus`` says the rest)."""
    setup = fingerprint(model=resources.tagger is not None)
    desk = Desk(resources)
    try:
        yield from build_corpus(files, directory, resources.gazetteer, hints, Inline(desk), setup, options)
    finally:
        desk.close()


def build_corpus(
    files: Sequence[Path],
    directory: Path,
    gazetteer: Gazetteer,
    hints: Hints,
    runner: Runner,
    setup: str,
    options: Options | None = None,
) -> Iterator[Result]:
    """Builds the plans of ``files`` into the graph at ``directory``, telling what became of each document, in order.

    ``setup`` is the fingerprint that the runner works with. Plans go into the store in batches, each all or nothing;
    when the caller stops early (Ctrl-C), what was finished by then is put in before the exception goes on.

    Raises:
        StoreError: the graph is in use, or the disk refuses; where it can be known, before anything is extracted.
        PlanKGError: the runner cannot go on.
    """
    if directory.is_dir():  # hours of extraction must not be lost to a graph that cannot be written
        with write_lock(directory):
            pass
    chosen = options or Options()
    parts, known = Parts(directory), _known_inputs(directory)
    line = Line(parts, known, runner, setup, again=chosen.again)
    batch = _Batch(directory, gazetteer, parts, chosen)
    try:
        for done in line.run(_task(file, hints) for path in files for file in files_at(path, _ANNOTATIONS)):
            yield from batch.take(done)
    finally:
        for done in line.finished():  # of a run that is stopped: what waits for an earlier file that is not done
            batch.keep(done)
        batch.flush(last=True)
        parts.sweep()


class _Batch:
    """Documents on their way into the store."""

    def __init__(self, directory: Path, gazetteer: Gazetteer, parts: Parts, options: Options) -> None:
        self._directory, self._gazetteer, self._parts, self._options = directory, gazetteer, parts, options
        self._keys: list[tuple[str, int]] = []
        self._count = _plan_count(directory)
        self._written = 0

    def take(self, done: Done) -> Iterator[Result]:
        """Adds a file's documents, writing when there are enough."""
        if done.documents is None:
            yield Unchanged(done.source)
            return
        self.keep(done)
        for made in done.documents:
            yield Skipped(made.source, made.reason) if made.record is None else Built(made.source, made.record)
        if len(self._keys) >= max(_BATCH, self._count // _SHARE):
            self.flush()

    def keep(self, done: Done) -> None:
        """Notes a file's documents for the next writing."""
        good = [made for made in done.documents or () if made.record is not None]
        if good and done.key:
            self._keys.append((done.key, len(good) if len(good) == len(done.documents or ()) else 0))
        elif done.key and done.documents is not None:
            self._parts.drop(done.key)  # nothing to write, and to be tried again next time

    def flush(self, *, last: bool = False) -> None:
        """One writing session; another writer is waited for. Ctrl-C takes effect when it is through."""
        if not self._keys:
            return
        with deferred(self._options.waiting, "正在把做完的写进图谱，写完就停；再按一次 Ctrl-C 立即停"):
            keys, self._keys = self._keys, []  # of a writing that is stopped the parts stay, for the next run
            self._write(keys, last=last)

    def _write(self, keys: Sequence[tuple[str, int]], *, last: bool) -> None:
        last_try, told = time.monotonic() + _PATIENCE, False
        while True:
            try:
                with GraphStore.open(self._directory, write=True, reference=reference_quads(self._gazetteer)) as graph:
                    graph.tidying = last or self._count == 0
                    graph.tidy_for(self._written)
                    graph.load_plans(self._plans(keys))
                    self._count = len(graph.plans())
                break
            except StoreBusyError:
                if time.monotonic() > last_try:
                    raise
                if not told:
                    self._options.waiting(f"{self._directory}：另一个进程正在写，等它写完（最多 {_PATIENCE:.0f} 秒）")
                    told = True
                time.sleep(0.2)
        for key, _ in keys:
            self._parts.drop(key)

    def _plans(self, keys: Sequence[tuple[str, int]]) -> Iterator[tuple[PlanRecord, bytes]]:
        for key, count in keys:
            inputs = (f"{key}/{count}",) if count else ()
            for made in self._parts.read(key) or ():
                if made.record is not None:
                    self._written += dict(made.record.counts).get("triples", 0)
                    yield replace(made.record, inputs=inputs), made.quads


def _task(file: Path | ReadFailure, hints: Hints) -> Task | Skipped:
    if isinstance(file, ReadFailure):
        return Skipped(file.source, file.reason)
    source = str(file)
    if source == STDIN:
        data = read_bytes(file, Limits())
        return Skipped(source, data.reason) if isinstance(data, ReadFailure) else Task("标准输入", STDIN, data, hints)
    annotation = file.suffix.lower() == ".json" and file.is_file()
    if annotation and not is_annotation(file):
        return Skipped(source, "不是标注 json（顶层要有 entities）；规划正文请存为 .txt")
    data = read_bytes(file, Limits())
    if isinstance(data, ReadFailure):
        return Skipped(data.source, data.reason)
    return Task(source, str(file.resolve()), data, hints, source if annotation else "")


def _known_inputs(directory: Path) -> set[str]:
    """The keys of the files whose plans are all in the graph."""
    if not directory.is_dir() or current_generation(directory) is None:
        return set()
    found: dict[str, int] = {}
    with GraphStore.open(directory) as graph:
        for record in graph.plans():
            for item in record.inputs:
                found[item] = found.get(item, 0) + 1
    return {item.rpartition("/")[0] for item, count in found.items() if item.endswith(f"/{count}")}


def _plan_count(directory: Path) -> int:
    if not directory.is_dir() or current_generation(directory) is None:
        return 0
    with GraphStore.open(directory) as graph:
        return len(graph.plans())
