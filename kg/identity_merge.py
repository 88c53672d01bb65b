"""Entities of one plan that are one node: 太绥高速铁路 here and 太绥高铁 there become one, with the names and evidence of both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pyoxigraph import NamedNode

from extract.model import Entity, EntityType, Evidence

_DONE = frozenset({"complete", "operate"})
_NOT_BEGUN = frozenset({"plan", "support"})
_UNSAID = frozenset({"", "other"})


def may_merge(one: Entity, other: Entity) -> bool:
    """Whether two entities of a plan with one key are one: of one type, and no project both done and not begun.

    Such a contradiction stays visible as two nodes (``kg.findings`` reports it). Places are never merged here: 清苑县
    and 清苑区 of one code are two names in time.
    """
    if one.type is not other.type or one.type is EntityType.PLACE:
        return False
    statuses = {one.status, other.status}
    return not (statuses & _DONE and statuses & _NOT_BEGUN)


def one_each(entities: Iterable[Entity], nodes: Sequence[NamedNode]) -> list[tuple[Entity, NamedNode]]:
    """Each node once with one entity, in the order of the first; ``nodes`` runs parallel to ``entities``."""
    groups: dict[str, tuple[NamedNode, list[Entity]]] = {}
    for entity, node in zip(entities, nodes, strict=True):
        groups.setdefault(node.value, (node, []))[1].append(entity)
    return [(_merged(group), node) for node, group in groups.values()]


def _merged(group: Sequence[Entity]) -> Entity:
    """The entity most often named gives the name; kind and status are the first that say something."""
    if len(group) == 1:
        return group[0]
    main = max(group, key=lambda entity: len(entity.evidence))
    ranked = [main, *(entity for entity in group if entity is not main)]
    names = {name for entity in ranked for name in (entity.name, *entity.aliases)} - {main.name}
    evidence: dict[Evidence, None] = {item: None for entity in ranked for item in entity.evidence}
    return replace(
        main,
        aliases=tuple(sorted(names)),
        kind=next((e.kind for e in ranked if e.kind not in _UNSAID), main.kind),
        status=next((e.status for e in ranked if e.status not in _UNSAID), main.status),
        evidence=tuple(evidence),
    )
