"""Targets without a numeral beside a unit: full coverage, doubling, two-digit growth, ranks."""

from __future__ import annotations

import re
from decimal import Decimal

from extract.quantities.clauses import clause_spans
from extract.quantities.indicators import strip_lead, trim
from extract.quantities.numerals import parse_chinese
from extract.quantities.reading import Draft
from extract.quantities.rules import TargetRules

_COVER = re.compile(
    r"(?P<about>基本)?(?:实现)?[“]?(?P<word>动态全覆盖|全面覆盖|全覆盖|全域覆盖|覆盖全域|全部达标)[”]?(?P<rest>.{0,4})"
)
_HINT = re.compile(r"覆盖|达标|番|两位数|零增长|前[一二三四五六七八九十\d]")
_COMPARED = re.compile(r"(?:比|较)(?:上年|去年|20\d\d年)$")
_TIMES = re.compile(r"翻(?P<n>[一两二三])?(?:番|一番)|(?P<double>倍增)(?=$|[，。；、])")
_DIGITS = re.compile(r"(?P<low>两位数)(?P<rest>以上)?")
_ZERO = re.compile(r"“?零增长”?")
_RANK = re.compile(
    r"(?:进入|位居|排名|位列|位次|稳居|跻身|挤进|保持在?|进位到|居|列|进)(?:全国|全省|全市|全区|河北省?|同类|[^，。；、]{1,6})?前(?P<n>[一二三四五六七八九十]{1,3}|\d{1,3})(?P<unit>名|位)?"
    r"(?!列|茅|沿|景|期|[年月季天个])"
)


def read_special(text: str, rules: TargetRules) -> list[Draft]:
    """Drafts for 全覆盖 (100 %), 翻一番 (multiply 2), 两位数 (>= 10 %), 零增长 (0 %), 前三 (<= 3 位)."""
    drafts: list[Draft] = []
    if not _HINT.search(text):
        return drafts
    base = ""
    for start, end in clause_spans(text):
        clause = text[start:end]
        for read in (_cover, _times, _digits, _zero, _rank):
            draft = read(clause, base, rules)
            if draft is not None:
                drafts.append(_moved(draft, start))
        base = clause
    return drafts


def _moved(d: Draft, by: int) -> Draft:
    return Draft(d.start + by, d.end + by, d.at + by, d.indicator, d.operator, d.value, d.unit, d.per, d.rule)


def _noun(text: str, rules: TargetRules) -> str:
    rest = strip_lead(_COMPARED.sub("", text.rpartition("、实现")[2]), rules)[0]
    for tail in (
        "全方位",
        "全领域",
        "全过程",
        "全链条",
        "全区域",
        "全流程",
        "实现",
        "基本",
        "达到",
        "动态",
        "力争",
        "逐步",
        "保持",
        "“",
    ):
        rest = rest.removesuffix(tail)
    return trim(rest)


def _cover(clause: str, base: str, rules: TargetRules) -> Draft | None:
    m = _COVER.search(clause)
    if m is None or re.match(
        r"[的式、]?(?:“|两|无|多|零|行动|工程|试点|攻坚|计划|监管|检查|排查|监督|网络|体系|格局|宣传|服务|管理|保障|督|培训|监测|整治|的)",
        m["rest"],
    ):
        return None
    noun = _noun(clause[: m.start()], rules) or _noun(re.split("[、，]", base)[-1], rules)
    if len(noun) < 2 or re.search(r"[两二三四五六七八九十\d]个?$", clause[: m.start()].rstrip("“")):
        return None
    kind = "达标" if m["word"] == "全部达标" else "覆盖"
    indicator = noun if kind in noun[-3:] else noun + kind
    return Draft(
        0,
        m.end() - len(m["rest"]),
        m.start("word"),
        indicator,
        "~" if m["about"] else "=",
        Decimal(100),
        "%",
        "",
        "target:coverage",
    )


def _times(clause: str, base: str, rules: TargetRules) -> Draft | None:
    m = _TIMES.search(clause)
    if m is None:
        return None
    noun = _noun(clause[: m.start()], rules)
    power = parse_chinese(m["n"] or "一") or Decimal(1)
    if len(noun) < 2 or m["double"]:
        return None
    return Draft(0, m.end(), m.start(), noun, "multiply", Decimal(2) ** int(power), "倍", "", "target:times")


def _digits(clause: str, base: str, rules: TargetRules) -> Draft | None:
    m = _DIGITS.search(clause)
    if m is None:
        return None
    noun = _noun(clause[: m.start()].removesuffix("保持"), rules)
    if len(noun) < 2:
        return None
    return Draft(0, m.end(), m.start(), noun, ">=", Decimal(10), "%", "year", "target:two-digit")


def _zero(clause: str, base: str, rules: TargetRules) -> Draft | None:
    m = _ZERO.search(clause)
    noun = _noun(clause[: m.start()], rules) if m else ""
    if m is None or len(noun) < 2:
        return None
    return Draft(0, m.end(), m.start(), noun + "增长", "=", Decimal(0), "%", "", "target:zero")


def _rank(clause: str, base: str, rules: TargetRules) -> Draft | None:
    m = _RANK.search(clause)
    if m is None:
        return None
    noun = _noun(clause[: m.start()], rules)
    number = parse_chinese(m["n"]) if not m["n"].isdigit() else Decimal(m["n"])
    if len(noun) < 2 or number is None:
        return None
    named = m.group().startswith(("排名", "位次"))
    noun += m.group()[:2] if named else "位次"
    return Draft(0, m.end(), m.start("n") - 1, noun, "<=", number, "位", "", "target:rank")
