"""The place that issued a document."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import ahocorasick_rs

from extract.describe.opening import Opening
from extract.describe.tables import DescribeTables
from extract.gazetteer import COUNTY, PREFECTURE, PROVINCE, Division, Gazetteer

# What follows the issuing place in a header: 高唐县|第十七届人民代表大会, 满城区|人民政府区长, 安国市|政府工作报告.
_ISSUER = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[届次])(?:人民)?代表大会|(?:第[一二三四五六七八九十]{1,3}届)?人民政府|"
    r"(?:20\d\d年|二[〇○零]..年)?(?:人民)?政府工作报告|第[一二三四五六七八九十]{1,3}届委员会|国民经济和社会发展|"
    r"(?:代|代理)?(?:省|市|县|区|州|旗)长|党代会|(?:第[一二三四五六七八九十]{1,3}次)代表大会"
)
HEADER = 30.0  # a name in the issuer's position counts like so many mentions
TITLE = 10.0  # a name in the title block, elsewhere
LEVEL_FITS = 4.0  # how much more a place of the level that the text speaks of counts
LOWER_NAMESAKE = 0.4  # what 西安区 gets of a mention of 西安
ALONE = 0.3  # for a short name without its full form or a superior: 振兴 is a verb before it is 振兴区
MOST_COMPANY = 3.0  # no division gets more for its superiors and inferiors
LEAST = 3.0  # no place with fewer points
SAMPLE = 120_000  # characters in which names are counted
_RANKS = {PROVINCE: 0, PREFECTURE: 1, COUNTY: 2}


@dataclass(frozen=True, slots=True)
class Names:
    """A matcher of division names; ``words[i]`` is its pattern i."""

    words: tuple[str, ...]
    matcher: ahocorasick_rs.AhoCorasick


@lru_cache(maxsize=2)
def _names(gazetteer: Gazetteer) -> Names:
    words = tuple(word for word in gazetteer.upper_names() if len(word) > 1)
    kind = ahocorasick_rs.MatchKind.LeftmostLongest
    return Names(words, ahocorasick_rs.AhoCorasick(list(words), matchkind=kind))


def issuing_place(text: str, opening: Opening, gazetteer: Gazetteer, tables: DescribeTables) -> Division | None:
    """The current division that the text is a plan of; None if it names none often enough to tell.

    Each division's mentions are counted (longest name first, so 高唐县 is never 唐县); a name in the issuer's
    position of the opening counts as many; divisions of the level that the text speaks of (全县, 我省) count more,
    as do those whose superiors or inferiors the text names. Ties go to the smaller code.
    """
    names = _names(gazetteer)
    weights = _mentions(text, names)
    for word, weight in _header_weights(opening, names).items():
        weights[word] = weights.get(word, 0.0) + weight
    scored = _scores(weights, gazetteer)
    levels = _levels(text[:SAMPLE], tables)
    best, most = None, LEAST
    for code in sorted(scored):
        division = gazetteer.by_code(code)
        if division is None:
            continue
        total = scored[code] * (1 + LEVEL_FITS * _fit(division, levels))
        if total * MOST_COMPANY <= most:
            continue
        total *= _company(division, scored, gazetteer)
        if division.name not in weights and total and not _has_superior(division, scored, gazetteer):
            total *= ALONE
        if total > most:
            best, most = division, total
    return best


def named_place(name: str, text: str, gazetteer: Gazetteer) -> Division | None:
    """The current division that a user means by ``name`` in a plan with this text; None if the name is unknown.

    Of namesakes the one whose superiors and inferiors the text mentions most.
    """
    candidates = _divisions(name, gazetteer)
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    scored = _scores(_mentions(text, _names(gazetteer)), gazetteer)
    return max(candidates, key=lambda d: (_company(d, scored, gazetteer), -int(d.code)))


def _mentions(text: str, names: Names) -> dict[str, float]:
    """How often each name stands in the text; 城区, 新区 and their like are words and do not count."""
    counts = Counter(names.words[m[0]] for m in names.matcher.find_matches_as_indexes(text[:SAMPLE]))
    return {word: float(count) for word, count in counts.items() if len(word) > 2 or word[-1] != "区"}


def _scores(weights: dict[str, float], gazetteer: Gazetteer) -> dict[str, float]:
    """By code: the weights of a division's names; of namesakes the highest in rank gets all, the others a part."""
    scored: dict[str, float] = {}
    for word in sorted(weights):
        divisions = _divisions(word, gazetteer)
        top = min((_RANKS.get(d.level, 3) for d in divisions), default=0)
        for division in divisions:
            share = 1.0 if _RANKS.get(division.level, 3) == top else LOWER_NAMESAKE
            scored[division.code] = scored.get(division.code, 0.0) + weights[word] * share
    return scored


def _divisions(word: str, gazetteer: Gazetteer) -> tuple[Division, ...]:
    """Today's divisions that a name can mean, former names followed to their successors."""
    found: dict[str, Division] = {}
    for division in gazetteer.named(word, townships=False):
        now = gazetteer.current(division.code, division.name) if division.historic else division
        if now is not None:
            found[now.code] = now
    return tuple(found[code] for code in sorted(found))


def _header_weights(opening: Opening, names: Names) -> dict[str, float]:
    """Names in the issuer's position of the opening, and names in the title block."""
    weights: dict[str, float] = {}
    for source, bonus in ((opening.text, 0.0), (opening.block, TITLE)):
        for index, start, end in names.matcher.find_matches_as_indexes(source):
            word = names.words[index]
            issuer = _ISSUER.match(source, end) is not None and not source.startswith("《", start - 1)
            weights[word] = weights.get(word, 0.0) + (HEADER if issuer else bonus)
    return weights


def _levels(text: str, tables: DescribeTables) -> dict[str, float]:
    """Share of each level in the words by which the text speaks of its own place (全县, 我省), 0 to 1."""
    counts: Counter[str] = Counter()
    for level, pattern in tables.levels:
        counts[level] += len(pattern.findall(text))
    most = max(counts.values(), default=0)
    return {level: count / most for level, count in counts.items()} if most else {}


def _fit(division: Division, levels: dict[str, float]) -> float:
    """How well a division's level agrees with the words: 1 for the level spoken of most."""
    return levels.get(division.level if division.level in (PROVINCE, PREFECTURE, COUNTY) else "", 0.0)


def _has_superior(division: Division, scored: dict[str, float], gazetteer: Gazetteer) -> bool:
    """Whether the text names a division above this one. A province needs none."""
    return division.level == PROVINCE or any(d.code in scored for d in gazetteer.ancestors(division.code))


def _company(division: Division, scored: dict[str, float], gazetteer: Gazetteer) -> float:
    """1 to 3: how many of the divisions above and directly below this one the text names."""
    above = sum(d.code in scored for d in gazetteer.ancestors(division.code))
    below = sum(d.code in scored for d in gazetteer.children(division.code))
    return 1 + 0.25 * min(above, 2) + min(1.5, 0.1 * below)
