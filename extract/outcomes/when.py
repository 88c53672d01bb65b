"""The year or years that a figure of a review is of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.model import Document, Passage
from extract.structure.patterns import structure_patterns
from extract.structure.years import plan_end, years_in

_HAN = "一二三四五六七八九十"
_REACH = 1000  # characters before a figure in which its year is looked for: more than any sentence that is written
_SPAN = re.compile(
    r"(?:过去|这|刚刚过去的?)(?P<n>[两三四五])年|(?<![一二三四五六七八九十])(?P<m>[两三四五])年(?:来|以来|间|累计|共|时间)"
    rf"|“?(?P<plan>十[{_HAN}]?)五”?(?:时期|期间|以来|五年)|换届以来|本届政府|任期(?:内|以来)|届满"
)
_YEAR = re.compile(r"(?<!比)(?<!较)(?<!自)(?<!超过)(?P<year>20\d\d)年(?!来|以来|提出|确定|启动|开始|的[\d.]+倍)")
_SINCE = re.compile(r"(?:自|从)?(?P<year>20\d\d)年(?:以)?来")
_LAST = re.compile(r"(?<!比)(?<!较)(?<!同)(?:去年|上年)(?!同期|同比|度?增)|一年来|过去(?:的)?一年")
_PART = re.compile(
    r"上半年|下半年|前?[一二三四]季度|前三季|[12]?\d(?:至|到|[-—])[1]?\d月|截[至止](?!20\d\d年底|年底|去年底)"
)


@dataclass(frozen=True, slots=True)
class When:
    """``year``: the last year a figure is of, 0 if unknown; ``since``: the first where it covers several, else 0.

    ``part`` is True for a figure of a part of a year (上半年), which no annual target can be held against.
    """

    year: int = 0
    since: int = 0
    part: bool = False


class Reviews:
    """What each reviewed passage speaks of: its section's heading, the running text, its own words."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._delivered = document.meta.year
        self._glossary = structure_patterns().glossary
        self._of_section = [self._heading(i) for i in range(len(document.sections))]
        self._running: dict[int, When] = {}
        self._run()

    def is_review(self, passage: Passage) -> bool:
        """Whether it reviews; explanations of terms are marked past too but review nothing."""
        return passage.past and not any(
            self._glossary.search(self._document.sections[i].title) for i in self._above(passage.section)
        )

    def when(self, passage: Passage, at: int, clause: int) -> When:
        """What a figure at ``at`` is of; ``clause`` is where its clause begins, both offsets into the sentence."""
        text = self._document.quote(passage)
        begin = max(0, at - _REACH)
        clause = max(begin, clause)
        if _PART.search(text, clause, at):
            return When(self._delivered, part=True)
        own = [m for m in _YEAR.finditer(text, begin, at) if self._fits(int(m["year"]))]
        span, last = list(_SPAN.finditer(text, begin, at)), list(_LAST.finditer(text, begin, at))
        since = [m for m in _SINCE.finditer(text, clause, at) if self._fits(int(m["year"]))]
        if since:
            return When(self._delivered - 1, int(since[-1]["year"]))
        found = sorted([(m.start(), "year", m) for m in own] + [(m.start(), "span", m) for m in span]
                       + [(m.start(), "last", m) for m in last], key=lambda item: item[0])  # fmt: skip
        if not found:
            return self._running.get(passage.index, When())
        _, kind, match = found[-1]
        return self._said(kind, match)

    def _said(self, kind: str, match: re.Match[str]) -> When:
        if kind == "year":
            return When(int(match["year"]))
        if kind == "last":
            return When(self._delivered - 1 if self._delivered else 0)
        return self._span(match)

    def _span(self, match: re.Match[str]) -> When:
        if not self._delivered:
            return When()
        if match["plan"]:
            end = plan_end(match["plan"])
            return When(min(end, self._delivered - 1), end - 4)
        number = match["n"] or match["m"]
        years = "一两三四五".index(number) + 1 if number else 5
        return When(self._delivered - 1, self._delivered - years)

    def _fits(self, year: int) -> bool:
        """A year a review can be of: not after delivery, not long ago."""
        return not self._delivered or self._delivered - 12 < year <= self._delivered

    def _above(self, section: int | None) -> list[int]:
        found = []
        while section is not None:
            found.append(section)
            section = self._document.sections[section].parent
        return found

    def _heading(self, index: int) -> When:
        """What the nearest heading with a period says."""
        for i in self._above(index):
            title = self._document.sections[i].title
            years = [year for year in years_in(title) if self._fits(year)]
            span = _SPAN.search(title)
            if years and not (span and not re.search(r"20\d\d年", title)):
                return When(max(years))
            if span:
                return self._span(span)
        return self._default()

    def _run(self) -> None:
        """An opening 五年来 or 2025年 holds in its paragraph; one that opens a paragraph until the next or a heading."""
        running = here = When()
        section, paragraph = -2, -1
        for passage in self._document.passages:
            index = -1 if passage.section is None else passage.section
            if index != section:
                section = index
                running = here = self._of_section[index] if index >= 0 else self._default()
            opening = self._opening(self._document.text[passage.start : min(passage.end, passage.start + 16)])
            if passage.paragraph != paragraph:
                paragraph = passage.paragraph
                running = here = opening or running
            here = opening or here
            self._running[passage.index] = here

    def _opening(self, text: str) -> When | None:
        for kind, pattern in (("span", _SPAN), ("last", _LAST), ("year", _YEAR)):
            match = pattern.search(text)
            if match and (kind != "year" or self._fits(int(match["year"]))):
                return self._said(kind, match)
        return None

    def _default(self) -> When:
        """A report's review is of the year before it was delivered."""
        return When(self._delivered - 1 if self._delivered else 0)
