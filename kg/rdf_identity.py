"""IRIs made from content: the same thing has the same IRI on every machine and in every run.

A place is its GB/T 2260 code. Anything else is a hash of its type, its scope and its normalised name.
The scope is "" for what the name alone identifies anywhere in the country (an industry, a measure,
太绥高速铁路, “黄河一号”旅游公路, 三亚抽水蓄能项目) and the planning place's code for what many places have
(大剧院, 北环路), so that two cities' 大剧院 stay two nodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import Protocol
from urllib.parse import quote

from pyoxigraph import NamedNode

from extract.errors import PlanKGError
from extract.model import Entity, EntityType, PlanFacts, normalise
from extract.tables import read_table
from kg.rdf_places import known_region
from ontology.vocab import ID

_EVERYWHERE = frozenset({EntityType.INDUSTRY, EntityType.MEASURE, EntityType.BRAND})
_NETWORK_KINDS = frozenset({"railway", "expressway", "airport"})
# A name of one's own in quotation marks (“黄河一号”), not a catchphrase (“三馆一院”, “会客厅”), or a document's title.
_QUOTED = re.compile(r"[“「『](?![\d一二三四五六七八九十两])[^“”「」『』]{4,}[”」』]|《")
_ROAD_NUMBER = re.compile(r"(?<![A-Za-z0-9])[GS]\d{1,4}(?!\d)|[GS]\d{1,4}(?=国道|省道|高速)")
_NETWORK_HEADS = ("铁路", "高铁", "城际", "高速", "高速公路", "机场")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


class PlaceNames(Protocol):
    """Knows whether a name has a place's name in it (``kg.gazetteer_graph.KnownPlaces``)."""

    def names_place(self, name: str, near: str) -> bool:
        """Whether ``name`` contains the proper name of a place; ``near`` is the planning place's code."""
        ...


def digest(*parts: str) -> str:
    """Twelve hex digits of SHA-256 over the parts, joined by ``|``."""
    return sha256("|".join(parts).encode()).hexdigest()[:12]


def plan_iri(plan_id: str) -> NamedNode:
    """The IRI of a plan, which is the name of its graph too."""
    return NamedNode(f"{ID}plan/{quote(plan_id, safe='')}")


def section_iri(plan_id: str, index: int) -> NamedNode:
    """The IRI of a plan's section."""
    return NamedNode(f"{plan_iri(plan_id).value}/section/{index}")


def passage_iri(plan_id: str, index: int) -> NamedNode:
    """The IRI of a plan's sentence."""
    return NamedNode(f"{plan_iri(plan_id).value}/passage/{index}")


def place_iri(code: str) -> NamedNode:
    """The IRI of a place with a code (GB/T 2260, six digits; nine for a township)."""
    return NamedNode(f"{ID}place/{quote(code, safe='')}")


def indicator_iri(name: str) -> NamedNode:
    """The IRI of an indicator, by its normalised name."""
    return NamedNode(f"{ID}indicator/{digest('indicator', '', normalise(name))}")


def is_known_everywhere(entity: Entity, place_code: str, places: PlaceNames | None = None) -> bool:
    """Whether the name alone says which thing is meant, whoever's plan it stands in.

    ``places`` is asked whether a place's name is part of it; without it only quotes, road numbers and
    the names of networks decide.
    """
    if entity.type in _EVERYWHERE or _QUOTED.search(entity.name) or _ROAD_NUMBER.search(entity.name):
        return True
    network = entity.kind in _NETWORK_KINDS or entity.name.endswith(_NETWORK_HEADS)
    if network and len(_CHINESE.findall(_generic_parts().sub("", entity.name))) > 1:
        return True
    return places is not None and places.names_place(entity.name, place_code)


def entity_iri(entity: Entity, place_code: str, places: PlaceNames | None = None) -> NamedNode:
    """The IRI of an entity of a plan of the place ``place_code`` ("" if unknown)."""
    name = normalise(entity.name)
    if entity.type is EntityType.PLACE:
        return place_iri(entity.code or _uncoded(entity.name, place_code))
    scope = "" if is_known_everywhere(entity, place_code, places) else place_code
    return NamedNode(f"{ID}{entity.type.value}/{digest(entity.type.value, scope, name)}")


def _uncoded(name: str, place_code: str) -> str:
    """Stands for a code: of a known region (京津冀) the same in all plans, else (西华镇) of this place's plans only."""
    region = known_region(name)
    return f"x{digest(normalise(region.name), '')}" if region else f"x{digest(normalise(name), place_code)}"


@dataclass(frozen=True, slots=True)
class PlanNodes:
    """The nodes of one plan's entities; two entities of a plan never share one.

    ``nodes`` runs parallel to ``PlanFacts.entities``.
    """

    nodes: tuple[NamedNode, ...]
    _by_type: dict[tuple[EntityType, str], NamedNode] = field(repr=False)
    _by_name: dict[str, NamedNode] = field(repr=False)

    def find(self, name: str, type_: EntityType | None = None) -> NamedNode | None:
        """The node of the entity with this name or, if no name fits, alias; of this type where one has it."""
        key = normalise(name)
        typed = self._by_type.get((type_, key)) if type_ is not None else None
        return typed or self._by_name.get(key)


def plan_nodes(facts: PlanFacts, places: PlaceNames | None = None) -> PlanNodes:
    """A node for each entity of a plan.

    Where two entities would have the same (清苑县 and 清苑区 of one code), the later one's IRI is of this plan only.
    """
    code = facts.document.meta.place_code or facts.document.id
    nodes: list[NamedNode] = []
    used: set[str] = set()
    for index, entity in enumerate(facts.entities):
        iri = entity_iri(entity, code, places)
        if iri.value in used:
            own = digest(entity.type.value, facts.document.id, entity.name, str(index))
            iri = NamedNode(f"{ID}{entity.type.value}/x{own}")
        used.add(iri.value)
        nodes.append(iri)
    return PlanNodes(tuple(nodes), *_name_indices(facts.entities, nodes))


def require(nodes: PlanNodes, name: str, type_: EntityType, plan_id: str) -> NamedNode:
    """The node of a relation's end.

    Raises:
        PlanKGError: the plan has no entity of this name.
    """
    found = nodes.find(name, type_)
    if found is None:
        raise PlanKGError(f"{plan_id}: 关系的一端“{name}”不在实体之中；请把它列为实体，或去掉这条关系")
    return found


def _name_indices(
    entities: Iterable[Entity], nodes: list[NamedNode]
) -> tuple[dict[tuple[EntityType, str], NamedNode], dict[str, NamedNode]]:
    """Nodes by type and name, and by name alone; names go before aliases, earlier entities before later ones."""
    by_type: dict[tuple[EntityType, str], NamedNode] = {}
    by_name: dict[str, NamedNode] = {}
    pairs = list(zip(entities, nodes, strict=True))
    names = [(entity, entity.name, node) for entity, node in pairs]
    aliases = [(entity, alias, node) for entity, node in pairs for alias in entity.aliases]
    for entity, name, node in names + aliases:
        key = normalise(name)
        by_type.setdefault((entity.type, key), node)
        by_name.setdefault(key, node)
    return by_type, by_name


@lru_cache(maxsize=1)
def _generic_parts() -> re.Pattern[str]:
    """The words of ``data/lexicon/network_name_parts.csv``, longest first."""
    parts = sorted(
        (row["part"] for row in read_table("lexicon/network_name_parts.csv", ("part",))), key=lambda p: -len(p)
    )
    return re.compile("|".join(map(re.escape, parts)) + r"|[一二三四五六七八九十\d]+")
