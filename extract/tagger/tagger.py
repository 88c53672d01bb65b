"""Text to mentions: the trained network over all sentences, then the best sequence of labels."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from extract.gazetteer import Gazetteer
from extract.model import Document, EntityType, Mention
from extract.tables import data_dir
from extract.tagger import labels
from extract.tagger.encode import Ids, pieces
from extract.tagger.network import Batch, Floats
from extract.tagger.places import PlaceBits
from extract.tagger.store import MODEL, Model, load

_BATCH = 16
"""Pieces read at once: more would not fit into the processor's nearest cache, fewer are lost in calls."""
_DECODED = 256
"""Pieces decoded at once: a step costs little more for many of them than for one."""
Cut = tuple[int, int]
RULE = "tagger"
_LABELS = len(labels.labels(labels.NAME_TYPES))


@dataclass(frozen=True, order=True, slots=True)
class Mark:
    """A name where it stands; offsets into the text that was read.

    ``score`` is the mean probability of its characters' labels.
    """

    start: int
    end: int
    kind: str
    score: float


class Tagger:
    """A loaded model. Thread-safe: it is never changed after loading."""

    def __init__(self, model: Model, places: PlaceBits) -> None:
        self._model = model
        self._places = places

    @classmethod
    def load(cls, folder: Path | None = None, gazetteer: Gazetteer | None = None) -> Tagger:
        """The model in ``folder`` (default: ``data/model``); the gazetteer is loaded if it is not given.

        Raises:
            ReadError: there is no model, or the file is damaged.
            TableError: the gazetteer is absent or damaged.
        """
        model = load((folder or data_dir() / "model") / MODEL)
        return cls(model, PlaceBits.of(gazetteer or Gazetteer.load()))

    @property
    def version(self) -> str:
        """Names the model in provenance: a date or number and a hash of the training data."""
        return str(self._model.facts.get("version", "unknown"))

    def find(self, document: Document) -> list[Mention]:
        """Mentions of the six types, sorted, without overlap; ``text[start:end] == surface`` always.

        ``score`` is the mean probability of the labels of the mention's characters. Sentences that only review the
        past are not read: what is named there alone makes no entity, and what is named elsewhere too recurs.
        """
        text = document.text
        found = []
        for mark in self.marks(text, _wanted(document)):
            surface = text[mark.start : mark.end]
            kind, score = EntityType(mark.kind), round(mark.score, 4)
            found.append(Mention(mark.start, mark.end, kind, surface, surface, RULE, score))
        return found

    def marks(self, text: str, within: Sequence[Cut] | None = None) -> list[Mark]:
        """All names of any text, sorted, without overlap; time and memory are linear in its length.

        ``within``: sorted spans of the text; pieces that touch none of them are left out.
        """
        cuts = sorted(_touching(pieces(text), within), key=lambda cut: (cut[0] - cut[1], cut[0]))
        encoded = self._model.alphabet.encode([text[a:b] for a, b in cuts])
        outside = self._places.find(text)
        names: list[Mark] = []
        for k in range(0, len(cuts), _DECODED):
            group = slice(k, k + _DECODED)
            names += _read(self._scores(outside, cuts[group], encoded[group]), cuts[group])
        return sorted(names, key=lambda mark: mark.start)

    def _scores(self, outside: Floats, cuts: list[Cut], encoded: list[tuple[Ids, Ids]]) -> Floats:
        """(time, pieces, labels) scores of pieces sorted by falling length; what stands after an end has no meaning."""
        found = np.zeros((cuts[0][1] - cuts[0][0], len(cuts), _LABELS), dtype=np.float32)
        for k in range(0, len(cuts), _BATCH):
            batch = slice(k, k + _BATCH)
            chars, bigrams = zip(*encoded[batch], strict=True)
            scores = self._model.network.scores(Batch.of(chars, bigrams, [outside[a:b] for a, b in cuts[batch]]))
            found[: len(scores), batch] = scores
        return found


def _wanted(document: Document) -> list[Cut] | None:
    """The sentences that do not review the past; None, for all of the text, where there are no sentences."""
    return [(p.start, p.end) for p in document.passages if not p.past] if document.passages else None


def _touching(cuts: Iterable[Cut], within: Sequence[Cut] | None) -> Iterator[Cut]:
    if within is None:
        yield from cuts
        return
    ends = [end for _, end in within]
    for start, end in cuts:
        at = bisect_right(ends, start)
        if at < len(within) and within[at][0] < end:
            yield start, end


def _read(scores: Floats, cuts: list[Cut]) -> list[Mark]:
    """Spans of the best sequence of each row, with offsets into the whole text."""
    rows = labels.best_spans(scores, [b - a for a, b in cuts], labels.NAME_TYPES)
    spans = [(i, *span) for i, found in enumerate(rows) for span in found]
    return [
        Mark(cuts[i][0] + start, cuts[i][0] + end, kind, chance)
        for (i, start, end, kind), chance in zip(spans, _chances(scores, spans), strict=True)
    ]


def _chances(scores: Floats, spans: list[tuple[int, int, int, str]]) -> list[float]:
    """The mean probability of each span's labels; a span is row, start, end, type."""
    if not spans:
        return []
    steps = [t for _, start, end, _ in spans for t in range(start, end)]
    rows = [i for i, start, end, _ in spans for _ in range(start, end)]
    columns = [c for _, start, end, kind in spans for c in labels.columns(end - start, labels.NAME_TYPES.index(kind))]
    chosen = scores[steps, rows]
    total = np.exp(chosen).sum(-1)
    chances = np.exp(chosen[np.arange(len(columns)), columns]) / total
    sizes = np.array([end - start for _, start, end, _ in spans])
    means = np.add.reduceat(chances, np.cumsum(sizes) - sizes) / sizes
    return [min(1.0, float(mean)) for mean in means]
