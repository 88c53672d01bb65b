"""A sentence cut into clauses: the stretches between commas, semicolons and colons outside brackets."""

from __future__ import annotations

import re
from bisect import bisect_right

_OPEN = "（《(【"
_CLOSE = "）》)】"
_FULL = "。！？"
_MARKS = re.compile(r"[，；。！？：;!?\t\n（《(【）》)】]")
_QUOTES = re.compile(r"[“‘「『”’」』《》]")


def clause_spans(text: str) -> list[tuple[int, int]]:
    """Half-open spans of the clauses of ``text``, without the stops; empty clauses are left out.

    A bracket that is never closed holds for at most the rest of the sentence, which keeps hostile input linear.
    """
    spans, start, depth = [], 0, 0
    for match in _MARKS.finditer(text):
        c = match.group()
        if c in _OPEN:
            depth += 1
        elif c in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 or c in _FULL:
            i = match.start()
            if i > start:
                spans.append((start, i))
            start = i + 1
    if start < len(text):
        spans.append((start, len(text)))
    return spans


class Nesting:
    """Which characters of a sentence stand inside quotation marks or book-title marks."""

    def __init__(self, text: str) -> None:
        self._changes, self._states = [0], [""]
        stack: list[str] = []
        for match in _QUOTES.finditer(text):
            c, i = match.group(), match.start()
            if c in "“‘「『《":
                stack.append("》" if c == "《" else "”")
                i += 1
            elif stack:
                stack.pop()
            else:
                continue
            self._changes.append(i)
            self._states.append(stack[-1] if stack else "")

    def at(self, offset: int) -> str:
        """Closing mark of what ``offset`` stands in: ”, 》 or "" for neither."""
        return self._states[bisect_right(self._changes, offset) - 1]
