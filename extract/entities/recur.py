"""Consistency over a document: a name found once is found wherever it stands again."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick, MatchKind

from extract.model import Document, EntityType, Mention
from extract.order import in_order

_SHORTEST = 4
_RULE = "recur"


def recur(document: Document, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions and one for each further exact occurrence of their surfaces, sorted.

    Names of at least four characters, or in quotation marks. Where one surface was given several types,
    its most frequent one recurs. An occurrence that touches another mention is left alone; so an
    elided member (静兴) never recurs beyond its list.
    """
    types: dict[str, Counter[EntityType]] = {}
    sample: dict[tuple[str, EntityType], Mention] = {}
    for m in mentions:
        if m.type is EntityType.PLACE or len(m.surface) < _SHORTEST or m.name != m.surface:
            continue
        types.setdefault(m.surface, Counter())[m.type] += 1
        sample.setdefault((m.surface, m.type), m)
    if not types:
        return in_order(mentions)
    surfaces = sorted(types)
    matcher = AhoCorasick(surfaces, matchkind=MatchKind.LeftmostLongest)
    spans = sorted((m.start, m.end) for m in mentions if m.type is not EntityType.PLACE)
    starts = [start for start, _ in spans]
    added = []
    for which, start, end in matcher.find_matches_as_indexes(document.text):
        if _touches(starts, spans, start, end):
            continue
        surface = surfaces[which]
        kind = min(types[surface], key=lambda t, counts=types[surface]: (-counts[t], t))  # type: ignore[misc]
        model = sample[surface, kind]
        added.append(Mention(start, end, kind, surface, model.name, _RULE, model.score, model.code))
    return in_order([*mentions, *added])


def _touches(starts: list[int], spans: list[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_left(starts, end)
    return at > 0 and spans[at - 1][1] > start
