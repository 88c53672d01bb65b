"""A possible mention while it is being judged."""

from __future__ import annotations

from dataclasses import dataclass, replace

SURE = 0  # stands on its own
NEEDS_CONTEXT = 1  # an ordinary word or a far-off county: only beside other places
NEEDS_BOTH_SIDES = 2  # a very common word: only between two places


@dataclass(frozen=True, order=True, slots=True)
class Hit:
    """``text[start:end]`` may be a place called ``name`` with ``code`` ("" if the gazetteer has none).

    ``need`` is one of the three above; ``rule`` says how it was found.
    """

    start: int
    end: int
    surface: str
    name: str
    code: str
    rule: str
    need: int = SURE

    def accepted(self, *, name: str = "", code: str = "", rule: str = "") -> Hit:
        """The same hit, no longer in doubt."""
        return replace(self, need=SURE, name=name or self.name, code=code or self.code, rule=rule or self.rule)


def without_overlaps(hits: list[Hit], first_code: str = "-") -> list[Hit]:
    """Of nested hits the longest stays; of crossing ones that of ``first_code``, then the surer, then the earlier.

    Sorted by position.
    """
    outer: list[Hit] = []
    reach = 0
    for hit in sorted(hits, key=lambda h: (h.start, -h.end, h.need, h.rule, h.name)):
        if hit.end > reach:
            outer.append(hit)
            reach = hit.end
    taken: list[Hit] = []
    occupied: set[int] = set()
    for hit in sorted(outer, key=lambda h: (h.code != first_code, h.need > SURE, h.start, h.end)):
        if hit.start not in occupied and hit.end - 1 not in occupied:
            taken.append(hit)
            occupied.update(range(hit.start, hit.end))
    return sorted(taken, key=lambda h: h.start)
