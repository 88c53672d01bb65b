"""The document side of a plan's graph: what it is, its headings, its sentences."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from pyoxigraph import NamedNode, Quad

from extract.model import Document, Passage, Section
from kg.rdf_identity import passage_iri, plan_iri, section_iri
from kg.rdf_terms import (
    IDENTIFIER,
    ISSUED,
    RDF_TYPE,
    TITLE,
    boolean,
    chinese,
    date,
    integer,
    node,
    string,
    year,
)
from ontology.vocab import PLAN

_TYPE = RDF_TYPE
_PLAN, _SECTION, _PASSAGE = node(PLAN.Plan), node(PLAN.Section), node(PLAN.Passage)
_START, _END, _TEXT, _ORDER = node(PLAN.start), node(PLAN.end), node(PLAN.text), node(PLAN.order)
_OF_PLAN, _PAST, _IN_SECTION = node(PLAN.ofPlan), node(PLAN.past), node(PLAN.section)
_PARAGRAPH, _PAGE, _LEVEL, _PARENT = node(PLAN.paragraph), node(PLAN.page), node(PLAN.level), node(PLAN.parent)


def document_quads(document: Document, planning_place: NamedNode | None) -> Iterator[Quad]:
    """Quads of the plan itself, of its sections and of its passages, in the plan's graph."""
    graph = plan_iri(document.id)
    yield from _plan_quads(document, planning_place, graph)
    for section in document.sections:
        yield from _section_quads(document.id, section, graph)
    for passage in document.passages:
        yield from _passage_quads(document, passage, graph)


def source_stem(source: str) -> str:
    """The file's name without folder and extension: ``dcterms:identifier`` and "document" of an annotation."""
    return PurePath(source.replace("\\", "/")).stem or source


def _plan_quads(document: Document, planning_place: NamedNode | None, graph: NamedNode) -> Iterator[Quad]:
    meta = document.meta
    yield Quad(graph, _TYPE, _PLAN, graph)
    yield Quad(graph, TITLE, chinese(meta.title or source_stem(document.source)), graph)
    yield Quad(graph, IDENTIFIER, string(source_stem(document.source)), graph)
    yield Quad(graph, node(PLAN.sourceFile), string(document.source), graph)
    yield Quad(graph, node(PLAN.planKind), chinese(meta.kind or "其他"), graph)
    for term, value in (
        (PLAN.planYear, meta.year),
        (PLAN.periodStart, meta.period[0]),
        (PLAN.periodEnd, meta.period[1]),
    ):
        if value:
            yield Quad(graph, node(term), year(value), graph)
    if meta.delivered:
        yield Quad(graph, ISSUED, date(meta.delivered), graph)
    if planning_place is not None:
        yield Quad(graph, node(PLAN.planningPlace), planning_place, graph)


def _section_quads(plan_id: str, section: Section, graph: NamedNode) -> Iterator[Quad]:
    iri = section_iri(plan_id, section.index)
    yield Quad(iri, _TYPE, _SECTION, graph)
    yield Quad(iri, TITLE, chinese(section.title), graph)
    yield Quad(iri, _ORDER, integer(section.index), graph)
    yield Quad(iri, _LEVEL, integer(section.level), graph)
    yield Quad(iri, _START, integer(section.start), graph)
    yield Quad(iri, _END, integer(section.end), graph)
    yield Quad(iri, _PAST, boolean(section.past), graph)
    yield Quad(iri, _OF_PLAN, graph, graph)
    if section.parent is not None:
        yield Quad(iri, _PARENT, section_iri(plan_id, section.parent), graph)
    if section.year:
        yield Quad(iri, node(PLAN.forYear), year(section.year), graph)


def _passage_quads(document: Document, passage: Passage, graph: NamedNode) -> Iterator[Quad]:
    iri = passage_iri(document.id, passage.index)
    yield Quad(iri, _TYPE, _PASSAGE, graph)
    yield Quad(iri, _TEXT, chinese(document.quote(passage)), graph)
    yield Quad(iri, _ORDER, integer(passage.index), graph)
    yield Quad(iri, _START, integer(passage.start), graph)
    yield Quad(iri, _END, integer(passage.end), graph)
    yield Quad(iri, _PARAGRAPH, integer(passage.paragraph), graph)
    yield Quad(iri, _PAST, boolean(passage.past), graph)
    yield Quad(iri, _OF_PLAN, graph, graph)
    if passage.section is not None:
        yield Quad(iri, _IN_SECTION, section_iri(document.id, passage.section), graph)
    if passage.page is not None:
        yield Quad(iri, _PAGE, integer(passage.page), graph)
