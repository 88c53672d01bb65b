"""Names as the graph writes them: the canonical form, other forms, and the key that makes two names one."""

from __future__ import annotations

import re
from functools import lru_cache

from extract.model import EntityType, normalise

_QUOTES = str.maketrans("", "", "“”‘’\"'")
_PROJECT_TAILS = (
    "建设项目",
    "建设工程",
    "工程项目",
    "改造工程",
    "改造提升",
    "改扩建工程",
    "改扩建",
    "项目",
    "工程",
    "建设",
    "改造",
    "扩建",
    "迁建",
)
_SECTION = re.compile(r"(.{2,}?(?:高铁|高速公路|高速|铁路|国道|省道|公路|运河))[^铁路]{2,10}段$")
_SHORT = (
    ("高速公路", "高速"),
    ("高速铁路", "高铁"),
    ("城际铁路", "城际"),
    ("产业园区", "产业园"),
    ("工业园区", "工业园"),
    ("科技园区", "科技园"),
    ("示范园区", "示范园"),
    ("高新技术产业开发区", "高新区"),
    ("经济技术开发区", "经开区"),
    ("综合保税区", "综保区"),
    ("自由贸易试验区", "自贸试验区"),
    ("自由贸易港", "自贸港"),
    ("国际机场", "机场"),
)
_FULL = tuple(full for full, _ in _SHORT)
_QUOTED, _TITLED = re.compile(r"“([^“”]+)”"), re.compile(r"《([^《》]+)》")
_INDUSTRY_ENDS = ("产业链", "产业集群", "产业", "行业")
_FIRM_ENDS = tuple(c + "业" for c in "产农工林牧渔种商果蜂乳酒盐矿袜草奶企事作行专职创就失副物")
_NEVER_BARE = (
    "传统",
    "新兴",
    "未来",
    "特色",
    "优势",
    "主导",
    "支柱",
    "重点",
    "高新技术",
    "乡村",
    "绿色",
    "富民",
    "基础",
)
_FULL_INDUSTRY = re.compile(r"(?:产业|业|经济|贸易|旅游|旅居|消费|电商|服务|农业|技术|游)$")


@lru_cache(maxsize=4096)
def key_of(kind: EntityType, name: str, prefixes: tuple[str, ...] = ()) -> str:
    """What two names of one thing share: normalised, full forms shortened (高速公路 -> 高速).

    ``prefixes`` are names of the planning place; one in front of a project's or organisation's name is dropped.
    """
    key = normalise(name)
    if kind in (EntityType.PROJECT, EntityType.ORGANIZATION):
        for prefix in prefixes:
            if key.startswith(prefix) and len(key) - len(prefix) >= 4:
                key = key[len(prefix) :]
                break
    if kind is EntityType.PROJECT:
        if key.endswith(_FULL):
            full, short = next(pair for pair in _SHORT if key.endswith(pair[0]))
            return key[: -len(full)] + short
        return key
    if kind is EntityType.INDUSTRY:
        for end in _INDUSTRY_ENDS:
            if key.endswith(end) and len(key) - len(end) >= 2:
                return key[: -len(end)]
        return key[:-1] if _has_loose_end(key) else key
    return key


def _has_loose_end(name: str) -> bool:
    """Whether 业 can be left out: 旅游业, 现代物流业, but not 设施农业, where 农 alone says nothing."""
    return name.endswith("业") and len(name) >= 3 and not name.endswith(_FIRM_ENDS)


def _bare_industry(name: str) -> str:
    """氢能 for 氢能产业, 物流 for 物流业; the name itself where the rest alone is no industry (传统产业)."""
    for end in _INDUSTRY_ENDS:
        if name.endswith(end) and len(name) - len(end) >= 2:
            rest = name[: -len(end)]
            return name if rest.endswith(_NEVER_BARE) else rest
    return name[:-1] if _has_loose_end(name) else name


def canonical(kind: EntityType, name: str) -> str:
    """The name to show: without 链 or 集群 behind 产业, a bare industry with 产业, abbreviations written out."""
    if kind is EntityType.INDUSTRY:
        for end in ("产业链", "产业集群"):
            if name.endswith(end) and len(name) > len(end) + 1:
                return name[: -len(end)] + "产业"
        return name if _FULL_INDUSTRY.search(name) else name + "产业"
    if kind is EntityType.PROJECT and name.endswith("高速"):
        return name + "公路"
    return name


@lru_cache(maxsize=4096)
def variants(kind: EntityType, name: str) -> tuple[str, ...]:
    """Other forms of ``name`` that a reader may look up: without quotes, abbreviated, the bare industry."""
    found = [name.translate(_QUOTES)]
    if kind is EntityType.INDUSTRY:
        bare = _bare_industry(name)
        found += [bare] if bare != name else []
        if not _FULL_INDUSTRY.search(bare):
            found += [bare + "产业", bare + "业"]
    if kind is EntityType.PROJECT:
        if name.endswith(_FULL):
            found += [name[: -len(full)] + short for full, short in _SHORT if name.endswith(full)]
        tails = [t for t in _PROJECT_TAILS if name.endswith(t)] if name.endswith(_PROJECT_TAILS) else []
        tail = next((t for t in tails if len(name) - len(t) >= 3), "")
        found.append(name[: -len(tail)] if tail else name + "项目")
        section = _SECTION.match(name)
        if section:
            found.append(section[1])
    if kind is EntityType.MEASURE:
        for tail in ("政策", "制度", "机制", "改革", "活动", "工作", "行动"):
            if name.endswith(tail) and ("”" in name or len(name) - len(tail) >= 4):
                found.append(name[: -len(tail)])
        quoted = _QUOTED.search(name)
        if quoted and len(quoted[1]) >= 3:
            found.append(quoted[1])
        document = _TITLED.search(name)
        if document:
            found.append(document[1])
    return tuple(form for form in dict.fromkeys(found) if form and form != name)
