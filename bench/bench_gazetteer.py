"""Places and abbreviations against the annotated documents: ``python bench/bench_gazetteer.py [--errors]``.

Place rows by the scoring script's own functions; speed on the unannotated reports; load time in a fresh process.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
sys.path.insert(0, str(ROOT))

from extract.gazetteer import Gazetteer  # noqa: E402
from extract.places.finder import PlaceFinder  # noqa: E402


def scorer() -> Any:
    """The annotation's scoring script as a module."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "gold" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rough_text(path: Path) -> str:
    """The document with the line breaks of newspaper columns taken out; the real cleaning is another stage's."""
    text = path.read_text(encoding="utf-8")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    longest = sorted(len(line) for line in lines)[len(lines) * 9 // 10]
    return ("" if longest < 40 else "\n").join(lines)


def entities(mentions: list[Any]) -> list[dict[str, Any]]:
    """One place per name, its surfaces as aliases."""
    found: dict[str, set[str]] = {}
    for mention in mentions:
        found.setdefault(mention.name, set()).update(() if mention.inferred else (mention.surface,))
    return [{"type": "place", "name": n, "aliases": sorted(a - {n})} for n, a in found.items()]


def plan_place(gazetteer: Gazetteer, name: str, year: int) -> str:
    """The code of a planning place given by its full name."""
    found = gazetteer.resolve(name, "", year=year)
    if found is None:
        found = next(d for d in gazetteer.named(name) if not d.historic)
    return found.successor or found.code


def scores(
    *, documents: tuple[str, ...] = (), show: bool = False, errors_too: bool = False
) -> tuple[dict[str, int], Any]:
    """Counts of the place row over the annotated documents (those whose numbers are given), and the scoring module."""
    score = scorer()
    gazetteer = Gazetteer.load()
    finder = PlaceFinder(gazetteer)
    tally: dict[str, int] = defaultdict(int)
    nothing: dict[str, Any] = {"targets": [], "goals": [], "relations": []}
    for path in sorted((SHARED / "gold").glob("[0-9]*.json")):
        if documents and path.stem[:2] not in documents:
            continue
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = rough_text(SHARED / "gold" / "docs" / (path.stem + ".txt"))
        year = int(path.stem.rsplit("-", 1)[1])
        code = plan_place(gazetteer, gold["planning_place"], year)
        mentions = finder.find(text, (), code, year=year)
        errors: Any = defaultdict(list)
        one: Any = defaultdict(lambda: defaultdict(int))
        places = [e for e in gold["entities"] if e["type"] == "place"]
        score.score(
            {**gold, **nothing, "entities": places}, {**gold, **nothing, "entities": entities(mentions)}, one, errors
        )
        for key, value in one["place"].items():
            tally[key] += value
        if show:
            p, r, f = score.f1(one["place"]["strict"], one["place"]["gold"], one["place"]["system"])
            print(f"{path.stem:36} P {p:.3f} R {r:.3f} F1 {f:.3f}")
        if errors_too:
            for kind in ("missed", "extra", "near"):
                print("   ", kind, "; ".join(t for k, t in errors["place"] if k == kind))
    return tally, score


def main() -> None:
    """Print the figures."""
    if not (SHARED / "gold" / "score.py").is_file():
        sys.exit(f"{SHARED}: 没有标注文件（gold/）和语料（corpus/），地名基准不能运行；把 shared 放在检出目录旁边")
    row, score = scores(show=True, errors_too="--errors" in sys.argv)
    for grade in ("strict", "lenient"):
        p, r, f = score.f1(row[grade], row["gold"], row["system"])
        print(f"{grade:8} gold {row['gold']} system {row['system']}  P {p:.3f} R {r:.3f} F1 {f:.3f}")
    speed(PlaceFinder(Gazetteer.load()))


def speed(finder: PlaceFinder) -> None:
    """Megabytes of UTF-8 a second of processor time over the unannotated reports."""
    texts = [p.read_text(encoding="utf-8", errors="replace") for p in sorted((SHARED / "corpus").glob("*.txt"))]
    begun = time.process_time()
    for text in texts:
        finder.find(text, (), "130600", year=2021)
    seconds = time.process_time() - begun
    print(f"{sum(len(t.encode()) for t in texts) / 1e6 / seconds:.1f} MB/s over {len(texts)} reports")


if __name__ == "__main__":
    main()
