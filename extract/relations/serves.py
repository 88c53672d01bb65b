"""serves and develops: which industry a project is for, and which place builds an industry up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.model import EntityType, Passage, Predicate, Relation
from extract.relations.context import Clause, Context, Spot
from extract.relations.place_lists import places_before, places_in_clause_head
from extract.relations.topics import leads, topics

_GROW = re.compile(r"发展|打造|培育|建设|做强|做优|做大|壮大|推进|提升|布局|加快")
_SEAT = re.compile(r"(?:基地|集群|集聚区|产业带|小镇|产区|示范区|旅游区|市场|园区|产业园|文化园|开发区)$")
_WIDE = re.compile(r"^(?:文化|现代|商贸|全域|绿色|生态|特色|大|新)(?=..)|(?:制造|加工|养殖|发电)$")
_RAISE = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]+[）)、是．.])?(?:大力|积极|加快|着力|稳步|重点|持续|全力|不断|优先|创新|推动|推进|促进)*"
    r"(?:发展|培育|壮大|做强|做优|做大|做精|做活|做实|提升|培优|振兴|繁荣)+"
)
_REST = re.compile(r"(?:产业|发展|产业发展|高质量发展|链|集群)*[，：,]")
_BUILD = re.compile(
    r"(?:继续|加快|大力|积极|重点|全力|抓好|支持|推动|推进|实施|建设|开工|依托|打造|确保|力促|高标准|启动)+"
)
_BASED = re.compile(r"依托|发挥")
_BASED_ON = re.compile(r"^以.{2,40}为(?:载体|依托|引领|龙头|支撑|抓手|核心|重点)[，,]$")
_LIST_OF = re.compile(r"等(?:一批|重点|重大|标志性)*")


def serves(context: Context) -> Iterator[Relation]:
    """Projects and the industries they are for.

    ``serves.name``: the project's name holds the industry's (氢能产业发展基地); ``serves.theme``: its head
    noun belongs to the industry by general knowledge (景区 -> 旅游, table relation_theme.csv); ``serves.clause``:
    the clause names the industry after a list (…等新能源项目).
    """
    for index, entity in enumerate(context.entities):
        spot = context.first_spot.get(index)
        if entity.type is not EntityType.PROJECT or spot is None:
            continue
        named = _industries_in(context, entity.name)
        rule = "serves.name"
        if not named:
            named, rule = _themed(context, entity.name, spot.start), "serves.theme"
        evidence = context.evidence(spot.start, spot.end, rule)
        for industry in named:
            yield context.relation(index, Predicate.SERVES, industry, evidence)
    for passage in context.document.passages:
        clauses = context.clauses(passage)
        for clause in clauses:
            yield from _by_clause(context, clause)
        for first, second in pairwise(clauses):
            yield from _by_neighbour(context, first, second)


def _by_neighbour(context: Context, first: Clause, second: Clause) -> Iterator[Relation]:
    """``serves.lead``: 大力发展精细化工，推进甲、乙项目; ``serves.based``: 以甲为载体，发展壮大文化产业."""
    a, b = first.outer, second.outer
    if not a or not b:
        return
    text = context.document.text
    types = {context.type_of(s) for s in a}
    if types == {EntityType.INDUSTRY} and _RAISE.fullmatch(text[first.start : a[0].start]):
        if len(a) == 1 and _REST.fullmatch(text[a[0].end : first.end]) and _BUILD.match(second.text):
            projects = [s for s in b if context.type_of(s) is EntityType.PROJECT]
            own = [s for s in projects if not _own_industry(context, s)]
            yield from _pairs(context, own, a, "serves.lead")
    elif types == {EntityType.PROJECT} and (_BASED.match(first.text) or _BASED_ON.search(first.text)):
        industries = [s for s in b if context.type_of(s) is EntityType.INDUSTRY]
        if industries and _RAISE.fullmatch(text[second.start : industries[0].start]):
            yield from _pairs(context, a, industries[:1], "serves.based")


def _own_industry(context: Context, spot: Spot) -> bool:
    """Whether a base, park or cluster says in its name what it is for."""
    name = context.entities[spot.entity].name
    return bool(_SEAT.search(name)) and bool(_industries_in(context, name))


def _pairs(context: Context, projects: Sequence[Spot], industries: Sequence[Spot], rule: str) -> Iterator[Relation]:
    for project in projects:
        for industry in industries:
            start = min(project.start, industry.start)
            evidence = context.evidence(start, max(project.end, industry.end), rule)
            yield context.relation(project.entity, Predicate.SERVES, industry.entity, evidence)


def _industries_in(context: Context, name: str) -> list[int]:
    hits = context.industries_in(name)
    best = [h for h in hits if not any(o[0] <= h[0] and h[1] <= o[1] and o[1] - o[0] > h[1] - h[0] for o in hits)]
    return list(dict.fromkeys(i for *_, i in sorted(best)))


def _themed(context: Context, name: str, at: int) -> list[int]:
    """The industry nearest to where the project is named, of those that its theme's words point to."""
    for cue, words in context.themes:
        if cue in name:
            fitting: dict[int, bool] = {}
            for stem, i in context.all_stems:
                narrow = min((len(_WIDE.sub("", stem)) - len(word) for word in words if word in stem), default=-1)
                if narrow == 0 or (narrow > 0 and context.remoteness(i, at)[0] == 0):
                    fitting[i] = min(narrow > 0, fitting.get(i, True))
            if fitting:
                return [min(fitting, key=lambda i: (fitting[i], context.remoteness(i, at), i))]
    return []


