"""Precision and recall at scale: the pipeline on generated reports, scored as ``plankg evaluate`` does.

    python -m bench.score_generated [FOLDER] [--documents 200] [--seed 1] [--no-model] [--errors ROW] [--out FILE]

FOLDER is what ``bench.generate`` wrote; without it the documents are made here. The reports say each fact plainly and
in this project's own words, so the figures bound from above what real reports give; they show slips of grammar and
what changes between two versions. Of the goals only some are annotated (a start of works is one, too): read their recall.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.generate import documents
from bench.score_extraction import annotation, prf
from extract.document import make_document
from extract.pipeline import extract
from extract.read.raw import RawDocument
from extract.resources import Resources, load_resources
from kg.evaluate import Evaluation, evaluate


def read_back(folder: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Name, text and annotation of each document of a folder, by name."""
    for path in sorted(folder.glob("*.json")):
        text = (folder / "docs" / f"{path.stem}.txt").read_text(encoding="utf-8")
        yield path.stem, text, json.loads(path.read_text(encoding="utf-8"))


def read_by_pipeline(name: str, text: str, resources: Resources) -> dict[str, Any]:
    """What the pipeline finds, in the annotations' format."""
    return annotation(extract(make_document(RawDocument(f"{name}.txt", text), resources.gazetteer), resources))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-model", action="store_true")
    parser.add_argument(
        "--errors", nargs="*", default=(), help="rows, as target or project: their commonest differences"
    )
    parser.add_argument("--out", type=Path, help="the figures as JSON")
    options = parser.parse_args()
    source = read_back(options.folder) if options.folder else documents(options.documents, options.seed)
    resources = load_resources(model=not options.no_model)
    pairs, misread, start, size = [], Counter[str](), time.process_time(), 0
    for name, text, gold in source:
        system = read_by_pipeline(name, text, resources)
        size += len(text.encode())
        misread["place"] += system["planning_place"] != gold["planning_place"]
        misread["period"] += system["planning_period"] != gold["planning_period"]
        pairs.append((gold, system))
    seconds = time.process_time() - start
    result = evaluate(pairs)
    figures = {}
    print(f"{len(pairs)} documents, {size / 1e6:.2f} MB, {seconds:.1f} s of processor time, misread {dict(misread)}")
    print(f"{'':18}{'gold':>7}{'system':>8} | strict {'P':>6}{'R':>7}{'F1':>7} | lenient {'F1':>7}")
    for row, s in result.scores.items():
        p, r, f = prf(s.strict, s.gold, s.system)
        lenient = prf(s.lenient, s.gold, s.system)[2]
        figures[row.strip()] = {"gold": s.gold, "system": s.system, "p": p, "r": r, "f1": f, "lenient_f1": lenient}
        print(f"{row:18}{s.gold:7}{s.system:8} |        {p:6.3f}{r:7.3f}{f:7.3f} |         {lenient:7.3f}")
    if options.out:
        options.out.write_text(json.dumps({"documents": len(pairs), "rows": figures}, indent=1), encoding="utf-8")
    for row in options.errors:
        print_common(row, result)


def print_common(row: str, result: Evaluation, most: int = 40) -> None:
    """The commonest differences of a row."""
    common = Counter(
        (d.kind, f"{d.gold}  <>  {d.system}" if d.kind == "near" else str(d.gold or d.system))
        for d in result.differences
        if d.row.strip() == row
    )
    print(f"-- {row}")
    for (kind, shown), count in common.most_common(most):
        print(f"{count:5} {kind:7} {shown}")


if __name__ == "__main__":
    main()
