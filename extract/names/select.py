"""Which sentences the rules need to read where a tagger reads all of them: those with words only rules know well."""

from __future__ import annotations

from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from extract.model import EntityType
from extract.names.lexicon import NameLexicon

_TYPES = (EntityType.ORGANIZATION, EntityType.BRAND)
_ELIDED = ("高速", "铁路", "公路", "高铁", "国道", "省道")


@dataclass(frozen=True, slots=True)
class Selector:
    """Tells sentences that may hold what ``extract.entities.policy`` takes from the rules beside a tagger."""

    _automaton: AhoCorasick

    @classmethod
    def of(cls, lexicon: NameLexicon) -> Selector:
        """From heads and list classes of organisations and brands, and from known measures."""
        words = {head.text for head in lexicon.heads.values() if head.type in _TYPES}
        words |= {word for word, kind in lexicon.classes.items() if kind in _TYPES}
        return cls(AhoCorasick(sorted(words | lexicon.measures)))

    def wants(self, sentence: str) -> bool:
        """Whether the rules should read the sentence; linear in its length."""
        if "、" in sentence and any(word in sentence for word in _ELIDED):
            return True
        # Half a surrogate pair, which JSON input may carry, is no text to the automaton.
        plain = sentence.encode("utf-8", "replace").decode("utf-8")
        return bool(self._automaton.find_matches_as_indexes(plain))
