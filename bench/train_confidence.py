"""Learns the confidence of entities: ``python -m bench.train_confidence FOLDS [--evaluate]``.

A logistic regression with an L2 penalty (scipy's L-BFGS) over ``extract.entities.traits``, from the entities that the
pipeline makes of the annotated documents with mentions of taggers that had not seen them (FOLDS, written by
``python -m bench.tagger evaluate``). An entity is right if the scoring script pairs it strictly with one of the
annotation. Least probabilities: an F1 of F is best served by keeping what is likelier than F / 2 (Lipton et al. 2014,
"Optimal thresholding of classifiers to maximize F1 measure"). ``--evaluate`` leaves each place out in turn, prints what
that is worth and writes the weights of each turn to FOLDS/confidence/PLACE.json, for ``bench.score_extraction``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import scipy.optimize
import scipy.sparse

from bench.score_extraction import GOLD, Recorded
from bench.tagger.evaluate import scorer
from extract.document import make_document
from extract.entities.confidence import Confidence, mentions_of
from extract.entities.traits import known, traits
from extract.model import EntityType
from extract.pipeline import STAGES, State
from extract.read.raw import RawDocument
from extract.resources import Resources, load_resources
from extract.tables import data_dir

PENALTY, LEAST_TIMES, LEAST_WEIGHT = 8.0, 3, 0.03
# About half of the F1 that each type reaches; brands are too few to learn from, and all stay.
LEAST = {"project": 0.4, "industry": 0.4, "organization": 0.32, "measure": 0.39, "brand": 0.0}


@dataclass(frozen=True)
class Row:
    """One entity of an annotated document."""

    place: str
    type: str
    traits: tuple[str, ...]
    right: bool


def rows_of(path: Path, resources: Resources) -> tuple[list[Row], Counter[str]]:
    """The entities that the pipeline assembles from a document, and how many of each type are annotated."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    raw = RawDocument(path.stem + ".txt", (GOLD / "docs" / f"{path.stem}.txt").read_text(encoding="utf-8"))
    state = State(make_document(raw, resources.gazetteer))
    for stage in STAGES:
        state = stage.run(state, resources)
        if stage.name == "assemble":
            break
    score = scorer(GOLD)
    around = known(state.document, state.entities, resources.lexicon)
    owned = mentions_of(state.entities, state.links, state.mentions)
    rows = []
    for kind in LEAST:
        mine = [(e, m) for e, m in zip(state.entities, owned, strict=True) if e.type == EntityType(kind)]
        system = [{"name": e.name, "aliases": list(e.aliases)} for e, _ in mine]
        theirs = [e for e in gold["entities"] if e["type"] == kind]
        pairs = score.pair_up(theirs, system, lambda a, b: score.name_match(score.names(a), score.names(b)))
        right = {j for _, j, grade in pairs if grade == 2}
        place = path.stem.split("-")[1]
        rows += [Row(place, kind, tuple(sorted(traits(e, m, around))), j in right) for j, (e, m) in enumerate(mine)]
    return rows, Counter(e["type"] for e in gold["entities"])


def fit(rows: list[Row]) -> tuple[dict[str, float], float]:
    """Weights of the traits that at least three entities have, and the bias."""
    times = Counter(t for row in rows for t in row.traits)
    columns = {t: i for i, t in enumerate(sorted(t for t, n in times.items() if n >= LEAST_TIMES))}
    cells = [(i, columns[t]) for i, row in enumerate(rows) for t in row.traits if t in columns]
    at, which = zip(*cells, strict=True)
    x = scipy.sparse.csr_matrix((np.ones(len(at)), (at, which)), shape=(len(rows), len(columns)))
    y = np.array([row.right for row in rows], dtype=float)

    def loss(b: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ b[:-1] + b[-1]
        wrong = 1 / (1 + np.exp(-z)) - y
        value = float((np.logaddexp(0, z) - y * z).sum() + PENALTY / 2 * (b[:-1] ** 2).sum())
        return value, np.concatenate([x.T @ wrong + PENALTY * b[:-1], [wrong.sum()]])

    start = np.zeros(len(columns) + 1)
    best = scipy.optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return {t: float(best[i]) for t, i in columns.items()}, float(best[-1])


def evaluate(rows: list[Row], gold: Counter[str], out: Path) -> None:
    """F1 by type before and after, each place judged by weights learned from the others, which go to ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    kept: dict[str, list[bool]] = defaultdict(list)
    for place in sorted({row.place for row in rows}):
        confidence = write([row for row in rows if row.place != place], out / f"{place}.json")
        for row in rows:
            if row.place == place and confidence.of(row.traits) >= LEAST[row.type]:
                kept[row.type].append(row.right)
    for kind in LEAST:
        before = [row.right for row in rows if row.type == kind]
        print(f"{kind:14}{_shown(before, gold[kind])}   ->   {_shown(kept[kind], gold[kind])}")
    total = sum(gold[kind] for kind in LEAST)
    print(
        f"{'all':14}{_shown([r.right for r in rows], total)}   ->   {_shown([right for found in kept.values() for right in found], total)}"
    )


def _shown(right: list[bool], gold: int) -> str:
    hits = sum(right)
    p, r = hits / max(1, len(right)), hits / gold
    return f"P {p:.3f} R {r:.3f} F1 {2 * hits / (len(right) + gold):.3f}"


def write(rows: list[Row], path: Path) -> Confidence:
    """Writes the model: thousandths of a logit, traits in order, small weights left out."""
    weights, bias = fit(rows)
    kept = {t: round(w * 1000) for t, w in sorted(weights.items()) if abs(w) >= LEAST_WEIGHT}
    stored: dict[str, Any] = {"least": LEAST, "bias": round(bias * 1000), "weights": kept}
    path.write_text(json.dumps(stored, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{path}: {len(kept)} traits from {len(rows)} entities, {sum(r.right for r in rows)} of them right")
    return Confidence(kept, stored["bias"], LEAST)


def main() -> None:
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folds", type=Path, help="recorded mentions, NAME.json a document")
    parser.add_argument("--evaluate", action="store_true", help="leave one place out instead of writing the model")
    options = parser.parse_args()
    resources = replace(load_resources(model=False), confidence=None)
    rows, gold = [], Counter[str]()
    for path in sorted(GOLD.glob("[0-9]*.json")):
        recorded = options.folds / f"{path.stem}.json"
        if not recorded.exists():
            print(f"{recorded}: not there", file=sys.stderr)
            continue
        found, counted = rows_of(path, replace(resources, tagger=Recorded(recorded)))
        rows += found
        gold += counted
    if options.evaluate:
        evaluate(rows, gold, options.folds / "confidence")
    else:
        write(rows, data_dir() / "model" / "confidence.json")


if __name__ == "__main__":
    main()
