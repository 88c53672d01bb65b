"""Lines broken by a page's layout joined into paragraphs, one paragraph a line.

Whether lines were broken is decided by their statistics, never by the file: in text set in a column
most lines are about equally wide and few end a sentence. Then a paragraph ends where a line is
clearly short, where the next begins like a heading, or where the next is narrower by the two
characters of an indent that the copy has lost.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from statistics import median

from extract.clean.draft import Draft, Edit
from extract.clean.furniture import Line, lines_of

_ENDS = frozenset("。！？：；…!?")
_CLOSERS = "”’）》】"
_NEVER_FIRST = frozenset("，。、；：！？）》】”’%％·")
_COMMA_ENDS = frozenset("，、（《“‘")
_HEADING = re.compile(
    r"(?:第?[一二三四五六七八九十百]{1,4}[、章节篇]|第[一二三四五六七八九十]{1,3}部分|（[一二三四五六七八九十]{1,3}）|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[．、]|——|[①-⑳])"
)
_RUN_IN = re.compile(r"[\u4e00-\u9fff]{4,16}。")
_LATIN_EDGE = re.compile(r"[A-Za-z]")
MIN_LINES = 12
MAX_COLUMN = 130  # half-width units; a wider "column" is a paragraph


def join_lines(draft: Draft) -> Iterator[Edit]:
    """Blank lines and outer spaces go; a line break inside a paragraph goes; breaks between paragraphs stay."""
    text = draft.text
    lines = [line for line in lines_of(text) if line.text]
    broken = is_broken([line.text for line in lines])
    widths = [width(line.text) for line in lines] if broken else []
    last = 0
    for number, line in enumerate(lines):
        lead = line.start + (len(text[line.start : line.end]) - len(text[line.start : line.end].lstrip()))
        if number == 0:
            gap = ""
        elif broken:
            gap = "\n" if _ends_paragraph(lines, widths, number - 1, text) else _joint(lines[number - 1], line)
        else:
            gap = _joint(lines[number - 1], line) if _runs_on(lines[number - 1].text, line.text) else "\n"
        if (last, lead, gap) != (last, last + 1, "\n") and lead > last:
            yield Edit(last, lead, gap)
        last = lead + len(line.text)
    if last < len(text):
        yield Edit(last, len(text))


def width(text: str) -> int:
    """Half-width units: 2 for a Chinese character or mark, 1 for a Latin letter or digit, 0 for a space."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else char != " " for char in text)


def is_broken(lines: list[str]) -> bool:
    """Whether the lines were broken by a layout rather than by the author.

    True if at least 12 lines, three quarters of them within 25 % of the median width of lines, none
    much wider, and at most 45 % end like a sentence.
    """
    if len(lines) < MIN_LINES or not 6 <= median(len(line) for line in lines) <= MAX_COLUMN // 2:
        return False
    widths = sorted(width(line[: MAX_COLUMN * 2]) for line in lines)
    middle = median(widths)
    if middle > MAX_COLUMN or middle < 16:
        return False
    near = sum(abs(w - middle) <= 0.25 * middle for w in widths)
    wide = sum(w > 1.6 * middle for w in widths)
    ends = sum(line[-1] in _ENDS for line in lines)
    return near >= 0.7 * len(lines) and wide <= 0.03 * len(lines) and ends <= 0.45 * len(lines)


def _ends_paragraph(lines: list[Line], widths: list[int], number: int, text: str) -> bool:
    line, following = lines[number].text, lines[number + 1].text
    if following[0] in _NEVER_FIRST:
        return False
    around = sorted(widths[max(0, number - 10) : number + 11])
    full = around[int(len(around) * 0.6)]  # a full line of this column, hereabouts
    ended = line.rstrip(_CLOSERS)[-1:] in _ENDS
    if widths[number] < 0.8 * full and line[-1] not in _COMMA_ENDS:
        return True
    if not ended:
        return False
    after = lines[number + 1]
    indented = text[after.start : after.end][:1] == " " and text[lines[number].start] != " "
    if indented or _HEADING.match(following):
        return True
    narrower = full - widths[number + 1]
    if following.rstrip(_CLOSERS)[-1:] in _ENDS or narrower > 14:
        return False
    return narrower >= 4 or (narrower >= 1 and _RUN_IN.match(following) is not None)


def _runs_on(line: str, following: str) -> bool:
    """In text with real paragraphs: a stray break after a comma or before a mark that cannot begin a line."""
    return (line[-1] in "，、" and len(line) > 5 and not _HEADING.match(following)) or following[0] in "，。、；：）》”"


def _joint(line: Line, following: Line) -> str:
    """What stands between two joined lines: a space between two Latin words, else nothing."""
    return " " if _LATIN_EDGE.match(line.text[-1]) and _LATIN_EDGE.match(following.text[0]) else ""
