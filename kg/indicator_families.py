"""Families of indicators (``data/lexicon/indicator_family.csv``): where an indicator of no row of the scheme belongs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from extract.errors import TableError
from extract.model import normalise
from extract.tables import data_dir, read_table

TABLE = "lexicon/indicator_family.csv"
_LONGEST = 20  # characters of a name that are looked at, from its end


@dataclass(frozen=True, slots=True)
class Family:
    """A family; ``terms`` are normalised words that put an indicator under it."""

    name: str
    english: str
    broader: str
    terms: tuple[str, ...]


def load_families(folder: Path | None = None) -> dict[str, Family]:
    """The families by name, in the table's order; a wider one stands before its parts.

    Raises:
        TableError: the table is missing, a word stands under two families, or a wider family is not above its part.
    """
    found: dict[str, Family] = {}
    used: dict[str, str] = {}
    file = str((folder or data_dir()) / TABLE)
    for row in read_table(TABLE, ("name", "english", "broader", "terms"), folder=folder):
        line, name = int(row["#line"]), row["name"]
        if name in found or (row["broader"] and row["broader"] not in found):
            raise TableError(file, line, f"“{name}”重复，或它的上位“{row['broader']}”不在它上面")
        terms = tuple(normalise(word) for word in row["terms"].split(";") if word)
        for word in terms:
            if used.setdefault(word, name) != name:
                raise TableError(file, line, f"“{word}”既属 {used[word]} 又属 {name}；只留一处")
        found[name] = Family(name, row["english"], row["broader"], terms)
    return found


def find_family(families: Mapping[str, Family], words: str) -> Family | None:
    """The family of an indicator by the word of the table that ends last in its name; None where it has none."""
    found = find_term(families, words)
    return families[found[0]] if found else None


def find_term(families: Mapping[str, Family], words: str) -> tuple[str, str] | None:
    """(family's name, the word that decided), None where no word of the table is in the name."""
    index = _index(tuple(families.values()))
    key = normalise(words)[-_LONGEST:]
    for end in range(len(key), 0, -1):
        for start in range(end):
            family = index.get(key[start:end])
            if family:
                return family, key[start:end]
    return None


@lru_cache(maxsize=4)
def _index(families: tuple[Family, ...]) -> dict[str, str]:
    return {word: family.name for family in families for word in family.terms}
