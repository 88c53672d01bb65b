"""The tables that cleaning reads: lines of page furniture, and doublings that are words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extract.errors import TableError
from extract.tables import data_dir, read_table

FURNITURE = "lexicon/furniture_lines.csv"
DOUBLINGS = "lexicon/furniture_doublings.csv"
PLACES = ("行", "首", "尾", "摘要", "句")


@dataclass(frozen=True, slots=True)
class CleanTables:
    """Compiled rows of the two tables; each pattern is matched against a whole stripped line (``inline``: searched).

    ``line``: furniture wherever it stands; ``head``: only before the text begins; ``tail``: opens what follows the
    text; ``digest``: the next line repeats the opening; ``doublings``: rare characters that double in real words.
    """

    line: re.Pattern[str]
    head: re.Pattern[str]
    tail: re.Pattern[str]
    digest: re.Pattern[str]
    inline: tuple[re.Pattern[str], ...]
    doublings: frozenset[str]


def furniture_rows() -> list[dict[str, str]]:
    """Rows of the furniture table: 编号, 位置, 句式, 应识别, 不应识别.

    Raises:
        TableError: an unknown 位置 or a 句式 that is no regular expression.
    """
    rows = read_table(FURNITURE, ("编号", "位置", "句式", "应识别", "不应识别"))
    for row in rows:
        path = str(data_dir() / FURNITURE)
        if row["位置"] not in PLACES:
            raise TableError(path, int(row["#line"]), f"位置 {row['位置']!r} is none of {'、'.join(PLACES)}")
        try:
            re.compile(row["句式"])
        except re.error as error:
            raise TableError(path, int(row["#line"]), f"句式 is no regular expression: {error}") from error
    return rows


@lru_cache(maxsize=1)
def clean_tables() -> CleanTables:
    """Both tables, read once in a process.

    Raises:
        TableError: as ``furniture_rows`` and ``read_table`` do.
    """
    rows = furniture_rows()
    compiled = {place: _either([row["句式"] for row in rows if row["位置"] == place]) for place in PLACES}
    doublings = frozenset(row["字"] for row in read_table(DOUBLINGS, ("字",)))
    return CleanTables(
        line=compiled["行"],
        head=compiled["首"],
        tail=compiled["尾"],
        digest=compiled["摘要"],
        inline=tuple(re.compile(row["句式"]) for row in rows if row["位置"] == "句"),
        doublings=doublings,
    )


def _either(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)")
