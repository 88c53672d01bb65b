"""Sentences: where one ends, with quotes and brackets respected."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MARK = re.compile(r"[。！？；“”（）①-⑳]")
_CLOSERS = frozenset("”’）》】")
_GOES_ON = re.compile(r"[，、；：的是为等和与及之在]")
_POINT = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]{1,2}[，、]|（?[\d一二三四五六七八九十]{1,2}[）.、]|[①-⑳])"
)
_PAIRS = {"“": "”", "（": "）"}
LONGEST = 2000  # characters; the longest sentence of 127 reports has 639, and work on pairs of names stays bounded
QUOTE = 150  # a quote or bracket not closed within so many characters was never one


def sentences_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Offsets of the sentences of the paragraph ``text[start:end]``; together they cover it without gaps.

    A sentence ends at 。！？ (with the quote that closes right after it), and at ； or ① where a new point of an
    enumeration follows (；二是…). Nothing ends inside a quote or bracket. What is longer than ``LONGEST`` is no sentence
    and is cut at the last ；，、 or space within that, or just there.
    """
    return [piece for sentence in _sentences(text, start, end) for piece in _cut(text, *sentence)]


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        limit = start + LONGEST
        stop = next((at + 1 for mark in "；，、 " if (at := text.rfind(mark, start, limit)) > start), limit)
        yield start, stop
        start = stop
    yield start, end


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    begin, closed = start, start
    for match in _MARK.finditer(text, start, end):
        at, mark = match.start(), match[0]
        if at < closed:
            continue
        if mark in _PAIRS:
            closing = text.find(_PAIRS[mark], at + 1, min(end, at + QUOTE))
            closed = closing + 1 if closing >= 0 else closed
            if closing < 0 or text[closing - 1] not in "。！？" or _GOES_ON.match(text, closed, end):
                continue
            stop = closed
        elif mark in "。！？":
            stop = at + 1
            while stop < end and (text[stop] in _CLOSERS or text[stop] in "。！？"):
                stop += 1
        elif mark == "；":
            if not _POINT.match(text, at + 1, end):
                continue
            stop = at + 1
        else:
            stop = at
        closed = max(closed, stop)
        if stop > begin and stop < end:
            found.append((begin, stop))
            begin = stop
    found.append((begin, end))
    return found
