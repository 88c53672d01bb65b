"""A graph on another SPARQL 1.1 server in place of a directory (``--endpoint``): fetched whole, or its names only."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg.library import LibraryQuery, bound_text
from kg.manifest import PlanRecord
from kg.push_http import PushError
from kg.push_remote import construct_remote, fetch_store
from kg.query import run_query, text
from kg.store import GraphStore

_GAZETTEER = NamedNode("https://w3id.org/plankg/id/graph/gazetteer")
_PLANS = """SELECT ?plan ?title ?place ?code ?kind ?year ?from ?to ?file ?issued {
  GRAPH ?plan { ?plan a plan:Plan ; dcterms:title ?title .
    OPTIONAL { ?plan plan:planKind ?kind } OPTIONAL { ?plan plan:planYear ?year }
    OPTIONAL { ?plan plan:periodStart ?from } OPTIONAL { ?plan plan:periodEnd ?to }
    OPTIONAL { ?plan plan:sourceFile ?file } OPTIONAL { ?plan dcterms:issued ?issued }
    OPTIONAL { ?plan plan:planningPlace ?node } }
  OPTIONAL { ?node skos:prefLabel ?place } OPTIONAL { ?node plan:code ?code }
} ORDER BY ?plan ?place"""
_NAMES = """CONSTRUCT { ?place a ?class ; skos:prefLabel ?name ; skos:altLabel ?short ; plan:code ?code ;
  plan:within ?outer . ?plan a plan:Plan ; dcterms:title ?title } WHERE {
  { ?place a plan:Place , ?class ; skos:prefLabel ?name .
    OPTIONAL { ?place skos:altLabel ?short } OPTIONAL { ?place plan:code ?code }
    OPTIONAL { ?place plan:within ?outer } }
  UNION { ?plan a plan:Plan ; dcterms:title ?title } }"""


def remote_graph(endpoint: str, *, token: str = "", timeout: float = 300.0) -> GraphStore:
    """All of the server's graphs in memory, to be read as a directory's are; ``endpoint`` is its query address.

    Raises:
        PushError: the server cannot be reached, refuses, answers what is no graph, or has no plan in it.
    """
    store = fetch_store(endpoint, token=token, timeout=timeout)
    records: dict[str, PlanRecord] = {}
    for row in run_query(store, _PLANS).rows:
        iri, title, place, code, kind, year, first, last, file, issued = map(text, row)
        name = iri.rsplit("/", 1)[-1]
        period = (int(first or 0), int(last or 0))
        record = PlanRecord(name, title, place, code, kind, int(year or 0), period, file, delivered=issued)
        records.setdefault(name, record)
    if not records:
        raise PushError(endpoint, "那里没有规划；先用 plankg push 推送，--endpoint 要写服务器的查询地址")
    return GraphStore(store, records.values())


def bound_remotely(
    endpoint: str, query: LibraryQuery, values: Mapping[str, str], *, token: str = "", timeout: float = 60.0
) -> str:
    """A question of the library with its parameters bound to places and plans of the server's.

    Raises:
        PushError: the server cannot be reached or refuses.
        PlanKGError: as ``kg.library.run_library``.
    """
    store = pyoxigraph.Store()
    if values:
        triples = construct_remote(endpoint, _NAMES, token=token, timeout=timeout)
        graphs = (DefaultGraph(), _GAZETTEER)  # names are looked for in both
        store.bulk_extend(Quad(t.subject, t.predicate, t.object, graph) for t in triples for graph in graphs)
    return bound_text(store, query, values)
