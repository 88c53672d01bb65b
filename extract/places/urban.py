"""Parts of the planning city: its urban area, old town, new town; and its own customary names (全市, 我市)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.gazetteer import COUNTY, PREFECTURE, PROVINCE, Division
from extract.places.hits import Hit

_URBAN = re.compile(r"(?<![一-龥]城)(?:中心城区|主城区|(?<![县城])市区)(?![域划分])")
_OLD = re.compile(r"老城区|老城(?=改造|更新|片区)")
_NEW = re.compile(r"新城区")
_ALIASES = {
    PROVINCE: ("全省", "我省", "全区", "我区", "自治区", "全市", "我市"),
    PREFECTURE: ("全市", "我市", "全州", "我州", "全盟", "我盟", "全地区"),
    COUNTY: ("全县", "我县", "全区", "我区", "全市", "我市", "全旗", "我旗"),
}


def urban_hits(text: str, plan: Division | None) -> Iterator[Hit]:
    """市区, 中心城区, 老城区, 新城区 of a planning city of prefecture level, under a name with the city's."""
    if plan is None or plan.level != PREFECTURE or not plan.name.endswith("市"):
        return
    for pattern, name in ((_URBAN, f"{plan.name}区"), (_OLD, f"{plan.short}老城区"), (_NEW, f"{plan.short}新区")):
        for match in pattern.finditer(text):
            yield Hit(match.start(), match.end(), match.group(), name, "", "place.urban")


def own_aliases(plan: Division) -> tuple[str, ...]:
    """What the planning place is called without its name: 全市, 我市 (only those that fit its kind: 市, 县, 区 ...)."""
    kind = plan.name[-1]
    return tuple(a for a in _ALIASES.get(plan.level, ()) if a.endswith(kind) or (kind == "区" and a == "自治区"))


def alias_hit(text: str, plan: Division | None, found: bool) -> Iterator[Hit]:
    """The first 全市 or the like, where the planning place is nowhere named (``found`` False)."""
    if plan is None or found:
        return
    starts = [(text.find(alias), alias) for alias in own_aliases(plan) if alias in text]
    if starts:
        start, alias = min(starts)
        yield Hit(start, start + len(alias), alias, plan.name, plan.code, "place.alias")
