"""RDF as bytes, the same bytes for the same graph: terms sorted, prefixes sorted, line ends LF.

The serializer under it writes its prefixes in an order that differs from run to run, so the head is sorted here.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from types import MappingProxyType

import pyoxigraph
from pyoxigraph import DefaultGraph, Quad, RdfFormat, Triple

from kg.query import PREFIXES

RDF_FORMATS: MappingProxyType[str, RdfFormat] = MappingProxyType(
    {
        "ttl": RdfFormat.TURTLE,
        "nt": RdfFormat.N_TRIPLES,
        "nq": RdfFormat.N_QUADS,
        "trig": RdfFormat.TRIG,
        "jsonld": RdfFormat.JSON_LD,
    }
)
_KINDS = (
    "place", "project", "industry", "organization", "measure", "brand", "indicator", "target", "goal", "statement",
    "evidence",
)  # fmt: skip
_QUADS = frozenset({"nq", "trig"})


def rdf_prefixes() -> dict[str, str]:
    """The prefixes of written RDF; none is the beginning of another, so that every IRI has one shortest form."""
    kinds = {kind: f"{PREFIXES['id']}{kind}/" for kind in _KINDS}
    return {k: v for k, v in sorted((dict(PREFIXES) | kinds).items()) if k != "id"}


def rdf_bytes(statements: Iterable[Quad | Triple], form: str) -> bytes:
    """The statements in one of ``RDF_FORMATS``, sorted and without repeats.

    Formats of quads ("nq", "trig") keep the graphs; the others drop them.

    Raises:
        KeyError: no such format.
    """
    rdf_format = RDF_FORMATS[form]
    ordered = _ordered(statements, quads=form in _QUADS)
    out = io.BytesIO()
    prefixes = rdf_prefixes() if form in ("ttl", "trig", "jsonld") else None
    pyoxigraph.serialize(ordered, out, format=rdf_format, prefixes=prefixes)
    if form == "jsonld":
        return _sorted_json(out.getvalue())
    return _sorted_head(out.getvalue()) if prefixes else out.getvalue()


def _ordered(statements: Iterable[Quad | Triple], *, quads: bool) -> list[Quad] | list[Triple]:
    if quads:
        wanted = {
            s if isinstance(s, Quad) else Quad(s.subject, s.predicate, s.object, DefaultGraph()) for s in statements
        }
        return sorted(wanted, key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object)))
    triples = {s.triple if isinstance(s, Quad) else s for s in statements}
    return sorted(triples, key=lambda t: (str(t.subject), str(t.predicate), str(t.object)))


def _sorted_head(text: bytes) -> bytes:
    lines = text.split(b"\n")
    count = next((i for i, line in enumerate(lines) if not line.startswith(b"@prefix ")), len(lines))
    return b"\n".join(sorted(lines[:count]) + lines[count:])


def _sorted_json(text: bytes) -> bytes:
    data = json.loads(text)
    return (json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
