"""Targets held against what later reports say: met, missed, changed, dropped, unreported, unclear, open."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from kg import timeline_output as out
from kg.compare_indicators import read_series
from kg.compare_read import OUTCOME, TARGET, Figure
from kg.manifest import PlanRecord
from kg.timeline import CHANGED, DROPPED, MET, MISSED, OPEN, UNCLEAR, UNREPORTED, Judged, Timeline, timeline
from tests.kg.compare_samples import scheme, views


def record(year: int, last: int = 0) -> PlanRecord:
    return PlanRecord(f"p{year}", f"{year}年报告", "离石区", "141102", "政府工作报告", year, (year, last or year), "f")


def figure(kind: str, made: int, words: str, sign: str, value: str, unit: str, year: int, *, per: str = "", since: int = 0,
           start: int = 0, own: bool = True) -> Figure:  # fmt: skip
    series, amount = read_series(scheme(), words, sign, value, unit, per)
    return Figure(f"p{made}", start, kind, series, amount, words, sign, value, unit, per, year, False, since, False, own,
                  f"{words}{value}{unit}。", f"{words}{value}{unit}")  # fmt: skip


def judge(target: Figure, *later: Figure, text: str = "", last: int = 0) -> Judged:
    made = int(target.plan[1:])
    years = sorted({int(f.plan[1:]) for f in later} | {made})
    records = {y: record(y, last if y == made else 0) for y in years}
    plans = [(records[y], [f for f in (target, *later) if f.plan == f"p{y}"]) for y in years]
    texts = {f"p{y}": text for y in years if y != made}
    (judged,) = [j for j in timeline("离石区", plans, scheme(), "", texts).rows if j.target == target]
    return judged


GROWTH = {"per": "year"}
TARGETED = figure(TARGET, 2022, "地区生产总值增长", ">=", "8", "%", 2022, per="year")
ELSE = figure(OUTCOME, 2023, "粮食产量", "=", "5", "万吨", 2022)


@pytest.mark.parametrize(
    ("value", "verdict", "difference"), [("8", MET, "0"), ("8.4", MET, "0.4"), ("6", MISSED, "-2")]
)
def test_timeline_growth_met_or_missed(value: str, verdict: str, difference: str) -> None:
    found = judge(TARGETED, figure(OUTCOME, 2023, "GDP增长", "=", value, "%", 2022, per="year"))
    assert (found.verdict, str(found.difference)) == (verdict, difference)


@pytest.mark.parametrize(("value", "verdict"), [("7.75", MET), ("7.74", MISSED)])
def test_timeline_about_allows_a_quarter_point(value: str, verdict: str) -> None:
    about = replace(TARGETED, operator="~")
    assert judge(about, figure(OUTCOME, 2023, "生产总值增长", "=", value, "%", 2022, per="year")).verdict == verdict


@pytest.mark.parametrize(("value", "verdict"), [("3.9", MET), ("4.5", MET), ("4.6", MISSED)])
def test_timeline_less_is_better_for_unemployment(value: str, verdict: str) -> None:
    target = figure(TARGET, 2022, "城镇登记失业率", "=", "4.5", "%", 2022)
    assert judge(target, figure(OUTCOME, 2023, "城镇登记失业率", "=", value, "%", 2022)).verdict == verdict


@pytest.mark.parametrize(("value", "verdict"), [("4", MET), ("2", MISSED)])
def test_timeline_a_larger_decline_meets_a_decline(value: str, verdict: str) -> None:
    target = figure(TARGET, 2022, "PM2.5浓度下降", "=", "3", "%", 2022, per="year")
    assert (
        judge(target, figure(OUTCOME, 2023, "PM2.5平均浓度下降", "=", value, "%", 2022, per="year")).verdict == verdict
    )


@pytest.mark.parametrize(
    "outcome",
    [
        figure(OUTCOME, 2023, "地区生产总值", "=", "100", "亿元", 2022),
        figure(OUTCOME, 2023, "地区生产总值增长", "=", "9", "%", 2021, per="year"),
        figure(OUTCOME, 2023, "地区生产总值年均增长", "=", "9", "%", 2022, per="year", since=2018),
        figure(OUTCOME, 2023, "地区生产总值增长", "=", "9", "%", 2022, per="year", since=2018),
    ],
)
def test_timeline_other_measures_years_and_spans_decide_nothing(outcome: Figure) -> None:
    assert judge(TARGETED, outcome).verdict == UNREPORTED


def test_timeline_figures_of_a_part_of_the_place_decide_nothing() -> None:
    outcome = figure(OUTCOME, 2023, "地区生产总值增长", "=", "9", "%", 2022, per="year", own=False)
    assert judge(TARGETED, outcome).verdict in (UNREPORTED, DROPPED)


def test_timeline_dropped_only_where_the_text_is_silent() -> None:
    assert judge(TARGETED, ELSE).verdict == DROPPED
    assert judge(TARGETED, ELSE, text="全年gdp稳步提升").verdict == UNREPORTED


def test_timeline_open_without_the_next_report() -> None:
    assert judge(TARGETED, replace(ELSE, plan="p2025")).verdict == OPEN


def test_timeline_changed_by_a_later_plan() -> None:
    target = figure(TARGET, 2021, "地区生产总值", ">=", "110", "亿元", 2026)
    later = figure(TARGET, 2023, "地区生产总值", ">=", "120", "亿元", 2026)
    found = judge(target, later, last=2026)
    assert (found.verdict, str(found.difference)) == (CHANGED, "1E+1")
    assert found.other == later


def test_timeline_changed_level_restated_in_the_year_it_is_due() -> None:
    target = figure(TARGET, 2021, "地区生产总值", ">=", "110", "亿元", 2026)
    later = figure(TARGET, 2026, "地区生产总值", ">=", "120", "亿元", 2026)
    assert judge(target, later, last=2026).verdict == CHANGED


@pytest.mark.parametrize(("words", "unit"), [("地区生产总值增长", "%"), ("高标准农田", "亩")])
def test_timeline_one_years_growth_or_count_restates_no_target_of_several(words: str, unit: str) -> None:
    target = figure(TARGET, 2021, words, ">=", "9", unit, 2026, per="year")
    later = figure(TARGET, 2026, words, ">=", "6", unit, 2026, per="year")
    assert judge(target, later, last=2026).verdict != CHANGED


def test_timeline_mean_growth_needs_the_mean_of_the_same_years() -> None:
    target = figure(TARGET, 2021, "地区生产总值年均增长", "~", "7", "%", 2025, per="year")
    mean = figure(OUTCOME, 2026, "地区生产总值年均增长", "=", "6.1", "%", 2025, per="year", since=2021)
    assert judge(target, mean, last=2025).verdict == MISSED
    assert judge(target, replace(mean, since=2016), last=2025).verdict == UNREPORTED


def test_timeline_a_sum_of_years_is_not_a_year() -> None:
    target = figure(TARGET, 2022, "城镇新增就业", ">=", "110", "万人", 2022)
    assert judge(target, figure(OUTCOME, 2023, "城镇新增就业", "=", "603", "万人", 2022)).verdict == UNCLEAR


def test_timeline_more_than_some_number_may_not_decide() -> None:
    target = figure(TARGET, 2022, "技术合同成交额", ">=", "5300", "亿元", 2022)
    assert judge(target, figure(OUTCOME, 2023, "技术合同成交额", ">", "5000", "亿元", 2022)).verdict == UNCLEAR
    assert judge(target, figure(OUTCOME, 2023, "技术合同成交额", ">", "5400", "亿元", 2022)).verdict == MET


def test_timeline_of_one_indicator_under_any_name() -> None:
    plans = [(record(2022), [TARGETED]), (record(2023), [ELSE])]
    assert [s.concept for s in timeline("离石区", plans, scheme(), "GDP").judged] == ["地区生产总值"]
    assert timeline("离石区", plans, scheme(), "发电量").rows == ()
    assert timeline("离石区", [], scheme()).rows == ()


@pytest.fixture(scope="module")
def traced() -> Timeline:
    return timeline("离石区", [(v.record, v.figures) for v in views()], scheme())


def test_timeline_of_read_reports(traced: Timeline) -> None:
    found = {j.target.series.label: j.verdict for j in traced.rows if j.target.year == 2022}
    assert found == {
        "地区生产总值·增速": MISSED,
        "规模以上工业增加值·增速": MET,
        "一般公共预算收入·增速": DROPPED,
        "城镇登记失业率": MET,
        "规模以上工业企业·新增量": MET,
        "高标准农田": UNREPORTED,
        "森林覆盖率": DROPPED,
    }


def test_timeline_outputs_agree(traced: Timeline) -> None:
    rows = out.rows_of(traced)
    assert len(rows) == len(traced.rows)
    assert all(len(row) == len(out.COLUMNS) for row in rows)
    data = json.loads(out.to_json(traced))
    assert sum(len(s["targets"]) for s in data["series"]) == len(rows)
    assert out.to_csv(traced).count("离石") == 0
    assert out.summary(traced).startswith("完成 3、未完成 1")


def test_timeline_svg_is_sound_and_the_same_twice(traced: Timeline) -> None:
    svg = out.to_svg(replace(traced, place="<离石&区>"))
    assert svg == out.to_svg(replace(traced, place="<离石&区>"))
    root = ET.fromstring(svg)
    space = "{http://www.w3.org/2000/svg}"
    titles = [t.text or "" for t in root.iter(space + "title")]
    assert titles[0] == "<离石&区>：目标与实绩"
    assert "GDP增长6%" in titles
    colours = {c.get("stroke") for c in root.iter(space + "circle")}
    assert {"#1b7f3b", "#b3261e"} <= colours


def test_timeline_svg_without_figures_says_so() -> None:
    assert "没有可画的指标" in out.to_svg(timeline("离石区", [], scheme()))


def test_timeline_rounds_to_the_precision_of_the_target() -> None:
    target = figure(TARGET, 2022, "城镇化率", ">=", "58.1", "%", 2022)
    assert judge(target, figure(OUTCOME, 2023, "常住人口城镇化率", "=", "58.08", "%", 2022)).verdict == MET
    assert judge(target, figure(OUTCOME, 2023, "常住人口城镇化率", "=", "58.04", "%", 2022)).verdict == MISSED


def test_timeline_two_bases_leave_it_unclear() -> None:
    outcome = figure(OUTCOME, 2023, "地区生产总值增长", "=", "7", "%", 2022, per="year")
    said = outcome.sentence.removesuffix("。") + "（同口径增长8.2%）。"
    assert judge(TARGETED, replace(outcome, sentence=said)).verdict == UNCLEAR
    assert judge(TARGETED, outcome).verdict == MISSED
