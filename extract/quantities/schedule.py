"""When things fall due that their own sentence does not date: by section, by running text, by plan."""

from __future__ import annotations

import re

from extract.model import Document, Passage
from extract.quantities.dates import plan_end

_THIS_YEAR = re.compile(
    r"(?:今年|(?P<year>20\d\d)年)(?:是|政府工作|经济社会|全[省市县区]|的?(?:主要|总体|预期)|要|发展|工作)"
)
_PLAN = re.compile(r"《[^》]{0,30}(?:纲要|规划)[^》]{0,8}》|“?十(?P<n>[一二三四五六七八九])五”?时期")


class Schedule:
    """The year each passage plans for, worked out once for a document."""

    def __init__(self, document: Document) -> None:
        first, last = document.meta.period
        self._single = first if first == last else 0
        self._by_section = [_section_year(document, i) for i in range(len(document.sections))]
        self._running = {} if self._single or not last else _running_years(document, self._by_section)

    def year(self, passage: Passage) -> int:
        """Year of the nearest section with one, else of the running text (今年要…), else of a one-year plan, else 0."""
        if passage.section is not None and self._by_section[passage.section]:
            return self._by_section[passage.section]
        return self._running.get(passage.index, 0) or self._single


def _section_year(document: Document, index: int) -> int:
    at: int | None = index
    while at is not None:
        section = document.sections[at]
        if section.year:
            return section.year
        at = section.parent
    return 0


def _running_years(document: Document, by_section: list[int]) -> dict[int, int]:
    """For sections that speak of the plan and of this year in turn: the last period a paragraph opened with."""
    years: dict[int, int] = {}
    running, paragraph = 0, -1
    for passage in document.passages:
        if passage.section is not None and by_section[passage.section]:
            running = 0
            continue
        if passage.paragraph != paragraph:
            paragraph = passage.paragraph
            opening = document.text[passage.start : passage.start + 40]
            this, plan = _THIS_YEAR.match(opening), _PLAN.match(opening)
            if this:
                running = int(this["year"]) if this["year"] else document.meta.year
            elif plan:
                running = plan_end("十" + plan["n"]) if plan["n"] else document.meta.period[1]
        if running:
            years[passage.index] = running
    return years
