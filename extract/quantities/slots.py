"""Numbers of a clause with the words that belong to each."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extract.quantities.clauses import Nesting
from extract.quantities.indicators import split_members, strip_lead
from extract.quantities.judge import LINK
from extract.quantities.rules import TargetRules
from extract.quantities.scan import Quantity

_REACH = 120
_LEVEL = re.compile(r"[^，、级]{1,6}级")
_LEVEL_OF = re.compile(r"[^，、级]{1,6}级([^级，、]{2,20})$")
FROM = re.compile(r"[由从](?:目前|现在|当前|20\d\d年)?的?$")
"""What makes the number behind it the present value."""
MEASURE_OF = re.compile(
    r"((?:计划|预计|年度|完成)?总?投资额?|投入|总?占地(?:面积)?|总?建筑面积|规划面积|总规模|总长|全长|总里程|产能|装机)$"
)
"""What a sum or an area is of: the noun in front of the number."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A number with the text before it (back to the last number or stop) and behind it.

    Both reach at most 120 characters, so that no text makes reading super-linear.
    """

    quantity: Quantity
    left: str
    right: str
    after: str
    start: int
    end: int


def slots_of(text: str, start: int, end: int, kept: list[Quantity], rules: TargetRules) -> list[Slot]:
    """A slot for each of the quantities of the clause ``text[start:end]``, in order."""
    slots = []
    left_from = start
    for i, q in enumerate(kept):
        cue = rules.after.at_head(text[q.end : min(end, q.end + rules.after.longest)])
        stop = q.end + len(cue)
        right_to = end
        next_from = stop
        if i + 1 < len(kept):
            between = text[stop : kept[i + 1].start]
            links = list(LINK.finditer(between))
            right_to = stop + (links[-1].start() if links else len(between))
            next_from = stop + (links[-1].end() if links else len(between))
            if between and not links and not between.endswith("的") and MEASURE_OF.search(between):
                right_to, next_from = stop, stop
        slots.append(
            Slot(
                q,
                text[max(left_from, q.start - _REACH) : q.start],
                text[stop : min(right_to, stop + _REACH)],
                cue,
                left_from,
                stop,
            )
        )
        left_from = next_from
    for i in range(len(slots) - 2, -1, -1):
        if slots[i].right == "的":
            # 总投资52亿元的34个项目: both numbers speak of the projects
            slots[i] = replace(slots[i], right="的" + slots[i + 1].right[:_REACH])
        level = _LEVEL.fullmatch(slots[i].right)
        shared = _LEVEL_OF.match(slots[i + 1].right) if level else None
        if shared:
            # 2个国家级和22个省级医疗中心: the head stands once
            slots[i] = replace(slots[i], right=slots[i].right + shared[1])
    return slots


def inside_quotes(slot: Slot, nesting: Nesting) -> Slot:
    """A number inside quotation marks measures nothing beyond them."""
    if nesting.at(slot.quantity.start) == "”":
        return replace(slot, right=slot.right.partition("”")[0], left=slot.left.rpartition("“")[2])
    return slot


def spread(slots: list[Slot], rules: TargetRules) -> list[Slot]:
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


def from_to(text: str, kept: list[Quantity], rules: TargetRules) -> tuple[list[Quantity], dict[int, str]]:
    """由10万元提高到15万元: the first number is the second's baseline, by the second's start."""
    out, baselines = [], {}
    for i, q in enumerate(kept):
        if i + 1 < len(kept) and FROM.search(text[max(0, q.start - 12) : q.start]):
            between = text[q.end : kept[i + 1].start]
            if between and (rules.before.at_end(between) == between or between in ("到", "至")):
                baselines[kept[i + 1].start] = q.text
                continue
        out.append(q)
    return out, baselines
