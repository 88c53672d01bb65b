"""Pages to read: the overview, the workbench, an entity, a county, a plan with its entities marked."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kg.library import bound_text, find_query, load_library
from kg.query import PREFIXES, text
from kg.query_format import shortened
from kg.serve.api import Cells, collect
from kg.serve.evidence import evidence_of, mentions, own_proofs
from kg.serve.messages import Reply, see_other
from kg.serve.page_plan import plan_parts
from kg.serve.resource_data import exists, missing, node_at
from kg.serve.session import ID, ONT, Session, path_of
from kg.serve.templates import page

_RDF_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_FACTS = """SELECT ?st ?s ?p ?o ?passage ?from ?to ?inferred ?rule {
  { ?st rdf:subject ?n } UNION { ?st rdf:object ?n }
  ?st rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; plan:passage ?passage ; plan:start ?from ; plan:end ?to ;
    plan:inferred ?inferred ; plan:rule ?rule . ?passage plan:start ?a ; plan:end ?b
  FILTER(?p != plan:mentionedIn && ?a <= ?from && ?from < ?b)
} ORDER BY ?p ?s ?o ?passage LIMIT 600"""
_VALUES = """SELECT ?p ?o { ?n ?p ?o FILTER(?p != rdf:type && ?p != plan:mentionedIn && ?p != plan:sourceFile) }
  ORDER BY ?p ?o LIMIT 300"""
_COUNTS = "SELECT ?class (COUNT(DISTINCT ?x) AS ?n) { ?x a ?class } GROUP BY ?class"
_SHOWN = ("Plan", "Place", "Project", "Industry", "Organization", "Measure", "Brand", "Target", "Goal")
_PLANS = """SELECT ?plan ?title (MIN(?p) AS ?place) (MIN(?k) AS ?kind) (MIN(?y) AS ?year) {
  ?plan a plan:Plan ; dcterms:title ?title . OPTIONAL { ?plan plan:planningPlace ?p }
  OPTIONAL { ?plan plan:planKind ?k } OPTIONAL { ?plan plan:planYear ?y } } GROUP BY ?plan ?title ORDER BY ?year ?title"""
PARAMETERS = {
    "county": "县（市、区）", "year": "到期年份", "words": "包含的字", "status": "状态", "plan": "规划", "place": "地方",
    "name": "名称", "industry": "产业", "indicator": "指标", "goal": "目标", "a": "一个县", "b": "另一个县",
}  # fmt: skip
_NAMES = {
    "skos:prefLabel": "名称", "skos:altLabel": "别名", "geo:lat": "纬度", "geo:long": "经度", "dcterms:title": "标题",
    "rdfs:label": "名称", "skos:definition": "定义", "skos:example": "例", "rdfs:subClassOf": "上位类",
    "prov:wasDerivedFrom": "出自", "rdf:subject": "主体", "rdf:predicate": "关系", "rdf:object": "客体",
}  # fmt: skip
_COUNTY_QUESTIONS = ("county-targets", "projects-in-county", "industries-by-county")
_BRIEF_ROWS = 300
_PLACED = ("locatedIn", "connects")


def overview_page(session: Session, request: dict[str, Any]) -> Reply:
    """What is in the graph: numbers, plans, counties, the questions of the library."""
    counted = {cls.value: number.value for cls, number in session.rows(_COUNTS) if isinstance(cls, NamedNode)}
    counts = [(session.label(NamedNode(ONT + n)), counted.get(ONT + n, "0")) for n in _SHOWN]
    plans = [
        (title.value, path_of(plan.value), session.label(place) if place else "", text(kind), text(year))
        for plan, title, place, kind, year in session.rows(_PLANS)
    ]
    counties = [(session.label(c), path_of(c.value), str(n)) for c, n in _counties(session)]
    return page(
        "overview.html", request["language"], counts=counts, plans=plans, counties=counties, library=load_library()
    )


def _counties(session: Session) -> list[tuple[NamedNode, int]]:
    """Counties that plans name, with how many projects each has, those with most first; at most 400.

    Read from the store's indices: as a join over the merged graph this takes a minute on a hundred plans.
    """

    def ends(predicate: NamedNode, obj: NamedNode | None = None) -> set[tuple[Any, Any]]:
        return {(q.subject, q.object) for q in session.store.quads_for_pattern(None, predicate, obj, DefaultGraph())}

    counties = {s for s, _ in ends(_RDF_TYPE, NamedNode(ONT + "County"))}
    projects = {s for s, _ in ends(_RDF_TYPE, NamedNode(ONT + "Project"))}
    pairs = ends(NamedNode(ONT + "locatedIn")) | ends(NamedNode(ONT + "connects"))
    found = Counter(place for project, place in pairs if project in projects and place in counties)
    found.update({s: 0 for s, _ in ends(NamedNode(ONT + "mentionedIn")) if s in counties})
    return sorted(found.items(), key=lambda item: (-item[1], item[0].value))[:400]


def workbench_page(session: Session, request: dict[str, Any]) -> Reply:
    """The editor, the library and the result."""
    library = [query.to_json() | {"text": query.text} for query in load_library()]
    data = {"library": library, "prefixes": dict(PREFIXES), "labels": PARAMETERS}
    return page("workbench.html", request["language"], data=data)


def term_page(session: Session, request: dict[str, Any]) -> Reply:
    """The page of a term of the ontology."""
    try:
        node = NamedNode(ONT + request["path"])
    except ValueError:
        return missing()
    return _resource(session, node, request) if exists(session, node) else missing()


def resource_page(session: Session, request: dict[str, Any]) -> Reply:
    """The page of an entity, a county, a plan; a sentence or section leads to its place in the plan's page."""
    path = request["path"]
    node = node_at(path)
    if node is None or not exists(session, node):
        return missing()
    types = {q.object for q in session.store.quads_for_pattern(node, _RDF_TYPE, None)}
    if NamedNode(ONT + "Plan") in types:
        return page("plan.html", request["language"], **plan_parts(session, node))
    if path.startswith("plan/") and path.count("/") == 3:
        plan, kind, number = path.removeprefix("plan/").split("/")
        return see_other(f"/page/plan/{plan}#{kind[0]}{number}")
    return _resource(session, node, request)


