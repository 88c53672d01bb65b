"""Which project, industry or measure of one plan is which of another.

In this order, each item once: the same node (``kg.identity``: names of one industry, names equal but for general words);
the same name or alias (normalised); of one place also the same name but for more general words (改造, 提升). What the
later plan only speaks of in its review is told apart from what it does not speak of at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from extract.model import normalise
from kg.compare_read import Item, PlanView, mentions

CLASSES = ("Project", "Industry", "Measure")
_SHORT = (("高速铁路", "高铁"), ("高速公路", "高速"), ("城际铁路", "城际"), ("示范园区", "园区"), ("产业园区", "园区"))
_GENERAL = re.compile(r"(?:建设项目|建设工程|改造项目|工程|项目|建设|改造|提升|行动|机制|制度|产业|业)+$")
_SHORTEST = 3
_Key = Callable[[Item], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ItemPair:
    """Two items that are one, or one that has no partner (None).

    ``reviewed`` is the sentence in which the other plan speaks of it all the same, "" if it does not; ``note`` how the
    two were matched where their names differ.
    """

    a: Item | None
    b: Item | None
    note: str = ""
    reviewed: str = ""


def pair_items(a: PlanView, b: PlanView, *, same_place: bool) -> list[ItemPair]:
    """Pairs class by class: what both have in the order of names, then what only ``b`` has, then what only ``a`` has."""
    found: list[ItemPair] = []
    for cls in CLASSES:
        left = [item for item in a.items if item.cls == cls]
        right = [item for item in b.items if item.cls == cls]
        keys = _keys(loose=same_place, named=same_place or cls != "Project")
        found.extend(_pair(left, right, b, keys, reviewed=same_place))
    return found


def _keys(*, loose: bool, named: bool) -> list[_Key]:
    """What two items must share to be one, the surest first."""
    keys: list[_Key] = [lambda item: (item.iri,)]
    if named:
        keys += [lambda item: (normalise(item.name),), _names]
    if loose:
        keys.append(lambda item: (core(item.name),) if len(core(item.name)) >= _SHORTEST else ())
    return keys


def _pair(
    left: Sequence[Item], right: Sequence[Item], b: PlanView, keys: Sequence[_Key], *, reviewed: bool
) -> Iterator[ItemPair]:
    rest_a, rest_b = list(left), list(right)
    pairs: list[tuple[Item, Item]] = []
    for key in keys:
        index: dict[str, Item] = {}
        for item in rest_b:
            for word in key(item):
                index.setdefault(word, item)
        for item in list(rest_a):
            partner = next((index[word] for word in key(item) if word in index and index[word] in rest_b), None)
            if partner is not None:
                pairs.append((item, partner))
                rest_a.remove(item)
                rest_b.remove(partner)
    for one, two in sorted(pairs, key=lambda pair: pair[1].name):
        yield ItemPair(one, two, f"{one.name}＝{two.name}" if one.name != two.name else "")
    yield from (ItemPair(None, item) for item in rest_b)
    for item in rest_a:
        yield ItemPair(item, None, "", mentions(b, item.name, past=True) if reviewed else "")


def core(name: str) -> str:
    """A name without what is said of any project: 太绥高速铁路项目 -> 太绥高铁, normalised."""
    key = normalise(name)
    for long, short in _SHORT:
        key = key.replace(long, short)
    shorter = _GENERAL.sub("", key)
    return shorter if len(shorter) >= _SHORTEST else key


def _names(item: Item) -> tuple[str, ...]:
    return tuple(normalise(name) for name in (item.name, *item.aliases))
