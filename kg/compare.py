"""Two plans side by side: targets with their change, projects, industries and measures kept, advanced, new or gone.

The plans are of one place in two years, or of two places. A row's ``state`` is one of ``STATES``; both sentences are
given wherever both plans speak.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from kg.compare_indicators import Scheme, Series
from kg.compare_items import ItemPair, pair_items
from kg.compare_read import DONE, TARGET, UNDER_WAY, Figure, Item, PlanView, signed

HIGHER, LOWER, SAME, OTHER, NEW, GONE = "higher", "lower", "same", "other", "new", "gone"
KEPT, ADVANCED, BACK, REVIEWED = "kept", "advanced", "back", "reviewed"
STATES: MappingProxyType[str, str] = MappingProxyType(
    {
        HIGHER: "提高", LOWER: "降低", SAME: "不变", OTHER: "不可比", NEW: "新增", GONE: "不再提", KEPT: "保留",
        ADVANCED: "推进", BACK: "退后", REVIEWED: "转入回顾",
    }
)  # fmt: skip
"""States of a row and what the tables call them; for two places 新增 reads 仅后者, 不再提 reads 仅前者."""
SECTIONS: MappingProxyType[str, str] = MappingProxyType(
    {"target": "指标", "Project": "项目", "Industry": "产业", "Measure": "举措"}
)
_PLACES = MappingProxyType({NEW: "仅后者", GONE: "仅前者", REVIEWED: "后者回顾中有"})


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a comparison. ``a`` and ``b`` are what each plan says, "" where it says nothing.

    ``change`` is the difference with its unit, or the two statuses; ``note`` says how the two were matched where their
    words differ.
    """

    section: str
    state: str
    name: str
    a: str
    b: str
    change: str
    sentence_a: str
    sentence_b: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two plans compared; ``same_place`` tells whether they are of one place (then A is the earlier)."""

    a: PlanView
    b: PlanView
    same_place: bool
    rows: tuple[Row, ...]

    def word(self, row: Row) -> str:
        """The Chinese word for a row's state."""
        if not self.same_place and row.state in _PLACES:
            return _PLACES[row.state]
        return STATES[row.state]

    def counts(self) -> dict[str, dict[str, int]]:
        """How many rows of each state, by section; both in the order of the tables."""
        found: dict[str, dict[str, int]] = {section: {} for section in SECTIONS}
        for row in sorted(self.rows, key=lambda r: list(STATES).index(r.state)):
            states = found[row.section]
            states[row.state] = states.get(row.state, 0) + 1
        return found


def compare(a: PlanView, b: PlanView, scheme: Scheme) -> Comparison:
    """Compare two plans; of one place the earlier becomes ``a``, whichever is named first. No facts: no rows."""
    same = bool(a.record.code) and a.record.code == b.record.code
    if same and (b.record.year, b.record.id) < (a.record.year, a.record.id):
        a, b = b, a
    rows = [
        *_target_rows(a, b, scheme),
        *(_item_row(pair) for pair in pair_items(a, b, same_place=same)),
    ]
    return Comparison(a, b, same, tuple(rows))


def _target_rows(a: PlanView, b: PlanView, scheme: Scheme) -> Iterator[Row]:
    """By indicator: in the scheme's order first, then as they stand; this year's targets never meet those for 2030."""
    groups: dict[tuple[Series, str], tuple[list[Figure], list[Figure]]] = defaultdict(lambda: ([], []))
    for side, view in enumerate((a, b)):
        for figure in view.figures:
            if figure.kind == TARGET and figure.own:
                groups[figure.series, _horizon(figure, view)][side].append(figure)
    order = {name: number for number, name in enumerate(scheme.better)}
    keys = sorted(groups, key=lambda key: (order.get(key[0].concept, len(order)), key[0].concept, key))
    for key in keys:
        yield from _pair_targets(key[0], *groups[key])


def _horizon(figure: Figure, view: PlanView) -> str:
    """Whether a target is of the plan's own year or of the end of its period."""
    return "年度" if figure.year and figure.year <= view.record.year else "远期"


def _pair_targets(series: Series, left: Sequence[Figure], right: Sequence[Figure]) -> Iterator[Row]:
    """Equal numbers first, then in the order of the text; what is over is new or gone."""
    rest_a, rest_b = list(left), list(right)
    pairs = []
    for one in left:
        two = next((f for f in rest_b if f.amount == one.amount and f.operator == one.operator), None)
        if two is not None:
            pairs.append((one, two))
            rest_a.remove(one)
            rest_b.remove(two)
    pairs += list(zip(rest_a, rest_b, strict=False))
    for one, two in pairs:
        yield _both(series, one, two)
    for one in rest_a[len(rest_b) :]:
        yield Row("target", GONE, series.label, _said(one), "", "", one.sentence, "")
    for two in rest_b[len(rest_a) :]:
        yield Row("target", NEW, series.label, "", _said(two), "", "", two.sentence)


def _both(series: Series, one: Figure, two: Figure) -> Row:
    note = f"{one.indicator}＝{two.indicator}" if one.indicator != two.indicator else ""
    if one.amount.unit != two.amount.unit:
        return Row("target", OTHER, series.label, _said(one), _said(two), "单位不同", one.sentence, two.sentence, note)
    gap = two.amount.value - one.amount.value
    state = HIGHER if gap > 0 else LOWER if gap < 0 else SAME
    change = "" if not gap else _change(one, two, gap)
    return Row("target", state, series.label, _said(one), _said(two), change, one.sentence, two.sentence, note)


def _change(one: Figure, two: Figure, gap: Decimal) -> str:
    unit = "个百分点" if one.amount.unit == "%" else one.unit
    if one.unit == two.unit:
        return (
            signed(Decimal(two.value).copy_sign(two.amount.value) - Decimal(one.value).copy_sign(one.amount.value))
            + unit
        )
    scale = one.amount.value / Decimal(one.value) if Decimal(one.value) else Decimal(1)
    return signed(round(gap / scale, 4)) + unit if scale else signed(gap) + one.amount.unit


def _said(figure: Figure) -> str:
    due = f"（{figure.year}年）" if figure.year and not figure.assumed else ""
    return figure.label + due


def _item_row(pair: ItemPair) -> Row:
    a, b = pair.a, pair.b
    if a is None:
        assert b is not None, "a pair has one side at least"
        return Row(b.cls, NEW, b.name, "", b.status or "提到", "", "", b.sentence)
    if b is None:
        state = REVIEWED if pair.reviewed else GONE
        return Row(a.cls, state, a.name, a.status or "提到", "", "", a.sentence, pair.reviewed)
    state = KEPT
    if a.stage and b.stage and a.stage != b.stage and not _anew(a, b):
        if b.stage > a.stage:
            state = ADVANCED
        elif not (
            a.reviewed or b.reviewed
        ):  # what a review calls done may be a first phase, what it calls begun is past
            state = BACK
    change = f"{a.status}→{b.status}" if a.status and b.status and a.status != b.status else ""
    return Row(b.cls, state, b.name, a.status or "提到", b.status or "提到", change, a.sentence, b.sentence, pair.note)


def _anew(a: Item, b: Item) -> bool:
    """Works on what is done already (建成 -> 改造提升) are no step back; 建成 -> 谋划 is."""
    return a.stage >= DONE and b.stage == UNDER_WAY and b.status != "建设"
