"""A place's targets over the years, held against what later reports say was achieved.

A target is judged by the first later plan of the same place that gives a figure of the same series (concept and
measure, ``kg.compare_indicators``), in the same unit, for the year the target fell due. The verdicts:

``met`` / ``missed``: such a figure is there; at least the target where more is better, at most where less is, for 左右
within a quarter of a percentage point or 2 % of the number. ``changed``: none, but a later plan names another number for
the same year. ``unreported``: the next year's report speaks of the indicator, without a comparable figure. ``dropped``:
it does not speak of it at all. ``unclear``: figures are there but do not decide. ``open``: no report on that year yet.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from kg.compare_indicators import ADDED, GROWTH, LEVEL, MEAN, RATES, Scheme, Series
from kg.compare_read import OUTCOME, TARGET, Figure
from kg.manifest import PlanRecord

MET, MISSED, CHANGED, DROPPED, UNREPORTED, UNCLEAR, OPEN = (
    "met", "missed", "changed", "dropped", "unreported", "unclear", "open",
)  # fmt: skip
VERDICTS: MappingProxyType[str, str] = MappingProxyType(
    {
        MET: "完成", MISSED: "未完成", CHANGED: "已调整", DROPPED: "不再提", UNREPORTED: "提到而未报数",
        UNCLEAR: "难判", OPEN: "尚无报告",
    }
)  # fmt: skip
"""Verdicts and what the tables call them."""

_POINTS = Decimal("0.25")
_SHARE = Decimal("0.02")
_FAR = 3
_OTHER_BASIS = re.compile(r"[（(，、](?:按)?(?:同口径|可比|剔除)")
_STRETCH = re.compile(r"(?:以上|左右|[%\d])、$")  # 增长7%以上、力争达到8%
_NO_INDICATOR = ("投资", "项目", "工程", "不少于", "下属")  # sums and counts of single projects
_COUNTED = frozenset({"个", "亩", "公里", "人", "户", "平方米", "套", "间", "张"})


@dataclass(frozen=True, slots=True)
class Judged:
    """A target with its verdict; ``outcome`` decided it, ``other`` is the later target it was changed to.

    ``difference`` is outcome minus target (or other minus target) in the target's own unit, None where there is none;
    ``reason`` says in Chinese how the verdict came about.
    """

    target: Figure
    verdict: str
    outcome: Figure | None = None
    other: Figure | None = None
    difference: Decimal | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A place's series in the order of the scheme, then by name: all targets judged, all outcomes by year."""

    place: str
    plans: tuple[PlanRecord, ...]
    judged: Mapping[Series, tuple[Judged, ...]]
    outcomes: Mapping[Series, tuple[Figure, ...]]

    @property
    def rows(self) -> tuple[Judged, ...]:
        """Every judged target, series by series."""
        return tuple(judged for found in self.judged.values() for judged in found)


def timeline(
    place: str,
    plans: Sequence[tuple[PlanRecord, Sequence[Figure]]],
    scheme: Scheme,
    indicator: str = "",
    texts: Mapping[str, str] | None = None,
) -> Timeline:
    """Judge the targets of one place's plans against one another.

    Args:
        place: its name, for the reader.
        plans: its plans with their figures, in any order.
        scheme: the indicators' names.
        texts: each plan's whole text by id (``kg.compare_read.read_text``), looked into before a target is said to be
            dropped; without it only the figures are.
        indicator: only this indicator (any of its names); "" for all that the scheme lists or several plans name.

    Without a plan or a figure that fits, the timeline is empty.
    """
    ordered = sorted(plans, key=lambda pair: (pair[0].year, pair[0].id))
    records = tuple(record for record, _ in ordered)
    years = {record.id: record for record in records}
    groups: dict[Series, list[Figure]] = defaultdict(list)
    for _, figures in ordered:
        for figure in figures:
            if figure.own:
                groups[figure.series].append(figure)
    wanted = _wanted(groups, scheme, indicator)
    spoken = _Spoken({record.id: {f.series.concept for f in figs} for record, figs in ordered}, texts or {}, scheme)
    judged = {
        series: tuple(_judge(f, groups[series], years, spoken, scheme) for f in _targets(groups[series]))
        for series in wanted
    }
    outcomes = {series: tuple(f for f in groups[series] if f.kind == OUTCOME and f.year) for series in wanted}
    return Timeline(place, records, MappingProxyType(judged), MappingProxyType(outcomes))


