"""The whole pipeline on the annotated documents, scored as the annotation guidelines' own script does.

    python -m bench.score_extraction [--no-model] [--models DIR] [--errors ROW] [--only TEXT] [--save DIR]

``--models`` names a folder of one tagger a document (DIR/NAME), trained without that document and other years of
its place; ``--folds`` one of recorded mentions (``bench.tagger evaluate``), with weights of the confidence of entities
that had not seen the place either (``bench.train_confidence --evaluate``). Without both the shipped models are used,
which have seen these documents and so flatter.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from extract.document import make_document
from extract.entities.confidence import read_confidence
from extract.model import EntityType, Mention, PlanFacts
from extract.pipeline import STAGES, State
from extract.read.raw import RawDocument
from extract.resources import Resources, load_resources
from kg.evaluate import evaluate

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"


def annotation(facts: PlanFacts) -> dict:
    """Facts in the guidelines' format, without going through the graph."""
    meta = facts.document.meta
    return {
        "document": facts.document.source,
        "planning_place": meta.place,
        "planning_period": list(meta.period),
        "entities": [{"type": str(e.type), "name": e.name, "aliases": list(e.aliases)} for e in facts.entities],
        "targets": [
            {"subject": t.subject, "indicator": t.indicator, "op": t.operator, "value": t.value, "unit": t.unit,
             "per": t.per or None, "deadline": t.deadline or None, "within_years": t.within_years or None}
            for t in facts.targets
        ],
        "goals": [{"subject": g.subject, "text": g.text} for g in facts.goals],
        "relations": [{"s": r.subject, "p": str(r.predicate), "o": r.object} for r in facts.relations],
    }  # fmt: skip


def with_tagger(resources: Resources, folder: Path) -> Resources:
    from extract.tagger import Tagger

    return replace(resources, tagger=Tagger.load(folder, resources.gazetteer))


class Recorded:
    """Stands in for a tagger: mentions recorded by models that had not seen the document."""

    def __init__(self, path: Path) -> None:
        self._rows = json.loads(path.read_text(encoding="utf-8"))

    def find(self, document):
        """The recorded mentions, found again in the document's clean text near where they were."""
        where = [i for i, c in enumerate(document.text) if not c.isspace()]
        squeezed = "".join(document.text[i] for i in where)
        shift, found = 0, []
        for start, _, kind, surface, score in self._rows:
            at = squeezed.find(surface, max(0, start + shift - 40))
            if at < 0 or abs(at - start - shift) > 200:
                continue
            shift = at - start
            first, last = where[at], where[at + len(surface) - 1] + 1
            text = document.text[first:last]
            found.append(Mention(first, last, EntityType(kind), text, text, "tagger", score))
        return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--no-model", action="store_true")
    parser.add_argument("--models", type=Path)
    parser.add_argument("--folds", type=Path, help="folder of recorded mentions, NAME.json a document")
    parser.add_argument("--errors", default="")
    parser.add_argument("--only", default="")
    parser.add_argument("--save", type=Path)
    options = parser.parse_args()
    resources = load_resources(model=not (options.no_model or options.models or options.folds))
    spent: Counter[str] = Counter()
    pairs = []
    for path in sorted(GOLD.glob("[0-9]*.json")):
        if options.only not in path.name:
            continue
        gold = json.loads(path.read_text(encoding="utf-8"))
        if options.models:
            resources = with_tagger(resources, options.models / path.stem)
        if options.folds:
            recorded = options.folds / f"{path.stem}.json"
            if not recorded.exists():
                continue
            confidence = read_confidence(options.folds / "confidence" / f"{path.stem.split('-')[1]}.json")
            resources = replace(resources, tagger=Recorded(recorded), confidence=confidence)
        raw = RawDocument(path.stem + ".txt", (GOLD / "docs" / f"{path.stem}.txt").read_text(encoding="utf-8"))
        start = time.perf_counter()
        document = make_document(raw, resources.gazetteer)
        spent["read"] += time.perf_counter() - start
        state = State(document)
        for stage in STAGES:
            start = time.perf_counter()
            state = stage.run(state, resources)
            spent[stage.name] += time.perf_counter() - start
        facts = PlanFacts(state.document, state.entities, state.relations, state.targets, state.goals, state.ledger)
        system = annotation(facts)
        if (system["planning_place"], system["planning_period"]) != (gold["planning_place"], gold["planning_period"]):
            print(
                path.stem,
                "place/period",
                system["planning_place"],
                system["planning_period"],
                gold["planning_place"],
                gold["planning_period"],
            )
        if options.save:
            options.save.mkdir(parents=True, exist_ok=True)
            (options.save / path.name).write_text(json.dumps(system, ensure_ascii=False, indent=1), encoding="utf-8")
        pairs.append((gold, system))
    result = evaluate(pairs)
    print(f"{'':16}{'gold':>6}{'system':>8} | strict {'P':>6}{'R':>7}{'F1':>7} | lenient {'F1':>7}")
    for row, s in result.scores.items():
        p, r, f = prf(s.strict, s.gold, s.system)
        print(
            f"{row:16}{s.gold:6}{s.system:8} |        {p:6.3f}{r:7.3f}{f:7.3f} |         {prf(s.lenient, s.gold, s.system)[2]:7.3f}"
        )
    print("seconds:", ", ".join(f"{k} {v:.2f}" for k, v in spent.most_common()))
    for d in result.differences:
        if d.row.strip() == options.errors:
            print(f"{d.kind:7} {d.gold}  <>  {d.system}" if d.kind == "near" else f"{d.kind:7} {d.gold or d.system}")


def prf(hits: int, gold: int, system: int) -> tuple[float, float, float]:
    p, r = (hits / system if system else 0.0), (hits / gold if gold else 0.0)
    return p, r, (2 * p * r / (p + r) if p + r else 0.0)


if __name__ == "__main__":
    main()
