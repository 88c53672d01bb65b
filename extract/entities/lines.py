"""Roads and railways that only a list names: 离石到方山、中阳城市快速路, 西康、西十高铁, 周至至乾县等高速公路."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

from extract.model import EntityType, Mention

_NOUN = r"(?:城际铁路|高速铁路|高速公路|快速路|快速通道|连接线|公路|铁路|高铁|高速|城际)"
_JOINT = re.compile(r"至|到|[—―–－-]{1,2}")
_TAIL = re.compile(
    rf"(?:等)?(?P<head>(?:城市|市域|农村|旅游|一级|城际|快速)?{_NOUN})(?![\u4e00-\u9fff]{{0,2}}[站口]|服务|公交)"
)
_LETTERS = re.compile(rf"([\u4e00-\u9fff]{{2,3}}?){_NOUN}$")
_BARE = re.compile(r"[\u4e00-\u9fff]{2,3}$")
_OWN_NOUN = re.compile(r"[路线站桥港场道街渠河口区园]$")
_ITEM = re.compile(r"[、，；。：\n]")
# What may stand right before the first of a list of letters: verbs of building, and what opens a clause
_BEFORE = re.compile(
    r"(?:^|[，；。：、\n“]|建成|开工|建设|推进|加快|实施|启动|推动|支持|完成|争取|谋划|新建|确保|配合|开通|打通|做好|抓好|保障|贯通|提速|"
    r"扩建|改建|开展|包括|以及|[和与及])$"
)
_RULE = "list.line"
_start = attrgetter("start")


def line_lists(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions and the lines that lists imply; sorted.

    Three forms: a place joined to several (离石到方山、中阳、柳林城市快速路 is three roads from 离石); pairs of places in
    a list that ends in a line's noun; letters before a line that is named by letters (西康、西十高铁). Where a mention
    of a line covers such a place, the list's reading stands.
    """
    places = sorted(m for m in mentions if m.type is EntityType.PLACE)
    found = _Sorted(mentions)
    for new in (_fans(text, places), _pairs(text, places)):
        for lines in new:
            _with(found, lines)
    for line in list(_letters(text, found.mentions)):
        _elided(found, line)
    return found.mentions


class _Sorted:
    """Distinct mentions by position, with quick access to those that a span touches."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.mentions = sorted({*mentions})
        self._longest = max((m.end - m.start for m in self.mentions), default=0)

    def names_in(self, start: int, end: int) -> list[Mention]:
        """The mentions that overlap the span, but for places."""
        low, high = self._window(start, end)
        return [m for m in self.mentions[low:high] if m.type is not EntityType.PLACE and m.end > start]

    def replace(self, gone: Collection[Mention], lines: Sequence[Mention]) -> None:
        """Puts lines, in order and overlapping the gone ones, in the place of those."""
        start, end = lines[0].start, lines[-1].end
        low, high = self._window(start, end)
        self.mentions[low:high] = sorted({*(m for m in self.mentions[low:high] if m not in gone), *lines})
        self._longest = max(self._longest, end - start)

    def _window(self, start: int, end: int) -> tuple[int, int]:
        low = bisect_left(self.mentions, start - self._longest, key=_start)
        return low, bisect_left(self.mentions, end, low, key=_start)


def _elided(found: _Sorted, line: Mention) -> None:
    """A line added where no name is, and in place of a bare project that is nothing but the letters."""
    inside = found.names_in(line.start, line.end)
    if all((m.start, m.end) == (line.start, line.end) and m.type is line.type for m in inside):
        found.replace(inside, [line])


def _with(found: _Sorted, lines: list[Mention]) -> None:
    """Lines added where no other name is in their way; a fan replaces what was read of its last member."""
    if not lines:
        return
    start, end = lines[0].start, lines[-1].end
    inside = found.names_in(start, end)
    if len(lines) == 1 and inside:
        return
    if all(m.start >= start and m.end <= end for m in inside):
        found.replace(inside, lines)


def _line(start: int, end: int, text: str, name: str) -> Mention:
    return Mention(start, end, EntityType.PROJECT, text[start:end], name, _RULE, 0.5)


def _fans(text: str, places: Sequence[Mention]) -> Iterator[list[Mention]]:
    for at, (first, second) in enumerate(pairwise(places)):
        if not _JOINT.fullmatch(text[first.end : second.start]):
            continue
        members = [second]
        for place in (places[n] for n in range(at + 2, len(places))):
            if text[members[-1].end : place.start] not in ("、", "和", "及"):
                break
            members.append(place)
        tail = _TAIL.match(text, members[-1].end)
        if len(members) < 2 or tail is None:
            continue
        lines = []
        for i, member in enumerate(members):
            start = first.start if i == 0 else member.start
            end = tail.end() if member is members[-1] else member.end
            name = first.surface + text[first.end : second.start] + member.surface + tail["head"]
            lines.append(_line(start, end, text, name))
        yield lines


def _pairs(text: str, places: Sequence[Mention]) -> Iterator[list[Mention]]:
    by_end = {p.end: p for p in places}
    joined = [
        (by_end.get(a.start - 1, a) if text.endswith("经", 0, a.start) else a, b)  # 甲经乙至丙
        for a, b in pairwise(places)
        if _JOINT.fullmatch(text[a.end : b.start])
    ]
    ends: list[int] = []  # of the list that goes on from each pair, last pair first
    for at in range(len(joined) - 1, -1, -1):
        end = joined[at][1].end
        after = joined[at + 1][0].start if ends else end + 7
        goes_on = after - end <= 6 and text[end:after].startswith("、")  # 、改扩建西安至永寿
        ends.append(ends[-1] if goes_on else end)
    for (a, b), end in zip(joined, reversed(ends), strict=True):
        tail = _TAIL.match(text, end)
        if tail is not None:
            stop = tail.end() if end == b.end and not text.startswith("等", end) else b.end
            yield [_line(a.start, stop, text, text[a.start : b.end] + tail["head"])]


def _letters(text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    for m in mentions:
        named = _LETTERS.fullmatch(m.name) if m.type is EntityType.PROJECT else None
        if named is None or not m.surface.startswith(named[1]):
            continue
        size, head, end = len(named[1]), m.name[len(named[1]) :], m.start - 1
        while end > 0 and text[end] == "、":
            cut = max((i.end() for i in _ITEM.finditer(text, max(0, end - 12), end)), default=max(0, end - 12))
            item, start = text[cut:end], end - size
            first = len(item) > size
            if len(item) < size or not _BARE.fullmatch(text[start:end]) or _OWN_NOUN.search(item):
                break
            if first and not _BEFORE.search(text[cut:start]):
                break
            yield _line(start, end, text, text[start:end] + head)
            end = start - 1
            if first:
                break
