"""IRIs made from content: the same thing has the same IRI on every machine and in every run.

A place is its GB/T 2260 code. Anything else is a hash of its type, its scope and its key (``kg.identity``).
The scope is "" for what the name alone identifies anywhere in the country (an industry, a measure,
太绥高速铁路, “黄河一号”旅游公路, 三亚抽水蓄能项目) and the planning place's code for what many places have
(大剧院, 北环路), so that two cities' 大剧院 stay two nodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from typing import Protocol
from urllib.parse import quote

from pyoxigraph import NamedNode

from extract.errors import PlanKGError
from extract.model import Entity, EntityType, PlanFacts, normalise
from extract.tables import read_table
from kg.identity import ALONE, Identity, Key, load_identity
from kg.identity_merge import may_merge
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


@lru_cache(maxsize=64)
def plan_iri(plan_id: str) -> NamedNode:
    """The IRI of a plan, which is the name of its graph too."""
    return NamedNode(f"{ID}plan/{quote(plan_id, safe='')}")


def section_iri(plan_id: str, index: int) -> NamedNode:
    """The IRI of a plan's section."""
    return NamedNode(f"{plan_iri(plan_id).value}/section/{index}")


@lru_cache(maxsize=4096)  # a plan's sentences: each is named some ten times
def passage_iri(plan_id: str, index: int) -> NamedNode:
    """The IRI of a plan's sentence."""
    return NamedNode(f"{plan_iri(plan_id).value}/passage/{index}")


def place_iri(code: str) -> NamedNode:
    """The IRI of a place with a code (GB/T 2260, six digits; nine for a township)."""
    return NamedNode(f"{ID}place/{quote(code, safe='')}")


def indicator_iri(label: str) -> NamedNode:
    """The IRI of an indicator, by its node's normalised label (``kg.identity_indicators.indicator_name``)."""
    return NamedNode(f"{ID}indicator/{digest('indicator', '', normalise(label))}")


def is_known_everywhere(entity: Entity, place_code: str, places: PlaceNames | None = None) -> bool:
    """Whether the name alone says which thing is meant, whoever's plan it stands in.

    ``places`` is asked whether a place's name is part of it; without it only quotes, road numbers and
    the names of networks decide.
    """
    if entity.type in _EVERYWHERE or known_by(entity) != "place":
        return True
    return places is not None and places.names_place(entity.name, place_code)


def known_by(entity: Entity) -> str:
    """By what a name is known in all places' plans: "quoted", "number", "network"; "place" where only a place in it can tell."""
    if _QUOTED.search(entity.name):
        return "quoted"
    if _ROAD_NUMBER.search(entity.name):
        return "number"
    network = entity.kind in _NETWORK_KINDS or entity.name.endswith(_NETWORK_HEADS)
    if network and len(_CHINESE.findall(_generic_parts().sub("", entity.name))) > 1:
        return "network"
    return "place"


def industry_iri(key: str) -> NamedNode:
    """The IRI of an industry, as an entity of plans and as a concept of the scheme, by its key."""
    return NamedNode(f"{ID}industry/{digest('industry', '', key)}")


def entity_iri(
    entity: Entity, place_code: str, places: PlaceNames | None = None, identity: Identity | None = None
) -> NamedNode:
    """The IRI of an entity of a plan of the place ``place_code`` ("" if unknown); ``identity`` are the tables."""
    if entity.type is EntityType.PLACE:
        return place_iri(entity.code or _uncoded(entity.name, place_code))
    key = (identity or load_identity()).key(entity, place_code)
    scope = "" if _everywhere(key, entity, place_code, places) else place_code
    return NamedNode(f"{ID}{entity.type.value}/{digest(entity.type.value, scope, key.text)}")


def _everywhere(key: Key, entity: Entity, place_code: str, places: PlaceNames | None) -> bool:
    if key.everywhere is not None:
        return key.everywhere
    if key.text.startswith(ALONE):
        return entity.type in _EVERYWHERE
    return is_known_everywhere(replace(entity, name=key.name), place_code, places)


def _uncoded(name: str, place_code: str) -> str:
    """Stands for a code: of a known region (京津冀) the same in all plans, else (西华镇) of this place's plans only."""
    region = known_region(name)
    return f"x{digest(normalise(region.name), '')}" if region else f"x{digest(normalise(name), place_code)}"


@dataclass(frozen=True, slots=True)
class PlanNodes:
    """The nodes of one plan's entities; two that are one thing (``kg.identity_merge``) share one.

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


def plan_nodes(facts: PlanFacts, places: PlaceNames | None = None, identity: Identity | None = None) -> PlanNodes:
    """A node for each entity of a plan.

    Where two that are not one would have the same (清苑县 and 清苑区 of one code), the later one's IRI is of this plan
    only.
    """
    code, tables = facts.document.meta.place_code or facts.document.id, identity or load_identity()
    nodes: list[NamedNode] = []
    used: dict[str, list[Entity]] = {}
    for index, entity in enumerate(facts.entities):
        iri = entity_iri(entity, code, places, tables)
        if not all(may_merge(other, entity) for other in used.get(iri.value, ())):
            own = digest(entity.type.value, facts.document.id, entity.name, str(index))
            iri = NamedNode(f"{ID}{entity.type.value}/x{own}")
        used.setdefault(iri.value, []).append(entity)
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
