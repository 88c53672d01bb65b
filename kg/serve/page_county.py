"""What the pages say of counties and other divisions: the brief, what counties share, which are near, all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, radians, sin
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode

from extract.gazetteer import kilometres
from kg.library import bound_text, require_query
from kg.query import PREFIXES
from kg.serve.api import Cells, collect
from kg.serve.session import ONT, Session, path_of
from kg.serve.words import in_language

NEAR_COUNTIES, NEAR_KM = 8, 200
_RDF_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_LATITUDE, _LONGITUDE = NamedNode(PREFIXES["geo"] + "lat"), NamedNode(PREFIXES["geo"] + "long")
_REPLACED = NamedNode(PREFIXES["dcterms"] + "isReplacedBy")
_COUNTY_QUESTIONS = {
    "projects-in-county": "它的项目", "industries-by-county": "要发展的产业", "county-targets": "指标，连同上级的",
}  # fmt: skip
_UPPER = ("Prefecture", "Province", "Country")
_BRIEF_ROWS = 300
_PLACED = ("locatedIn", "connects")
_MOST_COUNTIES = 400
Point = tuple[float, float]
_WINDS = ("北", "东北", "东", "东南", "南", "西南", "西", "西北")


@dataclass(frozen=True, slots=True)
class Near:
    """A county near another: its name and page, how far its centre is in kilometres, and in which direction."""

    name: str
    href: str
    km: int
    wind: str


def is_a(session: Session, node: NamedNode, name: str) -> bool:
    """Whether a node is of a class of the ontology."""
    return _has(session, node, _RDF_TYPE, NamedNode(ONT + name))


def all_counties(session: Session) -> list[tuple[str, str, int]]:
    """Counties that plans name: name, path and number of projects, those with most first; at most 400.

    Read from the store's indices, once for a graph: as a join over the merged graph it takes a minute on a hundred plans.
    """
    if "counties" not in session.kept:
        found = []
        for county in _counties(session):
            projects = {p for name in _PLACED for p in _ends(session, None, name, county)}
            number = sum(is_a(session, project, "Project") for project in projects)
            if number or _has(session, county, NamedNode(ONT + "mentionedIn"), None):
                found.append((county, number))
        found.sort(key=lambda item: (-item[1], item[0].value))
        session.kept["counties"] = [(session.label(c), path_of(c.value), n) for c, n in found[:_MOST_COUNTIES]]
    kept: list[tuple[str, str, int]] = session.kept["counties"]
    return kept


def nearest(session: Session, county: NamedNode) -> list[Near]:
    """The other counties of the graph nearest by the great circle between centres: at most 8, within 200 km.

    Counties that others have replaced are left out, and those that have no centre of their own but their prefecture's.
    """
    centres = _centres(session)
    here = centres.get(county)
    if here is None:
        return []
    far = [(kilometres(here, there), node.value, node) for node, there in centres.items() if node != county]
    near = sorted(item for item in far if item[0] <= NEAR_KM)[:NEAR_COUNTIES]
    return [Near(session.label(n), path_of(n.value), round(km), wind(here, centres[n])) for km, _, n in near]


def wind(here: Point, there: Point) -> str:
    """The direction of ``there`` from ``here`` (longitude and latitude in degrees), one of eight."""
    (x, y), (u, v) = ((radians(a), radians(b)) for a, b in (here, there))
    east = sin(u - x) * cos(v)
    north = cos(y) * sin(v) - sin(y) * cos(v) * cos(u - x)
    return _WINDS[round(degrees(atan2(east, north)) / 45) % 8]


def _centres(session: Session) -> dict[NamedNode, Point]:
    """Longitude and latitude of the centres of all counties that have one of their own."""
    if "centres" not in session.kept:
        found = {}
        for county in _counties(session):
            said = session.described(county)
            centre = _centre(session, county)
            above = {_centre(session, node) for node in said.get(ONT + "within", ()) if isinstance(node, NamedNode)}
            # Where the source knew none, a county has its prefecture's.
            if centre is not None and centre not in above and not said.get(_REPLACED.value):
                found[county] = centre
        session.kept["centres"] = found
    kept: dict[NamedNode, Point] = session.kept["centres"]
    return kept


def _centre(session: Session, place: NamedNode) -> Point | None:
    said = session.described(place)
    east, north = _number(said.get(_LONGITUDE.value, ())), _number(said.get(_LATITUDE.value, ()))
    return None if east is None or north is None else (east, north)


def _number(values: Sequence[Any]) -> float | None:
    try:
        return next((float(v.value) for v in values if isinstance(v, Literal)), None)
    except ValueError:
        return None


def brief(session: Session, place: NamedNode, language: str) -> list[dict[str, Any]]:
    """The library's answers about a county, or about what contains counties; nothing for other places."""
    code = place.value.rsplit("/", 1)[-1]
    value = code if code.isdigit() else session.label(place)
    if is_a(session, place, "County"):
        return [_answer(session, language, name, title, "county", value) for name, title in _COUNTY_QUESTIONS.items()]
    if any(is_a(session, place, name) for name in _UPPER):
        return [_answer(session, language, "targets", "指标", "place", value)]
    return []


