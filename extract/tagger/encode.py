"""Text to numbers for the tagger: pieces of text, their characters' ids and their bigrams' ids.

Shared by training and run time, so that both see the same numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

PIECE = 160
"""Longest piece, in characters, that the network reads at once; longer sentences are cut."""

PAD, UNKNOWN = 0, 1
_SENTENCE = re.compile("[^。！？\n]*[。！？][”’）)]*|[^。！？\n]+")
_SOFT_ENDS = ("；", "，：;,:、", "")
_EDGE = "\x02"  # stands for the edge of a piece in a bigram

Ids = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Alphabet:
    """Known characters and bigrams. Id 0 is padding, 1 unknown, 2 the first of each list.

    ``characters``: sorted code points; ``bigrams``: sorted ``first * 2**21 + second`` code points.
    """

    characters: npt.NDArray[np.int64]
    bigrams: npt.NDArray[np.int64]

    def encode(self, texts: list[str]) -> list[tuple[Ids, Ids]]:
        """For each text ids of its n characters and of its n + 1 bigrams, the edges of the text included.

        Bigram i is made of characters i - 1 and i. All texts are looked up in one go.
        """
        joined = _EDGE + _EDGE.join(texts) + _EDGE
        points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
        points = fold(points)
        characters = _find(self.characters, points)
        bigrams = _find(self.bigrams, (points[:-1] << 21) + points[1:])
        found, at = [], 1
        for text in texts:
            end = at + len(text)
            found.append((characters[at:end], bigrams[at - 1 : end]))
            at = end + 1
        return found


def fold(points: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Full-width ASCII to half-width, capitals to small letters, all digits to 0."""
    points = np.where((points >= 0xFF01) & (points <= 0xFF5E), points - 0xFEE0, points)
    points = np.where((points >= 0x41) & (points <= 0x5A), points + 32, points)
    return np.where((points >= 0x30) & (points <= 0x39), 0x30, points)


def _find(known: npt.NDArray[np.int64], wanted: npt.NDArray[np.int64]) -> Ids:
    at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.where(known[at] == wanted, at + 2, UNKNOWN).astype(np.int32)


def pieces(text: str) -> list[tuple[int, int]]:
    """Cut a text into sentences of at most ``PIECE`` characters: sorted offsets, without breaks between paragraphs.

    A sentence ends with 。！？ and the closing quotation mark after it, or with its paragraph. A longer one
    is cut after the last semicolon, comma or, where there is none, character that fits. Linear in the text.
    """
    return [cut for match in _SENTENCE.finditer(text) for cut in _windows(text, *match.span())]


def _windows(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found = []
    while end - start > PIECE:
        cut = start + PIECE
        for marks in _SOFT_ENDS:
            at = max((text.rfind(mark, start + PIECE // 2, start + PIECE) for mark in marks), default=-1)
            if at >= 0:
                cut = at + 1
                break
        found.append((start, cut))
        start = cut
    if start < end:
        found.append((start, end))
    return found
