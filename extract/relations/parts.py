"""part_of: places within places, works within works."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from extract.model import EntityType, Predicate, Relation
from extract.relations.context import Clause, Context, Spot

_COLLECTIVE = re.compile(r"等(?:一批|重点|重大|城市|标志性)*")
_LOCAL = re.compile(r"(?:镇|乡|村|庄|街道|社区|屯|堡|店|山|沟|湾|岭)$")
_AT = re.compile(r"(?:^|[^现存])(?:在|依托|以)$")
_BUILD = re.compile(r"(?:内|等地|等)?(?:规划|布局|谋划|高标准|加快)*(?:建设|新建|布局|打造|实施|设立)")
_FOR = re.compile(r"为(?:依托|支撑|重点|核心|主体|支点|基础)的?$")
_PROPER = re.compile(r"[“”]|(?:建筑群|城市场馆|旅游区|目的地|园区|新城|新区)$")


def part_of(context: Context) -> Iterator[Relation]:
    """Membership, by five rules.

    ``part.chain``: place level after place level (离石区西华镇); ``part.prefix``: a project's name begins
    with a larger project's (开发区北园支七街); ``part.list``: a list closed by the collective's name
    (大剧院、博物馆等城市场馆); ``part.based``: 以甲、乙为依托的丙; ``part.within``: 在甲、乙建设丙.
    """
    for passage in context.document.passages:
        spots = context.spots(passage)
        yield from _chains(context, spots)
        for clause in context.clauses(passage):
            yield from _collectives(context, clause)
            yield from _within(context, clause)
    yield from _prefixes(context)


def _chains(context: Context, spots: list[Spot]) -> Iterator[Relation]:
    places = [s for s in spots if context.type_of(s) is EntityType.PLACE]
    for a, b in itertools.pairwise(places):
        if a.end == b.start and a.entity != b.entity and context.narrower(a.entity) and _holds(context, a, b):
            evidence = context.evidence(a.start, b.end, "part.chain")
            yield context.relation(b.entity, Predicate.PART_OF, a.entity, evidence)


def _holds(context: Context, a: Spot, b: Spot) -> bool:
    """Whether place level follows place level: inside by the gazetteer, or a local name after a division."""
    inner = context.entities[b.entity]
    if inner.code:
        return context.contains(a.entity, b.entity)
    return bool(context.entities[a.entity].code) and bool(_LOCAL.search(inner.name))


def _collectives(context: Context, clause: Clause) -> Iterator[Relation]:
    text = context.document.text
    projects = [s for s in clause.outer if context.type_of(s) is EntityType.PROJECT]
    for i, spot in enumerate(projects[1:], 1):
        between = text[projects[i - 1].end : spot.start]
        if _COLLECTIVE.fullmatch(between) and _PROPER.search(text[spot.start : spot.end]):
            rule = "part.list"
        elif _FOR.search(between) and len(between) < 8:
            rule = "part.based"
        elif re.fullmatch(r"的|中的|内的?|里的?", between):
            evidence = context.evidence(projects[i - 1].start, spot.end, "part.of")
            yield context.relation(spot.entity, Predicate.PART_OF, projects[i - 1].entity, evidence)
            continue
        else:
            continue
        for member in _list_back(context, projects[:i]):
            evidence = context.evidence(member.start, spot.end, rule)
            yield context.relation(member.entity, Predicate.PART_OF, spot.entity, evidence)


def _within(context: Context, clause: Clause) -> Iterator[Relation]:
    text = context.document.text
    hosts = [s for s in clause.outer if context.type_of(s) is EntityType.PROJECT]
    if len(hosts) < 2 or not _AT.search(text[clause.start : hosts[0].start]):
        return
    count = 1
    while count < len(hosts) and text[hosts[count - 1].end : hosts[count].start] in ("、", "和", "及"):
        count += 1
    built = hosts[count:]
    if built and _BUILD.match(text, hosts[count - 1].end, clause.end):
        for host in hosts[:count]:
            evidence = context.evidence(host.start, built[0].end, "part.within")
            yield context.relation(built[0].entity, Predicate.PART_OF, host.entity, evidence)


def inherited(context: Context, known: list[Relation]) -> Iterator[Relation]:
    """``located.inherited``: what is built within a park is where the park is (inferred)."""
    where: dict[str, list[Relation]] = {}
    for relation in known:
        if relation.predicate is Predicate.LOCATED_IN:
            where.setdefault(relation.subject, []).append(relation)
    for relation in known:
        if relation.evidence[0].rule != "part.within" or relation.subject in where:
            continue
        part = context.find(EntityType.PROJECT, relation.subject)
        for located in where.get(relation.object, []):
            place = context.find(EntityType.PLACE, located.object)
            if part is not None and place is not None:
                base = relation.evidence[0]
                evidence = context.evidence(base.start, base.end, "located.inherited", inferred=True)
                yield context.relation(part, Predicate.LOCATED_IN, place, evidence)


def _list_back(context: Context, spots: list[Spot]) -> list[Spot]:
    """The list that ends with the last spot, going back while only 、 or 和 stands between."""
    text, members = context.document.text, [spots[-1]]
    for spot in reversed(spots[:-1]):
        if text[spot.end : members[-1].start] not in ("、", "和", "及", "以及", "”“", ""):
            break
        members.append(spot)
    return members


def _prefixes(context: Context) -> Iterator[Relation]:
    projects = [(i, e) for i, e in enumerate(context.entities) if e.type is EntityType.PROJECT]
    names = sorted(
        ((n, i) for i, e in projects for n in (e.name, *e.aliases) if len(n) > 3), key=lambda x: (-len(x[0]), x[0])
    )
    by_head: dict[str, list[tuple[str, int]]] = {}
    for name, index in names:
        by_head.setdefault(name[:2], []).append((name, index))
    for i, entity in projects:
        for name, j in by_head.get(entity.name[:2], []):
            spot = context.first_spot.get(i)
            if j != i and spot and entity.name.startswith(name) and len(entity.name) - len(name) > 1:
                evidence = context.evidence(spot.start, spot.end, "part.prefix")
                yield context.relation(i, Predicate.PART_OF, j, evidence)
                break
