"""What the plans say together, in numbers: who is central, who bridges, which counties resemble each other.

Everything is computed on the projections of ``kg.analyze_projections`` by the measures of ``kg.analyze_measures``, which
name formula, normalisation and source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from kg.analyze_measures import (
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
from kg.analyze_projections import co_mention, place_industry, place_project, relations
from kg.county import Membership
from kg.facts import Facts, Thing

if TYPE_CHECKING:
    from kg.analyze_projections import Projection

__all__ = ["Analysis", "Attention", "Matrix", "Shared", "Similar", "analyze"]


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

    ``share`` is its part of all such sentences of all counties.
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


@dataclass(frozen=True, slots=True)
class Shared:
    """An industry that several counties develop."""

    industry: str
    counties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Similar:
    """Two counties that have at least two industries in common, and the Jaccard index of those they develop."""

    first: str
    second: str
    jaccard: float
    common: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """All results. Lists are ranked and cut to the ``top`` asked for; ``sizes`` are of the projections by name.

    ``project_concentration`` is the Herfindahl–Hirschman index of projects over counties.
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
    project_concentration: float

    def to_json(self) -> dict[str, Any]:
        """The results as ``plankg analyze --json`` prints them."""
        return asdict(self)


def analyze(facts: Facts, *, top: int = 20, member: Membership | None = None) -> Analysis:
    """All measures of a graph's facts, read with mentions. A graph without relations gives empty lists."""
    whole = member or Membership(facts)
    related, mentioned = relations(facts), co_mention(facts)
    industries, projects = place_industry(facts, whole), place_project(facts, whole)
    between, groups = betweenness(related), partition(related)
    attention = _attention(facts, whole)
    developing = _developing(facts, whole, industries)
    sizes = {"relations": related, "co_mention": mentioned, "place_industry": industries, "place_project": projects}
    return Analysis(
        sizes={name: Size(graph.number_of_nodes(), graph.number_of_edges()) for name, graph in sizes.items()},
        degree=tuple(degree(related)[:top]),
        betweenness=tuple(item for item in between[:top] if item.value > 0),
        bridges=tuple(bridges(related, between, groups)[:top]),
        communities=tuple(communities(related)),
        co_mention=tuple(degree(mentioned)[:top]),
        shared_industries=_shared(facts, industries, developing)[:top],
        similar=_similar(facts, developing)[:top],
        matrix=_matrix(facts, industries, developing),
        attention=attention,
        project_concentration=herfindahl([row.projects for row in attention]),
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
            found.append(Shared(facts.label(node), counties))
    return tuple(sorted(found, key=lambda s: (-len(s.counties), s.industry)))


def _similar(facts: Facts, developing: dict[str, frozenset[str]]) -> tuple[Similar, ...]:
    found = [
        Similar(facts.label(a), facts.label(b), jaccard(own_a, own_b), _labels(facts, own_a & own_b))
        for (a, own_a), (b, own_b) in combinations(developing.items(), 2)
        if len(own_a & own_b) > 1
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
    rows = [_attention_row(c, sentences[c.iri], total, own[c.iri], related[c.iri]) for c in counties]
    return tuple(sorted(rows, key=lambda row: (-row.sentences, -row.facts, row.code, row.county)))


def _attention_row(county: Thing, sentences: set[str], total: int, own: Counter[str], facts: int) -> Attention:
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
