"""Quantities: every number with a unit in a sentence, where it stands and what it is worth."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from extract.quantities.numerals import FULL_TO_HALF, canonical, parse_arabic, parse_chinese
from extract.quantities.units import Units

_NUM = r"\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,6})?"
_MAGNITUDE = r"(?:[十百千](?=[万亿])|百(?!分)|千(?![克米瓦伏]))?(?:万亿|万|亿)?"
_PEOPLE = re.compile(r"(人口|人数|人次|户数)[^，。；、]{0,6}$")
_CHINESE = r"[一二三四五六七八九两十百千万亿零〇]{1,10}|半"


@dataclass(frozen=True, order=True, slots=True)
class Quantity:
    """A number with its unit: ``text[start:end]`` is both; ``value`` the lower end of a range.

    ``unit`` as written, 万 and 亿 included; ``kind`` from the unit table; ``more`` is True for 余 and 多
    (1000余万元), ``ranged`` for two ends, ``chinese`` for Chinese numerals.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    kind: str
    more: bool = False
    ranged: bool = False
    chinese: bool = False

    @property
    def text(self) -> str:
        """The value in the graph's canonical form."""
        return canonical(self.value)


class Scanner:
    """Finds quantities; compiled once from the unit table, then only ever reads."""

    def __init__(self, units: Units) -> None:
        self.units = units
        first = rf"(?P<first>{_NUM})(?P<firstunit>{_MAGNITUDE}(?: ?%)?)"
        ranged = rf"(?:(?:-|~|—{{1,2}}|–|至|到)(?P<second>{_NUM}))?"
        arabic = rf"{first}{ranged}(?P<more1>[余多]?)(?P<mag>{_MAGNITUDE})(?P<more2>[余多]?) ?(?P<unit>{units.any})?"
        self._arabic = re.compile(rf"(?<![\d.A-Za-z]){arabic}")
        chinese_range = r"(?:[至到](?P<csecond>[一二三四五六七八九两十]{1,3}))?"
        self._chinese = re.compile(
            rf"(?P<cfirst>{_CHINESE}){chinese_range}(?P<cmore>[余多]?)(?P<cmag>万亿|万|亿)?(?P<cunit>{units.strict})"
        )

        digits = r"[一二三四五六七八九十百零〇两]{1,5}"
        self._share = re.compile(rf"(?P<part>{digits})分之(?P<whole>{digits}(?:点{digits})?)|(?P<half>一半|半数)")

    def find(self, text: str) -> list[Quantity]:
        """Quantities of one sentence from left to right, not overlapping; offsets are into ``text``."""
        half = text.translate(FULL_TO_HALF)
        found = [q for m in self._arabic.finditer(half) if (q := self._from_arabic(m)) is not None]
        others = [q for m in self._share.finditer(half) if (q := _from_share(m)) is not None]
        others += [q for m in self._chinese.finditer(half) if (q := self._from_chinese(m, half)) is not None]
        found += _free(others, found)
        return sorted(found)

    def _from_arabic(self, m: re.Match[str]) -> Quantity | None:
        value = parse_arabic(m["first"])
        head = m["firstunit"] or ""
        percent = head.endswith("%")
        head = head.removesuffix("%").rstrip()
        magnitude = m["mag"] or ""
        bare = m["unit"] or ""
        if value is None:
            return None
        if percent and not m["second"]:
            # 覆盖95%乡镇: what follows the sign is not the number's unit
            return Quantity(m.start(), m.end("firstunit"), value, "%", self.units.kind("%"))
        if percent and not bare:
            bare = "%"
        if not bare:
            bare = _unsaid_unit(m.string[max(0, m.start() - 12) : m.start()], head)
            if not bare or m["second"]:
                return None
        value, head = _fold(value, head)
        _, rest = _fold(Decimal(1), magnitude)
        unit = (head or rest) + bare
        if percent and bare == "%" and m["unit"] is None:
            unit = "%"
        return Quantity(
            m.start(), m.end(), value, unit, self.units.kind(bare), bool(m["more1"] or m["more2"]), bool(m["second"])
        )

    def _from_chinese(self, m: re.Match[str], text: str) -> Quantity | None:
        body, magnitude = m["cfirst"], m["cmag"] or ""
        if m["cfirst"] in ("一",) and text[m.end() : m.end() + 1] == "一":
            return None
        for great in ("万亿", "亿", "万"):
            if not magnitude and len(body) > len(great) and body.endswith(great):
                body, magnitude = body.removesuffix(great), great
                break
        value = parse_chinese(body)
        if value is None:
            return None
        return Quantity(
            m.start(), m.end(), value, magnitude + m["cunit"], self.units.kind(m["cunit"]), bool(m["cmore"]),
            bool(m["csecond"]), True,
        )  # fmt: skip


def _free(candidates: list[Quantity], taken: list[Quantity]) -> list[Quantity]:
    """Candidates that share no character with ``taken`` or with an earlier candidate. One pass over both."""
    kept: list[Quantity] = []
    rivals, position, end = sorted(taken), 0, 0
    for q in sorted(candidates):
        while position < len(rivals) and rivals[position].end <= q.start:
            position += 1
        if q.start >= end and (position == len(rivals) or rivals[position].start >= q.end):
            kept.append(q)
            end = q.end
    return kept


def _from_share(m: re.Match[str]) -> Quantity | None:
    """百分之八 is 8 %, 三分之一 33.33 %, 一半 50 %; Chinese reads the whole first."""
    if m["half"]:
        return Quantity(m.start(), m.end(), Decimal(50), "%", "比率", chinese=True)
    whole, _, fraction = m["whole"].partition("点")
    base, part = parse_chinese(m["part"]), parse_chinese(whole)
    if base is None or part is None or base == 0:
        return None
    if fraction:
        tail = [parse_chinese(c) for c in fraction]
        part += Decimal("0." + "".join(str(d) for d in tail if d is not None and d < 10))
    value = (part * 100 / base).quantize(Decimal("0.01"))
    return Quantity(m.start(), m.end(), value, "%", "比率", chinese=True)


def _unsaid_unit(before: str, magnitude: str) -> str:
    """人数达600万 counts 人; 超10亿 says money without saying so. "" where the number has no unit."""
    people = _PEOPLE.search(before)
    if people and magnitude:
        return {"人次": "人次", "户数": "户"}.get(people[1], "人")
    return "元" if magnitude.endswith("亿") else ""


def _fold(value: Decimal, magnitude: str) -> tuple[Decimal, str]:
    """Ten, hundred and thousand go into the value, 万 and 亿 stay in the unit, as plans write them."""
    factors = {"十": 10, "百": 100, "千": 1000}
    while magnitude and magnitude[0] in factors:
        value *= factors[magnitude[0]]
        magnitude = magnitude[1:]
    return value, magnitude
