"""The store -> ``kg.facts.Facts``: one query for each sort of thing, each over the plans' own graphs."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

import pyoxigraph

from kg.facts import CLASSES, LEVELS, RELATIONS, Fact, Facts, GoalFact, PlanInfo, Proof, Sentence, TargetFact, Thing
from kg.facts_proofs import Proofs, proof, read_proofs
from kg.facts_rows import grouped, plan_id, rows
from kg.query import PREFIXES
from kg.rdf_terms import SCHEME_GRAPH

_Labels = dict[str, list[str]]
_ONT, _ID = PREFIXES["plan"], PREFIXES["id"]
_GAZETTEER = _ID + "graph/gazetteer"


def read_facts(store: pyoxigraph.Store, *, mentions: bool = True) -> Facts:
    """Everything in the store. Without ``mentions`` the sentences that only name things are left out: faster.

    Raises:
        OSError: the store cannot be read.
    """
    collecting = gc.isenabled()
    gc.disable()  # nothing that is made here is garbage; looking for some would cost a third of the time
    try:
        return read_with(store, read_proofs(store, mentions=mentions))
    finally:
        if collecting:
            gc.enable()


def read_with(store: pyoxigraph.Store, proofs: Proofs, *, sentences: bool = True) -> Facts:
    """The store's facts backed by ``proofs``; without ``sentences`` the words of the sentences stay unread."""
    labels = _labels(store)
    plans = {plan.id: plan for plan in _plans(store, labels)}
    words = dict(sorted(_words(store)))
    things = _things(store, labels, plans, words, proofs)
    relations = tuple(sorted(_relations(proofs)))
    targets, goals = tuple(sorted(_targets(store, labels, proofs))), tuple(sorted(_goals(store, proofs)))
    within = dict(sorted((s, o) for s, o in rows(store, "SELECT ?s ?o { ?s plan:within ?o }")))
    facts = Facts(
        plans=MappingProxyType(plans),
        things=MappingProxyType(things),
        relations=relations,
        targets=targets,
        goals=goals,
        sentences=MappingProxyType({}),
        within=MappingProxyType(within),
        words=MappingProxyType(words),
    )
    if not sentences:
        return facts
    named = {proof.passage for thing in things.values() for proof in thing.mentions}
    return replace(facts, sentences=MappingProxyType(_sentences(store, facts.passages | named)))


def _plans(store: pyoxigraph.Store, labels: _Labels) -> Iterator[PlanInfo]:
    query = """SELECT ?plan (MIN(?t) AS ?title) (MIN(?p) AS ?place) (MIN(?k) AS ?kind) (MIN(?y) AS ?year)
        (MIN(?a) AS ?first) (MIN(?b) AS ?last) (MIN(?c) AS ?code) {
        ?plan a plan:Plan ; dcterms:title ?t . OPTIONAL { ?plan plan:planKind ?k } OPTIONAL { ?plan plan:planYear ?y }
        OPTIONAL { ?plan plan:planningPlace ?p . OPTIONAL { ?p plan:code ?c } }
        OPTIONAL { ?plan plan:periodStart ?a } OPTIONAL { ?plan plan:periodEnd ?b } } GROUP BY ?plan ORDER BY ?plan"""
    for plan, title, place, kind, year, first, last, code in rows(store, query):
        name = labels[place][0] if place in labels else ""
        yield PlanInfo(plan_id(plan), title, place, name, code, kind, int(year or 0), int(first or 0), int(last or 0))


def _things(
    store: pyoxigraph.Store,
    labels: _Labels,
    plans: Mapping[str, PlanInfo],
    words: Mapping[str, str],
    proofs: Proofs,
) -> dict[str, Thing]:
    classes = _classes(store)
    codes = dict(sorted(rows(store, "SELECT ?s ?c { ?s plan:code ?c }"), reverse=True))
    where = {
        s: (float(lon), float(lat)) for s, lon, lat in rows(store, "SELECT ?s ?x ?y { ?s geo:long ?x ; geo:lat ?y }")
    }
    named = grouped(rows(store, _NAMED_IN))

    def latest(found: list[tuple[str, str]]) -> tuple[str, str]:
        return max(found, key=lambda pair: (plans[pair[0]].year if pair[0] in plans else 0, pair), default=("", ""))

    def word(found: list[tuple[str, str]]) -> str:
        return words.get(latest(found)[1], latest(found)[1])

    things = {}
    for iri, (cls, level) in sorted(classes.items()):
        names = labels.get(iri, [iri.rsplit("/", 1)[-1]])
        lon, lat = where.get(iri, (None, None))
        things[iri] = Thing(
            iri, cls, names[0], tuple(sorted(set(names[1:]) - {names[0]})), word(proofs.kind[iri]),
            word(proofs.status[iri]), codes.get(iri, ""), level, lon, lat,
            tuple(sorted(plan_id(g) for g in named.get(iri, ()))), proofs.take(iri, "mentionedIn", ""),
            proofs.main(iri, "status", latest(proofs.status[iri])),
        )  # fmt: skip
    return things


_NAMED_IN = f"""SELECT ?s ?g {{ VALUES ?c {{ {" ".join("plan:" + name for name in CLASSES)} }}
    GRAPH ?g {{ ?s a ?c }} FILTER(?g != <{_GAZETTEER}>) }}"""


