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
_AGGREGATE = re.compile(r"^(?:产业集群|产业|集群|园区|开发区|企业|县|强县|镇|强镇|规模|特色)")


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
    quantities = [q for q in rules.scanner.find(text)]
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
        slots = _slots(text, start, end, kept, rules)
        for slot in _spread(slots):
            made, carry = _draft(slot, carry, rules)
            drafts += made
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
    if q.unit.endswith("级"):
        return False
    if _threshold(q, after, rules):
        return False
    if after.startswith("级") and q.kind != "个数":
        return q.unit == "亿元" and not _BARE_GREAT.fullmatch(text[q.start : q.end - 1])
    return not q.chinese or _chinese_counts(text, q, before, after, rules)


def _threshold(q: Quantity, after: str, rules: TargetRules) -> bool:
    """亿元以上项目, 10万元以上的村: the number only says which projects."""
    if q.kind in ("个数", "比率"):
        return False
    cue = rules.after.at_head(after)
    rest = after[len(cue) :].lstrip("的")
    return cue in ("以上", "及以上", "以下", "以内") and bool(rest) and rest[0] not in "、，和及与；（”"


def _chinese_counts(text: str, q: Quantity, before: str, after: str, rules: TargetRules) -> bool:
    """A Chinese numeral counts something to be built only behind a verb; 一 only where it is stressed."""
    if _BARE_GREAT.fullmatch(text[q.start : q.end - len(q.unit.lstrip("万亿"))]):
        return False
    if rules.before.at_end(before) or rules.changes.at_end(before):
        return True
    if re.match(r"[”》]", after):
        return False
    if q.value <= 1 and q.kind == "个数":
        return bool(re.search(r"(?:每[^，。]{0,10}|至少|新增|新建|再建|净增|再增)[^，。]{0,6}$", before)) or not after.strip()
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
            links = [m for m in _LINK.finditer(between)]
            right_to = stop + (links[-1].start() if links else len(between))
            next_from = stop + (links[-1].end() if links else len(between))
            if between and not links and not between.endswith("的") and _MEASURE_OF.search(between):
                right_to, next_from = stop, stop
        slots.append(_Slot(q, text[left_from : q.start], text[stop:right_to], cue, left_from, stop))
        left_from = next_from
    return slots


def _spread(slots: list[_Slot]) -> list[_Slot]:
    """分别: the members of the coordination before the first number are dealt out to the numbers."""
    if len(slots) < 2 or "分别" not in slots[0].left:
        return slots
    head, _, tail = slots[0].left.partition("分别")
    run = [slots[0]]
    for slot in slots[1:]:
        if slot.left.strip("、和及与"):
            break
        run.append(slot)
    members = split_members(head, len(run))
    if len(members) != len(run):
        return [replace(slots[0], left=head + tail), *slots[1:]]
    dealt = [replace(slot, left=member + tail, right="") for slot, member in zip(run, members, strict=True)]
    return dealt + slots[len(run) :]


def _draft(slot: _Slot, carry: _Carry, rules: TargetRules) -> tuple[list[Draft], _Carry]:
    q = slot.quantity
    left = slot.left.rstrip(" “")
    least = "至少" in left or "最少" in left
    left = left.replace("至少", "").replace("最少", "")
    lead = rules.before.at_end(left)
    body = left[: len(left) - len(lead)] if lead else left
    body = body.removesuffix("要").removesuffix("力争").removesuffix("稳定").removesuffix("累计")
    change = rules.changes.at_end(body)
    if lead and change and change not in rules.change_nouns:
        change = ""
    members, carry = _indicators(slot, body, lead, change, carry, rules)
    if not members:
        return [], carry
    operator = _operator(q, slot.after, ">=" if least else rules.before.words.get(lead, ""), change, carry, rules)
    value, unit = q.value, q.unit
    if unit.endswith("倍") and change and not lead and rules.changes.words[change] == "up":
        operator, value = "multiply", value + 1
    per = "year" if _per_year(slot.left, members[0], change, unit) else ""
    return [
        Draft(slot.start, slot.end, q.start, m, operator, value, unit, per, f"target:{'change' if change else 'level'}")
        for m in members
    ], carry


def _indicators(
    slot: _Slot, body: str, lead: str, change: str, carry: _Carry, rules: TargetRules
) -> tuple[list[str], _Carry]:
    q, right = slot.quantity, slot.right
    measure = _MEASURE_OF.search(body)
    if measure and right.strip("的") and q.kind in ("金额", "量"):
        thing, _, _ = strip_lead(object_after(right), rules)
        return [f"{thing}{measure[1]}"], carry
    behind = object_after(right)
    rest, verb, role = strip_lead(_last_member(body, rules), rules)
    if behind and not lead and not change and q.kind != "比率":
        kept = verb if role in ("keep", "add") else rest[-6:] if role == "" and not rest.endswith("等") and len(rest) <= 6 else ""
        own = _Carry(behind, verb, role) if verb or rest else replace(carry, base=behind)
        prefix = kept if verb or rest else carry.verb if carry.role in ("keep", "add") else ""
        return [prefix + behind], own
    if not rest or rest == change:
        base = carry.base
        if not base and behind:
            base = behind
        return ([base + change] if base and not base.endswith(change or " ") else [base] if base else []), carry
    if q.kind == "比率" and behind and not change:
        rest += behind
    base = rest.removesuffix(change) if change else rest
    if not verb and carry.verb and not change and not lead and q.kind == "个数":
        prefix = carry.verb if carry.role in ("keep", "add") else ""
        return [prefix + rest], replace(carry, base=base)
    if change and re.search(r"[、和与及]", base):
        members = split_members(base.removesuffix("均").removesuffix("年"), 0)
        yearly = "年均" if base.endswith("年均") else ""
        return [m + yearly + change for m in members], _Carry(base, verb, role)
    return [rest], _Carry(base.removesuffix("年均").removesuffix("同比"), verb, role)


def _last_member(body: str, rules: TargetRules) -> str:
    """Of 完善设施、新增学位 the part with the last verb; a list of nouns stays whole."""
    head, mark, tail = body.rpartition("、")
    if mark and rules.verbs.at_head(trim(tail)) and head:
        return tail
    return body


def _operator(q: Quantity, after: str, lead: str, change: str, carry: _Carry, rules: TargetRules) -> str:
    cue = rules.after.words.get(after, "")
    if cue:
        return cue
    if q.ranged and lead not in ("<=", "<"):
        return ">="
    if q.more:
        return ">"
    if lead:
        return lead
    if change and q.unit != "%":
        return "increase" if rules.changes.words[change] == "up" else "decrease"
    if carry.role == "add" and q.kind in ("个数", "量"):
        return "increase"
    return "="


def _per_year(left: str, indicator: str, change: str, unit: str) -> bool:
    if unit.endswith("/年") or _YEARLY.search(left):
        return True
    return unit == "%" and bool(change) and bool(_RATE.search(change)) and not _CUMULATIVE.search(left)
