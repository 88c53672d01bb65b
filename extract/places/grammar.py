"""Places by the grammar of their names: a proper part of one to four characters before a common noun (河, 村, 镇).

The proper part must begin where a name can begin: at a paragraph's start, after punctuation, after another place, or
after a word of ``data/lexicon/place_boundary.csv``. A name seen once at such a spot is then known for the
whole document, wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extract.places.hits import SURE, Hit
from extract.places.lexicon import PlaceLexicon
from extract.tables import read_table

_REACH = re.compile("(?:上游|中游|下游|干流)?")
_ALONE = re.compile("[^一-龥]")
# 孟底沟水电站: a facility's name, which others read
_LINE = re.compile(
    "水电站|电站|引水|新城|院区|大道|[东西南北中]?[路街]|隧道|雪上|冰上|抽水|储气|核电|光伏|风电|水源|水厂|高铁|铁路|高速|城际|快线|大桥|特大桥|机场|通道"
)
_HAN = re.compile("[一-龥]")
_ALL_HAN = re.compile("[一-龥]*")
# No name of a place has these
_WATERS = frozenset("河江湖海沟渠")
_BASINS = frozenset(("流域", "水系"))
_WORDY = frozenset(("village", "township", "cluster"))
_UNITS = frozenset("省市县区乡镇村")
_NUMERALS = frozenset("一二三四五六七八九十百千万两双多")
_NOT_FIRST = frozenset("以至到在由如使沿经并于化")
_NEVER = frozenset(
    "矿荒入排到年月日的了和与及或在从对把将被让使为等各每该其此是有也都就更最已正还又很不个项件条座处名户人们"
)


@dataclass(frozen=True, slots=True)
class Suffix:
    """A common noun that ends names. ``stop``: proper parts that make an ordinary word of it (农村, 城镇).

    ``not_before``: characters that make another word of it (河|北, 沟|通).
    """

    text: str
    kind: str
    longest: int
    stop: frozenset[str]
    not_before: frozenset[str]


class Grammar:
    """Finds names by their common nouns; one is made for all documents."""

    def __init__(self, lexicon: PlaceLexicon, folder: Path | None = None) -> None:
        columns = ("suffix", "kind", "longest", "stop", "not_before")
        rows = read_table("lexicon/place_suffix.csv", columns, folder=folder)
        self._suffixes = {
            row["suffix"]: Suffix(
                row["suffix"],
                row["kind"],
                int(row["longest"]),
                frozenset(part for part in row["stop"].split(";") if part),
                frozenset(row["not_before"]),
            )
            for row in rows
        }
        longest_first = sorted(self._suffixes, key=lambda s: (-len(s), s))
        self._pattern = re.compile("|".join(longest_first))
        self._boundary = lexicon.boundary
        long_words = [re.escape(word) for word in sorted(lexicon.boundary) if len(word) > 1]
        self._long_boundary = re.compile("|".join(long_words) or "(?!)")
        self._words = lexicon.words

    def hits(self, text: str, places: list[Hit]) -> Iterator[Hit]:
        """Names that end in a common noun; ``places`` are the known places, after which a name can begin."""
        ends = {place.end for place in places}
        covered = {position for place in places for position in range(place.start, place.end)}
        sure: set[str] = set()
        doubtful = []
        for match in self._pattern.finditer(text):
            if match.end() - 1 in covered or (match.start() in covered and match.start() not in ends):
                continue
            suffix = self._suffixes[match.group()]
            if _LINE.match(text, match.end()) or text[match.end() : match.end() + 1] in suffix.not_before:
                continue
            start = self._start(text, match.start(), suffix, ends, covered)
            if start is not None:
                name = text[start : match.end()]
                sure.add(name)
                yield Hit(start, match.end(), name, name, "", f"place.grammar.{suffix.kind}", SURE)
            else:
                doubtful.append(match)
        for match in doubtful:
            suffix = self._suffixes[match.group()]
            for length in range(min(suffix.longest, match.start()), 0, -1):
                name = text[match.start() - length : match.end()]
                if name in sure and not covered.intersection(range(match.start() - length, match.end())):
                    rule = f"place.grammar.{suffix.kind}"
                    yield Hit(match.start() - length, match.end(), name, name, "", rule, SURE)
                    break

    def extended(self, text: str, places: list[Hit]) -> Iterator[Hit]:
        """Known places that a common noun makes into another one: 太原|都市圈, 白洋淀|流域."""
        for place in places:
            middle = _REACH.match(text, place.end)
            match = self._pattern.match(text, middle.end() if middle else place.end)
            if (match is not None and self._suffixes[match.group()].kind in ("cluster", "region")) or (
                match is not None and match.group() in _BASINS
            ):
                name = text[place.start : match.end()]
                rule = f"place.grammar.{self._suffixes[match.group()].kind}"
                yield Hit(place.start, match.end(), name, name, "", rule)

    def _start(self, text: str, at: int, suffix: Suffix, ends: set[int], covered: set[int]) -> int | None:
        """Where the name before the common noun at ``at`` begins; None if it is none or cannot be told."""
        least = 1 if suffix.text in ("河", "流域") or at - 1 in ends or _ALONE.match(text[at - 2 : at - 1]) else 2
        for length in range(suffix.longest, least - 1, -1):
            start = at - length
            if start < 0 or any(position in covered for position in range(start, at)):
                continue
            stem = text[start:at]
            if suffix.kind in _WORDY and any(stem.endswith(stop) for stop in suffix.stop):
                return None
            if not self._can_begin(text, start, ends):
                continue
            if self._proper(stem, suffix):
                return start
        return None

    def _can_begin(self, text: str, start: int, ends: set[int]) -> bool:
        if start == 0 or start in ends or not _HAN.match(text[start - 1]):
            return True
        if text[start - 1] in _UNITS or text[max(0, start - 2) : start] in self._words:
            return True
        return any(text[max(0, start - n) : start] in self._boundary for n in (1, 2, 4))

    def _proper(self, stem: str, suffix: Suffix) -> bool:
        if not _ALL_HAN.fullmatch(stem) or _NEVER.intersection(stem) or stem[0] in _NOT_FIRST:
            return False
        if stem in suffix.stop or any(stem.endswith(stop) for stop in suffix.stop if len(stop) > 1):
            return False
        if suffix.kind in ("village", "township") and any(stem.endswith(stop) for stop in suffix.stop if stop):
            return False
        if suffix.kind != "cluster" and _UNITS.intersection(stem):
            return False
        if sum(c in _NUMERALS for c in stem) > (len(stem) > 1):
            return False
        if suffix.kind == "water" and _WATERS.intersection(stem[:-1] if suffix.text in _BASINS else stem):
            return False
        if self._long_boundary.search(stem):
            return False
        whole = stem if suffix.text in _BASINS else stem + suffix.text[0]
        ordinary = ("动",) if suffix.kind == "cluster" else ("动", "常")
        if any(self._words.get(whole[i : i + 2]) in ordinary for i in range(len(whole) - 1)):
            return False
        return len(stem) > 1 or suffix.text in ("河", "流域", "山", "江")
