"""The RDF of a part: the quads that say the part's facts, in the graphs of the plans that say them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg.facts import RELATIONS, Facts
from kg.query import PREFIXES
from kg.rdf_identity import plan_iri

_PLAN = PREFIXES["plan"]
_SUBJECT = NamedNode(PREFIXES["rdf"] + "subject")
_PREDICATE = NamedNode(PREFIXES["rdf"] + "predicate")
_OBJECT = NamedNode(PREFIXES["rdf"] + "object")
_MENTIONED = NamedNode(_PLAN + "mentionedIn")
_FURTHER = NamedNode(_PLAN + "furtherEvidence")
_RELATIONS = frozenset(NamedNode(_PLAN + name) for name in RELATIONS)
_DESCRIBING = frozenset(NamedNode(_PLAN + name) for name in ("kind", "status", "subject"))


def part_quads(store: pyoxigraph.Store, part: Facts) -> list[Quad]:
    """All quads about the things, targets and goals of ``part``, sorted.

    These are labels and classes, the part's relations with their statements, and the sentences, sections and plans that
    say them; mentions only where their sentence is in the part.
    """
    found: set[Quad] = set()
    passages = set(part.sentences)
    relations = {(f.subject, _PLAN + f.predicate, f.object) for f in part.relations}
    items = [*part.things, *(item.iri for item in part.commitments)]
    for iri in items:
        found.update(_described(store, NamedNode(iri), relations, passages))
    found.update(_indicators(store, found))
    for iri in sorted(passages):
        found.update(_document(store, NamedNode(iri)))
    for plan in part.plans.values():
        found.update(_named(store, plan_iri(plan.id)))
    return sorted(found, key=str)


def _described(
    store: pyoxigraph.Store, node: NamedNode, relations: set[tuple[str, str, str]], passages: set[str]
) -> Iterator[Quad]:
    """What a node says itself, and the statements with it as their subject."""
    for quad in _named(store, node):
        obj = quad.object
        if isinstance(obj, NamedNode):
            if quad.predicate == _MENTIONED and obj.value not in passages:
                continue
            if quad.predicate in _RELATIONS and (node.value, quad.predicate.value, obj.value) not in relations:
                continue
        yield quad
        if isinstance(obj, NamedNode) and (quad.predicate in _RELATIONS or quad.predicate in _DESCRIBING):
            yield from _statements(store, quad)


def _statements(store: pyoxigraph.Store, fact: Quad) -> Iterator[Quad]:
    graph = fact.graph_name
    for found in store.quads_for_pattern(None, _SUBJECT, fact.subject, graph):
        statement = found.subject
        same = (Quad(statement, _PREDICATE, fact.predicate, graph), Quad(statement, _OBJECT, fact.object, graph))
        if all(quad in store for quad in same):
            for quad in store.quads_for_pattern(statement, None, None, graph):
                yield quad
                if quad.predicate == _FURTHER and isinstance(quad.object, NamedNode):
                    yield from store.quads_for_pattern(quad.object, None, None, graph)


def _document(store: pyoxigraph.Store, passage: NamedNode) -> Iterator[Quad]:
    """A sentence and the headings above it."""
    waiting = [passage]
    while waiting:
        for quad in _named(store, waiting.pop()):
            yield quad
            if quad.predicate.value in (_PLAN + "section", _PLAN + "parent") and isinstance(quad.object, NamedNode):
                waiting.append(quad.object)


def _indicators(store: pyoxigraph.Store, quads: Iterable[Quad]) -> list[Quad]:
    nodes = {q.object for q in quads if q.predicate.value == _PLAN + "indicator" and isinstance(q.object, NamedNode)}
    return [quad for node in nodes for quad in _named(store, node)]


def _named(store: pyoxigraph.Store, node: NamedNode) -> Iterator[Quad]:
    """The quads of a subject in the named graphs, the merge left aside."""
    return (q for q in store.quads_for_pattern(node, None, None, None) if not isinstance(q.graph_name, DefaultGraph))
