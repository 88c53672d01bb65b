"""Which names of the plans are one node, by which rule, in which plans: every merge of the graph, so that none is silent.

Read from the graph with the tables of ``kg.identity``; an analyst undoes or forces a merge in ``data/identity.csv``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import pyoxigraph
from pyoxigraph import Literal, NamedNode

from extract.model import Entity, EntityType, normalise
from kg.identity import ANALYST, LETTERS, SCHEME, WORDS, Identity
from kg.identity_indicators import TIDY, rule_of
from kg.manifest import PlanRecord
from kg.query import PREFIXES, text
from kg.rdf_identity import known_by
from kg.rdf_terms import node
from ontology.notation import PROJECT_KINDS
from ontology.vocab import PLAN

CODE = "code"
RULES: MappingProxyType[str, str] = MappingProxyType(
    {
        ANALYST: "分析者的表", SCHEME: "同义词表", WORDS: "通用字词", TIDY: "去掉范围和修饰", LETTERS: "写法相同",
        CODE: "同一区划代码", "quoted": "专名", "number": "公路编号", "network": "线网名称", "place": "名称里有地名",
    }
)  # fmt: skip
"""Rules and what the tables call them."""
KINDS: MappingProxyType[str, str] = MappingProxyType(
    {
        "place": "地方", "project": "项目", "industry": "产业", "measure": "举措", "organization": "组织", "brand": "品牌",
        "indicator": "指标",
    }
)  # fmt: skip
"""Kinds of nodes, as in ``data/identity.csv``, and what the tables call them."""
_PLAN = re.compile(r".*/plan/")
_LOCAL = ("project", "organization")


@dataclass(frozen=True, order=True, slots=True)
class Form:
    """A name of a node: ``rule`` of ``RULES`` says why it stands for it; ``plans`` are the ids that have it, sorted."""

    name: str
    rule: str
    plans: tuple[str, ...]


@dataclass(frozen=True, order=True, slots=True)
class Merge:
    """A node with several names, or one that plans of several places name. ``forms`` are sorted, the most used first.

    ``shared`` says by which of ``RULES`` a project or organisation of several places' plans is one thing, "" otherwise.
    """

    kind: str
    label: str
    iri: str
    forms: tuple[Form, ...]
    shared: str = ""


def merges(
    store: pyoxigraph.Store, plans: Sequence[PlanRecord], identity: Identity, kinds: Sequence[str] = ()
) -> tuple[Merge, ...]:
    """Every merge of the graph, by kind, then label; of some kinds only if asked. A graph without plans has none."""
    codes = {record.id: record.code or record.id for record in plans}
    found: list[Merge] = []
    for kind in kinds or tuple(KINDS):
        forms = _indicators(store) if kind == "indicator" else _entities(store, kind)
        for iri, names in forms.items():
            project = _project_kind(store, iri) if kind == "project" else ""
            merge = _merge(kind, iri, names, codes, identity, project)
            if merge is not None:
                found.append(merge)
    return tuple(sorted(found, key=lambda m: (list(KINDS).index(m.kind), m)))


_Names = Mapping[str, set[str]]


def _merge(
    kind: str, iri: str, names: _Names, codes: Mapping[str, str], identity: Identity, project: str
) -> Merge | None:
    ranked = sorted(names, key=lambda name: (-len(names[name]), name))
    label = ranked[0]
    places = {codes.get(plan, plan) for plans in names.values() for plan in plans}
    entity = Entity(EntityType(kind), label, kind=project) if kind != "indicator" else None
    shared = known_by(entity) if entity and kind in _LOCAL and len(places) > 1 else ""
    if len({normalise(name) for name in names}) < 2 and not shared:
        return None
    forms = []
    for name in ranked:
        plans = tuple(sorted(names[name]))
        forms.append(Form(name, _rule(kind, name, label, codes.get(plans[0], ""), identity), plans))
    return Merge(kind, label, iri, tuple(forms), shared)


def _rule(kind: str, name: str, label: str, place: str, identity: Identity) -> str:
    if kind == "place":
        return CODE
    if kind == "indicator":
        return rule_of(identity.indicators, name, label)
    return identity.key(Entity(EntityType(kind), name), place).rule


def _project_kind(store: pyoxigraph.Store, iri: str) -> str:
    """A project's kind by its word in the annotation format, "" if it has none; of several the first."""
    found = store.quads_for_pattern(NamedNode(iri), node(PLAN.kind), None, None)
    words = {str(term): word for word, term in PROJECT_KINDS.items()}
    return min((words.get(quad.object.value, "") for quad in found if isinstance(quad.object, NamedNode)), default="")


def _entities(store: pyoxigraph.Store, kind: str) -> dict[str, _Names]:
    """Names by node: what plans call it."""
    cls = kind.capitalize()
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for graph, iri, name in _rows(store, f"SELECT ?g ?e ?l {{ GRAPH ?g {{ ?e a plan:{cls} ; skos:prefLabel ?l }} }}"):
        if _PLAN.match(graph):
            found[iri][name].add(_PLAN.sub("", graph))
    return {iri: found[iri] for iri in sorted(found)}


def _indicators(store: pyoxigraph.Store) -> dict[str, _Names]:
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    query = """SELECT ?g ?i ?l { GRAPH ?g { ?f plan:indicator ?i . ?i skos:prefLabel ?name
        OPTIONAL { ?f plan:indicatorText ?said } BIND(COALESCE(?said, ?name) AS ?l) } }"""
    for graph, iri, name in _rows(store, query):
        found[iri][name].add(_PLAN.sub("", graph))
    return {iri: found[iri] for iri in sorted(found)}


def _rows(store: pyoxigraph.Store, query: str) -> Iterator[list[str]]:
    result = store.query(query, prefixes=dict(PREFIXES))
    assert isinstance(result, pyoxigraph.QuerySolutions)
    for solution in result:
        yield [term.value if isinstance(term, Literal) else text(term) for term in solution]
