"""A trained marker's weights as ``extract.tagger.store`` keeps them."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from bench.tagger.network import HIDDEN, Marker
from extract.tagger.places import BITS


def weights_of(model: Marker) -> dict[str, np.ndarray]:
    """Arrays by the names of ``extract.tagger.network.Network``."""
    found = {
        "characters": _array(model.reader.characters.weight),
        "bigrams": _array(model.reader.bigrams.weight),
        # Rows that read an LSTM's states are halved: see extract.tagger.network.
        "mix": _array(model.mix.weight).T * np.array([0.5] * 2 * HIDDEN + [1.0] * BITS, dtype=np.float32)[:, None],
        "mix_bias": _array(model.mix.bias),
        "heads": np.concatenate((_array(model.names.weight), _array(model.clauses.weight))).T / 2,
        "heads_bias": np.concatenate((_array(model.names.bias), _array(model.clauses.bias))),
    }
    named = {"left": model.reader.left, "right": model.reader.right, "top_left": model.left, "top_right": model.right}
    for name, lstm in named.items():
        found |= {f"{name}.{part}": value for part, value in _lstm(lstm).items()}
    return found


def _lstm(lstm: nn.LSTM) -> dict[str, np.ndarray]:
    def arranged(weight: np.ndarray) -> np.ndarray:
        # PyTorch's order i, f, g, o becomes i, f, o, g, and the sigmoids' rows are halved.
        i, f, g, o = np.split(weight, 4)
        return np.concatenate((i / 2, f / 2, o / 2, g))

    bias = _array(lstm.bias_ih_l0) + _array(lstm.bias_hh_l0)
    weights = np.concatenate((arranged(_array(lstm.weight_ih_l0)).T, arranged(_array(lstm.weight_hh_l0)).T / 2))
    return {"weights": weights, "bias": arranged(bias)}


def _array(weight: torch.Tensor) -> np.ndarray:
    return weight.detach().numpy().astype(np.float32)
