"""Rule mentions: names of projects, industries, measures, organisations and brands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.model import Document, EntityType, Mention, Passage
from extract.names.chunks import Chunk, Group, groups_of
from extract.names.classify import Name, classify, is_stopped, right_borders, strip_left, text_of
from extract.names.lexicon import NameLexicon, load_lexicon
from extract.names.select import elided
from extract.names.words import words_of
from extract.order import distinct
from extract.segment import Segmenter

_CONJOINED = ("conj", "和")
_TAKES_LISTS = ("机制", "体系", "制度", "责任制")


def find_names(
    document: Document,
    segmenter: Segmenter,
    *,
    places: Sequence[Mention] = (),
    lexicon: NameLexicon | None = None,
    tagged: bool = False,
) -> list[Mention]:
    """Mentions by the grammar of names, sorted, possibly overlapping those of other finders.

    ``places`` are kept whole by the segmentation. Passages about the past are not read: what is only
    named there makes no entity, and what is named elsewhere too is found there again by ``extract.entities.recur``.
    ``tagged``: a tagger has read the text; only lists of elided names are looked for (``extract.names.select``).
    """
    lexicon = lexicon or load_lexicon()
    spans = sorted((p.start, p.end) for p in places if p.end - p.start > 1)
    found: list[Mention] = []
    at = 0
    for passage in document.passages:
        while at < len(spans) and spans[at][0] < passage.start:
            at += 1
        inside = []
        while at < len(spans) and spans[at][1] <= passage.end:
            inside.append(spans[at])
            at += 1
        if passage.past:
            continue
        if tagged and not elided(document.text[passage.start : passage.end]):
            continue
        found.extend(passage_names(document.text, passage, segmenter, lexicon, inside))
    return distinct(found)


def passage_names(
    text: str, passage: Passage, segmenter: Segmenter, lexicon: NameLexicon, places: Sequence[tuple[int, int]] = ()
) -> Iterator[Mention]:
    """Mentions of one sentence, list by list."""
    words = words_of(text, passage.start, passage.end, segmenter, places)
    for group in groups_of(words, lexicon):
        for name, full in _group_names(group, lexicon):
            yield Mention(
                name.start, name.end, name.type, text[name.start : name.end], full or name.text, name.rule, name.score
            )


def _group_names(group: Group, lexicon: NameLexicon) -> Iterator[tuple[Name, str]]:
    """Names of a list; a head behind 等 gives its type to all members."""
    head = _list_head(group.head, lexicon) if group.head else None
    names = [classify(chunk.words, chunk.governors, lexicon, chunk.lead) for chunk in group.chunks]
    if head is None:
        names = _shared_type(group, _joined(group, names), lexicon)
    for chunk, name in zip(group.chunks, names, strict=True):
        if head is not None and (name is None or name.type is not head.type):
            name = _as_member(chunk, head, lexicon) or name
        if name is not None:
            yield name, ""
    if group.head is not None and head is not None:
        yield from ((n, "") for n in [classify(group.head.words, group.governors, lexicon)] if n is not None)


def _shared_type(group: Group, names: list[Name | None], lexicon: NameLexicon) -> list[Name | None]:
    """Members without head before a headed one are of its type: 静兴、祁离、汾石高速公路."""
    result = list(names)
    for at in range(len(names) - 2, -1, -1):
        after = result[at + 1]
        if (
            result[at] is None
            and after is not None
            and after.start >= group.chunks[at].end
            and group.chunks[at].after in _CONJOINED
            and after.head is not None
        ):
            if after.head.weak or after.type is EntityType.BRAND:
                continue
            result[at] = _as_member(group.chunks[at], after, lexicon)
    return result


def _joined(group: Group, names: list[Name | None]) -> list[Name | None]:
    """A和B机制 is one measure where A has no head of its own (守信激励和失信惩戒机制)."""
    result = list(names)
    for at in range(len(names) - 2, -1, -1):
        name, before, chunk = result[at + 1], result[at], group.chunks[at]
        if name is None or name.type is not EntityType.MEASURE or not name.text.endswith(_TAKES_LISTS):
            continue
        if chunk.after != "和" or name.start != group.chunks[at + 1].start or (before is not None and before.head):
            continue
        if before is not None and before.type is EntityType.MEASURE:
            continue
        text = text_of(chunk.words) + "和" + name.text
        result[at] = None
        result[at + 1] = name._replace(start=chunk.start, text=text, score=name.score - 0.05)
    return result


def _list_head(chunk: Chunk, lexicon: NameLexicon) -> Name | None:
    """The class word behind 等, generic or not: 等项目, 等产业, 等主导产业."""
    words = strip_left([w for w in chunk.words if w.atom != "note"], lexicon)
    for size in range(1, min(len(words), 9) + 1):
        text = text_of(words[:size])
        kind = lexicon.classes.get(text) or lexicon.classes.get(words[size - 1].text)
        if kind is None:
            continue
        head = lexicon.head_of(text_of(words[: size + 1])) if size < len(words) else None
        if head is not None and len(head.text) > len(words[size].text):
            continue  # 产业 | 园: the longer head decides
        return Name(words[0].start, words[size - 1].end, text, kind, 0.5, "name.list", lexicon.head_of(text))
    for size in range(len(words), 0, -1):
        text = text_of(words[:size])
        head = lexicon.head_of(text)
        if head is not None and head.type is not None:
            return Name(words[0].start, words[size - 1].end, text, head.type, 0.5, "name.list", head)
    return None


def _as_member(chunk: Chunk, head: Name, lexicon: NameLexicon) -> Name | None:
    words = strip_left([w for w in chunk.words if w.atom != "note"], lexicon)
    if head.type is EntityType.INDUSTRY:
        words = right_borders(words, lexicon)[-1]
    text = text_of(words)
    if not 2 <= len(text) <= 24 or is_stopped(words, lexicon):
        return None
    if all(w.atom == "place" for w in words):
        return None
    return Name(words[0].start, words[-1].end, text, head.type, 0.6, "name.list", head.head)
