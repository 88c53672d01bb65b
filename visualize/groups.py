"""Which nodes stand together: those of one county, else those of one community of the network.

Louvain's method (Blondel and others, J. Stat. Mech. 2008, P10008) as networkx has it, seeded and
over whole numbers, so that the order of hashes has no part in it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx

SMALLEST = 4  # a community of fewer nodes joins a neighbouring one


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes that are drawn together.

    ``name`` is what a reader sees (a county or the community's best connected member), ``county``
    says which of the two it is, ``members`` are node indices, best connected first. ``loose`` marks
    nodes that nothing connects and no county claims; they are laid out as a block beside the graph.
    """

    name: str
    members: tuple[int, ...]
    county: bool = False
    loose: bool = False


def find_groups(
    labels: Sequence[str],
    classes: Sequence[str],
    counties: Sequence[Sequence[str]],
    links: Sequence[tuple[int, int]],
) -> list[Group]:
    """Put every node into exactly one group; counties first, then communities by size, loose ones last.

    Args:
        labels: of each node; a community takes that of its best connected member.
        classes: of each node; unconnected nodes are grouped by it.
        counties: names of the counties each node belongs to; a node of exactly one goes there.
        links: pairs of node indices, directions and repeats do not matter.
    """
    degree = Counter(i for link in links for i in link)
    home: dict[int, str] = {}
    for index, names in enumerate(counties):
        if len(names) == 1:
            home[index] = f"county:{names[0]}"
    _communities(len(labels), links, home, degree)
    members: dict[str, list[int]] = defaultdict(list)
    for index in range(len(labels)):
        members[home.get(index, f"loose:{classes[index]}")].append(index)
    groups = []
    for key, indices in members.items():
        ranked = sorted(indices, key=lambda i: (-degree[i], i))
        origin, _, name = key.partition(":")
        shown = name if origin != "community" else labels[ranked[0]]
        groups.append(Group(shown, tuple(ranked), origin == "county", origin == "loose"))
    return sorted(groups, key=lambda g: (g.loose, not g.county, -len(g.members), g.members[0]))


def _communities(count: int, links: Sequence[tuple[int, int]], home: dict[int, str], degree: Counter[int]) -> None:
    """Add a community to ``home`` for each connected node that has no county."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(i for i in range(count) if i not in home and degree[i])
    graph.add_edges_from((a, b) for a, b in links if a != b and a in graph and b in graph)
    found = nx.community.louvain_communities(graph, seed=7, resolution=1.1) if graph.number_of_edges() else []
    listed = {i for community in found for i in community}
    found += [{i} for i in graph if i not in listed]
    large = sorted((sorted(c) for c in found if len(c) >= SMALLEST), key=lambda c: (-len(c), c[0]))
    for number, community in enumerate(large):
        for index in community:
            home[index] = f"community:{number}"
    small = {i: c for c in found if len(c) < SMALLEST for i in c}
    _adopt(small, links, home)


def _adopt(small: dict[int, set[int]], links: Sequence[tuple[int, int]], home: dict[int, str]) -> None:
    """Send each small community where most of its links go; one that links nowhere else keeps to itself."""
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for a, b in links:
        for one, other in ((a, b), (b, a)):
            if one in small and other in home:
                votes[min(small[one])][home[other]] += 1
    for community in sorted(sorted(c) for c in {min(c): c for c in small.values()}.values()):
        choice = votes[community[0]]
        target = min(choice, key=lambda k: (-choice[k], k)) if choice else f"community:s{community[0]}"
        for index in community:
            home[index] = target
