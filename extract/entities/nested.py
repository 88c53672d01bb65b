"""Industries named inside other names: 氢能产业发展基地 is for 氢能产业."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extract.model import EntityType, Mention
from extract.names.lexicon import NameLexicon
from extract.tables import read_table

_SEAT = re.compile(
    r"(?:产业(?:园区?|基地|集群|集聚区|聚集区|城|博览会|示范区|示范基地)|(?:生产|制造|种植|养殖|繁育)基地|基地|园区|专业市场|集群|集聚区)$"
)
_GENERAL = re.compile(
    r"(?:[\u4e00-\u9fff]{2,3}[省市县区])?(?:国家级?|世界级?|全国|全省|省级|市级|国际|区域性?|重要的?|专业|高水平|特色|现代化?|高端|先进|"
    r"千亿级?|百亿级?|绿色|新型|大型)*"
)
_OUTER = (EntityType.PROJECT, EntityType.MEASURE)


def nested_industries(mentions: Sequence[Mention], lexicon: NameLexicon) -> list[Mention]:
    """Industry mentions inside the names of projects and measures, by the industry vocabulary.

    The longest term in front of the name's head (种业 in 种业振兴行动), marked as inferred.
    """
    found = []
    for m in mentions:
        if m.type not in _OUTER or m.name != m.surface:
            continue
        head = lexicon.head_of(m.surface)
        if head is None:
            continue
        body = m.surface[: -len(head.text)]
        span = _term(body, lexicon) or (_seated(m.surface) if m.type is EntityType.PROJECT else None)
        # 金融保险改革 reforms insurance, 种业振兴行动 furthers the seed industry: a measure needs a verb between.
        if span and not (m.type is EntityType.MEASURE and span[1] == len(body)):
            left, right = span
            surface = m.surface[left:right]
            found.append(
                Mention(
                    m.start + left, m.start + right, EntityType.INDUSTRY, surface, surface, "name.nested", 0.4, "", True
                )
            )
    return found


def _seated(name: str) -> tuple[int, int] | None:
    """The unknown industry of a park, base, cluster or market by what stands before the head (菱镁产业基地).

    Two to five characters that do not end in a word of ``industry_not.csv``; None where it is longer, which
    is as often a firm's name.
    """
    match = _SEAT.search(name)
    if match is None:
        return None
    left = _GENERAL.match(name, 0, match.start())
    start = left.end() if left else 0
    stem = name[start : match.start()]
    if not 2 <= len(stem) <= 5 or not stem.isalpha() or stem.endswith(_not_industries()):
        return None
    return start, match.start()


@lru_cache(maxsize=1)
def _not_industries() -> tuple[str, ...]:
    return tuple(row["term"] for row in read_table("lexicon/industry_not.csv", ("term",)))


def _term(body: str, lexicon: NameLexicon) -> tuple[int, int] | None:
    """Longest vocabulary term in ``body``; of two equally long the later."""
    for size in range(min(10, len(body)), 1, -1):
        for left in range(len(body) - size, -1, -1):
            if lexicon.industries.get(body[left : left + size]):
                return left, left + size
    return None
