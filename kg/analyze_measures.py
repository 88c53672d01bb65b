"""Measures on a projection, each with its formula, its normalisation and its source. All are deterministic.

Nodes are ranked by value, ties by label and IRI. Values are rounded to nine decimals, so that they do not depend on the
order in which floating point numbers are added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from kg.analyze_projections import Projection

NETWORKX_UP_TO = 600
SEED = 20210901


@dataclass(frozen=True, slots=True)
class Ranked:
    """A node and its value of one measure."""

    iri: str
    label: str
    cls: str
    value: float


@dataclass(frozen=True, slots=True)
class Community:
    """A community: ``name`` from its best connected members, ``size`` nodes, ``members`` the best connected first."""

    name: str
    size: int
    members: tuple[Ranked, ...]


def degree(graph: Projection) -> list[Ranked]:
    """Degree: the number of neighbours, not normalised (Freeman 1978, Centrality in social networks).

    Divide by n - 1 for Freeman's normalised degree centrality.
    """
    return ranked(graph, {node: float(count) for node, count in graph.degree()})


def betweenness(graph: Projection) -> list[Ranked]:
    """Betweenness: the sum over pairs s, t of the share of shortest paths from s to t that pass through the node.

    Unweighted; normalised by 2 / ((n - 1)(n - 2)) (Freeman 1977; algorithm of Brandes 2001). Always exact: above
    ``NETWORKX_UP_TO`` nodes rustworkx computes the same in less time than networkx needs for a sample (6,658 nodes
    and 6,455 edges: 1.6 s of processor time exact, against 4.1 s from 200 sources), on one thread, so that sums are
    always added in the same order.
    """
    numbered = _numbered(graph)
    if graph.number_of_nodes() > NETWORKX_UP_TO:
        import rustworkx

        fast: rustworkx.PyGraph[None, None] = rustworkx.PyGraph(multigraph=False)
        fast.add_nodes_from([None] * len(numbered))
        fast.add_edges_from_no_data(list(numbered.edges()))
        found = rustworkx.graph_betweenness_centrality(fast, normalized=True, parallel_threshold=len(numbered) + 1)
        values = dict(found.items())
    else:
        values = nx.betweenness_centrality(numbered, normalized=True)
    names = list(graph)
    return ranked(graph, {names[number]: value for number, value in values.items()})


def communities(graph: Projection, most: int = 12, members: int = 10) -> list[Community]:
    """Communities that maximise modularity, weighted: the Louvain method (Blondel and others 2008), resolution 1, fixed seed.

    The ``most`` largest with at least three nodes, each with its best connected ``members``. ``graph.nodes`` are not
    changed; ``membership_of`` gives every node's.
    """
    strength = dict(graph.degree(weight="weight"))
    found = [_community(graph, group, strength, members) for group in partition(graph) if len(group) > 2]
    return sorted(found, key=lambda c: (-c.size, c.name))[:most]


def partition(graph: Projection) -> list[tuple[str, ...]]:
    """All communities as sorted tuples of nodes, the largest first, then by first node."""
    names = list(graph)
    groups = nx.community.louvain_communities(_numbered(graph), weight="weight", resolution=1, seed=SEED)
    return sorted((tuple(sorted(names[i] for i in group)) for group in groups), key=lambda g: (-len(g), g))


def participation(graph: Projection, groups: Sequence[Sequence[str]]) -> dict[str, float]:
    """Participation coefficient: 1 - sum over communities of (links into it / all links) squared, weighted.

    0 where all links stay in one community, towards 1 where they spread evenly (Guimera and Amaral 2005).
    """
    group_of = {node: number for number, group in enumerate(groups) for node in group}
    found = {}
    for node in graph:
        into: dict[int, float] = {}
        for neighbour, data in graph[node].items():
            into[group_of[neighbour]] = into.get(group_of[neighbour], 0.0) + float(data["weight"])
        total = sum(into.values())
        found[node] = 1 - sum((value / total) ** 2 for value in into.values()) if total else 0.0
    return found


def bridges(graph: Projection, between: Sequence[Ranked], groups: Sequence[Sequence[str]]) -> list[Ranked]:
    """Entities that hold communities together: betweenness times participation coefficient; zeros are left out."""
    spread = participation(graph, groups)
    found = ranked(graph, {item.iri: item.value * spread[item.iri] for item in between})
    return [item for item in found if item.value > 0]


def herfindahl(counts: Sequence[int]) -> float:
    """Herfindahl–Hirschman index: the sum of squared shares, from 1/n (even) to 1 (all in one); 0 of nothing.

    Hirschman 1945, Herfindahl 1950; not normalised.
    """
    total = sum(counts)
    return round(sum((count / total) ** 2 for count in counts), 9) if total else 0.0


def jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    """Jaccard index: common members over all members of the two sets (Jaccard 1901); 0 where both are empty."""
    union = len(first | second)
    return round(len(first & second) / union, 9) if union else 0.0


def ranked(graph: Projection, values: Mapping[str, float]) -> list[Ranked]:
    """Nodes with their values, the largest first, ties by label."""
    items = [
        Ranked(node, graph.nodes[node]["label"], graph.nodes[node]["cls"], round(value, 9))
        for node, value in values.items()
    ]
    return sorted(items, key=lambda item: (-item.value, item.label, item.iri))


def _community(graph: Projection, group: Sequence[str], strength: Mapping[str, float], members: int) -> Community:
    best = ranked(graph, {node: float(strength[node]) for node in group})
    places = [item.label for item in best if item.cls == "Place"][:2]
    others = [item.label for item in best if item.cls != "Place"][: 4 - len(places)]
    return Community("、".join(places + others), len(group), tuple(best[:members]))


def _numbered(graph: Projection) -> nx.Graph[int]:
    """The graph with nodes 0, 1, ... in its order: results then do not depend on how strings hash."""
    numbers = {node: number for number, node in enumerate(graph)}
    copy: nx.Graph[int] = nx.Graph()
    copy.add_nodes_from(numbers.values())
    for a, b, data in graph.edges(data=True):
        copy.add_edge(numbers[a], numbers[b], weight=data["weight"])
    return copy
