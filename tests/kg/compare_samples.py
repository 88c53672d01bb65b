"""Two reports of one county read by the real grammar, as plans in a graph in memory; no names are looked for."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from extract.document import make_document
from extract.gazetteer import Gazetteer
from extract.model import Entity, EntityType, Evidence, PlanFacts
from extract.outcomes import find_outcomes, outcome_rules
from extract.quantities import find_targets, load_target_rules
from extract.read.raw import RawDocument
from kg.compare_indicators import Scheme, load_scheme
from kg.compare_read import PlanView, read_plan
from kg.store import GraphStore
from tests.kg.small_graph import entry, full_reference

FIRST = """2022年离石区政府工作报告
2022年3月1日
各位代表：
一、2021年工作回顾
过去的一年，我们攻坚克难，取得了显著成绩。地区生产总值完成100亿元，同比增长7%。
二、2022年工作安排
今年主要预期目标是：地区生产总值增长8%以上，规模以上工业增加值增长9%左右，一般公共预算收入增长8%，城镇登记失业率控制在4.5%以内。
新增规上工业企业10家，建设高标准农田2万亩，森林覆盖率达到40%。
谋划建设离石大剧院，建设东环路，实施“清风”行动。
"""
SECOND = """2023年离石区政府工作报告
2023年2月8日
各位代表：
一、2022年工作回顾
过去的一年，我们克难奋进，取得了显著成绩。预计GDP增长6%，规上工业增加值增长8.8%，城镇登记失业率为3.9%，新增规模以上工业企业12家。东环路建成通车。
二、2023年工作安排
今年主要预期目标是：生产总值增长7%左右，规上工业增加值增长9%，地区生产总值达到130亿元，高标准农田建设1万亩。
建成离石大剧院，实施<b>“清风”</b>行动。
"""
_PLACE = EntityType.PLACE


@lru_cache(maxsize=1)
def scheme() -> Scheme:
    """The indicators' table, read once."""
    return load_scheme()


def facts(text: str, year: int, names: tuple[tuple[EntityType, str, str], ...]) -> PlanFacts:
    """Targets and outcomes as read; entities (type, name, status) where the text has their names."""
    raw = RawDocument(f"{year}.txt", text)
    document = make_document(raw, _gazetteer(), place="离石区", year=year, kind="政府工作报告")
    rules = load_target_rules()
    entities = [Entity(_PLACE, "离石区", code="141102", evidence=_said(document.text, document.passages, "离石"))]
    for type_, name, status in names:
        kind = "other" if type_ is EntityType.PROJECT else ""
        entities.append(Entity(type_, name, (), "", kind, status, _said(document.text, document.passages, name)))
    found = PlanFacts(document, tuple(sorted(entities)))
    targets, outcomes = find_targets(document, (), rules), find_outcomes(document, (), outcome_rules(rules))
    return replace(found, targets=tuple(targets), outcomes=tuple(outcomes))


def both() -> tuple[PlanFacts, PlanFacts]:
    """The county's two reports."""
    project, measure = EntityType.PROJECT, EntityType.MEASURE
    first = facts(
        FIRST, 2022, ((project, "离石大剧院", "plan"), (project, "东环路", "build"), (measure, "“清风”行动", ""))
    )
    second = facts(SECOND, 2023, ((project, "离石大剧院", "complete"),))
    return first, second


def store() -> GraphStore:
    """A graph of both."""
    return GraphStore.memory([entry(f) for f in both()], full_reference)


def views() -> tuple[PlanView, PlanView]:
    """Both plans as comparing reads them."""
    graph = store()
    first, second = (read_plan(graph.store, record, scheme()) for record in graph.plans())
    return first, second


@lru_cache(maxsize=1)
def _gazetteer() -> Gazetteer:
    return Gazetteer.load()


def _said(text: str, passages: tuple[object, ...], name: str) -> tuple[Evidence, ...]:
    """The first sentence of the plan (not of the review) with ``name`` in it."""
    for passage in passages:
        start = text.find(name, passage.start, passage.end)  # type: ignore[attr-defined]
        if start >= 0 and not passage.past:  # type: ignore[attr-defined]
            return (Evidence(passage.index, start, start + len(name), name, "test"),)  # type: ignore[attr-defined]
    return ()
