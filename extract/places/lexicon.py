"""The analyst's tables about places, read once: regions, abbreviations, words that are no places, boundaries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from extract.tables import read_table


@dataclass(frozen=True, slots=True)
class Region:
    """A place without a code of its own: city cluster, plain, river, mountain, new area, foreign region.

    ``kind`` is one of city_cluster, region, water, mountain, new_area, foreign. ``codes`` are its members' codes, for a
    new area its host's; () where the table does not say.
    """

    name: str
    aliases: tuple[str, ...]
    kind: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceLexicon:
    """Everything ``data/lexicon/place_*.csv`` says.

    ``regions`` maps names and aliases to their region; ``abbreviations`` a character to the full names it can stand
    for, ``provinces`` those of provinces; ``common`` are short names that are ordinary words, ``strict`` the commonest
    of them; ``organization`` and ``other`` match right after a place that is part of an organisation's name, or of a
    spirit, meeting, award; ``boundary`` are words that can stand before a name; ``words`` are common two-character
    words with their class (动, 常, 名): one that lies across the edge of a name (示范|县) shows that no name is there.
    """

    regions: Mapping[str, Region]
    abbreviations: Mapping[str, tuple[str, ...]]
    provinces: Mapping[str, str]
    common: frozenset[str]
    strict: frozenset[str]
    organization: re.Pattern[str]
    other: re.Pattern[str]
    boundary: frozenset[str]
    words: Mapping[str, str]

    @classmethod
    def load(cls, folder: Path | None = None) -> PlaceLexicon:
        """Read the tables of ``folder`` (default: the data folder).

        Raises:
            TableError: a table is absent or not as it should be.
        """
        regions: dict[str, Region] = {}
        for row in read_table("lexicon/place_region.csv", ("标准名", "别名", "类型", "范围"), folder=folder):
            region = Region(row["标准名"], _list(row["别名"]), row["类型"], _list(row["范围"]))
            for name in (region.name, *region.aliases):
                regions.setdefault(name, region)
        letters: dict[str, list[str]] = {}
        provinces: dict[str, str] = {}
        for row in read_table("lexicon/place_abbreviation.csv", ("简称", "名称", "类型"), folder=folder):
            letters.setdefault(row["简称"], []).append(row["名称"])
            if row["类型"] == "province":
                provinces.setdefault(row["简称"], row["名称"])
        rows = read_table("lexicon/place_common_word.csv", ("词", "级"), folder=folder)
        common = frozenset(row["词"] for row in rows)
        strict = frozenset(row["词"] for row in rows if row["级"])
        tails: dict[str, list[str]] = {"organization": [], "other": []}
        for row in read_table("lexicon/place_not.csv", ("pattern", "role"), folder=folder):
            tails[row["role"]].append(row["pattern"])
        boundary = frozenset(row["词"] for row in read_table("lexicon/place_boundary.csv", ("词",), folder=folder))
        return cls(
            regions,
            {letter: tuple(names) for letter, names in letters.items()},
            provinces,
            common,
            strict,
            re.compile(f"(?:[一-龥]{{0,8}}?)(?:{'|'.join(tails['organization'])})"),
            re.compile("|".join(tails["other"])),
            boundary,
            {row["词"]: row["类"] for row in read_table("lexicon/place_word.csv", ("词", "类"), folder=folder)},
        )


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)
