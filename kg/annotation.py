"""An outside annotation in the guidelines' format as facts, and a plan of the graph as an annotation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from extract.document import make_document
from extract.gazetteer import Division, Gazetteer
from extract.identity import plan_id
from extract.model import (
    Document,
    Entity,
    EntityType,
    Evidence,
    Goal,
    LedgerEntry,
    PlanFacts,
    PlanMeta,
    Predicate,
    Relation,
    Target,
    normalise,
)
from extract.read.raw import RawDocument
from kg.annotation_align import Aligner
from kg.annotation_model import (
    AnnotationError,
    RawAnnotation,
    RawEntity,
    RawGoal,
    RawRelation,
    RawTarget,
    is_annotation,
    parse_annotation,
)
from kg.annotation_write import annotation_of

__all__ = ["AnnotationError", "annotation_of", "is_annotation", "parse_annotation", "read_annotation"]

_ENDS: dict[Predicate, tuple[frozenset[EntityType], frozenset[EntityType]]] = {
    Predicate.LOCATED_IN: (
        frozenset({EntityType.PROJECT, EntityType.INDUSTRY, EntityType.ORGANIZATION}),
        frozenset({EntityType.PLACE}),
    ),
    Predicate.CONNECTS: (frozenset({EntityType.PROJECT}), frozenset({EntityType.PLACE})),
    Predicate.PART_OF: (
        frozenset({EntityType.PLACE, EntityType.PROJECT}),
        frozenset({EntityType.PLACE, EntityType.PROJECT}),
    ),
    Predicate.DEVELOPS: (frozenset({EntityType.PLACE}), frozenset({EntityType.INDUSTRY})),
    Predicate.SERVES: (frozenset({EntityType.PROJECT}), frozenset({EntityType.INDUSTRY})),
    Predicate.RADIATES: (frozenset({EntityType.PLACE}), frozenset({EntityType.PLACE})),
    Predicate.COOPERATES: (
        frozenset({EntityType.PLACE, EntityType.PROJECT}),
        frozenset({EntityType.ORGANIZATION}),
    ),
}


TextReader = Callable[[str, str], Document]
"""Makes a document of a plan's raw text and its file's name."""


def read_annotation(path: Path, gazetteer: Gazetteer, make_text: TextReader | None = None) -> PlanFacts:
    """The facts of an annotation file, with evidence in the plan's text.

    The text is the file's "text", else ``docs/DOCUMENT.txt`` or ``DOCUMENT.txt`` beside it, read as any plan is.
    Without one, it is made of the distinct quotes, a sentence each. What the annotation says of the plan (place,
    period, kind) goes before what ``make_text`` finds in the text. A relation whose end is no entity is left out and
    listed in the ledger.

    Raises:
        AnnotationError: the file is not in the format; the message names the part.
    """
    raw = parse_annotation(path)
    document = _document(raw, path, gazetteer, make_text)
    aligner = Aligner(document)
    entities = tuple(_entity(entity, document.meta, aligner, gazetteer) for entity in raw.entities)
    relations, ledger = _relations(raw, aligner)
    targets = tuple(_target(target, aligner) for target in raw.targets)
    goals = tuple(_goal(goal, aligner) for goal in raw.goals)
    completed = aligner.completed()
    if not completed.id:
        completed = replace(completed, id=plan_id(completed.meta, f"{raw.document}\n{completed.text}"))
    return PlanFacts(completed, entities, relations, targets, goals, ledger)


def _document(raw: RawAnnotation, path: Path, gazetteer: Gazetteer, make_text: TextReader | None) -> Document:
    """The document that the annotation is about; without an id and text where there is no text."""
    text = raw.text or _text_beside(path, raw.document)
    source = f"{raw.document}.json"
    if text:
        found = make_text(text, source) if make_text else _read_text(text, source, raw, gazetteer)
        if found.passages:
            meta = _found_meta(raw, found.meta, gazetteer)
            return replace(found, source=source, meta=meta, id=plan_id(meta, found.text))
    return Document("", "", source, _stated_meta(raw, gazetteer))


def _read_text(text: str, source: str, raw: RawAnnotation, gazetteer: Gazetteer) -> Document:
    hints = {"place": raw.planning_place or None, "kind": raw.kind or None}
    return make_document(RawDocument(source, text), gazetteer, year=raw.year or None, **hints)


def _text_beside(path: Path, name: str) -> str:
    if "/" in name or "\\" in name:
        return ""
    beside = next((p for p in (path.parent / "docs" / f"{name}.txt", path.parent / f"{name}.txt") if p.is_file()), None)
    if beside is None:
        return ""
    try:
        return beside.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise AnnotationError(str(path), "", f"旁边的正文 {beside.name} 读不了，应为 UTF-8 文本") from error


def _found_meta(raw: RawAnnotation, found: PlanMeta, gazetteer: Gazetteer) -> PlanMeta:
    """What was found in the text, with what the annotation says put before it."""
    place, year = raw.planning_place or found.place, raw.year or found.year
    known = [found.place, *(d.name for d in _forms(found.place_code, gazetteer))]
    same = normalise(place) in {normalise(name) for name in known}
    return replace(
        found,
        title=raw.title or found.title,
        place=place,
        place_code=found.place_code if same else _code(place, "", year, gazetteer),
        kind=raw.kind or found.kind,
        year=year,
        period=raw.period if raw.period[0] else found.period,
    )


def _forms(code: str, gazetteer: Gazetteer) -> list[Division]:
    """The division with this code and its former forms (清苑区, 清苑县)."""
    division = gazetteer.by_code(code)
    return [division, *gazetteer.lineage(code)] if division else []


def _stated_meta(raw: RawAnnotation, gazetteer: Gazetteer) -> PlanMeta:
    """What the annotation alone says; the first year of its period for the year."""
    year = raw.year or raw.period[0]
    code = _code(raw.planning_place, "", year, gazetteer)
    return PlanMeta(raw.title or raw.document, raw.planning_place, code, raw.kind or "其他", year, raw.period)


def _code(name: str, context: str, year: int, gazetteer: Gazetteer) -> str:
    division = gazetteer.resolve(name, context, year=year) if name else None
    return division.code if division else ""


def _target(t: RawTarget, aligner: Aligner) -> Target:
    evidence = _evidence(aligner, t.evidence, t.indicator)
    return Target(
        t.subject, t.indicator, t.operator, t.value, t.unit, t.per,
        t.deadline, t.within_years, t.binding, t.baseline, evidence,
    )  # fmt: skip


def _goal(g: RawGoal, aligner: Aligner) -> Goal:
    return Goal(g.subject, g.text, g.deadline, g.within_years, _evidence(aligner, g.evidence, g.text))


def _entity(raw: RawEntity, meta: PlanMeta, aligner: Aligner, gazetteer: Gazetteer) -> Entity:
    is_place = raw.type is EntityType.PLACE
    same = is_place and normalise(raw.name) == normalise(meta.place)
    code = meta.place_code if same else _code(raw.name, meta.place_code, meta.year, gazetteer) if is_place else ""
    aliases = tuple(sorted({alias for alias in raw.aliases if alias != raw.name}))
    evidence = aligner.evidence(raw.evidence) or _named(aligner, (raw.name, *aliases))
    return Entity(raw.type, raw.name, aliases, code, raw.kind, raw.status, evidence)


def _named(aligner: Aligner, names: tuple[str, ...]) -> tuple[Evidence, ...]:
    """Where an entity without evidence is first named, by its name before its aliases; empty if nowhere."""
    return next((found for name in names if (found := aligner.find(name))), ())


def _evidence(aligner: Aligner, quote: str, words: str) -> tuple[Evidence, ...]:
    """The place of the quote; of the fact's own words where no quote is given."""
    return aligner.evidence(quote) or aligner.evidence(words)


