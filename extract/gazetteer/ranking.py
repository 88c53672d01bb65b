"""Which of several namesakes a plan means: a cost for each, smallest wins if the next is far enough behind.

A township is only meant within the planning place's province, by its short name only within its prefecture: too many
share a name. Without a planning place a province costs 0, a prefecture 1, a county 2. Cost of a candidate, seen from
the planning place:

======================================== ==========================================================
itself or above it                           0
a province anywhere                          1.5
below it                                     1 a prefecture, 1.6 a county, 2.6 a township
same parent                                  2 (a township: 2.8)
same province                                2.2 a prefecture, 3 a county, 5 a township
anywhere else                                4 a prefecture, 5 a county, 8 a township, + km / 500, at most 3
former name, not of the document's year      + 0.8
a county or banner, not a city or district   + 0.4 (伊宁 is 伊宁市 rather than 伊宁县)
======================================== ==========================================================
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extract.gazetteer.division import COUNTY, PREFECTURE, PROVINCE, TOWNSHIP, Division

if TYPE_CHECKING:
    from extract.gazetteer.gazetteer import Gazetteer

_ANYWHERE = {PROVINCE: 0.0, PREFECTURE: 1.0, TOWNSHIP: 9.0}
_BELOW = {PREFECTURE: 1.0, TOWNSHIP: 2.6}
_PROVINCE = {PREFECTURE: 2.2, TOWNSHIP: 5.0}
_ELSEWHERE = {PREFECTURE: 4.0, TOWNSHIP: 8.0}


def choose(
    gazetteer: Gazetteer, candidates: Sequence[Division], name: str, context: str, year: int, margin: float
) -> Division | None:
    """The cheapest candidate, or None if there is none or another division is within ``margin`` of it.

    A full name beats namesakes whose short form it is, as long as it is a current one.
    """
    exact = [c for c in candidates if c.name == name]
    if any(_in_force(c, year) for c in exact):
        candidates = exact
    candidates = [c for c in candidates if c.level != TOWNSHIP or _township_possible(c, name, context)]
    costs = sorted(((cost(gazetteer, c, context, year), c) for c in candidates), key=lambda p: (p[0], p[1]))
    if not costs:
        return None
    best_cost, best = costs[0]
    root = best.successor or best.code
    for other_cost, other in costs[1:]:
        if other_cost - best_cost >= margin:
            break
        if (other.successor or other.code) != root:
            return None
    return best


def cost(gazetteer: Gazetteer, division: Division, context: str, year: int) -> float:
    """How far-fetched it is that a text about ``context`` written in ``year`` (0: now) means ``division``."""
    extra = 0.0 if _in_force(division, year) else 0.8
    if division.level == COUNTY and not division.name.endswith(("市", "区")):
        extra += 0.4
    code = division.successor if division.historic and division.successor else division.code
    if not context:
        return _ANYWHERE.get(division.level, 2.0) + extra
    if gazetteer.within(context, code):
        return extra
    if division.level == PROVINCE:
        return 1.5 + extra
    level = division.level
    if gazetteer.within(code, context):
        return _BELOW.get(level, 1.6) + extra
    above = {a.code for a in gazetteer.ancestors(context)}
    if _parent(gazetteer, context) == _parent(gazetteer, code):
        return 2.0 + extra
    if level == TOWNSHIP and _parent(gazetteer, _parent(gazetteer, code)) == _parent(gazetteer, context):
        return 2.8 + extra
    if code[:2] + "0000" in above or code[:2] == context[:2]:
        return _PROVINCE.get(level, 3.0) + extra
    return _ELSEWHERE.get(level, 5.0) + min(3.0, (gazetteer.distance(code, context) or 2000.0) / 500.0) + extra


def _township_possible(division: Division, name: str, context: str) -> bool:
    shared = 2 if division.name == name or context.endswith("0000") else 4
    return division.code[:shared] == context[:shared]


def _parent(gazetteer: Gazetteer, code: str) -> str:
    division = gazetteer.by_code(code)
    return "" if division is None else division.parent


def _in_force(division: Division, year: int) -> bool:
    if not division.historic:
        return True
    return bool(year) and division.valid_from <= year <= division.valid_to
