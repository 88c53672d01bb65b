"""Which paragraphs are headings, or open with one, and of what rank."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.structure.paragraphs import Paragraph, front_length
from extract.structure.patterns import StructurePatterns

_HAN = "一二三四五六七八九十百"
# Rank, form. Fixed ranks: in every plan read so far 一、 encloses （一） encloses 1. encloses （1）.
_NUMBERED = tuple(
    (rank, re.compile(form))
    for rank, form in (
        (0, rf"第[{_HAN}\d]{{1,3}}(?:部分|篇|编)"),
        (1, rf"第[{_HAN}\d]{{1,4}}章"),
        (2, rf"第[{_HAN}\d]{{1,4}}节"),
        (3, rf"[{_HAN}]{{1,3}}、"),
        (4, rf"（[{_HAN}]{{1,3}}）、?"),
        (5, r"\d{1,2}(?:[.．、](?!\d)|\s)"),
        (6, r"（\d{1,2}）"),
        (7, r"[①-⑳]|专栏\s?\d{1,2}"),
    )
)
_ITEM = 5  # from this rank on a line may be an item of a list rather than a heading
_LIST_POINT = re.compile(rf"(?:——|――|--|[{_HAN}]{{1,2}}是|第[{_HAN}]{{1,2}}[，、])")
_PERIOD_RANK = 1
_PLAIN = 0.5  # an unnumbered heading ranks just below the numbered one that encloses it
PLAIN_TOP = _PERIOD_RANK + _PLAIN
_RUN_IN_RANK = 9.0
_NOT_PLAIN = re.compile(
    r"^(?:各位|同志们|来源|时间|作者|单位[：:]|[（(]?20\d\d年\d{1,2}月|[（(]|注[：:]|附[：:]?$)|[省市县区州]长[\u4e00-\u9fff]{2,4}$|主席[\u4e00-\u9fff·]{2,12}$"
)
_LEAD_IN = re.compile(r"(?:目标|要求|思路|任务|指标|指导思想)(?:是|为|如下)?：$")
_ANNEX = re.compile(r"^附[件录表]|实事|^[一二三四五六七八九十]{1,3}、|工作(?:安排|任务)$")
_DIGIT = re.compile(r"\d")
_CJK = re.compile(r"[\u3400-\u9fff]")
_STOP = "。！？；"
_MARKS = "。！？；：，、,;:"
_RUN_IN_STOP = re.compile(r"[。：]")
_NOT_RUN_IN = re.compile(r"^(?:各位|同志们|我们|这|今年|去年|为此|同时|此外|在此|过去|当前|\d)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading at ``paragraph`` (index). ``title`` has no closing mark; ``run_in``: body follows in the paragraph.

    ``rank`` orders headings, smaller encloses larger; ``local``: governs its own paragraph only.
    """

    paragraph: int
    rank: float
    title: str
    run_in: bool = False
    local: bool = False


def headings_of(paragraphs: tuple[Paragraph, ...], patterns: StructurePatterns) -> tuple[Heading, ...]:
    """All headings in order. None stands before the salutation."""
    front = front_length(paragraphs)
    period = _first_period(paragraphs[front:], patterns)
    found: list[Heading] = []
    inside = 0.0  # rank of the innermost numbered heading so far
    notes = False  # past the heading of the notes, where numbers count terms
    for number in range(front, len(paragraphs)):
        text = paragraphs[number].text
        following = paragraphs[number + 1].text if number + 1 < len(paragraphs) else ""
        if notes and not _ANNEX.search(text[:40]):
            continue
        heading = _numbered(number, text, following)
        if heading is None:
            heading = _plain(number, text, following, patterns, inside, period) or _run_in(number, text)
        elif not heading.local:
            inside = heading.rank
        if heading is not None:
            if heading.rank <= _PERIOD_RANK:
                inside = heading.rank
            found.append(heading)
            notes = patterns.glossary.search(heading.title) is not None
    return tuple(_without_lone_run_ins(found))


def number_rank(text: str) -> int | None:
    """Rank of the number that a paragraph begins with; None if it begins with none."""
    return next((rank for rank, form in _NUMBERED if form.match(text)), None)


