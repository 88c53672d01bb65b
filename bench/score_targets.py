"""Target and goal rows of the scoring script, and how well numbers are found in reports nobody looked at.

    python bench/score_targets.py ../shared [--errors] [--only 16]

The first table scores the 19 annotated documents, read, cleaned and outlined as a build does. The second counts, in
gold/spans, the marked values that were found and the found ones that are marked, for the half of the reports that was
used in development and for the other half. Goals here are scored with the shipped model, which has seen these
documents: ``train_goals.py --evaluate`` has the honest figures.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.goals_data import marked_paragraphs
from extract.document import make_document
from extract.gazetteer import Gazetteer
from extract.goals import find_goals, load_goal_rules
from extract.model import Document, normalise
from extract.places.finder import PlaceFinder
from extract.quantities import TargetRules, find_targets, load_target_rules
from extract.quantities.reading import read_sentence
from extract.quantities.special import read_special
from extract.read.raw import RawDocument

_SENTENCE = re.compile(r"[^。！？]+[。！？]?[”’）]*")


def annotation(document: Document, finder: PlaceFinder, targets: TargetRules, goals: Any) -> dict[str, Any]:
    """Targets and goals in the annotation format."""
    places = finder.find(document.text, document.passages, document.meta.place_code, year=document.meta.year)
    return {
        "entities": [],
        "relations": [],
        "targets": [
            {"subject": t.subject, "indicator": t.indicator, "op": t.operator, "value": t.value, "unit": t.unit,
             "per": t.per or None, "deadline": t.deadline or None, "within_years": t.within_years or None}
            for t in find_targets(document, places, targets)
        ],
        "goals": [{"text": g.text} for g in find_goals(document, places, goals)],
    }  # fmt: skip


def gold_table(shared: Path, errors: bool, only: str) -> None:
    """Prints the target, due year and goal rows over the annotated documents."""
    score = _scorer(shared / "gold" / "score.py")
    gazetteer = Gazetteer.load(None)
    finder, rules, goal_rules = PlaceFinder(gazetteer), load_target_rules(), load_goal_rules()
    tally: Any = defaultdict(lambda: defaultdict(int))
    for path in sorted((shared / "gold").glob(f"{only}[0-9]*.json" if not only else f"{only}*.json")):
        gold = json.loads(path.read_text(encoding="utf-8")) | {"entities": [], "relations": []}
        source = shared / "gold" / "docs" / f"{gold['document']}.txt"
        document = make_document(RawDocument(source.name, source.read_text(encoding="utf-8")), gazetteer)
        system = annotation(document, finder, rules, goal_rules) | {"planning_period": list(document.meta.period)}
        wrong: Any = defaultdict(list)
        one: Any = defaultdict(lambda: defaultdict(int))
        score.score(gold, system, tally, defaultdict(list))
        score.score(gold, system, one, wrong)
        print(f"{gold['document']:34}" + "  ".join(_row(score, one, row) for row in ("target", "goal")))
        if errors:
            for kind, item in wrong["target"]:
                print(f"    {kind:7}{item}")
    for row in ("target", "target due year", "goal"):
        print(f"{row:34}{_row(score, tally, row)}  of {tally[row]['gold']}")


def _row(score: ModuleType, tally: Any, row: str) -> str:
    t = tally[row]
    strict = score.f1(t["strict"], t["gold"], t["system"])
    lenient = score.f1(t["lenient"], t["gold"], t["system"])
    return f"strict P {strict[0]:.3f} R {strict[1]:.3f} F1 {strict[2]:.3f} lenient F1 {lenient[2]:.3f}"


def spans_table(shared: Path, errors: bool) -> None:
    """Prints how many marked values were found, and how many indicators fit, for both halves of spans/."""
    score = _scorer(shared / "gold" / "score.py")
    rules = load_target_rules()
    for half, name in enumerate(("spans, half used in development", "spans, other half")):
        count: Counter[str] = Counter()
        for path in sorted((shared / "gold" / "spans").glob("*.txt"))[half::2]:
            for paragraph in marked_paragraphs(path.read_text(encoding="utf-8")):
                _compare(paragraph, rules, score, count, path.stem if errors and not half else "")
        precision, recall = count["hit"] / count["system"], count["hit"] / count["gold"]
        f1 = 2 * precision * recall / (precision + recall)
        print(
            f"{name:34}P {precision:.3f} R {recall:.3f} F1 {f1:.3f} indicator {count['indicator'] / count['hit']:.3f}"
        )


def _compare(paragraph: Any, rules: TargetRules, score: ModuleType, count: Counter[str], show: str) -> None:
    values = [m for m in paragraph.marks if m[0] == "value"]
    indicators = [m for m in paragraph.marks if m[0] == "indicator"]
    found: dict[int, list[str]] = defaultdict(list)
    for match in _SENTENCE.finditer(paragraph.text):
        for draft in read_sentence(match.group(), rules) + read_special(match.group(), rules):
            found[match.start() + draft.at].append(draft.indicator)
    count["gold"] += len(values)
    count["system"] += len(found)
    for _, start, end, text in values:
        at = next((a for a in sorted(found) if start - 2 <= a < end), None)
        if at is None:
            if show:
                print("  missed", show, paragraph.text[max(0, start - 25) : start], "【", text, "】")
            continue
        count["hit"] += 1
        near = sorted(indicators, key=lambda m: min(abs(m[1] - end), abs(start - m[2])))[:3]
        count["indicator"] += any(_fits(score, mine, m[3]) for mine in found.pop(at) for m in near)
    if show:
        for at in sorted(found):
            print("  extra ", show, paragraph.text[max(0, at - 25) : at], "【", paragraph.text[at : at + 12], found[at])


def _fits(score: ModuleType, mine: str, gold: str) -> bool:
    a, b = normalise(mine), normalise(gold)
    return bool(score.dice(mine, gold) >= 0.4 or a in b or b in a)


def _scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_score", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("shared", type=Path, help="the folder with gold/ and gold/spans")
    parser.add_argument("--errors", action="store_true", help="list what was missed, extra or only near")
    parser.add_argument("--only", default="", help="number of one document")
    options = parser.parse_args()
    gold_table(options.shared, options.errors, options.only)
    spans_table(options.shared, options.errors)


if __name__ == "__main__":
    main()
