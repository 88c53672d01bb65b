"""The year a section plans for."""

from __future__ import annotations

import re

_HAN_DIGITS = str.maketrans("〇零○ＯO一二三四五六七八九", "00000123456789")
_HAN = "〇一二三四五六七八九"
_YEAR = re.compile(r"((?:19[5-9]|20\d)\d|(?:一九|二[〇零○ＯO])[〇零○ＯO一二三四五六七八九]{2})年")
_QUOTED_PLAN = re.compile(r"“(十[一二三四五六七八九]?|二十)五”|第(十[一二三四五六七八九]?|二十)个五年")
_NEXT_FIVE = re.compile(r"(?:今后|未来|接下来的?|下一个?)五年")
_THIS_YEAR = re.compile(r"今年|新的一年|本年度")


def year_number(text: str) -> int:
    """2025 for 2025 or 二〇二五; the text must be a year as ``years_in`` finds them."""
    return int(text.translate(_HAN_DIGITS))


def plan_end(ordinal: str) -> int:
    """Last year of a national five-year plan by its ordinal: 十四 -> 2025.

    The first ran 1953 to 1957, the second ended in 1962; from the third (1966 to 1970) on the n-th ends in 1955 + 5 n.
    """
    tens, ten, units = ordinal.partition("十")
    if not ten:
        tens, units = "〇", tens
    number = 10 * (_HAN.find(tens) if tens else 1) + (_HAN.find(units) if units else 0)
    return 1955 + 5 * number


def years_in(title: str) -> list[int]:
    """Years that a heading names, in order: calendar years and ends of five-year plans (“十四五” -> 2025)."""
    found = [(m.start(), year_number(m[1])) for m in _YEAR.finditer(title)]
    found += [(m.start(), plan_end(m[1] or m[2])) for m in _QUOTED_PLAN.finditer(title)]
    return [year for _, year in sorted(found)]


def section_year(title: str, opening: str, year: int, period: tuple[int, int]) -> int | None:
    """The (last) year a planning section speaks of, from its heading or how its text opens; None if neither says.

    ``year``: when the plan was delivered; ``period``: first and last year it plans for; 0 where unknown. A heading
    with two periods (“十五五”时期目标任务和2026年工作安排) says none: its parts do.
    """
    named = sorted(set(years_in(title)))
    if len(named) > 1:
        return None
    if named:
        return named[0]
    if _NEXT_FIVE.search(title):
        return period[1] or (year + 4 if year else None)
    if _THIS_YEAR.search(title):
        return year or None
    match = _YEAR.match(opening[:12])
    if match and re.match(r"20\d\d年，?是", opening) and (not year or year_number(match[1]) >= year):
        return year_number(match[1])
    if opening.startswith("今年") and year:
        return year
    return None
