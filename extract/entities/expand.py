"""Elided list members get their full names: 静兴、祁离、汾石高速公路 are three expressways.

Works on mentions, whoever found them (rules or tagger). A member keeps its ``surface`` where it stands
and gets the full ``name``:

- *shared head*: members before the last that have no head of their own take the last one's
  (债券融资提升和不动产投资信托基金扩容计划 -> 债券融资提升计划);
- *class behind 等*: A、B等专业市场 -> A专业市场, B专业市场;
- *shared prefix*: X工程一期、二期 -> X工程二期;
- *places in front*: 沈阳、大连绿色算力中心 -> 沈阳绿色算力中心, 大连绿色算力中心;
- *industries inside* the names of projects and measures (``extract.entities.nested``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.entities.nested import nested_industries
from extract.model import Document, EntityType, Mention
from extract.names.lexicon import Head, NameLexicon

_JOIN = re.compile(r"[、，]?(?:和|与|及|以及|暨)?(?:\[\d{1,3}\])?|[”“]{1,2}")
_CLASS = re.compile(r"(?:\[\d{1,3}\])?等(?:地区?)?(?:[0-9]+|[一二两三四五六七八九十百]+)?(?:个|大|项|家|条|处|座|所|类|批)?(?:一批)?([^，。；：、！？\n（）等和与]{2,16})")
_GENERAL = re.compile(r"(?:一批)?(?:重点|重大|特色|在建|新兴|主导|优势|传统|基础|省级|市级|县级|国家级|城市|城乡|民生|配套|新建|续建|意向|签约|领域|方面|关键|标志性|现代|战略性|制造业|支柱)")
_PHASE = re.compile(r"[一二三四五六]期(?:工程|项目)?|[东南西北中]区")
_OWN_PHASE = re.compile(r"(?:[一二三四五六]期(?:工程|项目)?|[东南西北中]区)$")
_ELIDED_MOST = 14  # a longer member without head is a name of its own, not an elided one


def expand(document: Document, mentions: Sequence[Mention], lexicon: NameLexicon) -> list[Mention]:
    """The mentions, sorted, elided ones with their full names; places in front of a name add members,
    industries inside one are added.

    ``mentions`` must not overlap within one type (``extract.entities.resolve``). Nothing is dropped.
    """
    text = document.text
    done: list[Mention] = []
    added: list[Mention] = []
    names = [m for m in mentions if m.type is not EntityType.PLACE]
    places = [m for m in mentions if m.type is EntityType.PLACE]
    for run in _runs(text, names):
        done.extend(_expanded(text, run, lexicon))
    added.extend(_place_lists(text, places, done, lexicon))
    nested = nested_industries(done, lexicon)
    return sorted(set(places) | set(done) | set(added) | set(nested))


def _runs(text: str, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Consecutive mentions of one type with nothing but a joint between them."""
    runs: list[list[Mention]] = []
    for mention in sorted(mentions):
        last = runs[-1][-1] if runs else None
        if (
            last is not None
            and last.type is mention.type
            and 0 < mention.start - last.end <= 7
            and _JOIN.fullmatch(text, last.end, mention.start)
        ):
            runs[-1].append(mention)
        else:
            runs.append([mention])
    return runs


def _expanded(text: str, run: list[Mention], lexicon: NameLexicon) -> list[Mention]:
    kind = run[0].type
    if kind in (EntityType.BRAND, EntityType.PLACE):
        return run
    shared = _class_behind(text, run[-1], lexicon) if kind is not EntityType.INDUSTRY else None
    head = shared or (_shared_head(run, lexicon) if len(run) > 1 else None)
    result: list[Mention] = []
    for at, mention in enumerate(run):
        if mention.name != mention.surface:
            result.append(mention)
        elif at and _PHASE.fullmatch(mention.surface):
            base = _OWN_PHASE.sub("", result[-1].name)
            result.append(replace(mention, name=base + mention.surface))
        elif head and (shared or at < len(run) - 1) and _elided(mention, head, lexicon):
            result.append(replace(mention, name=_joined(mention.surface, head)))
        else:
            result.append(mention)
    return result


def _shared_head(run: list[Mention], lexicon: NameLexicon) -> str | None:
    last = lexicon.head_of(run[-1].surface)
    if last is None or last.type is not run[-1].type or last.text == run[-1].surface:
        return None
    return last.text


def _class_behind(text: str, last: Mention, lexicon: NameLexicon) -> str | None:
    """The class that 等 gives a list (等专业市场 -> 专业市场, 等5个在建项目 -> 项目), None if none is named."""
    match = _CLASS.match(text, last.end)
    if match is None:
        return None
    words = match[1]
    for end in range(len(words), 1, -1):
        head = lexicon.head_of(words[:end])
        if head is not None and head.type is last.type:
            return _GENERAL.sub("", words[:end]) if _short_class(words[:end], head) else head.text
    return None


def _short_class(words: str, head: Head) -> bool:
    rest = words[: -len(head.text)]
    return len(rest) <= 4 and "的" not in rest


def _elided(mention: Mention, head: str, lexicon: NameLexicon) -> bool:
    """Whether a list member lacks a head of its own."""
    surface = mention.surface
    if len(surface) > _ELIDED_MOST or surface.endswith(head):
        return False
    own = lexicon.head_of(surface)
    if own is None or own.type is not mention.type:
        return True
    return own.weak and own.type is EntityType.MEASURE


def _joined(surface: str, head: str) -> str:
    """Surface and head without doubling what both have (产业园 + 园区)."""
    for size in range(min(len(surface), len(head)), 0, -1):
        if surface.endswith(head[:size]) and size > 1:
            return surface + head[size:]
    return surface + head


def _place_lists(text: str, places: list[Mention], names: list[Mention], lexicon: NameLexicon) -> list[Mention]:
    """沈阳、大连绿色算力中心: the places before the last one get a project of their own."""
    by_start = {m.start: m for m in names if m.type is EntityType.PROJECT}
    added = []
    for run in _runs(text, places):
        if len(run) < 2:
            continue
        last = run[-1]
        whole = by_start.get(last.start)
        behind = by_start.get(last.end)
        if whole is not None and whole.end > last.end and lexicon.head_of(whole.surface) is not None:
            rest = whole.name[len(last.surface) :]
        elif behind is not None:
            rest = behind.name
        else:
            continue
        members = run[:-1] if whole is not None else run
        added += [
            Mention(p.start, p.end, EntityType.PROJECT, p.surface, p.surface + rest, "list.places", 0.5, "", True)
            for p in members
        ]
    return added
