"""规划纲要 and 专项规划: title, place, kind, period, outline and targets of plans that are not reports."""

from __future__ import annotations

from functools import lru_cache

import pytest

from extract.clean import clean
from extract.document import make_document
from extract.model import Document, PlanFacts
from extract.pipeline import extract
from extract.read import RawDocument
from extract.resources import Resources, load_resources

OUTLINE = """临泉县国民经济和社会发展第十四个五年规划
和二〇三五年远景目标纲要

（2021年2月6日临泉县第十七届人民代表大会第五次会议批准）

目    录
第一章  开启现代化建设新征程 ...................... 1
第一节  发展基础 ................................ 1
第二节  发展环境 ................................ 5
第二章  总体要求和主要目标 ...................... 8
第一节  指导思想 ................................ 8
第二节  主要目标 ................................ 10
第三章  构建现代产业体系 ........................ 15

本纲要依据县委的建议编制，阐明全县的发展意图，是今后五年的行动纲领。
第一章  开启现代化建设新征程
第一节  发展基础
“十三五”时期，全县地区生产总值年均增长8.2%，建成高速公路60公里，累计脱贫5.3万人。
第二节  发展环境
发展不平衡不充分问题仍然突出，机遇和挑战都有新的变化。
第二章  总体要求和主要目标
第一节  指导思想
以高质量发展为主题，加快建设皖西北的中心城市。
第二节  主要目标
到2025年，地区生产总值突破600亿元，常住人口城镇化率达到50%左右。
专栏1  “十四五”时期经济社会发展主要指标
类别|指标|单位|2020年|2025年|年均增长（%）|属性
经济发展|一般公共预算收入|亿元|20.1|30|8|预期性
生态环境|森林覆盖率|%|18|20|—|约束性
|单位地区生产总值能耗降低|%|—|[14]|—|约束性
注：[]内为五年累计数。
展望二〇三五年，人均地区生产总值比2020年翻一番。
第三章  构建现代产业体系
第一节  做强主导产业
大力发展绿色食品、智能家居产业。
专栏2  重点产业项目
1.临泉县绿色食品产业园二期。建设标准厂房30万平方米，引进企业20家以上。
2.姜寨智能家居产业园。建成投产企业12家以上，总投资15亿元。
第二节  建设综合交通体系
到2025年，全县高速公路通车里程达到120公里。
"""
SPECIAL = """临泉县人民政府办公室关于印发临泉县“十四五”综合交通运输发展规划的通知
临政办〔2021〕35号
各乡镇人民政府，县政府各部门：
《临泉县“十四五”综合交通运输发展规划》已经县政府常务会议审议通过，现印发给你们，请认真贯彻执行。
临泉县人民政府办公室
2021年12月20日
临泉县“十四五”综合交通运输发展规划
目录
一、规划背景
（一）发展成就
（二）存在问题
二、总体要求
三、主要任务
一、规划背景
（一）发展成就
“十三五”时期，全县完成交通投资86亿元，新改建农村公路1200公里。
（二）存在问题
对外通道能力不足，铁路网尚未形成。
二、总体要求
本规划期限为2021—2025年，展望到2035年。
表1 “十四五”综合交通发展主要指标
指标|单位|2020年|2025年|属性
高速公路里程|公里|60|120|预期性
农村公路优良中等路率|%|82|≥90|预期性
三、主要任务
建成阜淮高铁临泉段，新改建农村公路500公里以上，建设乡镇综合运输服务站20个。
"""


@lru_cache(maxsize=1)
def resources() -> Resources:
    return load_resources(model=False)


def made(text: str) -> Document:
    return make_document(RawDocument("x", text), resources().gazetteer)


def facts_of(text: str) -> PlanFacts:
    return extract(made(text), resources())


def test_outline_is_told_from_its_own_words() -> None:
    document = made(OUTLINE)
    meta = document.meta
    assert meta.title == "临泉县国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要"
    assert (meta.place, meta.place_code, meta.kind) == ("临泉县", "341221", "规划纲要")
    assert (meta.year, meta.period, meta.delivered) == (2021, (2021, 2025), "2021-02-06")
    assert [(s.level, s.title) for s in document.sections if s.level <= 2] == [
        (1, "第一章开启现代化建设新征程"), (2, "第一节发展基础"), (2, "第二节发展环境"),
        (1, "第二章总体要求和主要目标"), (2, "第一节指导思想"), (2, "第二节主要目标"),
        (1, "第三章构建现代产业体系"), (2, "第一节做强主导产业"), (2, "第二节建设综合交通体系"),
    ]  # fmt: skip
    assert [s.title for s in document.sections if s.title.startswith("专栏")] == [
        "专栏1“十四五”时期经济社会发展主要指标", "专栏2重点产业项目",
    ]  # fmt: skip
    (contents,) = [removal for removal in document.removed if removal.reason == "目录"]
    assert contents.text.startswith("目 录") and contents.text.endswith("15")


