"""One entity for each thing a document names, with all its mentions as evidence."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extract.entities.canonical import canonical, key_of, variants
from extract.entities.merge import merged
from extract.entities.status import StatusTables, kind_of, status_at, strongest
from extract.gazetteer import Gazetteer
from extract.model import Document, Entity, EntityType, Evidence, Link, Mention
from extract.names.lexicon import NameLexicon, load_lexicon
from extract.order import distinct, entity_key


@dataclass(frozen=True, slots=True)
class Assembler:
    """The tables that assembly needs; make one and keep it."""

    lexicon: NameLexicon
    statuses: StatusTables

    @classmethod
    def load(cls, lexicon: NameLexicon | None = None) -> Assembler:
        """Read the tables of ``data/lexicon``; ``lexicon`` if it is loaded already.

        Raises:
            TableError: a table is missing or broken.
        """
        return cls(lexicon or load_lexicon(), StatusTables.load())

    def assemble(
        self, document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer | None
    ) -> tuple[tuple[Entity, ...], tuple[Link, ...]]:
        """Entities sorted, and the links of their mentions into them.

        Mentions of one type with one key, or of which one is a variant form of the other
        (``extract.entities.merge``), are one entity. What is named in the past review alone is left out,
        except places. No mentions, two empty tuples.
        """
        starts = [p.start for p in document.passages]
        groups = _groups(document, mentions, _prefixes(document, gazetteer))
        made = []
        for kind, found in groups:
            if kind is not EntityType.PLACE and all(_past(document, starts, m) for m in found):
                continue
            made.append((self._entity(document, starts, kind, found, gazetteer), found))
        made.sort(key=lambda pair: (entity_key(pair[0]), pair[1]))
        links = {(m.start, m.end, i, m.rule, m.inferred) for i, (_, found) in enumerate(made) for m in found}
        return tuple(entity for entity, _ in made), tuple(Link(*link) for link in sorted(links))

    def _entity(
        self,
        document: Document,
        starts: list[int],
        kind: EntityType,
        mentions: list[Mention],
        gazetteer: Gazetteer | None,
    ) -> Entity:
        code = next((m.code for m in mentions if m.code), "")
        forms = Counter(m.name for m in mentions)
        name = canonical(kind, _best(forms))
        aliases = set(forms) | {m.surface for m in mentions if not m.inferred and len(m.surface) > 1}
        for form in (name, *forms):
            aliases.update(variants(kind, form))
        if code and gazetteer is not None:
            division = gazetteer.by_code(code)
            aliases |= {division.short} if division else set()
        aliases -= {name, ""}
        evidence = tuple(
            Evidence(_passage(starts, m.start), m.start, m.end, document.text[m.start : m.end], m.rule, m.inferred)
            for m in mentions
        )
        status = project = ""
        if kind is EntityType.PROJECT:
            project = kind_of(name, self.lexicon, self.statuses)
            status = strongest([self._status(document, starts, m) for m in mentions])
        return Entity(kind, name, tuple(sorted(aliases)), code, project, status, evidence)

    def _status(self, document: Document, starts: list[int], mention: Mention) -> str:
        if not document.passages:
            return ""
        passage = document.passages[_passage(starts, mention.start)]
        return status_at(document.text, passage.start, passage.end, mention, self.lexicon, self.statuses)


def assemble(
    document: Document,
    mentions: Sequence[Mention],
    gazetteer: Gazetteer | None,
    assembler: Assembler | None = None,
) -> tuple[tuple[Entity, ...], tuple[Link, ...]]:
    """``Assembler.assemble`` with tables read for this one call where none are given."""
    return (assembler or Assembler.load()).assemble(document, mentions, gazetteer)


def _groups(
    document: Document, mentions: Sequence[Mention], prefixes: tuple[str, ...]
) -> list[tuple[EntityType, list[Mention]]]:
    by_key: dict[tuple[EntityType, str], list[Mention]] = {}
    for mention in distinct(mentions):
        key = mention.code or key_of(mention.type, mention.name, prefixes)
        if key:
            by_key.setdefault((mention.type, key), []).append(mention)
    return merged(by_key, prefixes)


def _prefixes(document: Document, gazetteer: Gazetteer | None) -> tuple[str, ...]:
    """Names of the planning place that a name may carry in front without being another thing (顺平县医院, 县医院)."""
    if gazetteer is None or not document.meta.place_code:
        return ()
    division = gazetteer.by_code(document.meta.place_code)
    if division is None:
        return ()
    return tuple(dict.fromkeys((division.name, division.short)))


def _best(forms: Counter[str]) -> str:
    """The form to show: the most frequent, then the longest, then the first in order."""
    return min(forms, key=lambda form: (-forms[form], -len(form), form))


def _passage(starts: list[int], at: int) -> int:
    return max(0, bisect_right(starts, at) - 1)


def _past(document: Document, starts: list[int], mention: Mention) -> bool:
    return bool(document.passages) and document.passages[_passage(starts, mention.start)].past
