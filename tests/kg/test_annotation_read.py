from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extract.gazetteer import Gazetteer
from extract.model import EntityType, PlanFacts
from kg.annotation import AnnotationError, is_annotation, read_annotation

SMALL: dict[str, Any] = {
    "document": "某某报告",
    "planning_place": "吕梁市",
    "planning_period": [2021, 2026],
    "entities": [
        {"type": "place", "name": "离石区", "aliases": ["离石"], "evidence": "离石区发展氢能产业"},
        {"type": "industry", "name": "氢能产业", "aliases": [], "evidence": "离石区发展氢能产业"},
        {"type": "project", "name": "某某大道", "kind": "road", "status": "build", "evidence": "建成某某大道"},
    ],
    "targets": [
        {"subject": "吕梁市", "indicator": "森林覆盖率", "op": ">", "value": 33.50, "unit": "%", "per": None,
         "deadline": 2025, "evidence": "森林覆盖率超过33.5%"}
    ],
    "goals": [{"subject": "吕梁市", "text": "入选文明城市", "within_years": 5, "evidence": "入选文明城市"}],
    "relations": [{"s": "离石", "p": "develops", "o": "氢能产业", "evidence": "离石区发展氢能产业"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def write(folder: Path, value: object) -> Path:
    path = folder / "某某报告.json"
    path.write_text(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def changed(part: str, index: int, **keys: object) -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(SMALL))
    copy[part][index].update(keys)
    for key in [key for key, value in keys.items() if value is ...]:
        del copy[part][index][key]
    return copy


def assert_evidence_holds(facts: PlanFacts) -> None:
    text, passages = facts.document.text, facts.document.passages
    assert [p.index for p in passages] == list(range(len(passages)))
    for fact in (*facts.entities, *facts.relations, *facts.targets, *facts.goals):
        for e in fact.evidence:
            assert text[e.start : e.end] == e.quote
            assert passages[e.passage].start <= e.start < passages[e.passage].end


def test_annotation_without_text_makes_one_of_the_quotes(tmp_path: Path, gazetteer: Gazetteer) -> None:
    facts = read_annotation(write(tmp_path, SMALL), gazetteer)
    assert facts.document.text == "离石区发展氢能产业\n建成某某大道\n森林覆盖率超过33.5%\n入选文明城市"
    assert len(facts.document.passages) == 4
    assert_evidence_holds(facts)
    meta = facts.document.meta
    assert (meta.place, meta.place_code, meta.year, meta.period) == ("吕梁市", "141100", 2021, (2021, 2026))
    assert facts.entities[0].code == "141102"
    assert facts.relations[0].subject_type is EntityType.PLACE
    assert facts.targets[0].value == "33.5"
    assert facts.document.id.startswith("141100-2021-other-")
    assert facts.document.id == read_annotation(write(tmp_path, SMALL), gazetteer).document.id


def test_annotation_finds_its_quotes_in_the_text_beside_it(tmp_path: Path, gazetteer: Gazetteer) -> None:
    text = "吕梁市报告\n　　离石区发\n展氢能产业，\n建成某某大道[3]。森林覆盖率超过３３.５％。\n　　入选“文明城市”。\n"
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "某某报告.txt").write_text(text, encoding="utf-8")
    facts = read_annotation(write(tmp_path, SMALL), gazetteer)
    assert_evidence_holds(facts)
    quotes = [e.quote for fact in (*facts.entities, *facts.targets, *facts.goals) for e in fact.evidence]
    assert all("".join(quote.split()) in "".join(facts.document.text.split()) for quote in quotes)
    assert facts.document.text.count("氢能产业") == 1
    assert facts.goals[0].evidence[0].quote == "入选“文明城市"


def test_annotation_text_may_be_in_the_file(tmp_path: Path, gazetteer: Gazetteer) -> None:
    facts = read_annotation(write(tmp_path, SMALL | {"text": "离石区发展氢能产业。\n建成某某大道。"}), gazetteer)
    assert_evidence_holds(facts)
    assert facts.document.text.startswith("离石区发展氢能产业。\n建成某某大道。\n森林覆盖率超过33.5%")


def test_annotation_quote_prefers_the_plans_future(tmp_path: Path, gazetteer: Gazetteer) -> None:
    text = "一、过去五年工作回顾\n建成某某大道，成绩很大。\n二、今后五年主要任务\n加快工作，建成某某大道。"
    facts = read_annotation(write(tmp_path, SMALL | {"text": text}), gazetteer)
    start = facts.entities[2].evidence[0].start
    passages = facts.document.passages
    if not any(p.past for p in passages):
        pytest.skip("the outline sees no past part here")
    assert not passages[facts.entities[2].evidence[0].passage].past
    assert start > text.index("今后")


def test_annotation_relation_to_no_entity_goes_to_the_ledger(tmp_path: Path, gazetteer: Gazetteer) -> None:
    facts = read_annotation(write(tmp_path, changed("relations", 0, o="没有的产业")), gazetteer)
    assert facts.relations == ()
    assert [(e.kind, e.reason) for e in facts.ledger] == [("rejected", "relations[0]：“没有的产业”不在 entities 之中")]


def test_annotation_entity_without_evidence_is_looked_for_by_name(tmp_path: Path, gazetteer: Gazetteer) -> None:
    annotation = changed("entities", 0, evidence=...) | {"text": "支持离石发展。"}
    assert read_annotation(write(tmp_path, annotation), gazetteer).entities[0].evidence[0].quote == "离石"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("{", "第 1 行第 2 列：不是合法的 JSON"),
        ("[" * 100_000, "JSON"),
        ("[]", "最外层：应为 JSON 对象"),
        ({"document": "x"}, "entities：缺这一项"),
        (SMALL | {"entities": {}}, "entities：应为列表"),
        (SMALL | {"planning_period": [2021]}, "planning_period：应为两个年份"),
        (SMALL | {"planning_period": ["2021", "2026"]}, "planning_period：应为两个年份"),
        (SMALL | {"goals": ["x"]}, "goals[0]：应为 JSON 对象"),
        (changed("entities", 1, type="thing"), "entities[1].type：“thing”不在可用的词中（place、project"),
        (changed("entities", 1, type=...), "entities[1].type：缺这一项"),
        (changed("entities", 0, name=" "), "entities[0].name：不能为空"),
        (changed("entities", 0, aliases="离石"), "entities[0].aliases：应为字符串的列表"),
        (changed("entities", 2, kind="motorway"), "entities[2].kind：“motorway”不在可用的词中（railway"),
        (changed("targets", 0, value="三十三"), "targets[0].value：应为数字"),
        (changed("targets", 0, value=float("nan")), "targets[0].value：应为绝对值"),
        (changed("targets", 0, value=10**40), "targets[0].value：应为绝对值"),
        (changed("targets", 0, op="≥"), "targets[0].op：“≥”不在可用的词中"),
        (changed("targets", 0, deadline="2025"), "targets[0].deadline：应为 1 到 9999 的整数"),
        (changed("goals", 0, text=...), "goals[0].text：缺这一项"),
        (changed("relations", 0, p="near"), "relations[0].p：“near”不在可用的词中（located_in"),
        (changed("relations", 0, s=3), "relations[0].s：应为字符串"),
        ('{"entities": [], "document": "\\ud800"}', "document：含有不成对的代理字符"),
    ],
)
def test_annotation_fault_is_one_line_naming_the_part(
    tmp_path: Path, gazetteer: Gazetteer, value: object, message: str
) -> None:
    path = write(tmp_path, value)
    with pytest.raises(AnnotationError) as raised:
        read_annotation(path, gazetteer)
    assert message in str(raised.value)
    assert str(raised.value).startswith(f"{path}: ")
    assert "\n" not in str(raised.value)


def test_annotation_not_utf8_says_where(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = tmp_path / "a.json"
    path.write_bytes('{"document": "报告'.encode("gb18030"))
    with pytest.raises(AnnotationError, match="第 15 个字节"):
        read_annotation(path, gazetteer)


def test_annotation_name_cannot_reach_other_folders(tmp_path: Path, gazetteer: Gazetteer) -> None:
    (tmp_path / "secret.txt").write_text("离石区发展氢能产业，机密。", encoding="utf-8")
    inner = tmp_path / "inner"
    inner.mkdir()
    facts = read_annotation(write(inner, SMALL | {"document": "../secret"}), gazetteer)
    assert "机密" not in facts.document.text


def test_annotation_is_recognised_by_its_entities(tmp_path: Path) -> None:
    assert is_annotation(write(tmp_path, SMALL))
    assert not is_annotation(write(tmp_path, {"a": 1}))
    assert not is_annotation(write(tmp_path, "no json"))
