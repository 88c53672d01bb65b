"""A real client: rdflib's SPARQLStore asks the running server."""

from __future__ import annotations

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import SKOS
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from kg.serve.server import WorkbenchServer
from tests.kg.small_graph import ID


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("returns", ["json", "xml", "csv"])
def test_sparqlstore_select(server: WorkbenchServer, method: str, returns: str) -> None:
    store = SPARQLStore(f"{server.url}sparql", method=method, returnFormat=returns)
    rows = list(
        Graph(store).query('SELECT ?place { ?place <http://www.w3.org/2004/02/skos/core#prefLabel> "柳林县"@zh }')
    )
    assert [str(row[0]) for row in rows] == [f"{ID}place/141125"]


def test_sparqlstore_triples_and_construct(server: WorkbenchServer) -> None:
    graph = Graph(SPARQLStore(f"{server.url}sparql"))
    assert list(graph.objects(URIRef(f"{ID}place/141125"), SKOS.prefLabel)) == [Literal("柳林县", lang="zh")]
    made = graph.query(f"CONSTRUCT {{ <{ID}place/141125> ?p ?o }} WHERE {{ <{ID}place/141125> ?p ?o }}")
    assert len(made.graph) > 5
    assert graph.query("ASK { ?s ?p ?o }").askAnswer is True


def test_sparqlstore_named_graph(server: WorkbenchServer) -> None:
    plan = URIRef(f"{ID}plan/140100-2026-zhengfu-bbbb")
    graph = Graph(SPARQLStore(f"{server.url}sparql", context_aware=True), identifier=plan)
    found = graph.query("SELECT ?t { ?p <http://purl.org/dc/terms/title> ?t ; a <https://w3id.org/plankg/ont#Plan> }")
    assert [str(row[0]) for row in found] == ["太原市政府工作报告"]
