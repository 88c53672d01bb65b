"""Which class a place is: by its code where it has one, by the end of its name where not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rdflib import URIRef

from extract.model import normalise
from extract.tables import read_table
from ontology.vocab import PLAN

_REGIONS = {
    "city_cluster": PLAN.CityCluster,
    "water": PLAN.Water,
    "mountain": PLAN.Mountain,
    "new_area": PLAN.UrbanArea,
}


def class_of_code(code: str) -> URIRef:
    """The administrative level that a GB/T 2260 code (six digits) or one below county (nine, twelve) says."""
    if len(code) > 9:
        return PLAN.Village
    if len(code) > 6:
        return PLAN.Township
    if code == "100000":
        return PLAN.Country
    if code.endswith("0000"):
        return PLAN.Province
    return PLAN.Prefecture if code.endswith("00") else PLAN.County


def class_of_name(name: str) -> URIRef:
    """The class of a known region; else what the end of the name says, ``plan:Region`` if nothing."""
    region = known_region(name)
    if region is not None:
        return region.term
    for suffix, term in _suffixes():
        if name.endswith(suffix) and (len(name) > len(suffix) or term == PLAN.UrbanArea):
            return term
    return PLAN.Region


@dataclass(frozen=True, slots=True)
class KnownRegion:
    """A region that is known all over the country: its usual name and its class."""

    name: str
    term: URIRef


def known_region(name: str) -> KnownRegion | None:
    """The region of ``data/lexicon/place_region.csv`` with this name or alias (京津冀地区 is 京津冀), or None."""
    return _regions().get(normalise(name))


@lru_cache(maxsize=1)
def _regions() -> dict[str, KnownRegion]:
    found: dict[str, KnownRegion] = {}
    rows = read_table("lexicon/place_region.csv", ("标准名", "别名", "类型"))
    for row in rows:
        found.setdefault(normalise(row["标准名"]), KnownRegion(row["标准名"], _REGIONS.get(row["类型"], PLAN.Region)))
    for row in rows:
        for alias in row["别名"].split(";"):
            if alias:
                found.setdefault(normalise(alias), found[normalise(row["标准名"])])
    return found


@lru_cache(maxsize=1)
def _suffixes() -> tuple[tuple[str, URIRef], ...]:
    rows = read_table("lexicon/place_classes.csv", ("suffix", "class"))
    return tuple((row["suffix"], PLAN[row["class"]]) for row in sorted(rows, key=lambda row: -len(row["suffix"])))
