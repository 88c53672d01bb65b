"""Labels of characters (begin, inside, end, single, outside) and the best allowed sequence of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

NAME_TYPES = ("place", "project", "industry", "organization", "measure", "brand")
CLAUSE_TYPES = ("indicator", "value", "goal")
_NEVER = -1e4

Floats = npt.NDArray[np.float32]
Span = tuple[int, int, str]


def labels(types: tuple[str, ...]) -> list[str]:
    """``O`` and four labels a type; their places in the list are the network's columns."""
    return ["O", *(f"{part}-{kind}" for kind in types for part in "BIES")]


def encode(length: int, spans: list[Span], types: tuple[str, ...]) -> npt.NDArray[np.int64]:
    """The label of each of ``length`` characters; spans do not overlap."""
    out = np.zeros(length, dtype=np.int64)
    for start, end, kind in spans:
        out[start:end] = columns(end - start, types.index(kind))
    return out


def columns(length: int, kind: int) -> list[int]:
    """The places in ``labels`` of the labels of one span of the type number ``kind``."""
    first = 1 + 4 * kind
    return [first + 3] if length == 1 else [first, *[first + 1] * (length - 2), first + 2]


def best_spans(scores: Floats, lengths: list[int], types: tuple[str, ...]) -> list[list[Span]]:
    """The spans of each row's best allowed sequence of labels.

    ``scores`` is (time, batch, labels), rows sorted by falling length and padded at their end. Viterbi's
    algorithm (Rabiner 1989, section III.B) on log scores; as the only transitions are those that the labels'
    meaning allows, a step needs two states a type: outside any span, or inside one of the type.
    """
    time, batch, _ = scores.shape
    kinds = len(types)
    parts = scores[:, :, 1:].reshape(time, batch, kinds, 4)
    begin, inside, end, single = (np.ascontiguousarray(parts[..., i]) for i in range(4))
    going = np.zeros((time, batch, kinds), dtype=bool)  # True: inside a span that began earlier
    closed = np.zeros((time, batch), dtype=np.int16)  # 0 outside, k end of type k - 1, kinds + k single
    free = np.zeros(batch, dtype=np.float32)
    within = np.full((batch, kinds), _NEVER, dtype=np.float32)
    shape = np.empty((batch, 1 + 2 * kinds), dtype=np.float32)
    active = np.searchsorted(-np.asarray(lengths), -np.arange(time), side="left").tolist()
    for t, n in enumerate(active):
        free, within, ways = free[:n], within[:n], shape[:n]
        before = free[:, None]
        ways[:, 0] = free + scores[t, :n, 0]
        np.add(within, end[t, :n], out=ways[:, 1 : 1 + kinds])
        np.add(before, single[t, :n], out=ways[:, 1 + kinds :])
        stay, enter = within + inside[t, :n], before + begin[t, :n]
        np.greater(stay, enter, out=going[t, :n])
        within = np.maximum(stay, enter)
        closed[t, :n] = ways.argmax(1)
        free = ways.max(1)
    return [_walk(closed[:n, i].tolist(), going[:n, i], types) for i, n in enumerate(lengths)]


def _walk(closed: list[int], going: npt.NDArray[np.bool_], types: tuple[str, ...]) -> list[Span]:
    """Back from the last character: where spans end says ``closed``, how far back they reach ``going``."""
    spans: list[Span] = []
    t = len(closed) - 1
    while t >= 0:
        state = closed[t]
        stop = t + 1
        if 0 < state <= len(types):
            t -= 1
            while t > 0 and going[t, state - 1]:
                t -= 1
        if state:
            spans.append((t, stop, types[(state - 1) % len(types)]))
        t -= 1
    return spans[::-1]
