"""part_of for numbered collectives (“四馆一中心”, 四大提升工程) and for regions named after their members."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.model import EntityType, Passage, Predicate, Relation
from extract.relations.context import Context, Spot

_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_COUNTED = re.compile(r"([一二两三四五六七八九十]|\d{1,2})(?=大|个|项|馆|园|镇|区|院|中心|心|地|站|场|微|板块)")
_REGION = re.compile(r"(?:都市圈|城市群|城镇组群|组群|城镇群|经济圈|经济区|经济带|地区|走廊|生活圈)$")


def size_of(name: str) -> int:
    """How many members a numbered collective says it has (“四馆一中心” 5); 0 if it does not say."""
    return sum(_DIGITS.get(n) or int(n) for n in _COUNTED.findall(name))


def collectives(context: Context) -> Iterator[Relation]:
    """``part.counted``: a numbered collective and the list right after it, if it is no longer than its number."""
    passages = context.document.passages
    for passage in passages:
        for spot in context.outermost(context.spots(passage)):
            entity = context.entities[spot.entity]
            size = size_of(entity.name) if entity.type is EntityType.PROJECT else 0
            if size > 1:
                yield from _members(context, passage, spot, size)


def _members(context: Context, passage: Passage, spot: Spot, size: int) -> Iterator[Relation]:
    following = [p for p in context.document.passages[passage.index : passage.index + 3]
                 if p.paragraph == passage.paragraph]  # fmt: skip
    spots = [s for p in following for s in context.outermost(context.spots(p)) if s.start >= spot.end]
    before = [s for s in context.outermost(context.spots(passage)) if s.end <= spot.start]
    for candidates in (_projects(context, before), _projects(context, spots)):
        members = list(dict.fromkeys(s.entity for s in candidates if s.entity != spot.entity))
        if 1 < len(members) <= size:
            for candidate in candidates:
                if candidate.entity != spot.entity:
                    start = min(spot.start, candidate.start)
                    evidence = context.evidence(start, max(spot.end, candidate.end), "part.counted", inferred=True)
                    yield context.relation(candidate.entity, Predicate.PART_OF, spot.entity, evidence)
            return


def _projects(context: Context, spots: list[Spot]) -> list[Spot]:
    return [s for s in spots if context.type_of(s) is EntityType.PROJECT]


def regions(context: Context) -> Iterator[Relation]:
    """``part.region``: a region whose name begins with a place has that place in it (郑州都市圈: 郑州市)."""
    for index, entity in enumerate(context.entities):
        spot = context.first_spot.get(index)
        if entity.type is not EntityType.PLACE or spot is None or not _REGION.search(entity.name):
            continue
        for name, place in context.place_names:
            if place != index and entity.name.startswith(name) and context.entities[place].code:
                evidence = context.evidence(spot.start, spot.end, "part.region", inferred=True)
                yield context.relation(place, Predicate.PART_OF, index, evidence)
                break
