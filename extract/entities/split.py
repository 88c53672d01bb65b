"""One mention that covers a list becomes its members: “吕梁山猪”“吕梁山菇” are two brands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extract.model import EntityType, Mention
from extract.names.lexicon import NameLexicon
from extract.order import in_order

_QUOTED = re.compile(r"“[^“”]*”|《[^《》]*》|（[^（）]*）")
_JOINT = re.compile(r"、|以及|和|与|及|暨")
# A list in front of these is one thing with several subjects: 守信激励和失信惩戒机制.
_WHOLE = ("机制", "体系", "制度", "责任制", "模式", "清单", "政策", "体制", "格局", "一体化", "关系")


def split(mentions: Sequence[Mention], lexicon: NameLexicon) -> list[Mention]:
    """Mentions, those that cover several names replaced by one for each; sorted.

    A list is cut at 、 and at 和 与 及 outside quotation marks, unless its head takes lists (机制, 制度) and no
    member before the last has a head of its own.
    """
    return in_order(part for m in mentions for part in _parts(m, lexicon))


def _parts(mention: Mention, lexicon: NameLexicon) -> list[Mention]:
    if mention.type is EntityType.PLACE or mention.name != mention.surface or len(mention.surface) < 5:
        return [mention]
    cuts = _cuts(mention, lexicon)
    if not cuts:
        return [mention]
    bounds = [
        (0, cuts[0][0]),
        *((a[1], b[0]) for a, b in pairwise(cuts)),
        (cuts[-1][1], len(mention.surface)),
    ]
    parts = []
    for left, right in bounds:
        surface = mention.surface[left:right]
        if len(surface) < 2:
            return [mention]
        start = mention.start + left
        parts.append(replace(mention, start=start, end=start + len(surface), surface=surface, name=surface))
    return parts


def _cuts(mention: Mention, lexicon: NameLexicon) -> list[tuple[int, int]]:
    surface = mention.surface
    atoms = [m.span() for m in _QUOTED.finditer(surface)]
    cuts = [(b, b) for (_, b), (c, _) in pairwise(atoms) if b == c and surface[c] == "“"]
    for match in _JOINT.finditer(surface):
        if any(a <= match.start() < b for a, b in atoms) or not 0 < match.start() < len(surface) - 1:
            continue
        left, right = surface[: match.start()], surface[match.end() :]
        if _separates(match[0], left, right, mention.type, lexicon):
            cuts.append(match.span())
    return sorted(cuts)


def _separates(joint: str, left: str, right: str, kind: EntityType, lexicon: NameLexicon) -> bool:
    own, last = lexicon.head_of(left), lexicon.head_of(right)
    if own is not None and own.type is kind and not own.weak and last is not None and last.type is kind:
        return True
    if kind is EntityType.INDUSTRY:
        return joint == "、" or (left in lexicon.industries and right in lexicon.industries)
    if right.endswith(_WHOLE) or kind is EntityType.BRAND:
        return False
    if joint == "、":
        return True
    return left.endswith("”") and right.startswith("“")
