"""Elided list members get their full names: 静兴、祁离、汾石高速公路 are three expressways.

Works on mentions, whoever found them (rules or tagger). A member keeps its ``surface`` where it stands
and gets the full ``name``:

- *shared head*: members before the last that have no head of their own take the last one's
  (债券融资提升和不动产投资信托基金扩容计划 -> 债券融资提升计划);
- *class behind 等*: A、B等专业市场 -> A专业市场, B专业市场; 等企业 also says that A and B are organisations;
- *shared prefix*: X工程一期、二期 -> X工程二期;
- *places in a list*: 沈阳、大连绿色算力中心 -> 沈阳绿色算力中心, 大连绿色算力中心;
- *lines* that only a list names (``extract.entities.lines``);
- *industries inside* the names of projects and measures (``extract.entities.nested``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.entities.lines import line_lists
from extract.entities.nested import nested_industries
from extract.entities.split import split
from extract.entities.tidy import tidy
from extract.model import Document, EntityType, Mention
from extract.names.lexicon import NameLexicon
from extract.order import distinct, in_order

_JOIN = re.compile(r"(?:\[\d{1,3}\])?[、，]?(?:和|与|及|以及|暨)?|[”“]{1,2}")
_BEHIND = re.compile(
    r"(?:\[\d{1,3}\])?(?:等(?:地)?)?(?:[0-9]+|[一二两三四五六七八九十百]+)?(?:个|大(?!型)|项|家|条|处|座|所|类|批|公里)?(?:一批)?"
    r"([^，。；：、！？\n（）等和与0-9]{2,16})"
)
_GENERAL = re.compile(
    r"^(?:重点|重大|特色|在建|新兴|主导|优势|传统|基础|城市|城乡|民生|配套|新建|续建|意向|签约|领域|方面|关键|标志性|现代|战略性|"
    r"支柱|大型|中型|百亿|千亿|主要|一些)+"
)
_PHASE = re.compile(r"[一二三四五六]期(?:工程|项目)?|[东南西北中]区")
_OWN_PHASE = re.compile(r"(?:[一二三四五六]期(?:工程|项目)?|[东南西北中]区)$")
_ELIDED_MOST = 14  # a longer member without head is a name of its own, not an elided one
# 等项目, 等重大工程 behind a list: its members are works of several kinds, each named in full
_APART = re.compile(r"等(?:一批|[0-9]+[个项]|重点|重大|标志性|产业|在建|续建|新建)*(?:项目|工程)")
_LETTERS_MOST = 4
_PREDICATES = ("改造", "治理", "整治", "修复", "搬迁", "提升")  # heads of works that a list can share
_BY_CLASS = 0.6


def expand(document: Document, mentions: Sequence[Mention], lexicon: NameLexicon) -> list[Mention]:
    """The mentions, sorted, elided ones with their full names, and those that a list implies.

    ``mentions`` must not overlap within one type (``extract.entities.resolve``). A mention that covers a whole
    list is cut first (``extract.entities.split``). A place in a list of projects stays a place, and a project
    with the same span is added.
    """
    parts = split(tidy(document.text, line_lists(document.text, mentions)), lexicon)
    names = [m for m in parts if m.type is not EntityType.PLACE]
    places = [m for m in parts if m.type is EntityType.PLACE]
    done: list[Mention] = []
    for run in _runs(document.text, names, places):
        done.extend(_Run(document.text, run, lexicon).expanded())
    here = {(m.start, m.end) for m in places}
    # A project called by its place alone stands only where a list gives it the rest of its name.
    done = [m for m in done if m.type is not EntityType.PROJECT or m.name != m.surface or (m.start, m.end) not in here]
    nested = nested_industries([m for m in done if m.type is not EntityType.PLACE], places, lexicon)
    return distinct([*places, *done, *nested])


def _runs(text: str, names: Sequence[Mention], places: Sequence[Mention]) -> list[list[Mention]]:
    """Lists: names, and places that stand outside names, with nothing but a joint between neighbours."""
    spans = sorted((m.start, m.end) for m in names)
    loose, at = [], 0
    for place in in_order(places):
        while at < len(spans) and spans[at][1] <= place.start:
            at += 1
        if place.end - place.start > 1 and (at == len(spans) or spans[at][0] >= place.end):
            loose.append(place)
    runs: list[list[Mention]] = []
    for mention in in_order([*names, *loose]):
        gap = mention.start - runs[-1][-1].end if runs else -1
        if 0 <= gap <= 7 and _JOIN.fullmatch(text, mention.start - gap, mention.start):
            runs[-1].append(mention)
        else:
            runs.append([mention])
    return runs


class _Run:
    """One list of mentions, in order, possibly of a single one."""

    def __init__(self, text: str, run: list[Mention], lexicon: NameLexicon) -> None:
        self.text, self.run, self.lexicon = text, run, lexicon

    def expanded(self) -> list[Mention]:
        kind, behind = self._behind()
        if behind is None:
            kind, behind = self._head_of_last()
            self.apart = bool(_APART.match(self.text, self.run[-1].end))
        result: list[Mention] = []
        for at, mention in enumerate(self.run):
            before = result[-1] if result else None
            if mention.name == mention.surface and before is not None and _PHASE.fullmatch(mention.surface):
                result.append(
                    replace(mention, type=before.type, name=_OWN_PHASE.sub("", before.name) + mention.surface)
                )
            elif behind and kind and (at < len(self.run) - 1 or self.by_class):
                result.extend(self._member(mention, kind, behind))
            else:
                result.append(mention)
        return result

    def _behind(self) -> tuple[EntityType | None, str | None]:
        """Type and head that 等… or the words straight behind give to all members."""
        self.by_class = self.apart = False
        last = self.run[-1]
        match = _BEHIND.match(self.text, last.end)
        if match is None or match.start(1) == last.end:
            return None, None
        words = match[1]
        if any(words[:n] in self.lexicon.governors for n in (2, 3, 4)):
            return None, None
        for end in range(2, len(words) + 1):
            kind = self.lexicon.classes.get(words[:end]) or self.lexicon.classes.get(words[max(0, end - 2) : end])
            longer = self.lexicon.head_of(words[: end + 1]) if end < len(words) else None
            if kind is not None and (longer is None or len(longer.text) <= 2):
                return self._class(kind, words[:end])
        for end in range(len(words), 1, -1):
            head = self.lexicon.head_of(words[:end])
            if head is not None and head.type in (EntityType.PROJECT, EntityType.MEASURE):
                return self._class(head.type, words[:end])
        return None, None

    def _class(self, kind: EntityType, words: str) -> tuple[EntityType | None, str | None]:
        if "的" in words:
            return None, None
        self.by_class = True
        return kind, _GENERAL.sub("", words) or words

    def _head_of_last(self) -> tuple[EntityType | None, str | None]:
        """Type and head that the last member of a list shares with those before it."""
        last = self.run[-1]
        if len(self.run) < 2 or last.type in (EntityType.PLACE, EntityType.BRAND, EntityType.INDUSTRY):
            return None, None
        if last.surface.endswith(_PREDICATES) and last.type in (EntityType.PROJECT, EntityType.MEASURE):
            return last.type, last.surface[-2:]
        head = self.lexicon.head_of(last.surface)
        if head is None or head.type is not last.type or head.text == last.surface:
            return None, None
        return last.type, head.text

    def _member(self, mention: Mention, kind: EntityType, head: str) -> list[Mention]:
        if mention.type is EntityType.PLACE:
            if kind is not EntityType.PROJECT:
                return [mention]
            name = mention.surface + self._after_place(head)
            return [
                mention,
                Mention(mention.start, mention.end, kind, mention.surface, name, "list.places", 0.5, "", True),
            ]
        if mention.name != mention.surface or mention.type is EntityType.BRAND:
            return [mention]
        if self.apart and len(mention.surface) > _LETTERS_MOST:
            return [mention]
        own = self.lexicon.head_of(mention.surface)
        headed = own is not None and own.type is mention.type and not own.weak
        if (
            head in _PREDICATES
            and own is not None
            and own.text == mention.surface
            and not own.text.endswith(_PREDICATES)
        ):
            headed = False  # 城中村 | 和老旧小区改造
        if mention.type is not kind:
            if self.by_class and not headed and kind is not EntityType.MEASURE:
                mention = replace(mention, type=kind)
            else:
                return [mention]
        if kind in (EntityType.INDUSTRY, EntityType.ORGANIZATION) or headed or len(mention.surface) > _ELIDED_MOST:
            return [mention]
        if mention.surface.endswith(head) or (kind is EntityType.MEASURE and own is not None and own.type is kind):
            return [mention]
        return [replace(mention, name=_joined(mention.surface, head))]

    def _after_place(self, head: str) -> str:
        """What a place takes from the last member: all behind that one's own place (曲阳|城镇污水处理厂)."""
        last = self.run[-1]
        if self.by_class or last.type is EntityType.PLACE:
            return head
        return self._own_rest(last) or head

    def _own_rest(self, last: Mention) -> str:
        for before in self.run[:-1]:
            size = len(before.surface)
            if before.type is EntityType.PLACE and len(last.surface) - size >= 3:
                rest = last.surface[size:]
                head = self.lexicon.head_of(rest)
                if head is not None and head.type is last.type:
                    return rest
        return ""


def _joined(surface: str, head: str) -> str:
    """Surface and head without doubling what both have (产业园 + 园区)."""
    for size in range(min(len(surface), len(head)), 1, -1):
        if surface.endswith(head[:size]):
            return surface + head[size:]
    return surface + head
