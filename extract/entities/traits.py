"""What tells a true name from a false one: the traits of an entity that its confidence is learned from.

A trait is a string that begins with the entity's type, so that each type has weights of its own. Those of one
document: ``traits`` of its entities; nothing here knows a name of any plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from extract.entities.policy import TAGGER
from extract.model import Document, Entity, EntityType, Mention
from extract.names.lexicon import NameLexicon

_OPENING, _CLOSING = frozenset("，。；、：“”（）和与及了\n"), frozenset("，。；、：“”（）和与及等\n")
_LONGEST = 20
_READ = 4  # mentions whose surroundings are looked at


@dataclass(frozen=True, slots=True)
class Known:
    """What the traits of a document's entities are looked up in."""

    document: Document
    lexicon: NameLexicon
    surfaces: Mapping[str, int]
    """How often each surface stands for an entity of the document."""
    within: Mapping[str, int]
    """In how many longer surfaces each surface stands."""


def known(document: Document, entities: Sequence[Entity], lexicon: NameLexicon) -> Known:
    """Look-ups for the entities of one document."""
    surfaces = Counter(_surface(e) for e in entities if e.type is not EntityType.PLACE)
    return Known(document, lexicon, surfaces, _within(sorted(surfaces)))


def _within(surfaces: Sequence[str]) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    automaton = AhoCorasick(surfaces)
    for longer in surfaces:
        inside = {which for which, *_ in automaton.find_matches_as_indexes(longer, overlapping=True)}
        found.update(surfaces[which] for which in inside if surfaces[which] != longer)
    return found


def traits(entity: Entity, mentions: Sequence[Mention], around: Known) -> set[str]:
    """Traits of one entity; ``mentions`` are those it was made from, in order."""
    letter = entity.type.value[0] + "|"
    surface = _surface(entity)
    found = [*_of_scores(mentions), *_of_form(entity, surface, around), *_of_text(entity, around.document.text)]
    found += _of_characters(surface)
    return {letter + trait for trait in found}


def _surface(entity: Entity) -> str:
    """The most frequent form as it stands, the first in order among equals."""
    if len(entity.evidence) == 1:
        return entity.evidence[0].quote
    forms = Counter(e.quote for e in entity.evidence)
    return min(forms, key=lambda form: (-forms[form], form))


def _of_scores(mentions: Sequence[Mention]) -> Iterator[str]:
    scores = [m.score for m in mentions if m.rule == TAGGER]
    size, share = _few(len(mentions)), _share(len(scores), len(mentions))
    yield f"n={size}"
    yield f"tagged={share}"
    best = int(max(scores) * 20) if scores else -1
    yield f"best={best}"
    yield f"best={best},n={size}"
    yield f"mean={int(sum(scores) / len(scores) * 20) if scores else -1}"
    yield f"least={int(min(scores) * 10) if scores else -1}"
    yield from (f"rule={rule}" for rule in {m.rule for m in mentions})


def _of_form(entity: Entity, surface: str, around: Known) -> Iterator[str]:
    lexicon = around.lexicon
    head = lexicon.head_of(entity.name)
    kind = "none" if head is None else "same" if head.type is entity.type else "other"
    yield f"head={kind},{head is not None and head.weak}"
    if head is not None:
        yield f"head is {head.text}"
    yield f"length={min(len(surface), _LONGEST)}"
    yield f"status={entity.status}"
    yield f"kind={entity.kind}"
    yield f"whole={surface == entity.name}"
    marks = {"quoted": "“" in surface, "title": "《" in surface, "ascii": any(c.isascii() for c in surface)}
    marks["industry"] = entity.name in lexicon.industries or entity.name.removesuffix("产业") in lexicon.industries
    marks |= {"measure": entity.name in lexicon.measures, "stop": entity.name in lexicon.stops}
    yield from (mark for mark, yes in marks.items() if yes)
    yield f"others={_few(around.surfaces.get(surface, 1) - 1)}"
    yield f"inside={_few(around.within.get(surface, 0))}"


def _of_text(entity: Entity, text: str) -> Iterator[str]:
    left, right, listed = 0, 0, 0
    for at in entity.evidence:
        before, behind = text[at.start - 1 : at.start], text[at.end : at.end + 1]
        left += before in _OPENING
        right += behind in _CLOSING
        listed += before == "、" or behind == "、"
    size = len(entity.evidence)
    yield f"left={_share(left, size)}"
    yield f"right={_share(right, size)}"
    yield f"listed={_share(listed, size)}"
    for at in entity.evidence[:_READ]:
        yield from (f"{n} before={text[max(0, at.start - n) : at.start]}" for n in (1, 2))
        yield from (f"{n} behind={text[at.end : at.end + n]}" for n in (1, 2))


def _of_characters(surface: str) -> list[str]:
    found = ["ends " + surface[-size:] for size in (1, 2, 3)]
    found += ["begins " + surface[:size] for size in (1, 2, 3)]
    found += ["has " + surface[i : i + 2] for i in range(min(len(surface), _LONGEST) - 1)]
    return [*found, "is " + surface]


def _few(count: int) -> int:
    """0, 1, 2, 3 or 5 for more."""
    return count if count <= 3 else 5


def _share(part: int, whole: int) -> int:
    """None, less than half, half or more, all."""
    return 0 if part == 0 else 3 if part == whole else 1 if part * 2 < whole else 2
