"""One sentence to drafts of targets: which number measures what, and how it is bound."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.quantities.clauses import Nesting, clause_spans
from extract.quantities.indicators import object_after, split_members, strip_lead, trim
from extract.quantities.rules import TargetRules
from extract.quantities.scan import Quantity

_YEARLY = re.compile(r"年均|每年|年度|全年|逐年|每一年|年年")
_CUMULATIVE = re.compile(r"累计|五年(?:共|累计|增长)|比20\d\d年|较20\d\d年")
_RATE = re.compile(r"(?:增长|增速|增幅|涨幅|增长率|上涨|下降|降低|降幅|下降率)$")
_MEASURE_OF = re.compile(
    r"((?:计划|预计|年度|完成)?总?投资额?|投入|总?占地(?:面积)?|总?建筑面积|规划面积|总规模|总长|全长|总里程|产能|装机)$"
)
_LINK = re.compile(r"[、和及与并；，]")
_BARE_GREAT = re.compile(r"[十百千万亿]+")
_COUNTED = ("个", "家", "条", "座", "处", "等")
_SEVERAL = re.compile(r"[\d一二两三四五六七八九十几]{1,4}(?:个|家|大|条)|一批|若干|[、和]")
_BUILT = frozenset("座处条所家")
_PREDICATE = re.compile(
    r"(?:建成|竣工|开工|投产|投用|落地|上市|充实|用于|纳入|入驻|签约|投入|实现|达到|并|且|得到|参加|加入)"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A target before it knows its place and date; ``start`` and ``end`` are offsets into the sentence."""

    start: int
    end: int
    at: int
    indicator: str
    operator: str
    value: Decimal
    unit: str
    per: str
    rule: str
    baseline: str = ""


@dataclass(frozen=True, slots=True)
class _Carry:
    """What the last number leaves for an elided one: its indicator without change words, its verb."""

    base: str = ""
    verb: str = ""
    role: str = ""
    lead: str = ""
    least: bool = False
    yearly: bool = False

    def next_clause(self) -> _Carry:
        """What still holds behind a comma: the thing and the verb, not how the value was bound."""
        return replace(self, lead="", least=False, yearly=False)


@dataclass(frozen=True, slots=True)
class _Slot:
    """A number with the text before it (back to the last number or stop) and behind it."""

    quantity: Quantity
    left: str
    right: str
    after: str
    start: int
    end: int


def read_sentence(text: str, rules: TargetRules) -> list[Draft]:
    """Drafts of the targets that ``text`` (one sentence) states, in order of their numbers."""
    quantities = rules.scanner.find(text)
    if not quantities:
        return []
    nesting = Nesting(text)
    drafts: list[Draft] = []
    carry = _Carry()
    position = 0
    for start, end in clause_spans(text):
        inside = []
        while position < len(quantities) and quantities[position].start < end:
            if quantities[position].start >= start:
                inside.append(quantities[position])
            position += 1
        kept = [q for q in inside if _is_target(text, q, start, end, nesting, rules)]
        kept = [q for i, q in enumerate(kept) if i + 1 == len(kept) or not _sizes_next(text, q, kept[i + 1], rules)]
        slots = [_inside_quotes(slot, nesting) for slot in _slots(text, start, end, kept, rules)]
        for slot in _spread(slots, rules):
            made, carry = _draft(slot, carry, rules)
            drafts += made
        carry = carry.next_clause()
    return drafts


def _is_target(text: str, q: Quantity, start: int, end: int, nesting: Nesting, rules: TargetRules) -> bool:
    inside = nesting.at(q.start)
    if inside == "》" or (inside == "”" and (q.chinese or q.kind == "个数") and nesting.at(q.end - 1)):
        return False
    before = text[max(start, q.start - 24) : q.start]
    after = text[q.end : min(end, q.end + 24)]
    if any(r.hits(before, after, q) for r in rules.rejections):
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


def _inside_quotes(slot: _Slot, nesting: Nesting) -> _Slot:
    """A number inside quotation marks measures nothing beyond them."""
    if nesting.at(slot.quantity.start) == "”":
        return replace(slot, right=slot.right.partition("”")[0], left=slot.left.rpartition("“")[2])
    return slot


