"""Entity rows of the scoring script over the annotated documents, by rules and gazetteer alone.

python bench/score_entities.py ../shared/gold [--errors TYPE] [--only 16,17] [--rules]
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from extract.document import make_document
from extract.entities import Assembler, settle
from extract.gazetteer import Gazetteer
from extract.model import Document, Entity, Mention
from extract.names import NameLexicon, find_names, load_lexicon
from extract.places.finder import PlaceFinder
from extract.read.raw import RawDocument
from extract.segment import Segmenter, segmenter


def scorer(gold: Path) -> ModuleType:
    """The scoring script beside the annotations, as a module."""
    spec = importlib.util.spec_from_file_location("gold_score", gold / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_annotation(name: str, entities: tuple[Entity, ...]) -> dict[str, object]:
    """The entities in the annotation format."""
    rows = [
        {
            "type": e.type.value,
            "name": e.name,
            "aliases": list(e.aliases),
            "kind": e.kind,
            "status": e.status,
            "evidence": e.evidence[0].quote if e.evidence else "",
        }
        for e in entities
    ]
    return {"document": name, "entities": rows, "targets": [], "goals": [], "relations": []}


@dataclass(slots=True)
class Tools:
    """What is loaded once for all documents."""

    cut: Segmenter
    lexicon: NameLexicon
    gazetteer: Gazetteer
    places: PlaceFinder
    assembler: Assembler

    @classmethod
    def load(cls) -> Tools:
        """Everything with the project's own tables."""
        gazetteer = Gazetteer.load()
        lexicon = load_lexicon()
        return cls(segmenter(), lexicon, gazetteer, PlaceFinder(gazetteer), Assembler.load(lexicon))


def run(document: Document, tools: Tools) -> tuple[tuple[Entity, ...], list[Mention]]:
    """Entities and the mentions they are made of, by rules alone."""
    code, year = document.meta.place_code, document.meta.year
    places = tools.places.find(document.text, document.passages, code, year=year)
    names = find_names(document, tools.cut, places=places, lexicon=tools.lexicon)
    mentions = settle(document, [*places, *names], tools.lexicon)
    return tools.assembler.assemble(document, mentions, tools.gazetteer)[0], mentions


def read_document(gold: Path, name: str, tools: Tools) -> Document:
    """An annotated document as the pipeline reads it."""
    raw = (gold / "docs" / f"{name}.txt").read_text(encoding="utf-8")
    return make_document(RawDocument(f"{name}.txt", raw), tools.gazetteer)


def main() -> None:
    """Score all annotated documents and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--errors", default="")
    parser.add_argument("--only", default="")
    parser.add_argument("--rules", action="store_true", help="precision by rule")
    options = parser.parse_args()
    score = scorer(options.gold)
    tally: dict = defaultdict(lambda: defaultdict(int))
    errors: dict = defaultdict(list)
    tools = Tools.load()
    tools.cut.cut("热身")
    seconds, characters = 0.0, 0
    by_rule: dict = defaultdict(lambda: [0, 0])
    for path in sorted(options.gold.glob("*.json")):
        if options.only and not path.name.startswith(tuple(options.only.split(","))):
            continue
        gold = json.loads(path.read_text(encoding="utf-8"))
        document = read_document(options.gold, path.stem, tools)
        began = time.perf_counter()
        entities, _ = run(document, tools)
        seconds += time.perf_counter() - began
        characters += len(document.text)
        system = as_annotation(path.stem, entities)
        score.score(gold, system, tally, errors)
        if options.rules:
            names = {}
            for e in gold["entities"]:
                for n in score.names(e):
                    names.setdefault((e["type"], n), 1)
            for e in entities:
                hit = any((e.type.value, n) in names for n in score.names({"name": e.name, "aliases": e.aliases}))
                for rule in sorted({v.rule for v in e.evidence})[:1]:
                    by_rule[rule][0] += hit
                    by_rule[rule][1] += 1
    for row in (*score.ENTITY_TYPES, "any type"):
        t = tally[row]
        p, r, f = score.f1(t["strict"], t["gold"], t["system"])
        lf = score.f1(t["lenient"], t["gold"], t["system"])[2]
        print(f"{row:14}{t['gold']:6}{t['system']:7}  P {p:.3f}  R {r:.3f}  F1 {f:.3f}  lenient F1 {lf:.3f}")
    print(f"{characters * 3 / seconds / 1e6:.2f} MB/s")
    for rule, (hit, total) in sorted(by_rule.items(), key=lambda x: -x[1][1]):
        print(f"  {rule:30}{hit:5}/{total:5} = {hit / total:.2f}")
    if options.errors:
        for kind, item in errors[options.errors]:
            print(kind, item)


if __name__ == "__main__":
    main()
