"""The tables that tell reviews from plans: headings and cues of tense."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extract.errors import TableError
from extract.tables import data_dir, read_table

HEADINGS = "patterns/structure_headings.csv"
TENSE = "patterns/structure_tense.csv"


@dataclass(frozen=True, slots=True)
class StructurePatterns:
    """Compiled tables. ``cues``: pattern and log odds (above 0: past); the others are searched in a text."""

    review: re.Pattern[str]
    plan: re.Pattern[str]
    glossary: re.Pattern[str]
    cues: tuple[tuple[re.Pattern[str], float], ...]
    past_sentence: re.Pattern[str]
    problem: re.Pattern[str]


def heading_rows() -> list[dict[str, str]]:
    """Rows of the table of headings, checked. Raises TableError."""
    return _checked(HEADINGS, ("编号", "类别", "句式", "应识别", "不应识别"), {"回顾", "部署", "释义"})


def tense_rows() -> list[dict[str, str]]:
    """Rows of the table of tense, checked. Raises TableError."""
    return _checked(TENSE, ("编号", "类别", "时态", "分值", "句式", "应识别", "不应识别"), {"段", "句", "问题"})


@lru_cache(maxsize=1)
def structure_patterns() -> StructurePatterns:
    """Both tables, read once in a process. Raises TableError."""
    headings, tense = heading_rows(), tense_rows()
    return StructurePatterns(
        review=_either(headings, "回顾"),
        plan=_either(headings, "部署"),
        glossary=_either(headings, "释义"),
        cues=tuple((re.compile(row["句式"]), float(row["分值"])) for row in tense if row["类别"] == "段"),
        past_sentence=_either(tense, "句"),
        problem=_either(tense, "问题"),
    )


def _either(rows: list[dict[str, str]], kind: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row['句式']})" for row in rows if row["类别"] == kind))


def _checked(name: str, columns: tuple[str, ...], kinds: set[str]) -> list[dict[str, str]]:
    rows = read_table(name, columns)
    for row in rows:
        path, line = str(data_dir() / name), int(row["#line"])
        if row["类别"] not in kinds:
            raise TableError(path, line, f"类别 {row['类别']!r} is none of {'、'.join(sorted(kinds))}")
        try:
            re.compile(row["句式"])
            float(row.get("分值", "0"))
        except (re.error, ValueError) as error:
            raise TableError(path, line, f"句式 or 分值 cannot be used: {error}") from error
    return rows
