"""Sense checks: what an analyst would stumble over in a plan or between a place's plans, with the sentences.

``conflict``: one indicator, one year, two numbers in a plan. ``base``: a growth rate and an end value that imply a
starting point more than a tenth away from the one the plan's review gives (value / (1 + rate) ^ years). ``early``: a
target due in a year, written in figures, before the plan was delivered. ``lowered``: a yearly target below that of the place's previous plan in the
graph, at most two years before. ``status``: a project that a plan has as done and a later one as still to be done, or that one plan names twice
with two statuses; what a review says and what is counted (改造老旧小区32户) is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType

from kg.clause import clause
from kg.compare_indicators import GROWTH, LEVEL, MEAN, Scheme, Series
from kg.compare_items import core
from kg.compare_read import DONE, OUTCOME, TARGET, UNDER_WAY, Figure, Item, PlanView
from kg.timeline import less_is_better

CONFLICT, BASE, EARLY, LOWERED, STATUS = "conflict", "base", "early", "lowered", "status"
KINDS: MappingProxyType[str, str] = MappingProxyType(
    {
        CONFLICT: "同一指标两个数", BASE: "增速与终值不合", EARLY: "期限早于规划", LOWERED: "低于上一规划",
        STATUS: "项目状态矛盾",
    }
)  # fmt: skip
"""Kinds of findings and what the tables call them."""

_TOLERANCE = Decimal("0.10")
_NEAR = 2
_NUMBER_BEFORE = re.compile(r"\d[^，。；、]{0,8}$|等$|一批$")
_NUMBER_BEHIND = re.compile(r"[^，。；、]{0,3}\d")
_SEVERAL = ("项目", "工程")  # 谋划 20 个, 储备 80 个 are two lists
_SUMMED = re.compile(r"累计|合计|共计")
_AFTERWARDS = frozenset({"改造提升", "扩建延伸"})


@dataclass(frozen=True, order=True, slots=True)
class Oddity:
    """One finding. ``plans`` are the plans' ids in order of time.

    ``sentences`` say what contradicts, each once, in the order of the message; ``clauses`` are the parts of them that do
    (``kg.clause``), one for each thing said, so that two of one sentence have two.
    """

    kind: str
    plans: tuple[str, ...]
    subject: str
    message: str
    sentences: tuple[str, ...]
    clauses: tuple[str, ...] = ()


def findings(plans: Iterable[PlanView], scheme: Scheme) -> tuple[Oddity, ...]:
    """All findings about these plans, sorted by kind, then plan; plans of a place are compared in order of time."""
    found: set[Oddity] = set()
    places: dict[str, list[PlanView]] = defaultdict(list)
    for view in plans:
        places[view.record.code or view.record.id].append(view)
        found.update(_conflicts(view, scheme))
        found.update(_bases(view))
        found.update(_early(view))
        found.update(_twice(view))
    for views in places.values():
        ordered = sorted(views, key=lambda v: (v.record.year, v.record.id))
        near = [(a, b) for a, b in pairwise(ordered) if b.record.year - a.record.year <= _NEAR]
        found.update(o for one, two in near for o in _lowered(one, two, scheme))
        found.update(_undone(ordered))
    return tuple(sorted(found, key=lambda o: (list(KINDS).index(o.kind), o)))


def _oddity(
    kind: str, views: Sequence[PlanView], subject: str, message: str, said: Sequence[Figure] | Sequence[Item]
) -> Oddity:
    """A finding about what these figures or items say."""
    sentences = tuple(dict.fromkeys(one.sentence for one in said))
    clauses = tuple(dict.fromkeys(map(_clause, said)))
    return Oddity(kind, tuple(view.record.id for view in views), subject, message, sentences, clauses)


def _clause(one: Figure | Item) -> str:
    if isinstance(one, Figure):
        return clause(one.sentence, (one.quote,), one.at)
    return clause(one.sentence, (one.name, *one.aliases))


def _own_targets(view: PlanView) -> list[Figure]:
    return [f for f in view.figures if f.kind == TARGET and f.own]


def _by_series(figures: Iterable[Figure]) -> Mapping[tuple[Series, int], list[Figure]]:
    groups: dict[tuple[Series, int], list[Figure]] = defaultdict(list)
    for figure in figures:
        groups[figure.series, figure.year].append(figure)
    return groups


def _conflicts(view: PlanView, scheme: Scheme) -> Iterator[Oddity]:
    """Only indicators of the scheme, rates and levels: names of one's own and 项目 often stand for several things."""
    for (series, year), group in _by_series(_own_targets(view)).items():
        if series.concept not in scheme.better or series.measure not in (LEVEL, GROWTH, MEAN):
            continue
        if series.concept.endswith(_SEVERAL):
            continue
        for one, two in pairwise(group):
            if one.amount.unit != two.amount.unit or not _contradict(one, two) or one.sentence == two.sentence:
                continue
            due = f"{year}年" if year else ""
            message = f"{due}{series.label}既是 {one.label}，又是 {two.label}"
            yield _oddity(CONFLICT, (view,), series.label, message, (one, two))


