"""Pages to read: the overview, the workbench, an entity, a county, a plan with its entities marked."""

from __future__ import annotations

from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.library import load_library
from kg.query import PREFIXES, text
from kg.query_format import shortened
from kg.serve.evidence import evidence_of
from kg.serve.messages import Reply, see_other
from kg.serve.page_county import NEAR_COUNTIES, NEAR_KM, all_counties, brief, nearest, shared
from kg.serve.page_plan import plan_parts
from kg.serve.passages import RELATIONS, all_proofs, mentions_of, proofs_of, relations_of
from kg.serve.resource_data import exists, missing, node_at
from kg.serve.session import ID, ONT, Session, path_of
from kg.serve.templates import page
from kg.serve.words import columns, in_language, question_text, question_title

_RDF_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_VALUES = """SELECT ?p ?o { ?n ?p ?o FILTER(?p != rdf:type && ?p != plan:mentionedIn && ?p != plan:sourceFile) }
  ORDER BY ?p ?o LIMIT 300"""
_COUNTS = "SELECT ?class (COUNT(DISTINCT ?x) AS ?n) { ?x a ?class } GROUP BY ?class"
_SHOWN = ("Plan", "Place", "Project", "Industry", "Organization", "Measure", "Brand", "Target", "Goal")
_PLANS = """SELECT ?plan ?title (MIN(?p) AS ?place) (MIN(?k) AS ?kind) (MIN(?y) AS ?year) {
  ?plan a plan:Plan ; dcterms:title ?title . OPTIONAL { ?plan plan:planningPlace ?p }
  OPTIONAL { ?plan plan:planKind ?k } OPTIONAL { ?plan plan:planYear ?y } } GROUP BY ?plan ?title ORDER BY DESC(?year) ?title ?plan"""
PARAMETERS = {
    "county": "县（市、区）", "year": "到期年份", "words": "包含的字", "status": "状态", "plan": "规划", "place": "地方",
    "name": "名称", "industry": "产业", "indicator": "指标", "goal": "目标", "a": "一个县", "b": "另一个县",
}  # fmt: skip
_NAMES = {
    "skos:prefLabel": "名称", "skos:altLabel": "别名", "geo:lat": "纬度", "geo:long": "经度", "dcterms:title": "标题",
    "rdfs:label": "名称", "skos:definition": "定义", "skos:example": "例", "rdfs:subClassOf": "上位类",
    "prov:wasDerivedFrom": "出自", "rdf:subject": "主体", "rdf:predicate": "关系", "rdf:object": "客体",
}  # fmt: skip
_MOST_FACTS = 150


def overview_page(session: Session, request: dict[str, Any]) -> Reply:
    """What is in the graph: numbers, plans, counties, the questions of the library."""
    language = request["language"]
    if "overview" not in session.kept:
        counted = {cls.value: number.value for cls, number in session.rows(_COUNTS) if isinstance(cls, NamedNode)}
        plans = [
            (title.value, path_of(plan.value), session.label(place) if place else "", text(kind), text(year))
            for plan, title, place, kind, year in session.rows(_PLANS)
        ]
        session.kept["overview"] = counted, plans
    counted, plans = session.kept["overview"]
    counts = [(session.term(NamedNode(ONT + n), language), counted.get(ONT + n, "0")) for n in _SHOWN]
    library = [(q.name, question_title(q, language), question_text(q, language)) for q in load_library()]
    return page("overview.html", language, counts=counts, plans=plans, counties=all_counties(session), library=library)


def workbench_page(session: Session, request: dict[str, Any]) -> Reply:
    """The editor, the library and the result."""
    library = [query.to_json() | {"text": query.text} for query in load_library()]
    language = request["language"]
    labels = PARAMETERS | ({"county": "County"} if language == "en" else {})  # the overview's heading is the plural
    data = {
        "library": library, "prefixes": dict(PREFIXES), "labels": labels, "columns": dict(columns(language)),
    }  # fmt: skip
    return page("workbench.html", language, data=data)


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
        return page("plan.html", request["language"], **plan_parts(session, node, request["language"]))
    if path.startswith("plan/") and path.count("/") == 3:
        plan, kind, number = path.removeprefix("plan/").split("/")
        return see_other(f"/page/plan/{plan}#{kind[0]}{number}")
    return _resource(session, node, request)


def _resource(session: Session, node: NamedNode, request: dict[str, Any]) -> Reply:
    language = request["language"]
    quads = session.store.quads_for_pattern(node, _RDF_TYPE, None)
    types = sorted({q.object for q in quads if isinstance(q.object, NamedNode)}, key=str)
    is_county = NamedNode(ONT + "County") in types
    proofs = [*all_proofs(session, node), *(mentions_of(session, node, 30) if node.value.startswith(ID) else ())]
    return page(
        "resource.html", language, title=session.term(node, language), iri=node.value,
        data_path=f"/data/{request['path']}" if node.value.startswith(ID) else "",
        types=[(session.term(t, language) if path_of(t.value) else shortened(t), path_of(t.value)) for t in types], values=_values(session, node, language),
        facts=_facts(session, node, language), brief=brief(session, node, language), columns=columns(language),
        sentences=[evidence_of(session, proof) for proof in list(dict.fromkeys(proofs))[:30]],
        shared=shared(session, node) if is_county else [], near=nearest(session, node) if is_county else [],
        near_limits=(NEAR_COUNTIES, NEAR_KM),
    )  # fmt: skip


def _values(session: Session, node: NamedNode, language: str) -> list[tuple[str, str, str]]:
    """Attribute, value and link of everything said directly, but for what are facts with sentences."""
    found = []
    for predicate, value in session.rows(_VALUES, n=node):
        if predicate.value.removeprefix(ONT) in RELATIONS:
            continue
        name = session.term(predicate, language) if predicate.value.startswith(ONT) else shortened(predicate)
        name = in_language(_NAMES.get(name, name), language)
        if isinstance(value, NamedNode):
            found.append((name, session.term(value, language), path_of(value.value)))
        else:
            tag = value.language if isinstance(value, Literal) and value.language not in ("zh", None) else ""
            found.append((name, text(value) + (f"（{tag}）" if tag else ""), ""))
    return found


def _facts(session: Session, node: NamedNode, language: str) -> list[dict[str, Any]]:
    """Relations of a node with their sentences; at most 150, the first three sentences of each."""
    made = []
    for triple in relations_of(session, node)[:_MOST_FACTS]:
        proofs = proofs_of(session, triple)
        subject, predicate, obj = triple
        made.append({
            "subject": (session.label(subject), path_of(subject.value)), "predicate": session.term(predicate, language),
            "object": (session.term(obj, language), path_of(obj.value)),
            "inferred": bool(proofs) and all(proof.inferred for proof in proofs),
            "sentences": [evidence_of(session, proof) for proof in proofs[:3]],
        })  # fmt: skip
    return made
