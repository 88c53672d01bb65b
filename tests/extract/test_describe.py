"""Describing: place, year, kind, period and title from a text's own words."""

from __future__ import annotations

import csv
import json
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.clean import clean
from extract.describe import describe
from extract.describe.opening import delivered_on, opening_of
from extract.describe.tables import kind_rows, level_rows
from extract.document import make_document
from extract.gazetteer import Gazetteer
from extract.model import PlanMeta
from extract.read.raw import RawDocument

SHARED = Path(__file__).resolve().parents[3] / "shared"


@cache
def loaded() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return loaded()


def report(place: str, year: int, whole: str = "全县", *, head: bool = True) -> str:
    """A short work report in words of our own."""
    block = (
        f"政府工作报告\n——{year}年1月9日在{place}第十七届人民代表大会第五次会议上\n{place}人民政府县长 某某\n"
        if head
        else ""
    )
    short = place[:-1]
    return (
        f"{block}各位代表：\n现在，我代表县人民政府向大会报告工作，请予审议。\n一、{year - 1}年工作回顾\n"
        f"过去一年，{whole}上下奋力拼搏，{short}面貌焕然一新，生产总值增长6%。\n二、{year}年工作安排\n"
        f"今年政府工作的总体要求是：稳中求进。{whole}生产总值增长6.5%以上，让{short}更美好，{short}人民更幸福。"
    )


def test_a_work_report_is_described(gazetteer: Gazetteer) -> None:
    assert describe(report("高唐县", 2021), "x.txt", gazetteer) == PlanMeta(
        title="2021年高唐县政府工作报告",
        place="高唐县",
        place_code="371526",
        kind="政府工作报告",
        year=2021,
        period=(2021, 2021),
        delivered="2021-01-09",
    )


def test_the_file_name_does_not_mislead(gazetteer: Gazetteer) -> None:
    meta = describe(report("高唐县", 2021), "唐县2019年政府工作报告.txt", gazetteer)
    assert (meta.place, meta.year) == ("高唐县", 2021)


def test_place_and_year_without_a_title_block(gazetteer: Gazetteer) -> None:
    meta = describe(report("定兴县", 2022, head=False), "x.txt", gazetteer)
    assert (meta.place, meta.year, meta.delivered) == ("定兴县", 2022, "")


def test_the_name_in_force_in_the_year(gazetteer: Gazetteer) -> None:
    then = describe(report("清苑县", 2005), "x.txt", gazetteer)
    now = describe(report("清苑区", 2023, "全区"), "x.txt", gazetteer)
    assert (then.place, now.place) == ("清苑县", "清苑区")
    assert then.place_code == now.place_code == "130608"


def test_what_the_caller_says_is_taken(gazetteer: Gazetteer) -> None:
    meta = describe(report("高唐县", 2021), "x.txt", gazetteer, place="保定市", year=2023, kind="专项规划")
    assert (meta.place, meta.place_code, meta.year, meta.kind) == ("保定市", "130600", 2023, "专项规划")


def test_an_unknown_place_stays_without_a_code(gazetteer: Gazetteer) -> None:
    meta = describe(report("高唐县", 2021), "x.txt", gazetteer, place="青岚县")
    assert (meta.place, meta.place_code) == ("青岚县", "")


def test_nothing_to_tell_gives_empty_values(gazetteer: Gazetteer) -> None:
    meta = describe("今天天气很好。", "x.txt", gazetteer)
    assert (meta.place, meta.place_code, meta.year, meta.kind, meta.period) == ("", "", 0, "其他", (0, 0))


CONGRESS = (
    "同志们：\n我代表中共吕梁市第四届委员会向大会作报告。\n一、过去五年的工作\n这五年，全市上下团结奋斗，吕梁变化很大，从严管党治党责任进一步落实。\n"
    "二、今后五年的总体要求和奋斗目标\n到“十四五”末，全市经济总量突破2200亿元，吕梁人民生活更好，吕梁更美。"
)


def test_a_party_congress_plans_for_five_years(gazetteer: Gazetteer) -> None:
    meta = describe(CONGRESS, "x.txt", gazetteer)
    assert (meta.kind, meta.place, meta.year, meta.period) == ("党代会报告", "吕梁市", 2021, (2021, 2026))


