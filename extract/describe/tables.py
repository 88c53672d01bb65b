"""The tables that say which words betray a document's kind and level."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extract.errors import TableError
from extract.model import PLAN_KINDS
from extract.tables import data_dir, read_table

KINDS = "patterns/describe_kinds.csv"
LEVELS = "patterns/describe_levels.csv"


@dataclass(frozen=True, slots=True)
class KindCue:
    """``scope``: 题 (title lines), 首 (opening) or 文 (whole text)."""

    kind: str
    scope: str
    weight: float
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class DescribeTables:
    """``levels`` pairs a level of the gazetteer with the pattern of its words."""

    kinds: tuple[KindCue, ...]
    levels: tuple[tuple[str, re.Pattern[str]], ...]


def kind_rows() -> list[dict[str, str]]:
    """Rows of the table of kinds, checked. Raises TableError."""
    rows = read_table(KINDS, ("编号", "类别", "范围", "分值", "句式", "应识别", "不应识别"))
    for row in rows:
        if row["类别"] not in PLAN_KINDS or row["范围"] not in {"题", "首", "文"}:
            raise TableError(
                str(data_dir() / KINDS), int(row["#line"]), f"类别 {row['类别']} 或范围 {row['范围']} 不对"
            )
        _compiled(KINDS, row, "句式")
    return rows


def level_rows() -> list[dict[str, str]]:
    """Rows of the table of levels, checked. Raises TableError."""
    rows = read_table(LEVELS, ("编号", "级别", "词", "应识别", "不应识别"))
    for row in rows:
        _compiled(LEVELS, row, "词")
    return rows


@lru_cache(maxsize=1)
def describe_tables() -> DescribeTables:
    """Both tables, read once in a process. Raises TableError."""
    kinds = tuple(
        KindCue(row["类别"], row["范围"], float(row["分值"]), _compiled(KINDS, row, "句式")) for row in kind_rows()
    )
    levels = tuple((row["级别"], _compiled(LEVELS, row, "词")) for row in level_rows())
    return DescribeTables(kinds, levels)


def _compiled(table: str, row: dict[str, str], column: str) -> re.Pattern[str]:
    try:
        return re.compile(row[column])
    except re.error as error:
        raise TableError(str(data_dir() / table), int(row["#line"]), f"{column} 不是正则表达式：{error}") from error
