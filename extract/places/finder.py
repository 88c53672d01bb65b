"""Places in a text: known names, names by their grammar, what they stand for here."""

from __future__ import annotations

from collections.abc import Sequence

from extract.gazetteer import Gazetteer
from extract.model import EntityType, Mention, Passage
from extract.places.context import judged
from extract.places.hits import Hit, without_overlaps
from extract.places.lexicon import PlaceLexicon
from extract.places.vocabulary import Townships, Vocabulary


class PlaceFinder:
    """Finds places in any number of documents; make one and keep it (building takes some 0.1 s)."""

    def __init__(self, gazetteer: Gazetteer, lexicon: PlaceLexicon | None = None) -> None:
        self.gazetteer = gazetteer
        self.lexicon = lexicon or PlaceLexicon.load()
        self._vocabulary = Vocabulary(gazetteer, self.lexicon)

    def find(self, text: str, passages: Sequence[Passage], plan_code: str, *, year: int = 0) -> list[Mention]:
        """Mentions in the order of the text; see ``extract.places.find_places``."""
        hits = [*self._vocabulary.hits(text, plan_code, year)]
        if plan_code:
            hits += Townships(self.gazetteer, plan_code).hits(text)
        hits = judged(without_overlaps(hits), text, self.gazetteer, self.lexicon, plan_code)
        return [_mention(hit) for hit in hits]


def _mention(hit: Hit) -> Mention:
    return Mention(hit.start, hit.end, EntityType.PLACE, hit.surface, hit.name, hit.rule, 0.8, hit.code)
