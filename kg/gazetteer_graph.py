"""The gazetteer's part of the graph, and which names have a place in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat

from extract.gazetteer import COUNTY, PREFECTURE, PROVINCE, Division, Gazetteer
from extract.tables import read_table
from kg.rdf_identity import place_iri
from kg.rdf_terms import (
    ALT_LABEL,
    GAZETTEER_GRAPH,
    LATITUDE,
    LONGITUDE,
    ONTOLOGY_GRAPH,
    PREF_LABEL,
    RDF_TYPE,
    REPLACED_BY,
    chinese,
    decimal,
    node,
    string,
    year,
)
from ontology.vocab import PLAN

_LEVELS = {
    "country": PLAN.Country,
    "province": PLAN.Province,
    "prefecture": PLAN.Prefecture,
    "county": PLAN.County,
    "township": PLAN.Township,
}
_LONGEST = 15  # characters in a division's name
_AMBIGUOUS = 2  # 范县 in 示范县
_STREETS = (
    "路",
    "街",
    "大街",
    "大道",
    "道",
    "东路",
    "西路",
    "南路",
    "北路",
    "中路",
    "广场",
    "小区",
    "巷",
    "胡同",
    "桥",
)


def gazetteer_quads(codes: Iterable[str], gazetteer: Gazetteer, planning: Iterable[str] = ()) -> list[Quad]:
    """The gazetteer graph for the places of all plans, sorted.

    ``codes`` are the codes used in the plans, ``planning`` those of the places whose plans they are. Each is described
    with all that contain it, a planning place also with the divisions directly below it. Unknown codes are left out.
    """
    own = set(planning)
    wanted = {*codes, *own, *(child.code for code in own for child in gazetteer.children(code))}
    wanted |= {ancestor.code for code in tuple(wanted) for ancestor in gazetteer.ancestors(code)}
    known = [division for code in sorted(wanted) if (division := gazetteer.by_code(code)) is not None]
    successors = [gazetteer.by_code(d.successor) for d in known if d.successor and d.successor not in wanted]
    quads = {
        quad for d in (*known, *(s for s in successors if s is not None)) for quad in _division_quads(d, gazetteer)
    }
    return sorted(quads, key=lambda q: (str(q.subject), str(q.predicate), str(q.object)))


def ontology_quads() -> list[Quad]:
    """``ontology/plan.ttl`` in the ontology graph, sorted."""
    turtle = files("ontology").joinpath("plan.ttl").read_bytes()
    triples = pyoxigraph.parse(turtle, format=RdfFormat.TURTLE)
    quads = {Quad(t.subject, t.predicate, t.object, ONTOLOGY_GRAPH) for t in triples}
    return sorted(quads, key=lambda q: (str(q.subject), str(q.predicate), str(q.object)))


class KnownPlaces:
    """Tells whether the name of a place is part of another name; made once from a gazetteer and passed along.

    A full name down to county counts anywhere (临县 in 临县至离石高速), and so does the short name of a province or
    prefecture. The short name of a county, and a district's full one (城区, 东城区), count only at the beginning and
    in plans of its own prefecture or province. A street named after a place far away (北京路) is not known by it, nor is
    anything by a short name that is a common word (惠民 in 交通惠民工程), or by one of two characters inside (示范县).
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._common = frozenset(row["词"] for row in read_table("lexicon/place_common_word.csv", ("词",)))

    def names_place(self, name: str, near: str) -> bool:
        """Whether ``name`` says by itself where in the country it is, in a plan of the place with code ``near``."""
        spans = [(i, j) for i in range(len(name)) for j in range(i + 2, min(len(name), i + _LONGEST) + 1)]
        return any(
            self._tells(division, name[i:j], name[j:], near, first=i == 0)
            for i, j in spans
            for division in self._gazetteer.named(name[i:j], townships=False)
        )

    def _tells(self, division: Division, part: str, rest: str, near: str, *, first: bool) -> bool:
        """Whether ``part`` of a name, which this division's full or short name is, says where it is."""
        if part == division.name and not part.endswith("区"):
            return first or len(part) > _AMBIGUOUS
        if part != division.name and (rest.startswith(_STREETS) or part in self._common):
            return False
        if division.level in (PROVINCE, PREFECTURE):
            return True
        return first and division.level == COUNTY and _is_near(division.code, near)


def _is_near(code: str, near: str) -> bool:
    """Whether a county lies in the prefecture of ``near``, or in the province where ``near`` is one."""
    return code[:2] == near[:2] if near.endswith("0000") else code[:4] == near[:4]


def _division_quads(division: Division, gazetteer: Gazetteer) -> Iterator[Quad]:
    iri, graph = place_iri(division.code), GAZETTEER_GRAPH
    for term in (PLAN.Place, PLAN.AdministrativeDivision, _LEVELS[division.level]):
        yield Quad(iri, RDF_TYPE, node(term), graph)
    yield Quad(iri, PREF_LABEL, chinese(division.name), graph)
    yield Quad(iri, node(PLAN.code), string(division.code), graph)
    for name in _other_names(division, gazetteer):
        yield Quad(iri, ALT_LABEL, chinese(name), graph)
    if division.parent:
        yield Quad(iri, node(PLAN.within), place_iri(division.parent), graph)
    if division.lon is not None and division.lat is not None:
        yield Quad(iri, LONGITUDE, decimal(f"{division.lon:.5f}"), graph)
        yield Quad(iri, LATITUDE, decimal(f"{division.lat:.5f}"), graph)
    yield from _validity_quads(division, iri)


def _other_names(division: Division, gazetteer: Gazetteer) -> list[str]:
    former = [d.name for d in gazetteer.lineage(division.code) if d.code == division.code]
    return sorted({division.short, *former} - {division.name})


def _validity_quads(division: Division, iri: NamedNode) -> Iterator[Quad]:
    if division.valid_from:
        yield Quad(iri, node(PLAN.validFrom), year(division.valid_from), GAZETTEER_GRAPH)
    if division.valid_to:
        yield Quad(iri, node(PLAN.validTo), year(division.valid_to), GAZETTEER_GRAPH)
    if division.successor and division.successor != division.code:
        yield Quad(iri, REPLACED_BY, place_iri(division.successor), GAZETTEER_GRAPH)
