"""What is in a graph directory: one record a plan, kept as ``manifest.json`` beside the store."""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from extract.errors import PlanKGError

FORMAT = 1
_ONT = "https://w3id.org/plankg/ont#"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_INFERRED = NamedNode(_ONT + "inferred")
_COUNTED = {
    _ONT + name: key
    for name, key in (
        ("Section", "sections"),
        ("Passage", "passages"),
        ("Place", "places"),
        ("Project", "projects"),
        ("Industry", "industries"),
        ("Organization", "organizations"),
        ("Measure", "measures"),
        ("Brand", "brands"),
        ("Target", "targets"),
        ("Goal", "goals"),
        ("Statement", "statements"),
    )
}


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """One plan of a graph.

    ``file`` is the source's path as the builder gave it (give absolute paths, so that building the same file
    again is noticed); ``period`` first and last year planned for, (0, 0) if unknown; ``code`` the GB/T 2260 code of
    the place, "" if unknown; ``year`` of delivery, 0 if unknown; ``content_hash`` of the file's bytes; ``counts`` are
    numbers of nodes by kind and of ``triples``, filled in by the store; ``inputs`` name the files that gave this plan
    (``kg.build_task.Task.key``, a slash, and how many plans the file gave), so that it is not made again.
    """

    id: str
    title: str
    place: str
    code: str
    kind: str
    year: int
    period: tuple[int, int]
    file: str
    content_hash: str = ""
    delivered: str = ""
    counts: tuple[tuple[str, int], ...] = ()
    inputs: tuple[str, ...] = ()

    @property
    def iri(self) -> NamedNode:
        """The plan's IRI, which is the name of its graph."""
        from kg.rdf_identity import plan_iri

        return plan_iri(self.id)

    def to_json(self) -> dict[str, Any]:
        """The record as ``plankg plans --json`` prints it."""
        shown = asdict(self) | {"period": list(self.period), "counts": dict(self.counts)}
        del shown["inputs"]
        return shown

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> PlanRecord:
        """The record of such an object; unknown keys are ignored.

        Raises:
            KeyError, TypeError, ValueError: not such an object.
        """
        known = {f.name for f in fields(cls)}
        first, last = data["period"]
        counts = tuple((str(k), int(v)) for k, v in data.get("counts", {}).items())
        values = {k: v for k, v in data.items() if k in known}
        inputs = tuple(str(item) for item in data.get("inputs", ()))
        return cls(**values | {"period": (int(first), int(last)), "counts": counts, "inputs": inputs})


def dump(records: Iterable[PlanRecord]) -> bytes:
    """The manifest's bytes: sorted by id, one field a line."""
    plans = [record.to_json() | {"inputs": list(record.inputs)} for record in sorted(records, key=lambda r: r.id)]
    return (json.dumps({"format": FORMAT, "plans": plans}, ensure_ascii=False, indent=1) + "\n").encode()


def load(content: bytes) -> tuple[PlanRecord, ...]:
    """The records of a manifest, sorted by id.

    Raises:
        ValueError: not a manifest, or one of a later version.
    """
    try:
        data = json.loads(content)
        if data["format"] != FORMAT:
            raise ValueError(f"manifest format {data['format']}, this version reads {FORMAT}")
        return tuple(PlanRecord.from_json(plan) for plan in data["plans"])
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a manifest ({error!r})") from error


def counted(record: PlanRecord, quads: Collection[Quad]) -> PlanRecord:
    """The record with the counts of its quads. Nodes with two classes (a County is a Place) count once each."""
    counts: Counter[str] = Counter()
    inferred: set[str] = set()
    for quad in quads:
        if quad.predicate == _TYPE and isinstance(quad.object, NamedNode):
            key = _COUNTED.get(quad.object.value)
            if key:
                counts[key] += 1
        elif quad.predicate == _INFERRED and isinstance(quad.object, Literal) and quad.object.value == "true":
            inferred.add(str(quad.subject))
    keys = (*_COUNTED.values(), "inferred", "triples")
    values = counts | Counter({"inferred": len(inferred), "triples": len(quads)})
    return replace(record, counts=tuple((key, values[key]) for key in keys))


def with_inputs(new: PlanRecord, old: PlanRecord | None) -> PlanRecord:
    """The new record, remembering the other files of the same setup that gave the same plan."""
    if old is None or not new.inputs:
        return new
    setup = new.inputs[0].partition("-")[0]
    kept = {item for item in old.inputs if item.startswith(f"{setup}-")}
    return replace(new, inputs=tuple(sorted({*kept, *new.inputs})))


def resolve_plan(records: Sequence[PlanRecord], text: str) -> PlanRecord:
    """The one plan that ``text`` means: an id, the beginning of one, a title, a part of one, or a file's name.

    The first of these that fits exactly one plan decides.

    Raises:
        PlanKGError: none fits (the nearest are named), or several do (they are named).
    """
    wanted = text.strip()
    tests = (
        lambda r: r.id == wanted,
        lambda r: r.title == wanted or r.file == wanted or r.file.rsplit("/", 1)[-1] == wanted,
        lambda r: r.id.startswith(wanted),
        lambda r: wanted in r.title,
        lambda r: all(part in f"{r.place} {r.year} {r.kind} {r.title}" for part in wanted.split()),
    )
    for test in tests if wanted else ():
        found = [record for record in records if test(record)]
        if len(found) == 1:
            return found[0]
        if found:
            raise PlanKGError(f"“{text}”对应 {len(found)} 份规划，请写出完整编号：{_listed(found)}")
    if not records:
        raise PlanKGError(f"找不到规划“{text}”：图谱是空的，先用 plankg build 构建")
    names = {name: record for record in reversed(records) for name in (record.id, record.title)}
    near = difflib.get_close_matches(wanted, names, n=3, cutoff=0.3)
    nearest = list({names[name].id: names[name] for name in near}.values()) or list(records[:3])
    raise PlanKGError(f"找不到规划“{text}”；最接近的：{_listed(nearest)}（plankg plans 列出全部）")


def _listed(records: Sequence[PlanRecord], most: int = 5) -> str:
    shown = "、".join(f"{record.id}（{record.title}）" for record in records[:most])
    return shown + ("……" if len(records) > most else "")
