"""Mentions to entities: which mentions stand, what they are short for, and what is one thing."""

from __future__ import annotations

from collections.abc import Iterable

from extract.entities.assemble import Assembler, assemble
from extract.entities.expand import expand
from extract.entities.nested import nested_industries
from extract.entities.recur import recur
from extract.entities.resolve import resolve
from extract.model import Document, Mention
from extract.names.lexicon import NameLexicon

__all__ = ["Assembler", "assemble", "expand", "nested_industries", "recur", "resolve", "settle"]


def settle(document: Document, mentions: Iterable[Mention], lexicon: NameLexicon) -> list[Mention]:
    """All that comes between finding and assembling: resolve, expand, recur."""
    return recur(document, expand(document, resolve(mentions), lexicon))
