"""Relation rules on the annotated documents with the annotated entities given: what the rules alone are worth.

python -m bench.score_relations [--errors PREDICATE]
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
from collections import defaultdict
from pathlib import Path

from extract.gazetteer import Gazetteer
from extract.model import Document, Entity, EntityType, Link, Passage, PlanMeta
from extract.relations import find_relations

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"


def load_scorer():
    spec = importlib.util.spec_from_file_location("score", GOLD / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def document_of(gold: dict, gazetteer) -> Document:
    text = re.sub(r"\s", "", (GOLD / "docs" / f"{gold['document']}.txt").read_text(encoding="utf-8"))
    passages = tuple(Passage(i, m.start(), m.end(), 0) for i, m in enumerate(re.finditer(r"[^。！？]+[。！？]?", text)))
    codes = gazetteer.named(gold["planning_place"])
    meta = PlanMeta(
        "",
        gold["planning_place"],
        codes[0].successor or codes[0].code if codes else "",
        "",
        gold["planning_period"][0],
        tuple(gold["planning_period"]),
    )
    return Document(gold["document"], text, gold["document"], meta, (), passages)


def entities_of(gold: dict, text: str, gazetteer, place_code) -> tuple[tuple[Entity, ...], tuple[Link, ...]]:
    entities, links = [], []
    for e in gold["entities"]:
        code = ""
        if e["type"] == "place":
            d = gazetteer.resolve(e["name"], place_code)
            code = d.code if d and d.name == e["name"] else ""
        entities.append(
            Entity(
                EntityType(e["type"]),
                e["name"],
                tuple(sorted(e.get("aliases") or [])),
                code,
                e.get("kind") or "",
                e.get("status") or "",
            )
        )
        for name in {e["name"], *(e.get("aliases") or [])}:
            form = re.sub(r"\s", "", name)
            if len(form) > 1:
                links += [
                    Link(m.start(), m.end(), len(entities) - 1, "gold") for m in re.finditer(re.escape(form), text)
                ]
        if not links or links[-1].entity != len(entities) - 1:
            links += elided(e, text, len(entities) - 1)
    # same-type nested shorter links go, as an extractor's overlap resolution would do it
    kept = [
        a
        for a in links
        if not any(
            b is not a
            and b.start <= a.start
            and a.end <= b.end
            and b.end - b.start > a.end - a.start
            and (entities[b.entity].type == entities[a.entity].type)
            for b in links
        )
    ]
    return tuple(entities), tuple(sorted(kept))


def elided(entity: dict, text: str, index: int) -> list[Link]:
    """Where a name stands that a list shortens (静兴 of 静兴高速公路): its longest beginning in its own evidence."""
    evidence = re.sub(r"\s", "", entity.get("evidence") or "")
    base = text.find(evidence) if evidence else -1
    best = (0, 0)
    for name in (entity["name"], *(entity.get("aliases") or [])):
        size = len(name)
        while size > 1 and name[:size] not in evidence:
            size -= 1
        best = max(best, (size, evidence.find(name[:size])))
    if base < 0 or best[0] < 2:
        return []
    start = base + best[1]
    return [Link(start, start + best[0], index, "gold")]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--errors", default="")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    score, gazetteer = load_scorer(), Gazetteer.load()
    tally, errors = defaultdict(lambda: defaultdict(int)), defaultdict(list)
    by_rule = defaultdict(lambda: [0, 0])
    for path in sorted(GOLD.glob("[0-9]*.json")):
        if options.only and options.only not in path.name:
            continue
        gold = json.loads(path.read_text(encoding="utf-8"))
        document = document_of(gold, gazetteer)
        entities, links = entities_of(gold, document.text, gazetteer, document.meta.place_code)
        found, places, _ = find_relations(document, entities, links, gazetteer)
        relations = [{"s": r.subject, "p": str(r.predicate), "o": r.object} for r in found]
        true = {(r["s"], r["p"], r["o"]) for r in gold["relations"]}
        for r in found:
            by_rule[r.evidence[0].rule][(r.subject, str(r.predicate), r.object) in true] += 1
        extra = [{"type": "place", "name": p.name, "aliases": list(p.aliases)} for p in places]
        score.score(
            {"entities": gold["entities"], "relations": gold["relations"]},
            {"entities": gold["entities"] + extra, "relations": relations},
            tally,
            errors,
        )
    for row, t in tally.items():
        if row.strip() in (
            "relation",
            "connects",
            "located_in",
            "part_of",
            "develops",
            "serves",
            "radiates",
            "cooperates",
        ):
            print(
                f"{row:14} gold {t['gold']:5} system {t['system']:5} P %.3f R %.3f F1 %.3f"
                % score.f1(t["strict"], t["gold"], t["system"])
            )
    for rule, (bad, good) in sorted(by_rule.items()):
        print(f"{rule:30} right {good:4} wrong {bad:4}")
    for row, items in errors.items():
        if options.errors and row.strip() == options.errors:
            for kind, item in items:
                print(kind, item)


if __name__ == "__main__":
    main()
