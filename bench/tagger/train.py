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
from extract.tagger.encode import Alphabet, pieces
from extract.tagger.labels import CLAUSE_TYPES, NAME_TYPES, encode, labels

BATCH, EPOCHS, RATE, SMOOTH = 2000, 8, 3e-3, 0.995
Bits = Callable[[str], np.ndarray]


@dataclass(frozen=True)
class Piece:
    """One piece of text in numbers."""

    chars: np.ndarray
    bigrams: np.ndarray
    bits: np.ndarray
    names: np.ndarray
    clauses: np.ndarray


def cut(document: Annotated, alphabet: Alphabet, bits_of: Bits) -> list[Piece]:
    """The document's pieces; spans that cross the end of a piece are left out."""
    found, offset = [], 0
    for paragraph in document.paragraphs:
        bits = bits_of(paragraph)
        cuts = pieces(paragraph)
        encoded = alphabet.encode([paragraph[start:end] for start, end in cuts])
        for (start, end), (chars, bigrams) in zip(cuts, encoded, strict=True):
            rows = [
                encode(end - start, _within(spans, offset + start, offset + end), types)
                for spans, types in ((document.spans, NAME_TYPES), (document.clauses, CLAUSE_TYPES))
            ]
            found.append(Piece(chars, bigrams, bits[start:end], *rows))
        offset += len(paragraph)
    return found


def _within(spans: list[Span], start: int, end: int) -> list[Span]:
    return [(a - start, b - start, k) for a, b, k in spans if start <= a and b <= end]


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
    bits_of: Bits,
    *,
    seed: int,
    epochs: int = EPOCHS,
    log: Callable[[str], None] = lambda line: None,
) -> Marker:
    """A marker with the average of the last weights; deterministic for a seed and one thread count."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    all_pieces = [p for d in documents for p in cut(d, alphabet, bits_of)]
    lengths = [len(p.chars) for p in all_pieces]
    model = Marker(
        copy.deepcopy(reader), all_pieces[0].bits.shape[1], len(labels(NAME_TYPES)), len(labels(CLAUSE_TYPES))
    )
    kept = copy.deepcopy(model)
    reading = {id(p) for p in model.reader.parameters()}
    groups = [
        {"params": [p for p in model.parameters() if id(p) not in reading], "lr": RATE},
        {"params": list(model.reader.parameters()), "lr": RATE / 2.5},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    total = epochs * sum(1 for _ in batches(lengths, BATCH, random.Random(0))) + 30
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, [RATE, RATE / 2.5], total_steps=total, pct_start=0.1)
    for epoch in range(epochs):
        began, losses = time.time(), []
        for group in batches(lengths, BATCH, rng):
            batch = [all_pieces[i] for i in group]
            chars, bigrams, bits, sizes = tensors(batch)
            chars, bigrams = blank(chars, 0.02), blank(bigrams, 0.1)
            names, clauses = model(chars, bigrams, bits, sizes)
            loss = loss_of(names, [p.names for p in batch]) + 0.4 * loss_of(clauses, [p.clauses for p in batch])
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
            with torch.no_grad():
                for old, new in zip(kept.parameters(), model.parameters(), strict=True):
                    old.lerp_(new, 1 - SMOOTH)
        log(f"marking, pass {epoch + 1}: {np.mean(losses):.4f} ({time.time() - began:.0f} s)")
    return kept.eval()


def blank(ids: torch.Tensor, share: float) -> torch.Tensor:
    """Some ids made unknown, so that the network learns to do without."""
    return torch.where((torch.rand(ids.shape) < share) & (ids > 0), torch.ones_like(ids), ids)


def loss_of(scores: torch.Tensor, wanted: list[np.ndarray]) -> torch.Tensor:
    """Cross entropy over the characters that are there."""
    goal = padded([row + 1 for row in wanted]) - 1
    return torch.nn.functional.cross_entropy(scores.flatten(0, 1), goal.flatten(), ignore_index=-1)
