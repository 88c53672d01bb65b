"""What makes two names one node in every plan, by content alone: no other plan is looked at, so the order of plans is no matter.

For industries the names of one concept of the scheme are one (文旅产业, 文化旅游产业), else, as for projects and measures,
names that differ in general words only (``kg.identity_words``), else names equal but for spaces and quotation marks.
The analyst's rows (``kg.identity_table``) go before all of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from extract.model import Entity, EntityType, normalise
from kg.compare_indicators import Scheme, load_scheme
from kg.identity_table import Overrides, load_overrides
from kg.identity_words import NameWords
from kg.schemes import IndustryScheme, load_industries

ANALYST, SCHEME, WORDS, LETTERS = "analyst", "scheme", "words", "letters"
ALONE = "="  # begins the key of a form that stands alone; no normalised name has it in this place


@dataclass(frozen=True, slots=True)
class Key:
    """What an entity's IRI is made of. ``rule`` says how it came about; ``name`` is the name that scope is read from.

    ``everywhere`` is True or False where the analyst says whether it is one thing in all places' plans, else None.
    """

    text: str
    rule: str
    name: str
    everywhere: bool | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """The tables that identity rests on; load once and pass along."""

    words: NameWords
    industries: IndustryScheme
    indicators: Scheme
    overrides: Overrides

    def key(self, entity: Entity, place_code: str) -> Key:
        """The key of an entity (not a place) of a plan of the place ``place_code``."""
        kind = entity.type.value
        row = self.overrides.find(kind, entity.name, place_code)
        if row is None:
            key = self._by_rule(kind, entity.name)
            shared = self.overrides.is_canonical(kind, entity.name)
            return Key(key.text, ANALYST, key.name, everywhere=True) if shared else key
        if row.canonical:
            key = self._by_rule(kind, row.canonical)
            return Key(key.text, ANALYST, key.name, everywhere=True)
        local = entity.type in (EntityType.PROJECT, EntityType.ORGANIZATION)
        text = f"{ALONE}{normalise(entity.name)}"
        return Key(text, ANALYST, entity.name, everywhere=False if local else None)

    def _by_rule(self, kind: str, name: str) -> Key:
        if kind == EntityType.INDUSTRY and (concept := self.industries.canonical(name)):
            text = self.words.key(kind, concept)
            return Key(text, LETTERS if normalise(name) == normalise(concept) else SCHEME, concept)
        shorter = self.words.core(kind, name)
        text = self.words.key(kind, name)
        return Key(text, LETTERS if text == normalise(name) else WORDS, shorter)


def load_identity(folder: Path | None = None) -> Identity:
    """The tables of ``folder`` (default: ``extract.tables.data_dir``).

    Raises:
        TableError: a table is missing or a row is not as it should be.
    """
    overrides = load_overrides(folder)
    industries = load_industries(folder)
    return Identity(industries.words, industries, load_scheme(folder, overrides), overrides)
