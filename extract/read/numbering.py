"""Word's automatic numbers written out: 一、 （一） 1. as the reader sees them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = frozenset(
    ("chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCountingThousand")
)
_HAN = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: the form of its numbers, the text with %1 … %9 for them, and the first number."""

    form: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Any) -> Numbering:
        """The numbering of a python-docx document; empty if it has none."""
        numbering = cls()
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return numbering
        abstract = {a.get(f"{_W}abstractNumId"): _levels(a) for a in root.iter(f"{_W}abstractNum")}
        for num in root.iter(f"{_W}num"):
            link = num.find(f"{_W}abstractNumId")
            if link is not None:
                numbering.lists[num.get(f"{_W}numId")] = abstract.get(link.get(f"{_W}val"), {})
        for style in document.styles.element.iter(f"{_W}style"):
            properties = style.find(f"{_W}pPr/{_W}numPr")
            if properties is not None:
                numbering.styles[style.get(f"{_W}styleId")] = _reference(properties)
        return numbering

    def next_label(self, paragraph: Any) -> str:
        """The number in front of this paragraph, counting it; "" if it has none or a bullet."""
        number_id, level = self._place(paragraph)
        levels = self.lists.get(number_id, {})
        if level not in levels:
            return ""
        counts = self.counts.setdefault(number_id, {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [d for d in counts if d > level]:
            del counts[deeper]
        if levels[level].form in ("bullet", "none"):
            return ""
        label = levels[level].text
        for index in range(level + 1):
            known = levels.get(index, levels[level])
            label = label.replace(f"%{index + 1}", written(counts.get(index, known.start), known.form))
        return label

    def _place(self, paragraph: Any) -> tuple[str, int]:
        properties = paragraph.find(f"{_W}pPr/{_W}numPr")
        if properties is not None:
            return _reference(properties)
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        return self.styles.get(style.get(f"{_W}val"), ("", 0)) if style is not None else ("", 0)


def written(number: int, form: str) -> str:
    """A number in a form of Word's: 12 -> 十二 (chineseCounting), 12 (decimal and forms not known here)."""
    if form not in _CHINESE or not 0 < number < 100:
        return str(number)
    tens, units = divmod(number, 10)
    return ("" if tens < 2 else _HAN[tens]) + ("十" if tens else "") + (_HAN[units] if units else "")


def _levels(abstract: Any) -> dict[int, Level]:
    found = {}
    for level in abstract.iter(f"{_W}lvl"):
        form, text, start = (_value(level, name) for name in ("numFmt", "lvlText", "start"))
        index = level.get(f"{_W}ilvl") or "0"
        found[int(index)] = Level(form, text, int(start) if start.isdecimal() else 1)
    return found


def _reference(properties: Any) -> tuple[str, int]:
    level = _value(properties, "ilvl")
    return _value(properties, "numId"), int(level) if level.isdecimal() else 0


def _value(element: Any, name: str) -> str:
    child = element.find(f"{_W}{name}")
    return (child.get(f"{_W}val") or "") if child is not None else ""
