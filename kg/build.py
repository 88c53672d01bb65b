"""Files in, graph out: read, extract, put into the store; what was skipped is told, never silent.

What a run did is never done again: each file's part stays on disk until the store has it, and the store remembers which
files it has. So a run killed at any point goes on where it was. Parts enter the store in the order of the files, whoever
made them and when: the graph does not depend on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extract.gazetteer import Gazetteer
from extract.read import Limits, ReadFailure, files_at, read_bytes
from extract.resources import Resources
from kg.annotation import is_annotation
from kg.build_line import Done, Inline, Line, Runner, Skipped
from kg.build_load import Loader
from kg.build_parts import Parts
from kg.build_task import STDIN, Desk, Hints, Task
from kg.fingerprint import fingerprint
from kg.manifest import PlanRecord
from kg.store import GraphStore
from kg.store_files import current_generation, write_lock

__all__ = ["Built", "Hints", "Inline", "Options", "Runner", "Skipped", "Unchanged", "build_corpus", "build_graph"]

_ANNOTATIONS = (".json",)


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
    parts, (known, stored) = Parts(directory), _known(directory)
    line = Line(parts, known, runner, setup, again=chosen.again)
    loader = Loader(directory, gazetteer, parts, stored, chosen.waiting, beside=runner.width > 1)
    whole = False
    try:
        for done in line.run(_task(file, hints) for path in files for file in files_at(path, _ANNOTATIONS)):
            loader.take(done)
            yield from _told(done)
        whole = True
    finally:
        for done in line.finished():  # of a run that is stopped: what waits for an earlier file that is not done
            loader.keep(done)
        loader.finish(settle=whole)
        parts.sweep()


def _told(done: Done) -> Iterator[Result]:
    """What became of a file's documents."""
    if done.documents is None:
        yield Unchanged(done.source)
    for made in done.documents or ():
        yield Skipped(made.source, made.reason) if made.record is None else Built(made.source, made.record)


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


def _known(directory: Path) -> tuple[set[str], int]:
    """The keys of the files whose plans are all in the graph, and how many triples its plans have."""
    if not directory.is_dir() or current_generation(directory) is None:
        return set(), 0
    found: dict[str, int] = {}
    with GraphStore.open(directory) as graph:
        records = graph.plans()
    for record in records:
        for item in record.inputs:
            found[item] = found.get(item, 0) + 1
    triples = sum(dict(record.counts).get("triples", 0) for record in records)
    return {item.rpartition("/")[0] for item, count in found.items() if item.endswith(f"/{count}")}, triples
