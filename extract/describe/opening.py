"""The opening of a document: the lines of its title block, and the dates in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.structure.paragraphs import SHORT, front_length, paragraphs_of
from extract.structure.years import year_number

REACH = 1500  # characters of a text that count as its opening
_DATE = re.compile(
    r"(?P<year>(?:19[5-9]|20\d)\d|(?:一九|二[〇零○ＯO])[〇零○ＯO一二三四五六七八九]{2})年"
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})日"
)
_HAN = "零一二三四五六七八九"
# A date followed or preceded by these is when the report was given; others are dates of events it tells of.
_OCCASION = re.compile(r"大会|会议|报告|稿")


@dataclass(frozen=True, slots=True)
class Opening:
    """How a document begins.

    ``lines``: the title block (before the salutation), or the short first lines; ``text``: the first 1,500
    characters without line breaks, so that a name broken over two lines is whole.
    """

    lines: tuple[str, ...]
    text: str

    @property
    def block(self) -> str:
        """The title block in one piece."""
        return "".join(self.lines)


def opening_of(text: str) -> Opening:
    """The opening of a clean text; both parts may be empty."""
    head = text[: REACH * 2]
    paragraphs = paragraphs_of(head)
    lines = [p.text for p in paragraphs[: front_length(paragraphs)]]
    if not lines:
        for paragraph in paragraphs[:4]:
            if len(paragraph.text) > SHORT:
                break
            lines.append(paragraph.text)
    return Opening(tuple(lines), head[:REACH].replace("\n", ""))


def delivered_on(opening: Opening) -> str:
    """ISO date of delivery from the title block, or from the opening if it stands with a meeting; "" if none."""
    match = _DATE.search(opening.block)
    if match is None:
        found = _DATE.search(opening.text)
        if found and _OCCASION.search(opening.text[found.end() : found.end() + 40]) and found.start() < REACH // 3:
            match = found
    if match is None:
        return ""
    year, month, day = year_number(match["year"]), _small(match["month"]), _small(match["day"])
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else ""


def _small(text: str) -> int:
    """A number up to 99 in digits or Chinese: 二十七 -> 27."""
    if text.isdecimal():
        return int(text)
    tens, ten, units = text.partition("十")
    if not ten:
        return _HAN.find(text) if len(text) == 1 else 0
    return 10 * (_HAN.find(tens) if tens else 1) + (_HAN.find(units) if units else 0)