def _classes(store: pyoxigraph.Store) -> dict[str, tuple[str, str]]:
    """Class and level of each entity."""
    names = " ".join("plan:" + name for name in (*CLASSES, *LEVELS))
    found = grouped(rows(store, f"SELECT ?s ?c {{ VALUES ?c {{ {names} }} ?s a ?c }}"))
    classes = {}
    for iri, terms in found.items():
        own = {term.removeprefix(_ONT) for term in terms}
        cls = next((name for name in CLASSES if name in own), "")
        if cls:
            classes[iri] = (cls, next((word for name, word in LEVELS.items() if name in own), ""))
    return classes


def _labels(store: pyoxigraph.Store) -> _Labels:
    """Names of each node, the label first: the gazetteer's or the schemes', else the first in order."""
    found: dict[str, list[str]] = {}
    queries = (
        f"SELECT ?s ?l {{ GRAPH <{_GAZETTEER}> {{ ?s skos:prefLabel ?l }} }}",
        f"SELECT ?s ?l {{ GRAPH {SCHEME_GRAPH} {{ ?s skos:prefLabel ?l }} FILTER(LANG(?l) = 'zh') }}",
        "SELECT ?s ?l { ?s skos:prefLabel ?l FILTER(LANG(?l) != 'en') }",
        "SELECT ?s ?l { ?s skos:altLabel ?l FILTER(LANG(?l) != 'en') }",
    )
    for query in queries:
        for subject, names in grouped(rows(store, query)).items():
            found.setdefault(subject, []).extend(names)
    return found


def _relations(proofs: Proofs) -> Iterator[Fact]:
    for (subject, predicate, obj), found in proofs.of.items():
        if predicate in RELATIONS:
            yield Fact(subject, predicate, obj, tuple(sorted(set(found))))


def _targets(store: pyoxigraph.Store, labels: _Labels, proofs: Proofs) -> Iterator[TargetFact]:
    for iri, of in _described(store, "Target"):
        indicator = of.get("indicator", "")
        yield TargetFact(
            iri=iri,
            plan=plan_id(of.get("wasDerivedFrom", "")),
            subject=of.get("subject", ""),
            subject_text=of.get("subjectText", ""),
            indicator=of.get("indicatorText", "") or labels.get(indicator, [indicator])[0],
            operator=of.get("operator", ""),
            value=of.get("value", ""),
            unit=of.get("unit", ""),
            per=of.get("per", ""),
            deadline=int(of.get("deadline", 0)),
            within_years=int(of.get("withinYears", 0)),
            binding=of.get("binding", ""),
            proofs=_own_proofs(iri, of, proofs),
        )


def _goals(store: pyoxigraph.Store, proofs: Proofs) -> Iterator[GoalFact]:
    for iri, of in _described(store, "Goal"):
        yield GoalFact(
            iri=iri,
            plan=plan_id(of.get("wasDerivedFrom", "")),
            subject=of.get("subject", ""),
            subject_text=of.get("subjectText", ""),
            text=of.get("text", ""),
            deadline=int(of.get("deadline", 0)),
            within_years=int(of.get("withinYears", 0)),
            proofs=_own_proofs(iri, of, proofs),
        )


def _described(store: pyoxigraph.Store, cls: str) -> list[tuple[str, dict[str, str]]]:
    """What each node of a class says itself, by local name; of several values the first in order."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for node, predicate, value in rows(store, f"SELECT ?s ?p ?o {{ ?s a plan:{cls} ; ?p ?o }}"):
        name = predicate.replace("#", "/").rsplit("/", 1)[-1]
        found[node][name] = min(value, found[node].get(name, value))
    return sorted(found.items())


def _own_proofs(iri: str, of: Mapping[str, str], proofs: Proofs) -> tuple[Proof, ...]:
    """The evidence on the node itself and that of the statement about its subject."""
    own: set[Proof] = set()
    if "passage" in of and "start" in of:
        place = [of.get(name, "") for name in ("rule", "inferred", "start", "end", "passage")]
        own.add(proof(plan_id(of.get("wasDerivedFrom", "")), place))
    return tuple(sorted(own | set(proofs.take(iri, "subject", of.get("subject", "")))))


def _sentences(store: pyoxigraph.Store, used: set[str]) -> dict[str, Sentence]:
    titles = {s: (title, parent) for s, title, parent in rows(store, _SECTIONS)}
    query = """SELECT ?p ?g ?start ?text ?section ?page { ?p a plan:Passage ; plan:ofPlan ?g ; plan:start ?start ;
        plan:text ?text . OPTIONAL { ?p plan:section ?section } OPTIONAL { ?p plan:page ?page } }"""
    found = {
        passage: Sentence(plan_id(graph), int(start), words, _path(titles, section), int(page or 0))
        for passage, graph, start, words, section, page in rows(store, query)
        if passage in used
    }
    return dict(sorted(found.items()))


_SECTIONS = "SELECT ?s ?t ?up { ?s a plan:Section ; dcterms:title ?t . OPTIONAL { ?s plan:parent ?up } }"


def _path(titles: Mapping[str, tuple[str, str]], section: str) -> str:
    names: list[str] = []
    while section in titles and len(names) < 12:
        title, section = titles[section]
        names.append(title)
    return " › ".join(reversed(names))


def _words(store: pyoxigraph.Store) -> Iterator[tuple[str, str]]:
    query = "SELECT ?s ?l { ?s rdfs:label ?l FILTER(LANG(?l) = 'zh' && STRSTARTS(STR(?s), STR(plan:))) }"
    for subject, label in sorted(rows(store, query), reverse=True):
        yield subject.removeprefix(_ONT), label
