"""An outside annotation in the guidelines' format as facts, and a plan of the graph as an annotation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from extract.gazetteer import Gazetteer
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
from kg.annotation_align import Aligner
from kg.annotation_model import AnnotationError, RawAnnotation, RawEntity, RawRelation, is_annotation, parse_annotation
from kg.annotation_write import annotation_of
from kg.rdf_identity import digest

__all__ = ["AnnotationError", "annotation_of", "is_annotation", "parse_annotation", "read_annotation"]

TextReader = Callable[[str, str], Document]
"""Makes a document of a plan's raw text and its file's name."""

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


def read_annotation(path: Path, gazetteer: Gazetteer, make_document: TextReader | None = None) -> PlanFacts:
    """The facts of an annotation file, with evidence in the plan's text.

    The text is the file's "text", else ``docs/DOCUMENT.txt`` or ``DOCUMENT.txt`` beside it, read by ``make_document``.
    Without one, the text is made of the distinct quotes, a sentence each. A relation whose end is no entity is left
    out and listed in the ledger.

    Raises:
        AnnotationError: the file is not in the format; the message names the part.
        ReadError: the text beside it cannot be read.
    """
    raw = parse_annotation(path)
    document = _document(raw, path, gazetteer, make_document)
    aligner = Aligner(document)
    entities = tuple(_entity(entity, document.meta, aligner, gazetteer) for entity in raw.entities)
    relations, ledger = _relations(raw, aligner)
    targets = tuple(
        Target(
            t.subject, t.indicator, t.operator, t.value, t.unit, t.per, t.deadline, t.within_years, t.binding,
            t.baseline, _evidence(aligner, t.evidence, t.indicator),
        )
        for t in raw.targets
    )  # fmt: skip
    goals = tuple(
        Goal(g.subject, g.text, g.deadline, g.within_years, _evidence(aligner, g.evidence, g.text)) for g in raw.goals
    )
    completed = aligner.completed()
    if not completed.id:
        completed = replace(completed, id=_identity(raw, completed))
    return PlanFacts(completed, entities, relations, targets, goals, ledger)


def _document(raw: RawAnnotation, path: Path, gazetteer: Gazetteer, make_document: TextReader | None) -> Document:
    """The document that the annotation is about; without an id and text where there is no text."""
    text = raw.text or _text_beside(path, raw.document)
    source = f"{raw.document}.json"
    if text and make_document is not None:
        found = make_document(text, source)
        return replace(found, source=source, meta=_meta(raw, gazetteer, found.meta))
    return Document("", "", source, _meta(raw, gazetteer, None))


def _text_beside(path: Path, name: str) -> str:
    for candidate in (path.parent / "docs" / f"{name}.txt", path.parent / f"{name}.txt"):
        if "/" not in name and "\\" not in name and candidate.is_file():
            return candidate.read_text(encoding="utf-8-sig")
    return ""


def _meta(raw: RawAnnotation, gazetteer: Gazetteer, found: PlanMeta | None) -> PlanMeta:
    """What the document is: the annotation's word before what was found in the text."""
    year = raw.year or (found.year if found else 0) or raw.period[0]
    place = raw.planning_place or (found.place if found else "")
    code = found.place_code if found and found.place == place else _code(place, "", year, gazetteer)
    period = raw.period if raw.period[0] else found.period if found else (0, 0)
    title = raw.title or (found.title if found else "") or raw.document
    return PlanMeta(title, place, code, raw.kind or (found.kind if found else "其他"), year, period)


def _identity(raw: RawAnnotation, document: Document) -> str:
    """The id of a plan that has no text but the quotes."""
    meta = document.meta
    return f"{meta.place_code or '000000'}-{meta.year}-{digest(raw.document, meta.kind, document.text)}"


def _code(name: str, context: str, year: int, gazetteer: Gazetteer) -> str:
    division = gazetteer.resolve(name, context, year=year) if name else None
    return division.code if division else ""


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
