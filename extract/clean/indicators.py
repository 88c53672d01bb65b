"""Tables of indicators (主要指标) as sentences: 指标 | 单位 | 2020年 | 2025年 | 属性 -> 到2025年，…为…（预期性）。

Plans give their targets in tables of a common make. A row's sentences say no more than the row; the row itself goes into
the record of removals. Figures of the base year, and growth whose unit the table leaves open, stay there only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extract.clean.amounts import Amount, amount
from extract.clean.columns import Columns, Row, cell, columns_of

_ORDER = re.compile(r"(?:\d{1,3}[.．、]|\d{1,3}\s+|[一二三四五六七八九十]{1,3}[、.．]|[*＊])\s*")
_CHILD = re.compile(r"(?:其中[：:、]?|[#＃]|[（(]\d{1,2}[）)]|[①-⑳])\s*")
_OWN_UNIT = re.compile(r"[（(]([^（）()]{1,14})[）)]$")
_UNIT = re.compile(
    r"[%‰]|个百分点|[\u4e00-\u9fffa-zA-Z²³/]{1,10}/[\u4e00-\u9fffa-zA-Z²³]{1,8}"
    r"|[十百千万亿]{0,3}(?:元|美元|人|人次|户|吨|吨标准煤|亩|公顷|家|个|件|张|座|辆|台|所|处|公里|米|千米|小时|天|年|岁|名|项|册"
    r"|平方公里|平方米|立方米|千瓦|千瓦时|微克|倍|分|位|册|辆次|架次|标准箱)"
)
_RISES = re.compile(r"(?:年均)?(?P<verb>增长|增速|提高|降低|下降|减少|压减)(?:率|幅度|比例)?$")
_RATE = re.compile(r"%|增速|增长率|增幅")
_SPAN = "累计"


def sentences(rows: Sequence[Row], caption: str) -> Mapping[int, str]:
    """By index of the row: the sentences that say what it plans. None for rows of other tables, and without figures.

    ``rows`` are cells, "" where a merged cell goes on; ``caption`` is what stands above the table.
    """
    columns = columns_of(rows, caption)
    found: dict[int, str] = {}
    if columns is None:
        return found
    parent = ""
    for number, row in enumerate(rows[columns.first :], columns.first):
        full = cell(row, columns.name)
        child = _CHILD.match(full) is not None
        said = "".join(_row(row, columns, parent if child else ""))
        if said:
            found[number] = said
        if not child:
            parent = "" if said else _name(full)
    return found


def _row(row: Row, columns: Columns, parent: str) -> Iterator[str]:
    name, unit = _named(row, columns)
    if not name:
        return
    name = f"{parent}（{name}）" if parent else name
    kind = cell(row, columns.kind)
    mark = f"（{kind}）" if re.fullmatch(r"[\u4e00-\u9fff]{2,6}", kind) else ""
    found = False
    for number, (column, when) in enumerate(columns.aims):
        value = amount(cell(row, column))
        clauses = [] if value is None else [_level(name, value, unit)]
        if number == 0:
            clauses += _growth(row, columns, name, unit, value)
        if clauses:
            found = True
            yield f"{when}{'，'.join(clauses)}{mark}。"
    if found:
        yield from (f"{title}：{cell(row, n)}。" for n, title in columns.others if cell(row, n).strip("-—－/ "))


def _level(name: str, value: Amount, unit: str) -> str:
    """The clause on a value planned for; a sum of what the name says falls or grows is said with that verb."""
    rises = _RISES.search(name)
    if rises and value.is_sum and value.figures:
        return f"{name[: rises.start()]}{_SPAN}{rises['verb']}{value.said(unit, '')}"
    return name + value.said(unit)


def _growth(row: Row, columns: Columns, name: str, unit: str, value: Amount | None) -> Iterator[str]:
    """The clause on growth up to the first year planned for; none where its unit would be a guess."""
    change = amount(cell(row, columns.growth))
    if change is None:
        return
    whole = name if value is None else ""
    rises = _RISES.search(name)
    verb = rises["verb"].replace("增速", "增长") if rises else "增长"
    stem = name[: rises.start()] if rises else name
    if change.is_sum or "年" not in columns.growth_title:
        yield from _summed(change, amount(cell(row, columns.base)), value, name, unit)
    elif rises and unit == "%":
        yield f"{stem if whole else ''}年均{verb}{change.said(unit, '')}"
    elif change.figures and unit != "%" and (change.unit == "%" or _RATE.search(columns.growth_title)):
        yield f"{whole}年均增长{change.said('%', '')}"
    elif whole and change.bound and "年均" in columns.growth_title:
        yield f"{name}年均{change.said(unit)}"


def _summed(change: Amount, base: Amount | None, value: Amount | None, name: str, unit: str) -> Iterator[str]:
    """The sum over the period: of what the name says grows or falls, of what has no level, or the step between two."""
    rises = _RISES.search(name)
    if rises and value is None:
        yield f"{name[: rises.start()]}{_SPAN}{rises['verb']}{change.said(unit, '')}"
    elif value is None and base is None and unit != "%":
        yield f"{name}{change.said(unit)}" if change.is_sum else f"{name}{_SPAN}{change.said(unit)}"
    elif value and base and None not in (value.number, base.number, change.number):
        step = (value.number or 0) - (base.number or 0)
        if abs(abs(step) - (change.number or 0)) < 1e-6 and step:
            percent = unit == "%" or value.unit == "%"
            verb = ("提高" if step > 0 else "降低") if percent else ("增加" if step > 0 else "减少")
            yield f"{_SPAN}{verb}{change.figures}{'个百分点' if percent else unit}"


def _named(row: Row, columns: Columns) -> tuple[str, str]:
    """Indicator and unit; the unit from its column, else from brackets at the name's end. "" for no indicator."""
    name = _name(cell(row, columns.name))
    unit = re.split(r"[、，,；;]", cell(row, columns.unit))[0].strip("-—－/ ")
    own = _OWN_UNIT.search(name)
    if own and _UNIT.fullmatch(own[1]):
        name, unit = name[: own.start()], unit or own[1]
    return (name, unit) if len(name) <= 60 else ("", "")


def _name(full: str) -> str:
    """The indicator without its number."""
    return _ORDER.sub("", _CHILD.sub("", full), count=1).strip()
