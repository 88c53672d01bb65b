from __future__ import annotations

import importlib.util
import json
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from kg.evaluate import ANY_TYPE, DUE_YEAR, GOAL, RELATION, TARGET, evaluate

GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold"
FILES = sorted(GOLD.glob("[0-9]*.json"))
Json = dict[str, Any]

GOLD_PLAN: Json = {
    "planning_period": [2021, 2026],
    "entities": [
        {"type": "place", "name": "离石区", "aliases": ["离石"]},
        {"type": "project", "name": "离隰高速公路", "aliases": ["离隰高速"]},
        {"type": "industry", "name": "氢能产业", "aliases": ["氢能"]},
    ],
    "targets": [
        {"indicator": "森林覆盖率", "op": ">", "value": 33, "unit": "%", "per": None, "within_years": 5},
        {"indicator": "投资增长", "op": "=", "value": 8, "unit": "%", "per": "year", "deadline": 2022},
    ],
    "goals": [{"text": "成功入选全国文明城市"}, {"text": "县县通高速"}],
    "relations": [
        {"s": "离石区", "p": "develops", "o": "氢能产业"},
        {"s": "离隰高速公路", "p": "connects", "o": "离石区"},
    ],
}


def figures(system: Json) -> dict[str, tuple[int, int, int, int]]:
    scores = evaluate([(GOLD_PLAN, system)]).scores
    return {row: (s.gold, s.system, s.strict, s.lenient) for row, s in scores.items()}


def test_evaluate_itself_is_perfect() -> None:
    assert all(row[0] == row[1] == row[2] == row[3] for row in figures(GOLD_PLAN).values())
    score = evaluate([(GOLD_PLAN, GOLD_PLAN)]).scores[ANY_TYPE]
    assert (score.precision(), score.recall(), score.f1()) == (1.0, 1.0, 1.0)


def test_evaluate_nothing_found_is_zero_not_an_error() -> None:
    result = evaluate([(GOLD_PLAN, {"entities": []})])
    assert result.scores[TARGET].f1() == 0.0
    assert {d.kind for d in result.differences} == {"missed"}


def test_evaluate_alias_is_strict_part_is_lenient_other_type_is_another_row() -> None:
    system = {
        "entities": [
            {"type": "place", "name": "离石"},
            {"type": "project", "name": "离隰高速公路改造"},
            {"type": "measure", "name": "氢能产业"},
        ]
    }
    rows = figures(system)
    assert rows["place"] == (1, 1, 1, 1)
    assert rows["project"] == (1, 1, 0, 1)
    assert rows["industry"] == (1, 0, 0, 0)
    assert rows[ANY_TYPE] == (3, 3, 2, 3)


def test_evaluate_targets_by_value_unit_and_indicator() -> None:
    target = GOLD_PLAN["targets"][0]
    cases = [
        (target | {"deadline": 2026, "within_years": None}, (2, 1, 1, 1), 1),
        (target | {"op": ">="}, (2, 1, 0, 1), 1),
        (target | {"value": 33.1}, (2, 1, 0, 0), 0),
        (target | {"unit": "亩"}, (2, 1, 0, 0), 0),
        (target | {"indicator": "全市森林覆盖率达"}, (2, 1, 1, 1), 1),
        (target | {"indicator": "人均收入"}, (2, 1, 0, 0), 0),
        (target | {"within_years": 4}, (2, 1, 1, 1), 0),
        (target | {"value": "很多"}, (2, 1, 0, 0), 0),
    ]
    for changed, expected, due in cases:
        rows = figures({"planning_period": [2021, 2026], "entities": [], "targets": [changed]})
        assert rows[TARGET] == expected, changed
        assert rows[DUE_YEAR][2] == due, changed


def test_evaluate_goals_by_wording() -> None:
    rows = figures({"entities": [], "goals": [{"text": "入选全国文明城市"}, {"text": "毫不相干"}]})
    assert rows[GOAL] == (2, 2, 0, 1)


