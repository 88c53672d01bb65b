"""Graph -> annotation: a plan in the format of the guidelines, read back from its named graph alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Protocol

from pyoxigraph import Literal, NamedNode, Quad
from rdflib import URIRef

from extract.errors import PlanKGError
from kg.rdf_identity import plan_iri
from kg.rdf_terms import (
    ALT_LABEL,
    IDENTIFIER,
    PREF_LABEL,
    RDF_OBJECT,
    RDF_PREDICATE,
    RDF_SUBJECT,
    RDF_TYPE,
    node,
)
from ontology.notation import ENTITY_CLASSES, PROJECT_KINDS, RELATIONS, STATUSES
from ontology.vocab import PLAN

_QUOTE_LENGTH = 60  # of the guidelines


class QuadSource(Protocol):
    """What is needed of a store: ``pyoxigraph.Store`` and ``Dataset`` are ones."""

    def quads_for_pattern(self, subject: Any, predicate: Any, object: Any, graph_name: Any) -> Iterable[Quad]:
        """All quads that fit; None stands for anything."""
        ...


def annotation_of(store: QuadSource, plan_id: str) -> dict[str, Any]:
    """The annotation of a plan: entities, targets, goals, relations, each in the order of the text.

    ``evidence`` is the main sentence's quote without white space, at most 60 characters.

    Raises:
        PlanKGError: the store has no such plan.
    """
    plan = _Plan(store, plan_iri(plan_id))
    if PLAN.Plan not in plan.classes(plan.graph.value):
        raise PlanKGError(f"图中没有规划“{plan_id}”；plankg plans 列出已有的规划")
    return {
        "document": plan.text(plan.graph.value, IDENTIFIER),
        "planning_place": plan.name(plan.text(plan.graph.value, node(PLAN.planningPlace))),
        "planning_period": plan.period(),
        "entities": list(plan.entities()),
        "targets": list(plan.targets()),
        "goals": list(plan.goals()),
        "relations": list(plan.relations()),
    }


class _Plan:
    """One plan's graph, indexed by subject and predicate."""

    def __init__(self, store: QuadSource, graph: NamedNode) -> None:
        self.graph = graph
        self._values: dict[str, dict[str, list[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(list))
        quads = sorted(store.quads_for_pattern(None, None, None, graph), key=str)
        for quad in quads:
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                self._values[quad.subject.value][quad.predicate.value].append(quad.object)
        self._members: dict[str, list[str]] = defaultdict(list)
        for subject in sorted(self._values):
            for term in self.texts(subject, RDF_TYPE):
                self._members[term].append(subject)
        self._statements = dict(self._said())

    def texts(self, subject: str, predicate: NamedNode) -> list[str]:
        found = self._values[subject][predicate.value] if subject in self._values else []
        return [value.value for value in found]

    def text(self, subject: str, predicate: NamedNode) -> str:
        return next(iter(self.texts(subject, predicate)), "")

    def classes(self, subject: str) -> set[URIRef]:
        return {URIRef(name) for name in self.texts(subject, RDF_TYPE)}

    def name(self, iri: str) -> str:
        return self.text(iri, PREF_LABEL)

    def period(self) -> list[int] | None:
        first, last = (self.text(self.graph.value, node(term)) for term in (PLAN.periodStart, PLAN.periodEnd))
        return [int(first), int(last)] if first and last else None

    def entities(self) -> Iterator[dict[str, Any]]:
        for iri in self._in_order(self._entity_nodes()):
            entity_type = self._entity_type(iri)
            entity: dict[str, Any] = {
                "type": entity_type,
                "name": self.name(iri),
                "aliases": self.texts(iri, ALT_LABEL),
            }
            if entity_type == "project":
                entity["kind"] = _word(PROJECT_KINDS, self.text(iri, node(PLAN.kind))) or "other"
                entity["status"] = _word(STATUSES, self.text(iri, node(PLAN.status)))
            yield entity | {"evidence": self._mention(iri)}

    def targets(self) -> Iterator[dict[str, Any]]:
        for iri in self._in_order(self._of_class(PLAN.Target)):
            target: dict[str, Any] = {
                "subject": self._subject(iri),
                "indicator": self.text(iri, node(PLAN.indicatorText))
                or self.name(self.text(iri, node(PLAN.indicator))),
                "op": self.text(iri, node(PLAN.operator)),
                "value": _number(self.text(iri, node(PLAN.value))),
                "unit": self.text(iri, node(PLAN.unit)),
                "per": self.text(iri, node(PLAN.per)) or None,
            } | self._dates(iri)
            if binding := self.text(iri, node(PLAN.binding)):
                target["binding"] = binding
            if baseline := self.text(iri, node(PLAN.baseline)):
                target["baseline"] = _number(baseline)
            yield target | {"evidence": self._quote(iri)}

    def goals(self) -> Iterator[dict[str, Any]]:
        for iri in self._in_order(self._of_class(PLAN.Goal)):
            goal: dict[str, Any] = {"subject": self._subject(iri), "text": self.text(iri, node(PLAN.text))}
            yield goal | self._dates(iri) | {"evidence": self._quote(iri)}

    def relations(self) -> Iterator[dict[str, Any]]:
        found = [
            (self._statements.get((subject, property_.value, obj), ""), subject, word, obj)
            for word, uri in RELATIONS.items()
            for property_ in (node(uri),)
            for subject in self._values
            for obj in self.texts(subject, property_)
        ]
        for statement, subject, word, obj in sorted(found, key=lambda item: (self._start(item[0]), item[1:])):
            yield {"s": self.name(subject), "p": word, "o": self.name(obj), "evidence": self._quote(statement)}

    def _said(self) -> Iterator[tuple[tuple[str, str, str], str]]:
        """Statements by their triple; of several mentions of an entity the first in the text."""
        statements = self._of_class(PLAN.Statement)
        for iri in sorted(statements, key=lambda iri: (-self._start(iri), iri)):
            subject, predicate, obj = (self.text(iri, term) for term in (RDF_SUBJECT, RDF_PREDICATE, RDF_OBJECT))
            yield (subject, predicate, "" if predicate == str(PLAN.mentionedIn) else obj), iri

    def _of_class(self, term: URIRef) -> list[str]:
        return self._members.get(str(term), [])

    def _entity_nodes(self) -> list[str]:
        """Nodes of the six classes, but not the planning place where the plan never names it."""
        unsaid = self.text(self.graph.value, node(PLAN.planningPlace))
        found = {iri for term in ENTITY_CLASSES.values() for iri in self._of_class(term)}
        if not self.texts(unsaid, node(PLAN.mentionedIn)) and not self.texts(unsaid, ALT_LABEL):
            found.discard(unsaid)
        return sorted(found)

    def _entity_type(self, iri: str) -> str:
        return next(word for word, term in ENTITY_CLASSES.items() if str(term) in self.texts(iri, RDF_TYPE))

    def _mention(self, iri: str) -> str:
        return self._quote(self._statements.get((iri, str(PLAN.mentionedIn), ""), ""))

    def _subject(self, iri: str) -> str:
        return self.text(iri, node(PLAN.subjectText)) or self.name(self.text(iri, node(PLAN.subject)))

    def _dates(self, iri: str) -> dict[str, Any]:
        deadline, within = self.text(iri, node(PLAN.deadline)), self.text(iri, node(PLAN.withinYears))
        return {"deadline": int(deadline) if deadline else None, "within_years": int(within) if within else None}

    def _quote(self, iri: str) -> str:
        return "".join(self.text(iri, node(PLAN.quote)).split())[:_QUOTE_LENGTH]

    def _start(self, iri: str) -> int:
        return int(self.text(iri, node(PLAN.start)) or 0)

    def _in_order(self, nodes: list[str]) -> list[str]:
        def key(iri: str) -> tuple[int, str]:
            return self._start(self._statements.get((iri, str(PLAN.mentionedIn), ""), iri)), iri

        return sorted(nodes, key=key)


def _word(words: Any, iri: str) -> str:
    return next((word for word, term in words.items() if str(term) == iri), "")


def _number(text: str) -> int | float:
    value = Decimal(text or "0")
    return int(value) if value == value.to_integral_value() else float(value)
