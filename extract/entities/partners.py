"""Organisations by what a plan does with them: the names between 与 and 合作, and those before 等企业."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from extract.entities.policy import TAGGER
from extract.model import EntityType, Mention
from extract.order import in_order

_PARTNERS = re.compile(
    r"(?:加强|深化|强化|推进|推动|开展|扩大|密切|深入|加大)?(?:与|同|联合|携手|联手)(?P<items>[^，。；：！？\n]{2,90}?)"
    r"(?:等[^，。；：、！？\n]{0,14}?)?(?:的)?(?:深度|战略|全面|广泛|务实|密切|对口|产学研|技术|常态化|交流|开展|对接)*(?:合作|对接)"
)
_FIRMS = re.compile(
    r"(?P<items>(?:[^，。；：！？、\n与同和]{2,12}、){1,30}[^，。；：！？、\n与同和]{2,12})等(?:[^，。；：、！？\n]{0,10}?)(?:企业|院校|高校|科研院所|科研机构)"
)
_ITEM = re.compile(r"[^、和及与]+")
_GENERIC = re.compile(
    r"院所$|高校$|院校$|企业$|机构$|单位$|部门$|地区$|城市$|国家$|各地|周边|^国内外|^省内外|协会组织$|国际组织$|大企业|兄弟|市县|力度$|平台$|项目"
)
_VERB = re.compile(r"^(?:加强|深化|推进|建立|开展|引进|支持|鼓励|依托|发挥|围绕|促进|实施|建设)")
_start = attrgetter("start")
_LOOSE = 0.7  # score below which a tagger's other reading gives way


def partners(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with partners made organisations, sorted.

    A name in such a list that was read as something else with little confidence becomes an organisation; one
    that nothing read becomes one (rule ``name.partner``) if the list has two names or more. Places and
    generic words (科研院所, 周边地区) are left alone.
    """
    found = in_order(mentions)
    longest = max((m.end - m.start for m in found), default=0)
    for start, end, many in _items(text):
        low = bisect_left(found, start - longest, key=_start)
        high = bisect_left(found, end, low, key=_start)
        inside = [m for m in found[low:high] if m.end > start]
        if any(m.type is EntityType.PLACE and m.rule != TAGGER for m in inside):
            continue
        if any(m.start < start or m.end > end or (m.score >= _LOOSE and m.rule == "tagger") for m in inside):
            continue
        whole = [m for m in inside if (m.start, m.end) == (start, end)]
        if not whole and not (many and not inside):
            continue
        surface = text[start:end]
        new = Mention(start, end, EntityType.ORGANIZATION, surface, surface, "name.partner", 0.6)
        longest = max(longest, end - start)
        kept = [m for m in found[low:high] if m.end <= start]
        found[low:high] = in_order([*kept, replace(whole[0], type=new.type, name=surface) if whole else new])
    return found


def _items(text: str) -> Iterator[tuple[int, int, bool]]:
    """Start and end of each listed name, and whether its list has several."""
    seen: set[tuple[int, int]] = set()
    for pattern in (_PARTNERS, _FIRMS):
        for match in pattern.finditer(text):
            base = match.start("items")
            spans = [(base + m.start(), base + m.end()) for m in _ITEM.finditer(match["items"])]
            good = [(a, b) for a, b in spans if _is_name(text[a:b])]
            for a, b in good:
                if (a, b) not in seen:
                    seen.add((a, b))
                    yield a, b, len(good) > 1


def _is_name(words: str) -> bool:
    return 2 <= len(words) <= 14 and not _GENERIC.search(words) and not _VERB.match(words)
