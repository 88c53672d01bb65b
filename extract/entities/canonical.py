"""Names as the graph writes them: the canonical form, other forms, and the key that makes two names one."""

from __future__ import annotations

import re

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
_INDUSTRY_ENDS = ("产业链", "产业集群", "产业", "行业")
_FULL_INDUSTRY = re.compile(r"(?:产业|业|经济|贸易|旅游|旅居|消费|电商|服务|农业|技术|游)$")


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
        for full, short in _SHORT:
            if key.endswith(full):
                return key[: -len(full)] + short
        return key
    if kind is EntityType.INDUSTRY:
        for end in _INDUSTRY_ENDS:
            if key.endswith(end) and len(key) - len(end) >= 2:
                return key[: -len(end)]
        if key.endswith("业") and not key.endswith("产业") and len(key) >= 4:
            return key[:-1]
        return key
    return key


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


def variants(kind: EntityType, name: str) -> list[str]:
    """Other forms of ``name`` that a reader may look up: without quotes, abbreviated, the bare industry."""
    found = [name.translate(_QUOTES)]
    if kind is EntityType.INDUSTRY:
        bare = name
        for end in _INDUSTRY_ENDS:
            if name.endswith(end) and len(name) - len(end) >= 2:
                bare = name[: -len(end)]
                break
        else:
            if name.endswith("业") and len(name) >= 4:
                bare = name[:-1]
        found += [bare] if bare != name else []
        if not _FULL_INDUSTRY.search(bare):
            found += [bare + "产业", bare + "业"]
    if kind is EntityType.PROJECT:
        for full, short in _SHORT:
            if name.endswith(full):
                found.append(name[: -len(full)] + short)
        for tail in _PROJECT_TAILS:
            if name.endswith(tail) and len(name) - len(tail) >= 3:
                found.append(name[: -len(tail)])
                break
        else:
            found.append(name + "项目")
        section = _SECTION.match(name)
        if section:
            found.append(section[1])
    if kind is EntityType.MEASURE:
        for tail in ("政策", "制度", "机制", "改革", "活动", "工作", "行动"):
            if name.endswith(tail) and ("”" in name or len(name) - len(tail) >= 4):
                found.append(name[: -len(tail)])
        quoted = re.search(r"“([^“”]+)”", name)
        if quoted and len(quoted[1]) >= 3:
            found.append(quoted[1])
        document = re.search(r"《([^《》]+)》", name)
        if document:
            found.append(document[1])
    return [form for form in dict.fromkeys(found) if form and form != name]