def _by_clause(context: Context, clause: Clause) -> Iterator[Relation]:
    outer, text = clause.outer, context.document.text
    for i, spot in enumerate(outer):
        if context.type_of(spot) is not EntityType.INDUSTRY or i == 0:
            continue
        if not _LIST_OF.fullmatch(text[outer[i - 1].end : spot.start]):
            continue
        for project in reversed(outer[:i]):
            if context.type_of(project) is not EntityType.PROJECT:
                break
            evidence = context.evidence(project.start, spot.end, "serves.clause")
            yield context.relation(project.entity, Predicate.SERVES, spot.entity, evidence)


def develops(context: Context, known: list[Relation]) -> Iterator[Relation]:
    """Places narrower than the planning place and the industries they build up.

    ``develops.clause``: places head a clause with industries after the verb; ``develops.before``: a place
    stands right before an industry (高阳纺织); ``develops.project``: a base, cluster, park or
    market in the place serves the industry, both said by this document (inferred).
    """
    for passage in context.document.passages:
        for clause in context.clauses(passage):
            industries = [s for s in clause.outer if context.type_of(s) is EntityType.INDUSTRY]
            head = places_in_clause_head(context, clause) if industries else []
            for spot in industries:
                yield from _develops_at(context, clause.outer, head, spot)
        yield from _by_subject(context, passage)
        for clause, places in topics(context, passage):
            yield from _by_topic(context, clause, places)
    yield from _by_project(context, known)


def _develops_at(context: Context, outer: Sequence[Spot], head: list[Spot], spot: Spot) -> Iterator[Relation]:
    before = places_before(context, outer, spot)
    rule = "develops.before" if before else "develops.clause"
    for place in before or [p for p in head if p.end <= spot.start]:
        if context.narrower(place.entity):
            evidence = context.evidence(place.start, spot.end, rule)
            yield context.relation(place.entity, Predicate.DEVELOPS, spot.entity, evidence)


def _by_topic(context: Context, clause: Clause, places: list[Spot]) -> Iterator[Relation]:
    text = context.document.text
    for spot in clause.outer if places else ():
        if context.type_of(spot) is EntityType.INDUSTRY and _GROW.search(text[clause.start : spot.start]):
            for place in places:
                evidence = context.evidence(place.start, spot.end, "develops.topic")
                yield context.relation(place.entity, Predicate.DEVELOPS, spot.entity, evidence)


def _by_subject(context: Context, passage: Passage) -> Iterator[Relation]:
    """A place that opens a sentence (川南经济区……发展……) is the subject of its industries until the next place."""
    spots = context.outermost(context.spots(passage))
    text = context.document.text
    if not spots or context.type_of(spots[0]) is not EntityType.PLACE or spots[0].start - passage.start > 4:
        return
    place = spots[0]
    if not context.narrower(place.entity) or not leads(text[passage.start : place.start]):
        return
    for spot in spots[1:]:
        kind = context.type_of(spot)
        if kind is EntityType.PLACE:
            return
        if kind is EntityType.INDUSTRY and _GROW.search(text[place.end : spot.start]):
            evidence = context.evidence(place.start, spot.end, "develops.subject")
            yield context.relation(place.entity, Predicate.DEVELOPS, spot.entity, evidence)


def _by_project(context: Context, known: list[Relation]) -> Iterator[Relation]:
    where: dict[str, list[Relation]] = {}
    for relation in known:
        if relation.predicate is Predicate.LOCATED_IN and relation.subject_type is EntityType.PROJECT:
            where.setdefault(relation.subject, []).append(relation)
    for relation in known:
        if relation.predicate is not Predicate.SERVES or not _SEAT.search(relation.subject):
            continue
        for located in where.get(relation.subject, []):
            place = context.find(EntityType.PLACE, located.object)
            industry = context.find(EntityType.INDUSTRY, relation.object)
            if place is None or industry is None or not context.narrower(place):
                continue
            base = located.evidence[0]
            evidence = context.evidence(base.start, base.end, "develops.project", inferred=True)
            yield context.relation(place, Predicate.DEVELOPS, industry, evidence)
