"""Word segmentation behind one seam: anything with ``cut(text)`` that gives tokens with offsets.

The default is jieba with a ``Tokenizer`` of its own, so that words added here never leak into (or
from) other users of the module's global one. No part-of-speech tags: they cost five sixths of the time.
"""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

from extract.errors import PlanKGError
from extract.segment_jieba import ExactCut

ENGINES = ("jieba", "rjieba")


class Token(NamedTuple):
    """One word: ``text`` stands at ``[start, end)`` of the string that was cut, in code points."""

    start: int
    end: int
    text: str


class Segmenter(Protocol):
    """Cuts a text into words that cover it without gap or overlap."""

    def cut(self, text: str) -> list[Token]:
        """Words of ``text`` in order; joined they give ``text`` again. Empty text, empty list."""
        ...


class SegmenterError(PlanKGError):
    """A segmentation engine that is unknown or not installed."""


class JiebaSegmenter:
    """jieba in its exact mode with the hidden Markov model for unknown words; loads at the first cut."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._words = tuple(words)
        self._cut: Callable[[str], list[str]] | None = None

    def _load(self) -> Callable[[str], list[str]]:
        import jieba

        jieba.setLogLevel(logging.WARNING)
        tokenizer = jieba.Tokenizer()
        tokenizer.initialize()
        for word in self._words:
            tokenizer.add_word(word, freq=1000)
        self._cut = ExactCut(tokenizer)
        return self._cut

    def cut(self, text: str) -> list[Token]:
        """See ``Segmenter.cut``."""
        cut = self._cut or self._load()
        return _with_offsets(text, cut(text))


class RjiebaSegmenter:
    """rjieba (Rust, some forty times faster), identical to jieba but for runs of ASCII."""

    def cut(self, text: str) -> list[Token]:
        """See ``Segmenter.cut``."""
        import rjieba

        return _with_offsets(text, rjieba.cut(text))


def segmenter(engine: str = "jieba") -> Segmenter:
    """The segmenter called ``engine`` (one of ``ENGINES``), not yet loaded.

    Raises:
        SegmenterError: the name is unknown or its package is not installed.
    """
    if engine not in ENGINES:
        raise SegmenterError(f"没有名为 {engine} 的分词器；可用：{'、'.join(ENGINES)}")
    if importlib.util.find_spec(engine) is None:
        raise SegmenterError(f"分词器 {engine} 没有安装；请先安装 {engine}，或改用默认的 jieba")
    return JiebaSegmenter() if engine == "jieba" else RjiebaSegmenter()


def _with_offsets(text: str, words: Iterable[str]) -> list[Token]:
    """Words with offsets; a character the engine dropped (it should not) becomes a token of its own."""
    tokens: list[Token] = []
    at = 0
    for word in words:
        if not text.startswith(word, at):
            found = text.find(word, at)
            if found < 0:
                continue
            tokens.append(Token(at, found, text[at:found]))
            at = found
        tokens.append(Token(at, at + len(word), word))
        at += len(word)
    if at < len(text):
        tokens.append(Token(at, len(text), text[at:]))
    return tokens
