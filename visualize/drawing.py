"""The drawing as a pyvis ``Network``: nodes with position, size, shape and colour; edges; options."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import networkx as nx

from visualize.layout import Point
from visualize.payload import ordered
from visualize.style import CHANGES, CLASSES, OTHER, style_of

INK = "#c0c8d0"  # edges
SMALL = {"Target": 0.7, "Goal": 0.7, "Indicator": 0.7}


def options() -> dict[str, Any]:
    """vis-network's options: no physics at the start, straight edges hidden while the view is dragged."""
    styles = [*CLASSES, OTHER]
    return {
        "autoResize": True,
        "layout": {"randomSeed": 7, "improvedLayout": False},
        "physics": {
            "enabled": False,
            "stabilization": False,
            "solver": "barnesHut",
            "barnesHut": {
                "gravitationalConstant": -2600, "centralGravity": 0, "springLength": 70,
                "springConstant": 0.03, "damping": 0.45, "avoidOverlap": 0.4,
            },
            "minVelocity": 1.2,
            "maxVelocity": 18,
        },
        "interaction": {
            "hover": True, "hoverConnectedEdges": False, "selectConnectedEdges": False, "hideEdgesOnDrag": True,
            "hideEdgesOnZoom": True, "multiselect": False, "tooltipDelay": 3600000, "zoomSpeed": 0.7,
        },
        "nodes": {"borderWidth": 1, "borderWidthSelected": 3, "font": {"size": 0}, "chosen": True},
        "edges": {
            "smooth": False, "width": 1, "selectionWidth": 2, "hoverWidth": 0.5, "font": {"size": 0},
            "color": {"color": INK, "highlight": "#1f2933", "hover": "#6b7785", "inherit": False},
            "arrows": {"to": {"enabled": True, "scaleFactor": 0.35}}, "arrowStrikethrough": False,
        },
        "groups": {
            "useDefaultGroups": False,
            **{s.name: _colour(s.colour) for s in styles},
            **{f"change-{name}": _colour(colour) for name, (_, _, colour) in CHANGES.items()},
        },
    }  # fmt: skip


def _colour(colour: str) -> dict[str, Any]:
    dark = "#1f2933"
    return {
        "color": {
            "background": colour, "border": "#ffffff",
            "highlight": {"background": colour, "border": dark},
            "hover": {"background": colour, "border": dark},
        }
    }  # fmt: skip


def draw(graph: nx.MultiDiGraph[str], positions: Sequence[Point]) -> Any:
    """A ``pyvis.network.Network`` of the graph; nodes and edges are numbered as ``payload.ordered`` does.

    pyvis is imported here and not above because it takes half a second (it brings IPython).
    """
    from pyvis.network import Network

    nodes, edges = ordered(graph)
    number = {node: index for index, node in enumerate(nodes)}
    degree = Counter(number[end] for a, b, _ in edges for end in (a, b))
    network = Network(directed=True, cdn_resources="in_line")
    network.node_ids = _Index()
    for index, node in enumerate(nodes):
        data = graph.nodes[node]
        style = style_of(str(data.get("cls", "")))
        x, y = positions[index]
        network.add_node(
            index,
            label=str(data.get("label") or node),
            shape=style.shape if style.shape not in {"cross", "ring"} else "dot",
            group=style.name,
            size=node_size(degree[index], style.name),
            x=x,
            y=y,
            **({"opacity": 0.6} if data.get("inferred") else {}),
        )
    for index, (a, b, data) in enumerate(edges):
        more = {"dashes": [5, 4]} if data.get("inferred") else {}
        network.add_edge(number[a], number[b], id=index, **more)
    network.set_options(json.dumps(options()))
    return network


def node_size(degree: int, cls: str) -> int:
    """Radius in pixels: grows with the square root of the degree, 6 to 26."""
    return round(min(26.0, 6 + 2.1 * math.sqrt(degree)) * SMALL.get(cls, 1.0))


class _Index(list[int]):
    """pyvis's list of node numbers, which it searches for each node and edge; here that takes no time."""

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and 0 <= number < len(self)
