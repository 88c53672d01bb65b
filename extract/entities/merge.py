"""Which groups of mentions are one thing: same key, or a variant of the one is the other's name."""

from __future__ import annotations

from extract.entities.canonical import key_of, variants
from extract.model import EntityType, Mention
from extract.order import in_order, mention_key

_Key = tuple[EntityType, str]


def merged(by_key: dict[_Key, list[Mention]], prefixes: tuple[str, ...]) -> list[tuple[EntityType, list[Mention]]]:
    """Groups joined where a full and a short form of one name both occur, in the order of their first mention.

    “双创双服”活动 and “双创双服” are one; 消费品以旧换新政策 and 消费品以旧换新 too. Places are joined by code alone.
    """
    parent = {key: key for key in by_key}
    for key, mentions in by_key.items():
        kind = key[0]
        if kind is EntityType.PLACE:
            continue
        for name in dict.fromkeys(m.name for m in mentions):
            for form in variants(kind, name):
                other = (kind, key_of(kind, form, prefixes))
                if other in parent:
                    _join(parent, key, other)
    groups: dict[_Key, list[Mention]] = {}
    for key, mentions in by_key.items():
        groups.setdefault(_root(parent, key), []).extend(mentions)
    joined = [(key[0], in_order(found)) for key, found in groups.items()]
    return sorted(joined, key=lambda group: (mention_key(group[1][0]), group[0]))


def _root(parent: dict[_Key, _Key], key: _Key) -> _Key:
    while parent[key] != key:
        parent[key] = parent[parent[key]]
        key = parent[key]
    return key


def _join(parent: dict[_Key, _Key], a: _Key, b: _Key) -> None:
    """The smaller root stays, so that the result does not depend on the order of joins."""
    first, second = sorted((_root(parent, a), _root(parent, b)))
    parent[second] = first