def _sizes_next(text: str, q: Quantity, following: Quantity, rules: TargetRules) -> bool:
    """超10亿元项目50个: the first number only says what the second counts."""
    if q.kind == "比率" or (q.kind == "个数" and not q.unit.endswith(("户", "人"))):
        return False
    cue = rules.after.at_head(text[q.end : q.end + rules.after.longest])
    between = text[q.end + len(cue) : following.start]
    lead = rules.before.at_end(text[max(0, q.start - rules.before.longest) : q.start])
    return bool(cue or lead) and len(between) > 1 and not _LINK.search(between)


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
    numeral = text[q.start : q.end - len(q.unit.lstrip("万亿"))]
    if numeral == "二" or (_BARE_GREAT.fullmatch(numeral) and numeral != "十") or after.startswith(("”", "》", "“")):
        return False
    if q.value <= 1 and q.kind == "个数":
        stressed = re.search(r"(?:每[^，。]{0,10}|至少|新增|新建|再建|净增|再增)[^，。]{0,6}$", before)
        return bool(stressed) or (not after.strip() and q.unit in _BUILT)
    word = rules.verbs.at_end(before)
    return bool(word) and rules.verbs.words[word] != "lead" and not after.startswith(("重点", "主要", "关键"))


def _slots(text: str, start: int, end: int, kept: list[Quantity], rules: TargetRules) -> list[_Slot]:
    slots = []
    left_from = start
    for i, q in enumerate(kept):
        cue = rules.after.at_head(text[q.end : min(end, q.end + rules.after.longest)])
        stop = q.end + len(cue)
        right_to = end
        next_from = stop
        if i + 1 < len(kept):
            between = text[stop : kept[i + 1].start]
            links = list(_LINK.finditer(between))
            right_to = stop + (links[-1].start() if links else len(between))
            next_from = stop + (links[-1].end() if links else len(between))
            if between and not links and not between.endswith("的") and _MEASURE_OF.search(between):
                right_to, next_from = stop, stop
        slots.append(_Slot(q, text[left_from : q.start], text[stop:right_to], cue, left_from, stop))
        left_from = next_from
    for i in range(len(slots) - 2, -1, -1):
        if slots[i].right == "的":
            # 总投资52亿元的34个项目: both numbers speak of the projects
            slots[i] = replace(slots[i], right="的" + slots[i + 1].right)
    return slots


def _spread(slots: list[_Slot], rules: TargetRules) -> list[_Slot]:
    """分别: the members of the coordination before the first number are dealt out to the numbers."""
    if len(slots) < 2 or "分别" not in slots[0].left:
        return slots
    head, _, tail = slots[0].left.partition("分别")
    run = [slots[0]]
    for slot in slots[1:]:
        if slot.left.strip("、和及与"):
            break
        run.append(slot)
    bare = strip_lead(head, rules)[0]
    opening = head[: len(head) - len(bare)] if head.endswith(bare) else ""
    members = split_members(bare, len(run))
    if len(members) != len(run):
        return [replace(slots[0], left=head + tail), *slots[1:]]
    dealt = [replace(slot, left=opening + member + tail, right="") for slot, member in zip(run, members, strict=True)]
    return dealt + slots[len(run) :]


def _draft(slot: _Slot, carry: _Carry, rules: TargetRules) -> tuple[list[Draft], _Carry]:
    q = slot.quantity
    left = slot.left.rstrip(" “")
    least = "至少" in left or "最少" in left
    left = left.replace("至少", "").replace("最少", "")
    lead = rules.before.at_end(left)
    body = left[: len(left) - len(lead)] if lead else left
    for filler in ("要", "力争", "稳定", "累计", "预计"):
        body = body.removesuffix(filler)
    change = rules.changes.at_end(body)
    if change and ((lead and change not in rules.change_nouns) or _is_verb_here(slot, body, change, rules)):
        change = ""
    before = carry.next_clause() if strip_lead(body, rules)[1] else carry
    members, carry = _indicators(slot, body, lead, change, carry, rules)
    if not members:
        return [], carry
    carry = replace(
        carry,
        lead=lead or ("" if change else before.lead),
        least=least or before.least,
        yearly=bool(_YEARLY.search(slot.left)) or carry.yearly or before.yearly,
    )
    operator = _operator(slot, change, carry, members[0], rules)
    value, unit = q.value, "亿元" if q.unit == "亿级" else "万亿元" if q.unit == "万亿级" else q.unit
    if unit.endswith("倍") and change and not lead and rules.changes.words[change] == "up":
        operator, value = "multiply", value + 1
    per = "year" if _per_year(slot.left, change, unit, carry) else ""
    return [
        Draft(slot.start, slot.end, q.start, m, operator, value, "个" if unit == "大" else unit, per,
              f"target:{'change' if change else 'level'}")
        for m in members
    ], carry  # fmt: skip