def _answer(session: Session, language: str, name: str, title: str, param: str, value: str) -> dict[str, Any]:
    answer = collect(session, bound_text(session.store, require_query(name), {param: value}), _BRIEF_ROWS)
    cells = Cells(session, language)
    rows = [cells.row(answer.variables, row) for row in answer.rows]
    return {"name": name, "title": in_language(title, language), "param": param, "value": value, "columns": answer.variables, "rows": rows,
            "truncated": answer.truncated}  # fmt: skip


def shared(session: Session, county: NamedNode) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Other counties with the projects and industries that both have, those with most first."""
    found: dict[NamedNode, list[tuple[str, str]]] = defaultdict(list)
    for other, thing in _sharing(session, county):
        found[other].append((session.label(thing), path_of(thing.value)))
    ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0].value))
    return [(session.label(other), path_of(other.value), things) for other, things in ranked[:30]]


def _sharing(session: Session, county: NamedNode) -> list[tuple[NamedNode, NamedNode]]:
    """Other county and thing of every project in both and every industry that both develop; at most 500.

    From the store's indices, as in ``all_counties``: the join of the merged graph takes half a minute.
    """
    pairs: set[tuple[NamedNode, NamedNode]] = set()
    for project in {p for name in _PLACED for p in _ends(session, None, name, county)}:
        if is_a(session, project, "Project"):
            pairs |= {(place, project) for name in _PLACED for place in _ends(session, project, name, None)}
    for industry in _ends(session, county, "develops", None):
        pairs |= {(place, industry) for place in _ends(session, None, "develops", industry)}
    found = sorted(pairs, key=lambda pair: (pair[0].value, pair[1].value))
    return [pair for pair in found if pair[0] != county and is_a(session, pair[0], "County")][:500]


def _counties(session: Session) -> list[NamedNode]:
    quads = session.store.quads_for_pattern(None, _RDF_TYPE, NamedNode(ONT + "County"), DefaultGraph())
    return sorted({q.subject for q in quads if isinstance(q.subject, NamedNode)}, key=lambda node: node.value)


def _ends(session: Session, subject: NamedNode | None, name: str, obj: NamedNode | None) -> list[NamedNode]:
    quads = session.store.quads_for_pattern(subject, NamedNode(ONT + name), obj, DefaultGraph())
    found = {q.subject if subject is None else q.object for q in quads}
    return sorted((node for node in found if isinstance(node, NamedNode)), key=lambda node: node.value)


def _has(session: Session, subject: NamedNode, predicate: NamedNode, obj: NamedNode | None) -> bool:
    return next(iter(session.store.quads_for_pattern(subject, predicate, obj, DefaultGraph())), None) is not None
