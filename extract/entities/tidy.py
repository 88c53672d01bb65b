"""Borders of mentions that cut a pair of quotation marks or brackets in two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.model import Mention
from extract.order import in_order

_PAIRS = (("“", "”"), ("《", "》"), ("（", "）"))
_HALF = re.compile("[“”《》（）]")
_REACH = 12  # characters to look for the missing half


def tidy(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, sorted, half pairs completed where the other half is near, else cut off.

    四单合一” becomes “四单合一” where the text has the mark in front; a mention that would be empty is dropped.
    Mentions whose name differs from their surface are left alone.
    """
    fixed = []
    for mention in mentions:
        start, end = mention.start, mention.end
        if mention.name == mention.surface and _HALF.search(mention.surface):
            for left, right in _PAIRS:
                start, end = _balanced(text, start, end, left, right)
        if (start, end) == (mention.start, mention.end):
            fixed.append(mention)
        elif end - start > 1:
            surface = text[start:end]
            fixed.append(replace(mention, start=start, end=end, surface=surface, name=surface))
    return in_order(fixed)


def _balanced(text: str, start: int, end: int, left: str, right: str) -> tuple[int, int]:
    part = text[start:end]
    opened, closed = part.count(left), part.count(right)
    if opened == closed:
        return start, end
    if opened == closed + 1:
        at = text.find(right, end, end + _REACH)
        if at >= 0 and not any(c in text[end:at] for c in "，。；\n" + left):
            return start, at + 1
        return (start + 1, end) if part.startswith(left) else (start, start + part.rindex(left))
    if closed == opened + 1:
        at = text.rfind(left, max(0, start - _REACH), start)
        if at >= 0 and not any(c in text[at + 1 : start] for c in "，。；\n" + right):
            return at, end
        return (start, end - 1) if part.endswith(right) else (start + part.index(right) + 1, end)
    return start, end
