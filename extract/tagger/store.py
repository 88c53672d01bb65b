"""The model file: one ``.npz`` with the network's graph, the alphabet it reads and facts about its making."""

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
from extract.tagger.network import Network

MODEL = "tagger.npz"
_HINT = "is not a tagger model; make it again with bench/tagger or run with --no-model"


@dataclass(frozen=True, slots=True)
class Model:
    """Network, alphabet and ``facts``: the version and the hash of the training data."""

    network: Network
    alphabet: Alphabet
    facts: dict[str, object]


def save(path: Path, graph: bytes, alphabet: Alphabet, facts: Mapping[str, object]) -> None:
    """Write a model; ``graph`` as ``Network`` takes it."""
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "known_characters": alphabet.characters,
        "known_bigrams": alphabet.bigrams,
        "facts": np.frombuffer(json.dumps(dict(facts), ensure_ascii=False, sort_keys=True).encode(), dtype=np.uint8),
        "graph": np.frombuffer(graph, dtype=np.uint8),
    }
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
        return Model(Network(arrays["graph"].tobytes()), alphabet, facts)
    except FileNotFoundError as error:
        raise ReadError(str(path), "no tagger model here; run with --no-model or restore data/model") from error
    except (OSError, KeyError, ValueError, EOFError, BadZipFile) as error:
        raise ReadError(str(path), _HINT) from error