def _wanted(groups: Mapping[Series, Sequence[Figure]], scheme: Scheme, indicator: str) -> list[Series]:
    order = {name: number for number, name in enumerate(scheme.better)}
    if indicator:
        concept = scheme.find(indicator)
        found = [s for s in groups if s.concept == concept]
    else:
        found = [s for s in groups if s.concept in order or _named_often(s.concept, groups[s])]
    found = [s for s in found if any(f.kind == TARGET for f in groups[s]) or indicator]
    return sorted(found, key=lambda s: (order.get(s.concept, len(order)), s))


def _named_often(concept: str, figures: Sequence[Figure]) -> bool:
    """A name of its own, not 项目 or 投资, that more than one plan has."""
    return len(concept) >= 5 and not concept.endswith(_NO_INDICATOR) and len({f.plan for f in figures}) > 1


def _targets(figures: Iterable[Figure]) -> Iterator[Figure]:
    return (f for f in figures if f.kind == TARGET)


def _judge(
    target: Figure,
    figures: Sequence[Figure],
    plans: Mapping[str, PlanRecord],
    spoken: _Spoken,
    scheme: Scheme,
) -> Judged:
    made = plans[target.plan].year
    later = [f for f in figures if plans[f.plan].year > made and f.amount.unit == target.amount.unit]
    found = [f for f in later if f.kind == OUTCOME and _same_time(target, f, plans[target.plan])]
    if found:
        return _decided(target, found, plans, scheme)
    for other in later:
        if other.kind == TARGET and other.year == target.year and not other.assumed and not target.assumed:
            if other.amount.value == target.amount.value or not _same_span(target, other, plans):
                continue
            gap = _own_unit(target, other.amount.value - target.amount.value)
            reason = f"{plans[other.plan].year} 年的报告对同一年另提 {other.label}"
            return Judged(target, CHANGED, None, other, gap, reason)
    return _without_figure(target, plans, spoken)


def _without_figure(target: Figure, plans: Mapping[str, PlanRecord], spoken: _Spoken) -> Judged:
    reviewing = [r for r in plans.values() if r.year == target.year + 1 and r.year > plans[target.plan].year]
    if not target.year or not reviewing:
        return Judged(target, OPEN, reason=f"图谱里没有回顾 {target.year} 年的报告" if target.year else "没有说期限")
    year = reviewing[0].year
    if any(spoken.by(r.id, target) for r in reviewing):
        return Judged(target, UNREPORTED, reason=f"{year} 年的报告提到这个指标，没有读到同口径的数")
    return Judged(target, DROPPED, reason=f"{year} 年的报告没有提到这个指标")


@dataclass(frozen=True, slots=True)
class _Spoken:
    """Which plans speak of an indicator: with a figure, or in words under any of its names."""

    concepts: Mapping[str, set[str]]
    texts: Mapping[str, str]
    scheme: Scheme

    def by(self, plan: str, target: Figure) -> bool:
        concept = target.series.concept
        if concept in self.concepts.get(plan, ()):
            return True
        text = self.texts.get(plan, "")
        return any(name in text for name in self.scheme.all_names(concept) if len(name) > 2)


def _same_span(target: Figure, other: Figure, plans: Mapping[str, PlanRecord]) -> bool:
    """Whether two targets for one year are of the same time: a level is; growth or a count may be of one year or of all."""
    level = target.series.measure == LEVEL and target.amount.unit not in _COUNTED
    return level or _annual(other, plans) == _annual(target, plans)


def _annual(figure: Figure, plans: Mapping[str, PlanRecord]) -> bool:
    return figure.year <= plans[figure.plan].year


