"""Indicators by their many names, and what is never compared with what."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from extract.errors import TableError
from kg.compare_indicators import (
    ADDED,
    GROWTH,
    LEVEL,
    MEAN,
    POINTS,
    TIMES,
    TOTAL,
    Amount,
    Scheme,
    Series,
    load_scheme,
    read_series,
    scaled,
)


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return load_scheme()


@pytest.mark.parametrize(
    ("name", "concept"),
    [
        ("GDP", "地区生产总值"),
        ("全省生产总值", "地区生产总值"),
        ("经济总量", "地区生产总值"),
        ("规上工业增加值", "规模以上工业增加值"),
        ("“专精特新”企业", "专精特新企业"),
        ("我市外贸进出口", "进出口总额"),
        ("桥梁", "桥梁"),
    ],
)
def test_indicator_names_lead_to_one_concept(scheme: Scheme, name: str, concept: str) -> None:
    assert scheme.concept(name) == concept


@pytest.mark.parametrize(
    ("words", "operator", "value", "unit", "per", "series", "amount"),
    [
        ("地区生产总值", ">=", "110", "亿元", "", ("地区生产总值", LEVEL), ("11000000000", "元")),
        ("地区生产总值增长", "~", "7", "%", "year", ("地区生产总值", GROWTH), ("7", "%")),
        ("生产总值年均增长", "~", "7", "%", "year", ("地区生产总值", MEAN), ("7", "%")),
        ("生产总值累计增长", "=", "44", "%", "", ("地区生产总值", TOTAL), ("44", "%")),
        ("PM2.5平均浓度下降", "=", "3", "%", "year", ("PM2.5平均浓度", GROWTH), ("-3", "%")),
        ("城镇化率提高", "=", "1", "个百分点", "", ("常住人口城镇化率", POINTS), ("1", "百分点")),
        ("地区生产总值", "multiply", "2", "倍", "", ("地区生产总值", TIMES), ("2", "倍")),
        ("新增规上工业企业", "increase", "20", "家", "", ("规模以上工业企业", ADDED), ("20", "个")),
        ("城镇新增就业", "~", "68", "万人", "", ("城镇新增就业", LEVEL), ("680000", "人")),
        ("城乡居民人均可支配收入", "=", "8.5", "%", "", ("居民人均可支配收入", GROWTH), ("8.5", "%")),
        ("居民消费价格涨幅", "~", "2", "%", "", ("居民消费价格涨幅", GROWTH), ("2", "%")),
    ],
)
def test_figures_are_told_apart_by_measure(
    scheme: Scheme,
    words: str,
    operator: str,
    value: str,
    unit: str,
    per: str,
    series: tuple[str, str],
    amount: tuple[str, str],
) -> None:
    found = read_series(scheme, words, operator, value, unit, per)
    assert found == (Series(*series), Amount(Decimal(amount[0]), amount[1]))


def test_units_come_to_one_base() -> None:
    assert scaled("5.5", "万亿元") == scaled("55000", "亿元")
    assert scaled("2.46", "亿斤") == (Decimal("123000"), "吨")
    assert scaled("2", "公顷") == (Decimal(30), "亩")
    assert scaled("3", "千瓦") == (Decimal(3), "千瓦")


def test_scheme_knows_wider_indicators_and_directions(scheme: Scheme) -> None:
    assert scheme.family("规模以上工业增加值") == (
        "规模以上工业增加值", "工业增加值", "第二产业增加值", "地区生产总值", "经济增长", "经济发展",
    )  # fmt: skip
    assert scheme.down("城镇调查失业率") is True
    assert scheme.down("地区生产总值") is False
    assert scheme.down("桥梁") is None
    assert "gdp" in scheme.all_names("地区生产总值")


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ("甲,丙,,,up\n乙,丙,,,up\n", "丙"),
        ("甲,,,,sideways\n", "sideways"),
        ("甲,,,乙,up\n", "上位"),
    ],
)
def test_scheme_table_faults_are_named(tmp_path: Path, rows: str, complaint: str) -> None:
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "indicator_scheme.csv").write_text(
        "name,aliases,units,broader,better\n" + rows, encoding="utf-8"
    )
    (tmp_path / "lexicon" / "indicator_family.csv").write_text("name,english,broader,terms\n", encoding="utf-8")
    with pytest.raises(TableError, match=complaint):
        load_scheme(tmp_path)
