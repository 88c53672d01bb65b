"""More places to learn from: annotated pieces with other places' names in them.

The annotated texts come from few places; a county of the gazetteer put in place of another makes the
network look at what stands around a name instead of learning the names.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass

from bench.tagger.corpus import Span
from extract.tagger.places import PlaceBits


@dataclass(frozen=True)
class Source:
    """One piece of text with its spans, offsets into the piece."""

    text: str
    names: tuple[Span, ...]
    clauses: tuple[Span, ...] | None


class Swapper:
    """Puts other names of the gazetteer where names of it stand."""

    def __init__(self, places: PlaceBits) -> None:
        self._places = places
        pools: dict[str, list[str]] = defaultdict(list)
        for name in places.names:
            pools[self._pool(name)].append(name)
        self._pools = dict(pools)

    @staticmethod
    def _pool(name: str) -> str:
        """Official names are swapped for such of the same rank, short ones for short ones."""
        return name[-1] if len(name) > 2 and name[-1] in "省市县区州盟旗" else "short"

    def swap(self, source: Source, rng: random.Random) -> Source:
        """A piece with every known place replaced that is official or stands in a marked name."""
        changes = []
        for start, end, full in self._places.matches(source.text):
            name = source.text[start:end]
            # 新兴 in 新兴产业 is no county: a short name counts where it is a place or begins a longer name.
            marked = any(
                a <= start and end <= b and (kind == "place" or (a == start and kind in ("project", "organization")))
                for a, b, kind in source.names
            )
            crossing = any(
                a < end and start < b and not (a <= start and end <= b)
                for a, b, _ in (*source.names, *(source.clauses or ()))
            )
            if (full or marked) and not crossing:
                changes.append((start, end, rng.choice(self._pools[self._pool(name)])))
        return _replace(source, changes) if changes else source


def _replace(source: Source, changes: list[tuple[int, int, str]]) -> Source:
    text, last = "", 0
    moves = []
    for start, end, new in changes:
        text += source.text[last:start] + new
        moves.append((end, len(new) - (end - start)))
        last = end
    text += source.text[last:]

    def moved(position: int) -> int:
        return position + sum(shift for end, shift in moves if end <= position)

    def shifted(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple((moved(a), moved(b), kind) for a, b, kind in spans)

    return Source(text, shifted(source.names), None if source.clauses is None else shifted(source.clauses))
