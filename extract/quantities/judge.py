"""Which quantities are targets: not ordinals, slogans, thresholds, sizes of what another number counts."""

from __future__ import annotations

import re

from extract.quantities.clauses import Nesting
from extract.quantities.rules import TargetRules
from extract.quantities.scan import Quantity

_BARE_GREAT = re.compile(r"[十百千万亿]+")
_SEVERAL = re.compile(r"[\d一二两三四五六七八九十几]{1,4}(?:个|家|大|条)|一批|若干|[、和]")
_BUILT = frozenset("座处条所家")
LINK = re.compile(r"[、和及与并；，]")
"""What joins the members of a list of numbers."""


def is_target(text: str, q: Quantity, start: int, end: int, nesting: Nesting, rules: TargetRules) -> bool:
    """Whether a quantity of the clause ``text[start:end]`` commits to something that can be checked."""
    inside = nesting.at(q.start)
    if inside == "》" or (inside == "”" and (q.chinese or q.kind == "个数") and nesting.at(q.end - 1)):
        return False
    before = text[max(start, q.start - 24) : q.start]
    after = text[q.end : min(end, q.end + 24)]
    if rules.rejections.hit(q.unit, before, after):
        return False
    if q.unit == "年":
        return bool(rules.before.at_end(before)) and q.value < 100
    if _threshold(q, after, rules):
        return False
    if q.unit.endswith("级"):
        return _size_class(q, before, after, rules)
    if after.startswith("级"):
        return False
    return not q.chinese or _chinese_counts(text, q, before, after, rules)


def _threshold(q: Quantity, after: str, rules: TargetRules) -> bool:
    """亿元以上项目, 10万元以上的村: the number only says which projects."""
    if q.kind in ("个数", "比率"):
        return False
    cue = rules.after.at_head(after)
    rest = after[len(cue) :].lstrip("的")
    return cue in ("以上", "及以上", "以下", "以内") and bool(rest) and rest[0] not in "、，和及与；（”"


def _size_class(q: Quantity, before: str, after: str, rules: TargetRules) -> bool:
    """百亿级产业集群 is a target where one such thing is to be made, not where several are counted."""
    if not q.unit.startswith(("亿", "万亿")) or _SEVERAL.search(before):
        return False
    word = rules.verbs.at_end(before)
    made = bool(word) and rules.verbs.words[word] == "act"
    return (made or rules.before.at_end(before) != "") and not re.search(r"\d|[、和]|一批", after[:12])


def _chinese_counts(text: str, q: Quantity, before: str, after: str, rules: TargetRules) -> bool:
    """A Chinese numeral counts something to be built only behind a verb; 一 only where it is stressed."""
    if rules.before.at_end(before) or rules.changes.at_end(before):
        return not after.startswith("的") or bool(re.search(r"[^百千万亿]", text[q.start : q.end - 2]))
    if q.kind == "比率" and q.unit == "%":
        return text.startswith("百分之", q.start) or bool(rules.after.at_head(after))
    numeral = text[q.start : q.end - len(q.unit.lstrip("万亿"))]
    if numeral == "二" or (_BARE_GREAT.fullmatch(numeral) and numeral != "十") or after.startswith(("”", "》", "“")):
        return False
    if q.value <= 1 and q.kind == "个数":
        stressed = re.search(r"(?:每[^，。]{0,10}|至少|新增|新建|再建|净增|再增)[^，。]{0,6}$", before)
        return bool(stressed) or (not after.strip() and q.unit in _BUILT)
    if q.unit in ("项", "件", "大"):
        return False
    word = rules.verbs.at_end(before)
    return (
        bool(word)
        and rules.verbs.words[word] not in ("lead", "adverb")
        and not after.startswith(("重点", "主要", "关键"))
    )


def sizes_next(text: str, q: Quantity, following: Quantity, rules: TargetRules) -> bool:
    """超10亿元项目50个: the first number only says what the second counts."""
    if q.kind == "比率" or (q.kind == "个数" and not q.unit.endswith(("户", "人"))):
        return False
    cue = rules.after.at_head(text[q.end : q.end + rules.after.longest])
    between = text[q.end + len(cue) : following.start]
    lead = rules.before.at_end(text[max(0, q.start - rules.before.longest) : q.start])
    return bool(cue or lead) and len(between) > 1 and not LINK.search(between)
