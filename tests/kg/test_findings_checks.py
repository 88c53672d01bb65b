"""Sense checks: what contradicts itself, each with its sentences, and what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.clause import clause
from kg.compare_indicators import read_series
from kg.compare_read import OUTCOME, TARGET, Figure, Item, PlanView
from kg.findings import BASE, CONFLICT, EARLY, KINDS, LOWERED, STATUS, findings
from kg.manifest import PlanRecord
from tests.kg.compare_samples import scheme, views


def figure(kind: str, words: str, sign: str, value: str, unit: str, year: int, per: str = "", start: int = 0) -> Figure:
    series, amount = read_series(scheme(), words, sign, value, unit, per)
    return Figure("p", start, kind, series, amount, words, sign, value, unit, per, year, False, 0, False, True,
                  f"{words}{sign}{value}{unit}{start}。", "")  # fmt: skip


def view(year: int, *figures: Figure, items: tuple[Item, ...] = (), period: tuple[int, int] | None = None) -> PlanView:
    record = PlanRecord(f"p{year}", "报告", "离石区", "141102", "政府工作报告", year, period or (year, year), "f")
    return PlanView(record, tuple(replace(f, plan=record.id) for f in figures), items, ())


def kinds(*plans: PlanView) -> list[str]:
    return [oddity.kind for oddity in findings(plans, scheme())]


def test_findings_two_numbers_for_one_indicator() -> None:
    one = figure(TARGET, "地区生产总值增长", "=", "7", "%", 2022, "year")
    two = figure(TARGET, "GDP增长", "=", "8", "%", 2022, "year", 9)
    (oddity,) = findings([view(2022, one, two)], scheme())
    assert (oddity.kind, len(oddity.sentences)) == (CONFLICT, 2)
    assert "7%" in oddity.message
    assert "8%" in oddity.message


@pytest.mark.parametrize(
    ("one", "two", "contradict"),
    [
        ((">=", "7"), (">=", "8"), False),
        ((">=", "7"), ("=", "8"), False),
        ((">=", "8"), ("=", "7"), True),
        (("<=", "5"), ("=", "6"), True),
        (("=", "7"), ("=", "7"), False),
    ],
)
def test_findings_bounds_contradict_only_what_they_exclude(
    one: tuple[str, str], two: tuple[str, str], contradict: bool
) -> None:
    first = figure(TARGET, "地区生产总值增长", *one, "%", 2022, "year")
    second = figure(TARGET, "地区生产总值增长", *two, "%", 2022, "year", 9)
    assert kinds(view(2022, first, second)) == ([CONFLICT] if contradict else [])


def test_findings_different_years_and_measures_do_not_contradict() -> None:
    year = figure(TARGET, "地区生产总值增长", "=", "7", "%", 2022, "year")
    mean = figure(TARGET, "地区生产总值年均增长", "=", "8", "%", 2026, "year", 9)
    assert kinds(view(2022, year, mean, period=(2022, 2026))) == []


@pytest.mark.parametrize(("end", "found"), [("150", [BASE]), ("134", []), ("128", [])])
def test_findings_growth_and_end_value_imply_another_base(end: str, found: list[str]) -> None:
    base = figure(OUTCOME, "地区生产总值", "=", "100", "亿元", 2021)
    rate = figure(TARGET, "地区生产总值年均增长", "=", "6", "%", 2026, "year", 5)
    level = figure(TARGET, "地区生产总值", ">=", end, "亿元", 2026, "", 9)
    assert kinds(view(2022, base, rate, level, period=(2022, 2026))) == found


def test_findings_deadline_before_the_plan() -> None:
    late = replace(figure(TARGET, "森林覆盖率", ">=", "40", "%", 2020), sentence="到2020年，森林覆盖率达到40%。")
    assert kinds(view(2022, late)) == [EARLY]
    assert kinds(view(2022, replace(late, year=2022))) == []
    assert kinds(view(2022, replace(late, assumed=True))) == []
    assert kinds(view(2022, replace(late, sentence="从“十三五”末看，森林覆盖率达到40%。"))) == [], "looking back"


def test_findings_lower_than_the_last_plan() -> None:
    def plan(year: int, value: str) -> PlanView:
        return view(year, figure(TARGET, "地区生产总值增长", "=", value, "%", year, "year"))

    assert kinds(plan(2022, "8"), plan(2023, "7")) == [LOWERED]
    assert kinds(plan(2022, "7"), plan(2023, "8")) == []
    assert kinds(plan(2015, "9"), plan(2023, "7")) == []


def test_findings_lower_unemployment_is_no_step_back() -> None:
    def plan(year: int, value: str) -> PlanView:
        return view(year, figure(TARGET, "城镇登记失业率", "<=", value, "%", year))

    assert kinds(plan(2022, "4.5"), plan(2023, "4")) == []
    assert kinds(plan(2022, "4"), plan(2023, "4.5")) == [LOWERED]


def item(name: str, status: str, stage: int, iri: str = "x:1") -> Item:
    return Item("Project", name, iri, (), status, stage, f"{status}{name}。")


def test_findings_project_done_and_planned_again() -> None:
    done, planned = view(2021, items=(item("大剧院", "建成", 4),)), view(2023, items=(item("大剧院", "谋划", 1),))
    (oddity,) = findings([planned, done], scheme())
    assert (oddity.kind, oddity.plans) == (STATUS, ("p2021", "p2023"))
    assert oddity.sentences == ("建成大剧院。", "谋划大剧院。")
    assert kinds(view(2021, items=(item("大剧院", "谋划", 1),)), view(2023, items=(item("大剧院", "建成", 4),))) == []
    assert kinds(done, view(2023, items=(item("大剧院", "改造提升", 3),))) == []


def test_findings_project_twice_in_a_plan() -> None:
    twice = (item("北环高速公路", "建成", 4), item("北环高速项目", "谋划", 1, "x:2"))
    assert kinds(view(2022, items=twice)) == [STATUS]


def test_findings_of_read_reports_are_the_lowered_growth() -> None:
    found = findings(views(), scheme())
    assert {(o.kind, o.subject) for o in found} == {(LOWERED, "地区生产总值·增速"), (LOWERED, "高标准农田")}
    assert all(o.kind in KINDS and all(o.sentences) for o in found)


def test_findings_what_is_counted_or_reviewed_is_no_contradiction() -> None:
    counted = replace(item("老旧小区改造", "建成", 4), sentence="完成老旧小区改造32户。")
    again = view(2023, items=(item("老旧小区改造", "谋划", 1),))
    assert kinds(view(2021, items=(counted,)), again) == []
    reviewed = replace(item("老旧小区改造", "建成", 4), reviewed=True)
    assert kinds(view(2021, items=(reviewed,)), again) == []
    assert kinds(view(2021, items=(item("老旧小区改造", "建成", 4),)), again) == [STATUS]


@pytest.mark.parametrize(
    ("sentence", "names", "shown"),
    [
        ("今年预期目标：生产总值增长7%，财政收入增长8%，进出口增长5%。", ["财政收入增长8%"], "…财政收入增长8%…"),
        ("生产总值增长7%，财政收入增长8%。", ["生产总值增长7%"], "生产总值增长7%…"),
        ("建成大剧院。", ["大剧院"], "建成大剧院"),
        ("新建“一园，两区”工程，绿化街道。", ["“一园，两区”工程"], "新建“一园，两区”工程…"),
        ("建成剧院。", ["大剧院", "剧院"], "建成剧院"),
        ("又" * 80, ["没有的"], "又" * 60 + "…"),
        ("", ["甲"], ""),
    ],
)
def test_clause_is_what_stands_between_the_commas(sentence: str, names: list[str], shown: str) -> None:
    assert clause(sentence, names) == shown


def test_findings_show_the_clauses_and_keep_the_sentences() -> None:
    words = "预期目标是：地区生产总值增长7%，财政收入增长8%，到年底地区生产总值增长9%。"
    one = replace(
        figure(TARGET, "地区生产总值增长", "=", "7", "%", 2022, "year"), sentence=words, quote="地区生产总值增长7%"
    )
    two = replace(
        figure(TARGET, "GDP增长", "=", "9", "%", 2022, "year", 9), sentence=words + "又", quote="地区生产总值增长9%"
    )
    (oddity,) = findings([view(2022, one, two)], scheme())
    assert oddity.sentences == (words, words + "又")
    assert oddity.clauses == ("…地区生产总值增长7%…", "…到年底地区生产总值增长9%…")


def test_findings_projects_counted_twice_and_sums_of_years_are_no_contradiction() -> None:
    some = figure(TARGET, "重点项目", "=", "19", "个", 2022)
    more = figure(TARGET, "重点项目", "=", "80", "个", 2022, "", 9)
    assert kinds(view(2022, some, more)) == []
    base = figure(OUTCOME, "固定资产投资", "=", "27", "亿元", 2011)
    rate = figure(TARGET, "固定资产投资年均增长", "=", "20", "%", 2016, "year", 5)
    end = figure(TARGET, "固定资产投资", "=", "240", "亿元", 2016, "", 9)
    assert kinds(view(2012, base, rate, end, period=(2012, 2016))) == [BASE]
    summed = replace(end, sentence="固定资产投资年均增长20%，累计完成240亿元。", quote="240亿元")
    assert kinds(view(2012, base, rate, summed, period=(2012, 2016))) == []


def test_clause_of_words_that_stand_twice_is_where_the_figure_is() -> None:
    words = "工业增加值增长11%，财政收入增长8%，城乡居民收入分别增长9%和11%。"
    assert clause(words, ["11%"]) == "工业增加值增长11%…"
    assert clause(words, ["11%"], words.rindex("11%")) == "…城乡居民收入分别增长9%和11%"
