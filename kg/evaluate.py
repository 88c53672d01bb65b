"""Precision and recall of an annotation against a gold one, row by row.

The figures are those of the scoring script that comes with the annotation guidelines: entities by name or alias,
targets by value, unit and indicator, goals by wording, relations by predicate and both ends; one to one, best match
first. *Strict* wants a normalised name to be equal, *lenient* lets one contain the other if it is at least half as
long. Counts of several documents are added up (micro average).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from extract.model import EntityType
from kg.evaluate_match import STRICT, Pair, as_key, as_number, common_length, dice, name_matches, pair_up

Annotation = Mapping[str, Any]
Item = Mapping[str, Any]
_T = TypeVar("_T")

ANY_TYPE, TARGET, DUE_YEAR, GOAL, RELATION = "any type", "target", "target due year", "goal", "relation"


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one row: items in gold, in the system's annotation, and matched strictly and leniently."""

    gold: int = 0
    system: int = 0
    strict: int = 0
    lenient: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.gold + other.gold,
            self.system + other.system,
            self.strict + other.strict,
            self.lenient + other.lenient,
        )

    def precision(self, *, lenient: bool = False) -> float:
        """The matched part of what the system found; 0 if it found nothing."""
        return (self.lenient if lenient else self.strict) / self.system if self.system else 0.0

    def recall(self, *, lenient: bool = False) -> float:
        """The matched part of gold; 0 if gold has nothing."""
        return (self.lenient if lenient else self.strict) / self.gold if self.gold else 0.0

    def f1(self, *, lenient: bool = False) -> float:
        """Harmonic mean of precision and recall; 0 where both are."""
        p, r = self.precision(lenient=lenient), self.recall(lenient=lenient)
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same: ``kind`` is "missed" (gold only), "extra" (system only) or "near" (lenient)."""

    row: str
    kind: str
    gold: str
    system: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores by row, in the order: types of entity, any type, target, due year, goal, relation, predicates."""

    scores: Mapping[str, Score]
    differences: tuple[Difference, ...] = ()

    def as_json(self) -> dict[str, dict[str, float]]:
        """Counts and figures by row, with the scoring script's keys."""
        return {row: _figures(score) for row, score in self.scores.items()}


def evaluate(pairs: Iterable[tuple[Annotation, Annotation]]) -> Evaluation:
    """Score pairs of a gold and a system annotation (both as read from JSON), added up over the documents.

    A relation row for a predicate is there only if gold has that predicate in a document.
    """
    scores: dict[str, Score] = {}
    differences: list[Difference] = []
    for gold, system in pairs:
        for row, score, found in _document_rows(gold, system):
            scores[row] = scores.get(row, Score()) + score
            differences.extend(found)
    return Evaluation(scores, tuple(differences))


Row = tuple[str, Score, list[Difference]]


def _document_rows(gold: Annotation, system: Annotation) -> list[Row]:
    entities, found = _items(gold, "entities"), _items(system, "entities")
    rows = [
        _row(kind.value, _of_type(entities, kind), _of_type(found, kind), _entity_pairs, lambda e: str(e["name"]))
        for kind in EntityType
    ]
    rows.append(_row(ANY_TYPE, entities, found, _entity_pairs, lambda e: f"{e['type']}:{e['name']}"))
    targets, found_targets = _items(gold, "targets"), _items(system, "targets")
    rows.append(_row(TARGET, targets, found_targets, _target_pairs, _target_text))
    rows.append(_due_row(gold, system))
    rows.append(_row(GOAL, _items(gold, "goals"), _items(system, "goals"), _goal_pairs, lambda g: str(g["text"])))
    return rows + _relation_rows(gold, system)


def _row(
    row: str,
    gold: Sequence[_T],
    system: Sequence[_T],
    match: Callable[[Sequence[_T], Sequence[_T]], list[Pair]],
    text: Callable[[_T], str],
) -> Row:
    pairs = match(gold, system)
    strict = sum(1 for *_, grade in pairs if grade >= STRICT)
    matched_gold, matched_system = {i for i, _, _ in pairs}, {j for _, j, _ in pairs}
    differences = [Difference(row, "missed", text(g), "") for i, g in enumerate(gold) if i not in matched_gold]
    differences += [Difference(row, "extra", "", text(s)) for j, s in enumerate(system) if j not in matched_system]
    differences += [Difference(row, "near", text(gold[i]), text(system[j])) for i, j, g in pairs if g < STRICT]
    return row, Score(len(gold), len(system), strict, len(pairs)), differences


# -------------------------------------------------------------------------------------------- entities


def _of_type(entities: Sequence[Item], kind: EntityType) -> list[Item]:
    return [entity for entity in entities if entity["type"] == kind.value]


def _names(entity: Item) -> frozenset[str]:
    names = [entity["name"], *(entity.get("aliases") or [])]
    return frozenset(key for name in names if (key := as_key(name)))


def _entity_pairs(gold: Sequence[Item], system: Sequence[Item]) -> list[Pair]:
    golds, systems = [_names(e) for e in gold], [_names(e) for e in system]
    return pair_up((i, j, grade) for (i, j), grade in name_matches(golds, systems).items())


# -------------------------------------------------------------------------------------------- targets


def _target_pairs(gold: Sequence[Item], system: Sequence[Item]) -> list[Pair]:
    golds, systems = [_quantity(t) for t in gold], [_quantity(t) for t in system]
    return pair_up((i, j, _target_grade(g, s)) for i, g in enumerate(golds) for j, s in enumerate(systems))


