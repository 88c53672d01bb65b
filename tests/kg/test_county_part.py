"""Which facts are a county's: not what its plan and another's both name, nor what a neighbour says of the city."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from kg.county import Membership, county_part
from kg.export_brief import county_brief
from kg.facts import Fact, Facts, PlanInfo, Proof, Sentence, TargetFact, Thing

PLACES = (("a", "甲县", "county"), ("b", "乙县", "county"), ("u", "丙市", "prefecture"), ("far", "丁市", "prefecture"),
          ("r", "大区", "cluster"))  # fmt: skip
THINGS = (
    ("p", "Project", "无废城市", ("A", "F")),
    ("line", "Project", "甲乙高速", ("B",)),
    ("i", "Industry", "氢能产业", ("A", "F")),
)


def proof(plan: str, number: int) -> Proof:
    return Proof(plan, f"{plan}{number}", number, number + 1, "test", False)


def target(iri: str, plan: str) -> TargetFact:
    return TargetFact(iri, plan, "u", "", "森林覆盖率", ">=", "40", "%", "", 2025, 0, "", (proof(plan, 9),))


@pytest.fixture
def facts() -> Facts:
    places = [
        Thing(iri, "Place", label, (), "", "", "", level, None, None, (), (proof("A", 1),) if iri == "a" else ())
        for iri, label, level in PLACES
    ]
    others = [
        Thing(iri, cls, label, (), "", "", "", "", None, None, plans, tuple(proof(plan, 2) for plan in plans))
        for iri, cls, label, plans in THINGS
    ]
    plans = (("A", "a"), ("B", "b"), ("U", "u"), ("F", "far"))
    sentences = {f"{plan}{n}": Sentence(plan, n, f"{plan}的第{n}句。", "", 0) for plan, _ in plans for n in range(10)}
    return Facts(
        plans=MappingProxyType(
            {key: PlanInfo(key, f"{key}报告", place, "", "", "政府工作报告", 2024, 2024, 2024) for key, place in plans}
        ),
        things=MappingProxyType({thing.iri: thing for thing in sorted([*places, *others])}),
        relations=(
            Fact("far", "partOf", "r", (proof("A", 3), proof("F", 3))),
            Fact("line", "connects", "a", (proof("B", 4),)),
            Fact("line", "connects", "b", (proof("B", 4),)),
            Fact("p", "locatedIn", "far", (proof("F", 5),)),
        ),
        targets=(target("t1", "U"), target("t2", "B")),
        goals=(),
        sentences=MappingProxyType(sentences),
        within=MappingProxyType({"a": "u", "b": "u"}),
        words=MappingProxyType({"connects": "连接", "locatedIn": "位于"}),
    )


def test_a_project_that_others_name_too_is_not_elsewhere(facts: Facts) -> None:
    part = county_part(facts, facts.things["a"])
    said = {(f.subject, f.object) for f in part.facts.relations}
    assert ("p", "far") not in said, "the county's plan does not say so"
    assert {("line", "a"), ("line", "b")} <= said, "a line that ends here, with both ends"


def test_what_the_own_plan_says_of_others_has_only_its_evidence(facts: Facts) -> None:
    part = county_part(facts, facts.things["a"])
    (cluster,) = (f for f in part.facts.relations if f.predicate == "partOf")
    assert cluster.plans == ("A",)


def test_targets_of_the_city_are_those_of_no_neighbour(facts: Facts) -> None:
    part = county_part(facts, facts.things["a"])
    assert part.upper == {"t1"}
    assert [t.iri for t in part.facts.targets] == ["t1"]


def test_brief_names_the_plans_that_speak_of_the_county_and_its_industries(facts: Facts) -> None:
    member = Membership(facts)
    brief = county_brief(county_part(facts, facts.things["a"], member), member)
    assert brief.summary[0] == "1 份规划说到甲县：《A报告》。"
    tables = {table.title: table for table in brief.tables}
    assert [row.cells for row in tables["产业"].rows] == [("甲县的规划还提到", "氢能产业")]
    assert tables["产业"].rows[0].notes
    assert "合作、组群与带动" not in tables
    assert [row.cells[0] for row in tables["上级指标"].rows] == ["丙市"]
