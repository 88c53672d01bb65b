"""Whether a chunk is a name, where it begins and ends, and of what type."""

from __future__ import annotations

import re
from typing import NamedTuple

from extract.model import EntityType
from extract.names.lexicon import Head, NameLexicon
from extract.names.words import NOTE, Word

_QUANTITY = re.compile(
    r"(?:[0-9０-９.]+|[一二三四五六七八九十百千万两几]+)(?:个|家|项|条|座|处|所|批|种|类|套|公里|万亩|亩|亿元|万元|名|户|期|场|件)(?:以上)?"
    r"|[一]?批|若干|系列|一系列|多个|各类|各项|第[一二三四五六七八九十]+批"
)
_PRONOUN = (
    "我省",
    "我市",
    "我县",
    "我区",
    "全省",
    "全市",
    "全县",
    "全区",
    "全国",
    "本市",
    "本省",
    "各地",
    "各县",
    "新的",
    "相关",
    "有关",
)
_DOCUMENT = re.compile(
    r"(?:条例|办法|规划|纲要|方案|意见|计划|规定|措施|细则|法|决定|行动|目录|指引|指南|清单|公约|政策|制度|若干)(?:（[^）]*）)?$"
)


class Name(NamedTuple):
    """A name found in a chunk: span, type, how sure (0 to 1), the rule, its head noun if any."""

    start: int
    end: int
    text: str
    type: EntityType
    score: float
    rule: str
    head: Head | None = None


def text_of(words: list[Word]) -> str:
    """The words' text without footnote marks between or inside them."""
    return NOTE.sub("", "".join(w.text for w in words if w.atom != "note"))


def strip_left(words: list[Word], lexicon: NameLexicon) -> list[Word]:
    """Words without leading quantities, pronouns and what stands before the last 的."""
    for i in range(len(words) - 2, -1, -1):
        if words[i].text == "的" and not words[i].atom:
            rest = words[i + 1 :]
            if len(text_of(rest)) >= 3 and not _too_general(rest, lexicon):
                words = rest
            break
    while len(words) > 1:
        first = words[0]
        if first.atom:
            break
        if _QUANTITY.fullmatch(first.text) or first.text in _PRONOUN or first.text in ("级", "新一批"):
            words = words[1:]
            continue
        if len(words) > 2 and _QUANTITY.fullmatch(first.text + words[1].text):
            words = words[2:]
            continue
        break
    return words


def _too_general(words: list[Word], lexicon: NameLexicon) -> bool:
    """Whether what follows 的 says too little alone (鼓励民间资本参与的|项目清单)."""
    text = text_of(right_borders(words, lexicon)[-1])
    head = lexicon.head_of(text)
    if head is None or head.type is not EntityType.MEASURE:
        return False
    return is_generic(text[: -len(head.text)], lexicon)


def right_borders(words: list[Word], lexicon: NameLexicon) -> list[list[Word]]:
    """The words, then the words without one trailing predicate, without two, ... (项目建设进度 -> 项目)."""
    borders = [words]
    while len(words) > 1 and not words[-1].atom and words[-1].text in lexicon.tails:
        words = words[:-1]
        borders.append(words)
    return borders


def is_generic(body: str, lexicon: NameLexicon) -> bool:
    """Whether ``body`` (a name without its head) consists of nothing but general modifiers."""
    rest = body
    while rest:
        for size in range(min(5, len(rest)), 0, -1):
            if rest[:size] in lexicon.modifiers:
                rest = rest[size:]
                break
        else:
            return False
    return True


def classify(
    words: list[Word], governors: tuple[str, ...], lexicon: NameLexicon, lead: list[Word] | None = None
) -> Name | None:
    """The name in a chunk, by its head noun, the industry vocabulary, quotation or title marks."""
    chunk = words
    words = strip_left([w for w in words if w.atom != "note"], lexicon)
    if not words:
        return None
    allowed = _allowed(governors, lexicon)
    for border in right_borders(words, lexicon):
        name = _by_head(border, allowed, bool(governors), lexicon)
        if name is not None:
            return _with_lead(name, chunk, lead or [], lexicon)
    return None


