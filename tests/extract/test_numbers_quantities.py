"""Numbers and units on characters."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extract.quantities.numerals import canonical, parse_arabic, parse_chinese
from extract.quantities.scan import Scanner
from extract.quantities.units import load_units
from extract.tables import read_table


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return Scanner(load_units())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三百五十亿", 35_000_000_000),
        ("两万三", 23_000),
        ("一百二", 120),
        ("十二", 12),
        ("二十", 20),
        ("一千零五", 1005),
        ("一万亿", 10**12),
        ("一万二千亿", 12 * 10**11),
        ("二〇三五", 2035),
        ("百万", 10**6),
        ("半", Decimal("0.5")),
    ],
)
def test_chinese_numerals(text: str, value: int | Decimal) -> None:
    assert parse_chinese(text) == value


@pytest.mark.parametrize("text", ["", "一体", "十个", "abc"])
def test_what_is_no_chinese_numeral(text: str) -> None:
    assert parse_chinese(text) is None


def test_arabic_numbers() -> None:
    assert parse_arabic("1,234.5") == Decimal("1234.5")
    assert parse_arabic("１２．５") == Decimal("12.5")
    assert parse_arabic("1.2.3") is None


@pytest.mark.parametrize(
    ("value", "text"), [("2200", "2200"), ("0.50", "0.5"), ("1E+3", "1000"), ("100", "100"), ("0", "0")]
)
def test_canonical(value: str, text: str) -> None:
    assert canonical(Decimal(value)) == text


@pytest.mark.parametrize(
    ("sentence", "value", "unit"),
    [
        ("森林覆盖率超过33%", "33", "%"),
        ("增长8％以上", "8", "%"),
        ("年均增长12 %", "12", "%"),
        ("提高1.5个百分点", "1.5", "个百分点"),
        ("人口自然增长率6‰", "6", "‰"),
        ("突破2200亿元", "2200", "亿元"),
        ("年度计划投资1万亿元", "1", "万亿元"),
        ("投资6000万元", "6000", "万元"),
        ("财政收入超10亿，", "10", "亿元"),
        ("旅居人数达600万，", "600", "万人"),
        ("打通11条（段）道路", "11", "条（段）"),
        ("浓度降到35微克/立方米", "35", "微克/立方米"),
        ("产能1400万吨/年", "1400", "万吨/年"),
        ("建设5千公里", "5000", "公里"),
        ("增长4.5—5%", "4.5", "%"),
        ("增长5.5%—6%", "5.5", "%"),
        ("打造2到3个科室", "2", "个"),
        ("新建十二万亩农田", "12", "万亩"),
        ("掌握一门以上技术", "1", "门"),
        ("半小时到达", "0.5", "小时"),
        ("算力超过5000P", "5000", "P"),
    ],
)
def test_quantities(scanner: Scanner, sentence: str, value: str, unit: str) -> None:
    found = scanner.find(sentence)
    assert [(q.text, q.unit) for q in found] == [(value, unit)]
    assert found[0].end <= len(sentence)


@pytest.mark.parametrize(
    "sentence", ["5G基站", "推进C919配套", "209国道改造", "构建“4+3”格局", "第十四届全运会", "落实1号文件", "一体两翼"]
)
def test_numbers_in_names_have_no_unit(scanner: Scanner, sentence: str) -> None:
    assert scanner.find(sentence) == []


def test_every_unit_is_found_in_its_example(scanner: Scanner) -> None:
    rows = read_table("lexicon/unit.csv", ("unit", "example"))
    assert len({row["unit"] for row in rows}) == len(rows), "a unit stands twice"
    for row in rows:
        assert any(row["unit"] in q.unit for q in scanner.find(row["example"])), row
