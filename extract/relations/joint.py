"""cooperates and radiates: who works with whom, and which place pulls others along."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.model import EntityType, Predicate, Relation
from extract.relations.context import Context, Spot

_COOPERATION = re.compile(
    r"(?:与|同|和|联合|对接|携手|联手|牵手|依托|加强|深化|强化)(?P<partners>[^。；！？]{2,120}?)(?:合作|对接|共建|联姻)"
)


def cooperates(context: Context) -> Iterator[Relation]:
    """The planning place and the organisations that stand between 与 and 合作 in a sentence."""
    home = context.home
    if home is None:
        return
    for passage in context.document.passages:
        spots = [s for s in context.outermost(context.spots(passage)) if context.type_of(s) is EntityType.ORGANIZATION]
        if not spots:
            continue
        for match in _COOPERATION.finditer(context.document.text, passage.start, passage.end):
            start = match.start("partners")
            group = [s for s in spots if start <= s.start and s.end <= match.end()]
            for spot in group:
                evidence = context.evidence(group[0].start, group[-1].end, "cooperates.with")
                yield context.relation(home, Predicate.COOPERATES, spot.entity, evidence)


def radiates(context: Context) -> Iterator[Relation]:
    """辐射带动: the nearest place said before the words, and the places right after them."""
    for passage in context.document.passages:
        spots = [s for s in context.spots(passage) if context.type_of(s) is EntityType.PLACE]
        for match in re.finditer(r"辐射带动", context.document.text[passage.start : passage.end]):
            at = passage.start + match.start()
            before = [s for s in spots if s.end <= at]
            after = [s for s in spots if s.start >= at + 4]
            if not before or not after or after[0].start - at > 8:
                continue
            source = before[-1]
            for spot in _run(context, after):
                if spot.entity != source.entity:
                    evidence = context.evidence(source.start, spot.end, "radiates.verb")
                    yield context.relation(source.entity, Predicate.RADIATES, spot.entity, evidence)


def _run(context: Context, spots: list[Spot]) -> list[Spot]:
    text, run = context.document.text, [spots[0]]
    for spot in spots[1:]:
        if text[run[-1].end : spot.start] not in ("、", "和", "及", ""):
            break
        run.append(spot)
    return run
