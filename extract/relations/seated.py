"""located_in decoded: works named after the places they join (哈大齐国家自主创新示范区, 沈抚科创园)."""

from __future__ import annotations

import re
from collections.abc import Collection

from extract.gazetteer.abbreviation import Decoded, decode_cluster
from extract.gazetteer.division import PROVINCE
from extract.gazetteer.letters import Letters, Meaning
from extract.model import EntityType
from extract.relations.connects import runs
from extract.relations.context import Context

# What may follow the letters: the level, the manner or the matter of a thing that several places share.
_SHARED = re.compile(
    r"国家|全国|全面|世界级|省级?(?!道)|跨|协同|合作|产业|工业|经济|科创|科技|创新|一体化|同城化|联动|改革|综合|自主|先进|"
    r"新兴|生态(?!保护|补水|治理|修复|流量)|水资源|康养|旅游|文旅|农业|物流|试验|示范|金融|数字|装备|制造|化工|高新|现代|城市|片林|北京|上海|广州|深圳"
)
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_MOST = 4


def seats(context: Context, index: int, letters: Letters) -> tuple[Meaning, ...]:
    """The places that the first two to four characters of a project's name stand for.

    Empty where the name runs between places, begins with a name that the document knows, or does not decode
    in full into places that include the planning place, lie in it or hold it; two letters alone only count if the
    document names both places, or both are provinces.
    """
    entity = context.entities[index]
    name = entity.name.lstrip("“")
    if entity.type is not EntityType.PROJECT or runs(entity) or _SHARED.match(name):
        return ()
    for size in range(_MOST, 1, -1):
        if _HAN.fullmatch(name[:size]) and _SHARED.match(name, size) and not _known(context, name[:size]):
            decoded = _decoded(context, name[:size], letters)
            places = tuple(p for p in decoded.places if p is not None)
            if (
                decoded.resolved
                and _initials(name, places, letters)
                and _ours(context, decoded)
                and (size > 2 or _sure(context, places))
            ):
                return _on_this_side(context, places, name[size:])
    return ()


def _sure(context: Context, places: tuple[Meaning, ...]) -> bool:
    """Two letters are too short to tell: both places are named in the document, or both are provinces."""
    return all(context.place_of(p.code, p.name) is not None or p.level == PROVINCE for p in places)


def _on_this_side(context: Context, places: tuple[Meaning, ...], rest: str) -> tuple[Meaning, ...]:
    """What two places build together stands in the one that the plan is about; what is moved, at the far end."""
    if rest.startswith("合作"):
        plan, within = context.document.meta.place_code, context.gazetteer.within
        ours = tuple(p for p in places if p.code == plan or within(p.code, plan))
        return ours or places
    return places[-1:] if "产业转移" in rest else places


def _known(context: Context, name: str) -> bool:
    return any(place in name for place, _ in context.place_names)


def _initials(name: str, places: tuple[Meaning, ...], letters: Letters) -> bool:
    """Whether every letter is the first of its place's name or its customary one."""
    return all(p.name[0] == c or letters.customary(c) for c, p in zip(name, places, strict=False))


def _decoded(context: Context, letters: str, source: Letters) -> Decoded:
    mentioned: Collection[str] = frozenset(e.code for e in context.entities if e.code)
    plan = context.document.meta.place_code
    return decode_cluster(letters, plan, context.gazetteer, source=source, mentioned_codes=mentioned)


def _ours(context: Context, decoded: Decoded) -> bool:
    plan, within = context.document.meta.place_code, context.gazetteer.within
    codes = [p.code for p in decoded.places if p is not None and p.code]
    return bool(plan) and any(code == plan or within(plan, code) or within(code, plan) for code in codes)
