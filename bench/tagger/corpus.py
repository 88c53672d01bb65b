"""What the tagger learns from: the annotated documents, the marked parts, further marks and the raw reports.

Texts are read from the folder ``../shared`` next to the checkout and nothing of them is written into the project;
``marks/`` beside this file holds numbers of paragraphs and offsets. A text is a list of
*paragraphs* without white space; spans are offsets into the text that the joined paragraphs give, which is the text
the scoring script's names are looked up in.
"""

from __future__ import annotations

import hashlib
import json
import re
from csv import DictReader
from dataclasses import dataclass, field
from pathlib import Path

ENTITY_TYPES = ("place", "project", "industry", "organization", "measure", "brand")
CLAUSE_TYPES = ("indicator", "value", "goal")
_MARK = re.compile(r"⟦(\w+):([^⟦⟧]*)⟧")
_MARKS = re.compile(r"(⟦\w+:[^⟦⟧]*⟧|⟦goal⟧|⟦past⟧)")
# The plan's own place by pronoun: aliases in the annotation, but marked in no span file.
_DEICTIC = re.compile(r"[我全本](省|市|县|区|州|自治区)|[市县区]区?")
_CLAUSE_END = "，；。！？：、,;:\n"

Span = tuple[int, int, str]
MARKS = Path(__file__).parent / "marks"


@dataclass(frozen=True)
class Annotated:
    """One annotated text: ``paragraphs`` joined are the text that ``spans`` are offsets into.

    ``clauses`` holds indicator, value and goal spans (they may overlap ``spans``) or None where nobody marked them,
    ``past`` one flag a paragraph or None where nobody marked the past; ``place`` is the key that folds are grouped by.
    ``checked`` is False where one reader marked and nobody checked.
    """

    name: str
    place: str
    paragraphs: list[str]
    spans: list[Span]
    clauses: list[Span] | None
    past: list[bool] | None
    gold: dict[str, object] = field(default_factory=dict)
    checked: bool = True

    @property
    def text(self) -> str:
        """The paragraphs joined."""
        return "".join(self.paragraphs)


def squeeze(text: str) -> str:
    """The text without any white space."""
    return re.sub(r"\s", "", text)


