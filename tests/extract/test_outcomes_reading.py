"""Achieved figures of a review: what, how much, of which year; and what is none."""

from __future__ import annotations

import time

import pytest

from extract.document import make_document
from extract.gazetteer import Gazetteer
from extract.model import Outcome
from extract.outcomes import find_outcomes, outcome_rules
from extract.outcomes.when import Reviews
from extract.quantities import load_target_rules
from extract.read.raw import RawDocument

HEAD = "2023年顺平县政府工作报告\n2023年2月8日在顺平县第十七届人民代表大会第三次会议上\n各位代表：\n"
PLAN = "\n二、2023年工作安排\n今年主要预期目标是：地区生产总值增长7%左右，一般公共预算收入增长8.6%。\n"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def read(gazetteer: Gazetteer, review: str, title: str = "一、2022年工作回顾", after: str = PLAN) -> list[Outcome]:
    text = f"{HEAD}{title}\n我们攻坚克难，取得了显著成绩。{review}{after}"
    document = make_document(RawDocument("报告.txt", text), gazetteer, place="顺平县", year=2023, kind="政府工作报告")
    return find_outcomes(document, (), outcome_rules(load_target_rules()))


def short(outcomes: list[Outcome]) -> list[tuple[str, str, str, int, int]]:
    return [(o.indicator, o.value, o.unit, o.year, o.since) for o in outcomes]


def test_outcomes_levels_and_growth_of_the_year_before(gazetteer: Gazetteer) -> None:
    found = read(gazetteer, "预计全县地区生产总值完成100.6亿元，同比增长7.2%；固定资产投资增长18.4%。")
    assert short(found) == [
        ("地区生产总值", "100.6", "亿元", 2022, 0),
        ("地区生产总值增长", "7.2", "%", 2022, 0),
        ("固定资产投资增长", "18.4", "%", 2022, 0),
    ]
    assert all(o.expected and o.subject == "顺平县" for o in found)


def test_outcomes_quote_the_text_they_stand_in(gazetteer: Gazetteer) -> None:
    text = (
        f"{HEAD}一、2022年工作回顾\n过去的一年，我们取得了显著成绩。城镇新增就业2405人，建成了高标准农田1万亩。{PLAN}"
    )
    document = make_document(RawDocument("报告.txt", text), gazetteer, place="顺平县", year=2023)
    found = find_outcomes(document, (), outcome_rules(load_target_rules()))
    assert [o.indicator for o in found] == ["城镇新增就业", "高标准农田"]
    for outcome in found:
        (evidence,) = outcome.evidence
        assert document.text[evidence.start : evidence.end] == evidence.quote
        passage = document.passages[evidence.passage]
        assert passage.past
        assert passage.start <= evidence.start < passage.end
        assert evidence.rule.startswith("outcome:")


def test_outcomes_of_five_years_know_their_first_year(gazetteer: Gazetteer) -> None:
    review = "五年来，新增市场主体20596家，地区生产总值年均增长6.1%。2022年，城镇新增就业2100人。"
    assert short(read(gazetteer, review, "一、过去五年工作回顾")) == [
        ("新增市场主体", "20596", "家", 2022, 2018),
        ("地区生产总值年均增长", "6.1", "%", 2022, 2018),
        ("城镇新增就业", "2100", "人", 2022, 0),
    ]


def test_outcomes_a_level_reached_in_a_review_of_five_years_is_of_its_last(gazetteer: Gazetteer) -> None:
    found = read(gazetteer, "全县规上企业达到47家，累计完成投资208亿元。", "一、过去五年工作回顾")
    assert [(o.indicator, o.since) for o in found][:1] == [("规上企业", 0)]
    assert found[-1].since == 2018


def test_outcomes_from_one_level_to_another_give_the_second(gazetteer: Gazetteer) -> None:
    review = "全县生产总值从2015年的56.1亿元增长到2020年的77.2亿元，累计增长44.4%。"
    found = short(read(gazetteer, review))
    assert ("生产总值", "77.2", "亿元", 2020, 0) in found
    assert not any(value == "56.1" for _, value, *_ in found)


def test_outcomes_of_towns_and_country_are_told_apart(gazetteer: Gazetteer) -> None:
    found = short(read(gazetteer, "城乡居民人均可支配收入分别达到38506元和23294元，同比增长9%和12%。"))
    assert [(name, value) for name, value, *_ in found] == [
        ("城镇居民人均可支配收入", "38506"),
        ("农村居民人均可支配收入", "23294"),
        ("城镇居民人均可支配收入增长", "9"),
        ("农村居民人均可支配收入增长", "12"),
    ]


@pytest.mark.parametrize(
    "review",
    [
        "上半年地区生产总值增长5.1%。",
        "高于全市平均水平2个百分点。",
        "确定的目标为增长8%。",
    ],
)
def test_outcomes_leave_out_parts_of_a_year_ranks_and_aims(gazetteer: Gazetteer, review: str) -> None:
    assert read(gazetteer, review) == []


def test_outcomes_never_come_from_the_plan_or_the_glossary(gazetteer: Gazetteer) -> None:
    glossary = PLAN + "名词解释\n1.规上工业企业：年主营业务收入达到2000万元的工业企业，全省共有1.2万家。\n"
    found = read(gazetteer, "城镇新增就业2405人。", after=glossary)
    assert [o.indicator for o in found] == ["城镇新增就业"]


def test_outcomes_of_a_text_without_a_review_are_none(gazetteer: Gazetteer) -> None:
    document = make_document(RawDocument("a.txt", "力争地区生产总值增长7%。"), gazetteer, place="顺平县", year=2023)
    assert find_outcomes(document, (), outcome_rules(load_target_rules())) == []
    assert not any(Reviews(document).is_review(p) for p in document.passages)


@pytest.mark.parametrize("piece", ["2021年工业产值增长6.2%，", "过去五年，产值完成3亿元、", "去年上半年完成2万亩"])
def test_hostile_repetition_stays_linear(gazetteer: Gazetteer, piece: str) -> None:
    def seconds(count: int) -> float:
        start = time.process_time()
        assert read(gazetteer, piece * count)
        return time.process_time() - start

    seconds(50)
    short_time, long_time = min(seconds(250) for _ in range(2)), seconds(2000)
    assert long_time < 24 * short_time + 0.5


def test_outcomes_of_all_that_are_named_are_each_ones(gazetteer: Gazetteer) -> None:
    found = read(gazetteer, "危险废物安全处置率、重点建设用地安全利用率均达100%，城镇供水普及率均保持在99%以上。")
    assert short(found) == [
        ("危险废物安全处置率", "100", "%", 2022, 0),
        ("重点建设用地安全利用率", "100", "%", 2022, 0),
        ("城镇供水普及率", "99", "%", 2022, 0),
    ]


def test_outcomes_names_that_share_a_noun_or_an_average_are_not_taken_apart(gazetteer: Gazetteer) -> None:
    found = read(gazetteer, "养老保险、医疗保险参保率均达95%。城镇居民人均收入达到30475元。")
    assert [name for name, *_ in short(found)] == ["养老保险、医疗保险参保率", "城镇居民人均收入"]