def is_period(title: str, patterns: StructurePatterns) -> bool:
    """Whether a heading names a period's review or tasks (过去五年工作回顾, 今年政府工作重点), or opens the notes."""
    if patterns.glossary.search(title):
        return True
    timed = re.search(r"20\d\d|二〇|[五一]年|今年|“十[一二三四五六七八]?五”|^工作回顾", title)
    return timed is not None and bool(patterns.review.search(title) or patterns.plan.search(title))


def _first_period(paragraphs: tuple[Paragraph, ...], patterns: StructurePatterns) -> str:
    """The unnumbered heading of a period that stands before any 一、: then such headings are the top level. Else ""."""
    for paragraph in paragraphs:
        if (number_rank(paragraph.text) or 9) <= 3:
            return ""
        if len(paragraph.text) <= 40 and paragraph.text[-1] not in _MARKS and is_period(paragraph.text, patterns):
            return paragraph.text
    return ""


def _numbered(number: int, text: str, following: str) -> Heading | None:
    rank = number_rank(text)
    if rank is None:
        return None
    if len(text) <= 60 and not any(mark in text[:-1] for mark in "。！？"):
        same = rank >= _ITEM and number_rank(following) == rank
        if (text[-1] in _STOP or _DIGIT.search(text[3:])) and same:
            return None  # an item of a list
        return Heading(number, rank, text.rstrip(_MARKS))
    stop = _RUN_IN_STOP.search(text, 0, 64)
    if stop is None or (rank >= _ITEM and _DIGIT.search(text[3 : stop.start()])):
        if rank >= _ITEM:
            return None
        clause = re.search(r"[，；]", text[:48])
        return Heading(number, rank, text[: clause.start()] if clause else text[:40], run_in=True)
    return Heading(number, rank, text[: stop.start()], run_in=True)


def _plain(
    number: int, text: str, following: str, patterns: StructurePatterns, inside: float, period: str
) -> Heading | None:
    """An unnumbered heading that has its line to itself."""
    if len(text) > 42 or not _CJK.search(text) or not following:
        return None
    if patterns.glossary.search(text):
        return Heading(number, _PERIOD_RANK, text.strip("※*[]【】：: "))
    if len(text) < 3 or _NOT_PLAIN.search(text):
        return None
    title = text.rstrip(_MARKS)
    if text[-1] in "：:" and not _LEAD_IN.search(text):
        return None
    if text[-1] in "；，、！？" or (text[-1] == "。" and not _stands_alone(text, following)):
        return None
    if any(mark in title for mark in "。！？；") or _LIST_POINT.match(text):
        return None
    if period and (is_period(title, patterns) or ("：" in title and "：" in period)):
        return Heading(number, _PERIOD_RANK, title)
    return Heading(number, inside + _PLAIN, title)


def _stands_alone(text: str, following: str) -> bool:
    """A short sentence without figures above a longer paragraph: a heading with a full stop."""
    return len(text) <= 26 and len(following) >= 40 and not _DIGIT.search(text) and number_rank(following) is None


def _run_in(number: int, text: str) -> Heading | None:
    """A short sentence that opens a longer paragraph: 坚持文化惠民。加快…; ——五年来，…。; 一是…。"""
    point = _LIST_POINT.match(text)
    body = text[point.end() :] if point else text
    stop = body.find("。", 0, 44 if point else 30)
    if stop < 4 or len(body) < stop + 15 or (not point and not _CJK.match(body)):
        return None
    title = body[:stop]
    if not point and (_NOT_RUN_IN.match(title) or _DIGIT.search(title) or "“" in title[:1] or title.count("，") > 1):
        return None
    return Heading(number, _RUN_IN_RANK, title, run_in=True, local=True)


def _without_lone_run_ins(headings: list[Heading]) -> list[Heading]:
    """A short opening sentence is a heading only if a neighbour of the same rank opens so too."""
    kept = []
    for number, heading in enumerate(headings):
        if heading.local:
            near = headings[max(0, number - 1) : number] + headings[number + 1 : number + 2]
            if not any(other.local and abs(other.paragraph - heading.paragraph) <= 2 for other in near):
                continue
        kept.append(heading)
    return kept
