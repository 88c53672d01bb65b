"""Industries named inside other names: 氢能产业发展基地 is for 氢能产业."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from extract.model import EntityType, Mention
from extract.names.lexicon import NameLexicon
from extract.tables import read_table

_SEAT = re.compile(
    r"(?:产业(?:发展|示范|创新)?(?:园区?|基地|集群|集聚区|聚集区|带|城|博览会|示范区|示范基地)|"
    r"(?:生产|制造|种植|养殖|繁育|示范)?基地|示范园?区|园区|(?:专业|批发|交易)?市场|集群|集聚区|聚集区|博览会|洽谈会)(?:项目|建设)?$"
)
_GENERAL = re.compile(
    r"(?:[\u4e00-\u9fff]{2,3}[省市县区])?(?:国家级?|世界级?|全国|全省|省级|市级|县级|国际|区域性?|重要的?|专业|高水平|高品质|特色|"
    r"千亿级?|百亿级?|大型|[东西南北中]部|中国|[（）·])*"
)
_PLAIN = re.compile(r"(?:现代化|先进|高端|绿色|新型|现代)*")
_NO_STEM = re.compile(r"[的与和及暨“”]|^[一二三四五六七八九十两几]+[大个]?$")
_TOO_WIDE = frozenset({"农业", "工业", "服务业", "制造业", "服务", "制造", "加工", "种植", "养殖", "贸易"})
_OUTER = (EntityType.PROJECT, EntityType.MEASURE)
_STEM_MOST, _LEFT_MOST = 5, 3


def nested_industries(mentions: Sequence[Mention], places: Sequence[Mention], lexicon: NameLexicon) -> list[Mention]:
    """Industry mentions inside the names of projects and measures, marked as inferred.

    In front of a seat of an industry (基地, 园区, 集群, 市场) what is left without the places and the level in front
    (铜川|高端铝|产业基地); in other names the longest term of the vocabulary (种业 in 种业振兴行动). A list member
    that is elided gives the industry of its full name, where the member stands.
    """
    spans = sorted({(p.start, p.end) for p in places if p.end - p.start > 1})
    found = []
    for m in mentions:
        if m.type not in _OUTER or not m.name.startswith(m.surface):
            continue
        span = _span(m, spans, lexicon)
        if span is None:
            continue
        industry = m.name[span[0] : span[1]]
        left, right = (min(at, len(m.surface)) for at in span)
        if left == right:
            left, right = 0, len(m.surface)
        found.append(
            Mention(m.start + left, m.start + right, EntityType.INDUSTRY, m.surface[left:right], industry,
                    "name.nested", 0.4, "", True)
        )  # fmt: skip
    return found


def _span(mention: Mention, places: list[tuple[int, int]], lexicon: NameLexicon) -> tuple[int, int] | None:
    name = mention.name
    if mention.type is EntityType.PROJECT:
        seat = _SEAT.search(name)
        if seat is not None:
            whole = name == mention.surface and "示范" not in seat[0]
            return _seated(name, seat.start(), _places_in(mention, places), lexicon, whole=whole)
    head = lexicon.head_of(name)
    if head is None or name != mention.surface:
        return None
    body = name[: -len(head.text)]
    span = _term(body, lexicon)
    # 金融保险改革 reforms insurance, 种业振兴行动 furthers the seed industry: a measure needs a verb between.
    return None if span and mention.type is EntityType.MEASURE and span[1] == len(body) else span


def _places_in(mention: Mention, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans of the places within a mention, as offsets into it."""
    at = bisect_left(places, (mention.start, 0))
    inside = []
    while at < len(places) and places[at][0] < mention.end:
        if places[at][1] <= mention.end:
            inside.append((places[at][0] - mention.start, places[at][1] - mention.start))
        at += 1
    return inside


def _seated(
    name: str, end: int, places: list[tuple[int, int]], lexicon: NameLexicon, *, whole: bool
) -> tuple[int, int] | None:
    """The industry in front of a seat: its modifiers belong to it (海水|种业), a firm's name does not.

    An unknown one is taken if the name stands ``whole`` in the text, has two to five characters and does not end in
    a word of ``industry_not.csv``; a longer one is as often a firm's name.
    """
    start = _begin(name, end, places)
    if start is None:
        return None
    stem = name[start:end]
    size = next((n for n in range(min(10, len(stem)), 1, -1) if stem[-n:] in lexicon.industries), 0)
    size = size or int(len(stem) == 1 and stem in lexicon.industries)  # 茶, 梨
    if size:
        left, term = stem[:-size], stem[-size:]
        if not left or (len(left) <= _LEFT_MOST and _modifies(left, lexicon)):
            return (start, end) if stem not in _TOO_WIDE else None
        return (end - size, end) if term not in _TOO_WIDE else None
    inner = _term(stem, lexicon)
    if inner is not None:
        return start + inner[0], start + inner[1]
    if not whole:
        return None
    if _PLAIN.fullmatch(stem) and name.startswith("制造", end):
        return start, end + 2
    plain = _PLAIN.match(stem)
    stem = stem[plain.end() :] if plain and not 2 <= len(stem) <= _STEM_MOST else stem
    if not 2 <= len(stem) <= _STEM_MOST or not stem.isalpha() or stem.endswith(_not_industries()):
        return None
    return None if _NO_STEM.search(stem) else (end - len(stem), end)


def _begin(name: str, end: int, places: list[tuple[int, int]]) -> int | None:
    """Where a name goes on behind its leading places, brackets and level; None if a place stands further inside."""
    at = 0
    while True:
        general = _GENERAL.match(name, at, end)
        after = general.end() if general else at
        place = next((b for a, b in places if a <= after < b), after)
        if place == at:
            break
        at = place
    return None if at >= end or any(at < b and a < end for a, b in places) else at


def _modifies(left: str, lexicon: NameLexicon) -> bool:
    return left in _modifiers() or left in lexicon.industries


@lru_cache(maxsize=1)
def _not_industries() -> tuple[str, ...]:
    return tuple(row["term"] for row in read_table("lexicon/industry_not.csv", ("term",)))


@lru_cache(maxsize=1)
def _modifiers() -> frozenset[str]:
    return frozenset(row["term"] for row in read_table("lexicon/industry_modifier.csv", ("term",)))


def _term(body: str, lexicon: NameLexicon) -> tuple[int, int] | None:
    """Longest vocabulary term in ``body``; of two equally long the later."""
    for size in range(min(10, len(body)), 1, -1):
        for left in range(len(body) - size, -1, -1):
            if lexicon.industries.get(body[left : left + size]):
                return left, left + size
    return None
