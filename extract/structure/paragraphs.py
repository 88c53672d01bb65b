"""Paragraphs of a clean text, and where the text proper begins."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SALUTE = re.compile(r"^(?:各位|同志们|代表们|委员们)[^。！]{0,12}(?:[：:]|$)")
_FIRST_PART = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十]{1,3}[章节部篇])"
)
_PLAN = re.compile(r"(?:规划|纲要)(?:（[^（）]{1,16}）)?(?:的通知)?$")
FRONT = 25  # a salutation further down is not the opening one
SHORT = 60  # a longer paragraph is text, not title, date or speaker


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``text == document[start:end]``, without the line break. Blank lines are no paragraphs."""

    start: int
    end: int
    text: str


def paragraphs_of(text: str) -> tuple[Paragraph, ...]:
    """The non-blank lines of a text, in order; empty for a blank text."""
    found, start = [], 0
    for piece in text.split("\n"):
        if piece.strip():
            found.append(Paragraph(start, start + len(piece), piece))
        start += len(piece) + 1
    return tuple(found)


def front_length(paragraphs: tuple[Paragraph, ...]) -> int:
    """How many paragraphs stand before the text proper: title, date, speaker; 0 where text comes first.

    They end at the salutation, or, if there is none, at the first numbered heading, provided only short lines
    stand before it. The short lines that open a plan with a preface (…规划纲要) are such, too.
    """
    lead = 0
    for number, paragraph in enumerate(paragraphs[:FRONT]):
        if _SALUTE.match(paragraph.text):
            return number
        if _FIRST_PART.match(paragraph.text):
            if lead == number:
                return number
            break
        if lead == number and len(paragraph.text) <= SHORT and paragraph.text[-1] != "。":
            lead += 1
    return lead if any(_PLAN.search(paragraph.text) for paragraph in paragraphs[:lead]) else 0
