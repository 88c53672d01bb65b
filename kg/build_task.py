"""The pure function of a build: one file's bytes in, its part out, the same bytes on every machine.

A part is a gzip: a line of JSON that tells of each document of the file, then their N-Quads, one after another.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from extract.document import make_document
from extract.errors import PlanKGError, ReadError
from extract.model import Document, PlanFacts
from extract.pipeline import extract
from extract.read import Sandbox, read_data
from extract.read.raw import RawDocument, ReadFailure
from extract.resources import Resources
from kg import manifest
from kg.annotation import read_annotation
from kg.gazetteer_graph import KnownPlaces
from kg.identity import Identity, load_identity
from kg.manifest import PlanRecord
from kg.rdf import plan_quad_set, quad_lines

STDIN = "-"
_LEVEL = 1  # a third of the bytes for a hundredth of the time that extraction takes
_FAULTS = (
    ArithmeticError, LookupError, ValueError, TypeError, AttributeError, RuntimeError, AssertionError, MemoryError,
    OSError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hints:
    """What the user says of the documents instead of leaving it to the text; None where not said."""

    place: str | None = None
    year: int | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A file to work on. ``source`` is its path as given, ``origin`` the absolute one, "-" for standard input.

    ``annotation`` is an annotation's path ("" for a text), which may have its text beside it and so is not sent away.
    """

    source: str
    origin: str
    data: bytes
    hints: Hints
    annotation: str = ""

    def key(self, setup: str) -> str:
        """The part's name: setup (``kg.fingerprint``) and a hash of all that the part depends on."""
        said = json.dumps([self.source, self.origin, self.hints.place, self.hints.year, self.hints.kind])
        return f"{setup}-{sha256(said.encode() + b'|' + self.data).hexdigest()[:32]}"


@dataclass(frozen=True, slots=True)
class Made:
    """One document of a part: its record and N-Quads, or the reason why there is none (then record is None)."""

    source: str
    record: PlanRecord | None
    reason: str = ""
    quads: bytes = b""


class Desk:
    """What a worker keeps from task to task: tables, model, and the child that reads files. Close it at the end."""

    def __init__(self, resources: Resources) -> None:
        self.resources = resources
        self.places = KnownPlaces(resources.gazetteer)
        self.identity: Identity = load_identity()
        self.sandbox = Sandbox()

    def close(self) -> None:
        """Ends the reading child."""
        self.sandbox.close()


def perform(task: Task, desk: Desk) -> bytes:
    """The part of a file. Whatever is in the file, the outcome is a part: a document that fails says why in it."""
    return packed([_made(source, origin, outcome, desk) for source, origin, outcome in _outcomes(task, desk)])


def packed(documents: list[Made]) -> bytes:
    """A part of these documents."""
    head = [
        {"source": m.source, "record": _record(m.record), "reason": m.reason, "bytes": len(m.quads)} for m in documents
    ]
    line = json.dumps(head, ensure_ascii=False).encode()
    return gzip.compress(line + b"\n" + b"".join(m.quads for m in documents), _LEVEL, mtime=0)


def unpacked(part: bytes) -> list[Made]:
    """The documents of a part.

    Raises:
        ValueError: it is damaged.
    """
    try:
        head, _, quads = gzip.decompress(part).partition(b"\n")
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"a damaged part ({error})") from error
    found, start = [], 0
    for made, item in zip(read_heads(head), json.loads(head), strict=True):
        end = start + int(item["bytes"])
        found.append(replace(made, quads=quads[start:end]))
        start = end
    return found


def read_heads(line: bytes) -> list[Made]:
    """The documents that the first line of a part tells of, without their quads.

    Raises:
        ValueError, KeyError, TypeError: not such a line.
    """
    return [
        Made(item["source"], PlanRecord.from_json(item["record"]) if item["record"] else None, item["reason"])
        for item in json.loads(line)
    ]


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
        content_hash=sha256(facts.document.text.encode()).hexdigest(),
        delivered=meta.delivered,
    )


def _record(record: PlanRecord | None) -> dict[str, Any] | None:
    return None if record is None else asdict(record) | {"counts": dict(record.counts)}


def _outcomes(task: Task, desk: Desk) -> Iterator[tuple[str, str, Callable[[], PlanFacts] | str]]:
    """Source, origin and either the work to do or the reason why there is none, for each document of a file."""
    if task.annotation:
        yield task.source, task.origin, partial(_annotated, Path(task.annotation), task.hints, desk)
        return
    try:
        for raw in read_data(task.source, task.data, limits=desk.sandbox.limits, sandbox=desk.sandbox):
            origin = task.origin
            if origin != STDIN:
                origin += raw.source.removeprefix(task.source)
            if isinstance(raw, ReadFailure):
                yield raw.source, origin, raw.reason
            else:
                yield raw.source, origin, partial(_facts, raw, task.hints, desk)
    except _FAULTS as error:
        yield task.source, task.origin, _fault(error)


def _made(source: str, origin: str, outcome: Callable[[], PlanFacts] | str, desk: Desk) -> Made:
    """What became of one document; what goes wrong with it must not stop the others."""
    if isinstance(outcome, str):
        return Made(source, None, outcome)
    try:
        facts = outcome()
        quads = plan_quad_set(facts, desk.places, desk.identity)
        record = manifest.counted(facts_record(facts, origin), quads)
    except PlanKGError as error:
        return Made(source, None, str(error).removeprefix(f"{source}: "))
    except _FAULTS as error:
        return Made(source, None, _fault(error))
    return Made(source, record, "", quad_lines(quads))


def _fault(error: Exception) -> str:
    return f"内部错误 {type(error).__name__}: {' '.join(str(error).split())}（请报告；其余文件不受影响）"


def _annotated(file: Path, hints: Hints, desk: Desk) -> PlanFacts:
    return read_annotation(file, desk.resources.gazetteer, lambda text, name: _document(text, name, hints, desk))


def _document(text: str, name: str, hints: Hints, desk: Desk) -> Document:
    raw = RawDocument(name, text)
    return make_document(raw, desk.resources.gazetteer, place=hints.place, year=hints.year, kind=hints.kind)


def _facts(raw: RawDocument, hints: Hints, desk: Desk) -> PlanFacts:
    document = make_document(raw, desk.resources.gazetteer, place=hints.place, year=hints.year, kind=hints.kind)
    if not document.passages:
        raise ReadError(raw.source, "没有可读的正文（空文件，或只有页眉页脚）")
    return extract(document, desk.resources)
