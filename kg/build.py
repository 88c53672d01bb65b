"""Files in, graph out: read, extract, put into the store; what was skipped is told, never silent."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pyoxigraph import Quad

from extract.document import make_document
from extract.errors import PlanKGError, ReadError
from extract.model import Document, PlanFacts
from extract.pipeline import extract
from extract.read import Sandbox, read_path, walk
from extract.read.raw import RawDocument, ReadFailure
from extract.resources import Resources
from kg.annotation import is_annotation, read_annotation
from kg.gazetteer_graph import KnownPlaces
from kg.manifest import PlanRecord
from kg.rdf import plan_quads
from kg.store import GraphStore, Reference
from kg.store_files import StoreBusyError, write_lock
from kg.store_reference import reference_quads

__all__ = ["Built", "Hints", "Skipped", "build_graph", "extract_file", "facts_record"]

_PATIENCE = 60.0  # seconds that a batch waits for another writer
_BATCH = 64  # plans held before they go into the store: some 40 MB of quads


@dataclass(frozen=True, slots=True)
class Hints:
    """What the user says of the documents instead of leaving it to the text; None where not said."""

    place: str | None = None
    year: int | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """A document that went into the graph."""

    source: str
    record: PlanRecord


@dataclass(frozen=True, slots=True)
class Skipped:
    """A document that did not, and why (one line)."""

    source: str
    reason: str


def extract_file(path: Path, resources: Resources, hints: Hints) -> Iterator[tuple[str, PlanFacts | Skipped]]:
    """The facts of each document of a file or folder, each with where it came from.

    Where it came from is an absolute path, followed for a member of an archive by its path in it; "-" is standard
    input. A document that cannot be read becomes ``Skipped`` and the rest goes on.
    """
    with Sandbox() as sandbox:
        for file in walk(path):
            for source, outcome in _outcomes(file, resources, hints, sandbox):
                yield _origin(file, source), outcome


def _outcomes(
    file: Path, resources: Resources, hints: Hints, sandbox: Sandbox
) -> Iterator[tuple[str, PlanFacts | Skipped]]:
    if file.suffix.lower() == ".json" and file.is_file():
        if is_annotation(file):
            yield str(file), _guarded(str(file), lambda: _annotated(file, resources, hints))
        else:
            yield str(file), Skipped(str(file), "不是标注 json（顶层要有 entities）；规划正文请存为 .txt")
        return
    for raw in read_path(file, sandbox=sandbox):
        if isinstance(raw, ReadFailure):
            yield raw.source, Skipped(raw.source, raw.reason)
        else:
            yield raw.source, _guarded(raw.source, partial(_facts, raw, resources, hints))


def _guarded(source: str, work: Callable[[], PlanFacts]) -> PlanFacts | Skipped:
    """What the work gives; what goes wrong with one document must not stop the others."""
    try:
        return work()
    except PlanKGError as error:
        return Skipped(source, str(error).removeprefix(f"{source}: "))
    except (ArithmeticError, LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        return Skipped(source, f"内部错误 {type(error).__name__}: {error}（请报告；其余文件不受影响）")


def _annotated(file: Path, resources: Resources, hints: Hints) -> PlanFacts:
    return read_annotation(file, resources.gazetteer, lambda text, name: _document(text, name, resources, hints))


def _document(text: str, name: str, resources: Resources, hints: Hints) -> Document:
    raw = RawDocument(name, text)
    return make_document(raw, resources.gazetteer, place=hints.place, year=hints.year, kind=hints.kind)


def _facts(raw: RawDocument, resources: Resources, hints: Hints) -> PlanFacts:
    document = make_document(raw, resources.gazetteer, place=hints.place, year=hints.year, kind=hints.kind)
    if not document.passages:
        raise ReadError(raw.source, "没有可读的正文（空文件，或只有页眉页脚）")
    return extract(document, resources)


def facts_record(facts: PlanFacts, file: str) -> PlanRecord:
    """The manifest's record of a plan; ``file`` is where it came from."""
    meta = facts.document.meta
    return PlanRecord(
        id=facts.document.id,
        title=meta.title,
        place=meta.place,
        code=meta.place_code,
        kind=meta.kind,
        year=meta.year,
        period=meta.period,
        file=file,
        content_hash=hashlib.sha256(facts.document.text.encode()).hexdigest(),
        delivered=meta.delivered,
    )


def build_graph(
    files: Sequence[Path],
    directory: Path,
    resources: Resources,
    hints: Hints,
) -> Iterator[Built | Skipped]:
    """Build the plans of ``files`` into the graph at ``directory``, yielding what became of each document.

    Plans go into the store in batches, each all or nothing; when the caller stops early (Ctrl-C), what was
    extracted by then is put in before the exception goes on.

    Raises:
        StoreError: the graph is in use, or the disk refuses; where it can be known, before anything is extracted.
    """
    if directory.is_dir():  # minutes of extraction must not be lost to a graph that cannot be written
        with write_lock(directory):
            pass
    known = KnownPlaces(resources.gazetteer)
    waiting: list[tuple[PlanRecord, Sequence[Quad]]] = []

    def flush() -> None:
        if waiting:
            _put(directory, waiting, reference_quads(resources.gazetteer))
            waiting.clear()

    try:
        for path in files:
            for origin, result in extract_file(path, resources, hints):
                if isinstance(result, Skipped):
                    yield result
                    continue
                record = facts_record(result, origin)
                waiting.append((record, plan_quads(result, known)))
                yield Built(result.document.source, record)
                if len(waiting) >= _BATCH:
                    flush()
    finally:
        flush()


def _put(directory: Path, plans: Sequence[tuple[PlanRecord, Sequence[Quad]]], reference: Reference) -> None:
    """One writing session; another writer is waited for, since extracting again would take longer."""
    last_try = time.monotonic() + _PATIENCE
    while True:
        try:
            with GraphStore.open(directory, write=True, reference=reference) as graph:
                graph.replace_plans(plans)
            return
        except StoreBusyError:
            if time.monotonic() > last_try:
                raise
            time.sleep(0.2)


def _origin(file: Path, source: str) -> str:
    if str(file) == "-":
        return "-"
    return str(file.resolve()) + source.removeprefix(str(file)) if source != file.name else str(file.resolve())
