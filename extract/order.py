"""Mentions, entities and links in their order, compared as tuples.

A dataclass's own comparison and hash are Python calls, one for each pair; these keys say the same and are compared in C.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from operator import attrgetter

from extract.model import Entity, Mention

mention_key = attrgetter(*(field.name for field in fields(Mention)))
entity_key = attrgetter(*(field.name for field in fields(Entity)))


def in_order(mentions: Iterable[Mention]) -> list[Mention]:
    """``sorted(mentions)``."""
    return sorted(mentions, key=mention_key)


def distinct(mentions: Iterable[Mention]) -> list[Mention]:
    """``sorted(set(mentions))``."""
    by_key = {mention_key(mention): mention for mention in mentions}
    return [by_key[key] for key in sorted(by_key)]
