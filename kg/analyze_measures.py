"""Measures on a projection, each with its formula, its normalisation and its source. All are deterministic.

Nodes are ranked by value, ties by label and IRI. Values are rounded to nine decimals, so that they do not depend on the
order in which floating point numbers are added.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import networkx as nx

if TYPE_CHECKING:
    from kg.analyze_projections import Projection

NETWORKX_UP_TO = 600
LEAST_COMMON = 3  # industries that two counties must share to be compared
SEED = 20210901


_F = TypeVar("_F", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Measure:
    """What the reference says of a measure (``kg.analyze_reference``); all but the names in Chinese."""

    name: str
    title: str
    formula: str
    normalisation: str
    used_on: str
    source: str
    computed_by: str
    module: str
    function: str


MEASURES: dict[str, Measure] = {}
"""Every documented measure by name, in the order of this file."""


def measure(
    name: str, title: str, *, formula: str, normalisation: str, used_on: str, source: str, computed_by: str
) -> Callable[[_F], _F]:
    """Document the function below it as the measure ``name``."""

    def documented(function: _F) -> _F:
        MEASURES[name] = Measure(
            name, title, formula, normalisation, used_on, source, computed_by, function.__module__, function.__name__
        )
        return function

    return documented


@dataclass(frozen=True, slots=True)
class Ranked:
    """A node and its value of one measure."""

    iri: str
    label: str
    cls: str
    value: float


@dataclass(frozen=True, slots=True)
class Community:
    """A community: ``name`` from its best connected members, ``size`` nodes, ``members`` the best connected first.

    ``links`` is the number of pairs of its nodes that are linked; ``nodes`` are all its nodes, sorted.
    """

    name: str
    size: int
    members: tuple[Ranked, ...]
    links: int
    nodes: tuple[str, ...]


@measure(
    "degree",
    "度",
    formula="k(v) = 与 v 相连的点的个数（不计权）",
    normalisation="不归一化；除以 n − 1 就是 Freeman 的度中心性",
    used_on="relations（联系最多）、co_mention（同句最多）",
    source="L. C. Freeman, Centrality in social networks: conceptual clarification, Social Networks 1, 1978",
    computed_by="networkx `Graph.degree`",
)
def degree(graph: Projection) -> list[Ranked]:
    """Degree: the number of neighbours, not normalised (Freeman 1978, Centrality in social networks).

    Divide by n - 1 for Freeman's normalised degree centrality.
    """
    return ranked(graph, {node: float(count) for node, count in graph.degree()})


@measure(
    "betweenness",
    "介数",
    formula="C(v) = Σ_{s≠v≠t} σ(s,t|v) / σ(s,t)：经过 v 的最短路径所占的份额之和（不计权，精确值，不抽样）",
    normalisation="乘以 2 / ((n − 1)(n − 2))，落在 0 到 1",
    used_on="relations",
    source="L. C. Freeman, Sociometry 40, 1977；算法 U. Brandes, Journal of Mathematical Sociology 25, 2001",
    computed_by=f"{NETWORKX_UP_TO} 个点以内用 networkx，更大的用 rustworkx，数值相同（测试比对）",
)
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


def communities(
    graph: Projection, groups: Sequence[tuple[str, ...]], most: int | None = 12, members: int = 10
) -> list[Community]:
    """The ``most`` largest of ``groups`` (``partition``) with at least three nodes, each with its best connected ``members``."""
    strength = dict(graph.degree(weight="weight"))
    found = [_community(graph, group, strength, members) for group in groups if len(group) > 2]
    return sorted(found, key=lambda c: (-c.size, c.name, c.nodes))[:most]


@measure(
    "communities",
    "社群",
    formula="使模块度 Q = Σ_c [L_c / m − (k_c / 2m)²] 最大的划分：L_c 社群内边权之和，k_c 社群内各点的度之和，m 全部边权之和",
    normalisation="分辨率 1；随机种子固定；点按固定的次序编号",
    used_on="relations；名字取社群里边权最大的成员（至多两个地方，共四个）",
    source="V. D. Blondel 等, Fast unfolding of communities in large networks, J. Stat. Mech. P10008, 2008（Louvain）",
    computed_by="networkx `louvain_communities`",
)
def partition(graph: Projection) -> list[tuple[str, ...]]:
    """All communities as sorted tuples of nodes, the largest first, then by first node.

    They maximise modularity, weighted: the Louvain method (Blondel and others 2008), resolution 1, fixed seed.
    """
    names = list(graph)
    groups = nx.community.louvain_communities(_numbered(graph), weight="weight", resolution=1, seed=SEED)
    return sorted((tuple(sorted(names[i] for i in group)) for group in groups), key=lambda g: (-len(g), g))


@measure(
    "participation",
    "参与系数",
    formula="P(v) = 1 − Σ_c (k_{v,c} / k_v)²：k_{v,c} 是 v 与社群 c 之间的边权，k_v 是 v 的全部边权",
    normalisation="落在 0（只与一个社群相连）到 1",
    used_on="relations 与它的社群",
    source="R. Guimerà, L. A. N. Amaral, Functional cartography of complex metabolic networks, Nature 433, 2005",
    computed_by="本程序",
)
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


@measure(
    "bridges",
    "桥接",
    formula="B(v) = C(v) · P(v)：介数乘参与系数",
    normalisation="不再归一化；为 0 的不列",
    used_on="relations 与它的社群",
    source="由上两项相乘而来，取其“路径要经过它，且它的联系分在几个社群”之意；本程序的定义",
    computed_by="本程序",
)
def bridges(graph: Projection, between: Sequence[Ranked], groups: Sequence[Sequence[str]]) -> list[Ranked]:
    """Entities that hold communities together: betweenness times participation coefficient; zeros are left out."""
    spread = participation(graph, groups)
    found = ranked(graph, {item.iri: item.value * spread[item.iri] for item in between})
    return [item for item in found if item.value > 0]


@measure(
    "hhi",
    "集中度（HHI）",
    formula="H = Σ_i s_i²，s_i 是第 i 个县所占的份额；1 / H 是“相当于平均分在几个县”",
    normalisation="不归一化：平均分时是 1/n，全在一个县时是 1；什么都没有时是 0",
    used_on="各县的项目数、点名句数、事实数",
    source="A. O. Hirschman 1945；O. C. Herfindahl 1950",
    computed_by="本程序",
)
def herfindahl(counts: Sequence[int]) -> float:
    """Herfindahl–Hirschman index: the sum of squared shares, from 1/n (even) to 1 (all in one); 0 of nothing.

    Hirschman 1945, Herfindahl 1950; not normalised.
    """
    total = sum(counts)
    return round(sum((count / total) ** 2 for count in counts), 9) if total else 0.0


@measure(
    "jaccard",
    "相似（Jaccard）",
    formula="J(A, B) = |A ∩ B| / |A ∪ B|：A、B 是两个县各自要发展的产业",
    normalisation=f"落在 0 到 1；共有的产业少于 {LEAST_COMMON} 种的两个县不比（种类太少时这个数没有意义）",
    used_on="place_industry 里的县",
    source="P. Jaccard, Étude comparative de la distribution florale, Bull. Soc. Vaud. Sci. Nat. 37, 1901",
    computed_by="本程序",
)
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
    links = graph.subgraph(group).number_of_edges()
    return Community("、".join(places + others), len(group), tuple(best[:members]), links, tuple(group))


def _numbered(graph: Projection) -> nx.Graph[int]:
    """The graph with nodes 0, 1, ... in its order: results then do not depend on how strings hash."""
    numbers = {node: number for number, node in enumerate(graph)}
    copy: nx.Graph[int] = nx.Graph()
    copy.add_nodes_from(numbers.values())
    for a, b, data in graph.edges(data=True):
        copy.add_edge(numbers[a], numbers[b], weight=data["weight"])
    return copy
