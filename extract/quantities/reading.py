"""One sentence to drafts of targets: which number measures what, and how it is bound."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.quantities.clauses import Nesting, clause_spans
from extract.quantities.indicators import object_after, split_members, strip_lead, trim
from extract.quantities.judge import is_target, sizes_next
from extract.quantities.rules import TargetRules
from extract.quantities.slots import FROM, MEASURE_OF, Slot, from_to, inside_quotes, slots_of, spread

_YEARLY = re.compile(r"年均|每年|年度|全年|逐年|每一年|年年")
_CUMULATIVE = re.compile(r"累计|五年(?:共|累计|增长)|比20\d\d年|较20\d\d年")
_RATE = re.compile(r"(?:增长|增速|增幅|涨幅|增长率|上涨|下降|降低|降幅|下降率)$")
_COUNTED = ("个", "家", "条", "座", "处", "等")
_BASELINE = re.compile(r"[由从](?:目前|现在|当前|20\d\d年)?的?\d[\d.]{0,12}[^，；、\d]{0,8}$")
_COMPARED = re.compile(r"(?:比|较|同比)(?:上年|去年|上一年|20\d\d年)(?:同期)?")
_BARE_MEASURE = re.compile(
    r"(?:年内|全年|力争|共)?((?:计划|预计|年度|完成){0,2}(?:总投资|投资额?|投入|产能|占地|规模|产值|总建筑面积|建筑面积))"
)
_DOUBLED = re.compile(r"翻[一两二三]?番、?$")
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
        if not (self.lead or self.least or self.yearly):
            return self
        return _Carry(self.base, self.verb, self.role)


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
        kept = [q for q in inside if is_target(text, q, start, end, nesting, rules)]
        kept = [q for i, q in enumerate(kept) if i + 1 == len(kept) or not sizes_next(text, q, kept[i + 1], rules)]
        kept, baselines = from_to(text, kept, rules)
        slots = [inside_quotes(slot, nesting) for slot in slots_of(text, start, end, kept, rules)]
        for slot in spread(slots, rules):
            made, carry = _draft(slot, carry, rules)
            base = baselines.get(slot.quantity.start, "")
            drafts += [replace(d, baseline=base) for d in made] if base else made
        carry = carry.next_clause()
    return drafts


def _draft(slot: Slot, carry: _Carry, rules: TargetRules) -> tuple[list[Draft], _Carry]:
    q = slot.quantity
    left = slot.left.rstrip(" “")
    least = "至少" in left or "最少" in left
    left = left.replace("至少", "").replace("最少", "")
    lead = rules.before.at_end(left)
    body = left[: len(left) - len(lead)] if lead else left
    body = _COMPARED.sub("", FROM.sub("", _DOUBLED.sub("", _baseline_off(body))))
    for filler in ("要", "力争", "稳定", "累计", "预计"):
        body = body.removesuffix(filler)
    change = rules.changes.at_end(body)
    if change and ((lead and change not in rules.change_nouns) or _is_verb_here(slot, body, change, rules)):
        change = ""
    before = carry.next_clause() if strip_lead(body, rules)[1] else carry
    members, carry = _indicators(slot, body, lead, change, carry, rules)
    if not members:
        return [], carry
    carry = _Carry(
        carry.base,
        carry.verb,
        carry.role,
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


def _baseline_off(body: str) -> str:
    """亩均税收由10万元 -> 亩均税收: what stands behind 由 or 从 is the baseline."""
    m = _BASELINE.search(body)
    return body[: m.start()] if m else body


def _is_verb_here(slot: Slot, body: str, change: str, rules: TargetRules) -> bool:
    """提升21个景区 raises things, it does not rise by 21."""
    return bool(slot.right.strip("的")) and slot.quantity.kind == "个数" and rules.verbs.at_end(body).endswith(change)


def _indicators(
    slot: Slot, body: str, lead: str, change: str, carry: _Carry, rules: TargetRules
) -> tuple[list[str], _Carry]:
    q, right = slot.quantity, slot.right
    measure = MEASURE_OF.search(body)
    if measure and right.strip("的") and q.kind in ("金额", "量"):
        thing, _, _ = strip_lead(object_after(right), rules)
        return [f"{thing}{measure[1]}"], carry
    if q.unit.endswith("人") and right.startswith("口"):
        right = "人" + right
    behind = object_after(right)
    rest, verb, role = strip_lead(_last_member(body, rules), rules)
    if not behind and len(rest) > 3:
        rest = rest.removesuffix("完成").removesuffix("实现")
    counted = rest.removeprefix(verb) if role in ("keep", "add") else rest
    if behind and q.kind != "比率" and _PREDICATE.match(behind) and len(counted) > 1 and not counted.endswith("等"):
        behind = ""
    if behind and not change and q.kind != "比率" and (not lead or len(rest) < 2 or rest.endswith(_COUNTED)):
        prefix = ""
        if role in ("keep", "add"):
            prefix = verb
        elif not role and 2 <= len(rest) <= 6 and not lead and not rest.endswith("等"):
            prefix = rest.removesuffix(rules.verbs.at_end(rest))
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
    bare = _BARE_MEASURE.fullmatch(trim(body))
    if carry.base and not change and bare:
        return [carry.base + bare[1]], carry
    return [rest], _Carry(base.removesuffix("年均").removesuffix("同比"), verb, role)


def _last_member(body: str, rules: TargetRules) -> str:
    """Of 完善设施、新增学位 the part with the last verb; a list of nouns stays whole."""
    head, mark, tail = body.rpartition("、")
    if mark and rules.verbs.at_head(trim(tail)) and head:
        return tail
    return body


def _operator(slot: Slot, change: str, carry: _Carry, indicator: str, rules: TargetRules) -> str:
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
