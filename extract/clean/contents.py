"""The table of contents: its lines repeat the headings and would be taken for them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from extract.clean.draft import Draft, Edit
from extract.clean.furniture import Line, lines_of

REASON = "目录"
WITHIN = 400  # lines in which it begins
LONGEST = 70  # characters of an entry
LEAST = 3  # entries
_TITLE = re.compile(r"目\s*[录次]|目录[：:]|(?i:contents)")
_PAGE = re.compile(r"(?:\s*[.．·•…—-]{3,}\s*|[.．·…]*\s+|\t)[(（]?\d{1,4}[)）]?$")
_LEADER = re.compile(r"[.．·•…]{4,}\s*[(（]?\d{0,4}[)）]?$")
_NUMBERED = re.compile(
    r"第[一二三四五六七八九十百\d]{1,4}[章节篇部编]|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|专栏|附"
)


def contents(draft: Draft) -> Iterator[Edit]:
    """目录 with its entries: lines with a page number or dots, or that stand as a line again further down."""
    lines = [line for line in lines_of(draft.text) if line.text]
    number = 0
    while number < min(WITHIN, len(lines)):
        titled = _TITLE.fullmatch(lines[number].text) is not None
        end = _end(lines, number + titled, titled=titled)
        if end - number - titled >= LEAST:
            yield Edit(lines[number].start, lines[end - 1].end, "", REASON)
            number = end
        else:
            number += 1


def _end(lines: Sequence[Line], first: int, *, titled: bool) -> int:
    """Index after the last entry. Without a title only lines with dots before a page number are entries."""
    if not titled:
        end = first
        while end < len(lines) and len(lines[end].text) <= LONGEST * 2 and _LEADER.search(lines[end].text):
            end += 1
        return end
    counts = Counter(_key(line.text) for line in lines[first:])
    begun, end = "", first
    while end < len(lines):
        text = lines[end].text
        key, paged = _key(text), _PAGE.search(text) is not None
        if key == begun and not paged:
            break  # the text begins
        bare = key.rstrip("0123456789")  # 一、发展基础1
        glued = bare != key and counts[bare] > 0
        entry = _LEADER.search(text) or (paged and _NUMBERED.match(text)) or counts[key] > 1 or glued
        if len(text) > LONGEST * 2 or not entry:
            break
        begun = begun or (bare if glued else key)
        end += 1
    return end


def _key(text: str) -> str:
    """A heading without page number, dots and blanks."""
    return "".join(_PAGE.sub("", _LEADER.sub("", text)).split())
