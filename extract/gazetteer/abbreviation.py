"""Abbreviated names of lines and clusters: 太绥 -> 太原市, 绥德县; 离柳中方 -> 离石区, 柳林县, 中阳县, 方山县.

Each character stands for a place. What it may stand for is weighed (``extract.gazetteer.letters``): its own weight,
the distance between consecutive places as fits the kind of line, whether the line passes the planning place, whether
the document names the place in full. The best few readings are ranked by the sum; a place counts as read only
if every reading within ``margin`` of the best has it: too close to tell is unresolved, since a wrong end point
with a real quote beside it is worse than none.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from math import log

from extract.gazetteer.distance import kilometres
from extract.gazetteer.division import PROVINCE
from extract.gazetteer.gazetteer import Gazetteer
from extract.gazetteer.letters import Letters, Meaning

MARGIN = 0.7  # in the unit of the scores, natural logarithms: the best reading is twice as likely as its rival
_FLOOR = -1.8  # mean score of a place below which a reading is no reading
_BEAM = 10
_ALL_PROVINCES = 0.8  # a line named by letters of provinces only (黔桂) hardly names a province and a county
_SO_NEAR = -1.5  # a city and a district of its town are no two ends
_UNEVEN = 0.6  # members of a cluster are mostly of one level


@dataclass(frozen=True, slots=True)
class LineKind:
    """Kilometres between consecutive places of a line: below ``least`` and above ``most`` it gets unlikely.

    ``inside`` is what it costs that one place is a county of the other: possible (佳同铁路, 保阜高速), but two
    prefectures are likelier the longer such lines are.
    """

    least: float
    most: float
    townships: bool
    inside: float = -0.4


RAIL = LineKind(25, 900, False, -1.5)
INTERCITY = LineKind(20, 350, False)
EXPRESSWAY = LineKind(20, 450, False)
ROAD = LineKind(4, 90, True)
_CLUSTER = LineKind(5, 400, False)


def line_kind(word: str) -> LineKind:
    """The kind of line that a noun says: 高铁, 城际, 高速公路, 公路, 线 ..."""
    if "城际" in word or "市域" in word or "市郊" in word:
        return INTERCITY
    if "铁" in word or "客专" in word or "客运专线" in word or "货运" in word:
        return RAIL
    return EXPRESSWAY if "高速" in word or word in ("通道", "大桥", "走廊") else ROAD


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read an abbreviation: a place for each character, and the score (a sum of logarithms)."""

    score: float
    places: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True)
class Decoded:
    """``readings``, best first, and ``places``: for each character the place agreed on, None where unresolved."""

    letters: str
    readings: tuple[Reading, ...]
    places: tuple[Meaning | None, ...]

    @property
    def resolved(self) -> bool:
        """Whether every character is read."""
        return bool(self.places) and all(place is not None for place in self.places)


def decode_route(
    letters: str,
    kind: str,
    plan_code: str,
    gazetteer: Gazetteer,
    *,
    source: Letters | None = None,
    mentioned_codes: Collection[str] = (),
    margin: float = MARGIN,
) -> Decoded:
    """Read the places of a line named by one character each, in the order of the line.

    ``kind`` is the noun after the letters (高铁, 高速公路, 线); ``mentioned_codes`` are codes that are named in full;
    ``source`` may be shared between calls. Nothing is raised; an unreadable name has no readings.
    """
    source = source or Letters(gazetteer)
    line = line_kind(kind)
    meanings = [source.meanings(c, plan_code, line.townships, mentioned_codes)[:_BEAM] for c in letters]
    if len(letters) < 2 or not all(meanings):
        return Decoded(letters, (), (None,) * len(letters))
    readings = [Reading(m.weight, (m,)) for m in meanings[0]]
    for before, options in pairwise(meanings):
        readings = _longer(readings, before, options, line, gazetteer)
    through = None if plan_code.endswith("0000") else gazetteer.point(plan_code)  # a province is too wide to pass by
    scored = sorted((Reading(r.score + _passes(r, through) + _alike(r), r.places) for r in readings), key=_rank)
    if scored[0].score < _FLOOR * len(letters):
        return Decoded(letters, tuple(scored[:5]), (None,) * len(letters))
    decoded = _agreed(letters, scored, margin)
    return _local_only(decoded, plan_code, mentioned_codes) if line is ROAD else decoded


def decode_cluster(
    letters: str,
    plan_code: str,
    gazetteer: Gazetteer,
    *,
    source: Letters | None = None,
    mentioned_codes: Collection[str] = (),
    margin: float = MARGIN,
) -> Decoded:
    """Read the members of a cluster named by one character each (离柳中方, 京津保); no order, no containment."""
    source = source or Letters(gazetteer)
    meanings = [source.meanings(c, plan_code, False, mentioned_codes)[:_BEAM] for c in letters]
    if len(letters) < 2 or not all(meanings):
        return Decoded(letters, (), (None,) * len(letters))
    readings = [Reading(m.weight, (m,)) for m in meanings[0]]
    for before, options in pairwise(meanings):
        readings = _longer(readings, before, options, _CLUSTER, gazetteer)
    if readings[0].score < _FLOOR * len(letters):
        return Decoded(letters, tuple(readings[:5]), (None,) * len(letters))
    scored = sorted((Reading(r.score + _compact(r) - _mixed(r), r.places) for r in readings), key=_rank)
    return _agreed(letters, _without_swaps(scored), margin)


