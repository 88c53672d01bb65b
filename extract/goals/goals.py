"""A plan's goals: at most one per clause of its future part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.goals.scorer import Pattern, Scorer, load_patterns, load_scorer
from extract.goals.wording import Leads, load_leads, polish, wording
from extract.model import Document, Evidence, Goal, Mention, Passage, normalise
from extract.quantities.clauses import clause_spans
from extract.quantities.dates import Calendar, Due
from extract.quantities.schedule import Schedule


@dataclass(frozen=True, slots=True)
class GoalRules:
    """Words to strip, patterns, and the learned scorer (None: the patterns decide)."""

    leads: Leads
    patterns: tuple[Pattern, ...]
    scorer: Scorer | None


def load_goal_rules(folder: Path | None = None, *, model: bool = True) -> GoalRules:
    """The tables ``patterns/goal_*`` and, with ``model``, the learned weights."""
    return GoalRules(load_leads(folder), load_patterns(folder), load_scorer(folder) if model else None)


def find_goals(document: Document, places: Sequence[Mention] = (), rules: GoalRules | None = None) -> list[Goal]:
    """Qualitative goals in the order of the text, each wording once.

    Args:
        document: clean text with passages; those marked past are skipped.
        places: place mentions; one that opens the goal's words becomes its subject and is taken off
            (支持大连建设产业基地 -> subject 大连市, 建设产业基地). May be empty.
        rules: what ``load_goal_rules`` returns, read anew where not given.

    Returns an empty list for a text that looks back only. Evidence offsets count code points of ``document.text``.
    """
    rules = rules or load_goal_rules()
    opening = {m.start: m for m in places}
    schedule = Schedule(document)
    goals: list[Goal] = []
    seen: set[str] = set()
    for passage in document.passages:
        if passage.past:
            continue
        text = document.quote(passage)
        found = list(_clauses(text, rules))
        said = Calendar(text, document.meta.year) if found else None
        for start, end, rule in found:
            due = said.due(start, end) if said else None
            goal = _goal(document, passage, (start, end), rule, due or Due(start, year=schedule.year(passage)), opening)
            key = normalise(goal.text)
            if len(key) >= 4 and key not in seen:
                seen.add(key)
                goals.append(goal)
    return goals


def _clauses(text: str, rules: GoalRules) -> Iterator[tuple[int, int, str]]:
    """Start and end, within the sentence, of each goal's words, with the rule that saw it."""
    spans = clause_spans(text)
    for i, (start, end) in enumerate(spans):
        clause = text[start:end]
        a, b = wording(clause, rules.leads)
        if b - a < 4:
            continue
        core = clause[a:b]
        if rules.scorer is None:
            rule = next((p.rule for p in rules.patterns if p.expression.search(core)), "")
        else:
            before = text[slice(*spans[i - 1])] if i else ""
            behind = text[slice(*spans[i + 1])] if i + 1 < len(spans) else ""
            likely = rules.scorer.score(clause[:a], core, before, behind, text[end : end + 1])
            rule = "goal:learned" if likely >= rules.scorer.threshold else ""
        if rule:
            yield start + a, start + b, rule


def _goal(
    document: Document,
    passage: Passage,
    span: tuple[int, int],
    rule: str,
    due: Due,
    opening: dict[int, Mention],
) -> Goal:
    start, end = span
    text = document.quote(passage)
    begin, stop = passage.start + start, passage.start + end
    subject = opening.get(begin)
    words = text[start:end]
    if subject and subject.code and subject.end - begin < len(words) - 4:
        words = words[subject.end - begin :]
    return Goal(
        subject=subject.name if subject else document.meta.place,
        text=polish(words),
        deadline=due.year,
        within_years=due.within,
        evidence=(Evidence(passage.index, begin, stop, document.text[begin:stop], rule),),
    )
