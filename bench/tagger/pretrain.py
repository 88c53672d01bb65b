"""Learn to foretell characters from the raw reports; gives the reader the tagger starts from."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch

from bench.tagger.network import Foreteller, Reader
from extract.tagger.encode import Alphabet, fold, pieces

CHARACTER_FLOOR, BIGRAM_FLOOR, BATCH = 2, 5, 2000


def alphabet_of(reports: list[list[str]]) -> Alphabet:
    """Characters seen twice and bigrams seen five times in the reports."""
    characters: Counter[int] = Counter()
    bigrams: Counter[int] = Counter()
    for report in reports:
        for text in report:
            for start, end in pieces(text):
                points = fold(np.array([ord(c) for c in text[start:end]], dtype=np.int64))
                edged = np.concatenate(([2], points, [2]))
                characters.update(points.tolist())
                bigrams.update(((edged[:-1] << 21) + edged[1:]).tolist())
    kept = [
        np.array(sorted(k for k, n in c.items() if n >= floor), dtype=np.int64)
        for c, floor in ((characters, CHARACTER_FLOOR), (bigrams, BIGRAM_FLOOR))
    ]
    return Alphabet(*kept)


def batches(lengths: list[int], size: int, rng: random.Random) -> Iterator[list[int]]:
    """Indices of pieces of like length, about ``size`` characters a batch, in random order."""
    order = sorted(range(len(lengths)), key=lambda i: lengths[i] + rng.random() * 8)
    groups: list[list[int]] = [[]]
    for i in order:
        if (len(groups[-1]) + 1) * lengths[i] > size and groups[-1]:
            groups.append([])
        groups[-1].append(i)
    rng.shuffle(groups)
    yield from groups


def padded(rows: list[np.ndarray]) -> torch.Tensor:
    """Rows of different lengths as one tensor, zeros after the end."""
    out = np.zeros((len(rows), max(map(len, rows))), dtype=np.int64)
    for i, row in enumerate(rows):
        out[i, : len(row)] = row
    return torch.from_numpy(out)


def pretrain(
    reports: list[list[str]], alphabet: Alphabet, epochs: int, seed: int, log: Callable[[str], None]
) -> Reader:
    """Train on all pieces of the reports for ``epochs`` passes."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    texts = [text[a:b] for report in reports for text in report for a, b in pieces(text) if b - a > 3]
    texts = list(dict.fromkeys(texts))  # boilerplate sentences once
    encoded = alphabet.encode(texts)
    lengths = [len(text) for text in texts]
    held = set(range(0, len(texts), 50))
    model = Foreteller(Reader(len(alphabet.characters) + 2, len(alphabet.bigrams) + 2))
    total = epochs * sum(1 for _ in batches(lengths, BATCH, random.Random(0)))
    optimiser = torch.optim.Adam(model.parameters(), lr=3e-3, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=total + 50, pct_start=0.1)
    for epoch in range(epochs):
        began, losses = time.time(), []
        for group in batches(lengths, BATCH, rng):
            group = [i for i in group if i not in held]
            if not group:
                continue
            loss = model(*_tensors(encoded, group))
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        model.eval()
        with torch.no_grad():
            check = [model(*_tensors(encoded, sorted(held)[k : k + 32])).item() for k in range(0, len(held), 32)]
        model.train()
        means = f"{np.mean(losses):.3f} held out {np.mean(check):.3f}"
        log(f"foretelling, pass {epoch + 1}: {means} ({time.time() - began:.0f} s)")
    return model.reader


def _tensors(encoded: list[tuple[np.ndarray, np.ndarray]], group: list[int]) -> tuple[torch.Tensor, ...]:
    chars, bigrams = [encoded[i][0] for i in group], [encoded[i][1] for i in group]
    return padded(chars), padded(bigrams), torch.tensor([len(c) for c in chars])


def save_reader(path: Path, reader: Reader, alphabet: Alphabet) -> None:
    """Reader and alphabet in one file."""
    torch.save({"state": reader.state_dict(), "characters": alphabet.characters, "bigrams": alphabet.bigrams}, path)


def load_reader(path: Path) -> tuple[Reader, Alphabet]:
    """What ``save_reader`` wrote."""
    kept = torch.load(path, weights_only=False)
    alphabet = Alphabet(kept["characters"], kept["bigrams"])
    reader = Reader(len(alphabet.characters) + 2, len(alphabet.bigrams) + 2)
    reader.load_state_dict(kept["state"])
    return reader, alphabet
