"""The trained network in NumPy: two layers of two LSTMs over all pieces of a text at once.

Equations of the LSTM: Hochreiter and Schmidhuber (1997) with forget gates, as in PyTorch's ``nn.LSTM``. Gate rows are
stored halved for the three sigmoids, since sigmoid(x) = (1 + tanh(x / 2)) / 2: one tanh serves all four gates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Lstm:
    """Weights of one direction: (input, 4 * hidden), (hidden, 4 * hidden), (4 * hidden,); gates i, f, o, g."""

    taken: Floats
    kept: Floats
    bias: Floats

    def run(self, inputs: Floats, active: list[int]) -> Floats:
        """States (time, batch, hidden) for inputs already multiplied by ``taken``, (time, batch, 4 * hidden).

        ``active[t]`` rows are still running at step t; the batch is sorted by falling length.
        """
        time, batch, width = inputs.shape
        hidden = width // 4
        out = np.zeros((time, batch, hidden), dtype=np.float32)
        state = np.zeros((batch, hidden), dtype=np.float32)
        memory = np.zeros((batch, hidden), dtype=np.float32)
        for t, n in enumerate(active):
            gates = inputs[t, :n]
            gates += state[:n] @ self.kept
            np.tanh(gates, out=gates)
            gates[:, : 3 * hidden] *= 0.5
            gates[:, : 3 * hidden] += 0.5
            memory = memory[:n]
            memory *= gates[:, hidden : 2 * hidden]
            memory += gates[:, :hidden] * gates[:, 3 * hidden :]
            state = np.tanh(memory, out=out[t, :n])
            state *= gates[:, 2 * hidden : 3 * hidden]
        return out


@dataclass(frozen=True, slots=True)
class Network:
    """All weights. ``scores`` maps ids to one score a label and character."""

    characters: Floats
    bigrams: Floats
    left: Lstm
    right: Lstm
    mix: Floats
    mix_bias: Floats
    top_left: Lstm
    top_right: Lstm
    heads: Floats
    heads_bias: Floats

    def scores(self, chars: Sequence[Ids], bigrams: Sequence[Ids], bits: Sequence[Floats]) -> Floats:
        """(time, batch, labels) for pieces sorted by falling length; rows are padded at their end.

        ``bigrams[i]`` is one longer than ``chars[i]``; ``bits[i]`` is (length, number of bits).
        """
        lengths = np.array([len(c) for c in chars])
        time, batch = int(lengths[0]), len(chars)
        active = [int(n) for n in np.searchsorted(-lengths, -np.arange(time), side="left")]
        inside = np.arange(time)[:, None] < lengths
        flip = np.where(inside, lengths - 1 - np.arange(time)[:, None], np.arange(time)[:, None])
        rows = np.arange(batch)
        here, before, after = (np.zeros((time, batch), dtype=np.int32) for _ in range(3))
        outside = np.zeros((time, batch, bits[0].shape[1]), dtype=np.float32)
        for i, (c, b, o) in enumerate(zip(chars, bigrams, bits, strict=True)):
            here[: len(c), i], before[: len(c), i], after[: len(c), i] = c, b[:-1], b[1:]
            outside[: len(c), i] = o
        letters = self.characters[here]
        x = self._direction(self.left, np.concatenate((letters, self.bigrams[before]), -1), active, None, rows)
        y = self._direction(self.right, np.concatenate((letters, self.bigrams[after]), -1), active, flip, rows)
        mixed = _dense(np.concatenate((x, y, outside), -1), self.mix, self.mix_bias)
        np.maximum(mixed, 0.0, out=mixed)
        x = self._direction(self.top_left, mixed, active, None, rows)
        y = self._direction(self.top_right, mixed, active, flip, rows)
        return _dense(np.concatenate((x, y), -1), self.heads, self.heads_bias)

    @staticmethod
    def _direction(lstm: Lstm, x: Floats, active: list[int], flip: Ids | None, rows: Ids) -> Floats:
        if flip is not None:
            x = x[flip, rows]
        out = lstm.run(_dense(x, lstm.taken, lstm.bias), active)
        return out if flip is None else out[flip, rows]


def _dense(x: Floats, weights: Floats, bias: Floats) -> Floats:
    out = x.reshape(-1, x.shape[-1]) @ weights
    out += bias
    return out.reshape(*x.shape[:-1], weights.shape[1])
