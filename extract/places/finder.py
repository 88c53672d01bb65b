"""Places in a text: known names, names by their grammar, what they stand for here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.gazetteer import Gazetteer
from extract.gazetteer.letters import Letters
from extract.model import EntityType, Mention, Passage
from extract.order import distinct
from extract.places.clusters import Clusters, directed_hits, pair_members
from extract.places.context import judged
from extract.places.grammar import Grammar
from extract.places.hits import Hit, without_overlaps
from extract.places.lexicon import PlaceLexicon
from extract.places.routes import decoded_ends, local_road_ends, said_ends
from extract.places.urban import alias_hit, urban_hits
from extract.places.vocabulary import Townships, Vocabulary

_NATURAL = ("place.water", "place.mountain")


class PlaceFinder:
    """Finds places in any number of documents; make one and keep it (building takes some 0.1 s)."""

    def __init__(
        self, gazetteer: Gazetteer, lexicon: PlaceLexicon | None = None, letters: Letters | None = None
    ) -> None:
        self.gazetteer = gazetteer
        self.lexicon = lexicon or PlaceLexicon.load()
        self._vocabulary = Vocabulary(gazetteer, self.lexicon)
        self._grammar = Grammar(self.lexicon)
        self._letters = letters or Letters(gazetteer)
        self._around: dict[str, Townships] = {}

    def find(self, text: str, passages: Sequence[Passage], plan_code: str, *, year: int = 0) -> list[Mention]:
        """Mentions in the order of the text; see ``extract.places.find_places``."""
        plan = self.gazetteer.by_code(plan_code)
        hits = self._direct(text, plan_code, year)
        mentioned = frozenset(hit.code or hit.name for hit in hits)
        clusters = Clusters(plan_code, self.gazetteer, self._letters, mentioned, self.lexicon)
        hits += clusters.hits(text)
        hits += directed_hits(text, plan_code, self.gazetteer, self.lexicon.provinces)
        hits += said_ends(text, hits, self.lexicon.words)
        hits = [self._with_code(hit, plan_code) for hit in hits]
        whole = without_overlaps([*hits, *self._grammar.extended(text, hits)])
        kept = frozenset(whole)
        hidden = [hit for hit in hits if hit not in kept and (hit.code or hit.rule in _NATURAL)]
        named = any(hit.code == plan_code for hit in hits)
        whole = without_overlaps([*whole, *alias_hit(text, plan, named)])
        inferred = [
            *hidden,
            *clusters.members(whole),
            *local_road_ends(text, plan_code, self.gazetteer, self._letters, mentioned, self.lexicon),
            *pair_members(text, plan_code, self.gazetteer, self.lexicon),
            *decoded_ends(text, plan_code, self.gazetteer, self._letters, mentioned, self.lexicon.words, whole),
        ]
        mentions = [_mention(hit) for hit in whole if hit.rule != "place.letters"]
        mentions += [replace(_mention(hit), inferred=True, score=0.6) for hit in inferred]
        return distinct(mentions)

    def _direct(self, text: str, plan_code: str, year: int) -> list[Hit]:
        """Names that stand in the text: known ones, parts of the planning city, names by their grammar."""
        urban = [*urban_hits(text, self.gazetteer.by_code(plan_code))]
        taken = {position for hit in urban for position in range(hit.start, hit.end)}
        known = self._known(text, plan_code, year)
        known = [h for h in known if h.start not in taken or self.gazetteer.within(h.code, plan_code)]
        return without_overlaps([*known, *urban, *self._grammar.hits(text, known)])

    def _with_code(self, hit: Hit, plan_code: str) -> Hit:
        """A name from a line's name, as the township it is if it is one below the planning place."""
        if hit.rule != "place.route" or not plan_code:
            return hit
        township = self._townships(plan_code).below(hit.name, plan_code)
        return hit if township is None else hit.accepted(name=township.name, code=township.code)

    def _known(self, text: str, plan_code: str, year: int) -> list[Hit]:
        hits = [*self._vocabulary.hits(text, plan_code, year)]
        if plan_code:
            hits += self._townships(plan_code).hits(text)
        return judged(without_overlaps(hits, plan_code), text, self.gazetteer, self.lexicon, plan_code)

    def _townships(self, plan_code: str) -> Townships:
        """The planning place's; those of the last few places are kept."""
        if plan_code not in self._around:
            if len(self._around) > 8:
                self._around.clear()
            self._around[plan_code] = Townships(self.gazetteer, plan_code, self.lexicon)
        return self._around[plan_code]


def _mention(hit: Hit) -> Mention:
    return Mention(hit.start, hit.end, EntityType.PLACE, hit.surface, hit.name, hit.rule, 0.8, hit.code)
