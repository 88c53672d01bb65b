"""One county's part of the graph: itself, what it has, what is one step away, what it shares with others."""

from __future__ import annotations

import difflib
from collections import defaultdict
from typing import Any

import networkx as nx

from visualize.options import UnknownCountyError
from visualize.payload import ordered

Found = dict[str, Any]
SHARABLE = frozenset({"Project", "Industry", "Organization", "Measure", "Brand", "Place"})


def county_part(graph: nx.MultiDiGraph[str], wanted: str) -> tuple[nx.MultiDiGraph[str], Found]:
    """The county's subgraph, and {name, code, node, shared}; numbers count the subgraph's ``ordered`` nodes.

    ``node`` is the county itself (None if it is no node), ``own`` the nodes that belong to it, ``shared`` for
    each other county with something in common its name ``n``, the nodes ``x`` that both have and the links ``e``
    that join the two counties themselves (numbers of edges), most first. Evidence and plans stay as in the whole graph
    except that sentences nobody refers to any more are left out.

    Raises:
        UnknownCountyError: neither a name nor a code of a county in ``graph.graph["counties"]`` or on a node.
    """
    name, code = resolve(graph, wanted)
    own = {n for n, data in graph.nodes(data=True) if name in data.get("counties", ())}
    centre = next((n for n in sorted(own) if _is_county(graph.nodes[n], name, code)), None)
    core = own | ({centre} if centre else set())
    near = {other for n in core for other in (*graph.successors(n), *graph.predecessors(n))}
    part: nx.MultiDiGraph[str] = nx.MultiDiGraph(graph.subgraph(core | near))
    _drop_far_links(part, core)
    _keep_used_evidence(part, graph)
    nodes, _ = ordered(part)
    number = {node: index for index, node in enumerate(nodes)}
    return part, {
        "name": name,
        "code": code,
        "node": number.get(centre) if centre else None,
        "own": sorted(number[n] for n in own),
        "shared": _shared(part, name, core, centre, number),
    }


def resolve(graph: nx.MultiDiGraph[str], wanted: str) -> tuple[str, str]:
    """Name and code of the county meant by a name or a code."""
    listed = {str(data["name"]): code for code, data in sorted(graph.graph.get("counties", {}).items())}
    by_code = {code: name for name, code in listed.items()}
    named = sorted({str(c) for _, data in graph.nodes(data=True) for c in data.get("counties", ())} | set(listed))
    name = by_code.get(wanted, wanted)
    if name not in named:
        starts = [n for n in named if n.startswith(wanted)] if wanted else []
        if len(starts) == 1:  # 离石 for 离石区
            return starts[0], listed.get(starts[0], "")
        close = difflib.get_close_matches(wanted, named, n=5, cutoff=0.3)
        raise UnknownCountyError(wanted, tuple(dict.fromkeys([*starts[:5], *close])))
    return name, listed.get(name, "")


def _is_county(data: Found, name: str, code: str) -> bool:
    same = data.get("code") == code if code else data.get("label") == name
    return data.get("cls") == "Place" and bool(same)


def _drop_far_links(part: nx.MultiDiGraph[str], core: set[str]) -> None:
    """Leave out links between two neighbours: only what touches the county is its part."""
    part.remove_edges_from([(a, b, k) for a, b, k in part.edges(keys=True) if a not in core and b not in core])


def _keep_used_evidence(part: nx.MultiDiGraph[str], whole: nx.MultiDiGraph[str]) -> None:
    """Renumber evidence to what the part refers to; writes fresh attribute dicts, never the whole graph's."""
    rows = whole.graph.get("evidence", [])
    bearers = [*(d for _, d in part.nodes(data=True)), *(d for _, _, d in part.edges(data=True))]
    used = sorted({i for d in bearers for i in d.get("evidence", ())})
    renumbered = {old: new for new, old in enumerate(used)}
    for data in bearers:
        if data.get("evidence"):
            data["evidence"] = [renumbered[i] for i in data["evidence"]]
    part.graph = {**whole.graph, "evidence": [rows[i] for i in used]}


def _shared(
    part: nx.MultiDiGraph[str], name: str, core: set[str], centre: str | None, number: dict[str, int]
) -> list[Found]:
    """Other counties with what both have: nodes of both, nodes of ours linked to theirs, links between the two."""
    nodes: dict[str, set[str]] = defaultdict(set)
    direct: dict[str, list[int]] = defaultdict(list)
    for node, data in part.nodes(data=True):
        for other in data.get("counties", ()):
            if other == name:
                continue
            if name in data["counties"] and data.get("cls") in SHARABLE:
                nodes[other].add(node)
            elif data.get("cls") == "Place" and data.get("label") == other:
                linked = {*part.successors(node), *part.predecessors(node)} & core - {centre}
                nodes[other] |= {i for i in linked if part.nodes[i].get("cls") in SHARABLE}
    for index, (a, b, _) in enumerate(ordered(part)[1]):
        if centre in (a, b):
            far = part.nodes[b if a == centre else a]
            if far.get("cls") == "Place" and far.get("label") in far.get("counties", ()):
                direct[far["label"]].append(index)
    names = [other for other in {**nodes, **direct} if other != name and (nodes[other] or direct[other])]
    rows = [{"n": other, "x": sorted(number[i] for i in nodes[other]), "e": direct[other]} for other in names]
    return sorted(rows, key=lambda row: (-len(row["x"]) - len(row["e"]), row["n"]))