def paragraphs_of(text: str) -> list[str]:
    """The lines that hold text; one paragraph in all where the lines are wrapped columns of a page."""
    lines = [squeeze(line) for line in text.split("\n")]
    lines = [line for line in lines if line]
    lengths = sorted(map(len, lines))
    return ["".join(lines)] if lengths and lengths[len(lengths) // 2] < 30 and len(lines) > 200 else lines


def locate(text: str, named: list[tuple[str, str]]) -> list[Span]:
    """Every occurrence of every (name, type), longest first, without overlap."""
    found: list[Span] = []
    for name, kind in named:
        for form in sorted({squeeze(name), squeeze(name).strip("“”")}):
            if len(form) > 1 and not _DEICTIC.fullmatch(form):
                found += [(m.start(), m.end(), kind) for m in re.finditer(re.escape(form), text)]
    taken, spans = bytearray(len(text)), []
    for start, end, kind in sorted(found, key=lambda s: (s[0] - s[1], s[0], s[2])):
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            spans.append((start, end, kind))
    return sorted(spans)


def _gold_clauses(text: str, gold: dict[str, list[dict[str, object]]]) -> list[Span]:
    """Goals where they stand word for word, indicators where they stand within their evidence."""
    found: list[Span] = []
    for goal in gold["goals"]:
        at = text.find(squeeze(str(goal["text"])))
        if at >= 0:
            found.append((at, at + len(squeeze(str(goal["text"]))), "goal"))
    for target in gold["targets"]:
        evidence, indicator = squeeze(str(target["evidence"])), squeeze(str(target["indicator"]))
        at = text.find(evidence)
        inner = evidence.find(indicator)
        if at >= 0 and inner >= 0:
            found.append((at + inner, at + inner + len(indicator), "indicator"))
        value = re.search(_number(target["value"]) + re.escape(squeeze(str(target["unit"]))), evidence)
        if at >= 0 and value:
            found.append((at + value.start(), at + value.end(), "value"))
    taken, spans = bytearray(len(text)), []
    for start, end, kind in sorted(found, key=lambda s: (s[0] - s[1], s[0], s[2])):
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            spans.append((start, end, kind))
    return sorted(spans)


def _number(value: object) -> str:
    number = float(str(value))
    text = str(int(number)) if number == int(number) else str(number)
    return r"(?<![\d.])" + re.escape(text) + r"(?:\.0+)?"


def read_gold(folder: Path) -> list[Annotated]:
    """The documents annotated as a whole, by name."""
    documents = []
    for path in sorted(folder.glob("[0-9]*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        paragraphs = paragraphs_of((folder / "docs" / f"{path.stem}.txt").read_text(encoding="utf-8"))
        text = "".join(paragraphs)
        named = [(n, e["type"]) for e in gold["entities"] for n in (e["name"], *(e.get("aliases") or []))]
        clauses = _gold_clauses(text, gold)
        place = path.stem.split("-")[1]
        documents.append(Annotated(path.stem, place, paragraphs, locate(text, named), clauses, None, gold))
    return documents


def read_marked(folder: Path) -> list[Annotated]:
    """The parts of reports with marks in the text, by name."""
    return [
        parse_marked(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("spans/*-[12]*.txt"))
    ]


def parse_marked(name: str, marked: str) -> Annotated:
    """Take the marks out of a text, see the README of the span files."""
    paragraphs: list[str] = []
    past: list[bool] = []
    spans: list[Span] = []
    clauses: list[Span] = []
    offset = 0
    for line in marked.split("\n"):
        line = squeeze(line)
        if not line:
            continue
        text = ""
        is_past = False
        for piece in _MARKS.split(line):
            if piece == "⟦past⟧":
                is_past = True
            elif piece == "⟦goal⟧":
                begin = max((text.rfind(c) for c in "，；。！？：,;:"), default=-1) + 1
                begin = (
                    max(begin, *(e - offset for _, e, k in clauses if e <= offset + len(text)), 0) if clauses else begin
                )
                if begin < len(text):
                    clauses.append((offset + begin, offset + len(text), "goal"))
            elif mark := _MARK.fullmatch(piece):
                kind, inner = mark.groups()
                target = spans if kind in ENTITY_TYPES else clauses
                target.append((offset + len(text), offset + len(text) + len(inner), kind))
                text += inner
            else:
                text += piece
        if text:
            paragraphs.append(text)
            past.append(is_past)
            offset += len(text)
    return Annotated(name, name.split("-")[1], paragraphs, spans, clauses, past)


def read_offsets(folder: Path, reports: Path) -> list[Annotated]:
    """Paragraphs of raw reports with names marked by their offsets, one table a report, see ``marks/README.md``."""
    found = []
    for path in sorted(folder.glob("*-[12]*.tsv")):
        texts = paragraphs_of((reports / f"{path.stem}.txt").read_text(encoding="utf-8"))
        with path.open(encoding="utf-8", newline="") as file:
            rows = [
                (int(r["paragraph"]), int(r["start"]), int(r["end"]), r["type"])
                for r in DictReader(file, delimiter="\t")
            ]
        offsets, length = {}, 0
        for number in sorted({number for number, *_ in rows}):
            offsets[number] = length
            length += len(texts[number])
        spans = [(offsets[n] + start, offsets[n] + end, kind) for n, start, end, kind in rows if end]
        found.append(
            Annotated(path.stem, path.stem.split("-")[1], [texts[n] for n in offsets], spans, None, None, checked=False)
        )
    return found


def read_raw(folder: Path, without: frozenset[str]) -> list[list[str]]:
    """Paragraphs of the raw reports, but for those of the places ``without``."""
    paths = sorted(folder.glob("*-*.txt"))
    return [paragraphs_of(p.read_text(encoding="utf-8")) for p in paths if p.stem.split("-")[1] not in without]


def version(shared: Path) -> str:
    """A hash of all the training data, 12 hexadecimal digits."""
    digest = hashlib.sha256()
    texts = sorted([*shared.glob("gold/**/*.json"), *shared.glob("gold/**/*.txt"), *shared.glob("corpus/*.txt")])
    for path in (*texts, *sorted(MARKS.glob("*.tsv"))):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
