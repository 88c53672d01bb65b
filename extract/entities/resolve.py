"""Which of several mentions of the same characters stand: one named policy, for rules and tagger alike."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from extract.entities.policy import TAGGER, trusted
from extract.model import EntityType, Mention
from extract.order import in_order

# For equal scores and lengths: what is built before what it is for; a bare place last.
_PRIORITY = {
    EntityType.PROJECT: 0,
    EntityType.MEASURE: 1,
    EntityType.ORGANIZATION: 2,
    EntityType.BRAND: 3,
    EntityType.INDUSTRY: 4,
    EntityType.PLACE: 5,
}
_LENGTH_BONUS = 0.01  # a character more is worth this much score: the outermost name wins among near equals
_LONGEST_BONUS = 20


def resolve(mentions: Iterable[Mention]) -> list[Mention]:
    """Mentions of which no two of one layer overlap, sorted by position.

    Policy *outermost best*: best score first, a character of length counting 0.01; then the longer, then
    by type. There are two layers, chosen apart: places, and all other names. So a place inside a project's
    name stays (吕梁 in 山西（吕梁）超算中心 locates it); a place that equals another name stands only if it is
    the better. Before that, ``extract.entities.policy.trusted`` drops what a tagger makes superfluous.
    """
    ranked = sorted(trusted(mentions), key=_rank)
    names = _without_overlap(m for m in ranked if m.type is not EntityType.PLACE)
    taken = {(m.start, m.end): m for m in names}
    places = [
        m
        for m in _without_overlap(m for m in ranked if m.type is EntityType.PLACE)
        if (m.start, m.end) not in taken
        or _locates(m, taken[m.start, m.end])
        or _rank(m) < _rank(taken[m.start, m.end])
    ]
    beaten = {(m.start, m.end) for m in places if not _locates(m, taken.get((m.start, m.end)))}
    return in_order([m for m in names if (m.start, m.end) not in beaten] + places)


def _locates(place: Mention, name: Mention | None) -> bool:
    """Whether the name is a project called by its place alone, the elided member of a list: both stand."""
    return name is not None and name.type is EntityType.PROJECT and place.rule != TAGGER


def _rank(mention: Mention) -> tuple[float, int, int, Mention]:
    length = mention.end - mention.start
    worth = mention.score + _LENGTH_BONUS * min(length, _LONGEST_BONUS)
    return (-worth, -length, _PRIORITY[mention.type], mention)


def _without_overlap(ranked: Iterable[Mention]) -> list[Mention]:
    """Greedy choice in the order given. O(n log n) searches; spans are kept sorted by start."""
    starts: list[int] = []
    chosen: dict[int, Mention] = {}
    for mention in ranked:
        at = bisect_left(starts, mention.start)
        if at < len(starts) and starts[at] < mention.end:
            continue
        if at and chosen[starts[at - 1]].end > mention.start:
            continue
        insort(starts, mention.start)
        chosen[mention.start] = mention
    return [chosen[start] for start in starts]
