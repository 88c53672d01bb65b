"""Outline: sentences, headings, past and plan, years; offsets on arbitrary text."""

from __future__ import annotations

import json
import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.clean import clean
from extract.model import Section
from extract.read.raw import RawDocument
from extract.structure import outline
from extract.structure.patterns import heading_rows, tense_rows
from extract.structure.sentences import LONGEST, sentences_of
from extract.structure.years import plan_end, section_year, years_in

SHARED = Path(__file__).resolve().parents[3] / "shared"
REPORT = """2026年青岚县政府工作报告
——2026年1月20日在青岚县第十七届人民代表大会第五次会议上
各位代表：
现在，我代表县人民政府，向大会报告工作，请予审议。
一、2025年和“十四五”时期工作回顾
过去一年，全县生产总值完成86.4亿元，同比增长6.2%，粮食总产稳定在21万吨。
——五年来，我们坚持产业兴县，发展基础更加牢固。累计引进项目52个，建成标准厂房11万平方米，产值翻了一番。
——五年来，我们坚持城乡统筹，人居环境明显改善。新建公园18个，改造老旧小区93个，群众生活更加舒心。
我们也清醒地认识到，县域经济总量偏小，龙头企业不多，公共服务还有不小差距。
二、“十五五”时期主要目标
“十五五”时期，地区生产总值年均增长6%以上，森林覆盖率达到47.5%。
三、2026年重点工作
（一）做强特色产业。新建高标准茶园1.2万亩，引进项目12个。
（二）建设美丽县城
开工建设环湖路、书院街改造工程，新增停车位1500个。
提升城市品质。建好县图书馆新馆，让群众在家门口就能看书。
完善基础设施。改造供水管网26公里，惠及居民4300户，水质全面达标。
名词解释
1.“一村一园”计划：指每个村建设一个特色产业园。
2.农光互补：指在农田上方架设光伏板。"""


def by_title(sections: tuple[Section, ...], start: str) -> Section:
    return next(section for section in sections if section.title.startswith(start))


@pytest.mark.parametrize(
    ("paragraph", "sentences"),
    [
        ("今年要抓好项目。明年要抓好产业！", ["今年要抓好项目。", "明年要抓好产业！"]),
        ("做到“人民至上。生命至上”的要求，坚持到底。", ["做到“人民至上。生命至上”的要求，坚持到底。"]),
        ("他说：“要好好干。”我们记住了。", ["他说：“要好好干。”", "我们记住了。"]),
        ("（以上不含雄安。下同）完成投资。", ["（以上不含雄安。下同）完成投资。"]),
        ("一是抓工业；二是抓农业；确保丰收。", ["一是抓工业；", "二是抓农业；确保丰收。"]),
        ("办好实事：①建学校②修公路。", ["办好实事：", "①建学校", "②修公路。"]),
        ("引号“没有关上。照样断句。", ["引号“没有关上。", "照样断句。"]),
        ("没有句号", ["没有句号"]),
    ],
)
def test_sentences(paragraph: str, sentences: list[str]) -> None:
    text = "前一段。\n" + paragraph
    spans = sentences_of(text, 5, len(text))
    assert [text[start:end] for start, end in spans] == sentences


def test_headings_make_a_tree() -> None:
    sections, _ = outline(REPORT, year=2026, period=(2026, 2030))
    titles = {section.title: section for section in sections}
    assert [s.title for s in sections if s.level == 1] == [
        "一、2025年和“十四五”时期工作回顾",
        "二、“十五五”时期主要目标",
        "三、2026年重点工作",
        "名词解释",
    ]
    county = titles["（二）建设美丽县城"]
    assert sections[county.parent or 0].title == "三、2026年重点工作"
    assert titles["提升城市品质"].parent == county.index
    assert titles["（一）做强特色产业"].start < titles["提升城市品质"].start
    assert titles["五年来，我们坚持产业兴县，发展基础更加牢固"].past
    assert REPORT[county.start : county.end].endswith("水质全面达标。")


def test_past_and_plan_are_told_apart() -> None:
    sections, passages = outline(REPORT, year=2026)
    tense = {REPORT[p.start : p.end][:12]: p.past for p in passages}
    assert tense["过去一年，全县生产总值完成"[:12]] and tense["我们也清醒地认识到，县域经济总量偏小"[:12]]
    assert not tense["“十五五”时期，地区生产总值"[:12]] and not tense["开工建设环湖路、书院街改造工程"[:12]]
    assert by_title(sections, "名词解释").past
    assert not any(p.past for p in passages if p.section is not None and sections[p.section].title.startswith("三、"))


def test_a_review_without_a_heading_is_found() -> None:
    text = (
        "一年来，全县完成投资86亿元，同比增长12.5%，新增就业5200人，荣获全省先进县。\n"
        "民生持续改善。累计发放补贴1.2亿元，建成学校11所，改造危房930户，群众满意度位居全市第一。\n"
        "二、今年工作安排\n"
        "加快推进城市更新，完善路网，力争新增停车位1500个以上。"
    )
    _, passages = outline(text)
    assert [p.past for p in passages if "二、" not in text[p.start : p.end]][-1] is False
    assert passages[0].past and passages[1].past


