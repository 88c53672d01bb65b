"""Precision and recall of an annotation against a gold one, row by row.

The figures are those of the scoring script that comes with the annotation guidelines: entities by name or alias,
targets by value, unit and indicator, goals by wording, relations by predicate and both ends; one to one, best match
first. *Strict* wants a normalised name to be equal, *lenient* lets one contain the other if it is at least half as
long. Counts of several documents are added up (micro average).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from extract.model import EntityType, normalise

Annotation = Mapping[str, Any]
Item = Mapping[str, Any]
Pair = tuple[int, int, float]  # index in gold, index in system, grade: 2 and more strict, else lenient
_T = TypeVar("_T")

ANY_TYPE, TARGET, DUE_YEAR, GOAL, RELATION = "any type", "target", "target due year", "goal", "relation"
_STRICT = 2


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
    strict = sum(1 for *_, grade in pairs if grade >= _STRICT)
    matched_gold, matched_system = {i for i, _, _ in pairs}, {j for _, j, _ in pairs}
    differences = [Difference(row, "missed", text(g), "") for i, g in enumerate(gold) if i not in matched_gold]
    differences += [Difference(row, "extra", "", text(s)) for j, s in enumerate(system) if j not in matched_system]
    differences += [Difference(row, "near", text(gold[i]), text(system[j])) for i, j, g in pairs if g < _STRICT]
    return row, Score(len(gold), len(system), strict, len(pairs)), differences


def _pair_up(golds: int, systems: int, grade: Callable[[int, int], float]) -> list[Pair]:
    """One-to-one matching, best grade first, then in the order of the files; grade 0 is no match."""
    graded = ((grade(i, j), i, j) for i in range(golds) for j in range(systems))
    used_gold: set[int] = set()
    used_system: set[int] = set()
    pairs: list[Pair] = []
    for value, i, j in sorted((c for c in graded if c[0] > 0), key=lambda c: (-c[0], c[1], c[2])):
        if i not in used_gold and j not in used_system:
            used_gold.add(i)
            used_system.add(j)
            pairs.append((i, j, value))
    return pairs


# -------------------------------------------------------------------------------------------- entities


def _of_type(entities: Sequence[Item], kind: EntityType) -> list[Item]:
    return [entity for entity in entities if entity["type"] == kind.value]


def _names(entity: Item) -> frozenset[str]:
    names = [entity["name"], *(entity.get("aliases") or [])]
    return frozenset(key for name in names if (key := _key(name)))


def _entity_pairs(gold: Sequence[Item], system: Sequence[Item]) -> list[Pair]:
    golds, systems = [_names(e) for e in gold], [_names(e) for e in system]
    return _pair_up(len(golds), len(systems), lambda i, j: _name_match(golds[i], systems[j]))


def _name_match(a: frozenset[str], b: frozenset[str]) -> int:
    """2 if a name is shared, 1 if one contains another and is at least half as long, else 0."""
    if not a.isdisjoint(b):
        return _STRICT
    return int(any(_contains(x, y) for x in a for y in b))


def _contains(a: str, b: str) -> bool:
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    return bool(short) and len(short) * 2 >= len(long) and short in long


# -------------------------------------------------------------------------------------------- targets


def _target_pairs(gold: Sequence[Item], system: Sequence[Item]) -> list[Pair]:
    return _pair_up(len(gold), len(system), lambda i, j: _target_grade(gold[i], system[j]))


def _target_grade(gold: Item, system: Item) -> float:
    a, b = _number(gold.get("value")), _number(system.get("value"))
    if a is None or b is None or abs(a - b) > 1e-6 * max(1.0, abs(a)):
        return 0
    if _key(gold.get("unit")) != _key(system.get("unit")):
        return 0
    x, y = _key(gold.get("indicator")), _key(system.get("indicator"))
    likeness = _dice(x, y)
    if likeness < 0.4 and not (x and y and (x in y or y in x)):
        return 0
    exact = gold.get("op") == system.get("op") and (gold.get("per") or None) == (system.get("per") or None)
    return (_STRICT if exact else 1) + likeness / 10


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
    golds, systems = [_key(g["text"]) for g in gold], [_key(s["text"]) for s in system]
    return _pair_up(len(golds), len(systems), lambda i, j: _goal_grade(golds[i], systems[j]))


def _goal_grade(a: str, b: str) -> float:
    if not a or not b:
        return 0
    likeness = 2 * _common(a, b) / (len(a) + len(b))
    if likeness >= 0.9:
        return _STRICT + likeness
    return 1 + likeness / 10 if likeness >= 0.6 else 0


def _common(a: str, b: str) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(b) + 1)
    for x in a:
        diagonal = 0
        for j, y in enumerate(b):
            row[j + 1], diagonal = (diagonal + 1 if x == y else max(row[j + 1], row[j])), row[j + 1]
    return row[-1]


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
        named.setdefault(_key(entity["name"]), set()).update(_names(entity))

    def end(name: object) -> frozenset[str]:
        return frozenset(named.get(_key(name), {_key(name)}))

    return [
        _Relation(str(r["p"]), end(r["s"]), end(r["o"]), f"{r['s']} -{r['p']}-> {r['o']}")
        for r in _items(document, "relations")
    ]


def _relation_pairs(gold: Sequence[_Relation], system: Sequence[_Relation]) -> list[Pair]:
    def grade(i: int, j: int) -> int:
        g, s = gold[i], system[j]
        if g.predicate != s.predicate:
            return 0
        return min(_name_match(g.subject, s.subject), _name_match(g.object, s.object))

    return _pair_up(len(gold), len(system), grade)


# -------------------------------------------------------------------------------------------- words and numbers


def _items(document: Annotation, part: str) -> list[Item]:
    return list(document.get(part) or [])


def _key(text: object) -> str:
    return normalise(str(text or ""))


def _dice(a: str, b: str) -> float:
    """Dice coefficient of two words' sets of two neighbouring characters."""
    x, y = _bigrams(a), _bigrams(b)
    return 2 * len(x & y) / (len(x) + len(y))


def _bigrams(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset({text})


def _number(value: object) -> float | None:
    try:
        return float(str(value).replace(",", ""))
    except ValueError:
        return None


def _figures(score: Score) -> dict[str, float]:
    figures: dict[str, float] = {
        "gold": score.gold, "system": score.system, "strict": score.strict, "lenient": score.lenient,
    }  # fmt: skip
    for prefix, lenient in (("strict", False), ("lenient", True)):
        figures[f"{prefix}_p"] = score.precision(lenient=lenient)
        figures[f"{prefix}_r"] = score.recall(lenient=lenient)
        figures[f"{prefix}_f1"] = score.f1(lenient=lenient)
    return figures
