"""A goal in as few words as keep it whole: the clause without adverbs, causatives and time cues."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from extract.quantities.rules import Cues, cues
from extract.tables import read_table

_EDGE = " 　、，；：:—–-·,.[]【】"
_MARK = re.compile(r"[\[【〔]\d{1,3}[\]】〕]")
_ORDER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}(?:是|要)|[（(]?\d{1,2}[）)、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|——)"
)
_TIME = re.compile(
    r"^(?:(?:到|至|力争)?20\d\d年(?:底前|年底|底|末|前|以前)?|到?“?十[一二三四五六]五”?(?:时期|期末|末|期间)?"
    r"|(?:今后|未来|接下来|利用|用)?(?:[一二三四五六七八九十两]|\d)(?:至|到)?[一二三四五六七八九十]?年(?:内|左右|时间|后)?"
    r"|今年|全年|年内|本年|年底前?|上半年|下半年|\d{1,2}月(?:底|份)?前?|逐步|尽快|早日|率先(?=实现|建成))(?=..)"
)
_WHOLE = re.compile(
    r"^(?:全(?:省|市|县|区|州|盟|旗|镇|乡|自治区)|我(?:省|市|县|区|州|盟|旗|们)|各(?:地|县|市|区)|要|使|让|令|都|须|应|会)(?=..)"
)
_OPENING = re.compile("|".join((_ORDER.pattern, _TIME.pattern, _WHOLE.pattern)))
_INNER_TIME = re.compile(
    r"(?:力争|确保|争取)?(?:今年|年内|年底前?|\d{1,2}月底?前|上半年|下半年)(?=建成|开工|竣工|完工|投|通车|封顶|启动|完成|主体)"
)
_FLOOR = re.compile(r"(?:守住|守牢|兜住|筑牢)(“?不(?:发生|出现|让|触).{3,40}?)底线$")
_FRAMED = re.compile(r"(?:锚定|瞄准|紧扣|对标)(.{4,40}?)目标$")
_PRAISE = re.compile(r"((?:打造|建成|建设|形成|培育)(?:一批)?)(?:[^、的，“]{3,7}、){1,5}[^、的，“]{3,8}的(?=.{4})")
_AND_SO_ON = re.compile(r"等(?:一批)?(?:重大|重点|标志性)?(?:项目|工程)$")
_NEXT_ACT = re.compile(r"、(?:支持|推进|推动|加快|促进|鼓励|力争|确保)")
_SIZED = re.compile(r"(?:总投资|投资|占地|总建筑面积)\d{1,8}(?:\.\d{1,4})?余?[万亿]{0,2}(?:元|亩|平方米)的")
_INVESTED = re.compile(r"总?投资\d{1,8}(?:\.\d{1,4})?余?[万亿]{1,2}元的?(?=.{4})")


@dataclass(frozen=True, slots=True)
class Leads:
    """Words that open a goal's clause and are no part of the goal; ``kept`` ones end the stripping."""

    words: Cues


def load_leads(folder: Path | None = None) -> Leads:
    """Rows of ``patterns/goal_lead.csv``."""
    rows = read_table("patterns/goal_lead.csv", ("word", "role"), folder=folder)
    return Leads(cues({row["word"]: row["role"] for row in rows}))


def wording(clause: str, leads: Leads) -> tuple[int, int]:
    """Where in ``clause`` the goal's own words begin and end (half-open); equal where nothing is left."""
    start, end = 0, len(clause)
    while end > start and (clause[end - 1] in _EDGE):
        end -= 1
    for _ in range(12):
        while start < end and clause[start] in _EDGE:
            start += 1
        rest = clause[start:end]
        match = _OPENING.match(rest)
        if match:
            start += match.end()
            continue
        word = leads.words.at_head(rest)
        if not word or len(rest) - len(word) < 3 or leads.words.words[word] == "keep":
            break
        start += len(word)
    return start, end


def polish(words: str) -> str:
    """The wording for the graph: without footnote marks, inner time cues, sums and frames (守住…底线, 锚定…目标)."""
    words = _MARK.sub("", words)
    words = _INNER_TIME.sub("", words)
    words = _SIZED.sub("", words)
    frame = _FLOOR.match(words) or _FRAMED.match(words)
    if frame:
        words = frame[1].removesuffix("的").strip("“”")
    invested = _INVESTED.match(words)
    if invested:
        words = words[invested.end() :]
    following = _NEXT_ACT.search(words)
    if following and following.start() >= 6:
        words = words[: following.start()]
    words = _PRAISE.sub(r"\1", words)
    shorter = _AND_SO_ON.sub("", words)
    return (shorter if len(shorter) >= 6 else words).strip(_EDGE)
