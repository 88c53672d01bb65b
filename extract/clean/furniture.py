"""What a web page or a scraper puts around the text: menus, share buttons, digests, lists of other reports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from extract.clean.draft import Draft, Edit
from extract.clean.tables import CleanTables

LONGEST = 60  # no line of furniture is longer; longer lines are text, unless a digest
HEAD_LINES = 60  # the text begins within so many lines
_SALUTE = re.compile(r"(?:各位|同志们|一、)")
_NO_LETTER = re.compile(r"\W+")
_SENTENCE_END = "。！？；"
KEY = 24  # letters by which a repeated sentence is known


@dataclass(frozen=True, slots=True)
class Line:
    """A line's offsets in the draft without its newline, and its text without outer spaces."""

    start: int
    end: int
    text: str


def lines_of(text: str) -> list[Line]:
    """All lines, blank ones too. Offsets include outer spaces, ``Line.text`` does not."""
    found, start = [], 0
    for piece in text.split("\n"):
        found.append(Line(start, start + len(piece), piece.strip()))
        start += len(piece) + 1
    return found


def furniture(draft: Draft, tables: CleanTables) -> Iterator[Edit]:
    """Whole lines of furniture: in the head, in the tail, and the unmistakable ones anywhere."""
    lines = [line for line in lines_of(draft.text) if line.text]
    begin = _begin(lines)
    opening = _letters(draft.text[:20000])
    tail = _tail(lines, opening, tables)
    digest = _digests(lines[:begin], opening, tables)
    for number, line in enumerate(lines[:tail]):
        short = len(line.text) <= LONGEST
        if number in digest:
            yield Edit(line.start, line.end, "", "内容摘要")
        elif short and number < begin and (tables.head.fullmatch(line.text) or tables.digest.fullmatch(line.text)):
            yield Edit(line.start, line.end, "", "页首")
        elif short and tables.line.fullmatch(line.text):
            yield Edit(line.start, line.end, "", "网页部件")
    if tail < len(lines):
        yield Edit(lines[tail].start, lines[-1].end, "", "页尾")


def inline(draft: Draft, tables: CleanTables) -> Iterator[Edit]:
    """Furniture inside a line of text: a data collector's signature, a font-size switch."""
    spans = sorted(match.span() for pattern in tables.inline for match in pattern.finditer(draft.text))
    return (Edit(start, end, "", "网页部件") for start, end in spans)


def _begin(lines: list[Line]) -> int:
    """Index of the first line that is surely text: a salutation, a first heading, or else a long sentence."""
    for number, line in enumerate(lines[:HEAD_LINES]):
        if _SALUTE.match(line.text):
            return number
    for number, line in enumerate(lines[:HEAD_LINES]):
        if len(line.text) > LONGEST and line.text[-1] in _SENTENCE_END:
            return number
    return min(len(lines), HEAD_LINES) if len(lines) > HEAD_LINES else 0


def _tail(lines: list[Line], opening: str, tables: CleanTables) -> int:
    """Index of the line that opens the tail: a tail mark after which no sentence of the text comes, or their number.

    A sentence that repeats the opening (a digest for sharing) or speaks for the site is none of the text.
    """
    tail = len(lines)
    for number in range(len(lines) - 1, -1, -1):
        text = lines[number].text
        if len(text) <= LONGEST and tables.tail.fullmatch(text):
            tail = number
        elif len(text) > LONGEST or text[-1] in _SENTENCE_END:
            repeats = number >= HEAD_LINES and _letters(text[:60])[:KEY] in opening
            if not repeats and not _for_site(text):
                break
    return tail


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text)


def _for_site(text: str) -> bool:
    """Whether a long line in a tail is a disclaimer of the site, which reads like a sentence."""
    return "免责声明" in text[:20] or "本站" in text[:40]


def _digests(head: list[Line], opening: str, tables: CleanTables) -> frozenset[int]:
    """Lines after a digest mark whose opening comes again in the text (or once more, cut off by dots)."""
    found = []
    for number, (mark, line) in enumerate(pairwise(head), 1):
        key = _letters(line.text[:60])[:KEY]
        if tables.digest.fullmatch(mark.text) and opening.count(key) > 1:
            found.append(number)
    return frozenset(found)
