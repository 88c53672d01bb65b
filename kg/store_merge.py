"""The embedded store's default graph as the merge of its named graphs: what is added or taken out keeps it so.

A triple that two plans say would otherwise count twice in a query over the union of graphs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import chain

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple

MERGE = DefaultGraph()
BULK = 2_000  # quads; the bulk loader writes and syncs a dozen table files each time: worth it for many only
_LINE = 200  # bytes of a quad as a line, about
_CODE = NamedNode("https://w3id.org/plankg/ont#code")


def add_quads(store: pyoxigraph.Store, quads: Sequence[Quad]) -> None:
    """Adds quads to their graphs and to the merge."""
    merged = (Quad(q.subject, q.predicate, q.object, MERGE) for q in quads)
    add = store.bulk_extend if len(quads) > BULK else store.extend
    add(chain(quads, merged))


def add_texts(store: pyoxigraph.Store, texts: Iterable[tuple[NamedNode, bytes]]) -> None:
    """As ``add_quads``, from N-Quads: each text with the one graph that its quads, one a line, are in."""
    pieces: list[bytes] = []
    for graph, text in texts:
        pieces += (text, text.replace(f" {graph} .\n".encode(), b" .\n"))
    whole = b"".join(pieces)
    if whole:
        load = store.bulk_load if len(whole) > BULK * _LINE else store.load
        load(whole, RdfFormat.N_QUADS, lenient=True)


def drop_graph(store: pyoxigraph.Store, graph: NamedNode) -> None:
    """Takes a graph out, and out of the merge what only it says."""
    name = str(graph)
    store.update(
        f"DELETE {{ ?s ?p ?o }} WHERE {{ GRAPH {name} {{ ?s ?p ?o }} "
        f"FILTER NOT EXISTS {{ GRAPH ?other {{ ?s ?p ?o }} FILTER(?other != {name}) }} }}"
    )
    store.remove_graph(graph)


def drop_quads(store: pyoxigraph.Store, quads: Iterable[Quad]) -> None:
    """Takes quads out, and out of the merge what no other graph says."""
    for quad in quads:
        store.remove(quad)
        subject: NamedNode | BlankNode | Triple = quad.subject
        said = store.quads_for_pattern(subject, quad.predicate, quad.object, None)
        if all(other.graph_name == MERGE for other in said):
            store.remove(Quad(subject, quad.predicate, quad.object, MERGE))


def replace_graphs(store: pyoxigraph.Store, wanted: Collection[Quad], others: Collection[NamedNode]) -> None:
    """Makes ``wanted`` all that there is outside the graphs ``others``, changing only what differs."""
    new = {quad.graph_name for quad in wanted}
    graphs = new | (set(store.named_graphs()) - set(others))
    present = {quad for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph)}
    drop_quads(store, sorted(present.difference(wanted), key=str))
    add_quads(store, sorted(set(wanted) - present, key=str))
    for graph in sorted(graphs - new, key=str):
        store.remove_graph(graph)


def place_codes(store: pyoxigraph.Store, graphs: Collection[NamedNode]) -> list[str]:
    """The codes of the places that these graphs name, sorted."""
    found = store.quads_for_pattern(None, _CODE, None, MERGE)
    codes = {quad.object for quad in found if isinstance(quad.object, Literal)}
    # Few codes, many plans: for each the first plan that names it is enough.
    return sorted(code.value for code in codes if _named(store, code, graphs))


def place_codes_of(store: pyoxigraph.Store, graphs: Iterable[NamedNode]) -> set[str]:
    """The codes of the places that these few graphs name."""
    found = (quad.object for graph in graphs for quad in store.quads_for_pattern(None, _CODE, None, graph))
    return {code.value for code in found if isinstance(code, Literal)}


def _named(store: pyoxigraph.Store, code: Literal, graphs: Collection[NamedNode]) -> bool:
    return any(quad.graph_name in graphs for quad in store.quads_for_pattern(None, _CODE, code, None))
