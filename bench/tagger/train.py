"""Train the marker on annotated texts, starting from a reader that has read the raw reports."""

from __future__ import annotations

import copy
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

from bench.tagger.corpus import Annotated, Span
from bench.tagger.network import Marker, Reader
from bench.tagger.pretrain import batches, padded
from bench.tagger.swap import Source, Swapper
from extract.tagger.encode import Alphabet, pieces
from extract.tagger.labels import CLAUSE_TYPES, NAME_TYPES, encode, labels
from extract.tagger.places import BITS, PlaceBits

BATCH, EPOCHS, RATE, SMOOTH, SWAPPED = 2000, (8, 5), 3e-3, 0.995, 0.5
RARE = {"place": 1.5, "organization": 2.5, "brand": 1.5}
Bits = Callable[[str], np.ndarray]


@dataclass(frozen=True)
class Piece:
    """One piece of text in numbers."""

    chars: np.ndarray
    bigrams: np.ndarray
    bits: np.ndarray
    names: np.ndarray
    clauses: np.ndarray


def cut(document: Annotated) -> list[Source]:
    """The document's pieces; spans that cross the end of a piece are left out."""
    found, offset = [], 0
    for paragraph in document.paragraphs:
        for start, end in pieces(paragraph):
            names = _within(document.spans, offset + start, offset + end)
            clauses = None if document.clauses is None else _within(document.clauses, offset + start, offset + end)
            found.append(Source(paragraph[start:end], names, clauses))
        offset += len(paragraph)
    return found


def numbers(sources: list[Source], alphabet: Alphabet, bits_of: Bits) -> list[Piece]:
    """Pieces as the network sees them."""
    return [
        Piece(
            *ids,
            bits_of(source.text),
            encode(len(source.text), list(source.names), NAME_TYPES),
            _clauses(source),
        )
        for source, ids in zip(sources, alphabet.encode([s.text for s in sources]), strict=True)
    ]


def _clauses(source: Source) -> np.ndarray:
    """Labels of clauses; -1, which the loss leaves out, where nobody marked them."""
    if source.clauses is None:
        return np.full(len(source.text), -1, dtype=np.int64)
    return encode(len(source.text), list(source.clauses), CLAUSE_TYPES)


def _within(spans: list[Span], start: int, end: int) -> tuple[Span, ...]:
    return tuple((a - start, b - start, k) for a, b, k in spans if start <= a and b <= end)


def tensors(group: list[Piece]) -> tuple[torch.Tensor, ...]:
    """Characters, bigrams, bits, lengths of a batch."""
    lengths = torch.tensor([len(p.chars) for p in group])
    bits = np.zeros((len(group), int(lengths.max()), group[0].bits.shape[1]), dtype=np.float32)
    for i, piece in enumerate(group):
        bits[i, : len(piece.bits)] = piece.bits
    return padded([p.chars for p in group]), padded([p.bigrams for p in group]), torch.from_numpy(bits), lengths


def train(
    documents: list[Annotated],
    reader: Reader,
    alphabet: Alphabet,
    places: PlaceBits,
    *,
    seed: int,
    epochs: tuple[int, ...] = EPOCHS,
    log: Callable[[str], None] = lambda line: None,
) -> Marker:
    """A marker with the average of the last weights; deterministic for a seed and one thread count.

    ``epochs``: passes of each cycle of the learning rate. The first cycle reads all documents; from the second on only
    those that were checked, half of the pieces have other places' names in them, and rare types count more.
    """
    torch.manual_seed(seed)
    rng = random.Random(seed)
    model = Marker(copy.deepcopy(reader), BITS, len(labels(NAME_TYPES)), len(labels(CLAUSE_TYPES)))
    swapper = Swapper(places)
    for number, passes in enumerate(epochs):
        sources = [source for document in documents if document.checked or not number for source in cut(document)]
        plain = numbers(sources, alphabet, places.find)
        cycle = _Cycle(model, passes * sum(1 for _ in batches([len(p.chars) for p in plain], BATCH, rng)), number)
        for epoch in range(passes):
            began = time.time()
            chosen = plain
            if number:
                picked = [rng.random() < SWAPPED for _ in sources]
                other = [swapper.swap(s, rng) if yes else s for s, yes in zip(sources, picked, strict=True)]
                chosen = numbers(other, alphabet, places.find)
            losses = [
                cycle.step([chosen[i] for i in group]) for group in batches([len(p.chars) for p in chosen], BATCH, rng)
            ]
            log(f"marking, cycle {number + 1}, pass {epoch + 1}: {np.mean(losses):.4f} ({time.time() - began:.0f} s)")
        model = cycle.averaged
    return model.eval()


class _Cycle:
    """One rise and fall of the learning rate, with a running average of the weights."""

    def __init__(self, model: Marker, steps: int, number: int) -> None:
        self._model = model.train()
        self.averaged = copy.deepcopy(model)
        self._weights = _name_weights() if number else None
        reading = {id(p) for p in model.reader.parameters()}
        rates = [RATE * 0.7**number, RATE * 0.7**number / 2.5]
        groups = [
            {"params": [p for p in model.parameters() if id(p) not in reading], "lr": rates[0]},
            {"params": list(model.reader.parameters()), "lr": rates[1]},
        ]
        self._optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
        # Random batches differ a little in number from pass to pass: some steps to spare.
        scheduler = torch.optim.lr_scheduler.OneCycleLR
        self._schedule = scheduler(self._optimiser, rates, total_steps=int(steps * 1.03) + 30, pct_start=0.1)

    def step(self, batch: list[Piece]) -> float:
        """Learn from one batch; the loss."""
        chars, bigrams, bits, sizes = tensors(batch)
        names, clauses = self._model(blank(chars, 0.02), blank(bigrams, 0.1), bits, sizes)
        loss = loss_of(names, [p.names for p in batch], self._weights)
        loss = loss + 0.4 * loss_of(clauses, [p.clauses for p in batch])
        self._optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._model.parameters(), 2.0)
        self._optimiser.step()
        self._schedule.step()
        with torch.no_grad():
            for old, new in zip(self.averaged.parameters(), self._model.parameters(), strict=True):
                old.lerp_(new, 1 - SMOOTH)
        return float(loss.item())


def blank(ids: torch.Tensor, share: float) -> torch.Tensor:
    """Some ids made unknown, so that the network learns to do without."""
    return torch.where((torch.rand(ids.shape) < share) & (ids > 0), torch.ones_like(ids), ids)


def _name_weights() -> torch.Tensor:
    """The weight of each label of names: rare types count more."""
    return torch.tensor([RARE.get(label[2:], 1.0) for label in labels(NAME_TYPES)])


def loss_of(scores: torch.Tensor, wanted: list[np.ndarray], weights: torch.Tensor | None = None) -> torch.Tensor:
    """Cross entropy over the characters that are there and marked, each label with its weight; 0 without any."""
    goal = padded([row + 1 for row in wanted]) - 1
    if not bool((goal >= 0).any()):  # the mean of nothing is no number, and would spoil all weights
        return scores.sum() * 0.0
    return torch.nn.functional.cross_entropy(scores.flatten(0, 1), goal.flatten(), weights, ignore_index=-1)
