"""The trained network in NumPy: two layers of two LSTMs over many pieces of text at once.

Equations of the LSTM: Hochreiter and Schmidhuber (1997) with forget gates, as in PyTorch's ``nn.LSTM``. Two
rearrangements save time. Since sigmoid(x) = (1 + tanh(x / 2)) / 2, gate columns of the three sigmoids are stored
halved: one tanh serves all four gates. And states are kept doubled, (1 + tanh) * tanh, with all weights that read
them halved. Everything goes step by step, so that what a step works on stays in the processor's cache.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int32]
Places = npt.NDArray[np.int64]
Fill = Callable[[int, Floats], None]
Ready = Callable[[int, int], Floats]


@dataclass(frozen=True, slots=True)
class Lstm:
    """One direction: ``weights`` (input + hidden, 4 * hidden), ``bias`` (4 * hidden,); gates i, f, o, g.

    Rows that read states of this or another LSTM are halved, see the module's text.
    """

    weights: Floats
    bias: Floats

    @property
    def hidden(self) -> int:
        """Size of the state."""
        return len(self.bias) // 4

    def run(
        self, fill: Fill, active: list[int], keep: Callable[[int, Floats], None], ready: Ready | None = None
    ) -> None:
        """Step through a batch sorted by falling length, of which ``active[t]`` rows still run at step t.

        ``fill(t, x)`` writes the inputs of step t into ``x``; ``ready(t, n)`` gives what is known of n rows' gates
        (else the bias), ``keep(t, state)`` takes the doubled states away.
        """
        hidden, width = self.hidden, self.weights.shape[0]
        taken = width - hidden
        joined = np.zeros((active[0], width), dtype=np.float32)
        gates = np.empty((active[0], 4 * hidden), dtype=np.float32)
        memory = np.zeros((active[0], hidden), dtype=np.float32)
        for t, n in enumerate(active):
            joined, gates, memory = joined[:n], gates[:n], memory[:n]
            fill(t, joined[:, :taken])
            np.matmul(joined, self.weights, out=gates)
            gates += self.bias if ready is None else ready(t, n)
            np.tanh(gates, out=gates)
            doubled = gates[:, : 3 * hidden]
            doubled += 1.0
            memory *= gates[:, hidden : 2 * hidden]
            memory += gates[:, :hidden] * gates[:, 3 * hidden :]
            memory *= 0.5
            state = joined[:, taken:]
            np.tanh(memory, out=state)
            state *= gates[:, 2 * hidden : 3 * hidden]
            keep(t, state)


@dataclass(frozen=True, slots=True)
class Batch:
    """Pieces sorted by falling length, time first, zeros after their ends.

    ``flip[t]``: where each row's step t is when it is read from its end.
    """

    here: Ids
    before: Ids
    after: Ids
    bits: Floats
    active: list[int]
    flip: Places

    @classmethod
    def of(cls, chars: Sequence[Ids], bigrams: Sequence[Ids], bits: Sequence[Floats]) -> Batch:
        """``bigrams[i]`` is one longer than ``chars[i]``; ``bits[i]`` is (length, number of bits)."""
        lengths = np.array([len(c) for c in chars], dtype=np.int64)
        time, batch = int(lengths[0]), len(chars)
        here, before, after = (np.zeros((time, batch), dtype=np.int32) for _ in range(3))
        outside = np.zeros((time, batch, bits[0].shape[1]), dtype=np.float32)
        for i, (c, b, o) in enumerate(zip(chars, bigrams, bits, strict=True)):
            here[: len(c), i], before[: len(c), i], after[: len(c), i] = c, b[:-1], b[1:]
            outside[: len(c), i] = o
        active = np.searchsorted(-lengths, -np.arange(time), side="left").tolist()
        return cls(here, before, after, outside, active, np.maximum(lengths - 1 - np.arange(time)[:, None], 0))


@dataclass(frozen=True, slots=True)
class Network:
    """All weights. ``scores`` maps ids to one score a label and character.

    ``letters`` and ``letters_back`` hold, for each character, its part of the gates of ``left`` and ``right``, bias
    included (``table``); the LSTMs' own weights read bigrams only.
    """

    letters: Floats
    letters_back: Floats
    bigrams: Floats
    left: Lstm
    right: Lstm
    mix: Floats
    mix_bias: Floats
    top_left: Lstm
    top_right: Lstm
    heads: Floats
    heads_bias: Floats

    def scores(self, batch: Batch) -> Floats:
        """(time, batch, labels); what stands after a row's end has no meaning."""
        mixed = self._mixed(self._read(batch), batch)
        states = self._top(mixed, batch)
        out = np.zeros((*batch.here.shape, self.heads.shape[1]), dtype=np.float32)
        for t, n in enumerate(batch.active):
            np.matmul(states[t, :n], self.heads, out=out[t, :n])
        out += self.heads_bias
        return out

    def _read(self, batch: Batch) -> Floats:
        hidden = self.left.hidden
        rows = np.arange(batch.here.shape[1])
        states = np.zeros((*batch.here.shape, 2 * hidden), dtype=np.float32)
        here_back = batch.here[batch.flip, rows]
        after_back = batch.after[batch.flip, rows]

        def fill(t: int, x: Floats) -> None:
            x[:] = self.bigrams[batch.before[t, : len(x)]]

        def fill_back(t: int, x: Floats) -> None:
            x[:] = self.bigrams[after_back[t, : len(x)]]

        def ready(t: int, n: int) -> Floats:
            return self.letters[batch.here[t, :n]]

        def ready_back(t: int, n: int) -> Floats:
            return self.letters_back[here_back[t, :n]]

        keep, keep_back = _keeper(states[:, :, :hidden]), _back_keeper(states[:, :, hidden:], batch.flip)
        self.left.run(fill, batch.active, keep, ready)
        self.right.run(fill_back, batch.active, keep_back, ready_back)
        return states

    def _mixed(self, states: Floats, batch: Batch) -> Floats:
        width = states.shape[2]
        mixed = np.zeros((*batch.here.shape, self.mix.shape[1]), dtype=np.float32)
        for t, n in enumerate(batch.active):
            part = mixed[t, :n]
            np.matmul(states[t, :n], self.mix[:width], out=part)
            part += batch.bits[t, :n] @ self.mix[width:]
            part += self.mix_bias
            np.maximum(part, 0.0, out=part)
        return mixed

    def _top(self, mixed: Floats, batch: Batch) -> Floats:
        hidden = self.top_left.hidden
        rows = np.arange(batch.here.shape[1])
        states = np.zeros((*batch.here.shape, 2 * hidden), dtype=np.float32)

        def fill(t: int, x: Floats) -> None:
            x[:] = mixed[t, : len(x)]

        def fill_back(t: int, x: Floats) -> None:
            x[:] = mixed[batch.flip[t, : len(x)], rows[: len(x)]]

        self.top_left.run(fill, batch.active, _keeper(states[:, :, :hidden]))
        self.top_right.run(fill_back, batch.active, _back_keeper(states[:, :, hidden:], batch.flip))
        return states


def table(characters: Floats, lstm: Lstm) -> tuple[Floats, Lstm]:
    """Each character's part of the gates, and the LSTM without the rows that read characters."""
    size = characters.shape[1]
    return characters @ lstm.weights[:size] + lstm.bias, Lstm(np.ascontiguousarray(lstm.weights[size:]), lstm.bias)


def _keeper(states: Floats) -> Callable[[int, Floats], None]:
    def keep(t: int, state: Floats) -> None:
        states[t, : len(state)] = state

    return keep


def _back_keeper(states: Floats, flip: Places) -> Callable[[int, Floats], None]:
    rows = np.arange(states.shape[1])

    def keep(t: int, state: Floats) -> None:
        states[flip[t, : len(state)], rows[: len(state)]] = state

    return keep
