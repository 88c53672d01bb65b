"""What the relation rules look at: entities where they stand, sentence by sentence, clause by clause."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from extract.gazetteer import Gazetteer
from extract.model import Document, Entity, EntityType, Evidence, Link, Passage, Predicate, Relation
from extract.tables import read_table

_INDUSTRY_TAIL = re.compile(r"(?:战略性|支柱|特色|优势|现代)?(?:产业|行业|业|经济)$")
_DEICTIC = frozenset(
    {"全市", "我市", "全县", "我县", "全区", "我区", "全省", "我省", "全国", "市区", "城区", "县城", "全域"}
)
_NATURAL = re.compile(r"[河江湖海山岭峰岛]$|流域$|平原$")
_NEAR = 400  # characters: a paragraph
_CLAUSE_END = re.compile(r"[，；。！？：,;!?]")


class Spot(NamedTuple):
    """An entity where it stands: ``text[start:end]`` of the document is its surface, ``entity`` its index."""

    start: int
    end: int
    entity: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between commas. ``spots`` are the entities in it by position, ``outer`` those inside no other."""

    start: int
    end: int
    text: str
    spots: tuple[Spot, ...]
    outer: tuple[Spot, ...]


class Context:
    """One document's entities, links and clauses, indexed once for all rules."""

    def __init__(
        self, document: Document, entities: tuple[Entity, ...], links: tuple[Link, ...], gazetteer: Gazetteer
    ) -> None:
        self.document = document
        self.gazetteer = gazetteer
        self.entities = entities
        self.place = document.meta.place
        self._by_name = {(e.type, name): i for i, e in enumerate(entities) for name in (e.name, *e.aliases)}
        self._by_name.update({(e.type, e.name): i for i, e in enumerate(entities)})
        self.place_names = self._names(EntityType.PLACE, _DEICTIC, shorts=True)
        self._by_code = {e.code: i for i, e in reversed(list(enumerate(entities))) if e.code}
        self.home = self.find(EntityType.PLACE, self.place)
        names = self._names(EntityType.INDUSTRY, frozenset())
        self.themes, general = load_themes()
        self.all_stems = [(stem, i) for stem, i in ((_stem(name), i) for name, i in names) if len(stem) > 1]
        self.industry_stems = [(stem, i) for stem, i in self.all_stems if stem not in general]
        self.industry_stems += [
            (name, i) for name, i in names if len(name) > len(_stem(name)) and _stem(name) in general
        ]
        spots = sorted({Spot(link.start, link.end, link.entity) for link in links if not link.inferred})
        self._starts = [p.start for p in document.passages]
        self._spots: list[list[Spot]] = [[] for _ in document.passages]
        for spot in spots:
            index = self.passage_at(spot.start)
            if index >= 0:
                self._spots[index].append(spot)
        self._clauses: dict[int, list[Clause]] = {}
        self._place_matcher = _matcher(self.place_names)
        self._industry_matcher = _matcher(self.industry_stems)
        self.first_spot: dict[int, Spot] = {}
        self._starts_of: dict[int, list[int]] = {}
        for spot in spots:
            self.first_spot.setdefault(spot.entity, spot)
            self._starts_of.setdefault(spot.entity, []).append(spot.start)

    def _names(self, kind: EntityType, without: frozenset[str], *, shorts: bool = False) -> list[tuple[str, int]]:
        """Names and aliases of a type's entities, longest first; with the gazetteer's short names where asked for."""
        pairs = {(n, i) for i, e in enumerate(self.entities) if e.type is kind for n in (e.name, *e.aliases)}
        if shorts:
            coded = ((i, self.gazetteer.by_code(e.code)) for i, e in enumerate(self.entities) if e.code)
            pairs |= {(division.short, i) for i, division in coded if division is not None}
        return sorted(((n, i) for n, i in pairs if len(n) > 1 and n not in without), key=lambda p: (-len(p[0]), p))

    def contains(self, outer: int, inner: int) -> bool:
        """Whether one place entity lies within another by the gazetteer (False where either has no code)."""
        a, b = self.entities[outer].code, self.entities[inner].code
        return bool(a and b and a != b and self.gazetteer.within(b, a))

    def place_of(self, code: str, name: str) -> int | None:
        """Index of the place entity with this code, or with this name where it has none."""
        index = self._by_code.get(code) if code else None
        return index if index is not None else self.find(EntityType.PLACE, name)

    def narrower(self, place: int) -> bool:
        """Whether a place can stand for a part of the planning place: inside it, or of unknown extent."""
        entity = self.entities[place]
        if place == self.home or entity.name == self.place or _NATURAL.search(entity.name):
            return False
        if not entity.code:
            return True
        return self.home is None or self.contains(self.home, place)

    def remoteness(self, entity: int, offset: int) -> tuple[int, int]:
        """How far an entity is from an offset: 0 if it is named within some sentences, else 1; then how rare it is."""
        starts = self._starts_of.get(entity, [])
        i = bisect_right(starts, offset)
        near = any(abs(starts[j] - offset) < _NEAR for j in (i - 1, i) if 0 <= j < len(starts))
        return 0 if near else 1, -len(starts)

    def passage_at(self, offset: int) -> int:
        """Index of the sentence that holds a character, -1 if none does."""
        index = bisect_right(self._starts, offset) - 1
        return index if index >= 0 and offset < self.document.passages[index].end else -1

    def spots(self, passage: Passage) -> list[Spot]:
        """Entities of a sentence by position."""
        return self._spots[passage.index]

    def clauses(self, passage: Passage) -> list[Clause]:
        """The sentence cut at commas, semicolons and colons (list commas 、 do not cut); none if it has no entity."""
        if not self._spots[passage.index]:
            return []
        found = self._clauses.get(passage.index)
        if found is None:
            found = self._clauses[passage.index] = self._cut(passage)
        return found

    def _cut(self, passage: Passage) -> list[Clause]:
        text, found, start = self.document.text, [], passage.start
        spots, at = self._spots[passage.index], 0
        cuts = [m.end() for m in _CLAUSE_END.finditer(text, passage.start, passage.end)]
        for end in dict.fromkeys([*cuts, passage.end]):
            if end > start:
                first = at
                while at < len(spots) and spots[at].start < end:
                    at += 1
                inside = tuple(s for s in spots[first:at] if s.end <= end)
                found.append(Clause(start, end, text[start:end], inside, tuple(self.outermost(inside))))
            start = end
        return found

    def places_in(self, name: str) -> list[tuple[int, int, int]]:
        """Places whose name or alias occurs in ``name``: (start, end, index), longest names first."""
        return _first_occurrences(self._place_matcher, self.place_names, name)

    def industries_in(self, name: str) -> list[tuple[int, int, int]]:
        """Industries whose telling stem occurs in ``name``: (start, end, index), longest stems first."""
        return _first_occurrences(self._industry_matcher, self.industry_stems, name)

    def type_of(self, spot: Spot) -> EntityType:
        """Type of the entity at a spot."""
        return self.entities[spot.entity].type

    def find(self, kind: EntityType, name: str) -> int | None:
        """Index of the entity of a type with this name or alias."""
        return self._by_name.get((kind, name))

    def evidence(self, start: int, end: int, rule: str, *, inferred: bool = False) -> Evidence:
        """Evidence for ``[start, end)``, cut at the end of the sentence that holds ``start``."""
        index = self.passage_at(start)
        end = min(end, self.document.passages[index].end)
        return Evidence(index, start, end, self.document.text[start:end], rule, inferred)

    def relation(self, s: int, predicate: Predicate, o: int, evidence: Evidence) -> Relation:
        """A relation between two entities by their indices."""
        a, b = self.entities[s], self.entities[o]
        return Relation(a.name, predicate, b.name, a.type, b.type, (evidence,))

    def outermost(self, spots: Sequence[Spot]) -> list[Spot]:
        """Spots that lie inside no other, longer spot; ``spots`` are sorted."""
        if len(spots) < 2:
            return list(spots)
        longest = {s.start: s.end for s in spots}  # of those with one start the last is the longest
        kept, reach, at = [], -1, -1
        for spot in spots:
            if spot.start != at:
                reach, at = max(reach, longest.get(at, -1)), spot.start
            if spot.end > reach and spot.end == longest[at]:
                kept.append(spot)
        return kept


