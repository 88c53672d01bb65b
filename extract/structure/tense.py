"""Which paragraphs and sentences review what was achieved, and which say what will be done.

A two-state chain over the paragraphs: each paragraph's cues give the log odds that it reviews; the
heading it stands under adds to them; changing the tense between neighbours costs. The best path
(Viterbi 1967) is the answer, so that one odd paragraph does not flip and a review without a
heading of its own is still found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.structure.headings import PLAIN_TOP, Heading, is_period
from extract.structure.paragraphs import Paragraph, front_length
from extract.structure.patterns import StructurePatterns
from extract.structure.tree import Node
from extract.structure.years import plan_end

CHANGE = 6.0  # cost of changing the tense between two paragraphs
ACROSS = 2.0  # the same where a top-level section begins
HEADED = 9.0  # odds under a heading that names its period, whatever the cues
MOST = 5.0  # no paragraph's cues count for more
SHORT = 60  # the cues of a shorter paragraph count for less
_FRONT_PRIOR = 2.0  # text before a first heading 二、 belongs to a lost part 一, mostly a review
_SHORT_TITLE = 14
_PROBLEM_WITHIN = 90
_EARLIER = re.compile(r"“(十[一二三四五六七八九]?)五”(?:时期|期间|以来|规划(?:实施|执行))")
_FUTURE = re.compile(r"将|要(?!素|求)|力争|确保|必须|今后")


def past_paragraphs(
    paragraphs: tuple[Paragraph, ...],
    nodes: tuple[Node, ...],
    holder: Sequence[int | None],
    patterns: StructurePatterns,
    year: int = 0,
) -> list[bool]:
    """For each paragraph whether it reviews (achievements, problems, thanks) or explains terms, rather than plans.

    ``year``: the year the plan was delivered, 0 if unknown; tells 2014年政府工作 from the year to come.
    """
    priors = _priors(nodes, holder, patterns, year, _front_prior(nodes))
    tops = {node.first for node in nodes if node.level == 1}
    odds = [
        HEADED + MOST
        if _of_earlier_plan(paragraph.text, year)
        else prior
        if abs(prior) >= HEADED
        else prior + max(-MOST, min(MOST, score(paragraph.text, patterns)))
        for paragraph, prior in zip(paragraphs, priors, strict=True)
    ]
    path = _best_path(odds, tops)
    path[: front_length(paragraphs)] = [False] * front_length(paragraphs)  # title, date, speaker: neither
    for number, paragraph in enumerate(paragraphs):
        if patterns.problem.search(paragraph.text, 0, _PROBLEM_WITHIN) and odds[number] > -HEADED - MOST:
            path[number] = path[number] or _is_problem(paragraph.text)
    return path


def score(text: str, patterns: StructurePatterns) -> float:
    """Log odds that a paragraph reviews, from its cues; a cue counts at most three times, in a short paragraph less."""
    total = sum(weight * min(3, len(pattern.findall(text))) for pattern, weight in patterns.cues)
    return total * min(1.0, len(text) / SHORT)


def is_past_sentence(sentence: str, patterns: StructurePatterns) -> bool:
    """Whether a single sentence of a plan says what has been done already."""
    return patterns.past_sentence.search(sentence) is not None and _FUTURE.search(sentence) is None


def heading_tense(heading: Heading, patterns: StructurePatterns, year: int = 0) -> int:
    """1 for a review or notes, -1 for a plan, 0 where the heading does not say or says both."""
    title = heading.title
    if patterns.glossary.search(title):
        return 1
    review, plan = bool(patterns.review.search(title)), bool(patterns.plan.search(title))
    named = re.search(r"(20\d\d)年", title)
    if named and year and not plan and not review:
        return 1 if int(named[1]) < year else -1
    return int(review) - int(plan)


def _of_earlier_plan(text: str, year: int) -> bool:
    """Whether a paragraph opens with a five-year plan that was over before ``year`` (“十三五”时期, in a plan of 2021)."""
    match = _EARLIER.match(text)
    return match is not None and plan_end(match[1]) < year and _FUTURE.search(text) is None


def _is_problem(text: str) -> bool:
    return re.match(r".{0,40}(?:清醒|我们也|问题|困难|不足|短板)", text) is not None and "要" not in text[:12]


def _front_prior(nodes: tuple[Node, ...]) -> float:
    first = next((node.heading.title for node in nodes if node.heading.rank in (3, 4)), "")
    return _FRONT_PRIOR if re.match(r"（?[二三四五六七八九十]", first) else 0.0


def _priors(
    nodes: tuple[Node, ...], holder: Sequence[int | None], patterns: StructurePatterns, year: int, front: float
) -> list[float]:
    """What the nearest heading that names its period adds to each paragraph under it."""
    own: list[float] = []
    for node in nodes:
        above = own[node.parent] if node.parent is not None else 0.0
        heading = node.heading
        short = len(heading.title) <= _SHORT_TITLE and heading_tense(heading, patterns) > 0  # 第一节 发展基础
        speaks = short or node.level == 1 or heading.rank == PLAIN_TOP or is_period(heading.title, patterns)
        if heading.local or not speaks or len(heading.title) > 50:
            own.append(above)
            continue
        tense = heading_tense(heading, patterns, year)
        inherited = above / 2 if heading.rank == PLAIN_TOP else above  # an unnumbered top heading may open a new part
        own.append(HEADED * tense if tense else inherited)
    return [front if index is None else own[index] for index in holder]


def _best_path(odds: list[float], tops: set[int]) -> list[bool]:
    """Viterbi over the states plan (False) and past (True)."""
    if not odds:
        return []
    back: list[tuple[bool, bool]] = []
    plan, past = -odds[0] / 2, odds[0] / 2
    for number in range(1, len(odds)):
        cost = ACROSS if number in tops else CHANGE
        to_plan, to_past = past - cost > plan, past >= plan - cost
        back.append((to_plan, to_past))
        plan, past = max(plan, past - cost), max(past, plan - cost)
        plan, past = plan - odds[number] / 2, past + odds[number] / 2
    path = [past > plan]
    for to_plan, to_past in reversed(back):
        path.append(to_past if path[-1] else to_plan)
    return path[::-1]
