"""Single characters: line breaks, entities, blanks lost on the way, controls, widths, spaces."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

from extract.clean.draft import Draft, Edit
from extract.read.radicals import plain_character

CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Punctuation of Chinese text, with the quotes and dashes it shares with other scripts.
MARKS = "\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65“”‘’—…·"
WIDE = CJK + MARKS

_BREAK = re.compile(r"\r\n?|[\u2028\u2029\x85\x0b\x0c]|(?:\\r)?\\n|\\r")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});|&(?:nbsp|emsp|ensp)\b|&[en]m?s?p?(?=\.{2,})")
_BLANK = re.compile(r"(?:\?{2,}|[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000])+")
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff0-\uffff\ud800-\udfff]+"
)
_FULL_WIDTH = re.compile(r"[０-９Ａ-Ｚａ-ｚ％＋＃＆＠／＝]+|(?<=[0-9０-９])[．～－](?=[0-9０-９])")
_RADICAL = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_HALF_MARK = re.compile(
    rf"(?<=[{CJK}”’）》〉】])[,;:!?](?=[{WIDE}\d\s]|$)|(?<=[0-9%a-zA-Z])[,;:!?](?=[{CJK}“‘《（])", re.M
)
_HALF_PAREN = re.compile(r"\(([^()\n]{0,120})\)")
_TO_FULL = str.maketrans(",;:!?()", "，；：！？（）")
_HAS_CJK = re.compile(f"[{CJK}]")
_DASH = re.compile(r"[\u2e3a\u2e3b]|(?m:^)[ 　]?(?:[-－―–─]{2,6}|——)(?=[^-－―–─])")
_GAP = re.compile(rf"(?<=[{WIDE}]) | (?=[{WIDE}])")
# 2 0 0 1年, 36.5 9亿元, 1 7 00 户: digits spaced apart before a unit. “1 10 100” before a quote is left alone.
_SPACED_NUMBER = re.compile(rf"(?<![\d.])\d[\d.]{{0,12}}(?: [\d.]{{1,12}}){{1,12}}(?= ?(?:[{CJK}]|[%％〕]))")


def line_breaks(draft: Draft) -> Iterator[Edit]:
    r"""Every kind of line break, and a literal ``\r\n`` of a careless export, becomes one newline."""
    return (Edit(m.start(), m.end(), "\n") for m in _BREAK.finditer(draft.text))


def entities(draft: Draft) -> Iterator[Edit]:
    """HTML entities left in text become their characters; a cut-off ``&ems`` goes."""
    for match in _ENTITY.finditer(draft.text):
        word = match[0]
        value = html.unescape(word if word.endswith(";") else word + ";")
        value = "" if value.startswith("&") and value != "&" else value
        yield Edit(match.start(), match.end(), " " if value.isspace() else value[: len(word)])


def blanks(draft: Draft) -> Iterator[Edit]:
    """Odd blanks, and ``??`` where a page's blanks were lost in conversion, become one space."""
    return (Edit(m.start(), m.end(), " ") for m in _BLANK.finditer(draft.text) if m[0] != " ")


def controls(draft: Draft) -> Iterator[Edit]:
    """Control characters, byte order marks, soft hyphens, lone surrogates and replacement characters go."""
    return (Edit(m.start(), m.end(), "", "控制字符") for m in _DROPPED.finditer(draft.text))


def widths(draft: Draft) -> Iterator[Edit]:
    """Full-width digits, letters and ％ to half width."""
    for match in _FULL_WIDTH.finditer(draft.text):
        yield Edit(match.start(), match.end(), unicodedata.normalize("NFKC", match[0]))


def radicals(draft: Draft) -> Iterator[Edit]:
    """Radicals and compatibility ideographs to the characters they stand for."""
    for match in _RADICAL.finditer(draft.text):
        value = plain_character(match[0])
        if len(value) == 1 and value != match[0]:
            yield Edit(match.start(), match.end(), value)


def dashes(draft: Draft) -> Iterator[Edit]:
    """A dash of two or three ems, and two hyphens or bars that open a line, become ——."""
    return (Edit(m.start(), m.end(), "——") for m in _DASH.finditer(draft.text) if m[0] != "——")


def punctuation(draft: Draft) -> Iterator[Edit]:
    """Half-width punctuation between Chinese characters to full width; digits keep theirs (1,359, 9:30)."""
    return (Edit(m.start(), m.end(), m[0].translate(_TO_FULL)) for m in _HALF_MARK.finditer(draft.text))


def parentheses(draft: Draft) -> Iterator[Edit]:
    """A half-width pair with Chinese inside or before it becomes full-width: (一) -> （一）."""
    text = draft.text
    for match in _HALF_PAREN.finditer(text):
        before = text[match.start() - 1 : match.start()]
        if _HAS_CJK.search(match[1]) or _HAS_CJK.match(before) or before in "”》":
            yield Edit(match.start(), match.start() + 1, "（")
            yield Edit(match.end() - 1, match.end(), "）")


def spaced_numbers(draft: Draft) -> Iterator[Edit]:
    """Close up a number whose digits stand apart."""
    for match in _SPACED_NUMBER.finditer(draft.text):
        value = match[0].replace(" ", "")
        if value.count(".") <= 1:
            yield Edit(match.start(), match.end(), value)


def gaps(draft: Draft) -> Iterator[Edit]:
    """Spaces next to a Chinese character or mark go; those between Latin words stay."""
    return (Edit(m.start(), m.end()) for m in _GAP.finditer(draft.text))
