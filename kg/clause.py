"""The clause of a sentence that says a thing: what a table shows where a whole sentence is too long to read."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ENDS = re.compile(r"[，。；：！？\n]")
_MOST = 60


def clause(sentence: str, names: Iterable[str], begin: int = 0) -> str:
    """What stands between the commas around the first of ``names`` that the sentence has, … for what is left out.

    At most about ``_MOST`` characters on each side of the name. Without any of the names: the sentence's beginning. A
    comma inside the name is no end. ``begin`` is where in the sentence to start looking.
    """
    at, name = next(((sentence.find(n, begin), n) for n in names if n and n in sentence[begin:]), (0, ""))
    if not name:
        return _cut(sentence)
    before = max((m.end() for m in _ENDS.finditer(sentence, 0, at)), default=0)
    ending = _ENDS.search(sentence, at + len(name))
    after = ending.start() if ending else len(sentence)
    start, end = max(before, at - _MOST), min(after, at + len(name) + _MOST)
    whole_end = sentence[end:].strip("。！？\n") == ""
    return f"{'…' if start else ''}{sentence[start:end]}{'' if whole_end else '…'}"


def _cut(sentence: str) -> str:
    return sentence if len(sentence) <= _MOST else f"{sentence[:_MOST]}…"
