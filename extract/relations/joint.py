"""cooperates and radiates: who works with whom, and which place pulls others along."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.model import EntityType, Predicate, Relation
from extract.relations.context import Context, Spot

_WITH = re.compile(r"(?:与|同|和|联合|对接|携手|联手|依托|牵手)[^，。；]{0,4}$")
_COOPERATION = re.compile(r"合作|对接|共建|联姻|携手|联手")
_RADIATES = re.compile(r"辐射带动|辐射|带动")


def cooperates(context: Context) -> Iterator[Relation]:
    """The planning place (or the county in force) and the organisations that a sentence says it works with."""
    home = context.home
    for passage in context.document.passages:
        spots = [s for s in context.outermost(context.spots(passage)) if context.type_of(s) is EntityType.ORGANIZATION]
        if not spots or home is None:
            continue
        text = context.document.text
        for group in _groups(context, spots):
            lead = text[max(passage.start, group[0].start - 8) : group[0].start]
            tail = text[group[-1].end : min(passage.end, group[-1].end + 24)]
            tail = re.split(r"[，。；]", tail)[0]
            if (_WITH.search(lead) and _COOPERATION.search(tail)) or re.search(
                r"合作$|对接$|(?:深化|加强|强化)与", lead
            ):
                evidence = context.evidence(group[0].start, group[-1].end, "cooperates.with")
                for spot in group:
                    yield context.relation(home, Predicate.COOPERATES, spot.entity, evidence)


def _groups(context: Context, spots: list[Spot]) -> list[list[Spot]]:
    text, groups = context.document.text, [[spots[0]]]
    for spot in spots[1:]:
        between = text[groups[-1][-1].end : spot.start]
        if len(between) <= 10 and not re.search(r"[，。；]", between):
            groups[-1].append(spot)
        else:
            groups.append([spot])
    return groups


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
