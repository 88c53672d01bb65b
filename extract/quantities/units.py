"""The units that plans count in, read from ``data/lexicon/unit.csv`` and matched longest first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from extract.tables import read_table

_OPTION = r"(?:（[^（）\s]{1,2}）|\([^()\s]{1,2}\))?"
_PER = r"(?:/(?:年|月|日|天|小时|人|亩|户|平方公里|平方米|千人|万人|百户|立方米|吨|秒|公里))?"


@dataclass(frozen=True, slots=True)
class Units:
    """Patterns over unit words and their kinds.

    ``any`` matches a unit after Arabic digits, ``strict`` the ones safe after a Chinese numeral; ``kinds``
    maps each unit word to 比率, 金额, 量, 时间 or 个数.
    """

    any: str
    strict: str
    kinds: dict[str, str]

    def kind(self, unit: str) -> str:
        """Kind of a unit as written, whatever magnitude it begins with (亿元 -> 金额); "" if unknown."""
        bare = unit.lstrip("万亿").split("（")[0].split("(")[0]
        for candidate in (bare, bare.split("/")[0], unit):
            if candidate in self.kinds:
                return self.kinds[candidate]
        return ""


def load_units(folder: Path | None = None) -> Units:
    """The unit table as patterns; unit plus an optional alternative in brackets (套（间）) and rate (吨/年)."""
    rows = read_table("lexicon/unit.csv", ("unit", "kind", "strict"), folder=folder)
    words = sorted((row["unit"] for row in rows), key=lambda w: (-len(w), w))
    strict = {row["unit"] for row in rows if row["strict"] == "1"}
    return Units(
        any=f"(?:{'|'.join(map(re.escape, words))}){_OPTION}{_PER}",
        strict=f"(?:{'|'.join(re.escape(w) for w in words if w in strict)}){_OPTION}{_PER}",
        kinds={row["unit"]: row["kind"] for row in rows},
    )