def _rank(reading: Reading) -> tuple[float, tuple[str, ...]]:
    return -reading.score, tuple([p.name for p in reading.places])


def _longer(
    readings: list[Reading], before: list[Meaning], options: list[Meaning], line: LineKind, gazetteer: Gazetteer
) -> list[Reading]:
    """The best ways to go on from ``readings``, each of which ends in one of ``before``, to one of ``options``."""
    apart = {id(a): [_apart(a, b, line, gazetteer) for b in options] for a in before}
    scored: list[tuple[float, Reading, Meaning]] = []
    for reading in readings:
        names = [place.name for place in reading.places]
        for option, distance in zip(options, apart[id(reading.places[-1])], strict=True):
            score = reading.score + option.weight + distance
            scored.append((score - 5.0 if option.name in names else score, reading, option))
    least = sorted((score for score, *_ in scored), reverse=True)[: 3 * _BEAM][-1]
    best = [Reading(score, (*reading.places, option)) for score, reading, option in scored if score >= least]
    return sorted(best, key=_rank)[: 3 * _BEAM]


def _apart(a: Meaning, b: Meaning, line: LineKind, gazetteer: Gazetteer) -> float:
    """How plausible the distance is: near 0 in the kind's usual range; a place in its own province is -3."""
    inside = 0.0
    for inner, outer in ((a, b), (b, a)):
        if inner.code and outer.code and inner.code != outer.code and gazetteer.within(inner.code, outer.code):
            if outer.level == PROVINCE:
                return -3.0
            inside = line.inside
    if a.point is None or b.point is None:
        return -0.5 + inside
    if (a.level == PROVINCE) != (b.level == PROVINCE) and not _is_city(a) and not _is_city(b):
        inside -= 1.2  # a province at one end and a county at the other
    km = kilometres(a.point, b.point)
    if km < line.least:
        return (min(inside, _SO_NEAR) if inside else 0.0) - 2.0 * (line.least - km) / line.least
    if km <= line.most:
        return inside - 0.5 * km / line.most
    return inside - 0.5 - min(2.5, (km - line.most) / line.most)


def _alike(reading: Reading) -> float:
    """A line whose every letter is a province's own."""
    return _ALL_PROVINCES if all(p.level == PROVINCE for p in reading.places) else 0.0


def _mixed(reading: Reading) -> float:
    levels = {p.level for p in reading.places if p.level and not _is_city(p)}
    return _UNEVEN if len(levels) > 1 else 0.0


def _without_swaps(readings: list[Reading]) -> list[Reading]:
    """Without those that read the same places as a better one in another order: 涞涞易 is two of 涞水, 涞源."""
    seen: set[frozenset[str]] = set()
    kept = []
    for reading in readings:
        members = frozenset(p.name for p in reading.places)
        if len(members) < len(reading.places) or members not in seen:
            kept.append(reading)
        seen.add(members)
    return kept


def _is_city(place: Meaning) -> bool:
    """A province that is a city: 北京, 香港; of the others a line joins two (黔桂铁路) or none."""
    return place.level == PROVINCE and (place.name.endswith("市") or place.name.endswith("特别行政区"))


def _compact(reading: Reading) -> float:
    """More, the closer together the places are: -2 ln(mean distance / 30 km)."""
    points = [p.point for p in reading.places if p.point is not None]
    pairs = [kilometres(a, b) for i, a in enumerate(points) for b in points[i + 1 :]]
    return -2.0 * log(max(5.0, sum(pairs) / len(pairs)) / 30.0) if pairs else 0.0


def _passes(reading: Reading, through: tuple[float, float] | None) -> float:
    """Less, the greater the detour from the line over the planning place (0 if it lies on it)."""
    points = [p.point for p in reading.places if p.point is not None]
    if through is None or len(points) < 2:
        return 0.0
    detours = (kilometres(a, through) + kilometres(through, b) - kilometres(a, b) for a, b in pairwise(points))
    return -min(2.0, min(detours) / 300.0)


def _local_only(decoded: Decoded, plan_code: str, mentioned: Collection[str]) -> Decoded:
    """A minor road's ends: in the planning place's prefecture or named in the document, else unresolved."""
    places = tuple(
        p if p is not None and (p.code[:4] == plan_code[:4] or (p.code or p.name) in mentioned) else None
        for p in decoded.places
    )
    return Decoded(decoded.letters, decoded.readings, places)


def _agreed(letters: str, readings: list[Reading], margin: float) -> Decoded:
    rivals = [r for r in readings if readings[0].score - r.score < margin]
    best = readings[0].places
    places = tuple(
        best[i] if all(r.places[i].name == best[i].name for r in rivals) else None for i in range(len(letters))
    )
    return Decoded(letters, tuple(readings[:5]), places)
