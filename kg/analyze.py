"""What the plans say together, in numbers: who is central, who bridges, which counties resemble each other.

Everything is computed on the projections of ``kg.analyze_projections`` by the measures of ``kg.analyze_measures``, which
name formula, normalisation and source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

from kg.analyze_measures import (
    LEAST_COMMON,
    Community,
    Ranked,
    betweenness,
    bridges,
    communities,
    degree,
    herfindahl,
    jaccard,
    partition,
)
from kg.analyze_projections import PROJECTIONS, co_mention, place_industry, place_project, relations
from kg.county import Membership
from kg.facts import Facts, Thing

if TYPE_CHECKING:
    from kg.analyze_projections import Projection

__all__ = ["Analysis", "Attention", "Matrix", "Networks", "Shared", "Similar", "analyze", "measured", "networks"]


@dataclass(frozen=True, slots=True)
class Size:
    """How large a projection is."""

    nodes: int
    edges: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Counties by industries: ``values[i][j]`` sentences say that ``rows[i]`` develops ``columns[j]``."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Attention:
    """How much the plans say of a county: sentences naming it or its townships, and what belongs to it.

    ``share`` is its part of all such sentences of all counties; ``plans`` counts the county's own plans in the graph.
    """

    iri: str
    county: str
    code: str
    sentences: int
    share: float
    facts: int
    projects: int
    industries: int
    targets: int
    plans: int


@dataclass(frozen=True, slots=True)
class Shared:
    """An industry that several counties develop; ``iri`` is the industry's."""

    iri: str
    industry: str
    counties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Similar:
    """Two counties with at least ``LEAST_COMMON`` industries in common, and the Jaccard index of those they develop.

    ``iris`` are the counties', ``all`` is how many industries either develops.
    """

    first: str
    second: str
    jaccard: float
    common: tuple[str, ...]
    all: int
    iris: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Analysis:
    """All results. Lists are ranked and cut to the ``top`` asked for; ``sizes`` are of the projections by name.

    ``concentration`` has the Herfindahl–Hirschman index over counties of ``sentences``, ``facts`` and ``projects``.
    """

    sizes: dict[str, Size]
    degree: tuple[Ranked, ...]
    betweenness: tuple[Ranked, ...]
    bridges: tuple[Ranked, ...]
    communities: tuple[Community, ...]
    co_mention: tuple[Ranked, ...]
    shared_industries: tuple[Shared, ...]
    similar: tuple[Similar, ...]
    matrix: Matrix
    attention: tuple[Attention, ...]
    concentration: dict[str, float]

    def cut(self, top: int) -> Analysis:
        """The same with every ranked list cut to ``top``; matrix and attention stay whole."""
        ranked = (
            "degree", "betweenness", "bridges", "communities", "co_mention", "shared_industries", "similar",
        )  # fmt: skip
        return replace(self, **{name: getattr(self, name)[:top] for name in ranked})

    def to_json(self) -> dict[str, Any]:
        """The results as ``plankg analyze --json`` prints them: of communities the best connected members only."""
        found = asdict(self)
        for community in found["communities"]:
            del community["nodes"]
        return found


@dataclass(frozen=True, slots=True)
class Networks:
    """The projections of a graph's facts, by the names of ``kg.analyze_projections.PROJECTIONS``, and its communities.

    ``groups`` are the communities of ``relations`` (``partition``).
    """

    facts: Facts
    member: Membership
    relations: Projection
    place_industry: Projection
    place_project: Projection
    co_mention: Projection
    groups: tuple[tuple[str, ...], ...]


def networks(facts: Facts, member: Membership | None = None) -> Networks:
    """The projections of facts that were read with mentions."""
    whole, related = member or Membership(facts), relations(facts)
    return Networks(
        facts=facts,
        member=whole,
        relations=related,
        place_industry=place_industry(facts, whole),
        place_project=place_project(facts, whole),
        co_mention=co_mention(facts),
        groups=tuple(partition(related)),
    )


def analyze(facts: Facts, *, top: int | None = 20, member: Membership | None = None) -> Analysis:
    """All measures of a graph's facts, read with mentions; ``top`` None for whole lists.

    A graph without relations gives empty lists.
    """
    return measured(networks(facts, member), top)


