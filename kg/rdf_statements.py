"""Reification: the statement beside each fact that says where the plan says it.

``plan:passage`` names every sentence that says the fact. ``plan:start``, ``plan:end``, ``plan:quote``,
``plan:rule`` and ``plan:inferred`` are of its main evidence (the first that is not inferred), one each; every
further evidence is a ``plan:Evidence`` of its own, so that offsets and quotes are never mixed up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pyoxigraph import NamedNode, Quad

from extract.model import Evidence
from kg.rdf_identity import digest, passage_iri, plan_iri
from kg.rdf_terms import (
    DERIVED_FROM,
    RDF_OBJECT,
    RDF_PREDICATE,
    RDF_SUBJECT,
    RDF_TYPE,
    boolean,
    chinese,
    integer,
    node,
    string,
)
from ontology.vocab import ID, PLAN

_STATEMENT, _EVIDENCE = node(PLAN.Statement), node(PLAN.Evidence)
_PASSAGE, _START, _END, _QUOTE = node(PLAN.passage), node(PLAN.start), node(PLAN.end), node(PLAN.quote)
_RULE, _INFERRED, _FURTHER = node(PLAN.rule), node(PLAN.inferred), node(PLAN.furtherEvidence)


def by_weight(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence with what is said outright first, otherwise in the order given; no place twice."""
    places: dict[tuple[int, int], Evidence] = {}
    for item in sorted(evidence, key=lambda e: e.inferred):
        places.setdefault((item.start, item.end), item)
    return list(places.values())


def evidence_quads(iri: NamedNode, evidence: Evidence, plan_id: str) -> Iterator[Quad]:
    """The one place that ``evidence`` is, said of ``iri`` (a statement, a target, an evidence node)."""
    graph = plan_iri(plan_id)
    yield Quad(iri, _PASSAGE, passage_iri(plan_id, evidence.passage), graph)
    yield Quad(iri, _START, integer(evidence.start), graph)
    yield Quad(iri, _END, integer(evidence.end), graph)
    yield Quad(iri, _QUOTE, chinese(evidence.quote), graph)
    yield Quad(iri, _RULE, string(evidence.rule), graph)
    yield Quad(iri, _INFERRED, boolean(evidence.inferred), graph)


def statement_iri(plan_id: str, subject: NamedNode, predicate: NamedNode, obj: NamedNode) -> NamedNode:
    """The statement in which the plan says this triple."""
    return NamedNode(f"{ID}statement/{digest(plan_id, subject.value, predicate.value, obj.value)}")


def fact_quads(
    subject: NamedNode, predicate: NamedNode, obj: NamedNode, evidence: Sequence[Evidence], plan_id: str
) -> Iterator[Quad]:
    """The direct triple and its statement. Without evidence the triple alone (validation reports it)."""
    yield Quad(subject, predicate, obj, plan_iri(plan_id))
    ranked = by_weight(evidence)
    if ranked:
        iri = statement_iri(plan_id, subject, predicate, obj)
        yield from statement_quads(iri, (subject, predicate, obj), ranked, plan_id)


def mention_quads(
    subject: NamedNode, predicate: NamedNode, evidence: Sequence[Evidence], plan_id: str
) -> Iterator[Quad]:
    """For each place where the entity is named: the triple to the sentence and a statement with the offsets."""
    for item in by_weight(evidence):
        sentence = passage_iri(plan_id, item.passage)
        yield Quad(subject, predicate, sentence, plan_iri(plan_id))
        iri = NamedNode(f"{ID}statement/{digest(plan_id, subject.value, 'mention', str(item.start), str(item.end))}")
        yield from statement_quads(iri, (subject, predicate, sentence), [item], plan_id)


def statement_quads(
    iri: NamedNode, triple: tuple[NamedNode, NamedNode, NamedNode], ranked: Sequence[Evidence], plan_id: str
) -> Iterator[Quad]:
    """A statement of ``triple`` with its evidence, the main one first (``by_weight``)."""
    graph = plan_iri(plan_id)
    yield Quad(iri, RDF_TYPE, _STATEMENT, graph)
    for term, value in zip((RDF_SUBJECT, RDF_PREDICATE, RDF_OBJECT), triple, strict=True):
        yield Quad(iri, term, value, graph)
    yield Quad(iri, DERIVED_FROM, graph, graph)
    yield from evidence_quads(iri, ranked[0], plan_id)
    for item in ranked[1:]:
        further = NamedNode(f"{ID}evidence/{digest(iri.value, str(item.start), str(item.end))}")
        yield Quad(iri, _PASSAGE, passage_iri(plan_id, item.passage), graph)
        yield Quad(iri, _FURTHER, further, graph)
        yield Quad(further, RDF_TYPE, _EVIDENCE, graph)
        yield from evidence_quads(further, item, plan_id)
