"""Whether a doubtful name is a place where it stands: judged by what stands beside it."""

from __future__ import annotations

import re

from extract.gazetteer import Gazetteer
from extract.places.hits import NEEDS_BOTH_SIDES, SURE, Hit
from extract.places.lexicon import PlaceLexicon

_HAN = re.compile("[一-龥]")
_JOINT = re.compile(r"(?:、|和|与|及|以及|至|到|—{1,2}|－|-|–|~|～|·|或)")
# 交口至岚县, 交口境内, 交口段: only places go on like this
_RIGHT = re.compile(
    r"(?:境内|段(?!落)|互通|古镇|古城|小镇|古村|风景|景区|经济区|产业园|工业园|园区|高铁站|火车站|县城|城区)"
)
# 人和路, 金州湾, 桂林洋: the short name is part of another name
_STREET = re.compile(
    "[东西南北中]?[一二三四五六七八九十]?(?:路|大街|大道|街(?!道)|巷|小区|广场|酒店|宾馆|国际机场)|洋(?!溢)|大桥|大厦"
)
_COMMITTEE = re.compile("委(?![托派员培])")  # 河北省|委
_PART = re.compile("湾(?!区)|水库|[河江湖山岭岛寨庙寺塔](?![口西南北东边区市县镇乡村、，。和与])")

_LINE = "(?:段|公路|铁路|高速|高铁|快速路|通道|航道|管线|连接线)"
_ROUTE = re.compile(rf"(?:至|到|—{{1,2}}|－|-)[一-龥、0-9.（）]{{2,30}}?{_LINE}")
_ROUTE_END = re.compile(rf"[一-龥、0-9.（）]{{0,24}}?{_LINE}")


def judged(hits: list[Hit], text: str, gazetteer: Gazetteer, lexicon: PlaceLexicon, plan_code: str) -> list[Hit]:
    """The hits that are places: sure ones outside organisations' names, doubtful ones that context bears out."""
    kept = [h for h in hits if not _is_other(h, text, gazetteer, lexicon, plan_code)]
    accepted = list(kept)
    for order in (range(len(kept)), range(len(kept) - 1, -1, -1)):
        for i in order:
            if accepted[i].need != SURE and _borne_out(accepted, i, text, gazetteer, lexicon):
                accepted[i] = accepted[i].accepted()
    return [h for h in accepted if h.need == SURE]


def _is_other(hit: Hit, text: str, gazetteer: Gazetteer, lexicon: PlaceLexicon, plan_code: str) -> bool:
    after = text[hit.end : hit.end + 14]
    if lexicon.other.match(after):
        return True
    if hit.rule in ("place.short", "place.township_short") and _STREET.match(after):
        return True
    if hit.rule in ("place.short", "place.township_short") and not hit.code.endswith("00") and _PART.match(after):
        return True
    if hit.rule == "place.foreign" and text[max(0, hit.start - 3) : hit.start].startswith("中国"):
        return True  # 中国—中亚合作
    if hit.surface[-1] in "省市县区" and _COMMITTEE.match(after) and hit.code != plan_code:
        return True
    own = bool(hit.code) and gazetteer.within(hit.code, plan_code)
    return not own and lexicon.organization.match(after) is not None


def _borne_out(hits: list[Hit], i: int, text: str, gazetteer: Gazetteer, lexicon: PlaceLexicon) -> bool:
    hit = hits[i]
    after = text[hit.end : hit.end + 14]
    if hit.need == NEEDS_BOTH_SIDES:
        return _joined(hits, i, text, -1) and _joined(hits, i, text, 1)
    if _RIGHT.match(after) or _ROUTE.match(text, hit.end):
        return True
    if hit.start and text[hit.start - 1] in "至到" and _ROUTE_END.match(text, hit.end):
        return True
    if i > 0 and hits[i - 1].need == SURE and hits[i - 1].end == hit.start:
        return bool(hits[i - 1].code and hit.code) and gazetteer.within(hit.code, hits[i - 1].code)
    return _joined(hits, i, text, -1) or (_begins(hit, text, lexicon) and _joined(hits, i, text, 1))


def _begins(hit: Hit, text: str, lexicon: PlaceLexicon) -> bool:
    """Whether a name can begin where the hit does: after punctuation or a word (not in 三|龙湾)."""
    if hit.start == 0 or not _HAN.match(text[hit.start - 1]):
        return True
    before = text[max(0, hit.start - 2) : hit.start]
    return before in lexicon.words or before in lexicon.boundary or before[-1] in lexicon.boundary


def _joined(hits: list[Hit], i: int, text: str, step: int) -> bool:
    """Whether a sure place stands before (``step`` -1) or after (1) the hit, joined by 、 or 和 or 至."""
    if not 0 <= i + step < len(hits) or hits[i + step].need != SURE:
        return False
    if hits[i].code[:4] != hits[i + step].code[:4] and len(hits[i + step].code) > 6:
        return False  # beside a township only its neighbours
    first, second = (hits[i + step], hits[i]) if step < 0 else (hits[i], hits[i + step])
    return _JOINT.fullmatch(text[first.end : second.start]) is not None
