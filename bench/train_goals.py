"""Learns the scorer of goals: ``python bench/train_goals.py ../shared [--evaluate]``.

A logistic regression with an L2 penalty (scipy's L-BFGS) over the binary features of ``extract.goals.features``,
from the annotated reports of gold/ and gold/spans. ``--evaluate`` leaves each of the 19 documents out in turn, with
the other years of its place, and prints the scoring script's rows; without it the model file is written. Same input,
same file.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import sys
from collections import defaultdict
from pathlib import Path
from types import ModuleType

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import logistic
from bench.goals_data import Report, Row, gold_reports, span_reports
from extract.goals.wording import load_leads

LEAST_REPORTS, PENALTY, THRESHOLD, LEAST_WEIGHT = 3, 1.0, 0.27, 0.02
MODEL = Path(__file__).resolve().parent.parent / "data" / "model" / "goals.json"


def fit(reports: list[Report]) -> tuple[dict[str, float], float]:
    """Weights by feature and the bias; features that fewer than three reports have are left out."""
    holders: dict[str, set[int]] = defaultdict(set)
    for i, report in enumerate(reports):
        for row in report.rows:
            for name in row.names:
                holders[name].add(i)
    columns = {name: i for i, name in enumerate(sorted(n for n, s in holders.items() if len(s) >= LEAST_REPORTS))}
    rows = [row for report in reports for row in report.rows]
    examples = [(sorted(set(row.names)), row.goal) for row in rows]
    return logistic.fit(examples, columns, penalty=PENALTY, steps=150)


def probability(row: Row, weights: dict[str, float], bias: float) -> float:
    """The model's probability that the clause states a goal."""
    return float(1 / (1 + np.exp(-(bias + sum(weights.get(name, 0.0) for name in sorted(set(row.names)))))))


def evaluate(shared: Path, gold: list[Report], spans: list[Report]) -> None:
    """Prints strict and lenient figures of goals for several thresholds, each document unseen."""
    score = _scorer(shared / "gold" / "score.py")
    rated = []
    for report in gold:
        weights, bias = fit([r for r in [*gold, *spans] if r.place != report.place])
        rated.append((report, [probability(row, weights, bias) for row in report.rows]))
    for threshold in (0.2, 0.23, 0.25, THRESHOLD, 0.3, 0.35, 0.4, 0.5):
        counts = np.zeros(4)
        for report, chances in rated:
            texts = dict.fromkeys(r.text for r, p in zip(report.rows, chances, strict=True) if p >= threshold)
            goals = report.gold["goals"] if report.gold else []
            system = [{"text": t} for t in texts]
            pairs = score.pair_up(goals, system, score.goal_grade)
            counts += [len(goals), len(system), sum(g >= 2 for *_, g in pairs), len(pairs)]
        strict = score.f1(counts[2], counts[0], counts[1])
        lenient = score.f1(counts[3], counts[0], counts[1])
        print(f"{threshold:.2f}  strict P {strict[0]:.3f} R {strict[1]:.3f} F1 {strict[2]:.3f}", end="  ")
        print(f"lenient P {lenient[0]:.3f} R {lenient[1]:.3f} F1 {lenient[2]:.3f}")


def write(reports: list[Report], path: Path) -> None:
    """Writes the model: thousandths of a logit, features in order, small weights left out."""
    weights, bias = fit(reports)
    kept = {n: round(w * 1000) for n, w in sorted(weights.items()) if abs(w) >= LEAST_WEIGHT}
    text = json.dumps(
        {"threshold": THRESHOLD, "bias": round(bias, 4), "weights": kept}, ensure_ascii=False, separators=(",", ":")
    )
    path.write_text(text + "\n", encoding="utf-8")
    clauses = sum(len(r.rows) for r in reports)
    goals = sum(row.goal for r in reports for row in r.rows)
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    print(f"{path}: {len(kept)} features from {clauses} clauses, {goals} of them goals, {digest}")


def _scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_score", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("shared", type=Path, help="the folder with gold/ and gold/spans")
    parser.add_argument("--evaluate", action="store_true", help="leave one document out instead of writing the model")
    options = parser.parse_args()
    leads = load_leads()
    gold, spans = gold_reports(options.shared, leads), span_reports(options.shared, leads)
    if options.evaluate:
        evaluate(options.shared, gold, spans)
    else:
        write([*gold, *spans], MODEL)


if __name__ == "__main__":
    main()