@pytest.mark.parametrize(
    ("heading", "year", "period"),
    [
        ("二、“十四五”时期的主要目标任务", 2021, (2021, 2025)),
        ("二、“十五五”时期目标任务和2026年工作安排", 2026, (2026, 2030)),
        ("二、“十四五”时期发展成就和“十五五”时期主要目标任务", 2026, (2026, 2030)),
        ("二、今后五年工作任务", 2022, (2022, 2026)),
        ("二、总体要求", 2024, (2024, 2024)),
    ],
)
def test_period(gazetteer: Gazetteer, heading: str, year: int, period: tuple[int, int]) -> None:
    text = report("高唐县", year).replace(f"二、{year}年工作安排", f"{heading}\n抓好落实。\n三、{year}年重点工作")
    assert describe(text, "x.txt", gazetteer).period == period


def test_outline_and_special_plan(gazetteer: Gazetteer) -> None:
    title = "高唐县国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要"
    outline = describe(f"{title}\n本纲要是全县人民的行动纲领。\n第一章 发展环境\n高唐县地处鲁西。", "x.txt", gazetteer)
    assert (outline.kind, outline.title, outline.period) == ("规划纲要", title, (2021, 2025))
    special = describe("高唐县氢能产业发展规划（2023—2030年）\n第一章 总则\n高唐县大力发展氢能。", "x.txt", gazetteer)
    assert (special.kind, special.period, special.place) == ("专项规划", (2023, 2030), "高唐县")


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("（2017年2月26日）", "2017-02-26"),
        ("——二〇二六年一月二十七日在甘肃省十四届人民代表大会第四次会议上", "2026-01-27"),
        ("1998年3月10日", "1998-03-10"),
        ("2021年13月40日", ""),
    ],
)
def test_delivered(line: str, date: str) -> None:
    assert delivered_on(opening_of(f"政府工作报告\n{line}\n各位代表：\n现在报告工作。")) == date


@pytest.mark.parametrize("row", kind_rows(), ids=lambda row: row["编号"])
def test_kind_row(row: dict[str, str]) -> None:
    assert re.search(row["句式"], row["应识别"])
    assert not re.search(row["句式"], row["不应识别"])


@pytest.mark.parametrize("row", level_rows(), ids=lambda row: row["编号"])
def test_level_row(row: dict[str, str]) -> None:
    assert re.search(row["词"], row["应识别"])
    assert not re.search(row["词"], row["不应识别"])


def test_a_document_holds_together(gazetteer: Gazetteer) -> None:
    document = make_document(RawDocument("x.txt", report("高唐县", 2021)), gazetteer)
    assert document.id.startswith("371526-2021-work-report-")
    assert "".join(document.quote(p) for p in document.passages) == document.text.replace("\n", "")
    assert [s.year for s in document.sections] == [None, 2021]


PIECES = st.sampled_from(
    [
        "高唐县",
        "吕梁",
        "第十七届人民代表大会",
        "2021年",
        "二〇二五年",
        "“十四五”",
        "今后五年",
        "工作回顾",
        "\n",
        "：",
        "各位代表",
        "a",
        "规划纲要",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=150))
def test_any_text_makes_a_document(text: str) -> None:
    document = make_document(RawDocument("x.txt", text), loaded())
    assert document.meta.period[0] <= document.meta.period[1]
    assert "".join(document.quote(p) for p in document.passages) == document.text.replace("\n", "")
    assert document == make_document(RawDocument("x.txt", text), loaded())


@pytest.mark.skipif(not (SHARED / "corpus").is_dir(), reason="needs ../shared/corpus")
def test_corpus_sample_agrees_with_its_index(gazetteer: Gazetteer) -> None:
    with (SHARED / "corpus/index.csv").open(encoding="utf-8") as table:
        rows = [row for row in csv.DictReader(table) if row["file"] != "county-anxin-2024.txt"][::6]
    for row in rows:  # county-anxin-2024.txt is a report of 新安县 in Henan, misfiled
        text = clean(RawDocument("x", (SHARED / "corpus" / row["file"]).read_text(encoding="utf-8"))).text
        meta = describe(text, "x", gazetteer)
        code = gazetteer.named(row["place"], townships=False)[0].code
        assert (row["file"], meta.place_code, meta.year, meta.kind) == (
            row["file"],
            code,
            int(row["year"]),
            row["kind"],
        )


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="needs ../shared/gold")
def test_gold_place_and_period(gazetteer: Gazetteer) -> None:
    for path in sorted((SHARED / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = clean(RawDocument("x", (SHARED / "gold/docs" / f"{path.stem}.txt").read_text(encoding="utf-8"))).text
        meta = describe(text, "x", gazetteer)
        assert (path.stem, meta.place, list(meta.period)) == (
            path.stem,
            gold["planning_place"],
            gold["planning_period"],
        )