def _contradict(one: Figure, two: Figure) -> bool:
    """Whether no value fits both; two lower bounds do not contradict each other, but two numbers do."""
    a, b = one.amount.value, two.amount.value
    if a == b or (one.operator == two.operator and one.operator in (">", ">=", "<", "<=")):
        return False
    if one.operator in (">", ">="):
        return b < a
    if two.operator in (">", ">="):
        return a < b
    if one.operator in ("<", "<="):
        return b > a
    if two.operator in ("<", "<="):
        return a > b
    return True


def _bases(view: PlanView) -> Iterator[Oddity]:
    """The base a rate and an end value imply, against the review's level of the year before."""
    own = _own_targets(view)
    levels = {(f.series.concept, f.year): f for f in reversed(view.figures)
              if f.kind == OUTCOME and f.own and f.series.measure == LEVEL and not f.since}  # fmt: skip
    first = view.record.period[0] or view.record.year
    for rate in own:
        if rate.series.measure not in (GROWTH, MEAN) or rate.amount.unit != "%" or not rate.year:
            continue
        start = first if rate.series.measure == MEAN else rate.year
        base = levels.get((rate.series.concept, start - 1))
        end = next((f for f in own if f.series == Series(rate.series.concept, LEVEL) and f.year == rate.year), None)
        if base is None or end is None or base.amount.unit != end.amount.unit or not base.amount.value:
            continue
        if base.amount.unit in ("%", "‰") or _SUMMED.search(_clause(end)):
            continue  # a rate that grows by 2 % may mean points; a sum of years is no end value
        years = max(1, rate.year - start + 1)
        reached = base.amount.value * (1 + rate.amount.value / 100) ** years
        if reached > 0 and abs(end.amount.value / reached - 1) > _TOLERANCE:
            shown = end.value and round(reached * Decimal(end.value) / end.amount.value, 2)
            message = (
                f"{rate.series.concept}：{start - 1}年 {base.value}{base.unit}，按{rate.label}到{rate.year}年是"
                f"{shown}{end.unit}，规划写的是 {end.label}"
            )
            yield _oddity(BASE, (view,), rate.series.concept, message, (base, rate, end))


def _early(view: PlanView) -> Iterator[Oddity]:
    """Only where the year itself is written: an earlier five-year plan's end (“十三五”末) is looked back at."""
    year = view.record.year
    for figure in view.figures:
        written = str(figure.year) in figure.sentence
        if figure.kind == TARGET and not figure.assumed and figure.year and written and figure.year < year:
            message = f"{figure.label}的期限是{figure.year}年，早于{year}年的规划"
            yield _oddity(EARLY, (view,), figure.series.label, message, (figure,))


def _lowered(one: PlanView, two: PlanView, scheme: Scheme) -> Iterator[Oddity]:
    """A year's target against that of the last plan: only indicators of the scheme whose better direction is known."""
    before = _annual(one, scheme)
    for series, now in _annual(two, scheme).items():
        last = before.get(series)
        if last is None or last.amount.unit != now.amount.unit:
            continue
        worse = now.amount.value - last.amount.value
        if worse and (worse > 0) == less_is_better(now, scheme):
            message = f"{series.label}：{one.record.year}年 {last.label}，{two.record.year}年 {now.label}"
            yield _oddity(LOWERED, (one, two), series.label, message, (last, now))


def _annual(view: PlanView, scheme: Scheme) -> dict[Series, Figure]:
    found: dict[Series, Figure] = {}
    for figure in _own_targets(view):
        annual = figure.year == view.record.year and figure.series.measure in (LEVEL, GROWTH)
        if annual and figure.series.concept in scheme.better:
            found.setdefault(figure.series, figure)
    return found


def _twice(view: PlanView) -> Iterator[Oddity]:
    """Two entries of a plan that are one project but for general words, one done and one not begun."""
    named: dict[str, list[Item]] = defaultdict(list)
    for item in view.items:
        if item.cls == "Project" and item.stage and not item.reviewed and _particular(item):
            named[core(item.name)].append(item)
    for _, group in sorted(named.items()):
        for one, two in pairwise(group):
            if DONE in (one.stage, two.stage) and min(one.stage, two.stage) < UNDER_WAY:
                message = f"{one.name}（{one.status}）与{two.name}（{two.status}）"
                yield _oddity(STATUS, (view,), one.name, message, (one, two))


def _particular(item: Item) -> bool:
    """Whether it is one project: 老旧小区改造32户, 10个美丽乡村 and 等道路工程 are some, and others each year."""
    before, _, behind = item.sentence.partition(item.name)
    return not (_NUMBER_BEFORE.search(before[-12:]) or _NUMBER_BEHIND.match(behind[:8]))


def _undone(views: Sequence[PlanView]) -> Iterator[Oddity]:
    """A project that is to be completed in one plan and only planned or begun in a later one."""
    done: dict[str, tuple[Item, PlanView]] = {}
    for view in views:
        for item in view.items:
            if item.cls != "Project" or item.reviewed or not _particular(item):
                continue
            known = done.get(item.iri)
            if known and item.stage and item.stage < DONE and item.status not in _AFTERWARDS:
                before, plan = known
                message = f"{item.name}：{plan.record.year}年的规划要{before.status}，{view.record.year}年的规划是{item.status}"
                yield _oddity(STATUS, (plan, view), item.name, message, (before, item))
            if item.stage == DONE:
                done[item.iri] = (item, view)
