"""Sentences: where one ends, with quotes and brackets respected."""

from __future__ import annotations

import re

_MARK = re.compile(r"[。！？；“”（）①-⑳]")
_CLOSERS = frozenset("”’）》】")
_GOES_ON = re.compile(r"[，、；：的是为等和与及之在]")
_POINT = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]{1,2}[，、]|（?[\d一二三四五六七八九十]{1,2}[）.、]|[①-⑳])"
)
_PAIRS = {"“": "”", "（": "）"}
QUOTE = 150  # a quote or bracket not closed within so many characters was never one


def sentences_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Offsets of the sentences of the paragraph ``text[start:end]``; together they cover it without gaps.

    A sentence ends at 。！？ (with the quote that closes right after it), and at ； or ① where a new point of an
    enumeration follows (；二是…). Nothing ends inside a quote or bracket.
    """
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