def _relations(raw: RawAnnotation, aligner: Aligner) -> tuple[tuple[Relation, ...], tuple[LedgerEntry, ...]]:
    types = _types_by_name(raw.entities)
    relations: list[Relation] = []
    ledger: list[LedgerEntry] = []
    for item in raw.relations:
        subjects, objects = (types.get(normalise(name), ()) for name in (item.subject, item.object))
        if not subjects or not objects:
            ledger.append(_without_entity(item, item.object if subjects else item.subject))
            continue
        wanted_subject, wanted_object = _ENDS[item.predicate]
        subject_type = next((t for t in subjects if t in wanted_subject), subjects[0])
        object_type = next((t for t in objects if t in wanted_object), objects[0])
        evidence = _evidence(aligner, item.evidence, item.subject)
        relations.append(Relation(item.subject, item.predicate, item.object, subject_type, object_type, evidence))
    return tuple(relations), tuple(ledger)


def _without_entity(item: RawRelation, name: str) -> LedgerEntry:
    text = f"{item.subject} {item.predicate.value} {item.object}"
    return LedgerEntry("rejected", text, f"{item.where}：“{name}”不在 entities 之中")


def _types_by_name(entities: tuple[RawEntity, ...]) -> dict[str, tuple[EntityType, ...]]:
    """Types of the entities of each name, then of those with it as an alias."""
    named = [(entity.name, entity.type) for entity in entities]
    aliased = [(alias, entity.type) for entity in entities for alias in entity.aliases]
    found: dict[str, tuple[EntityType, ...]] = {}
    for name, type_ in named + aliased:
        key = normalise(name)
        if type_ not in found.setdefault(key, ()):
            found[key] = (*found[key], type_)
    return found
