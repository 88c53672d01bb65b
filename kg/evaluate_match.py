"""Matching for evaluation: names, words, numbers, and the one-to-one pairing of the best."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extract.model import normalise

Pair = tuple[int, int, float]  # index in gold, index in system, grade: STRICT and more strict, else lenient
STRICT = 2
_LONGEST = 300  # characters: a longer name is only compared as a whole


def pair_up(graded: Iterable[Pair]) -> list[Pair]:
    """One-to-one matching, best grade first, then in the order of the files; grade 0 is no match."""
    used_gold: set[int] = set()
    used_system: set[int] = set()
    pairs: list[Pair] = []
    for i, j, value in sorted((c for c in graded if c[2] > 0), key=lambda c: (-c[2], c[0], c[1])):
        if i not in used_gold and j not in used_system:
            used_gold.add(i)
            used_system.add(j)
            pairs.append((i, j, value))
    return pairs


def name_matches(golds: Sequence[frozenset[str]], systems: Sequence[frozenset[str]]) -> dict[tuple[int, int], int]:
    """The pairs that match: 2 if a name is shared, 1 if one contains another and is at least half as long.

    Found by looking up every long enough part of each name, not by comparing every pair.
    """
    found: dict[tuple[int, int], int] = {}
    by_gold, by_system = _by_name(golds), _by_name(systems)
    for name, indices in by_gold.items():
        for part in _long_parts(name):
            for pair in ((i, j) for i in indices for j in by_system.get(part, ())):
                found[pair] = max(found.get(pair, 0), STRICT if part == name else 1)
    for name, indices in by_system.items():
        for part in _long_parts(name):
            for pair in ((i, j) for j in indices for i in by_gold.get(part, ())):
                found.setdefault(pair, 1)
    return found


def _by_name(names: Sequence[frozenset[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for index, alternatives in enumerate(names):
        for name in sorted(alternatives):
            found.setdefault(name, []).append(index)
    return found


def _long_parts(name: str) -> frozenset[str]:
    """Every part of a name that is at least half as long, the name included."""
    if len(name) > _LONGEST:
        return frozenset({name})
    least = (len(name) + 1) // 2
    return frozenset(name[i:j] for i in range(len(name)) for j in range(i + least, len(name) + 1))


def common_length(a: str, b: str) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(b) + 1)
    for x in a:
        diagonal = 0
        for j, y in enumerate(b):
            row[j + 1], diagonal = (diagonal + 1 if x == y else max(row[j + 1], row[j])), row[j + 1]
    return row[-1]


def dice(a: str, b: str) -> float:
    """Dice coefficient of two words' sets of two neighbouring characters."""
    x, y = _bigrams(a), _bigrams(b)
    return 2 * len(x & y) / (len(x) + len(y))


def _bigrams(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset({text})


def as_number(value: object) -> float | None:
    """A number, thousands separators allowed; None if it is none."""
    try:
        return float(str(value).replace(",", ""))
    except ValueError:
        return None


def as_key(text: object) -> str:
    """A name or wording as it is compared; "" for None."""
    return normalise(str(text or ""))
