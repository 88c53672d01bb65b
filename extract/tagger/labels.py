"""Labels of characters (begin, inside, end, single, outside) and the best allowed sequence of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

NAME_TYPES = ("place", "project", "industry", "organization", "measure", "brand")
CLAUSE_TYPES = ("indicator", "value", "goal")
_FORBIDDEN = -1e4

Floats = npt.NDArray[np.float32]
Span = tuple[int, int, str]


def labels(types: tuple[str, ...]) -> list[str]:
    """``O`` and four labels a type; their places in the list are the network's columns."""
    return ["O", *(f"{part}-{kind}" for kind in types for part in "BIES")]


def encode(length: int, spans: list[Span], types: tuple[str, ...]) -> npt.NDArray[np.int64]:
    """The label of each of ``length`` characters; spans do not overlap."""
    out = np.zeros(length, dtype=np.int64)
    for start, end, kind in spans:
        first = 1 + 4 * types.index(kind)
        out[start:end] = first + 1
        out[start], out[end - 1] = first, first + 2
        if end - start == 1:
            out[start] = first + 3
    return out


def allowed(types: tuple[str, ...]) -> tuple[Floats, Floats, Floats]:
    """Scores 0 (allowed) or very low: from label i to label j, first label, last label."""
    names = labels(types)
    size = len(names)
    steps = np.full((size, size), _FORBIDDEN, dtype=np.float32)
    for i, a in enumerate(names):
        for j, b in enumerate(names):
            inside = a[0] in "BI"
            if (inside and b[0] in "IE" and a[1:] == b[1:]) or (not inside and b[0] in "OBS"):
                steps[i, j] = 0.0
    first = np.array([0.0 if n[0] in "OBS" else _FORBIDDEN for n in names], dtype=np.float32)
    last = np.array([0.0 if n[0] in "OES" else _FORBIDDEN for n in names], dtype=np.float32)
    return steps, first, last


def best_paths(scores: Floats, lengths: npt.NDArray[np.int64], steps: Floats, first: Floats, last: Floats) -> list[npt.NDArray[np.int64]]:
    """Viterbi over a batch: ``scores`` is (time, batch, labels), padded at the end.

    Rabiner, A Tutorial on Hidden Markov Models (1989), section III.B, on log scores.
    """
    time, batch, size = scores.shape
    best = first + scores[0]
    back = np.zeros((time, batch, size), dtype=np.int8)
    ends = np.where((lengths == 1)[:, None], best + last, 0.0)
    for t in range(1, time):
        ways = best[:, :, None] + steps
        back[t] = ways.argmax(1)
        best = ways.max(1) + scores[t]
        ends = np.where((lengths == t + 1)[:, None], best + last, ends)
    label = ends.argmax(1)
    rows = np.arange(batch)
    paths = np.zeros((time, batch), dtype=np.int64)
    for t in range(time - 1, -1, -1):
        paths[t] = label
        # A padded step keeps the label, so that the walk starts at each row's own end.
        label = np.where(t < lengths, back[t][rows, label], label) if t else label
    return [paths[:n, i] for i, n in enumerate(lengths.tolist())]


def decode(path: npt.NDArray[np.int64], types: tuple[str, ...]) -> list[Span]:
    """Spans of an allowed label sequence."""
    spans: list[Span] = []
    start = 0
    for i in np.flatnonzero(path).tolist():
        part = (int(path[i]) - 1) % 4
        if part in (0, 3):
            start = i
        if part in (2, 3):
            spans.append((start, i + 1, types[(int(path[i]) - 1) // 4]))
    return spans
