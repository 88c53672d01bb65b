"""Facts -> RDF: all quads of one plan, in its named graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat

from extract.model import EntityType, PlanFacts
from kg.identity import Identity, load_identity
from kg.rdf_document import document_quads
from kg.rdf_facts import entity_quads, goal_quads, outcome_quads, place_quads, relation_quads, target_quads
from kg.rdf_identity import PlaceNames, PlanNodes, digest, place_iri, plan_iri, plan_nodes


def plan_quads(facts: PlanFacts, places: PlaceNames | None = None, identity: Identity | None = None) -> list[Quad]:
    """The graph of one plan, named ``plan_iri(facts.document.id)``: sorted, without repeats or blank nodes.

    ``places`` (``kg.gazetteer_graph.KnownPlaces``) decides which names count in all plans alike; give the same one
    to every plan of a graph, or their shared projects stay apart; so with ``identity``, the tables of
    ``kg.identity.load_identity`` (read anew where not given).

    Raises:
        PlanKGError: a relation's end is no entity of the plan.
        ValueError: a target's value is not a decimal number.
    """
    return sorted(plan_quad_set(facts, places, identity), key=_order)


def plan_quad_set(facts: PlanFacts, places: PlaceNames | None = None, identity: Identity | None = None) -> set[Quad]:
    """As ``plan_quads``, in no order, which takes half the time. Raises as ``plan_quads``."""
    tables = identity or load_identity()
    return set(_all_quads(facts, plan_nodes(facts, places, tables), tables))


def quad_lines(quads: Iterable[Quad]) -> bytes:
    """The quads as N-Quads in the order of the lines: the same bytes for the same quads."""
    text = pyoxigraph.serialize(quads, format=RdfFormat.N_QUADS) or b""
    return b"".join(sorted(text.splitlines(keepends=True)))


def planning_place_node(facts: PlanFacts, nodes: PlanNodes) -> NamedNode | None:
    """The node of the place whose plan it is; None if the document does not say.

    The entity with its code or name where the plan lists one, else a node of its own.
    """
    meta = facts.document.meta
    coded = place_iri(meta.place_code) if meta.place_code else None
    if coded is not None and coded in nodes.nodes:
        return coded
    found = nodes.find(meta.place, EntityType.PLACE) if meta.place else None
    return found or coded or (place_iri(f"x{digest(meta.place, '')}") if meta.place else None)


def _all_quads(facts: PlanFacts, nodes: PlanNodes, tables: Identity) -> Iterator[Quad]:
    place, meta = planning_place_node(facts, nodes), facts.document.meta
    yield from document_quads(facts.document, place)
    if place is not None and place not in nodes.nodes:
        yield from place_quads(place, meta.place, meta.place_code, plan_iri(facts.document.id))
    yield from entity_quads(facts, nodes, tables)
    yield from relation_quads(facts, nodes)
    yield from target_quads(facts, nodes, place, tables.indicators)
    yield from goal_quads(facts, nodes, place)
    yield from outcome_quads(facts, nodes, place, tables.indicators)


def _order(quad: Quad) -> tuple[str, str, str]:
    return str(quad.subject), str(quad.predicate), str(quad.object)
