"""The trained network, run by ONNX Runtime: an LSTM from the left and one from the right, then two more on top.

Weights of the matrices have eight bits (dynamic quantisation), so a product of theirs is the same sum of integers on
every processor. One thread: the products are small, and sharing one among threads costs more than it gains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import onnxruntime

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Batch:
    """Pieces sorted by falling length, time first, zeros after their ends.

    ``here``, ``before`` and ``after`` are (time, batch) ids of characters and of the bigrams around them, ``bits``
    (time, batch, bits) what is known from outside, ``lengths`` (batch,) the number of characters.
    """

    here: Ids
    before: Ids
    after: Ids
    bits: Floats
    lengths: Ids

    @classmethod
    def of(cls, chars: Sequence[Ids], bigrams: Sequence[Ids], bits: Sequence[Floats]) -> Batch:
        """``bigrams[i]`` is one longer than ``chars[i]``; ``bits[i]`` is (length, number of bits)."""
        lengths = np.array([len(c) for c in chars], dtype=np.int32)
        time, batch = int(lengths[0]), len(chars)
        here, before, after = (np.zeros((time, batch), dtype=np.int32) for _ in range(3))
        outside = np.zeros((time, batch, bits[0].shape[1]), dtype=np.float32)
        for i, (c, b, o) in enumerate(zip(chars, bigrams, bits, strict=True)):
            here[: len(c), i], before[: len(c), i], after[: len(c), i] = c, b[:-1], b[1:]
            outside[: len(c), i] = o
        return cls(here, before, after, outside, lengths)


class Network:
    """A loaded graph. Thread-safe: ONNX Runtime's sessions are."""

    def __init__(self, graph: bytes) -> None:
        """The serialised graph, as ``bench/tagger/export.py`` makes it.

        Raises:
            ValueError: it is no graph that can be run.
        """
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's own errors share no base class but this
            raise ValueError(f"no graph to run: {error}") from error

    def scores(self, batch: Batch) -> Floats:
        """(time, batch, labels); what stands after a row's end has no meaning."""
        fed = {name: getattr(batch, name) for name in Batch.__slots__}
        (found,) = self._session.run(["scores"], fed)
        scores: Floats = found
        return scores
