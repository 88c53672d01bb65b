"""A text under cleaning that remembers where in the raw text each of its characters stood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extract.model import Removal


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``[start, end)`` of the draft by ``replacement``, which is never longer than what it replaces.

    ``reason`` names the rule for the record of removals; "" leaves no record (white space, width).
    """

    start: int
    end: int
    replacement: str = ""
    reason: str = ""


class Draft:
    """``text`` as it is now; ``origin[i]`` is the raw offset of its character i, ``origin[len(text)]`` the raw length."""

    def __init__(self, raw: str) -> None:
        self.text = raw
        self.origin: NDArray[np.int64] = np.arange(len(raw) + 1, dtype=np.int64)
        self.removed: list[Removal] = []

    def apply(self, edits: Iterable[Edit]) -> None:
        """Make all edits at once. They come in order; one that begins inside its predecessor is ignored.

        Raises:
            ValueError: if a replacement is longer than what it replaces.
        """
        text, pieces, last = self.text, [], 0
        keep = np.ones(len(text) + 1, dtype=np.bool_)
        for edit in edits:
            if edit.start < last:
                continue
            kept = edit.start + len(edit.replacement)
            if kept > edit.end:
                raise ValueError(f"{edit} is longer than what it replaces")
            pieces += (text[last : edit.start], edit.replacement)
            keep[kept : edit.end] = False
            last = edit.end
            if edit.reason and not text[edit.start : edit.end].isspace():
                self._record(edit)
        if not pieces:
            return
        pieces.append(text[last:])
        self.text = "".join(pieces)
        self.origin = self.origin[keep]

    def _record(self, edit: Edit) -> None:
        start = int(self.origin[edit.start])
        end = int(self.origin[edit.end - 1]) + 1
        self.removed.append(Removal(start, end, self.text[edit.start : edit.end], edit.reason))

    def position(self, raw_offset: int) -> int:
        """Offset in the present text of the first character that stood at ``raw_offset`` or after it."""
        return int(np.searchsorted(self.origin[:-1], raw_offset))
