"""connects: the ends of a transport line, as said (甲至乙) or decoded from its short name (离隰高速)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from extract.model import Entity, EntityType, Predicate, Relation
from extract.relations.context import Context

_TRANSPORT = {"railway", "expressway", "road"}
_SEAT = re.compile(r"(?:区|站|园|中心|基地|城|港|枢纽|口岸|集群)$")
_BETWEEN = re.compile(r"[至到—\-～]")


def connects_said(context: Context) -> Iterator[Relation]:
    """End points that stand in the name: 岚县至交口段, 攀枝花至盐源高速公路, 定兴高碑店快速连接线."""
    for index, entity in enumerate(context.entities):
        spot = context.first_spot.get(index)
        if entity.type is not EntityType.PROJECT or entity.kind not in _TRANSPORT or spot is None:
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


def _places_by_position(context: Context, name: str) -> list[tuple[int, int, int]]:
    hits = []
    for place, index in context.place_names:
        at = name.find(place)
        if at >= 0:
            hits.append((at, at + len(place), index))
    best = [
        h for h in hits if not any(o != h and o[0] <= h[0] and h[1] <= o[1] and o[1] - o[0] > h[1] - h[0] for o in hits)
    ]
    return sorted({(a, b, i) for a, b, i in best})


def _adjacent(ends: list[tuple[int, int, int]]) -> bool:
    return all(b[0] - a[1] <= 1 for a, b in itertools.pairwise(ends))


def undecided(context: Context) -> list[tuple[int, Entity]]:
    """Transport lines whose ends are not said in their names: what decoding is tried on."""
    return [
        (i, e)
        for i, e in enumerate(context.entities)
        if e.type is EntityType.PROJECT and e.kind in _TRANSPORT and not _places_by_position(context, e.name)
    ]
