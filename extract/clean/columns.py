"""What the columns of a table of indicators hold, told by the table's heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.structure.years import plan_end

Row = Sequence[str]

HEAD_ROWS = 3  # the row that names the indicators is among so many
_NAME = re.compile(r"(?:主要|核心|具体|[二三]级|规划|发展|约束性|预期性)?指标(?:名称|项目|内容)?")
_UNIT = re.compile(r"(?:计量|数量)?单位")
_KIND = re.compile(r"(?:指标)?(?:属性|性质|类型)|约束性?/预期性?")
_IDLE = re.compile(r"序号|编号|号|No\.?|(?:指标)?(?:类别|分类|领域|方面|维度)|一级指标|备注|")
_GROWTH = re.compile(r"年均|累计|年增|增速|增长率")
_DONE = re.compile(r"基期|基数|基准|现状|实际|完成|实绩|预计|期?末$")
_AIM = re.compile(r"目标|规划|预期|计划|约束")
_UNDATED = re.compile(r"(?:今年|本年|全年|年度|规划|预期|计划)?目标(?:值|数)?|(?:规划|预期|计划)[值数]")
_PLANNED = re.compile(rf"{_AIM.pattern}|主要指标|“?十[一二三四五六]五”?|{_KIND.pattern}")
_REVIEW = re.compile(r"完成情况|执行情况|实现情况|统计|回顾")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_FIVE = re.compile(r"“?(十[一二三四五六七八九]?)五”?")
_FIGURE = re.compile(r"[-—－/]+|[^\d\u4e00-\u9fff]{0,2}\d[\d.,]*%?")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what, -1 for one that is not there. ``first``: index of the first row below the heading.

    ``aims`` pairs the columns of planned figures with the words for their time (到2025年，; 今年，; "" where the table does
    not say); ``base`` is the column of the figures planned from. ``growth``: yearly growth or the sum over the period, ``growth_title`` says which.
    ``others`` pairs columns that say something else with their headings.
    """

    first: int
    name: int
    unit: int
    kind: int
    base: int
    aims: tuple[tuple[int, str], ...]
    growth: int
    growth_title: str
    others: tuple[tuple[int, str], ...]


def cell(row: Row, column: int) -> str:
    """A cell's text without outer blanks; "" where there is none."""
    return row[column].strip() if 0 <= column < len(row) else ""


def columns_of(rows: Sequence[Row], caption: str) -> Columns | None:
    """The columns of a table of targets; None for another table, or one that does not say that its figures are planned.

    ``caption``: what stands above the table.
    """
    for number, row in enumerate(rows[:HEAD_ROWS]):
        names = [n for n in range(len(row)) if _NAME.fullmatch(_squeezed(cell(row, n)))]
        if names:
            top = [row]
            if number + 1 < len(rows) and _goes_on(rows[number + 1], names[-1]):
                top.append(rows[number + 1])
            return _columns(top, number + len(top), names[-1], caption)
    return None


def _columns(top: list[Row], first: int, name: int, caption: str) -> Columns | None:
    width = max(map(len, top))
    titles = ["".join(_squeezed(cell(row, n)) for row in top) for n in range(width)]
    groups = [_group(top, n) for n in range(width)]
    growths = [n for n in range(width) if _GROWTH.search(titles[n])]
    years = {n: year for n in range(width) if n not in growths and (year := _year(titles[n]) or _year(groups[n]))}
    header = "".join(titles)
    if not _PLANNED.search(header + caption) or (_REVIEW.search(caption) and not _AIM.search(header)):
        return None
    base = _base(years, titles, groups)
    aims = [(n, f"到{year}年，") for n, year in years.items() if n != base and not _is_done(titles[n])]
    end = _year(header) or _year(caption)
    if not aims:
        aims = [(n, _undated(titles[n], end)) for n in range(width) if n not in growths and _UNDATED.search(titles[n])]
    if not aims and growths and end:
        aims = [(-1, f"到{end}年，")]
    unit = next((n for n in range(width) if _UNIT.fullmatch(titles[n])), -1)
    kind = next((n for n in range(width) if _KIND.fullmatch(titles[n])), -1)
    known = {
        name,
        unit,
        kind,
        *years,
        *growths,
        *(n for n, _ in aims),
        *(n for n in range(width) if _is_done(titles[n])),
    }
    others = tuple((n, t) for n, t in enumerate(titles) if n not in known and not _IDLE.fullmatch(t))
    growth = growths[0] if len(growths) == 1 else -1
    return Columns(first, name, unit, kind, base, tuple(aims), growth, titles[growth], others) if aims else None


def _undated(title: str, end: int) -> str:
    """The words for the time of a column that names no year."""
    if re.search(r"今年|本年|全年|年度", title):
        return "今年，"
    return f"到{end}年，" if end else ""


def _base(years: dict[int, int], titles: list[str], groups: list[str]) -> int:
    """The column planned from: the last that says so, else the earliest of several years if it says nothing; -1."""
    done = [n for n, title in enumerate(titles) if _is_done(title)]
    if done:
        return done[-1]
    if len(years) < 2:
        return -1
    earliest = min(years, key=lambda n: (years[n], n))
    return -1 if _AIM.search(titles[earliest] + groups[earliest]) else earliest


def _is_done(title: str) -> bool:
    return _DONE.search(title) is not None and _AIM.search(title) is None


def _group(top: list[Row], column: int) -> str:
    """The heading that spans a column of the second row from the left: “十四五”目标 over 2025年 and 年均."""
    if len(top) < 2 or cell(top[0], column) or not cell(top[1], column):
        return ""
    return next((_squeezed(text) for n in range(column, -1, -1) if (text := cell(top[0], n))), "")


def _goes_on(row: Row, name: int) -> bool:
    """Whether the heading has this second row: nothing below 指标, and no figures."""
    texts = [_squeezed(text) for text in row if text.strip()]
    figures = sum(_FIGURE.fullmatch(text) is not None and not _YEAR.fullmatch(text) for text in texts)
    return bool(texts) and not cell(row, name) and not figures


def _year(title: str) -> int:
    """The one year that a heading names, a five-year plan standing for its last; 0 if none or several."""
    found = {int(year) for year in _YEAR.findall(title)}
    if found:
        return found.pop() if len(found) == 1 else 0
    plan = _FIVE.search(title)
    return plan_end(plan[1]) if plan else 0


def _squeezed(text: str) -> str:
    return "".join(text.split())
