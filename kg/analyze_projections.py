"""The graph as simple weighted networks, each for one kind of question.

Every projection is an undirected ``networkx.Graph`` whose nodes are IRIs in sorted order, with ``label`` and ``cls``, and
whose edges have a ``weight``. A place stands for the county it lies in where it lies in one (``kg.county``), else for
itself; so townships count for their county.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, TypeVar

import networkx as nx

from kg.county import Membership
from kg.facts import Facts

if TYPE_CHECKING:
    Projection = nx.Graph[str]

MOST_IN_SENTENCE = 25
_F = TypeVar("_F", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Documented:
    """What the reference says of a projection (``kg.analyze_reference``); all but the names in Chinese."""

    name: str
    title: str
    nodes: str
    edges: str
    weight: str
    module: str
    function: str


PROJECTIONS: dict[str, Documented] = {}
"""Every projection by name, in the order of this file."""


def projection(name: str, title: str, *, nodes: str, edges: str, weight: str) -> Callable[[_F], _F]:
    """Document the function below it as the projection ``name``."""

    def documented(function: _F) -> _F:
        PROJECTIONS[name] = Documented(name, title, nodes, edges, weight, function.__module__, function.__name__)
        return function

    return documented


@projection(
    "relations",
    "关系网络",
    nodes="有关系的实体：地方、项目、产业、组织、举措、品牌",
    edges="两个实体之间有位于、连接、属于、发展、服务于、辐射带动、合作七种关系中的任何一种（不分方向）",
    weight="关系的条数；几份规划说的同一关系算一条",
)
def relations(facts: Facts) -> Projection:
    """All entities that a relation touches; weight: the number of relations between two."""
    pairs: Counter[tuple[str, str]] = Counter()
    for fact in facts.relations:
        if fact.subject != fact.object:
            pairs[_pair(fact.subject, fact.object)] += 1
    return _graph(facts, pairs)


@projection(
    "place_industry",
    "地方—产业",
    nodes="县（市、区）与产业；不在任何县的地方（省、市、组群）是它自己，乡镇计入所在的县",
    edges="地方要发展这个产业；县自己的规划提到的产业也算该县的",
    weight="这样说的句子数",
)
def place_industry(facts: Facts, member: Membership) -> Projection:
    """Counties (and places in none) and the industries they develop; weight: the sentences that say so.

    A county's own plan rarely says whose industries it means: each sentence of it that names an industry counts for
    the county, too.
    """
    return _graph(facts, _place_pairs(facts, member, ("develops",)) + _own_plan_pairs(facts, member, "Industry"))


@projection(
    "place_project",
    "地方—项目",
    nodes="县（市、区）与项目；地方的归并同上",
    edges="项目位于其中或以其为端点；县自己的规划提到的项目也算该县的",
    weight="这样说的句子数",
)
def place_project(facts: Facts, member: Membership) -> Projection:
    """Counties (and places in none) and the projects located in them or ending there; weight and own plans as above."""
    pairs = _place_pairs(facts, member, ("locatedIn", "connects"))
    return _graph(facts, pairs + _own_plan_pairs(facts, member, "Project"))


@projection(
    "co_mention",
    "同句",
    nodes="规划里点到的实体",
    edges=f"两个实体在同一句里出现；一句点到的实体超过 {MOST_IN_SENTENCE} 个时是罗列，不算",
    weight="这样的句子数",
)
def co_mention(facts: Facts, most: int = MOST_IN_SENTENCE) -> Projection:
    """Entities named in one sentence; weight: the number of such sentences.

    A sentence that names more than ``most`` entities is an enumeration, not a connection, and is left out.
    Needs facts read with mentions.
    """
    named: dict[str, set[str]] = defaultdict(set)
    for thing in facts.things.values():
        for proof in thing.mentions:
            named[proof.passage].add(thing.iri)
    pairs: Counter[tuple[str, str]] = Counter()
    for passage in sorted(named):
        if len(named[passage]) <= most:
            pairs.update(combinations(sorted(named[passage]), 2))
    return _graph(facts, pairs)


def units(member: Membership, place: str) -> tuple[str, ...]:
    """The counties that a place lies in, or itself where it lies in none."""
    return member.counties(place) or (place,)


def _place_pairs(facts: Facts, member: Membership, predicates: Iterable[str]) -> Counter[tuple[str, str]]:
    pairs: Counter[tuple[str, str]] = Counter()
    for fact in facts.relations:
        if fact.predicate in predicates:
            place, thing = (fact.subject, fact.object) if fact.predicate == "develops" else (fact.object, fact.subject)
            passages = {proof.passage for proof in fact.proofs}
            for unit in units(member, place):
                pairs[unit, thing] += max(len(passages), 1)
    return pairs


def _own_plan_pairs(facts: Facts, member: Membership, cls: str) -> Counter[tuple[str, str]]:
    """County and thing for each mention in the county's own plans."""
    pairs: Counter[tuple[str, str]] = Counter()
    for thing in facts.things.values():
        for proof in thing.mentions if thing.cls == cls else ():
            if county := member.county_of_plan(proof.plan):
                pairs[county, thing.iri] += 1
    return pairs


def _graph(facts: Facts, pairs: Counter[tuple[str, str]]) -> Projection:
    graph: Projection = nx.Graph()
    for node in sorted({end for pair in pairs for end in pair}):
        thing = facts.things.get(node)
        graph.add_node(node, label=facts.label(node), cls=thing.cls if thing else "")
    graph.add_weighted_edges_from(_edges(pairs))
    return graph


def _edges(pairs: Counter[tuple[str, str]]) -> Iterator[tuple[str, str, int]]:
    return ((start, end, weight) for (start, end), weight in sorted(pairs.items()))


def _pair(start: str, end: str) -> tuple[str, str]:
    return (start, end) if start < end else (end, start)