def _resource(session: Session, node: NamedNode, request: dict[str, Any]) -> Reply:
    quads = session.store.quads_for_pattern(node, _RDF_TYPE, None)
    types = sorted({q.object for q in quads if isinstance(q.object, NamedNode)}, key=str)
    is_county = NamedNode(ONT + "County") in types
    facts = _facts(session, node)
    proofs = [*own_proofs(session, node), *(mentions(session, node, 30) if node.value.startswith(ID) else ())]
    shown = [found for row in list(dict.fromkeys(proofs))[:30] if (found := evidence_of(session, row))]
    return page(
        "resource.html", request["language"], title=session.label(node), iri=node.value,
        data_path=f"/data/{request['path']}" if node.value.startswith(ID) else "",
        types=[(session.label(t), path_of(t.value)) for t in types], values=_values(session, node), facts=facts,
        sentences=shown, brief=_brief(session, node) if is_county else [],
        shared=_shared(session, node) if is_county else [],
    )  # fmt: skip


def _values(session: Session, node: NamedNode) -> list[tuple[str, str, str]]:
    """Attribute, value and link of everything said directly."""
    found = []
    for predicate, value in session.rows(_VALUES, n=node):
        name = session.label(predicate) if predicate.value.startswith(ONT) else shortened(predicate)
        name = _NAMES.get(name, name)
        if isinstance(value, NamedNode):
            found.append((name, session.label(value), path_of(value.value)))
        else:
            language = value.language if isinstance(value, Literal) and value.language not in ("zh", None) else ""
            found.append((name, text(value) + (f"（{language}）" if language else ""), ""))
    return found


def _facts(session: Session, node: NamedNode) -> list[dict[str, Any]]:
    """Relations of a node, one for each subject, predicate and object, with their sentences."""
    grouped: dict[tuple[Any, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for _, s, p, o, *proof in session.rows(_FACTS, n=node):
        grouped[(s, p, o)].append(tuple(proof))
    made = []
    for (s, p, o), proofs in list(grouped.items())[:150]:
        pieces = [found for proof in proofs[:3] if (found := evidence_of(session, proof))]
        made.append({
            "subject": (session.label(s), path_of(s.value)), "predicate": session.label(p),
            "object": (session.label(o), path_of(o.value)) if isinstance(o, NamedNode) else (text(o), ""),
            "inferred": all(text(proof[3]) == "true" for proof in proofs), "sentences": pieces,
        })  # fmt: skip
    return made


def _brief(session: Session, county: NamedNode) -> list[dict[str, Any]]:
    """The library's answers about a county."""
    code = county.value.rsplit("/", 1)[-1]
    made = []
    for name in _COUNTY_QUESTIONS:
        question = find_query(name)
        if question is None:
            continue
        value = code if code.isdigit() else session.label(county)
        answer = collect(session, bound_text(session.store, question, {"county": value}), _BRIEF_ROWS)
        cells = Cells(session)
        rows = [[cells.of(term) for term in row] for row in answer.rows]
        made.append({"name": name, "title": question.title, "value": value, "columns": answer.variables, "rows": rows,
                     "truncated": answer.truncated})  # fmt: skip
    return made


def _shared(session: Session, county: NamedNode) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Other counties with the projects and industries that both have, those with most first."""
    found: dict[NamedNode, list[tuple[str, str]]] = defaultdict(list)
    for other, thing in _sharing(session, county):
        found[other].append((session.label(thing), path_of(thing.value)))
    ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0].value))
    return [(session.label(other), path_of(other.value), things) for other, things in ranked[:30]]


def _sharing(session: Session, county: NamedNode) -> list[tuple[NamedNode, NamedNode]]:
    """Other county and thing of every project in both and every industry that both develop; at most 500.

    From the store's indices, as in ``_counties``: the join of the merged graph takes half a minute.
    """

    def ends(subject: NamedNode | None, name: str, obj: NamedNode | None) -> list[Any]:
        quads = session.store.quads_for_pattern(subject, NamedNode(ONT + name), obj, DefaultGraph())
        return sorted({q.subject if subject is None else q.object for q in quads}, key=str)

    def is_a(node: NamedNode, name: str) -> bool:
        quads = session.store.quads_for_pattern(node, _RDF_TYPE, NamedNode(ONT + name), DefaultGraph())
        return next(iter(quads), None) is not None

    pairs: set[tuple[NamedNode, NamedNode]] = set()
    for project in {p for name in _PLACED for p in ends(None, name, county)}:
        if is_a(project, "Project"):
            pairs |= {(place, project) for name in _PLACED for place in ends(project, name, None)}
    for industry in ends(county, "develops", None):
        pairs |= {(place, industry) for place in ends(None, "develops", industry)}
    found = sorted(pairs, key=lambda pair: (pair[0].value, pair[1].value))
    return [pair for pair in found if pair[0] != county and is_a(pair[0], "County")][:500]
