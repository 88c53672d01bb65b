"""Regions named by one character for each member: 京津保, 成德眉资, 离柳中方."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from extract.gazetteer.abbreviation import decode_cluster
from extract.gazetteer.division import PROVINCE
from extract.gazetteer.gazetteer import Gazetteer
from extract.gazetteer.letters import Letters, Meaning
from extract.places.hits import Hit
from extract.places.lexicon import PlaceLexicon

# What follows a cluster's letters
_HEADS = (
    "地区|区域|一体化|同城化|协同|联动|城市群|都市圈|城镇组群|城镇群|组团|走廊|一小时|半小时|经济圈|经济带|经济区|"
    "三地|两地|四地|三省|四省|五省|合作|毗邻|交界|核心|创新|互联|互通|率先|全面|国家|改革"
)
_HAN_RUN = re.compile("[一-龥]+")
# Letters that stand for nothing else, so that a run of them is a cluster even without a head noun
_PLAIN = "京津冀晋沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀黔滇陕陇雄穗莞蓉邕甬"
_BARE = re.compile(f"[{_PLAIN}][{_PLAIN}保石沈郑青甘宁蒙辽吉黑藏深港澳台珠汕]{{2,5}}")
_PAIR = re.compile(f"(?<![{_PLAIN}])[{_PLAIN}]{{2}}(?![{_PLAIN}])")
_NEAR_PAIR = 500.0  # km
_HEAD = re.compile(_HEADS)
_DIRECTIONS = "东南西北中"
_DIRECTED = re.compile(f"([一-龥])([{_DIRECTIONS}]{{1,2}})(?=地区|片区|经济区|区域|平原|山区|丘陵)")
_HILLS = re.compile("[东西南北中]部山区")


def cluster_hits(
    text: str,
    plan_code: str,
    gazetteer: Gazetteer,
    letters: Letters,
    mentioned: Collection[str],
    lexicon: PlaceLexicon,
) -> Iterator[Hit]:
    """Runs of letters that decode in full: of plain letters anywhere, of others before a head noun."""
    for match in _BARE.finditer(text):
        if not text[match.end() : match.end() + 2].startswith(("高", "铁", "城际", "特高", "大桥")):
            rule = "place.cluster" if _HEAD.match(text, match.end()) else "place.letters"
            yield Hit(match.start(), match.end(), match.group(), match.group(), "", rule)
    seen: dict[str, bool] = {}
    for head in _HEAD.finditer(text):
        for length in (5, 4, 3):
            start = head.start() - length
            run = text[max(0, start) : head.start()]
            if start < 0 or not _HAN_RUN.fullmatch(run) or not _begins(text, start, lexicon):
                continue
            if run not in seen and not _letters_only(run, plan_code, gazetteer, letters):
                seen[run] = False
            if run not in seen:
                seen[run] = _decodes(run, plan_code, gazetteer, letters, mentioned)
            if seen[run]:
                rule = "place.letters" if head.group() in ("国家", "全面", "改革", "创新") else "place.cluster"
                yield Hit(start, head.start(), run, run, "", rule)
                break


def _letters_only(run: str, plan_code: str, gazetteer: Gazetteer, letters: Letters) -> bool:
    """Whether every character is a customary abbreviation or begins the name of a division below the plan's place."""
    near = (*gazetteer.children(plan_code), *gazetteer.children(plan_code[:2] + "0000"))
    own = {d.name[0] for d in near}
    return all(c in own or letters.customary(c) for c in run)


def _begins(text: str, start: int, lexicon: PlaceLexicon) -> bool:
    before = text[max(0, start - 2) : start]
    return not before or not _HAN_RUN.match(before[-1]) or before in lexicon.words or before[-1] in lexicon.boundary


def _decodes(run: str, plan_code: str, gazetteer: Gazetteer, letters: Letters, mentioned: Collection[str]) -> bool:
    decoded = decode_cluster(run, plan_code, gazetteer, source=letters, mentioned_codes=mentioned)
    return decoded.resolved and decoded.readings[0].score > -2.0


def members(
    hits: list[Hit],
    plan_code: str,
    gazetteer: Gazetteer,
    lexicon: PlaceLexicon,
    letters: Letters,
    mentioned: Collection[str],
) -> Iterator[Hit]:
    """What a region's name implies: members of a cluster of letters, and of a listed region around the plan's place."""
    decoded: dict[str, tuple[Meaning | None, ...]] = {}
    for hit in hits:
        if hit.rule in ("place.cluster", "place.letters"):
            if hit.surface not in decoded:
                found = decode_cluster(hit.surface, plan_code, gazetteer, source=letters, mentioned_codes=mentioned)
                decoded[hit.surface] = found.places
            for i, place in enumerate(decoded[hit.surface]):
                if place is not None:
                    at = hit.start + i
                    yield Hit(at, at + 1, hit.surface[i], place.name, place.code, "place.member")
        region = lexicon.regions.get(hit.surface)
        if region is None or not any(gazetteer.within(plan_code, code) for code in region.codes):
            continue
        divisions = [d for d in map(gazetteer.by_code, region.codes) if d is not None]
        spelt = [d for d in divisions if _spelt(hit.surface, d.name, lexicon)]
        if len(divisions) > 1 and len(spelt) * 2 >= len(divisions):
            for division in spelt:
                yield Hit(hit.start, hit.end, hit.surface, division.name, division.code, "place.member")


def _spelt(surface: str, name: str, lexicon: PlaceLexicon) -> bool:
    """Whether the region's name has a letter for the member: 京津冀 for 天津, not 长三角 for 安徽."""
    return any(name in lexicon.abbreviations.get(letter, ()) for letter in surface)


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