def _same_time(target: Figure, outcome: Figure, plan: PlanRecord) -> bool:
    """Whether an outcome covers what the target speaks of: the same year, or the same years where it is a sum or mean."""
    if not target.year or outcome.year != target.year:
        return False
    spans = target.year > plan.year and plan.period[0] < target.year
    measure = target.series.measure
    if measure == MEAN:
        return bool(outcome.since) and abs(outcome.since - plan.period[0]) <= 1
    if measure == GROWTH:
        return not outcome.since
    summed = spans and (
        measure == ADDED or (measure == LEVEL and target.operator != ">=" and target.amount.unit in _COUNTED)
    )
    if summed:
        return bool(outcome.since) and abs(outcome.since - plan.period[0]) <= 1
    return not outcome.since


def _decided(target: Figure, found: Sequence[Figure], plans: Mapping[str, PlanRecord], scheme: Scheme) -> Judged:
    first = min(plans[f.plan].year for f in found)
    said = [f for f in found if plans[f.plan].year == first]
    outcome = said[0]
    if outcome.series.concept not in scheme.better and len({f.amount for f in said}) > 1:
        return Judged(target, UNCLEAR, outcome, reason="同一指标报了几个不同的数，不知道是哪一个")
    gap = outcome.amount.value - target.amount.value
    if _other_kind(target, outcome):
        return Judged(target, UNCLEAR, outcome, reason=f"报的是 {outcome.label}，与目标差几倍，多半是累计或存量")
    met, sure = is_met(target, outcome, scheme)
    difference = _own_unit(target, gap)
    if not sure:
        return Judged(target, UNCLEAR, outcome, None, difference, "实绩只说超过或不足某数，够不够目标说不准")
    if not met and _OTHER_BASIS.match(_behind(outcome)):
        return Judged(target, UNCLEAR, outcome, None, difference, "报告另给了同口径或可比的数，按哪一个算说不准")
    about = "，预计数" if outcome.expected else ""
    stretch = target.quote.startswith(("力争", "争取")) and _STRETCH.search(_before(target))
    aim = "；力争的数，同一句另有基本目标" if stretch else ""
    reason = f"{plans[outcome.plan].year} 年的报告：{outcome.label}{about}{aim}"
    return Judged(target, MET if met else MISSED, outcome, None, difference, reason)


def _behind(figure: Figure) -> str:
    """What its sentence says behind a figure."""
    return figure.sentence.partition(figure.quote)[2] if figure.quote else ""


def _before(figure: Figure) -> str:
    """The last characters of its sentence in front of a figure."""
    return figure.sentence.partition(figure.quote)[0][-6:] if figure.quote else ""


def _other_kind(target: Figure, outcome: Figure) -> bool:
    """Whether a count is so far off that one is surely of a year and the other a stock or a sum of years."""
    counted = target.series.measure == LEVEL and target.amount.unit in _COUNTED
    if not counted or not target.amount.value or not outcome.amount.value:
        return False
    share = outcome.amount.value / target.amount.value
    return share > _FAR or share * _FAR < 1


def is_met(target: Figure, outcome: Figure, scheme: Scheme) -> tuple[bool, bool]:
    """(whether the outcome meets the target, whether that is certain: an outcome of 超5000 may be above or below 5300)."""
    want, got = target.amount.value, outcome.amount.value
    _, point, decimals = target.value.partition(".")
    if point and target.amount.unit == "%":
        got = round(got, len(decimals))  # 58.08% is the 58.1% that was aimed at
    slack = (_POINTS if target.amount.unit == "%" else abs(want) * _SHARE) if target.operator == "~" else Decimal(0)
    if less_is_better(target, scheme):
        return got <= want + slack, not (outcome.operator == ">" and got <= want)
    met = got >= want - slack
    return met, met or outcome.operator not in (">", ">=")


def less_is_better(target: Figure, scheme: Scheme) -> bool:
    """By the scheme; else by how the target is put: 控制在…以内, 下降."""
    if target.operator in ("<", "<="):
        return True
    if target.series.measure in RATES and target.amount.value < 0:
        return True
    return bool(scheme.down(target.series.concept)) and target.operator not in (">", ">=")


def _own_unit(target: Figure, gap: Decimal) -> Decimal:
    """A difference in base units, in the unit the target is written in."""
    if not target.amount.value or not Decimal(target.value):
        return gap
    shown = gap * abs(Decimal(target.value)) / abs(target.amount.value)
    return round(shown, 4).normalize()
