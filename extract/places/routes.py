"""Places that only a line's name gives: the ends of 太绥高铁 (decoded, inferred) and of 西郭至羊平公路 (said)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from extract.gazetteer.abbreviation import Decoded, decode_route
from extract.gazetteer.gazetteer import Gazetteer
from extract.gazetteer.letters import Letters
from extract.places.hits import Hit
from extract.places.lexicon import PlaceLexicon

_NOUN = re.compile(
    "(?:等|[两三四五六七八九]条[一-龥]{0,3})?(?:城际铁路|高速铁路|高速公路|客运专线|城际|高铁|铁路|高速|(?<=条..)通道|(?<=条)公路)"
)
_ROAD = re.compile("([一-龥]{2})路(?![口面域段径由局网灯人上])")
_NOT_HAN = re.compile("[^一-龥]")
_TAIL = re.compile("[一-龥、“”]*$")
_LOOK_BACK = 40
_FAR = 900.0  # km from the planning place
_LINE_END = re.compile("(?:高铁|铁路|高速|公路|城际|专线|线|站|机场|路|桥|港)$")
_NOT_LETTERS = re.compile(
    "南水北调|城市|旅游|农村|绕城|环城|市域|市郊|地方|专用|货运|普通|既有|重载|快速|骨干|干线|国省|出省|出海|出口|区域|智慧|县县|市市|"
    "全省|全市|跨省|城际|高速|公路|铁路|运营|通车|沿[江海河黄边]|环|等|外|内线|西部|东部|南部|北部|中部|建成|开工|建设|推进|改造|扩容|互通"
)
_BEFORE = re.compile(
    "(?:^|[^一-龥]|推进|加快|建设|建成|开工|实施|启动|推动|支持|完成|力争|争取|谋划|新建|确保|通车|配合|依托|开通|打通|做好|抓好|"
    "以及|保障|开展|贯通|落实|加力|提速|扩建|改建|围绕|服务|融入|研究|规划|[和与及以等抓保促将使在至经了的是对])$"
)
# 西郭至羊平(农村公路): a joint between two names, and the noun that shows it is a line
_JOINT = re.compile("(?<=[一-龥）])(?:至|到|—{1,2}|－|-|–)(?=[一-龥])")
_AFTER = re.compile(
    "([一-龥]{2,7}?)(?=(?:段|界|等?[0-9.]+公里[一-龥]{0,6}公路|[一-龥]{0,4}(?:公路|高速|铁路|高铁|城际|快速路|县道|省道|国道|干线|通道|航道|管线|连通|连接线))"
    "|(?:、[一-龥]{2,6}[至到—-]{1,2}[一-龥]{2,6}){1,4}等?[0-9.一-龥]{0,12}(?:公路|高速|铁路|通道))"
)
_NAME_BEFORE = re.compile("[一-龥]{2,5}$")
_JOINING = frozenset("及和与或并至到在由对将把以")
_NO_NAME = re.compile(
    "[年月日时今昨去前后从今]|[全我][省市县区]|开工|竣工|投资|完成|[一二三四五六七八九十百千万亿两]|续建|新建|改建|扩建|收费|互通|城区|县城|老城|新城|国道|省道|环|[路街桥线站]$"
)


def decoded_ends(
    text: str,
    plan_code: str,
    gazetteer: Gazetteer,
    letters: Letters,
    mentioned: Collection[str],
    words: Mapping[str, str],
    places: list[Hit],
) -> Iterator[Hit]:
    """End points of lines named by letters, one hit on each letter that decodes; rule ``place.route_end``."""
    covered = {p for hit in places if hit.end - hit.start > 1 for p in range(hit.start, hit.end)}
    for noun in _NOUN.finditer(text):
        back = text[max(0, noun.start() - _LOOK_BACK) : noun.start()]
        tail = _TAIL.search(back)
        run = tail.group() if tail else ""
        for options in _items(run, words):
            for name, start in options:
                at = noun.start() - len(run) + start
                if _NOT_LETTERS.search(name) or covered.intersection(range(at, at + len(name))):
                    continue
                decoded = decode_route(
                    name, noun.group(), plan_code, gazetteer, source=letters, mentioned_codes=mentioned
                )
                if decoded.resolved or (len(name) < 4 and any(decoded.places)):
                    yield from _end_hits(decoded, at, plan_code, gazetteer)
                    break


def local_road_ends(
    text: str, plan_code: str, gazetteer: Gazetteer, letters: Letters, mentioned: Collection[str], lexicon: PlaceLexicon
) -> Iterator[Hit]:
    """Ends of county roads named by two letters (温博路), only in a county's plan and only where both are read.

    Streets are named so too (平安路): ordinary words are no letters.
    """
    if plan_code.endswith("00") or not plan_code:
        return
    for road in _ROAD.finditer(text):
        name, start = road.group(1), road.start()
        before = text[max(0, start - 2) : start]
        begins = not before or before[-1] in lexicon.boundary or before in lexicon.words or _NOT_HAN.match(before[-1])
        if not begins or name in lexicon.words or name in lexicon.common or _NOT_LETTERS.search(name):
            continue
        decoded = decode_route(name, "路", plan_code, gazetteer, source=letters, mentioned_codes=mentioned)
        initials = [place.name[0] for place in decoded.places if place is not None]
        if initials == list(name):  # 顺兴路 is a street, not the road to 定兴
            yield from _end_hits(decoded, start, plan_code, gazetteer)


def _end_hits(decoded: Decoded, start: int, plan_code: str, gazetteer: Gazetteer) -> Iterator[Hit]:
    """The places read, without the far ends of a trunk line that only passes (京港高铁)."""
    for i, place in enumerate(decoded.places):
        if place is not None:
            km = gazetteer.distance(place.code, plan_code) if place.code else None
            if km is None or km < _FAR:
                at = start + i
                yield Hit(at, at + 1, decoded.letters[i], place.name, place.code, "place.route_end")


def said_ends(text: str, places: list[Hit], words: Mapping[str, str]) -> Iterator[Hit]:
    """Names on both sides of 至 before a line's noun, where they are not known places already."""
    covered = {position for place in places for position in range(place.start, place.end)}
    for joint in _JOINT.finditer(text):
        after = _AFTER.match(text, joint.end())
        if after is None or joint.start() in covered:
            continue
        left = _left_name(text, joint.start(), covered, words)
        known_left = joint.start() - 1 in covered
        known_right = joint.end() in covered
        if left is None and not known_left:
            continue
        if left is not None:
            yield Hit(left, joint.start(), text[left : joint.start()], text[left : joint.start()], "", "place.route")
        if not known_right and not _NO_NAME.search(after.group(1)):
            yield Hit(joint.end(), after.end(1), after.group(1), after.group(1), "", "place.route")


