"""The place that a sentence is about: 支持横琴……，加快……产业园建设，发展……产业."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.model import EntityType, Passage
from extract.relations.context import Clause, Context, Spot

_LEAD = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]+[）)、是．.])?"
    r"(?:出台|继续|进一步|大力|全面|深入|扎实|持续|高水平|高质量|高标准|统筹|积极|着力|重点|要|将|力争|全力)*"
    r"(?:支持|推动|推进|加快|促进|鼓励|引导|指导|助力|建设|提升|增强|做强|做大|做优|做美|发挥|打造|优化|开发|振兴|壮大)*"
)
_NOT = re.compile(r"等|(?:[两三四]地)?(?:之间|至|到|籍|人|话|合作|交界|段|方向|方面|为|以外|除外)|[—\-－、和及与]")
_WIDE = re.compile(r"(?:都市圈|城市群|经济圈|经济带|走廊|流域|圈|群)$")
_SEAT = re.compile(r"[区市县镇乡村城州盟旗]$")
_RESET = re.compile(r"[；;。！？]$")


def topics(context: Context, passage: Passage) -> Iterator[tuple[Clause, list[Spot]]]:
    """Each clause of a sentence with the places that an earlier clause of it made the subject.

    A clause that begins with a place, led by at most 支持, 推动 and the like, sets the subject for those behind
    it, until one with other places, or a semicolon. Not a place in front of a work's own name, nor a wide region.
    """
    force: list[Spot] = []
    fresh = True
    for clause in context.clauses(passage):
        outer = clause.outer
        places = [s for s in outer if context.type_of(s) is EntityType.PLACE]
        yield clause, [] if places else force
        if places:
            force = _subject(context, clause, places, led=fresh)
        fresh = bool(_RESET.search(clause.text))
        if fresh:
            force = []


def _subject(context: Context, clause: Clause, places: list[Spot], *, led: bool) -> list[Spot]:
    """The clause's subject; 支持 and the like may lead it only where ``led``, at the beginning of the sentence."""
    text = context.document.text
    lead = text[clause.start : places[0].start]
    if not _LEAD.fullmatch(lead) or (lead and not led):
        return []
    place = places[0]
    if len(places) > 1 or _NOT.match(text, place.end) or any(s.start == place.end for s in clause.spots):
        return []
    return [place] if is_subject(context, place) else []


def is_subject(context: Context, place: Spot) -> bool:
    """Whether a place can have works and industries of its own in this plan."""
    name = context.entities[place.entity].name
    return context.narrower(place.entity) and bool(_SEAT.search(name)) and not _WIDE.search(name)


def leads(text: str) -> bool:
    """Whether words before a place only make it the subject: 支持, 推动, or none."""
    return bool(_LEAD.fullmatch(text))
