"""The content side of a plan's graph: entities, relations, targets, goals and outcomes."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad

from extract.model import Document, Entity, EntityType, Goal, Outcome, PlanFacts, Relation, Target, normalise
from kg.compare_indicators import Scheme
from kg.identity import Identity
from kg.identity_indicators import IndicatorName, indicator_name
from kg.identity_merge import one_each
from kg.rdf_identity import PlanNodes, digest, indicator_iri, industry_iri, plan_iri, require
from kg.rdf_places import class_of_code, class_of_name
from kg.rdf_statements import by_weight, evidence_quads, fact_quads, mention_quads
from kg.rdf_status import status_evidence
from kg.rdf_terms import (
    ALT_LABEL,
    BROADER,
    DERIVED_FROM,
    PREF_LABEL,
    RDF_TYPE,
    boolean,
    chinese,
    decimal,
    integer,
    node,
    string,
    year,
)
from kg.scheme_names import family_iri
from ontology.notation import ENTITY_CLASSES, PROJECT_KINDS, RELATIONS, STATUSES
from ontology.vocab import ID, PLAN

_SUBJECT, _MENTIONED = node(PLAN.subject), node(PLAN.mentionedIn)
_DIVISIONS = frozenset({PLAN.Country, PLAN.Province, PLAN.Prefecture, PLAN.County, PLAN.Township, PLAN.Village})


def place_quads(iri: NamedNode, name: str, code: str, graph: NamedNode) -> Iterator[Quad]:
    """Classes, label and code of a place."""
    special = class_of_code(code) if code else class_of_name(name)
    yield Quad(iri, RDF_TYPE, node(PLAN.Place), graph)
    yield Quad(iri, RDF_TYPE, node(special), graph)
    if special in _DIVISIONS:
        yield Quad(iri, RDF_TYPE, node(PLAN.AdministrativeDivision), graph)
    yield Quad(iri, PREF_LABEL, chinese(name), graph)
    if code:
        yield Quad(iri, node(PLAN.code), string(code), graph)


def entity_quads(facts: PlanFacts, nodes: PlanNodes, tables: Identity) -> Iterator[Quad]:
    """Every entity: classes, labels, kind and status, where it is named; of an industry what it is part of."""
    graph = plan_iri(facts.document.id)
    for entity, iri in one_each(facts.entities, nodes.nodes):
        if entity.type is EntityType.PLACE:
            # A node that had to be of this plan only has no code: the code's own node has it.
            yield from place_quads(iri, entity.name, entity.code if iri.value.endswith(entity.code) else "", graph)
        else:
            yield Quad(iri, RDF_TYPE, node(ENTITY_CLASSES[entity.type.value]), graph)
            yield Quad(iri, PREF_LABEL, chinese(entity.name), graph)
        for alias in sorted({alias for alias in entity.aliases if alias and alias != entity.name}):
            yield Quad(iri, ALT_LABEL, chinese(alias), graph)
        yield from mention_quads(iri, _MENTIONED, entity.evidence, facts.document.id)
        if entity.type is EntityType.PROJECT:
            yield from _project_quads(entity, iri, facts.document)
        if entity.type is EntityType.INDUSTRY:
            key = tables.key(entity, facts.document.meta.place_code or facts.document.id)
            yield from _industry_quads(key.name, iri, tables, graph)


def _industry_quads(name: str, iri: NamedNode, tables: Identity, graph: NamedNode) -> Iterator[Quad]:
    """The concept of the scheme that an industry falls under; none where it is one or nothing says."""
    found = tables.industries.find(name)
    concept = industry_iri(tables.words.key("industry", found.concept)) if found else None
    if found and concept and concept != iri:
        yield Quad(iri, BROADER, concept, graph)
        yield Quad(iri, node(PLAN.schemeRule), string(f"{found.rule}:{found.word}"), graph)


def relation_quads(facts: PlanFacts, nodes: PlanNodes) -> Iterator[Quad]:
    """Every relation as a triple with its statement; a relation listed twice has the evidence of both.

    Raises:
        PlanKGError: an end that is no entity of the plan.
    """
    plan_id = facts.document.id
    merged: dict[tuple[str, str, str], tuple[NamedNode, NamedNode, NamedNode, list[Relation]]] = {}
    for relation in facts.relations:
        subject = require(nodes, relation.subject, relation.subject_type, plan_id)
        obj = require(nodes, relation.object, relation.object_type, plan_id)
        predicate = node(RELATIONS[relation.predicate.value])
        key = (subject.value, predicate.value, obj.value)
        merged.setdefault(key, (subject, predicate, obj, []))[3].append(relation)
    for subject, predicate, obj, same in merged.values():
        yield from fact_quads(subject, predicate, obj, [e for r in same for e in r.evidence], plan_id)


def target_quads(
    facts: PlanFacts, nodes: PlanNodes, planning_place: NamedNode | None, scheme: Scheme
) -> Iterator[Quad]:
    """Every target, its indicator, and the statement that it is of its subject."""
    plan_id, graph = facts.document.id, plan_iri(facts.document.id)
    seen: dict[str, int] = {}
    for target in facts.targets:
        iri = _numbered(seen, "target", plan_id, *_target_key(target))
        yield Quad(iri, RDF_TYPE, node(PLAN.Target), graph)
        yield from _indicator_quads(iri, target, scheme, graph)
        yield from _quantity_quads(iri, target, graph)
        yield from _dated_quads(iri, target, graph)
        yield from _subject_quads(iri, target, nodes, planning_place, plan_id)


def goal_quads(facts: PlanFacts, nodes: PlanNodes, planning_place: NamedNode | None) -> Iterator[Quad]:
    """Every goal, and the statement that it is of its subject."""
    plan_id, graph = facts.document.id, plan_iri(facts.document.id)
    seen: dict[str, int] = {}
    for goal in facts.goals:
        key = (normalise(goal.subject), normalise(goal.text), str(goal.deadline), str(goal.within_years))
        iri = _numbered(seen, "goal", plan_id, *key)
        yield Quad(iri, RDF_TYPE, node(PLAN.Goal), graph)
        yield Quad(iri, node(PLAN.text), chinese(goal.text), graph)
        yield from _dated_quads(iri, goal, graph)
        yield from _subject_quads(iri, goal, nodes, planning_place, plan_id)


def outcome_quads(
    facts: PlanFacts, nodes: PlanNodes, planning_place: NamedNode | None, scheme: Scheme
) -> Iterator[Quad]:
    """Every achieved figure with its indicator, and the statement that it is of its subject.

    Raises:
        ValueError: a value is not a decimal number.
    """
    plan_id, graph = facts.document.id, plan_iri(facts.document.id)
    seen: dict[str, int] = {}
    for outcome in facts.outcomes:
        words = (
            normalise(outcome.subject),
            normalise(outcome.indicator),
            outcome.operator,
            outcome.value,
            outcome.unit,
        )
        iri = _numbered(seen, "outcome", plan_id, *words, str(outcome.since), str(outcome.year))
        yield Quad(iri, RDF_TYPE, node(PLAN.Outcome), graph)
        yield from _indicator_quads(iri, outcome, scheme, graph)
        yield from _figure_quads(iri, outcome, graph)
        if outcome.year:
            yield Quad(iri, node(PLAN.achievedYear), year(outcome.year), graph)
        if outcome.since:
            yield Quad(iri, node(PLAN.achievedSince), year(outcome.since), graph)
        if outcome.expected:
            yield Quad(iri, node(PLAN.expected), boolean(True), graph)
        yield from _subject_quads(iri, outcome, nodes, planning_place, plan_id)


def _project_quads(entity: Entity, iri: NamedNode, document: Document) -> Iterator[Quad]:
    """Kind and status; the evidence of the status is where a clause gives it (``kg.rdf_status``)."""
    plan_id, graph = document.id, plan_iri(document.id)
    kind = node(PROJECT_KINDS.get(entity.kind, PLAN.OtherProject))
    yield Quad(iri, RDF_TYPE, kind, graph)
    yield from fact_quads(iri, node(PLAN.kind), kind, entity.evidence, plan_id)
    if entity.status:
        status = node(STATUSES.get(entity.status, PLAN.StatusOther))
        yield from fact_quads(iri, node(PLAN.status), status, status_evidence(entity, document), plan_id)


def _target_key(target: Target) -> tuple[str, ...]:
    words = (normalise(target.subject), normalise(target.indicator), target.operator, target.value, target.unit)
    return (*words, target.per, str(target.deadline), str(target.within_years))


def _numbered(seen: dict[str, int], kind: str, *parts: str) -> NamedNode:
    """The IRI of a target or goal of one plan; the second of two alike has another number."""
    key = digest(kind, *parts)
    seen[key] = seen.get(key, 0) + 1
    return NamedNode(f"{ID}{kind}/{key}" if seen[key] == 1 else f"{ID}{kind}/{key}-{seen[key]}")


def _quantity_quads(iri: NamedNode, target: Target, graph: NamedNode) -> Iterator[Quad]:
    yield from _figure_quads(iri, target, graph)
    if target.binding:
        yield Quad(iri, node(PLAN.binding), chinese(target.binding), graph)
    if target.baseline:
        yield Quad(iri, node(PLAN.baseline), decimal(target.baseline), graph)


def _indicator_quads(iri: NamedNode, figure: Target | Outcome, scheme: Scheme, graph: NamedNode) -> Iterator[Quad]:
    """The indicator's node with its label, the plan's own words where they differ, and what it falls under."""
    name = indicator_name(scheme, figure)
    indicator = indicator_iri(name.label)
    yield Quad(indicator, RDF_TYPE, node(PLAN.Indicator), graph)
    yield Quad(iri, node(PLAN.indicator), indicator, graph)
    yield Quad(indicator, PREF_LABEL, chinese(name.label), graph)
    if figure.indicator != name.label:
        yield Quad(indicator, ALT_LABEL, chinese(figure.indicator), graph)
        yield Quad(iri, node(PLAN.indicatorText), chinese(figure.indicator), graph)
    yield from _family_quads(indicator, name, graph)


def _family_quads(indicator: NamedNode, name: IndicatorName, graph: NamedNode) -> Iterator[Quad]:
    if name.broader:
        wider = indicator_iri(name.broader) if name.kind == "indicator" else family_iri(name.broader)
        yield Quad(indicator, BROADER, wider, graph)
        yield Quad(indicator, node(PLAN.schemeRule), string(name.rule), graph)


def _figure_quads(iri: NamedNode, figure: Target | Outcome, graph: NamedNode) -> Iterator[Quad]:
    yield Quad(iri, node(PLAN.operator), string(figure.operator), graph)
    yield Quad(iri, node(PLAN.value), decimal(figure.value), graph)
    yield Quad(iri, node(PLAN.unit), string(figure.unit), graph)
    if figure.per:
        yield Quad(iri, node(PLAN.per), string(figure.per), graph)


def _dated_quads(iri: NamedNode, fact: Target | Goal, graph: NamedNode) -> Iterator[Quad]:
    if fact.deadline:
        yield Quad(iri, node(PLAN.deadline), year(fact.deadline), graph)
    if fact.within_years:
        yield Quad(iri, node(PLAN.withinYears), integer(fact.within_years), graph)


def _subject_quads(
    iri: NamedNode, fact: Target | Goal | Outcome, nodes: PlanNodes, planning_place: NamedNode | None, plan_id: str
) -> Iterator[Quad]:
    """Whose target it is, and where it is said.

    A subject that is no entity (每个县) is the planning place, with the words kept in ``plan:subjectText``.
    """
    graph = plan_iri(plan_id)
    found = nodes.find(fact.subject, EntityType.PLACE) if fact.subject else None
    subject = found or planning_place
    if found is None and fact.subject:
        yield Quad(iri, node(PLAN.subjectText), chinese(fact.subject), graph)
    if subject is not None:
        yield from fact_quads(iri, _SUBJECT, subject, fact.evidence, plan_id)
    yield Quad(iri, DERIVED_FROM, graph, graph)
    ranked = by_weight(fact.evidence)
    if ranked:
        yield from evidence_quads(iri, ranked[0], plan_id)
