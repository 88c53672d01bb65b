"""Regions named by one character for each member: 京津保, 成德眉资, 离柳中方."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from extract.gazetteer.abbreviation import decode_cluster
from extract.gazetteer.division import PROVINCE
from extract.gazetteer.gazetteer import Gazetteer
from extract.gazetteer.letters import Letters, Meaning
from extract.places.hits import Hit
from extract.places.lexicon import PlaceLexicon, Region

# What follows a cluster's letters
_HEADS = (
    "地区|区域|一体化|同城化|协同|联动|城市群|都市圈|城镇组群|城镇群|组团|走廊|一小时|半小时|经济圈|经济带|经济区|"
    "三地|两地|四地|三省|四省|五省|合作|毗邻|交界|核心|创新|互联|互通|率先|全面|国家|改革"
)
_HAN = re.compile("[一-龥]")
# Heads so general that the run before them need be no region of its own
_LOOSE = frozenset(("国家", "全面", "改革", "创新"))
_LINE = re.compile("高铁|高速|铁路|城际|特高压|大桥")
# 离柳中方、交汾文孝两个……城镇组群
_LISTED = re.compile(
    "([一-龥]{3,12}(?:、[一-龥]{3,5}){1,4})[两三四五]个[^，。；\\n]{0,16}?(城镇组群|城镇群|组团|城市群|都市圈|经济圈)"
)
# Letters that stand for nothing else, so that a run of them is a cluster even without a head noun
_PLAIN = "京津冀晋沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀黔滇陕陇雄穗莞蓉邕甬"
_BARE = re.compile(f"[{_PLAIN}][{_PLAIN}保石沈郑青甘宁蒙辽吉黑藏深港澳台珠汕]{{2,5}}")
_PAIR = re.compile(f"(?<![{_PLAIN}])[{_PLAIN}]{{2}}(?![{_PLAIN}])")
_NEAR_PAIR = 500.0  # km
_HEAD = re.compile(_HEADS)
_DIRECTIONS = "东南西北中"
_DIRECTED = re.compile(f"([一-龥])([{_DIRECTIONS}]{{1,2}})(?=地区|片区|经济区|区域|平原|山区|丘陵)")
_HILLS = re.compile("[东西南北中]部山区")


class Clusters:
    """Reads clusters of letters in one document about ``plan_code``; each run of letters is decoded once."""

    def __init__(
        self, plan_code: str, gazetteer: Gazetteer, letters: Letters, mentioned: Collection[str], lexicon: PlaceLexicon
    ) -> None:
        self._plan_code = plan_code
        self._gazetteer = gazetteer
        self._letters = letters
        self._mentioned = mentioned
        self._lexicon = lexicon
        near = (*gazetteer.children(plan_code), *gazetteer.children(plan_code[:2] + "0000"))
        self._initials = frozenset(d.name[0] for d in near)
        self._read: dict[str, tuple[Meaning | None, ...]] = {}

    def hits(self, text: str) -> Iterator[Hit]:
        """Runs of letters that decode in full: of plain letters anywhere, of others before a head noun.

        Rule ``place.letters`` where only the members are places, not the run itself (哈大齐国家自主创新示范区).
        """
        for match in _BARE.finditer(text):
            if not _LINE.match(text, match.end()):
                rule = "place.cluster" if _HEAD.match(text, match.end()) else "place.letters"
                yield Hit(match.start(), match.end(), match.group(), match.group(), "", rule)
        for head in _HEAD.finditer(text):
            run = self._run_before(text, head.start())
            if run:
                rule = "place.letters" if head.group() in _LOOSE else "place.cluster"
                yield Hit(head.start() - len(run), head.start(), run, run, "", rule)
        for listed in _LISTED.finditer(text):
            position = listed.start()
            for part in listed.group(1).split("、"):
                position += len(part)
                run = self._run_before(text, position)
                if run:
                    yield Hit(position - len(run), position, run, run + listed.group(2), "", "place.cluster")
                position += 1

    def members(self, hits: list[Hit]) -> Iterator[Hit]:
        """What a region's name implies: members of a cluster of letters, or of a region around the plan's place."""
        for hit in hits:
            if hit.rule in ("place.cluster", "place.letters"):
                for i, place in enumerate(self._places(hit.surface)):
                    if place is not None:
                        at = hit.start + i
                        yield Hit(at, at + 1, hit.surface[i], place.name, place.code, "place.member")
            region = self._lexicon.regions.get(hit.surface)
            if region is not None and any(self._gazetteer.within(self._plan_code, code) for code in region.codes):
                yield from self._region_members(hit, region)

    def _region_members(self, hit: Hit, region: Region) -> Iterator[Hit]:
        """Those that the name spells (京津冀 spells 天津, 长三角 no province), if it spells at least half of them."""
        divisions = [d for d in map(self._gazetteer.by_code, region.codes) if d is not None]
        spelt = [d for d in divisions if self._spelt(hit.surface, d.name)]
        if len(divisions) > 1 and len(spelt) * 2 >= len(divisions):
            for division in spelt:
                yield Hit(hit.start, hit.end, hit.surface, division.name, division.code, "place.member")

    def _spelt(self, surface: str, name: str) -> bool:
        return any(name in self._lexicon.abbreviations.get(letter, ()) for letter in surface)

    def _run_before(self, text: str, end: int) -> str:
        """The longest run of three to five letters that ends at ``end`` and decodes in full; "" if none."""
        most = 0
        while most < min(5, end) and self._letter(text[end - most - 1]):
            most += 1
        for length in range(most, 2, -1):
            start = end - length
            run = text[start:end]
            if self._begins(text, start) and all(self._places(run)):
                return run
        return ""

    def _letter(self, character: str) -> bool:
        return character in self._initials or self._letters.customary(character)

    def _begins(self, text: str, start: int) -> bool:
        before = text[max(0, start - 2) : start]
        if not before or not _HAN.match(before[-1]):
            return True
        return before in self._lexicon.words or before[-1] in self._lexicon.boundary

    def _places(self, run: str) -> tuple[Meaning | None, ...]:
        if run not in self._read:
            self._read[run] = decode_cluster(
                run, self._plan_code, self._gazetteer, source=self._letters, mentioned_codes=self._mentioned
            ).places
        return self._read[run]


def pair_members(text: str, plan_code: str, gazetteer: Gazetteer, lexicon: PlaceLexicon) -> Iterator[Hit]:
    """京津 by itself names two places, if both are near the planning place."""
    for match in _PAIR.finditer(text):
        names = [lexicon.abbreviations[c][0] for c in match.group() if c in lexicon.abbreviations]
        found = [d for name in names for d in gazetteer.named(name, townships=False) if d.name == name][:2]
        if len(found) < 2 or any((gazetteer.distance(d.code, plan_code) or 0) > _NEAR_PAIR for d in found):
            continue
        for i, division in enumerate(found):
            at = match.start() + i
            yield Hit(at, at + 1, text[at], division.name, division.code, "place.member")


def directed_hits(text: str, plan_code: str, gazetteer: Gazetteer, provinces: Mapping[str, str]) -> Iterator[Hit]:
    """保北地区, 豫西南片区: a letter of the planning place, of one above it, or of a province, and a direction."""
    own = {d.name[0]: d.name for d in gazetteer.ancestors(plan_code)}
    plan = gazetteer.by_code(plan_code)
    if plan is not None:
        own[plan.name[0]] = plan.name
    for match in _DIRECTED.finditer(text):
        if match.group(1) in own or match.group(1) in provinces:
            name = match.group() + "地区"
            yield Hit(match.start(), match.end(), match.group(), name, "", "place.directed")
    if plan is not None and plan.level != PROVINCE:
        for match in _HILLS.finditer(text):
            yield Hit(match.start(), match.end(), match.group(), match.group(), "", "place.directed")
