"""Which node an indicator is: 规上工业增加值增长, 规模以上工业增加值增速 of any plan are one, whatever words a plan has for it.

The node's label says all that its identity depends on: the canonical name of ``kg.compare_indicators`` and whether it is
a level, growth, yearly growth or an addition. So the same words with the same kind of number are the same node in every
plan, and no other plan is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

from extract.model import Outcome, Target, normalise
from kg.compare_indicators import (
    ADDED,
    LEVEL,
    MEAN,
    POINTS,
    RANK,
    RATES,
    TIMES,
    Scheme,
    adds,
    read_series,
    series_words,
)
from kg.indicator_families import find_term

_DOWN = ("下降", "降低", "减少", "降幅", "削减", "降至")
LISTED, TIDY, ANALYST, AS_IT_IS = "scheme", "tidy", "analyst", "letters"


@dataclass(frozen=True, slots=True)
class IndicatorName:
    """An indicator's node: ``label`` names it, ``concept`` is what it is the level, growth or addition of.

    ``listed`` tells whether the scheme has the concept. ``broader`` is what it falls under ("" if nothing says):
    another indicator's label where ``kind`` is "indicator", a family's name where it is "family"; ``rule`` says why:
    ``change`` (the growth of an indicator) or ``term:词`` (the word of the families' table that decided).
    """

    label: str
    concept: str
    listed: bool
    broader: str
    kind: str
    rule: str


def indicator_name(scheme: Scheme, figure: Target | Outcome) -> IndicatorName:
    """The node of a figure's indicator."""
    words, change, _ = series_words(figure.indicator)
    series, _ = read_series(
        scheme, figure.indicator, figure.operator, figure.value, figure.unit, getattr(figure, "per", "")
    )
    concept = series.concept
    label = _label(concept, series.measure, change, figure.indicator) or figure.indicator
    listed = concept in scheme.better
    if listed and label != concept:
        return IndicatorName(label, concept, listed, concept, "indicator", "change")
    if listed:
        return IndicatorName(label, concept, listed, "", "", "")
    found = find_term(scheme.families, concept if len(concept) > 1 else words)
    if found is None:
        return IndicatorName(label, concept, listed, "", "", "")
    return IndicatorName(label, concept, listed, found[0], "family", f"term:{found[1]}")


def rule_of(scheme: Scheme, wording: str, label: str) -> str:
    """Why a wording stands for a node: by the analyst, by the scheme's names, by leaving out general words, or as it is."""
    words = series_words(wording)[0]
    if normalise(words) in scheme.forced or normalise(words) in scheme.separate:
        return ANALYST
    concept = scheme.concept(words)
    if concept in scheme.better and normalise(words) != normalise(concept):
        return LISTED
    return AS_IT_IS if normalise(wording) == normalise(label) else TIDY


def _label(concept: str, measure: str, change: str, wording: str) -> str:
    down = change in _DOWN
    if measure in RATES or measure == TIMES:
        if not change and (measure == TIMES or concept.endswith("涨幅")):
            return concept
        every = "年均" if measure == MEAN else "累计" if "累计" in wording[-10:] else ""
        return concept if concept.endswith("涨幅") else f"{concept}{every}{'下降' if down else '增长'}"
    if measure == POINTS:
        return f"{concept}{'下降' if down else '提高'}"
    if measure == ADDED:
        if change:
            return f"{concept}{'减少' if down else '增加'}"
        return concept if adds(concept) else f"新增{concept}"
    if measure == RANK:
        return f"{concept}位次"
    assert measure == LEVEL, measure
    return concept
