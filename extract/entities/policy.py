"""How far each finder is trusted beside the others: which rule mentions are kept where a tagger has read too."""

from __future__ import annotations

from collections.abc import Iterable

from extract.model import EntityType, Mention
from extract.order import distinct

TAGGER = "tagger"
_LIST = "name.list"
_SHORT = 3  # characters: two or three letters of places


def trusted(mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions, without those that a better finder makes superfluous.

    If there are mentions of a tagger: rule names go unless the tagger found the same span or they are elided
    members of its list; the tagger's places go where the gazetteer's finder has read the text.
    """
    found = distinct(mentions)
    tagged = {(m.start, m.end) for m in found if m.rule == TAGGER}
    if not tagged:
        return found
    places = any(m.type is EntityType.PLACE and m.rule != TAGGER for m in found)
    elided = _elided(found, tagged)
    return [m for m in found if _kept(m, tagged, places) or m in elided]


def _elided(found: list[Mention], tagged: set[tuple[int, int]]) -> set[Mention]:
    """Short list members of the rules (静兴、祁离、…高速公路) whose list ends in a name that the tagger found too."""
    ends = {m.start: m.end for m in found if (m.start, m.end) in tagged and m.type is EntityType.PROJECT}
    kept: set[Mention] = set()
    for m in reversed(found):
        if m.rule == _LIST and m.type is EntityType.PROJECT and m.end - m.start <= _SHORT and m.end + 1 in ends:
            ends[m.start] = m.end
            kept.add(m)
    return kept


def _kept(mention: Mention, tagged: set[tuple[int, int]], places: bool) -> bool:
    if mention.type is EntityType.PLACE:
        return not (places and mention.rule == TAGGER)
    return not mention.rule.startswith("name.") or (mention.start, mention.end) in tagged