@dataclass(frozen=True, slots=True)
class _Quantity:
    value: float | None
    unit: str
    indicator: str
    manner: tuple[object, object]


def _quantity(target: Item) -> _Quantity:
    manner = (target.get("op"), target.get("per") or None)
    return _Quantity(
        as_number(target.get("value")), as_key(target.get("unit")), as_key(target.get("indicator")), manner
    )


def _target_grade(g: _Quantity, s: _Quantity) -> float:
    if g.value is None or s.value is None or abs(g.value - s.value) > 1e-6 * max(1.0, abs(g.value)):
        return 0
    if g.unit != s.unit:
        return 0
    x, y = g.indicator, s.indicator
    likeness = dice(x, y)
    if likeness < 0.4 and not (x and y and (x in y or y in x)):
        return 0
    return (STRICT if g.manner == s.manner else 1) + likeness / 10


def _due_row(gold: Annotation, system: Annotation) -> Row:
    """Among matched targets, those whose due year is the same."""
    golds, systems = _items(gold, "targets"), _items(system, "targets")
    dated = [(_due(golds[i], gold), _due(systems[j], system)) for i, j, _ in _target_pairs(golds, systems)]
    same = sum(1 for a, b in dated if a and a == b)
    return DUE_YEAR, Score(sum(1 for a, _ in dated if a), sum(1 for _, b in dated if b), same, same), []


def _due(target: Item, document: Annotation) -> str | None:
    """The year a target falls due: its deadline, or the period's first year plus within_years."""
    if target.get("deadline"):
        return str(target["deadline"])
    if target.get("within_years") and document.get("planning_period"):
        return str(int(document["planning_period"][0]) + int(target["within_years"]))
    return None


def _target_text(target: Item) -> str:
    words = f"{target.get('indicator')} {target.get('op')} {target.get('value')}{target.get('unit')}"
    return f"{words} per={target.get('per')} by={target.get('deadline')}"


# -------------------------------------------------------------------------------------------- goals


def _goal_pairs(gold: Sequence[Item], system: Sequence[Item]) -> list[Pair]:
    golds, systems = [_wording(g) for g in gold], [_wording(s) for s in system]
    return pair_up((i, j, _goal_grade(g, s)) for i, g in enumerate(golds) for j, s in enumerate(systems))


def _wording(goal: Item) -> tuple[str, Counter[str]]:
    key = as_key(goal["text"])
    return key, Counter(key)


def _goal_grade(gold: tuple[str, Counter[str]], system: tuple[str, Counter[str]]) -> float:
    a, b = gold[0], system[0]
    # No more characters can be common in order than are common at all: most pairs need no closer look.
    if not a or not b or 2 * (gold[1] & system[1]).total() < 0.6 * (len(a) + len(b)) - 1e-9:
        return 0
    likeness = 2 * common_length(a, b) / (len(a) + len(b))
    if likeness >= 0.9:
        return STRICT + likeness
    return 1 + likeness / 10 if likeness >= 0.6 else 0


# -------------------------------------------------------------------------------------------- relations


@dataclass(frozen=True, slots=True)
class _Relation:
    predicate: str
    subject: frozenset[str]
    object: frozenset[str]
    text: str


def _relation_rows(gold: Annotation, system: Annotation) -> list[Row]:
    golds, systems = _relations(gold), _relations(system)
    rows = [_row(RELATION, golds, systems, _relation_pairs, lambda r: r.text)]
    for predicate in sorted({relation.predicate for relation in golds}):
        these, those = ([r for r in side if r.predicate == predicate] for side in (golds, systems))
        rows.append(_row(predicate, these, those, _relation_pairs, lambda r: r.text))
    return [(RELATION, rows[0][1], []), *rows[1:]]  # the predicates' rows list the differences


def _relations(document: Annotation) -> list[_Relation]:
    """The relations with all names that each end has."""
    named: dict[str, set[str]] = {}
    for entity in _items(document, "entities"):
        named.setdefault(as_key(entity["name"]), set()).update(_names(entity))

    def end(name: object) -> frozenset[str]:
        return frozenset(named.get(as_key(name), {as_key(name)}))

    return [
        _Relation(str(r["p"]), end(r["s"]), end(r["o"]), f"{r['s']} -{r['p']}-> {r['o']}")
        for r in _items(document, "relations")
    ]


def _relation_pairs(gold: Sequence[_Relation], system: Sequence[_Relation]) -> list[Pair]:
    subjects = name_matches([g.subject for g in gold], [s.subject for s in system])
    objects = name_matches([g.object for g in gold], [s.object for s in system])
    return pair_up(
        (i, j, min(grade, objects.get((i, j), 0)))
        for (i, j), grade in subjects.items()
        if gold[i].predicate == system[j].predicate
    )


# -------------------------------------------------------------------------------------------- output


def _items(document: Annotation, part: str) -> list[Item]:
    return list(document.get(part) or [])


def _figures(score: Score) -> dict[str, float]:
    figures: dict[str, float] = {
        "gold": score.gold, "system": score.system, "strict": score.strict, "lenient": score.lenient,
    }  # fmt: skip
    for prefix, lenient in (("strict", False), ("lenient", True)):
        figures[f"{prefix}_p"] = score.precision(lenient=lenient)
        figures[f"{prefix}_r"] = score.recall(lenient=lenient)
        figures[f"{prefix}_f1"] = score.f1(lenient=lenient)
    return figures
