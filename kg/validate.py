"""SHACL validation of a graph: what is wrong, where, in words an analyst can act on.

Core constraints run in pySHACL, one named graph at a time in memory; the SPARQL constraints of the shapes run in
Oxigraph, once for a graph and not once for a node (``ontology/shapes.ttl`` says why that is the same).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import pyoxigraph
import pyshacl
import rdflib
from pyoxigraph import DefaultGraph, NamedNode, Quad
from rdflib.namespace import DCTERMS, RDF, SH, SKOS, XSD

from kg.annotation_write import QuadSource
from kg.rdf_identity import plan_iri
from ontology.vocab import PLAN

_SEVERITIES = {SH.Violation: "violation", SH.Warning: "warning", SH.Info: "info"}
_ORDER = ("violation", "warning", "info")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as the shapes say.

    ``severity`` is "violation", "warning" or "info"; ``focus`` the IRI of the node; ``label`` its name, title or quote
    ("" if it has none); ``path`` the property's IRI or ""; ``value`` the offending value or ""; ``message`` says in
    Chinese what should be.
    """

    severity: str
    focus: str
    label: str
    path: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class SparqlConstraint:
    """A SPARQL constraint of the shapes: ``select`` binds ?this, ?path and ?value for each fault."""

    select: str
    message: str
    severity: str


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes, read once: core constraints as a graph, SPARQL constraints apart."""

    core: rdflib.Graph
    queries: tuple[SparqlConstraint, ...]

    @classmethod
    def load(cls) -> Shapes:
        """Read ``ontology/shapes.ttl``."""
        core = rdflib.Graph().parse(data=files("ontology").joinpath("shapes.ttl").read_text("utf-8"), format="turtle")
        queries = tuple(sorted(_sparql_constraints(core), key=lambda query: query.message))
        core.remove((None, SH.sparql, None))
        return cls(core, queries)


def validate_plan(store: QuadSource, plan_id: str, shapes: Shapes) -> list[Finding]:
    """What is wrong with one plan's graph; empty if nothing is."""
    return validate_graph(store, plan_iri(plan_id), shapes)


def validate_graph(store: QuadSource, graph: NamedNode, shapes: Shapes) -> list[Finding]:
    """What is wrong with one named graph of a store; empty if nothing is."""
    return validate_quads(store.quads_for_pattern(None, None, None, graph), shapes)


def validate_store(store: QuadSource, plan_ids: Iterable[str], shapes: Shapes) -> Iterator[tuple[str, list[Finding]]]:
    """Each plan with its findings, one after the other, so that progress can be shown."""
    for plan_id in plan_ids:
        yield plan_id, validate_plan(store, plan_id, shapes)


def validate_quads(quads: Iterable[Quad], shapes: Shapes) -> list[Finding]:
    """What is wrong with these quads, taken as one graph: worst first, then by node, path and message."""
    kept = list(quads)
    data = rdflib.Graph()
    for quad in kept:
        data.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    found = {*_core_findings(data, shapes), *_query_findings(kept, data, shapes)}
    return sorted(found, key=lambda f: (_ORDER.index(f.severity), f.focus, f.path, f.message, f.value))


def _core_findings(data: rdflib.Graph, shapes: Shapes) -> Iterator[Finding]:
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes.core, inference="none", advanced=False)
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus, path, value, severity, messages = (
            report.value(result, SH.focusNode),
            report.value(result, SH.resultPath),
            report.value(result, SH.value),
            report.value(result, SH.resultSeverity),
            sorted(str(message) for message in report.objects(result, SH.resultMessage)),
        )
        yield Finding(
            _severity(severity),
            str(focus),
            _label(data, focus),
            _words(path),
            _words(value),
            messages[0],
        )


def _query_findings(quads: list[Quad], data: rdflib.Graph, shapes: Shapes) -> Iterator[Finding]:
    store = pyoxigraph.Store()
    store.extend(Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in quads)
    for query in shapes.queries:
        solutions: Any = store.query(query.select)
        for solution in solutions:
            focus, path, value = (_term(solution[name]) for name in ("this", "path", "value"))
            yield Finding(query.severity, str(focus), _label(data, focus), str(path), str(value), query.message)


def _sparql_constraints(shapes: rdflib.Graph) -> Iterator[SparqlConstraint]:
    for shape, constraint in shapes.subject_objects(SH.sparql):
        prefixes = "".join(
            f"PREFIX {shapes.value(each, SH.prefix)}: <{shapes.value(each, SH.namespace)}>\n"
            for source in shapes.objects(constraint, SH.prefixes)
            for each in shapes.objects(source, SH.declare)
        )
        severity = _severity(shapes.value(shape, SH.severity))
        select, message = shapes.value(constraint, SH.select), shapes.value(constraint, SH.message)
        yield SparqlConstraint(prefixes + str(select), str(message), severity)


def _severity(term: Any) -> str:
    return _SEVERITIES.get(term, "violation")


def _label(data: rdflib.Graph, focus: Any) -> str:
    for term in (SKOS.prefLabel, DCTERMS.title, PLAN.quote, PLAN.text):
        values = sorted(str(value) for value in data.objects(focus, term))
        if values:
            return values[0]
    return ""


def _words(term: Any) -> str:
    return "" if term is None or isinstance(term, rdflib.BNode) else str(term)


def _term(value: Any) -> Any:
    """A pyoxigraph term as rdflib's; a plain string has no datatype there, as in the shapes' lists."""
    if isinstance(value, NamedNode):
        return rdflib.URIRef(value.value)
    if isinstance(value, pyoxigraph.BlankNode):
        return rdflib.BNode(value.value)
    if value.language:
        return rdflib.Literal(value.value, lang=value.language)
    datatype = rdflib.URIRef(value.datatype.value)
    return rdflib.Literal(value.value, datatype=None if datatype == XSD.string else datatype)
