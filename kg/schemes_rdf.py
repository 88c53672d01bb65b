"""The schemes as SKOS, in one named graph: indicators and their families, industries, GB/T 4754-2017.

A concept of an industry or indicator *is* the node that plans use, so that ``skos:broader*`` leads from what a plan says
to all it is part of. Where plans name an industry or indicator that is none of the scheme's, its own plan's graph has
the ``skos:broader``, with ``plan:schemeRule`` saying why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad
from rdflib.namespace import DCTERMS, SKOS

from kg.compare_indicators import Scheme
from kg.identity import Identity, load_identity
from kg.rdf_identity import indicator_iri, industry_iri
from kg.rdf_terms import ALT_LABEL, BROADER, PREF_LABEL, RDF_TYPE, SCHEME_GRAPH, chinese, node, string
from kg.scheme_names import INDICATOR_SCHEME, INDUSTRY_SCHEME, STANDARD_SCHEME, family_iri, standard_iri
from kg.schemes import Division, IndustryScheme, load_standard
from ontology.vocab import PLAN

_CONCEPT, _NOTATION, _SOURCE = node(SKOS.Concept), node(SKOS.notation), node(DCTERMS.source)
_IN_SCHEME, _NARROWER = node(SKOS.inScheme), node(SKOS.narrower)
_TOP, _HAS_TOP = node(SKOS.topConceptOf), node(SKOS.hasTopConcept)
_TITLES = (
    (INDICATOR_SCHEME, "指标体系", "indicators of plans", "类的划分参照“十四五”规划纲要的主要指标表（2021）"),
    (INDUSTRY_SCHEME, "产业体系", "industries of plans", "按规划里通行的说法，各自对应到 GB/T 4754—2017"),
    (STANDARD_SCHEME, "国民经济行业分类", "industrial classification for national economic activities",
     "GB/T 4754—2017《国民经济行业分类》，门类与大类"),
)  # fmt: skip


def scheme_quads(tables: Identity | None = None) -> list[Quad]:
    """All three schemes in the scheme graph, sorted.

    Raises:
        TableError: a table is missing or a row is not as it should be.
    """
    known = tables or load_identity()
    found = {*_titles(), *_standard(load_standard().values()), *_industries(known.industries)}
    found.update(_families(known.indicators), _indicators(known.indicators))
    return sorted(found, key=lambda q: (str(q.subject), str(q.predicate), str(q.object)))


def _titles() -> Iterator[Quad]:
    for scheme, zh, en, source in _TITLES:
        yield _quad(scheme, RDF_TYPE, node(SKOS.ConceptScheme))
        yield _quad(scheme, PREF_LABEL, chinese(zh))
        yield _quad(scheme, PREF_LABEL, Literal(en, language="en"))
        yield _quad(scheme, _SOURCE, chinese(source))


def _standard(divisions: Iterable[Division]) -> Iterator[Quad]:
    for division in divisions:
        iri = standard_iri(division.code)
        wider = standard_iri(division.code[0]) if len(division.code) > 1 else None
        yield from _concept(iri, STANDARD_SCHEME, division.name, wider)
        yield _quad(iri, _NOTATION, string(division.code))
        if division.english:
            yield _quad(iri, PREF_LABEL, Literal(division.english, language="en"))


def _industries(scheme: IndustryScheme) -> Iterator[Quad]:
    for name, concept in scheme.concepts.items():
        iri = _industry(scheme, name)
        wider = _industry(scheme, concept.broader) if concept.broader else None
        yield from _concept(iri, INDUSTRY_SCHEME, name, wider)
        for alias in concept.aliases:
            yield _quad(iri, ALT_LABEL, chinese(alias))
        for match, code in concept.matches:
            yield _quad(iri, node(SKOS[match]), standard_iri(code))


def _families(scheme: Scheme) -> Iterator[Quad]:
    for name, family in scheme.families.items():
        iri = family_iri(name)
        yield from _concept(iri, INDICATOR_SCHEME, name, family_iri(family.broader) if family.broader else None)
        if family.english:
            yield _quad(iri, PREF_LABEL, Literal(family.english, language="en"))


def _indicators(scheme: Scheme) -> Iterator[Quad]:
    for name, wider in scheme.broader.items():
        iri = indicator_iri(name)
        above = (family_iri(wider) if wider in scheme.families else indicator_iri(wider)) if wider else None
        yield from _concept(iri, INDICATOR_SCHEME, name, above)
        for alias in scheme.aliases[name]:
            yield _quad(iri, ALT_LABEL, chinese(alias))
        for unit in sorted(scheme.units[name]):
            yield _quad(iri, node(PLAN.unit), string(unit))


def _concept(iri: NamedNode, scheme: NamedNode, label: str, wider: NamedNode | None) -> Iterator[Quad]:
    yield _quad(iri, RDF_TYPE, _CONCEPT)
    yield _quad(iri, PREF_LABEL, chinese(label))
    yield _quad(iri, _IN_SCHEME, scheme)
    if wider is None:
        yield _quad(iri, _TOP, scheme)
        yield _quad(scheme, _HAS_TOP, iri)
    else:
        yield _quad(iri, BROADER, wider)
        yield _quad(wider, _NARROWER, iri)


def _industry(scheme: IndustryScheme, name: str) -> NamedNode:
    return industry_iri(scheme.words.key("industry", name))


def _quad(subject: NamedNode, predicate: NamedNode, obj: NamedNode | Literal) -> Quad:
    return Quad(subject, predicate, obj, SCHEME_GRAPH)
