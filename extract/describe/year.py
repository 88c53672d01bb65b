"""The year a document was delivered, and the period it plans for."""

from __future__ import annotations

import re
from collections import Counter

from extract.structure.headings import Heading, is_period
from extract.structure.patterns import StructurePatterns
from extract.structure.years import plan_end, year_number

_YEAR = re.compile(r"(?<![\d至到—－-])((?:19[5-9]|20\d)\d|(?:一九|二[〇零○ＯO])[〇零○ＯO一二三四五六七八九]{2})年")
_FILE_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_PLAN = re.compile(r"“(十[一二三四五六七八九]?|二十)五”|第(十[一二三四五六七八九]?|二十)个五年")
_DRAFTING = re.compile(
    r"(?:编制|谋划|启动|完成)好?(?:全[省市县区])?“(十[一二三四五六七八九]?)五”规划|“(十[一二三四五六七八九]?)五”规划的?编制"
)
_FIVE_YEARS = re.compile(r"(?:今后|未来|接下来的?)五年")
_HALF = re.compile(r"(20\d\d)年下半年")
_SPAN = re.compile(r"(20\d\d)\s*年?\s*[—–－~至到-]+\s*(20\d\d)\s*年")
_BY = re.compile(r"到(20\d\d)年")
TOP = 3.0  # headings of this rank or a smaller one speak for the document


def year_of(text: str, delivered: str, title: str, headings: tuple[Heading, ...], patterns: StructurePatterns) -> int:
    """The year of delivery; 0 if the text does not say.

    In this order: the date of delivery, a year in the title, the years of top headings (2024年工作回顾 speaks of the
    year before, 2025年工作安排 of the year itself).
    """
    if delivered:
        return int(delivered[:4])
    named = _YEAR.search(title)
    if named and not _SPAN.search(title) and not _PLAN.search(title):  # not the years a plan reaches to
        return year_number(named[1])
    votes: Counter[int] = Counter()
    for heading in top_headings(headings, patterns):
        years = [year_number(m) for m in _YEAR.findall(heading.title)]
        review, plan = patterns.review.search(heading.title), patterns.plan.search(heading.title)
        if len(set(years)) == 1 and bool(review) != bool(plan):
            votes[years[0] + 1 if review else years[0]] += 1 if review else 2
    return max(votes, key=lambda year: (votes[year], year)) if votes else _year_in_body(text)


def inferred_year(text: str, source: str) -> int:
    """The year where the text names none of its own; 0 if there is no hint.

    The file name's if it suits the five-year plan that the text speaks of most, else that plan's first year, or the
    year before it where the plan is still to be drafted.
    """
    drafted = _DRAFTING.search(text)
    if drafted:  # the next plan is drafted in the last year of the present one
        return plan_end(drafted[1] or drafted[2]) - 5
    ends = Counter(plan_end(m[1] or m[2]) for m in _PLAN.finditer(text))
    hint = _FILE_YEAR.search(source)
    year = int(hint[1]) if hint else 0
    if not ends:
        return year
    end = max(ends, key=lambda e: (ends[e], e))
    return year if end - 5 <= year <= end else end - 4


def period_of(
    kind: str,
    year: int,
    delivered: str,
    title: str,
    text: str,
    headings: tuple[Heading, ...],
    patterns: StructurePatterns,
) -> tuple[int, int]:
    """First and last year planned for; (0, 0) if unknown.

    A span in the title; else the latest five-year plan that a planning top heading names (“十五五” -> 2026, 2030), or
    今后五年 from the year of delivery on (to the sixth year if the plan was made in the second half of the year, as
    at a Party congress); else the year of delivery alone.
    """
    span = _SPAN.search(title)
    if span:
        return int(span[1]), int(span[2])
    planning = [h.title for h in top_headings(headings, patterns) if _plans(h.title, patterns)]
    if kind in ("规划纲要", "专项规划"):
        planning.append(title)
    ends = sorted({plan_end(m[1] or m[2]) for heading in planning for m in _PLAN.finditer(_after_review(heading))})
    if ends and ends[-1] >= year:
        return (ends[-1] - 4 if kind in ("规划纲要", "专项规划") else max(ends[-1] - 4, year)), ends[-1]
    if not year:
        return 0, 0
    if kind == "党代会报告":
        return year, year + 5
    if any(_FIVE_YEARS.search(heading) for heading in planning):
        late = delivered[5:7] >= "06" or f"{year}年下半年" in text
        return year, year + (5 if late else 4)
    return year, year


def top_headings(headings: tuple[Heading, ...], patterns: StructurePatterns) -> list[Heading]:
    """Headings that speak for the whole document: of top rank, or naming a period."""
    return [
        h for h in headings if not h.local and (h.rank <= TOP or (is_period(h.title, patterns) and len(h.title) < 40))
    ]


def _plans(title: str, patterns: StructurePatterns) -> bool:
    draft = "规划纲要" in title or "“" in title
    return patterns.plan.search(title) is not None or (draft and patterns.review.search(title) is None)


def _after_review(title: str) -> str:
    """What is left of “十四五”时期发展成就和“十五五”时期主要目标任务 once the part on the past is cut off."""
    cut = re.search(r"(?:成就|成绩|成效|回顾)(?:和|与|及|以及)", title)
    return title[cut.end() :] if cut else title


def _year_in_body(text: str) -> int:
    """2005年是 or 今年是…2005年 at the start of a paragraph that plans; 0 if none."""
    years = [year_number(m[1]) for m in re.finditer(r"(?m)^(20\d\d)年[，,]?是", text)]
    half = _HALF.search(text)
    if half:
        return int(half[1])
    return max(years) if years else 0
