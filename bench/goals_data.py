"""The annotated reports as clauses with a yes or no: what the scorer of goals learns from and is measured on."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from extract.document import make_document
from extract.gazetteer import Gazetteer
from extract.goals.features import features
from extract.goals.wording import Leads, polish, wording
from extract.model import Document, normalise
from extract.quantities.clauses import clause_spans
from extract.read.raw import RawDocument

_MARK = re.compile(r"⟦(\w+)(?::([^⟧]*))?⟧")
_SENTENCE = re.compile(r"[^。！？]+[。！？]?[”’）]*")


@dataclass
class Row:
    """One clause: its features, whether it states a goal, and the wording it would give."""

    names: list[str]
    goal: bool
    text: str


@dataclass
class Report:
    """One annotated report. ``place`` groups the years of a place; ``gold`` is its annotation, None for spans/."""

    name: str
    place: str
    rows: list[Row]
    gold: dict[str, Any] | None = None
    document: Document | None = None


@dataclass
class Marked:
    """A paragraph of spans/ without its marks: (type, start, end, text) of each, and where goals end."""

    text: str
    marks: list[tuple[str, int, int, str]] = field(default_factory=list)
    goals: list[int] = field(default_factory=list)


def likeness(a: str, b: str) -> float:
    """Twice the common subsequence over both lengths, as the scoring script compares goals."""
    a, b = normalise(a), normalise(b)
    row = [0] * (len(b) + 1)
    for x in a:
        diagonal = 0
        for j, y in enumerate(b):
            row[j + 1], diagonal = (diagonal + 1 if x == y else max(row[j + 1], row[j])), row[j + 1]
    return 2 * row[-1] / (len(a) + len(b)) if a and b else 0.0


def gold_reports(shared: Path, leads: Leads) -> list[Report]:
    """The fully annotated documents, read, cleaned and outlined as a build does."""
    gazetteer = Gazetteer.load(None)
    reports = []
    for path in sorted((shared / "gold").glob("[0-9]*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        source = shared / "gold" / "docs" / f"{gold['document']}.txt"
        document = make_document(RawDocument(source.name, source.read_text(encoding="utf-8")), gazetteer)
        sentences = [document.quote(p) for p in document.passages if not p.past]
        found = [(s, c, f) for s in sentences for c, f in clauses_of(s, leads)]
        hits = _align(found, gold["goals"])
        rows = [Row(f.names, i in hits, f.text) for i, (_, _, f) in enumerate(found)]
        reports.append(Report(gold["document"], gold["document"].split("-")[1], rows, gold, document))
    return reports


def span_reports(shared: Path, leads: Leads) -> list[Report]:
    """The partly annotated reports of gold/spans."""
    reports = []
    for path in sorted((shared / "gold" / "spans").glob("*.txt")):
        rows: list[Row] = []
        for paragraph in marked_paragraphs(path.read_text(encoding="utf-8")):
            for match in _SENTENCE.finditer(paragraph.text):
                for (start, end), row in clauses_of(match.group(), leads):
                    low, high = match.start() + start, match.start() + end
                    rows.append(Row(row.names, any(low <= g <= high for g in paragraph.goals), row.text))
        reports.append(Report(path.stem, path.stem.split("-")[1], rows))
    return reports


def marked_paragraphs(raw: str) -> Iterator[Marked]:
    """Paragraphs that plan; those marked past are left out."""
    for line in raw.splitlines():
        if line.startswith("⟦past⟧"):
            continue
        marked, last = Marked(""), 0
        for m in _MARK.finditer(line):
            marked.text += line[last : m.start()]
            if m[2] is not None:
                marked.marks.append((m[1], len(marked.text), len(marked.text) + len(m[2]), m[2]))
                marked.text += m[2]
            if m[1] == "goal":
                marked.goals.append(len(marked.text) - 1)
            last = m.end()
        marked.text += line[last:]
        yield marked


def clauses_of(sentence: str, leads: Leads) -> Iterator[tuple[tuple[int, int], Row]]:
    """Each clause of a sentence as ``find_goals`` would see it."""
    spans = clause_spans(sentence)
    for i, (start, end) in enumerate(spans):
        clause = sentence[start:end]
        a, b = wording(clause, leads)
        if b - a < 4:
            continue
        before = sentence[slice(*spans[i - 1])] if i else ""
        behind = sentence[slice(*spans[i + 1])] if i + 1 < len(spans) else ""
        core = clause[a:b]
        names = features(clause[:a], core, before, behind, sentence[end : end + 1])
        yield (start, end), Row(names, False, polish(core))


def _align(found: list[tuple[str, tuple[int, int], Row]], goals: list[dict[str, Any]]) -> set[int]:
    """Indices of the clauses that the annotated goals stand in, one each, by wording within their evidence."""
    taken: set[int] = set()
    for goal in goals:
        evidence = re.sub(r"\s", "", goal["evidence"])
        best, chosen = 0.5, -1
        for i, (sentence, (start, end), row) in enumerate(found):
            clause = sentence[start:end]
            if i in taken or not (clause in evidence or evidence in sentence):
                continue
            alike = likeness(row.text, goal["text"])
            if alike > best:
                best, chosen = alike, i
        if chosen >= 0:
            taken.add(chosen)
    return taken