def test_evaluate_relations_by_both_ends_under_any_name() -> None:
    system = {
        "entities": [{"type": "place", "name": "离石", "aliases": []}],
        "relations": [{"s": "离石", "p": "develops", "o": "氢能"}, {"s": "离隰高速", "p": "located_in", "o": "离石"}],
    }
    rows = figures(system)
    assert rows[RELATION] == (2, 2, 1, 1)
    assert rows["develops"] == (1, 1, 1, 1)
    assert rows["connects"] == (1, 0, 0, 0)
    assert "located_in" not in rows


def test_evaluate_lists_what_differs() -> None:
    system = {"entities": [{"type": "place", "name": "离石区"}, {"type": "brand", "name": "某某山猪"}]}
    differences = {(d.row, d.kind, d.gold, d.system) for d in evaluate([(GOLD_PLAN, system)]).differences}
    assert ("brand", "extra", "", "某某山猪") in differences
    assert ("project", "missed", "离隰高速公路", "") in differences
    assert ("develops", "missed", "离石区 -develops-> 氢能产业", "") in differences


def perturbed(document: Json, seed: int) -> Json:
    """The document with names cut, types, numbers and ends changed, things left out, doubled and shuffled."""
    draw = random.Random(seed)
    copy: Json = json.loads(json.dumps(document))
    for entity in copy["entities"]:
        if draw.random() < 0.2:
            entity["name"] = entity["name"][draw.randrange(3) : len(entity["name"]) - draw.randrange(3)] or "无"
        if draw.random() < 0.1:
            entity["aliases"] = []
        if draw.random() < 0.1:
            entity["type"] = draw.choice(["place", "project", "industry", "measure"])
    for target in copy["targets"]:
        key, value = draw.choice(
            [("op", "="), ("unit", "亿元"), ("value", 5), ("per", "year"), ("deadline", 2030), ("x", 1)]
        )
        target[key] = value
        target["indicator"] = target["indicator"][draw.randrange(4) :]
    for goal in copy["goals"]:
        goal["text"] = goal["text"][draw.randrange(5) :] or "无"
    for relation in copy["relations"]:
        if draw.random() < 0.2:
            relation["s"] = draw.choice(copy["entities"])["name"]
        if draw.random() < 0.1:
            relation["p"] = "located_in"
    for part in ("entities", "targets", "goals", "relations"):
        kept = [item for item in copy[part] if draw.random() < 0.85]
        copy[part] = kept + [dict(draw.choice(kept)) for _ in range(5 if kept else 0)]
        draw.shuffle(copy[part])
    return copy


def shortened(document: Json, most: int = 60) -> Json:
    """The last items of each part: the script compares every pair, which takes long on whole documents."""
    return document | {part: document[part][-most:] for part in ("entities", "targets", "goals", "relations")}


@pytest.mark.skipif(not FILES, reason="the annotated documents (../shared/gold) are not here")
def test_evaluate_gives_the_scoring_scripts_figures() -> None:
    spec = importlib.util.spec_from_file_location("score", GOLD / "score.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    golds = [shortened(json.loads(path.read_text(encoding="utf-8"))) for path in FILES]
    pairs = [(gold, perturbed(gold, seed)) for seed, gold in enumerate(golds)]
    pairs.append((golds[0], golds[1]))
    tally: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for gold, system in pairs:
        script.score(gold, system, tally, defaultdict(list))
    ours = evaluate(pairs).scores
    assert [row.strip() for row in tally] == list(ours)
    for row, theirs in tally.items():
        score = ours[row.strip()]
        assert dict(theirs) == {
            "gold": score.gold,
            "system": score.system,
            "strict": score.strict,
            "lenient": score.lenient,
        }
        expected = script.f1(theirs["strict"], theirs["gold"], theirs["system"])
        assert (score.precision(), score.recall(), score.f1()) == pytest.approx(expected)
