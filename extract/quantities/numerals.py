"""Numbers as characters: Arabic and Chinese numerals to exact decimals.

Only ever called on a matched span, never on a sentence: 一体两翼 is not arithmetic.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_GREAT = {"万": 10**4, "亿": 10**8}
CHINESE_NUMERALS = frozenset(_DIGITS) | frozenset(_STEPS) | frozenset(_GREAT)

FULL_TO_HALF = str.maketrans("０１２３４５６７８９．％＋－～／", "0123456789.%+-~/")
"""Full-width signs to half-width ones of the same length, so that offsets stay what they were."""


def parse_arabic(text: str) -> Decimal | None:
    """The value of ``1,234.5`` (commas between groups of three), None if it is no number."""
    try:
        value = Decimal(text.translate(FULL_TO_HALF).replace(",", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def parse_chinese(text: str) -> Decimal | None:
    """The value of a Chinese numeral: 三百五十亿, 两万三 (23,000), 十二, 二〇三五, 半; None if it is none.

    A digit that closes the numeral after 万, 千 or 百 counts the next lower unit, as spoken.
    """
    if text == "半":
        return Decimal("0.5")
    if not text or any(c not in CHINESE_NUMERALS for c in text):
        return None
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return Decimal("".join(str(_DIGITS[c]) for c in text))
    total = part = 0
    digit: int | None = None
    last = 0
    for c in text:
        if c in _DIGITS:
            digit, zero = _DIGITS[c], _DIGITS[c] == 0
            last = 0 if zero else last
        elif c in _STEPS:
            part += (1 if digit is None else digit) * _STEPS[c]
            digit, last = None, _STEPS[c]
        else:
            part += digit or 0
            if c == "亿":
                total = (total + part or 1) * _GREAT[c]
            else:
                total += (part or 1) * _GREAT[c]
            part, digit, last = 0, None, _GREAT[c]
    if digit is not None:
        part += digit * (last // 10 if last > 10 else 1)
    return Decimal(total + part)


def canonical(value: Decimal) -> str:
    """A decimal as the graph stores it: no exponent, no trailing zeros (``0.5``, ``2200``)."""
    text = format(value.normalize(), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
