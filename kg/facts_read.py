"""The store -> ``kg.facts.Facts``: one query for each sort of thing, each over the plans' own graphs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from urllib.parse import unquote

import pyoxigraph
from pyoxigraph import Literal

from kg.facts import CLASSES, LEVELS, RELATIONS, Fact, Facts, GoalFact, PlanInfo, Proof, Sentence, TargetFact, Thing
from kg.query import PREFIXES, text

_ONT, _ID = PREFIXES["plan"], PREFIXES["id"]
_GAZETTEER = _ID + "graph/gazetteer"


def read_facts(store: pyoxigraph.Store, *, mentions: bool = True) -> Facts:
    """Everything in the store. Without ``mentions`` the sentences that only name things are left out: much faster.

    Raises:
        OSError: the store cannot be read.
    """
    plans = {plan.id: plan for plan in _plans(store)}
    words = dict(sorted(_words(store)))
    proofs = _proofs(store, mentions)
    things = _things(store, plans, words, proofs)
    relations = tuple(sorted(_relations(proofs)))
    targets, goals = tuple(sorted(_targets(store, proofs))), tuple(sorted(_goals(store, proofs)))
    within = dict(sorted((s, o) for s, o in _rows(store, "SELECT ?s ?o { ?s plan:within ?o }")))
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
    named = {proof.passage for thing in things.values() for proof in thing.mentions}
    return replace(facts, sentences=MappingProxyType(_sentences(store, facts.passages | named)))


class _Proofs:
    """Proofs by (subject, predicate's local name, object); what is a target's or goal's own by (IRI, "", "")."""

    def __init__(self) -> None:
        self.of: dict[tuple[str, str, str], list[Proof]] = defaultdict(list)
        self.status: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.kind: dict[str, list[tuple[str, str]]] = defaultdict(list)

    def take(self, subject: str, predicate: str, obj: str) -> tuple[Proof, ...]:
        """The proofs, sorted, each once."""
        return tuple(sorted(set(self.of.get((subject, predicate, obj), ()))))


def _proofs(store: pyoxigraph.Store, mentions: bool) -> _Proofs:
    found = _Proofs()
    wanted = [*RELATIONS, "subject", "kind", "status", *(["mentionedIn"] if mentions else [])]
    names = " ".join(f"plan:{name}" for name in wanted)
    triples: dict[str, tuple[str, str, str]] = {}
    query = f"""SELECT ?g ?st ?s ?p ?o ?rule ?inferred ?start ?end ?passage {{
        VALUES ?p {{ {names} }}
        GRAPH ?g {{ ?st rdf:predicate ?p ; rdf:subject ?s ; rdf:object ?o ; plan:rule ?rule ; plan:inferred ?inferred ;
            plan:start ?start ; plan:end ?end ; plan:passage ?passage . ?passage plan:start ?from ; plan:end ?to
            FILTER(?from <= ?start && ?start < ?to) }} }}"""
    for graph, statement, subject, predicate, obj, *place in _rows(store, query):
        name, plan = predicate.removeprefix(_ONT), _plan_id(graph)
        key = (subject, name, "" if name == "mentionedIn" else obj)
        triples[statement] = key
        found.of[key].append(_proof(plan, place))
        if name in ("kind", "status"):
            getattr(found, name)[subject].append((plan, obj.removeprefix(_ONT)))
    further = """SELECT ?g ?st ?rule ?inferred ?start ?end ?passage {
        GRAPH ?g { ?st plan:furtherEvidence ?e . ?e plan:rule ?rule ; plan:inferred ?inferred ; plan:start ?start ;
            plan:end ?end ; plan:passage ?passage } }"""
    for graph, statement, *place in _rows(store, further):
        if statement in triples:
            found.of[triples[statement]].append(_proof(_plan_id(graph), place))
    return found


def _proof(plan: str, place: list[str]) -> Proof:
    rule, inferred, start, end, passage = place
    return Proof(plan, passage, int(start), int(end), rule, inferred == "true")


def _plans(store: pyoxigraph.Store) -> Iterator[PlanInfo]:
    query = """SELECT ?plan (MIN(?t) AS ?title) (MIN(?p) AS ?place) (MIN(?k) AS ?kind) (MIN(?y) AS ?year)
        (MIN(?a) AS ?first) (MIN(?b) AS ?last) (MIN(?c) AS ?code) {
        ?plan a plan:Plan ; dcterms:title ?t . OPTIONAL { ?plan plan:planKind ?k } OPTIONAL { ?plan plan:planYear ?y }
        OPTIONAL { ?plan plan:planningPlace ?p . OPTIONAL { ?p plan:code ?c } }
        OPTIONAL { ?plan plan:periodStart ?a } OPTIONAL { ?plan plan:periodEnd ?b } } GROUP BY ?plan ORDER BY ?plan"""
    labels = _labels(store)
    for plan, title, place, kind, year, first, last, code in _rows(store, query):
        name = labels[place][0] if place in labels else ""
        yield PlanInfo(_plan_id(plan), title, place, name, code, kind, int(year or 0), int(first or 0), int(last or 0))


def _things(
    store: pyoxigraph.Store, plans: Mapping[str, PlanInfo], words: Mapping[str, str], proofs: _Proofs
) -> dict[str, Thing]:
    labels, classes = _labels(store), _classes(store)
    codes = dict(sorted(_rows(store, "SELECT ?s ?c { ?s plan:code ?c }"), reverse=True))
    where = {
        s: (float(lon), float(lat)) for s, lon, lat in _rows(store, "SELECT ?s ?x ?y { ?s geo:long ?x ; geo:lat ?y }")
    }
    named = _grouped(_rows(store, _NAMED_IN))

    def latest(found: list[tuple[str, str]]) -> str:
        ranked = sorted(found, key=lambda pair: (plans[pair[0]].year if pair[0] in plans else 0, pair))
        return words.get(ranked[-1][1], ranked[-1][1]) if ranked else ""

    things = {}
    for iri, (cls, level) in sorted(classes.items()):
        names = labels.get(iri, [iri.rsplit("/", 1)[-1]])
        lon, lat = where.get(iri, (None, None))
        things[iri] = Thing(
            iri, cls, names[0], tuple(sorted(set(names[1:]) - {names[0]})), latest(proofs.kind[iri]),
            latest(proofs.status[iri]), codes.get(iri, ""), level, lon, lat,
            tuple(sorted(_plan_id(g) for g in named.get(iri, ()))), proofs.take(iri, "mentionedIn", ""),
        )  # fmt: skip
    return things


_NAMED_IN = f"""SELECT ?s ?g {{ VALUES ?c {{ {" ".join("plan:" + name for name in CLASSES)} }}
    GRAPH ?g {{ ?s a ?c }} FILTER(?g != <{_GAZETTEER}>) }}"""


def _classes(store: pyoxigraph.Store) -> dict[str, tuple[str, str]]:
    """Class and level of each entity."""
    names = " ".join("plan:" + name for name in (*CLASSES, *LEVELS))
    found = _grouped(_rows(store, f"SELECT ?s ?c {{ VALUES ?c {{ {names} }} ?s a ?c }}"))
    classes = {}
    for iri, terms in found.items():
        own = {term.removeprefix(_ONT) for term in terms}
        cls = next((name for name in CLASSES if name in own), "")
        if cls:
            classes[iri] = (cls, next((word for name, word in LEVELS.items() if name in own), ""))
    return classes


def _labels(store: pyoxigraph.Store) -> dict[str, list[str]]:
    """Names of each node, the label first: the gazetteer's, else the first in order."""
    found: dict[str, list[str]] = {}
    queries = (
        f"SELECT ?s ?l {{ GRAPH <{_GAZETTEER}> {{ ?s skos:prefLabel ?l }} }}",
        "SELECT ?s ?l { ?s skos:prefLabel ?l FILTER(LANG(?l) != 'en') }",
        "SELECT ?s ?l { ?s skos:altLabel ?l FILTER(LANG(?l) != 'en') }",
    )
    for query in queries:
        for subject, names in _grouped(_rows(store, query)).items():
            found.setdefault(subject, []).extend(names)
    return found


def _relations(proofs: _Proofs) -> Iterator[Fact]:
    for (subject, predicate, obj), found in proofs.of.items():
        if predicate in RELATIONS:
            yield Fact(subject, predicate, obj, tuple(sorted(set(found))))


def _targets(store: pyoxigraph.Store, proofs: _Proofs) -> Iterator[TargetFact]:
    query = """SELECT ?t (MIN(?g) AS ?plan) (MIN(?s) AS ?subject) (MIN(?w) AS ?words) (MIN(?l) AS ?indicator)
        (MIN(?o) AS ?operator) (MIN(?v) AS ?value) (MIN(?u) AS ?unit) (MIN(?r) AS ?per) (MIN(?d) AS ?deadline)
        (MIN(?n) AS ?within) (MIN(?b) AS ?binding) (MIN(?rule) AS ?r1) (MIN(?inf) AS ?i1) (MIN(?from) AS ?f1)
        (MIN(?to) AS ?t1) (MIN(?p) AS ?p1) {
        ?t a plan:Target ; prov:wasDerivedFrom ?g ; plan:indicator/skos:prefLabel ?l ; plan:operator ?o ;
            plan:value ?v ; plan:unit ?u . OPTIONAL { ?t plan:subject ?s } OPTIONAL { ?t plan:subjectText ?w }
        OPTIONAL { ?t plan:per ?r } OPTIONAL { ?t plan:deadline ?d } OPTIONAL { ?t plan:withinYears ?n }
        OPTIONAL { ?t plan:binding ?b }
        OPTIONAL { ?t plan:rule ?rule ; plan:inferred ?inf ; plan:start ?from ; plan:end ?to ; plan:passage ?p }
        } GROUP BY ?t"""
    for iri, graph, subject, words, label, sign, value, unit, per, due, years, binding, *place in _rows(store, query):
        plan = _plan_id(graph)
        own = {_proof(plan, place)} if place[-1] else set()
        found = tuple(sorted(own | set(proofs.take(iri, "subject", subject))))
        yield TargetFact(
            iri, plan, subject, words, label, sign, value, unit, per, int(due or 0), int(years or 0), binding, found
        )


def _goals(store: pyoxigraph.Store, proofs: _Proofs) -> Iterator[GoalFact]:
    query = """SELECT ?t (MIN(?g) AS ?plan) (MIN(?s) AS ?subject) (MIN(?w) AS ?words) (MIN(?x) AS ?wording)
        (MIN(?d) AS ?deadline) (MIN(?n) AS ?within) (MIN(?rule) AS ?r1) (MIN(?inf) AS ?i1) (MIN(?from) AS ?f1)
        (MIN(?to) AS ?t1) (MIN(?p) AS ?p1) {
        ?t a plan:Goal ; prov:wasDerivedFrom ?g ; plan:text ?x . OPTIONAL { ?t plan:subject ?s }
        OPTIONAL { ?t plan:subjectText ?w } OPTIONAL { ?t plan:deadline ?d } OPTIONAL { ?t plan:withinYears ?n }
        OPTIONAL { ?t plan:rule ?rule ; plan:inferred ?inf ; plan:start ?from ; plan:end ?to ; plan:passage ?p }
        } GROUP BY ?t"""
    for iri, graph, subject, words, wording, due, years, *place in _rows(store, query):
        plan = _plan_id(graph)
        own = {_proof(plan, place)} if place[-1] else set()
        found = tuple(sorted(own | set(proofs.take(iri, "subject", subject))))
        yield GoalFact(iri, plan, subject, words, wording, int(due or 0), int(years or 0), found)


def _sentences(store: pyoxigraph.Store, used: set[str]) -> dict[str, Sentence]:
    titles = {s: (title, parent) for s, title, parent in _rows(store, _SECTIONS)}
    query = """SELECT ?p ?g ?start ?text ?section ?page { ?p a plan:Passage ; plan:ofPlan ?g ; plan:start ?start ;
        plan:text ?text . OPTIONAL { ?p plan:section ?section } OPTIONAL { ?p plan:page ?page } }"""
    found = {
        passage: Sentence(_plan_id(graph), int(start), words, _path(titles, section), int(page or 0))
        for passage, graph, start, words, section, page in _rows(store, query)
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
    for subject, label in sorted(_rows(store, query), reverse=True):
        yield subject.removeprefix(_ONT), label


def _rows(store: pyoxigraph.Store, query: str) -> Iterator[list[str]]:
    """Rows of our own queries as text, "" where unbound."""
    result = store.query(query, prefixes=dict(PREFIXES))
    assert isinstance(result, pyoxigraph.QuerySolutions)
    for solution in result:
        yield [t.value if isinstance(t, Literal) else text(t) for t in solution]


def _grouped(rows: Iterable[list[str]]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for key, value in rows:
        found[key].add(value)
    return {key: sorted(values) for key, values in found.items()}


def _plan_id(graph: str) -> str:
    return unquote(graph.rsplit("/", 1)[-1])
