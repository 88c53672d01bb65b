"""Tokens of a sentence with quotations, brackets and known places kept whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extract.segment import Segmenter

# Bounded and without nested repetition: linear on any input.
_ATOM = re.compile(
    r"“[^“”\n]{1,45}”|‘[^‘’\n]{1,30}’|《[^《》\n]{1,60}》|（[^（）\n]{1,40}）|\([^()\n]{1,40}\)|〔[^〔〕\n]{1,20}〕|【[^【】\n]{1,20}】|\[\d{1,3}\]|［\d{1,3}］"
)
NOTE = re.compile(r"[\[［【〔]\s*\d{1,3}\s*[\]］】〕]|〔[^〕]*〕")


class Word(NamedTuple):
    """A token; ``atom`` is "quote", "title", "bracket", "note", "place" or "" for a plain word."""

    start: int
    end: int
    text: str
    atom: str = ""


def words_of(
    text: str, start: int, end: int, segmenter: Segmenter, places: Sequence[tuple[int, int]] = ()
) -> list[Word]:
    """Words of ``text[start:end]`` with offsets into ``text``.

    ``places`` are spans inside that range, sorted, which no segmentation may break.
    """
    found: list[Word] = []
    at = start
    for left, right, kind in _atoms(text, start, end, places):
        if left < at:
            continue
        _plain(text, at, left, segmenter, found)
        found.append(Word(left, right, text[left:right], kind))
        at = right
    _plain(text, at, end, segmenter, found)
    return found


def _atoms(text: str, start: int, end: int, places: Sequence[tuple[int, int]]) -> list[tuple[int, int, str]]:
    atoms = [(m.start(), m.end(), _kind(m[0])) for m in _ATOM.finditer(text, start, end)]
    atoms += [(left, right, "place") for left, right in places]
    return sorted(atoms, key=lambda atom: (atom[0], -atom[1]))


def _kind(text: str) -> str:
    if NOTE.fullmatch(text):
        return "note"
    return {"“": "quote", "‘": "quote", "《": "title"}.get(text[0], "bracket")


def _plain(text: str, start: int, end: int, segmenter: Segmenter, found: list[Word]) -> None:
    if start < end:
        found.extend([Word(start + a, start + b, word) for a, b, word in segmenter.cut(text[start:end])])
