"""Achieved figures: the numbers of a report's review, read with the grammar of targets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.model import Document, Evidence, Mention, Outcome, Passage
from extract.outcomes.when import Reviews, When
from extract.quantities.numerals import canonical
from extract.quantities.reading import Draft, read_sentence
from extract.quantities.rules import Rejections, TargetRules

_EXPECTED = re.compile(r"预计|预期|估算|初步核算|初步统计")
_AIM = re.compile(r"目标(?:任务)?[^，。；完超]{0,8}$|计划|高于.{0,6}目标|力争|将(?=达|实|完|增)")
_RISEN = re.compile(
    r"[从由](?:20\d\d年(?:底|末)?的?)?[\d.,]{1,12}[^\d，。；、]{1,5}?(?:同比)?(?:增长|增加|提高|提升|上升|扩大|下降|降低|减少|降)(?:到|至)(?:20\d\d年(?:底|末)?的?)?(?=\d)"
)
_LEADING = re.compile(
    r"^(?:其中|预计|全年|年内|全(?:省|市|县|区|州|盟|旗|自治区)|我(?:省|市|县|区)|累计|共计?|已|了|成功|圆满|超额|完成|实现|是|到|底|末|年|来|还)(?=..)"
)
_EACH = r"(?<![人户年平地亩日月单])(?:均|都)"  # 均达100% is of each that is named; 人均, 年均 and the like are not
_TRAILING = re.compile(rf"(?:累计|已经?|共计?|预计|同比|可比|分别|，|平均为|为|{_EACH})+$")
_SAME = re.compile(rf"(?:同比|可比|预计|同期|比上年|较上年|{_EACH})(?=增|上|下|降|减|提|回)")
_ALL = re.compile(rf"(?P<members>[^，；：]+){_EACH}已?(?:达|保持|稳定|超过|为)")
_MEASURED = re.compile(r"(?:率|比例|占比|比重|浓度|指数)$")
_JUNK = re.compile(
    r"^快于|^高出|^好于|^超出|20\d\d年|^(?:同比|占|比|较|高于|低于|其中|位|列|增长|下降|增加|减少|了|的|率|总数|总量|惠|次|类)"
)
_MEAN = re.compile(r"年均|五年累计|累计")
_YEARLY = re.compile(r"同比|[比较](?:上年|去年)")
_AGAINST = re.compile(r"[比较](?P<year>20\d\d)年")
_BOTH = re.compile(r"^城乡(?=.)")
_AND = re.compile(r"[、和及与]")


@dataclass(frozen=True, slots=True)
class OutcomeRules:
    """The tables of targets without the rows that turn away what has been achieved."""

    targets: TargetRules


def outcome_rules(rules: TargetRules) -> OutcomeRules:
    """From the tables of targets; rows of ``target_reject`` whose reason begins with 过去 do not hold here."""
    rows = tuple(row for row in rules.rejections.rows if not row.reason.startswith("过去"))
    return OutcomeRules(replace(rules, rejections=Rejections(rows)))


def find_outcomes(document: Document, places: Sequence[Mention], rules: OutcomeRules) -> list[Outcome]:
    """Achieved figures in the order of the text, from passages marked past; explanations of terms are left out.

    Args:
        document: clean text with passages.
        places: place mentions; one that opens a figure's clause is whose figure it is, instead of the planning place.
        rules: ``outcome_rules``.

    Returns an empty list for a text without a review. Figures of a part of a year (上半年) and what the review says
    was aimed at are left out. Each has one evidence, whose offsets count code points of ``document.text``.
    """
    opening = {m.start: m for m in places}
    reviews = Reviews(document)
    found: list[Outcome] = []
    seen: set[tuple[str, str, str, str, int, int]] = set()
    for passage in document.passages:
        if not reviews.is_review(passage):
            continue
        for outcome in _of_passage(document, passage, reviews, opening, rules):
            key = (outcome.subject, outcome.indicator, outcome.value, outcome.unit, outcome.year, outcome.since)
            if key not in seen:
                seen.add(key)
                found.append(outcome)
    return found


def _of_passage(
    document: Document, passage: Passage, reviews: Reviews, opening: dict[int, Mention], rules: OutcomeRules
) -> Iterator[Outcome]:
    text = document.quote(passage)
    read = [one for draft in _read(text, rules) for one in _each(draft, text)]
    drafts = _both([replace(d, indicator=_indicator(d.indicator)) for d in read], text)
    for i, draft in enumerate(drafts):
        if (
            len(draft.indicator) < 2
            or _JUNK.search(draft.indicator)
            or _AIM.search(text, max(0, draft.at - 24), draft.at)
        ):
            continue
        when = reviews.when(passage, draft.at, draft.start)
        if when.part:
            continue
        behind = text[draft.start : drafts[i + 1].end] if _rise_of(draft, drafts[i + 1 : i + 2]) else ""
        said = text[draft.start : draft.end]
        base = _AGAINST.search(said)
        if base and when.year and int(base["year"]) + 1 < when.year:
            when = replace(when, since=int(base["year"]) + 1)
        elif not _of_span(draft, said, behind):
            when = replace(when, since=0)
        yield _outcome(document, passage, draft, when, opening)


def _read(text: str, rules: OutcomeRules) -> list[Draft]:
    return read_sentence(_reached(text), rules.targets)


def _outcome(document: Document, passage: Passage, draft: Draft, when: When, opening: dict[int, Mention]) -> Outcome:
    start, end = passage.start + draft.start, passage.start + draft.end
    while start < end and document.text[start] in " 、，；：和及与":
        start += 1
    subject = opening.get(start)
    return Outcome(
        subject=subject.name if subject else document.meta.place,
        indicator=draft.indicator,
        operator="=" if draft.operator == ">=" else draft.operator,
        value=canonical(draft.value),
        unit=draft.unit,
        per=draft.per,
        year=when.year,
        since=when.since,
        expected=bool(_EXPECTED.search(document.text, passage.start, end)),
        evidence=(Evidence(passage.index, start, end, document.text[start:end], "outcome" + draft.rule[6:]),),
    )


def _rise_of(draft: Draft, following: list[Draft]) -> bool:
    """Whether the next figure is the rise of this one: 投资62.5亿元，同比增长36.1%."""
    return bool(following) and following[0].indicator.startswith(draft.indicator)


def _of_span(draft: Draft, said: str, behind: str) -> bool:
    """Whether a figure in a review of several years is of them all: not a level reached, nor compared with one year."""
    if _MEAN.search(draft.indicator) or _MEAN.search(said):
        return True
    if _YEARLY.search(said) or _YEARLY.search(behind):
        return False
    return not (draft.operator == ">=" and draft.rule.endswith("level"))


def _reached(text: str) -> str:
    """从56.1亿元增长到2020年的77.2亿元 as 达到77.2亿元, padded with spaces so that every offset stays what it is."""
    return _RISEN.sub(lambda m: " " * (len(m.group()) - 2) + "达到", text)


def _each(draft: Draft, text: str) -> list[Draft]:
    """安全处置率、安全利用率均达100%: a figure for each, where each by itself is named as something measured."""
    found = _ALL.match(text, draft.start, draft.at)
    members = [name.strip(" “”") for name in _AND.split(found["members"])] if found else []
    if len(members) < 2 or not all(len(name) > 2 and _MEASURED.search(name) for name in members):
        return [draft]
    return [replace(draft, indicator=name) for name in members]


def _both(drafts: list[Draft], text: str) -> list[Draft]:
    """城乡居民收入分别达到30475元和9624元: the first figure is of the towns, the second of the country."""
    out = list(drafts)
    for i in range(len(out) - 1):
        one, two = out[i], out[i + 1]
        joined = text[one.end : two.at] in ("和", "、", "与", "及") and one.unit == two.unit
        if not (joined and _BOTH.search(one.indicator) and one.indicator.startswith(two.indicator)):
            continue
        out[i] = replace(one, indicator=_BOTH.sub("城镇", one.indicator))
        out[i + 1] = replace(one, indicator=_BOTH.sub("农村", one.indicator), start=two.start, end=two.end, at=two.at,
                             value=two.value)  # fmt: skip
    return out


def _indicator(name: str) -> str:
    """The noun phrase without what only says that it is done: 预计全区地区生产总值同比增长 -> 地区生产总值增长."""
    for _ in range(8):
        shorter = _TRAILING.sub("", _LEADING.sub("", _SAME.sub("", name).strip(" ，、：")))
        if shorter == name:
            return name
        name = shorter
    return name
