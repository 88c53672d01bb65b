"""A text under cleaning that remembers where in the raw text each of its characters stood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extract.model import Removal


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``[start, end)`` of the draft by ``replacement``; at least one character is replaced.

    ``reason`` names the rule for the record of removals; "" leaves no record (white space, width).
    """

    start: int
    end: int
    replacement: str = ""
    reason: str = ""


class Draft:
    """``text`` as it is now; ``origin[i]`` is the raw offset of its character i, ``origin[-1]`` the raw length."""

    def __init__(self, raw: str) -> None:
        self.text = raw
        self.origin: NDArray[np.int64] = np.arange(len(raw) + 1, dtype=np.int64)
        self.removed: list[Removal] = []

    def apply(self, edits: Iterable[Edit]) -> None:
        """Make all edits at once. They come in order; one that begins inside its predecessor is ignored."""
        text, last = self.text, 0
        pieces: list[str] = []
        times = np.ones(len(text) + 1, dtype=np.int64)  # how many characters come from each one
        for edit in edits:
            if edit.start < last:
                continue
            pieces += (text[last : edit.start], edit.replacement)
            kept = min(edit.end, edit.start + len(edit.replacement))
            times[kept : edit.end] = 0
            times[kept - 1] += len(edit.replacement) - (kept - edit.start)
            last = edit.end
            if edit.reason and not text[edit.start : edit.end].isspace():
                self._record(edit)
        if not pieces:
            return
        pieces.append(text[last:])
        self.text = "".join(pieces)
        self.origin = np.repeat(self.origin, times)

    def _record(self, edit: Edit) -> None:
        start = int(self.origin[edit.start])
        end = int(self.origin[edit.end - 1]) + 1
        self.removed.append(Removal(start, end, self.text[edit.start : edit.end], edit.reason))

    def position(self, raw_offset: int) -> int:
        """Offset in the present text of the first character that stood at ``raw_offset`` or after it."""
        return int(np.searchsorted(self.origin[:-1], raw_offset))
