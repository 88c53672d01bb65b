"""One entity for each thing a document names, with all its mentions as evidence."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from extract.entities.canonical import canonical, key_of, variants
from extract.model import Document, Entity, EntityType, Evidence, Link, Mention


class PlaceNames(Protocol):
    """What assembly needs of a gazetteer: official and short names of a code."""


def assemble(
    document: Document, mentions: Sequence[Mention], gazetteer: object | None
) -> tuple[tuple[Entity, ...], tuple[Link, ...]]:
    """Entities sorted, and the links of their mentions into them.

    Mentions of one type with one key (``extract.entities.canonical.key_of``) are one entity.
    """
    groups: dict[tuple[EntityType, str], list[Mention]] = {}
    for mention in sorted(mentions):
        key = mention.code or key_of(mention.type, mention.name)
        groups.setdefault((mention.type, key), []).append(mention)
    starts = [p.start for p in document.passages]
    made = sorted((_entity(document, starts, kind, found), found) for (kind, _), found in groups.items())
    links = [Link(m.start, m.end, i, m.rule, m.inferred) for i, (_, found) in enumerate(made) for m in found]
    return tuple(entity for entity, _ in made), tuple(sorted(links))


def _entity(document: Document, starts: list[int], kind: EntityType, mentions: list[Mention]) -> Entity:
    forms = Counter(m.name for m in mentions)
    best = max(forms, key=lambda form: (len(form), forms[form], form))
    name = canonical(kind, best)
    aliases = {form for form in forms if form != name}
    aliases |= {m.surface for m in mentions if m.surface != name and not m.inferred}
    for form in (name, *forms):
        aliases.update(variants(kind, form))
    aliases.discard(name)
    evidence = tuple(
        Evidence(max(0, bisect_right(starts, m.start) - 1), m.start, m.end, document.text[m.start : m.end], m.rule, m.inferred)
        for m in mentions
    )
    return Entity(kind, name, tuple(sorted(aliases)), mentions[0].code, "", "", evidence)
