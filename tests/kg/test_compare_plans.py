"""Two plans side by side: targets with their change, projects and measures kept, advanced, new or gone."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from dataclasses import replace

import pytest

from kg import compare_output as out
from kg.compare import ADVANCED, BACK, GONE, HIGHER, KEPT, LOWER, NEW, REVIEWED, SAME, Comparison, compare
from kg.compare_items import core
from kg.compare_read import OUTCOME, Item, PlanView
from tests.kg.compare_samples import scheme, views


@pytest.fixture(scope="module")
def pair() -> tuple[PlanView, PlanView]:
    return views()


@pytest.fixture(scope="module")
def compared(pair: tuple[PlanView, PlanView]) -> Comparison:
    return compare(*pair, scheme())


def row_of(comparison: Comparison, name: str) -> tuple[str, str, str, str]:
    (row,) = [r for r in comparison.rows if r.name == name]
    return row.state, row.a, row.b, row.change


def test_compare_targets_by_what_they_measure(compared: Comparison) -> None:
    assert row_of(compared, "地区生产总值·增速") == (
        LOWER,
        "地区生产总值增长达到8%（2022年）",
        "生产总值增长约7%（2023年）",
        "-1个百分点",
    )
    assert row_of(compared, "规模以上工业增加值·增速")[0] == SAME
    assert row_of(compared, "高标准农田") == (
        LOWER,
        "高标准农田2万亩（2022年）",
        "高标准农田建设1万亩（2023年）",
        "-1万亩",
    )
    assert row_of(compared, "一般公共预算收入·增速")[0] == GONE


def test_compare_growth_is_never_held_against_a_level(compared: Comparison) -> None:
    assert row_of(compared, "地区生产总值") == (NEW, "", "地区生产总值达到130亿元（2023年）", "")


def test_compare_leaves_achieved_figures_out(pair: tuple[PlanView, PlanView], compared: Comparison) -> None:
    assert any(f.kind == OUTCOME for f in pair[1].figures)
    assert not any("3.9" in row.b for row in compared.rows)


def test_compare_projects_that_advance_are_reviewed_or_stay(compared: Comparison) -> None:
    assert row_of(compared, "离石大剧院") == (ADVANCED, "谋划", "建成", "谋划→建成")
    assert row_of(compared, "东环路")[0] == REVIEWED
    (road,) = [r for r in compared.rows if r.name == "东环路"]
    assert "东环路建成通车" in road.sentence_b
    assert row_of(compared, "“清风”行动")[0] == GONE


def test_compare_gives_both_sentences(compared: Comparison) -> None:
    (row,) = [r for r in compared.rows if r.name == "地区生产总值·增速"]
    assert "地区生产总值增长8%以上" in row.sentence_a
    assert "生产总值增长7%左右" in row.sentence_b


def test_compare_of_one_place_puts_the_earlier_first(pair: tuple[PlanView, PlanView], compared: Comparison) -> None:
    assert compare(pair[1], pair[0], scheme()).rows == compared.rows


def test_compare_a_plan_with_itself_changes_nothing(pair: tuple[PlanView, PlanView]) -> None:
    states = {row.state for row in compare(pair[0], pair[0], scheme()).rows}
    assert states == {SAME, "kept"}


def test_compare_places_keep_their_own_projects(pair: tuple[PlanView, PlanView]) -> None:
    a = replace(pair[0], items=(Item("Project", "大剧院", "x:1", (), "建设", 3, "甲。"),))
    b = replace(pair[1], record=replace(pair[1].record, code="140181"),
                items=(Item("Project", "大剧院", "x:2", (), "建设", 3, "乙。"),))  # fmt: skip
    found = compare(a, b, scheme())
    assert {(r.state, found.word(r)) for r in found.rows if r.section == "Project"} == {
        (NEW, "仅后者"),
        (GONE, "仅前者"),
    }


def test_compare_larger_numbers_in_other_units(pair: tuple[PlanView, PlanView]) -> None:
    figure = next(f for f in pair[0].figures if f.indicator == "高标准农田")
    a = replace(pair[0], figures=(figure,), items=())
    amount = replace(figure.amount, value=figure.amount.value * 3)
    b = replace(pair[1], figures=(replace(figure, value="60000", unit="亩", amount=amount, year=2023),), items=())
    (row,) = compare(a, b, scheme()).rows
    assert (row.state, row.change) == (HIGHER, "+4万亩")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("太绥高速铁路项目", "太绥高铁", True), ("一期工程", "二期工程", False), ("新职中一期", "新职中二期", False)],
)
def test_items_differ_only_in_general_words(one: str, other: str, same: bool) -> None:
    assert (core(one) == core(other)) is same


def test_compare_csv_json_and_html_hold_all_rows(compared: Comparison) -> None:
    rows = list(csv.reader(io.StringIO(out.to_csv(compared).removeprefix("\ufeff"))))
    assert tuple(rows[0]) == out.COLUMNS
    assert len(rows) == len(compared.rows) + 1
    data = json.loads(out.to_json(compared))
    assert [r["name"] for r in data["rows"]] == [r.name for r in compared.rows]
    assert sum(sum(states.values()) for states in data["counts"].values()) == len(compared.rows)
    assert out.to_html(compared).count('<td class="state">') == len(compared.rows)
    assert "指标：" in out.summary(compared)


def test_compare_page_escapes_and_loads_nothing(pair: tuple[PlanView, PlanView]) -> None:
    bad = Item("Measure", "<script>alert(1)</script>", "x:9", (), "", 0, "<img src=x onerror=alert(1)>&")
    page = out.to_html(compare(replace(pair[0], items=(bad,)), pair[1], scheme()))
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
    assert re.findall(r"""(?:src|href)=["']""", page.replace("&lt;img src", "")) == []


def test_compare_takes_well_under_a_second(pair: tuple[PlanView, PlanView]) -> None:
    start = time.perf_counter()
    out.to_html(compare(*pair, scheme()))
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(("reviewed", "state"), [(False, BACK), (True, KEPT)])
def test_compare_what_a_review_says_is_no_step_back(
    pair: tuple[PlanView, PlanView], reviewed: bool, state: str
) -> None:
    """一期建成 in the review and 二期 planned is the next step, not one back."""
    before = Item("Project", "职教园区", "x:1", (), "建成", 4, "职教园区一期建成。", reviewed)
    after = replace(before, status="谋划", stage=1, sentence="谋划职教园区二期。", reviewed=False)
    found = compare(replace(pair[0], items=(before,)), replace(pair[1], items=(after,)), scheme())
    assert row_of(found, "职教园区") == (state, "建成", "谋划", "建成→谋划")