def _is_verb_here(slot: _Slot, body: str, change: str, rules: TargetRules) -> bool:
    """提升21个景区 raises things, it does not rise by 21."""
    return bool(slot.right.strip("的")) and slot.quantity.kind == "个数" and rules.verbs.at_end(body).endswith(change)


def _indicators(
    slot: _Slot, body: str, lead: str, change: str, carry: _Carry, rules: TargetRules
) -> tuple[list[str], _Carry]:
    q, right = slot.quantity, slot.right
    measure = _MEASURE_OF.search(body)
    if measure and right.strip("的") and q.kind in ("金额", "量"):
        thing, _, _ = strip_lead(object_after(right), rules)
        return [f"{thing}{measure[1]}"], carry
    if q.unit.endswith("人") and right.startswith("口"):
        right = "人" + right
    behind = object_after(right)
    rest, verb, role = strip_lead(_last_member(body, rules), rules)
    counted = rest.removeprefix(verb) if role in ("keep", "add") else rest
    if behind and q.kind != "比率" and _PREDICATE.match(behind) and len(counted) > 1 and not counted.endswith("等"):
        behind = ""
    if behind and not change and q.kind != "比率" and (not lead or len(rest) < 2 or rest.endswith(_COUNTED)):
        prefix = ""
        if role in ("keep", "add"):
            prefix = verb
        elif not role and 2 <= len(rest) <= 6 and not lead and not rest.endswith("等"):
            prefix = rest
        elif not verb and not rest and carry.role in ("keep", "add"):
            prefix = carry.verb
        own = _Carry(behind, verb, role) if verb or rest else replace(carry, base=behind)
        return [prefix + behind], own
    if not rest or rest == change:
        base = carry.base or behind
        if not base:
            return [], carry
        return [base if base.endswith(change) else base + change], carry
    if q.kind == "比率" and behind and not change and not lead:
        rest = rest.removesuffix("的") + behind
    base = rest.removesuffix(change) if change else rest
    if not verb and carry.verb and not change and not lead and q.kind == "个数":
        prefix = carry.verb if carry.role in ("keep", "add") else ""
        return [prefix + rest], replace(carry, base=base)
    if change and re.search(r"[、和与及]", base):
        average = "年均" if base.endswith("年均") else ""
        members = split_members(base.removesuffix("年均").removesuffix("均"), 0)
        return [m + average + change for m in members], _Carry(base, verb, role)
    return [rest], _Carry(base.removesuffix("年均").removesuffix("同比"), verb, role)


def _last_member(body: str, rules: TargetRules) -> str:
    """Of 完善设施、新增学位 the part with the last verb; a list of nouns stays whole."""
    head, mark, tail = body.rpartition("、")
    if mark and rules.verbs.at_head(trim(tail)) and head:
        return tail
    return body


def _operator(slot: _Slot, change: str, carry: _Carry, indicator: str, rules: TargetRules) -> str:
    q = slot.quantity
    if slot.after:
        return rules.after.words[slot.after]
    if q.ranged:
        return ">="
    if q.more:
        return ">"
    if carry.least:
        return ">="
    if carry.lead:
        return rules.before.words[carry.lead]
    if q.unit.endswith("级"):
        return ">="
    if change and q.unit != "%":
        return "increase" if rules.changes.words[change] == "up" else "decrease"
    ending = rules.verbs.at_end(indicator)
    adds = carry.role == "add" or (ending != "" and rules.verbs.words[ending] == "add")
    if adds and q.kind in ("个数", "量"):
        return "increase"
    return "<=" if q.kind == "时间" and slot.right.strip("的") else "="


def _per_year(left: str, change: str, unit: str, carry: _Carry) -> bool:
    if unit.endswith("/年") or carry.yearly:
        return True
    return unit == "%" and bool(change) and bool(_RATE.search(change)) and not _CUMULATIVE.search(left)