def test_outline_targets_are_of_its_own_period() -> None:
    facts = facts_of(OUTLINE)
    found = {(t.indicator, t.operator, float(t.value), t.unit, t.deadline) for t in facts.targets}
    assert {
        ("地区生产总值", ">", 600, "亿元", 2025),
        ("常住人口城镇化率", "~", 50, "%", 2025),
        ("一般公共预算收入", "=", 30, "亿元", 2025),
        ("一般公共预算收入年均增长", "=", 8, "%", 2025),
        ("森林覆盖率", "=", 20, "%", 2025),
        ("单位地区生产总值能耗累计降低", "=", 14, "%", 2025),
        ("高速公路通车里程", ">=", 120, "公里", 2025),
        ("人均地区生产总值", "multiply", 2, "倍", 2035),
    } <= found
    assert not {value for _, _, value, _, _ in found} & {8.2, 60.0, 5.3, 20.1, 18.0}  # what the last plan reached
    assert not any("高速公路60公里" in goal.text for goal in facts.goals)


def test_special_plan_behind_the_notice_that_issues_it() -> None:
    document = made(SPECIAL)
    meta = document.meta
    assert meta.title == "临泉县“十四五”综合交通运输发展规划"
    assert (meta.place, meta.kind, meta.year, meta.period) == ("临泉县", "专项规划", 2021, (2021, 2025))
    facts = extract(document, resources())
    found = {(t.indicator, t.operator, float(t.value), t.unit, t.deadline) for t in facts.targets}
    assert {("高速公路里程", "=", 120, "公里", 2025), ("农村公路优良中等路率", ">=", 90, "%", 2025)} <= found
    assert not {value for _, _, value, _, _ in found} & {86.0, 1200.0, 82.0}
    assert [removal.reason for removal in document.removed][:1] == ["目录"]


@pytest.mark.parametrize(
    ("title", "kind", "place", "period"),
    [
        ("晋中市“十四五”生态环境保护规划（2021—2025年）", "专项规划", "晋中市", (2021, 2025)),
        ("山西省新型城镇化规划（2021—2035年）", "专项规划", "山西省", (2021, 2035)),
        ("高唐县氢能产业发展三年行动计划（2023—2025年）", "专项规划", "高唐县", (2023, 2025)),
        ("吕梁市国土空间总体规划（2021—2035年）", "专项规划", "吕梁市", (2021, 2035)),
        ("高唐县“十五五”现代农业发展规划", "专项规划", "高唐县", (2026, 2030)),
        ("吕梁市国民经济和社会发展第十三个五年规划纲要", "规划纲要", "吕梁市", (2016, 2020)),
        ("吕梁市国民经济和社会发展\n第十四个五年规划和2035年远景目标纲要", "规划纲要", "吕梁市", (2021, 2025)),
        ("山西省国民经济和社会发展第十五个五年规划纲要（草案）", "规划纲要", "山西省", (2026, 2030)),
    ],
)
def test_titles_of_plans(title: str, kind: str, place: str, period: tuple[int, int]) -> None:
    short = place.rstrip("省市县")
    text = f"{title}\n第一章 总则\n为推动{place}高质量发展，制定本规划。\n第二章 任务\n{short}要抓好落实，{place}各部门要协同。"
    meta = made(text).meta
    assert (meta.title, meta.kind, meta.place, meta.period) == (title.replace("\n", ""), kind, place, period)


@pytest.mark.parametrize(
    "entries",
    [
        "目  录\n一、发展基础1\n二、总体要求 4\n三、主要任务………………8",
        "目录\n一、发展基础\n二、总体要求\n三、主要任务",
        "一、发展基础.........1\n二、总体要求.........4\n三、主要任务.........8",
    ],
)
def test_contents_go_and_the_text_stays(entries: str) -> None:
    body = "一、发展基础\n全县基础扎实。\n二、总体要求\n坚持稳中求进。\n三、主要任务\n抓好落实。"
    cleaned = clean(RawDocument("x", f"高唐县发展规划\n{entries}\n{body}"))
    assert cleaned.text == f"高唐县发展规划\n{body}"
    assert [removal.reason for removal in cleaned.removed] == ["目录"]


def test_a_list_of_short_lines_is_no_table_of_contents() -> None:
    text = "高唐县发展规划\n目录\n这是一份目录的说明。\n一、发展基础\n全县基础扎实。"
    assert "目录\n这是一份目录的说明。" in clean(RawDocument("x", text)).text