def _matcher(names: list[tuple[str, int]]) -> AhoCorasick | None:
    return AhoCorasick([name for name, _ in names]) if names else None


def _first_occurrences(
    matcher: AhoCorasick | None, names: list[tuple[str, int]], text: str
) -> list[tuple[int, int, int]]:
    """Where each of ``names`` that occurs in ``text`` does so first, with its index, in the order of ``names``."""
    if matcher is None:
        return []
    first: dict[int, tuple[int, int, int]] = {}
    for which, start, end in matcher.find_matches_as_indexes(text, overlapping=True):
        first.setdefault(which, (start, end, names[which][1]))
    return [first[which] for which in sorted(first)]


def _stem(name: str) -> str:
    """What a project's name repeats of an industry's: 氢能 of 氢能产业, but 奶业 and 种业 whole."""
    stem = _INDUSTRY_TAIL.sub("", name)
    return stem if len(stem) > 1 else name


def load_themes() -> tuple[list[tuple[str, tuple[str, ...]]], frozenset[str]]:
    """Rows of ``relation_theme.csv``.

    Returns:
        Cues in a project's name with the words of the industries they point to, in order; and the stems too
        general to tell an industry by (服务, 制造), which the table lists with “-” for the industry.
    """
    rows = [(row["字词"], row["产业"]) for row in read_table("lexicon/relation_theme.csv", ("字词", "产业"))]
    themes = [(cue, tuple(words.split("|"))) for cue, words in rows if words != "-"]
    return themes, frozenset(cue for cue, words in rows if words == "-")
