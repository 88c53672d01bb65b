"""The figures in cells: ≥95, 5.5左右, 〔0.5〕, 完成省定目标; and how a sentence says them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORDS = {
    "≥": "不低于",
    "≧": "不低于",
    ">": "高于",
    "＞": "高于",
    "≤": "不高于",
    "≦": "不高于",
    "<": "低于",
    "＜": "低于",
}
_WORDS |= {
    word: word for word in ("不低于", "不少于", "不高于", "不超过", "高于", "低于", "大于", "小于", "超过", "达到")
}
_VALUE = re.compile(
    rf"(?P<bound>{'|'.join(sorted(_WORDS, key=len, reverse=True))})?\s*"
    r"(?P<number>\d[\d,]*(?:\.\d+)?(?:\s*[-—–－~～]\s*\d+(?:\.\d+)?)?)\s*"
    r"(?P<unit>[%‰]|个百分点|[\u4e00-\u9fff/]{1,8}?)??(?P<about>左右|以上|以内|以下)?(?:[，、；](?P<more>[\u4e00-\u9fff].*))?"
)
_SUM = re.compile(r"[\[［〔【(（]\s*([^\[\]［］〔〕【】()（）]+)\s*[\]］〕】)）]")
_NONE = re.compile(r"[-—－–/\\*·…\s]*|无|暂无")
_SAYS = re.compile(
    r"完成|达到?|保持|控制|高于|低于|优于|不|与|基本|持续|稳[步定中]|力争|进一步|明显|显著|全面|提[高升]|降低?|下降|增[长加]|居|位居|按|逐[步年]"
)
LONGEST = 40  # characters of a target in words


@dataclass(frozen=True, slots=True)
class Amount:
    """What a cell says. ``number`` is its figure where it is a single one, for sums; None otherwise."""

    text: str
    bound: str
    figures: str
    unit: str
    about: str
    more: str
    is_sum: bool

    @property
    def number(self) -> float | None:
        """The figure, where it is a single one without a bound."""
        plain = self.figures.replace(",", "")
        return float(plain) if re.fullmatch(r"\d+(?:\.\d+)?", plain) and not self.bound else None

    def said(self, unit: str, joint: str = "为") -> str:
        """高于7%, 为65万吨左右; words as they stand, with ``joint`` where they begin with no verb. ``unit`` is the column's."""
        tail = f"，{self.more}" if self.more else ""
        if not self.figures:
            return self.text if _SAYS.match(self.text) else f"{joint}{self.text}"
        joint = f"累计{joint}" if self.is_sum and joint else joint
        return f"{self.bound or joint}{self.figures}{self.unit or unit}{self.about}{tail}"


def amount(text: str) -> Amount | None:
    """What a cell says; None for an empty one, a dash, or a text too long to be a target."""
    text = text.strip()
    inner = _SUM.fullmatch(text)
    body = inner[1].strip() if inner else text
    if _NONE.fullmatch(body) or len(body) > LONGEST:
        return None
    match = _VALUE.fullmatch(body)
    if match is None:
        return Amount(body, "", "", "", "", "", inner is not None) if re.search(r"[\u4e00-\u9fff]", body) else None
    bound = _WORDS.get(match["bound"] or "", "")
    return Amount(
        body, bound, match["number"], match["unit"] or "", match["about"] or "", match["more"] or "", inner is not None
    )
