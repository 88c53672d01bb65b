"""GraphML and GEXF of a network: for Gephi, Cytoscape, yEd, igraph. The same bytes for the same network."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import networkx as nx

if TYPE_CHECKING:
    from kg.network import Network

_DATE = re.compile(rb'lastmodifieddate="[^"]*"')
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SEPARATOR = "；"


def graphml_bytes(network: Network) -> bytes:
    """GraphML with one text or number an attribute; lists are joined by “；”, the first sentence is ``sentence``."""
    out = io.BytesIO()
    nx.write_graphml(plain(network), out, encoding="utf-8", prettyprint=True, named_key_ids=True)
    return out.getvalue()


def gexf_bytes(network: Network) -> bytes:
    """GEXF 1.2 with the same attributes; its date is fixed, so that equal networks give equal bytes."""
    out = io.BytesIO()
    nx.write_gexf(plain(network), out, encoding="utf-8", prettyprint=True, version="1.2draft")
    return _DATE.sub(b'lastmodifieddate="2000-01-01"', out.getvalue())


def plain(network: Network) -> nx.MultiDiGraph[str]:
    """The network with only texts, numbers and booleans for attributes, nodes and edges sorted."""
    evidence: list[dict[str, Any]] = network.graph["evidence"]
    copy: nx.MultiDiGraph[str] = nx.MultiDiGraph(title=_clean(str(network.graph["title"])))
    for node in sorted(network.nodes):
        copy.add_node(node, **_attributes(network.nodes[node], evidence))
    for number, edge in enumerate(sorted(network.edges(keys=True))):
        start, end, key = edge
        copy.add_edge(start, end, key=key, id=str(number), **_attributes(network.edges[edge], evidence))
    return copy


def _attributes(data: Mapping[str, Any], evidence: list[dict[str, Any]]) -> dict[str, str | float | bool]:
    sentence = evidence[data["evidence"][0]]["text"] if data["evidence"] else ""
    found: dict[str, str | float | bool] = {"sentence": _clean(sentence)}
    for name, value in data.items():
        if name == "evidence" or value is None:
            continue
        if isinstance(value, list):
            found[name] = _clean(_SEPARATOR.join(map(str, value)))
        else:
            found[name] = _clean(value) if isinstance(value, str) else value
    return found


def _clean(text: str) -> str:
    """Without the characters that XML 1.0 forbids."""
    return _CONTROL.sub("", text)
