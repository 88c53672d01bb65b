"""What the scorer of goals sees of a clause: its first and last words, its grammar, its neighbours."""

from __future__ import annotations

import re
from operator import add

_NUMBER = re.compile(r"\d|[一二三四五六七八九十百千万]+[个家项座条处所户亩]")


def marks(lead: str, core: str, before: str, behind: str, stop: str) -> list[str]:
    """Names of the binary features that hold, each once, those of single character pairs (``pairs``) excepted.

    Args:
        lead: adverbs and causatives that ``wording`` took off the clause's head.
        core: the clause without them.
        before: the clause in front of it in the sentence, "" at its beginning.
        behind: the clause that follows, "" at the sentence's end.
        stop: the mark behind the clause.
    """
    n = len(core)
    found = [
        "h1=" + core[:1], "h2=" + core[:2], "h3=" + core[:3], "h4=" + core[:4],
        "t1=" + core[-1:], "t2=" + core[-2:], "t3=" + core[-3:], "t4=" + core[-4:],
        "lead=" + lead[-4:], "lead2=" + lead[:2],
        "len=" + str(min(n // 3, 12)), "stop=" + stop,
        "p2=" + before[:2], "q2=" + behind[:2], "pt2=" + before[-2:], "qt2=" + behind[-2:],
        "ht=" + core[:2] + "|" + core[-2:], "hs=" + core[:2] + stop, "hl=" + core[:2] + str(min(n // 4, 6)),
        "lt=" + lead[-2:] + "|" + core[-2:],
    ]  # fmt: skip
    if "、" in core:
        found.append("list")
        found.append("hlist=" + core[:2])
    if _NUMBER.search(core):
        found.append("number")
    if before and _NUMBER.search(before):
        found.append("pnumber")
    if behind and _NUMBER.search(behind):
        found.append("qnumber")
    if "“" in core:
        found.append("quote")
        found.append("hquote=" + core[:2])
    if "《" in core:
        found.append("title")
    return found


def pairs(core: str) -> list[str]:
    """Each two neighbouring characters of the clause, once."""
    return list(set(map(add, core, core[1:])))


def features(lead: str, core: str, before: str, behind: str, stop: str) -> list[str]:
    """All features, sorted, as the trainer stores them: ``marks``, and ``pairs`` under ``b=``."""
    return sorted({*marks(lead, core, before, behind, stop), *("b=" + pair for pair in pairs(core))})
