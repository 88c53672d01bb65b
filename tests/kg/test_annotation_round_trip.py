from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import Store

from extract.errors import PlanKGError
from extract.gazetteer import Gazetteer
from extract.model import Predicate
from kg.annotation import annotation_of, read_annotation
from kg.evaluate import evaluate
from kg.gazetteer_graph import KnownPlaces
from kg.rdf import plan_quads
from kg.validate import Shapes, validate_plan
from tests.kg.rdf_facts_sample import facts

GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold"
FILES = sorted(GOLD.glob("[0-9]*.json"))


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def store_of(*plans: object) -> Store:
    store = Store()
    for quads in plans:
        store.extend(quads)  # type: ignore[arg-type]
    return store


@pytest.mark.skipif(not FILES, reason="the annotated documents (../shared/gold) are not here")
@pytest.mark.parametrize(
    ("with_text", "files"), [(True, FILES), (False, FILES[:2] + FILES[-2:])], ids=["text", "quotes"]
)
def test_round_trip_gold_in_graph_annotation_out_is_the_same(
    gazetteer: Gazetteer, tmp_path: Path, with_text: bool, files: list[Path]
) -> None:
    known, pairs = KnownPlaces(gazetteer), []
    for path in files:
        source = path if with_text else tmp_path / path.name
        if not with_text:
            source.write_bytes(path.read_bytes())
        plan = read_annotation(source, gazetteer)
        assert plan.ledger == ()
        out = annotation_of(store_of(plan_quads(plan, known)), plan.document.id)
        pairs.append((json.loads(path.read_text(encoding="utf-8")), out))
    wrong = [
        (row, score)
        for row, score in evaluate(pairs).scores.items()
        if {score.gold, score.system, score.strict} != {score.gold}
    ]
    assert wrong == []
    for gold, out in pairs:
        assert {k: out[k] for k in ("document", "planning_place", "planning_period")} == {
            k: gold[k] for k in ("document", "planning_place", "planning_period")
        }
        assert {(e["name"], e.get("kind"), e.get("status")) for e in out["entities"]} == {
            (e["name"], e.get("kind"), e.get("status")) for e in gold["entities"]
        }


@pytest.mark.skipif(not FILES, reason="the annotated documents (../shared/gold) are not here")
def test_round_trip_gold_graph_conforms_to_the_shapes(gazetteer: Gazetteer) -> None:
    plan = read_annotation(FILES[-2], gazetteer)
    store = store_of(plan_quads(plan, KnownPlaces(gazetteer)))
    assert validate_plan(store, plan.document.id, Shapes.load()) == []


def test_annotation_of_reads_one_plan_of_several() -> None:
    store = store_of(plan_quads(facts("one")), plan_quads(facts("two")))
    one = annotation_of(store, "one")
    assert one == annotation_of(store, "two")
    assert [(e["type"], e["name"]) for e in one["entities"]][:2] == [("place", "隰县"), ("project", "离隰高速公路")]
    assert one["targets"][0] == {
        "subject": "吕梁市", "indicator": "森林覆盖率", "op": ">", "value": 33, "unit": "%", "per": None,
        "deadline": 2025, "within_years": None, "evidence": "森林覆盖率超过33%",
    }  # fmt: skip
    assert [t["subject"] for t in one["targets"]] == ["吕梁市", "每个县", "每个县"]
    assert {(r["s"], r["p"], r["o"]) for r in one["relations"]} == {
        ("离隰高速公路", Predicate.CONNECTS.value, "隰县"),
        ("离石区", "develops", "氢能产业"),
        ("离石区", "cooperates", "太原理工大学"),
        ("氢能产业基地", "serves", "氢能产业"),
    }
    assert next(r["evidence"] for r in one["relations"] if r["p"] == "develops") == "离石区发展氢能产业"


def test_annotation_of_survives_a_file(tmp_path: Path, gazetteer: Gazetteer) -> None:
    out = annotation_of(store_of(plan_quads(facts("one"))), "one")
    path = tmp_path / "某某报告.json"
    path.write_text(json.dumps(out, ensure_ascii=False), encoding="utf-8")
    again = read_annotation(path, gazetteer)
    back = annotation_of(store_of(plan_quads(again)), again.document.id)
    for part in ("entities", "targets", "goals", "relations"):
        assert sorted(map(str, back[part])) == sorted(map(str, out[part]))


def test_annotation_of_unknown_plan_says_so() -> None:
    with pytest.raises(PlanKGError, match="没有规划“three”"):
        annotation_of(store_of(plan_quads(facts("one"))), "three")
