"""The model file: one ``.npz`` with weights as bytes (rows of a table) or half floats, and the alphabet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from extract.errors import ReadError
from extract.tagger.encode import Alphabet
from extract.tagger.network import Floats, Lstm, Network, table

MODEL = "tagger.npz"
_TABLES = ("characters", "bigrams")
_HINT = "is not a tagger model; make it again with bench/tagger or run with --no-model"


@dataclass(frozen=True, slots=True)
class Model:
    """Network, alphabet and ``facts``: version, bias, threshold and other things known at training."""

    network: Network
    alphabet: Alphabet
    facts: dict[str, object]


def save(path: Path, weights: Mapping[str, Floats], alphabet: Alphabet, facts: Mapping[str, object]) -> None:
    """Write a model; weights by their names in ``Network``, an LSTM's as ``left.weights``."""
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "known_characters": alphabet.characters,
        "known_bigrams": alphabet.bigrams,
        "facts": np.frombuffer(json.dumps(dict(facts), ensure_ascii=False, sort_keys=True).encode(), dtype=np.uint8),
    }
    for name, value in weights.items():
        if name in _TABLES:
            scale = np.abs(value).max(1, keepdims=True) / 127 + 1e-12
            arrays[name] = np.round(value / scale).astype(np.int8)
            arrays[name + "_scale"] = scale.astype(np.float16)
        else:
            arrays[name] = value.astype(np.float16)
    with path.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]


def load(path: Path) -> Model:
    """Read a model.

    Raises:
        ReadError: the file is missing or not a model.
    """
    try:
        with np.load(path, allow_pickle=False) as kept:
            arrays = {name: kept[name] for name in kept.files}
        facts = json.loads(arrays["facts"].tobytes().decode())
        alphabet = Alphabet(arrays["known_characters"], arrays["known_bigrams"])
        return Model(_network(arrays), alphabet, facts)
    except FileNotFoundError as error:
        raise ReadError(str(path), "no tagger model here; run with --no-model or restore data/model") from error
    except (OSError, KeyError, ValueError, EOFError, BadZipFile) as error:
        raise ReadError(str(path), _HINT) from error


def _network(arrays: Mapping[str, npt.NDArray[np.generic]]) -> Network:
    def plain(name: str) -> Floats:
        value: Floats = arrays[name].astype(np.float32)
        if name in _TABLES:
            value = value * arrays[name + "_scale"].astype(np.float32)
        return value

    def lstm(name: str) -> Lstm:
        return Lstm(plain(f"{name}.weights"), plain(f"{name}.bias"))

    letters, left = table(plain("characters"), lstm("left"))
    letters_back, right = table(plain("characters"), lstm("right"))
    return Network(
        letters, letters_back, plain("bigrams"), left, right, plain("mix"), plain("mix_bias"),
        lstm("top_left"), lstm("top_right"), plain("heads"), plain("heads_bias"),
    )  # fmt: skip
