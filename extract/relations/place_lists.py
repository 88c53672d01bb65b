"""Places around and inside a name: the list before it, the list that heads its clause, the places within it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.model import Entity, EntityType
from extract.relations.context import Clause, Context, Spot

_JOIN = re.compile(r"[、和及与]?|以及")
_LIST_TAIL = re.compile(
    r"(?:等地?|两地|[一二两三四五六七八九十]+(?:地|市|县|区|镇|乡|村|州|省))*的?(?:市|县|区|镇|乡)?"
)
_HEAD = re.compile(r"(?:[^，。；：]{0,6}?)(?:支持|推动|推进|促进|加快|鼓励|引导|指导|助力|依托|在|以|于|和|、|与)*")
_VERB = re.compile(
    r"(?:等地?|两地|[一二两三四五六七八九十]+(?:地|市|县|区|镇|乡|村|州|省)|等)?"
    r"(?:分别|率先|加快|积极|共同|联合|高标准|高水平|高质量|大力|重点|规划|谋划|全力|有序|稳妥|稳步|因地制宜)*"
    r"(?:建设|打造|布局|创建|发展|开展|培育|建立|设立|推进|推动|实施|扩大|争创|申报|构建|新建|做强|做大|做优|壮大|承办|举办|组建)"
)


def places_inside(context: Context, entity: Entity) -> list[int]:
    """Indices of the narrowest place entities whose name or alias occurs in the entity's name, in order.

    Of nested places (山西 and 吕梁 in 山西（吕梁）超算中心) only the narrowest stays; the planning place
    only where there is nothing narrower.
    """
    found: dict[int, tuple[int, int]] = {}
    for start, end, index in context.places_in(entity.name):
        if end - start < len(entity.name):
            found.setdefault(index, (start, end))
    spans = sorted(found.items(), key=lambda item: (item[1][0], -item[1][1]))
    kept = [
        i for i, (a, b) in spans if not any(j != i and c <= a and b <= d and (c, d) != (a, b) for j, (c, d) in spans)
    ]
    narrow = [i for i in kept if not any(j != i and context.contains(i, j) for j in kept)]
    return [i for i in narrow if context.entities[i].name != context.place] or narrow


def places_before(context: Context, spots: Sequence[Spot], spot: Spot) -> list[Spot]:
    """The place, or the list of places, that stands directly before a spot (a place level before it included)."""
    places = [s for s in spots if context.type_of(s) is EntityType.PLACE and s.end <= spot.start]
    text = context.document.text
    if not places or not _LIST_TAIL.fullmatch(text[places[-1].end : spot.start]):
        return []
    chain = [places[-1]]
    for place in reversed(places[:-1]):
        between = text[place.end : chain[-1].start]
        if between == "":  # 离石区西华镇: the outer level only leads to the inner one
            continue
        if not _JOIN.fullmatch(between):
            break
        chain.append(place)
    return sorted(chain)


def places_in_clause_head(context: Context, clause: Clause) -> list[Spot]:
    """The list of places that heads a clause and is followed by a verb of building or developing."""
    outer = [s for s in clause.outer if context.type_of(s) is EntityType.PLACE]
    text = context.document.text
    if not outer or not _HEAD.fullmatch(text[clause.start : outer[0].start]):
        return []
    head = [outer[0]]
    for place in outer[1:]:
        between = text[head[-1].end : place.start]
        if not _JOIN.fullmatch(between):
            break
        if between == "" and len(head) > 0:
            head[-1] = place
        else:
            head.append(place)
    if not _VERB.match(text, head[-1].end, clause.end):
        return []
    return [p for p in head if context.entities[p.entity].name != context.place]
