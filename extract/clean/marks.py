"""Marks that typesetting leaves in the text: continuations, note numbers, doubled glyphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.clean.draft import Draft, Edit
from extract.clean.tables import CleanTables

_PAGE = r"[第\s]{0,3}[一二三四五六七八九十\d][\s一二三四五六七八九十\d,，、—–－-]{0,12}[版页面]"
_CONTINUED = re.compile(
    rf"[（(〔【]\s*(?:上接|下转|紧接|接上|转下|接|转)\s*{_PAGE}[^（）()\n]{{0,8}}[）)〕】](?:\s*[（(]\s*(?:上接|紧接|接)\s*{_PAGE}[）)])?"
)
_OPEN_LINE_END = re.compile(
    r"[^。！？：；…\n”）]\s*[（(]\s*下转[^）)\n]{0,20}[）)]\s*\n\s*(?:[（(]\s*上接[^）)\n]{0,20}[）)]\s*)?"
)
_NOTE = re.compile(r"[〔［\[【]\s?\d{1,3}\s?[〕］\]】]")
_PAREN_NOTE = re.compile(r"(?<=[”》])（\d{1,2}）")
_NOTE_LIST = re.compile(r"(?m)^[※*\[【（(]?.{0,16}(?:名词解释|注释|名词注释|名词注解|名词说明|注解)")
_DOUBLED = re.compile(r"([\u3400-\u4dbf\u4e00-\u9fff])\1")


def continuations(draft: Draft) -> Iterator[Edit]:
    """（上接1版）, （下转3版）: gone, and a sentence that they cut in two closed up."""
    text = draft.text
    edits = [Edit(m.start() + 1, m.end(), "", "转版") for m in _OPEN_LINE_END.finditer(text)]
    for match in _CONTINUED.finditer(text):
        start, end = match.span()
        if text[start - 1 : start] in ("", "\n") and text[end : end + 1] in ("", "\n"):
            start, end = (start - 1, end) if start else (start, min(end + 1, len(text)))  # the line goes with its mark
        edits.append(Edit(start, end, "", "转版"))
    return iter(sorted(edits, key=lambda edit: (edit.start, -edit.end)))


def note_numbers(draft: Draft) -> Iterator[Edit]:
    """［2］ after a term, where a list of notes stands at the end; the list's own numbers at line starts stay."""
    text = draft.text
    notes = _NOTE_LIST.search(text, len(text) // 3)
    end = notes.start() if notes else len(text)
    for match in _NOTE.finditer(text, 0, end):
        if match.start() and text[match.start() - 1] != "\n":
            yield Edit(match.start(), match.end(), "", "注号")


def paren_note_numbers(draft: Draft) -> Iterator[Edit]:
    """（6） right after a closing quote: a note number too, if at least three run upwards from 1."""
    matches = list(_PAREN_NOTE.finditer(draft.text))
    numbers = [int(m[0][1:-1]) for m in matches]
    if len(numbers) >= 3 and numbers == sorted(numbers):
        yield from (Edit(m.start(), m.end(), "", "注号") for m in matches)


def doubled_glyphs(draft: Draft, tables: CleanTables) -> Iterator[Edit]:
    """蹚蹚 -> 蹚: a font that lacks a rare character draws it twice. 渐渐, 处处, 熠熠 are words and stay.

    Rare means outside GB 2312, whose 6,763 characters hold nearly all that are doubled in words; the
    few others are in the table of doublings.
    """
    for match in _DOUBLED.finditer(draft.text):
        char = match[1]
        if char not in tables.doublings and not _common(char):
            yield Edit(match.start(), match.start() + 1, "", "字形重影")


def _common(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