def measured(nets: Networks, top: int | None = 20) -> Analysis:
    """All measures of these networks, as ``analyze`` gives them."""
    facts, related = nets.facts, nets.relations
    between = betweenness(related)
    attention = _attention(facts, nets.member)
    developing = _developing(facts, nets.member, nets.place_industry)
    sizes = {name: getattr(nets, name) for name in PROJECTIONS}
    return Analysis(
        sizes={name: Size(graph.number_of_nodes(), graph.number_of_edges()) for name, graph in sizes.items()},
        degree=tuple(degree(related)[:top]),
        betweenness=tuple(item for item in between[:top] if item.value > 0),
        bridges=tuple(bridges(related, between, nets.groups)[:top]),
        communities=tuple(communities(related, nets.groups, None if top is None else 12)),
        co_mention=tuple(degree(nets.co_mention)[:top]),
        shared_industries=_shared(facts, nets.place_industry, developing)[:top],
        similar=_similar(facts, developing)[:top],
        matrix=_matrix(facts, nets.place_industry, developing),
        attention=attention,
        concentration={
            what: herfindahl([getattr(row, what) for row in attention]) for what in ("sentences", "facts", "projects")
        },
    )


def _developing(facts: Facts, member: Membership, industries: Projection) -> dict[str, frozenset[str]]:
    """Counties and the industries they develop, in the order of their codes."""
    counties = [t for t in member.with_facts() if t.iri in industries]
    return {t.iri: frozenset(n for n in industries[t.iri] if facts.things[n].cls == "Industry") for t in counties}


def _shared(facts: Facts, industries: Projection, developing: dict[str, frozenset[str]]) -> tuple[Shared, ...]:
    found = []
    for node in industries:
        counties = tuple(facts.label(county) for county, own in developing.items() if node in own)
        if len(counties) > 1:
            found.append(Shared(node, facts.label(node), counties))
    return tuple(sorted(found, key=lambda s: (-len(s.counties), s.industry, s.iri)))


def _similar(facts: Facts, developing: dict[str, frozenset[str]]) -> tuple[Similar, ...]:
    found = [
        Similar(
            facts.label(a),
            facts.label(b),
            jaccard(own_a, own_b),
            _labels(facts, own_a & own_b),
            len(own_a | own_b),
            (a, b),
        )
        for (a, own_a), (b, own_b) in combinations(developing.items(), 2)
        if len(own_a & own_b) >= LEAST_COMMON
    ]
    return tuple(sorted(found, key=lambda s: (-s.jaccard, -len(s.common), s.first, s.second)))


def _matrix(facts: Facts, industries: Projection, developing: dict[str, frozenset[str]]) -> Matrix:
    """Rows in the order of codes; columns by the number of counties, then by label."""
    counts = Counter(node for own in developing.values() for node in own)
    columns = sorted(counts, key=lambda node: (-counts[node], facts.label(node), node))
    values = tuple(
        tuple(industries[county][node]["weight"] if node in own else 0 for node in columns)
        for county, own in developing.items()
    )
    return Matrix(tuple(map(facts.label, developing)), tuple(map(facts.label, columns)), values)


def _attention(facts: Facts, member: Membership) -> tuple[Attention, ...]:
    counties = member.with_facts()
    sentences: dict[str, set[str]] = {county.iri: set() for county in counties}
    own: dict[str, Counter[str]] = {county.iri: Counter() for county in counties}
    for thing in facts.things.values():
        for county in member.counties(thing.iri):
            if county in own:
                own[county][thing.cls] += 1
                if thing.cls == "Place":
                    sentences[county].update(proof.passage for proof in thing.mentions)
    for target in facts.targets:
        for county in member.counties(target.iri):
            if county in own:
                own[county]["Target"] += 1
    related = _facts_by_county(facts, member)
    total = sum(map(len, sentences.values()))
    plans = Counter(member.county_of_plan(plan) for plan in facts.plans)
    rows = [_attention_row(c, sentences[c.iri], total, own[c.iri], related[c.iri], plans[c.iri]) for c in counties]
    return tuple(sorted(rows, key=lambda row: (-row.sentences, -row.facts, row.code, row.county)))


def _attention_row(
    county: Thing, sentences: set[str], total: int, own: Counter[str], facts: int, plans: int
) -> Attention:
    return Attention(
        iri=county.iri,
        county=county.label,
        code=county.code,
        sentences=len(sentences),
        share=round(len(sentences) / total, 9) if total else 0.0,
        facts=facts,
        projects=own["Project"],
        industries=own["Industry"],
        targets=own["Target"],
        plans=plans,
    )


def _facts_by_county(facts: Facts, member: Membership) -> Counter[str]:
    found: Counter[str] = Counter()
    for fact in facts.relations:
        found.update({*member.counties(fact.subject), *member.counties(fact.object)})
    return found


def _labels(facts: Facts, nodes: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(map(facts.label, nodes)))


def matrix_rows(matrix: Matrix, most: int = 12) -> list[Sequence[str]]:
    """The matrix as a table with a header, its ``most`` commonest industries, zeros left blank."""
    header = ["县", *matrix.columns[:most]]
    return [
        header,
        *(
            [row, *(str(v or "") for v in values[:most])]
            for row, values in zip(matrix.rows, matrix.values, strict=True)
        ),
    ]
