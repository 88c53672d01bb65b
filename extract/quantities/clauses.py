"""A sentence cut into clauses: the stretches between commas, semicolons and colons outside brackets."""

from __future__ import annotations

from bisect import bisect_right

_STOPS = frozenset("，；。！？：;!?\t\n")
_OPEN, _CLOSE = "（《(【", "）》)】"
_QUOTES_OPEN, _QUOTES_CLOSE = "“‘「『", "”’」』"


def clause_spans(text: str) -> list[tuple[int, int]]:
    """Half-open spans of the clauses of ``text``, without the stops; empty clauses are left out.

    A bracket that is never closed holds for at most the rest of the sentence, which keeps hostile input linear.
    """
    spans, start, depth = [], 0, 0
    for i, c in enumerate(text):
        if c in _OPEN:
            depth += 1
        elif c in _CLOSE:
            depth = max(0, depth - 1)
        elif c in _STOPS and (depth == 0 or c in "。！？"):
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
        for i, c in enumerate(text):
            if c in _QUOTES_OPEN or c == "《":
                stack.append("”" if c in _QUOTES_OPEN else "》")
            elif stack and (c in _QUOTES_CLOSE or c == "》"):
                stack.pop()
            else:
                continue
            self._changes.append(i + (c in _QUOTES_OPEN or c == "《"))
            self._states.append(stack[-1] if stack else "")

    def at(self, offset: int) -> str:
        """ "”" inside quotation marks, "》" inside a title, "" outside both."""
        return self._states[bisect_right(self._changes, offset) - 1]
