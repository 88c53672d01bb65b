"""connects: the ends of a transport line, as said (甲至乙) or decoded from its short name (离隰高速)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator

from extract.model import Entity, EntityType, Predicate, Relation
from extract.relations.context import Context

_TRANSPORT = {"railway", "expressway", "road"}
_SEAT = re.compile(r"(?:区|站|园|中心|基地|城|港|枢纽|口岸|集群|出口|出入口|论坛|平台)$")
_BETWEEN = re.compile(r"[至到—―–\-～]")
_RUN = re.compile(r"[\u4e00-\u9fff）)](?:[至到]|[—―–\-～]+)[\u4e00-\u9fff]{2}")
_WAY = re.compile(r"[GS]\d{2,4}|[铁公]路|高[铁速]|[国省]道|线|路|通道|连通|管[线道]|航道|段$")
_PASSAGE = re.compile(r"(?:通道|大桥|走廊)$")
_CLUSTER = re.compile(r"(?:圈|群|地区|一体化|组团)$")


def connects_said(context: Context) -> Iterator[Relation]:
    """End points that stand in the name: 岚县至交口段, 攀枝花至盐源高速公路, 定兴高碑店快速连接线."""
    for index, entity in enumerate(context.entities):
        spot = context.first_spot.get(index)
        if spot is None or not runs(entity):
            continue
        if _SEAT.search(entity.name):
            continue
        ends = _places_by_position(context, entity.name)
        if not ends or (len(ends) < 2 and not _BETWEEN.search(entity.name)):
            continue
        if len(ends) > 1 and not _BETWEEN.search(entity.name) and not _adjacent(ends):
            continue
        evidence = context.evidence(spot.start, spot.end, "connects.name")
        for _, _, place in ends:
            yield context.relation(index, Predicate.CONNECTS, place, evidence)


def runs(entity: Entity) -> bool:
    """Whether a project runs between places: a railway or road, or whatever is named 甲至乙 as ways are."""
    if entity.type is not EntityType.PROJECT:
        return False
    return entity.kind in _TRANSPORT or bool(_RUN.search(entity.name) and _WAY.search(entity.name))


def is_cluster(context: Context, index: int, name: str) -> bool:
    """Whether a name is the short one of a cluster of cities (成渝), which a line's name holds as its ends."""
    entity = context.entities[index]
    return not entity.code and len(name) < 4 and bool(_CLUSTER.search(entity.name))


def _places_by_position(context: Context, name: str) -> list[tuple[int, int, int]]:
    hits = []
    for start, end, index in context.places_in(name):
        if not is_cluster(context, index, name[start:end]):
            hits.append((start, end, index))
    best = [
        h for h in hits if not any(o != h and o[0] <= h[0] and h[1] <= o[1] and o[1] - o[0] > h[1] - h[0] for o in hits)
    ]
    return sorted({(a, b, i) for a, b, i in best})


def _adjacent(ends: list[tuple[int, int, int]]) -> bool:
    return all(b[0] - a[1] <= 1 for a, b in itertools.pairwise(ends))


def undecided(context: Context, said: Collection[str]) -> list[tuple[int, Entity]]:
    """Lines that are not in ``said`` and do not begin with a place: what decoding is tried on."""
    lines = [(i, e) for i, e in enumerate(context.entities) if e.type is EntityType.PROJECT and e.name not in said]
    return [
        (i, e)
        for i, e in lines
        if (e.kind in _TRANSPORT or runs(e) or _PASSAGE.search(e.name)) and _begins_otherwise(context, e.name)
    ]


def _begins_otherwise(context: Context, name: str) -> bool:
    places = _places_by_position(context, name)
    if not places:
        return True
    return places[0][0] > 3 and not _SEAT.search(name)
