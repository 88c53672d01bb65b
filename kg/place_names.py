"""A place of the graph by what a user types: full or short name, code, or name with what contains it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph
from pyoxigraph import DefaultGraph, Literal, NamedNode

from extract.errors import PlanKGError
from kg.query import PREFIXES

_PLAN, _SKOS = PREFIXES["plan"], PREFIXES["skos"]
_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_PREF, _ALT = NamedNode(_SKOS + "prefLabel"), NamedNode(_SKOS + "altLabel")
_CODE, _WITHIN = NamedNode(_PLAN + "code"), NamedNode(_PLAN + "within")
_PLACE, _COUNTY = NamedNode(_PLAN + "Place"), NamedNode(_PLAN + "County")
_GAZETTEER = NamedNode(PREFIXES["id"] + "graph/gazetteer")
_MERGED = DefaultGraph()


class UnknownPlaceError(PlanKGError):
    """No place, or several, have a name. ``name`` is what was asked, ``near`` the names offered."""

    def __init__(self, name: str, reason: str, near: tuple[str, ...]) -> None:
        super().__init__(reason)
        self.name = name
        self.near = near


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place of the graph."""

    node: NamedNode
    name: str
    code: str


def find_place(store: pyoxigraph.Store, text: str, *, counties: bool = False) -> FoundPlace:
    """The place that ``text`` means, only among counties if asked.

    Full names go before short ones. Of several of the same rank the one with a code wins if it is the only one.

    Raises:
        UnknownPlaceError: none (the nearest names are offered) or several (each is named with its code).
    """
    wanted = text.strip()
    for found in (_by_code(store, wanted), _by_label(store, _PREF, wanted), _by_label(store, _ALT, wanted)):
        places = [p for p in found if not counties or _is(store, p.node, _COUNTY)]
        coded = [p for p in places if p.code]
        if len(places) == 1 or len(coded) == 1:
            return (coded or places)[0]
        if places:
            listed = "、".join(f"{qualified_name(store, p)}（{p.code or '无代码'}）" for p in places)
            raise UnknownPlaceError(
                wanted, f"“{text}”有 {len(places)} 处：{listed}；请写代码", tuple(p.code for p in places)
            )
    every = _all(store, counties)
    qualified = [p for p in every if wanted.endswith(p.name) and qualified_name(store, p).endswith(wanted)]
    if len(qualified) == 1:
        return qualified[0]
    near = _nearest(wanted, every)
    what = "县（市、区）" if counties else "地方"
    offer = f"；最接近的：{'、'.join(near)}" if near else "；图谱里还没有地名"
    raise UnknownPlaceError(wanted, f"图谱里没有{what}“{text}”{offer}", near)


def qualified_name(store: pyoxigraph.Store, place: FoundPlace) -> str:
    """The name with the names of all that contains it in front: 山西省吕梁市柳林县."""
    names, node, seen = [place.name], place.node, {place.node}
    while (parent := _first(store, node, _WITHIN)) is not None and isinstance(parent, NamedNode) and parent not in seen:
        seen.add(parent)
        names.append(label_of(store, parent))
        node = parent
    return "".join(reversed(names))


def label_of(store: pyoxigraph.Store, node: NamedNode) -> str:
    """The gazetteer's label, else the first of the node's labels in order, else the end of its IRI."""
    for graph in (_GAZETTEER, _MERGED):
        found = store.quads_for_pattern(node, _PREF, None, graph)
        if labels := sorted(quad.object.value for quad in found if isinstance(quad.object, Literal)):
            return labels[0]
    return node.value.rsplit("/", 1)[-1]


def _by_code(store: pyoxigraph.Store, code: str) -> list[FoundPlace]:
    return _found(store, (q.subject for q in store.quads_for_pattern(None, _CODE, Literal(code), _MERGED)))


def _by_label(store: pyoxigraph.Store, predicate: NamedNode, name: str) -> list[FoundPlace]:
    label = Literal(name, language="zh")
    subjects = (q.subject for q in store.quads_for_pattern(None, predicate, label, _MERGED))
    return _found(store, (s for s in subjects if isinstance(s, NamedNode) and _is(store, s, _PLACE)))


def _all(store: pyoxigraph.Store, counties: bool) -> list[FoundPlace]:
    class_ = _COUNTY if counties else _PLACE
    return _found(store, (q.subject for q in store.quads_for_pattern(None, _TYPE, class_, _MERGED)))


def _found(store: pyoxigraph.Store, nodes: Iterable[object]) -> list[FoundPlace]:
    own = sorted({node for node in nodes if isinstance(node, NamedNode)}, key=str)
    return [FoundPlace(node, label_of(store, node), _code_of(store, node)) for node in own]


def _code_of(store: pyoxigraph.Store, node: NamedNode) -> str:
    code = _first(store, node, _CODE)
    return code.value if isinstance(code, Literal) else ""


def _first(store: pyoxigraph.Store, node: NamedNode, predicate: NamedNode) -> object | None:
    objects = sorted((q.object for q in store.quads_for_pattern(node, predicate, None, _MERGED)), key=str)
    return objects[0] if objects else None


def _is(store: pyoxigraph.Store, node: NamedNode, class_: NamedNode) -> bool:
    return next(iter(store.quads_for_pattern(node, _TYPE, class_, _MERGED)), None) is not None


def _nearest(name: str, places: list[FoundPlace]) -> tuple[str, ...]:
    names = sorted({place.name for place in places})
    close = difflib.get_close_matches(name, names, n=4, cutoff=0.3)
    shared = [n for n in names if n not in close and set(n[:-1]) & set(name)]
    return tuple((close + shared)[:4] or names[:4])
