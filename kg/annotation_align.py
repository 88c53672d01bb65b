"""Where the words of an annotation stand in the clean text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from extract.model import Document, Evidence, Passage, normalise

RULE = "annotation"
_NOTE_MARK = re.compile(r"[\[［〔]\d{1,3}[\]］〕]")  # of a footnote: cleaning takes it out of the text
_MOST_PLACES = 50  # of one quote that are looked at, so that a text of one repeated word stays quick


class Aligner:
    """Finds quotes in a document, whatever its spaces, line breaks, widths and quotation marks.

    A quote that is nowhere in the text becomes a sentence of its own behind it (``completed``), so that
    ``text[start:end] == quote`` holds for every evidence.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._folded, self._origin = _fold(document.text)
        self._starts = [passage.start for passage in document.passages]
        self._added: dict[str, Evidence] = {}
        self._length = len(document.text)

    def evidence(self, quote: str) -> tuple[Evidence, ...]:
        """Where the quote stands; behind the text if nowhere. Empty for a quote without a word."""
        key = normalise(quote)
        if not key:
            return ()
        return self.find(quote) or (self._added.get(key) or self._append(key, quote),)

    def find(self, quote: str) -> tuple[Evidence, ...]:
        """The first place of the quote in the text; a place that reviews the past only if there is no other."""
        key = normalise(quote)
        found = self._spans(key) if key and self._starts else []
        if not found and self._starts and (bare := normalise(_NOTE_MARK.sub("", quote))):
            found = self._spans(bare)
        if not found:
            return ()
        start, end = next((span for span in found if not self._passage(span[0]).past), found[0])
        return (Evidence(self._passage(start).index, start, end, self._document.text[start:end], RULE),)

    def completed(self) -> Document:
        """The document with the quotes that it lacked, a paragraph each, behind its text."""
        text, passages = self._document.text, list(self._document.passages)
        paragraph = passages[-1].paragraph + 1 if passages else 0
        for number, added in enumerate(self._added.values()):
            passages.append(Passage(added.passage, added.start, added.end, paragraph + number))
        words = "\n".join(([text] if text else []) + [added.quote for added in self._added.values()])
        return replace(self._document, text=words, passages=tuple(passages))

    def _spans(self, key: str) -> list[tuple[int, int]]:
        spans: list[tuple[int, int]] = []
        at = self._folded.find(key)
        while at >= 0 and len(spans) < _MOST_PLACES:
            spans.append((self._origin[at], self._origin[at + len(key) - 1] + 1))
            at = self._folded.find(key, at + 1)
        return spans

    def _passage(self, start: int) -> Passage:
        return self._document.passages[max(bisect_right(self._starts, start) - 1, 0)]

    def _append(self, key: str, quote: str) -> Evidence:
        words = " ".join(quote.split())
        start = self._length + (1 if self._length else 0)
        self._length = start + len(words)
        index = len(self._document.passages) + len(self._added)
        self._added[key] = Evidence(index, start, self._length, words, RULE)
        return self._added[key]


def _fold(text: str) -> tuple[str, list[int]]:
    """The text as ``normalise`` sees it, with the position in ``text`` of each character that is left."""
    keys = {character: normalise(character) for character in set(text)}
    letters: list[str] = []
    origin: list[int] = []
    for position, character in enumerate(text):
        for letter in keys[character]:
            letters.append(letter)
            origin.append(position)
    return "".join(letters), origin
