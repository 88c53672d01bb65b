"""What the scorer of goals sees of a clause: its first and last words, its grammar, its neighbours."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\d|[一二三四五六七八九十百千万]+[个家项座条处所户亩]")
_SHAPE = re.compile(r"[一-鿿]")


def features(clause: str, core: str, before: str, behind: str, stop: str) -> list[str]:
    """Names of the binary features that hold.

    Args:
        clause: the clause as it stands; core: the same without adverbs and causatives (``wording``).
        before, behind: the clauses next to it in the sentence, "" at its ends; stop: the mark behind it.
    """
    n = len(core)
    found = [
        "h1=" + core[:1], "h2=" + core[:2], "h3=" + core[:3], "h4=" + core[:4],
        "t1=" + core[-1:], "t2=" + core[-2:], "t3=" + core[-3:], "t4=" + core[-4:],
        "c2=" + clause[:2], "c4=" + clause[:4],
        "len=" + str(min(n // 3, 12)), "stop=" + stop,
        "p2=" + before[:2], "q2=" + behind[:2], "pt2=" + before[-2:],
        "ht=" + core[:2] + "|" + core[-2:],
    ]  # fmt: skip
    if "、" in core:
        found.append("list")
    if _NUMBER.search(core):
        found.append("number")
    if "“" in core:
        found.append("quote")
    if "《" in core:
        found.append("title")
    found += ["b=" + core[i : i + 2] for i in range(n - 1)]
    return found
