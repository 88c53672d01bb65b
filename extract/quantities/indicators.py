"""The indicator of a number: the noun phrase that the number measures, in the text's own words."""

from __future__ import annotations

import re

from extract.quantities.rules import TargetRules

_SEPARATORS = " 　、，；：:—-–·,."
_TIME = re.compile(
    r"^(?:(?:到|至|力争|争取|确保)?20\d\d年(?:底前|年底|底|末|前|以前)?|到?“?十[一二三四五六]五”?(?:时期|期末|末|期间)?"
    r"|(?:今后|未来|接下来)?(?:[一二三四五六七八九十两]|\d)(?:至|到)?[一二三四五六七八九十]?年(?:内|左右|时间|后)?|今年|全年|年内|年度|本年|年底前?|每年|上半年|下半年"
    r"|\d{1,2}月(?:底|份)?前?)(?=.)"
)
_ORDER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}(?:是|要)(?:要)?|[（(]?\d{1,2}[）)、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|——|第[一二三四五六七八九十][，、])"
)
_TAIL_WORK = re.compile(r"(?:等)?(?:的)?(?:建设|工作|任务|目标|进程)$")
_SUBJECT = re.compile(
    r"^(?:全(?:省|市|县|区|州|盟|旗|镇|乡|自治区)|我(?:省|市|县|区|州|盟|旗)|各(?:地|县|市|区)|要|将|使|把|让|对|在|以|再|都|须|应|共|总计|累计|各)(?=.)"
)
_OPENING = re.compile("|".join((_ORDER.pattern, _TIME.pattern, _SUBJECT.pattern)))
_HEADS = re.compile(
    r"(?:额|值|入|量|率|数|费|比|价|资|贷|款|积|度|力|能|耗|放|业|化|销|收|支|投|占比|比重|花费|人次|产值|规模|水平|指数|经济|强度|浓度|就业|营收|工业)$"
)


def trim(text: str) -> str:
    """Without the separators at either end; a quotation mark stays where its partner is inside."""
    text = text.strip(_SEPARATORS)
    while text[:1] == "”" or (text[:1] == "“" and "”" not in text):
        text = text[1:].lstrip(_SEPARATORS + "”")
    while text[-1:] == "“" or (text[-1:] == "”" and "“" not in text):
        text = text[:-1].rstrip(_SEPARATORS + "“")
    return text


def strip_lead(text: str, rules: TargetRules) -> tuple[str, str, str]:
    """Takes off order marks, time cues, adverbs and verbs: (rest, the verb taken off last or "", its role).

    ``keep`` and ``add`` verbs stay in the rest; they end the stripping.
    """
    verb = role = ""
    for _ in range(12):
        text = trim(text)
        match = _OPENING.match(text)
        if match:
            text = trim(text[match.end() :])
            continue
        word = rules.verbs.at_head(text)
        if not word:
            break
        kind = rules.verbs.words[word]
        if kind == "adverb" and len(text) > len(word) and not rules.verbs.at_head(text[len(word) :]):
            break
        if kind in ("keep", "add"):
            return text, word, kind
        if kind == "act":
            if verb and len(text) - len(word) < 2:
                break
            verb, role = word, kind
        text = text[len(word) :]
    return text, verb, role


def object_after(text: str) -> str:
    """The counted thing behind a number (5个智能工厂 -> 智能工厂), without 的, 以上, 等 and trailing 建设, 工作."""
    text = trim(text)
    for head in ("以上的", "以上", "左右的", "左右", "的", "大"):
        if text.startswith(head) and len(text) > len(head) + 1:
            text = text[len(head) :]
            break
    text = trim(text)
    shorter = _TAIL_WORK.sub("", text)
    if len(shorter) >= 3:
        text = shorter
    return trim(text.removesuffix("等") if len(text) > 2 else text)


def split_members(text: str, count: int) -> list[str]:
    """The indicators of a coordination: 城镇和农村居民收入 with two numbers -> 城镇居民收入, 农村居民收入.

    ``count`` is the number of numbers; 0 means one number for all. A coordination that is one thing
    (高新技术、科技型中小企业数量) comes back whole.
    """
    members = [m for m in re.split(r"、|和|与|及|以及", text) if m]
    if len(members) < 2:
        return [text]
    last = members[-1]
    whole = all(_HEADS.search(m) and len(m) >= 3 for m in members)
    if whole and count in (0, len(members)):
        return members
    if count != len(members):
        return [text]
    return [m if _HEADS.search(m) and len(m) > 3 else m + last[len(m) :] for m in members[:-1]] + [last]