def _with_lead(name: Name, chunk: list[Word], lead: list[Word], lexicon: NameLexicon) -> Name:
    """Campaigns and documents keep the verbs they begin with: 实施 | 规范涉企执法行动."""
    if not lead or name.start != chunk[0].start or name.head is None or name.head.text not in lexicon.verbal_heads:
        return name
    return name._replace(start=lead[0].start, text=text_of(lead) + name.text)


def _allowed(governors: tuple[str, ...], lexicon: NameLexicon) -> frozenset[EntityType]:
    types: frozenset[EntityType] = frozenset()
    for verb in governors[-2:]:
        types |= lexicon.governors[verb].types
    return types


def is_stopped(words: list[Word], lexicon: NameLexicon) -> bool:
    """Whether the words are no name, with or without a place before them (国民经济, 青岚县国民经济)."""
    return text_of(words) in lexicon.stops or text_of([w for w in words if w.atom != "place"]) in lexicon.stops


def _by_head(words: list[Word], allowed: frozenset[EntityType], governed: bool, lexicon: NameLexicon) -> Name | None:
    text = text_of(words)
    start, end = words[0].start, words[-1].end
    last = words[-1]
    if is_stopped(words, lexicon) or len(text) < 2:
        return None
    if last.atom == "title":
        if _DOCUMENT.search(last.text[:-1]):
            return Name(last.start, last.end, last.text, EntityType.MEASURE, 0.6, "name.title")
        return None
    if last.atom == "quote":
        return _quoted(words, allowed, lexicon)
    if all(w.atom == "place" for w in words):
        return None
    if last.atom == "place" and len(words) == 2 and words[0].text in lexicon.virtues and EntityType.BRAND in allowed:
        return Name(start, end, text, EntityType.BRAND, 0.6, "name.head.brand")
    if text in lexicon.measures:
        return Name(start, end, text, EntityType.MEASURE, 0.7, "name.measure.known")
    if text in lexicon.industries:
        sure = lexicon.industries[text]
        if sure or EntityType.INDUSTRY in allowed:
            return Name(start, end, text, EntityType.INDUSTRY, 0.65 if governed else 0.5, "name.industry.known")
        return None
    head = lexicon.head_of(text.removesuffix("）") if text.endswith("）") else text)
    if head is None and last.atom == "bracket" and len(words) > 1:
        head = lexicon.head_of(text_of(words[:-1]))
    if head is None or head.type is None:
        return None
    body = text[: -len(head.text)]
    if not body and not head.bare:
        return None
    if body and is_generic(body, lexicon) and not _stands(head, body):
        return None
    if head.weak and not (governed and head.type in allowed):
        return None
    score = 0.45 + (0.15 if governed and head.type in allowed else 0.0) + (0.0 if head.weak else 0.1)
    return Name(start, end, text, head.type, score, f"name.head.{head.type}", head)


def _stands(head: Head, body: str) -> bool:
    """Whether a head with nothing but general words before it is a name all the same (县文化馆, 综合行政执法改革)."""
    if head.type is EntityType.MEASURE:
        return not head.weak and len(body) >= 4
    return head.bare and head.type is EntityType.PROJECT


def _quoted(words: list[Word], allowed: frozenset[EntityType], lexicon: NameLexicon) -> Name | None:
    start, end, text = words[0].start, words[-1].end, text_of(words)
    quotation = text_of(words[-1:])
    inner = quotation[1:-1]
    head = lexicon.head_of(inner)
    if inner in lexicon.stops:
        return None
    virtue = next((v for v in lexicon.virtues if inner.startswith(v) and len(inner) == len(v) + 2), None)
    if virtue and head is None and EntityType.BRAND in allowed and len(words) == 1:
        return Name(start, end, text, EntityType.BRAND, 0.55, "name.head.brand")
    kind: EntityType
    if head is not None and head.type is not None and not head.weak and len(words) == 1:
        kind = head.type
    elif EntityType.MEASURE in allowed:
        kind = EntityType.MEASURE
    elif EntityType.BRAND in allowed:
        kind = EntityType.BRAND
    else:
        return None
    return Name(
        words[-1].start if len(words) > 2 else start,
        end,
        quotation if len(words) > 2 else text,
        kind,
        0.5,
        "name.quote",
        head,
    )
