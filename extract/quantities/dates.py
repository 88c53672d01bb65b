"""When a target falls due, as far as the sentence says so itself."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from extract.quantities.numerals import parse_chinese

_PLAN = "一二三四五六七八九十"
_DUE = re.compile(
    r"(?P<base>(?:比|较|以|自|从|与|在|高于|低于)(?:19|20)\d\d年)"
    r"|(?:到|至|力争|争取|确保|[—\-~～])?(?P<year>20\d\d)年(?!来|以来|度?(?:报告|工作回顾))(?P<tail>底前|年底|底|末|前|以前)?"
    rf"|“?(?:十(?P<plan>[{_PLAN}])五|(?P<tenth>十五五|十四五|十三五|十二五|十一五|十六五))”?(?:规划)?(?:时期)?(?P<close>期末|末|收官|结束)"
    r"|(?P<chinese>二[〇零][一二三四五六七八九〇零]{2})年"
    rf"|(?:今后|未来|往后|下一个|接下来的?|力争|争取|用|通过|经过|利用|再用)?(?P<n>[{_PLAN}两]|[1-9]\d?)(?:至|到|-|—)?(?P<m>[{_PLAN}]?)(?:个)?年"
    r"(?P<span>以内|之内|内|左右?的?时间|后|的?努力)?"
    r"|(?P<now>今年|年内|全年|本年度?|年底|年末|年中|上半年|下半年|第[一二三四]季度|[一二三四]季度|\d{1,2}月底?前|\d{1,2}月份?)"
    r"|(?P<next>明年)"
)
_LEADS = ("今后", "未来", "往后", "接下来", "下一个", "用", "力争", "争取", "通过", "经过", "利用", "再用")


@dataclass(frozen=True, slots=True)
class Due:
    """A time cue at ``start`` of a sentence: an absolute ``year`` or ``within`` years; ``sticky`` holds to the end."""

    start: int
    year: int = 0
    within: int = 0
    sticky: bool = True


def plan_end(numeral: str) -> int:
    """Last year of the n-th Five-Year Plan: 十四 -> 2025 (the first ended in 1957, each fifth year since the sixth)."""
    number = parse_chinese(numeral)
    return 1955 + 5 * int(number) if number is not None and number >= 6 else 0


def dues(text: str, this_year: int) -> list[Due]:
    """Time cues of a sentence in order. ``this_year``: what 今年 means, 0 if not known."""
    found = []
    for m in _DUE.finditer(text):
        due = _due(m, text, this_year)
        if due is not None:
            found.append(due)
    return found


def _due(m: re.Match[str], text: str, this_year: int) -> Due | None:
    if m["base"]:
        return None
    if m["year"]:
        year = int(m["year"])
        led = m.group()[0] in "到至力争确" or text[max(0, m.start() - 1) : m.start()] == "在"
        if not (led or m["tail"] or _clause_head(text, m.start())):
            return None
        return Due(m.start(), year=year, sticky=m.group()[0] in "到至" or m.start() == 0)
    if m["close"]:
        return Due(m.start(), year=plan_end("十" + m["plan"] if m["plan"] else m["tenth"][:2]))
    if m["chinese"]:
        digits = parse_chinese(m["chinese"])
        return Due(m.start(), year=int(digits)) if digits is not None else None
    if m["n"]:
        return _within(m)
    if m["now"]:
        return Due(m.start(), year=this_year) if this_year else None
    return Due(m.start(), year=this_year + 1) if this_year else None


def _within(m: re.Match[str]) -> Due | None:
    """五年内, 今后五年, 三至五年 -> 5; a bare 五年 is no deadline."""
    far = m["m"] or m["n"]
    value = parse_chinese(far) if not far.isdigit() else int(far)
    led = m.group().startswith(_LEADS)
    if value is None or not (m["span"] or led) or not 1 <= int(value) <= 20:
        return None
    return Due(m.start(), within=int(value))


def _clause_head(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] in "，；：。、—（"


class Calendar:
    """The time cues of one sentence, asked for each of its facts; an answer takes logarithmic time."""

    def __init__(self, text: str, this_year: int) -> None:
        self._dues = dues(text, this_year)
        self._starts = [due.start for due in self._dues]
        self._held: list[Due | None] = []
        held = None
        for due in self._dues:
            held = due if due.sticky else held
            self._held.append(held)

    def due(self, clause_start: int, at: int) -> Due | None:
        """The cue in force at ``at``: the last before it that is in its clause or holds to the sentence's end."""
        index = bisect_left(self._starts, at) - 1
        if index < 0:
            return None
        last = self._dues[index]
        return last if last.start >= clause_start else self._held[index]
