"""Figures of a tagger on documents it has not seen, with the scoring script of the annotation guidelines.

A document's names are what the tagger marks, each once; nothing is expanded, decoded or looked up: the whole
pipeline does that, and is measured elsewhere.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from types import ModuleType

from bench.tagger.corpus import ENTITY_TYPES, Annotated
from extract.model import normalise
from extract.tagger import Tagger

Found = list[tuple[int, int, str, str, float]]
_ENDS = {"place": "省市县区州盟旗镇乡村", "industry": "产业"}


def scorer(folder: Path) -> ModuleType:
    """``score.py`` of the annotated documents' folder."""
    sys.path.insert(0, str(folder))
    import score

    return score


def mentions(document: Annotated, tagger: Tagger) -> Found:
    """Start, end, type, surface, score over the document's text without white space."""
    lines = "\n".join(document.paragraphs)
    shift, breaks = [], 0
    for character in lines:
        shift.append(breaks)
        breaks += character == "\n"
    found = tagger.marks(lines)
    return [
        (m.start - shift[m.start], m.end - shift[m.start], m.kind, lines[m.start : m.end], round(m.score, 4))
        for m in found
    ]


def names(found: Found, floor: float = 0.0) -> list[dict[str, object]]:
    """One entity a name: the type with most weight; 离石 joins 离石区, 氢能 joins 氢能产业."""
    weight: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    surface: dict[str, str] = {}
    for _, _, kind, text, score in found:
        weight[normalise(text)][kind] += score
        surface.setdefault(normalise(text), text)
    best = {name: max(sorted(kinds), key=lambda k: kinds[k]) for name, kinds in weight.items() if name}
    top = {name: max(s for *_, t, s in found if normalise(t) == name) for name in best}
    entities: dict[tuple[str, str], dict[str, object]] = {}
    for name in sorted(best, key=lambda n: (-len(n), n)):
        if top[name] < floor:
            continue
        kind = best[name]
        longer = next((e for (k, n), e in entities.items() if k == kind and _same(kind, name, n)), None)
        if longer:
            longer["aliases"].append(surface[name])  # type: ignore[union-attr]
        else:
            entities[kind, name] = {"type": kind, "name": surface[name], "aliases": []}
    return list(entities.values())


def _same(kind: str, short: str, long: str) -> bool:
    if kind == "place":
        return len(short) > 1 and len(long) == len(short) + 1 and long.startswith(short) and long[-1] in _ENDS[kind]
    return kind == "industry" and long == short + "产业"


def table(
    pairs: list[tuple[Annotated, Found]], score: ModuleType, floor: float = 0.0
) -> dict[str, tuple[int, int, float, float, float]]:
    """Row -> gold, found, strict precision, recall and F1, counts of all documents added up."""
    tally: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    errors: dict[str, list[object]] = defaultdict(list)
    for document, found in pairs:
        gold = {"entities": document.gold["entities"]}
        score.score(gold, {"entities": names(found, floor)}, tally, errors)
    rows = {}
    for row in (*ENTITY_TYPES, "any type"):
        t = tally[row]
        rows[row] = (t["gold"], t["system"], *score.f1(t["strict"], t["gold"], t["system"]))
    return rows


def shown(rows: dict[str, tuple[int, int, float, float, float]]) -> str:
    """The table as text."""
    lines = [
        f"{row:14} gold {g:5} found {n:5}  P {p:.3f} R {r:.3f} F1 {f:.3f}" for row, (g, n, p, r, f) in rows.items()
    ]
    return "\n".join(lines)
