"""A plan's targets: every number of its future part that can later be checked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.model import Document, Evidence, Mention, Passage, Target
from extract.quantities.dates import Calendar, Due
from extract.quantities.numerals import canonical
from extract.quantities.reading import Draft, read_sentence
from extract.quantities.rules import TargetRules, load_target_rules
from extract.quantities.schedule import Schedule
from extract.quantities.special import read_special

_BINDING = re.compile(r"(?:（|\(|，|、|为|属)?(约束性|预期性)(?!指标\d|指标[，、]|和|与|指标体系)")

__all__ = ["TargetRules", "find_targets", "load_target_rules"]


def find_targets(document: Document, places: Sequence[Mention] = (), rules: TargetRules | None = None) -> list[Target]:
    """Quantified commitments in the order of the text.

    Args:
        document: clean text with passages; those marked past are skipped.
        places: place mentions; one that opens a target's clause becomes its subject instead of the
            planning place. May be empty.
        rules: the tables, read anew where not given.

    Returns an empty list for a text without a future part or without numbers. Each target has one
    evidence whose offsets count code points of ``document.text``.
    """
    rules = rules or load_target_rules()
    opening = {m.start: m for m in places}
    schedule = Schedule(document)
    targets: list[Target] = []
    seen: set[tuple[str, str, str, str, int]] = set()
    for passage in document.passages:
        if passage.past:
            continue
        text = document.quote(passage)
        drafts = sorted(read_sentence(text, rules) + read_special(text, rules), key=lambda d: (d.at, d.indicator))
        if not drafts:
            continue
        said = Calendar(text, document.meta.year)
        for draft in drafts:
            target = _target(document, passage, draft, _due(draft, passage, said, schedule), opening)
            key = (target.indicator, target.operator, target.value, target.unit, target.deadline)
            if key not in seen:
                seen.add(key)
                targets.append(target)
    return targets


def _due(draft: Draft, passage: Passage, said: Calendar, schedule: Schedule) -> Due:
    due = said.due(draft.start, draft.at)
    return due if due and (due.year or due.within) else Due(draft.at, year=schedule.year(passage))


def _target(document: Document, passage: Passage, draft: Draft, due: Due, opening: dict[int, Mention]) -> Target:
    start, end = passage.start + draft.start, passage.start + draft.end
    while start < end and document.text[start] in " 、，；：和及与":
        start += 1
    subject = opening.get(start)
    tail = document.text[end : end + 8]
    binding = _BINDING.match(tail)
    return Target(
        subject=subject.name if subject else document.meta.place,
        indicator=draft.indicator,
        operator=draft.operator,
        value=canonical(draft.value),
        unit=draft.unit,
        per=draft.per,
        deadline=due.year,
        within_years=due.within,
        binding=binding[1] if binding else "",
        baseline=draft.baseline,
        evidence=(Evidence(passage.index, start, end, document.text[start:end], draft.rule),),
    )
