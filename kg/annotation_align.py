"""Where the words of an annotation stand in the clean text."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field, replace

from extract.model import Document, Evidence, Passage, normalise

RULE = "annotation"


@dataclass(slots=True)
class Aligner:
    """Finds quotes in a document, whatever its spaces, line breaks, widths and quotation marks.

    A quote that is nowhere in the text becomes a sentence of its own behind it, so that ``text[start:end] == quote``
    holds for every evidence; ``document`` is the document with these sentences.
    """

    document: Document
    _folded: str = field(init=False, default="")
    _origin: list[int] = field(init=False, default_factory=list)
    _starts: list[int] = field(init=False, default_factory=list)
    _added: dict[str, Evidence] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._folded, self._origin = _fold(self.document.text)
        self._starts = [passage.start for passage in self.document.passages]

    def evidence(self, quote: str) -> tuple[Evidence, ...]:
        """Where the quote stands; behind the text if nowhere. Empty for a quote without a word."""
        key = normalise(quote)
        if not key:
            return ()
        return self.find(quote) or (self._added.get(key) or self._append(key, quote),)

    def find(self, quote: str) -> tuple[Evidence, ...]:
        """The first place of the quote in the text, not in what was achieved if it also stands elsewhere."""
        key = _fold(quote)[0]
        found = self._spans(key) if key else []
        if not found:
            return ()
        start, end = next((span for span in found if not self._is_past(span[0])), found[0])
        return (self._at(start, end),)

    def _spans(self, key: str, most: int = 50) -> list[tuple[int, int]]:
        spans: list[tuple[int, int]] = []
        at = self._folded.find(key)
        while at >= 0 and len(spans) < most:
            spans.append((self._origin[at], self._origin[at + len(key) - 1] + 1))
            at = self._folded.find(key, at + 1)
        return spans

    def _is_past(self, start: int) -> bool:
        index = self._passage(start)
        return index >= 0 and self.document.passages[index].past

    def _passage(self, start: int) -> int:
        return bisect_right(self._starts, start) - 1

    def _at(self, start: int, end: int) -> Evidence:
        index = max(self._passage(start), 0)
        return Evidence(self.document.passages[index].index, start, end, self.document.text[start:end], RULE)

    def _append(self, key: str, quote: str) -> Evidence:
        document, words = self.document, " ".join(quote.split())
        start = len(document.text) + (1 if document.text else 0)
        last = document.passages[-1] if document.passages else Passage(-1, 0, 0, -1)
        passage = Passage(last.index + 1, start, start + len(words), last.paragraph + 1)
        text = f"{document.text}\n{words}" if document.text else words
        self.document = replace(document, text=text, passages=(*document.passages, passage))
        evidence = Evidence(passage.index, start, start + len(words), words, RULE)
        self._added[key] = evidence
        return evidence


def _fold(text: str) -> tuple[str, list[int]]:
    """The text as ``normalise`` sees it, with the position in ``text`` of each character left."""
    letters: list[str] = []
    origin: list[int] = []
    for position, character in enumerate(text):
        for letter in normalise(unicodedata.normalize("NFKC", character)):
            letters.append(letter)
            origin.append(position)
    return "".join(letters), origin