def test_a_past_sentence_in_a_plan_is_marked_alone() -> None:
    text = "一、2026年工作安排\n去年，全县引进企业12家，完成投资30亿元。今年，我们将引进企业15家以上。"
    _, passages = outline(text, year=2026)
    assert [p.past for p in passages] == [False, True, False]


def test_years_of_sections() -> None:
    sections, _ = outline(REPORT, year=2026, period=(2026, 2030))
    assert by_title(sections, "一、").year is None
    assert by_title(sections, "二、").year == 2030
    assert by_title(sections, "三、").year == 2026
    assert by_title(sections, "提升城市品质").year == 2026


@pytest.mark.parametrize(
    ("ordinal", "year"), [("十", 2005), ("十一", 2010), ("十四", 2025), ("二十", 2055), ("三", 1970)]
)
def test_plan_end(ordinal: str, year: int) -> None:
    assert plan_end(ordinal) == year


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("二、2025年工作安排", [2025]),
        ("二〇二五年主要目标任务", [2025]),
        ("“十五五”时期目标任务和2026年工作安排", [2030, 2026]),
        ("关于第十五个五年规划纲要的说明", [2030]),
        ("三、加强自身建设", []),
    ],
)
def test_years_in_title(title: str, years: list[int]) -> None:
    assert years_in(title) == years


def test_section_year_of_coming_five_years_and_of_two_periods() -> None:
    assert section_year("今后五年的奋斗目标", "", 2021, (2021, 2026)) == 2026
    assert section_year("今年政府工作重点", "", 2022, (2022, 2022)) == 2022
    assert section_year("“十五五”时期目标任务和2026年工作安排", "", 2026, (2026, 2030)) is None


def test_pages_of_passages() -> None:
    text = "第一句。第二句。\n第三句。"
    _, passages = outline(text, page_starts=((0, 1), (4, 2)))
    assert [p.page for p in passages] == [1, 2, 2]


@pytest.mark.parametrize("row", heading_rows(), ids=lambda row: row["编号"])
def test_heading_row(row: dict[str, str]) -> None:
    assert re.search(row["句式"], row["应识别"])
    assert not re.search(row["句式"], row["不应识别"])


@pytest.mark.parametrize("row", tense_rows(), ids=lambda row: row["编号"])
def test_tense_row(row: dict[str, str]) -> None:
    assert re.search(row["句式"], row["应识别"])
    assert not re.search(row["句式"], row["不应识别"])


PIECES = st.sampled_from(
    [
        "一、",
        "（一）",
        "1.",
        "——",
        "①",
        "。",
        "；二是",
        "“",
        "”",
        "（",
        "）",
        "\n",
        "2025年工作回顾",
        "今后五年",
        "加快建设",
        "完成了8%",
        "各位代表：",
        "名词解释",
        " ",
        "第一章",
        "a",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=200))
def test_offsets_hold_on_any_text(text: str) -> None:
    sections, passages = outline(text, year=2025, period=(2025, 2030))
    for before, after in pairwise(passages):
        assert before.end <= after.start
    covered = "".join(text[p.start : p.end] for p in passages)
    assert re.sub(r"\s", "", covered) == re.sub(r"\s", "", text)
    for index, section in enumerate(sections):
        assert section.index == index and 0 <= section.start < section.end <= len(text)
        assert section.parent is None or section.parent < index
        if section.parent is not None:
            outer = sections[section.parent]
            assert outer.start <= section.start and section.end <= outer.end and outer.level == section.level - 1
    for index, passage in enumerate(passages):
        assert passage.index == index and passage.start < passage.end
        if passage.section is not None:
            section = sections[passage.section]
            assert section.start <= passage.start and passage.end <= section.end


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="needs ../shared/gold")
def test_no_target_of_the_annotation_stands_in_a_passage_marked_past() -> None:
    wrong, total = [], 0
    for path in sorted((SHARED / "gold").glob("*.json")):
        text = clean(RawDocument("t", (SHARED / "gold/docs" / f"{path.stem}.txt").read_text(encoding="utf-8"))).text
        _, passages = outline(text)
        planned = "\n".join(_squeezed(text[p.start : p.end]) for p in passages if not p.past).replace("\n", "")
        for target in json.loads(path.read_text(encoding="utf-8"))["targets"]:
            total += 1
            if _squeezed(target["evidence"]) not in planned and _squeezed(target["evidence"]) in _squeezed(text):
                wrong.append((path.stem, target["evidence"]))
    assert len(wrong) <= 0.01 * total, wrong


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def test_what_is_too_long_for_a_sentence_is_cut_at_a_comma_and_covered_without_gaps() -> None:
    text = "推进青岚县三十六个乡镇的道路建设，" * 400 + "好" * 5000
    spans = sentences_of(text, 0, len(text))
    assert max(end - start for start, end in spans) <= LONGEST
    assert spans[0][0] == 0 and spans[-1][1] == len(text)
    assert all(a[1] == b[0] for a, b in pairwise(spans))
    assert all(text[start:end].endswith("，") for start, end in spans[:3])
