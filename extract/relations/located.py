"""located_in: where a project or organisation is, by its own name, by the words before it, or by its clause."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.model import Entity, EntityType, Passage, Predicate, Relation
from extract.relations.connects import runs
from extract.relations.context import Clause, Context, Spot
from extract.relations.place_lists import places_before, places_in_clause_head, places_inside
from extract.relations.topics import topics

_LOCATED = (EntityType.PROJECT, EntityType.ORGANIZATION)
_LINE = re.compile(
    r"(?:铁路|高铁|城际|高速|高速公路|公路|专线|快速路|连接线|通道|航线|大桥|隧道)$|[^至到]{2,}[至到][^至到]{2,}"
)
_STREET = re.compile(r"(?:路|街|大道|巷|桥)$")


def located_in(context: Context) -> Iterator[Relation]:
    """All located_in relations, by three rules.

    ``located.name``: the name itself holds a place (吕梁超算中心); ``located.before``: a place stands right
    before the name (离石区西华镇高山草甸旅游区); ``located.clause``: a place or a list of places heads the
    clause that does something about it (支持广州、深圳建设市内免税店).
    """
    for index, entity in enumerate(context.entities):
        if entity.type in _LOCATED:
            yield from _by_name(context, index, entity)
    for passage in context.document.passages:
        for clause in context.clauses(passage):
            yield from _by_position(context, passage, clause)
        for clause, places in topics(context, passage):
            yield from _by_topic(context, clause, places)


def is_line(entity: Entity) -> bool:
    """Whether a project runs between places, so that a place in its name is an end, not a location."""
    return runs(entity) and bool(_LINE.search(entity.name))


def _by_name(context: Context, index: int, entity: Entity) -> Iterator[Relation]:
    spot = context.first_spot.get(index)
    if spot is None or is_line(entity) or _STREET.search(entity.name) or entity.name.startswith("面向"):
        return
    inside = places_inside(context, entity)
    evidence = context.evidence(spot.start, spot.end, "located.name")
    for place in inside:
        yield context.relation(index, Predicate.LOCATED_IN, place, evidence)


def _by_position(context: Context, passage: Passage, clause: Clause) -> Iterator[Relation]:
    projects = [s for s in clause.outer if context.type_of(s) is EntityType.PROJECT]
    head = places_in_clause_head(context, clause) if projects else []
    for spot in projects:
        entity = context.entities[spot.entity]
        if is_line(entity):
            continue
        before = places_before(context, clause.outer, spot)
        rule, places = ("located.before", before) if before else ("located.clause", head_for(head, spot))
        if rule == "located.clause" and places_inside(context, entity):
            continue
        for place in places:
            start = min(place.start, spot.start)
            evidence = context.evidence(start, max(place.end, spot.end), rule)
            yield context.relation(spot.entity, Predicate.LOCATED_IN, place.entity, evidence)


def _by_topic(context: Context, clause: Clause, places: list[Spot]) -> Iterator[Relation]:
    outer = context.outermost(clause.spots) if places else []
    for spot in outer:
        entity = context.entities[spot.entity]
        if entity.type is not EntityType.PROJECT or is_line(entity) or places_inside(context, entity):
            continue
        for place in places:
            evidence = context.evidence(place.start, spot.end, "located.topic")
            yield context.relation(spot.entity, Predicate.LOCATED_IN, place.entity, evidence)


def head_for(head: list[Spot], spot: Spot) -> list[Spot]:
    """The clause's leading places, if they stand before the spot."""
    return [p for p in head if p.end <= spot.start]
