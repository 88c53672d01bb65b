"""The network, in PyTorch, for training only; ``extract.tagger.network`` is the same in NumPy.

Two LSTMs read characters and bigrams from left and from right. They first learn to foretell the next (the
previous) character of raw reports; then, with one more two-way LSTM on top, the labels of the annotated ones.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

CHARACTER, BIGRAM, HIDDEN, MIXED, TOP = 96, 96, 256, 128, 96


def reverse(x: Tensor, lengths: Tensor) -> Tensor:
    """Each row's first ``length`` steps backwards; the padding stays where it is."""
    steps = torch.arange(x.shape[1]).unsqueeze(0)
    back = lengths.unsqueeze(1) - 1 - steps
    index = torch.where(back >= 0, back, steps)
    return x.gather(1, index.unsqueeze(-1).expand(-1, -1, x.shape[2])) if x.dim() == 3 else x.gather(1, index)


class Reader(nn.Module):
    """Embeddings and the two LSTMs. ``chars``: (batch, time); ``bigrams``: (batch, time + 1)."""

    def __init__(self, characters: int, bigrams: int) -> None:
        super().__init__()
        self.characters = nn.Embedding(characters, CHARACTER, padding_idx=0)
        self.bigrams = nn.Embedding(bigrams, BIGRAM, padding_idx=0)
        nn.init.normal_(self.characters.weight, std=0.3)
        nn.init.normal_(self.bigrams.weight, std=0.3)
        self.left = nn.LSTM(CHARACTER + BIGRAM, HIDDEN, batch_first=True)
        self.right = nn.LSTM(CHARACTER + BIGRAM, HIDDEN, batch_first=True)
        self.drop = nn.Dropout(0.1)

    def forward(self, chars: Tensor, bigrams: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """States from the left and from the right, and the embeddings; (batch, time, size) each."""
        c, b = self.characters(chars), self.bigrams(bigrams)
        forward = self.drop(torch.cat((c, b[:, :-1]), -1))
        backward = self.drop(torch.cat((c, b[:, 1:]), -1))
        x, _ = self.left(forward)
        y, _ = self.right(reverse(backward, lengths))
        return x, reverse(y, lengths), torch.cat((c, b[:, :-1], b[:, 1:]), -1)


class Foreteller(nn.Module):
    """Next and previous character from the reader's states, with tied character embeddings."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader
        self.project = nn.Linear(HIDDEN, CHARACTER)
        self.project_back = nn.Linear(HIDDEN, CHARACTER)
        self.bias = nn.Parameter(torch.zeros(reader.characters.num_embeddings))
        self.drop = nn.Dropout(0.1)

    def forward(self, chars: Tensor, bigrams: Tensor, lengths: Tensor) -> Tensor:
        """The mean loss over the characters that have a neighbour."""
        x, y, _ = self.reader(chars, bigrams, lengths)
        ahead, behind = self.project(self.drop(x))[:, :-1], self.project_back(self.drop(y))[:, 1:]
        after, before = chars[:, 1:], chars[:, :-1]
        keep = after > 0
        if self.training:  # the vocabulary's scores cost as much as the LSTMs: half of the steps will do
            keep &= torch.rand(keep.shape) < 0.5
        states = torch.cat((ahead[keep], behind[keep]))
        wanted = torch.cat((after[keep], before[keep]))
        logits = states @ self.reader.characters.weight.T + self.bias
        return nn.functional.cross_entropy(logits, wanted)


class Marker(nn.Module):
    """Labels of names and of clauses, one score a label and character.

    ``bits``: (batch, time, n) features of a character from outside (inside a name of the gazetteer).
    """

    def __init__(self, reader: Reader, bits: int, names: int, clauses: int, top: int = TOP) -> None:
        super().__init__()
        self.reader = reader
        self.bits = bits
        self.mix = nn.Linear(2 * HIDDEN + bits, MIXED)
        self.left = nn.LSTM(MIXED, top, batch_first=True)
        self.right = nn.LSTM(MIXED, top, batch_first=True)
        self.names = nn.Linear(2 * top, names)
        self.clauses = nn.Linear(2 * top, clauses)
        self.drop = nn.Dropout(0.4)
        self.drop_top = nn.Dropout(0.3)
        self.steps = nn.Parameter(torch.zeros(names, names))

    def forward(self, chars: Tensor, bigrams: Tensor, bits: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """One score a label of names and of clauses: (batch, time, labels) twice."""
        x, y, _ = self.reader(chars, bigrams, lengths)
        mixed = torch.relu(self.mix(torch.cat((self.drop(x), self.drop(y), bits), -1)))
        mixed = self.drop_top(mixed)
        left, _ = self.left(mixed)
        right, _ = self.right(reverse(mixed, lengths))
        states = self.drop_top(torch.cat((left, reverse(right, lengths)), -1))
        return self.names(states), self.clauses(states)
