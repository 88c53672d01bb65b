"""What one character of an abbreviation may stand for, with a weight (natural logarithm) for each.

Weight = level + way + nearness, + 0.45 if the document names the place in full.

level     a province or prefecture 0, a provincial capital +0.3, a county-level city -0.7, another county -0.9,
          a district around its city's centre -1.5 (below the planning place: -0.9), a township -1.6
way       the customary abbreviation 0 (渝, 穗), the first character -0.1, another one -1.6; -2.5 where the place has a
          customary one that is different: 原 hardly means 太原
nearness  the planning place or one above +1.2, one below +1.2 (a county of a province +0.8), of the same parent +0.6,
          of the same province +0.4, else -km/400, at most -2.5, for a customary abbreviation at most -1.0
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from extract.gazetteer.distance import kilometres
from extract.gazetteer.division import COUNTY, PREFECTURE, PROVINCE, TOWNSHIP, Division
from extract.gazetteer.gazetteer import Gazetteer
from extract.tables import read_table

_LEVEL = {PROVINCE: 0.0, PREFECTURE: 0.0, COUNTY: -0.9, TOWNSHIP: -1.6}
_CUSTOMARY, _FIRST, _OTHER, _AGAINST_CUSTOM = 0.0, -0.1, -1.6, -2.5
_CAPITAL, _CITY, _DISTRICT = 0.3, 0.2, -0.6
_MENTIONED = 0.45
_FAR_KNOWN = -1.0
_CENTRE = 25.0  # km between the points of a city and a district that is part of the town itself
_SEAT = 12.0  # km between a province's point and its capital's
_GENERIC = ("市辖区",)


@dataclass(frozen=True, order=True, slots=True)
class Meaning:
    """A place that a character may stand for. ``code`` is "" for a new area without one; ``weight`` as above.

    ``level`` is the division's level, "" for a new area.
    """

    name: str
    code: str
    weight: float
    point: tuple[float, float] | None
    level: str = ""


class Letters:
    """Characters -> places; made once for a gazetteer (some 30 ms), then asked for each planning place."""

    def __init__(self, gazetteer: Gazetteer, folder: Path | None = None) -> None:
        self._gazetteer = gazetteer
        self._custom: dict[str, list[str]] = {}
        self._has_custom: dict[str, set[str]] = {}
        self._areas = _new_areas(folder)
        for row in read_table("lexicon/place_abbreviation.csv", ("简称", "名称"), folder=folder):
            self._custom.setdefault(row["简称"], []).append(row["名称"])
            self._has_custom.setdefault(row["名称"], set()).add(row["简称"])
        self._by_letter: dict[str, list[Division]] = {}
        for division in gazetteer.counties_and_above():
            for letter in dict.fromkeys(division.short):
                if division.level in (PREFECTURE, COUNTY) and division.name not in _GENERIC:
                    self._by_letter.setdefault(letter, []).append(division)
        self._townships: dict[str, dict[str, list[Division]]] = {}
        self._parent_km: dict[str, float | None] = {}
        self._unmentioned = lru_cache(maxsize=4096)(self._all)

    def meanings(self, letter: str, plan_code: str, townships: bool, mentioned: Collection[str] = ()) -> list[Meaning]:
        """Places for ``letter`` in a text about ``plan_code``, heaviest first."""
        found: dict[str, Meaning] = {}
        for meaning in self._unmentioned(letter, plan_code, townships):
            if (meaning.code or meaning.name) in mentioned:
                meaning = replace(meaning, weight=meaning.weight + _MENTIONED)
            if meaning.name not in found or found[meaning.name].weight < meaning.weight:
                found[meaning.name] = meaning
        return sorted(found.values(), key=lambda m: (-m.weight, m.name))

    def customary(self, letter: str) -> bool:
        """Whether the character is a customary abbreviation of some place."""
        return letter in self._custom

    def _all(self, letter: str, plan_code: str, townships: bool) -> list[Meaning]:
        found = []
        for name in self._custom.get(letter, ()):
            if name in self._areas:
                found.append(self._area(name, plan_code))
            found.extend(
                self._meaning(d, _CUSTOMARY, plan_code)
                for d in self._gazetteer.named(name, townships=False)
                if d.name == name and not d.historic
            )
        for division in self._by_letter.get(letter, ()):
            found.append(self._meaning(division, self._way(letter, division), plan_code))
        if townships:
            for division in self._townships_by_letter(plan_code).get(letter, ()):
                found.append(self._meaning(division, self._way(letter, division), plan_code))
        return found

    def _way(self, letter: str, division: Division) -> float:
        if division.short[0] == letter:
            return _FIRST
        custom = self._has_custom.get(division.name)
        return _AGAINST_CUSTOM if custom and letter not in custom else _OTHER

    def _meaning(self, division: Division, way: float, plan_code: str) -> Meaning:
        weight = self._level(division, plan_code) + way
        nearness = self._nearness(division, plan_code)
        weight += max(nearness, _FAR_KNOWN) if way == _CUSTOMARY else nearness
        return Meaning(division.name, division.code, weight, self._gazetteer.point(division.code), division.level)

    def _level(self, division: Division, plan_code: str) -> float:
        weight = _LEVEL[division.level]
        if division.level == PREFECTURE:
            km = self._from_parent(division)
            return weight + _CAPITAL if km is not None and km < _SEAT else weight
        if division.level == COUNTY and division.name.endswith("市"):
            return weight + _CITY
        if (
            division.level == COUNTY
            and division.name.endswith("区")
            and plan_code not in (division.parent, division.code)
        ):
            km = self._from_parent(division)
            return weight + _DISTRICT if km is None or km < _CENTRE else weight
        return weight

    def _from_parent(self, division: Division) -> float | None:
        if division.code not in self._parent_km:
            self._parent_km[division.code] = self._gazetteer.distance(division.code, division.parent)
        return self._parent_km[division.code]

    def _nearness(self, division: Division, plan_code: str) -> float:
        gazetteer = self._gazetteer
        if not plan_code:
            return 0.0
        if gazetteer.within(plan_code, division.code):
            return 1.2
        if gazetteer.within(division.code, plan_code):
            return 0.8 if plan_code.endswith("0000") and division.level == COUNTY else 1.2
        plan = gazetteer.by_code(plan_code)
        if plan is not None and division.parent == plan.parent and plan.level != PROVINCE:
            return 0.6
        if division.code[:2] == plan_code[:2]:
            return 0.4
        return -min(2.5, (gazetteer.distance(division.code, plan_code) or 1000.0) / 400.0)

    def _area(self, name: str, plan_code: str) -> Meaning:
        codes = self._areas[name]
        points = [p for p in (self._gazetteer.point(code) for code in codes) if p is not None]
        point = (sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)) if points else None
        plan = self._gazetteer.point(plan_code) if plan_code else None
        weight = _CUSTOMARY
        if any(code[:4] == plan_code[:4] for code in codes):
            weight += 1.2
        elif any(code[:2] == plan_code[:2] for code in codes):
            weight += 0.4
        elif point is not None and plan is not None:
            weight -= min(-_FAR_KNOWN, kilometres(point, plan) / 400.0)
        return Meaning(name, "", weight, point)

    def _townships_by_letter(self, plan_code: str) -> Mapping[str, list[Division]]:
        if plan_code not in self._townships:
            found: dict[str, list[Division]] = {}
            plan = self._gazetteer.by_code(plan_code)
            below = self._gazetteer.descendants(plan_code, townships=True) if plan and plan.level != PROVINCE else ()
            for division in below:
                if division.level == TOWNSHIP:
                    found.setdefault(division.short[0], []).append(division)
            self._townships[plan_code] = found
        return self._townships[plan_code]


def _new_areas(folder: Path | None) -> dict[str, tuple[str, ...]]:
    rows = read_table("lexicon/place_region.csv", ("标准名", "类型", "范围"), folder=folder)
    return {row["标准名"]: tuple(row["范围"].split(";")) for row in rows if row["类型"] == "new_area"}
