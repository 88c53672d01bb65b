"""Which class a place is: by its code where it has one, by the end of its name where not."""

from __future__ import annotations

from functools import lru_cache

from rdflib import URIRef

from extract.tables import read_table
from ontology.vocab import PLAN


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
    """The class that the end of a name says (``data/lexicon/place_classes.csv``), ``plan:Region`` if none."""
    for suffix, term in _suffixes():
        if name.endswith(suffix) and (len(name) > len(suffix) or term == PLAN.UrbanArea):
            return term
    return PLAN.Region


@lru_cache(maxsize=1)
def _suffixes() -> tuple[tuple[str, URIRef], ...]:
    rows = read_table("lexicon/place_classes.csv", ("suffix", "class"))
    return tuple((row["suffix"], PLAN[row["class"]]) for row in sorted(rows, key=lambda row: -len(row["suffix"])))
