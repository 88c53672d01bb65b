"""What the network is told about places: where a name of the gazetteer, county or above, stands in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from ahocorasick_rs import AhoCorasick, MatchKind

from extract.gazetteer import Gazetteer

BITS = 8
_FULL = ("省", "市", "县", "区", "州", "盟", "旗")
_SURROGATE = re.compile("[\ud800-\udfff]")
Floats = npt.NDArray[np.float32]


class PlaceBits:
    """Marks of known place names, longest first; built once from the names.

    Four bits a character (start, inside, end of a name, name of two characters) for official names and the
    same four for short ones.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted({name for name in names if len(name) > 1})
        self._full = [name.endswith(_FULL) and len(name) > 2 for name in self._names]
        self._automaton = AhoCorasick(self._names, matchkind=MatchKind.LeftmostLongest)

    @classmethod
    def of(cls, gazetteer: Gazetteer) -> PlaceBits:
        """From all present and former names and short names of counties and above."""
        return cls(gazetteer.upper_names())

    def find(self, text: str) -> Floats:
        """(length of the text, ``BITS``) zeros and ones."""
        bits = np.zeros((len(text), BITS), dtype=np.float32)
        for start, end, full in self.matches(text):
            first = 0 if full else 4
            bits[start, first] = 1.0
            bits[start:end, first + 1] = 1.0
            bits[end - 1, first + 2] = 1.0
            if end - start == 2:
                bits[start:end, first + 3] = 1.0
        return bits

    def matches(self, text: str) -> list[tuple[int, int, bool]]:
        """Start, end and whether the name is an official one; sorted, without overlap."""
        # Half a surrogate pair, which JSON input may carry, is no text to the automaton.
        plain = _SURROGATE.sub("?", text)
        return [(a, b, self._full[i]) for i, a, b in self._automaton.find_matches_as_indexes(plain)]

    @property
    def names(self) -> list[str]:
        """All names, sorted."""
        return list(self._names)