def _left_name(text: str, end: int, covered: set[int], words: Mapping[str, str]) -> int | None:
    """Where the unknown name that ends at ``end`` begins; None if a known place ends there or nothing can be told."""
    if end - 1 in covered:
        return None
    for length in (5, 4, 3, 2):
        start = end - length
        if start < 0 or any(i in covered for i in range(start, end)):
            continue
        name = text[start:end]
        if (
            not _NAME_BEFORE.fullmatch(name)
            or _NO_NAME.search(name)
            or words.get(name[:2]) == "动"
            or name[0] in _JOINING
        ):
            continue
        if (
            text[max(0, start - 2) : start] in words or _BEFORE.search(text[max(0, start - 4) : start])
        ) or start - 1 in covered:
            return start
    return None


def _items(run: str, words: Mapping[str, str]) -> Iterator[list[tuple[str, int]]]:
    """For each member of the list before a line's noun what its letters may be, and where they begin in ``run``."""
    position = len(run)
    for part in reversed(run.split("、")):
        start = position - len(part)
        stripped = part.strip("“”")
        inner = start + part.find(stripped) if stripped else start
        options = []
        for length in (5, 4, 3, 2):
            if length > len(stripped) or _LINE_END.search(stripped):
                continue
            before, name = stripped[: len(stripped) - length], stripped[len(stripped) - length :]
            wordy = any(words.get(name[i : i + 2], "名") != "名" for i in range(length - 1))
            listed = length == 2 and "、" in run and (not before or before[-1] in "和与及")
            if (not wordy or listed) and _BEFORE.search(before):
                options.append((name, inner + len(before)))
        yield options
        if len(stripped) > 8:
            return
        position = start - 1
