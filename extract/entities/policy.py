"""How far each finder is trusted beside the others: which rule mentions are kept where a tagger has read too.

The shares of right names in the comments are measured on the annotated documents, for names that the rule found
and the tagger did not (a character CRF trained without the document).
"""

from __future__ import annotations

from collections.abc import Iterable

from extract.model import EntityType, Mention

TAGGER = "tagger"
_NEVER = 2.0

# (rule, type) -> least score to be kept beside a tagger. A name is worth keeping if it is right more often than
# about a third of the time (half the F1 of the whole); what is not listed is not.
BESIDE_TAGGER: dict[tuple[str, EntityType], float] = {
    ("name.industry.known", EntityType.INDUSTRY): 0.6,  # 0.52 governed or listed, 0.33 else
    ("name.list", EntityType.PROJECT): 0.0,  # 0.42 once expanded
    ("name.list", EntityType.INDUSTRY): 0.0,  # 0.46
    ("name.list", EntityType.ORGANIZATION): 0.0,  # 0.57
    ("name.head.project", EntityType.PROJECT): 0.7,  # 0.41; 0.19 below
    ("name.head.measure", EntityType.MEASURE): 0.7,  # 0.41; 0.15 below
    ("name.head.organization", EntityType.ORGANIZATION): 0.0,  # 0.33
    ("name.head.brand", EntityType.BRAND): 0.65,  # 0.38; 0.09 for 幸福X
    ("name.title", EntityType.MEASURE): 0.0,
    ("name.measure.known", EntityType.MEASURE): 0.0,
}


def trusted(mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions, without those that a better finder makes superfluous.

    If there are mentions of a tagger: rule names below their entry in ``BESIDE_TAGGER`` go, unless the tagger
    found the same span; the tagger's places go where the gazetteer's finder has read the text.
    """
    found = sorted(set(mentions))
    tagged = {(m.start, m.end) for m in found if m.rule == TAGGER}
    if not tagged:
        return found
    places = any(m.type is EntityType.PLACE and m.rule != TAGGER for m in found)
    return [m for m in found if _kept(m, tagged, places)]


def _kept(mention: Mention, tagged: set[tuple[int, int]], places: bool) -> bool:
    if mention.type is EntityType.PLACE:
        return not (places and mention.rule == TAGGER)
    if mention.rule == TAGGER or not mention.rule.startswith("name."):
        return True
    if (mention.start, mention.end) in tagged:
        return True
    return mention.score >= BESIDE_TAGGER.get((mention.rule, mention.type), _NEVER)
