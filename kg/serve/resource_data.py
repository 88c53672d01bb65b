"""Entity IRIs on this server: 303 from ``/id/...`` to a page or to data by Accept, and the data."""

from __future__ import annotations

from itertools import islice
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat

from kg.query import PREFIXES
from kg.serve.messages import Reply, plain, see_other
from kg.serve.negotiate import choose
from kg.serve.session import ID, Session
from kg.serve.sparql import triples_bytes

_SUFFIXES = {
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
}
_FORMATS = {
    "ttl": ("text/turtle; charset=utf-8", RdfFormat.TURTLE),
    "jsonld": ("application/ld+json", RdfFormat.JSON_LD),
    "nt": ("application/n-triples", RdfFormat.N_TRIPLES),
    "rdf": ("application/rdf+xml", RdfFormat.RDF_XML),
}
_ENDS = (NamedNode(PREFIXES["rdf"] + "subject"), NamedNode(PREFIXES["rdf"] + "object"))
_MERGED = DefaultGraph()
_MOST = 20_000


def node_at(path: str) -> NamedNode | None:
    """The IRI of a path below ``/id/``, percent-encoding and all; None if it cannot be one."""
    try:
        return NamedNode(ID + path)
    except ValueError:
        return None


def exists(session: Session, node: NamedNode) -> bool:
    """Whether the graph says anything of the node."""
    return next(iter(session.store.quads_for_pattern(node, None, None, _MERGED)), None) is not None


def missing() -> Reply:
    """The reply for an IRI that the graph does not have."""
    return plain(404, "图谱里没有这个标识")


def redirect(session: Session, request: dict[str, Any]) -> Reply:
    """303 to the page for a browser, to data for who accepts RDF; 406 for who accepts neither."""
    path = request["path"]
    node = node_at(path)
    if node is None or not exists(session, node):
        return missing()
    media_type = choose(request.get("accept", ""), ["text/html", *_SUFFIXES])
    if media_type is None:
        return plain(406, f"只有 text/html 和 {'、'.join(_SUFFIXES)}")
    return see_other(f"/page/{path}" if media_type == "text/html" else f"/data/{path}.{_SUFFIXES[media_type]}")


def data(session: Session, request: dict[str, Any]) -> Reply:
    """What the graph says of a node and the statements about it, as RDF; the path's suffix names the format."""
    path, _, suffix = request["path"].rpartition(".")
    node = node_at(path)
    if suffix not in _FORMATS or node is None or not exists(session, node):
        return missing()
    store = session.store
    quads = list(islice(store.quads_for_pattern(node, None, None, _MERGED), _MOST))
    for end in _ENDS:
        for quad in islice(store.quads_for_pattern(None, end, node, _MERGED), _MOST // 10):
            quads += store.quads_for_pattern(quad.subject, None, None, _MERGED)
    media_type, form = _FORMATS[suffix]
    limits = session.limits
    body = triples_bytes([q.triple for q in quads[: limits.rows]], form, limits.rows, limits.result_bytes)
    return Reply(200, media_type, body)
