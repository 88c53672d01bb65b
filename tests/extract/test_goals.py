"""Goals: which clauses state one, in which words, and for when."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.goals import GoalRules, find_goals, load_goal_rules
from extract.goals.wording import load_leads, polish, wording
from extract.model import Document, EntityType, Mention, Passage, PlanMeta
from extract.tables import read_table


@pytest.fixture(scope="module")
def rules() -> GoalRules:
    return load_goal_rules()


def plan(text: str, *, past: bool = False) -> Document:
    """A one-year plan of one passage."""
    meta = PlanMeta("报告", "甲市", "149900", "政府工作报告", 2025, (2025, 2025))
    return Document("x", text, "x.txt", meta, (), (Passage(0, 0, len(text), 0, None, past),))


@pytest.mark.parametrize("model", [True, False])
@pytest.mark.parametrize(
    ("sentence", "goal"),
    [
        ("力争年底前太平铁路开工建设。", "太平铁路开工建设"),
        ("着力打造西部先进制造业高地。", "打造西部先进制造业高地"),
        ("推动出台县域经济振兴条例。", "出台县域经济振兴条例"),
        ("积极争创国家级旅游度假区。", "争创国家级旅游度假区"),
        ("确保完成国企改革深化提升行动。", "完成国企改革深化提升行动"),
    ],
)
def test_goals(sentence: str, goal: str, model: bool) -> None:
    assert [g.text for g in find_goals(plan(sentence), (), load_goal_rules(model=model))] == [goal]


@pytest.mark.parametrize("model", [True, False])
@pytest.mark.parametrize(
    "sentence",
    ["始终坚持党的全面领导。", "加强和改进思想政治工作。", "大力弘扬优良传统。", "生产总值增长5%左右。", "各位代表！"],
)
def test_attitudes_and_numbers_are_no_goals(sentence: str, model: bool) -> None:
    assert find_goals(plan(sentence), (), load_goal_rules(model=model)) == []


def test_past_passages_give_none(rules: GoalRules) -> None:
    assert find_goals(plan("着力打造西部先进制造业高地。", past=True), (), rules) == []


def test_deadlines(rules: GoalRules) -> None:
    (goal,) = find_goals(plan("到2035年，基本建成现代化产业体系。"), (), rules)
    assert goal.deadline == 2035
    (goal,) = find_goals(plan("打造西部先进制造业高地。"), (), rules)
    assert goal.deadline == 2025


def test_subject_is_the_place_that_opens_the_goal(rules: GoalRules) -> None:
    text = "支持乙县打造西部先进制造业高地。"
    place = Mention(2, 4, EntityType.PLACE, "乙县", "乙县", "gazetteer", code="149901")
    (goal,) = find_goals(plan(text), (place,), rules)
    assert (goal.subject, goal.text) == ("乙县", "打造西部先进制造业高地")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("守住不发生规模性返贫的底线", "不发生规模性返贫"),
        ("西站综合楼年底前建成投用", "西站综合楼建成投用"),
        ("投资2500余万元完成隔离点改扩建工程", "完成隔离点改扩建工程"),
        ("建成“一村一品[9]”示范村", "建成“一村一品”示范村"),
    ],
)
def test_polish(words: str, expected: str) -> None:
    assert polish(words) == expected


def test_leads_are_dropped_or_kept_as_their_rows_say() -> None:
    leads = load_leads()
    for row in read_table("patterns/goal_lead.csv", ("word", "role", "example", "counterexample")):
        for column in ("example", "counterexample"):
            start, end = wording(row[column], leads)
            dropped = row["role"] == "drop" and column == "example"
            assert row[column][start:end].startswith(row["word"]) is (row["role"] == "keep" and column == "example"), (
                row
            )
            assert (start > 0) is dropped or column == "counterexample", row


def test_patterns_match_their_examples_only() -> None:
    for row in read_table("patterns/goal_pattern.csv", ("pattern", "example", "counterexample")):
        assert re.search(row["pattern"], row["example"]), row
        assert not re.search(row["pattern"], row["counterexample"]), row


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="打造建成高地，。；、“”（）力争推动全面完成年底前守住底线", max_size=80))
def test_evidence_is_where_it_says(text: str) -> None:
    document = plan(text)
    for goal in find_goals(document, (), _RULES):
        (evidence,) = goal.evidence
        assert document.text[evidence.start : evidence.end] == evidence.quote
        assert goal.text


_RULES = load_goal_rules()


@pytest.mark.parametrize("piece", ["打造", "力争", "“", "（", "建成高地，", "守住不发生"])
def test_hostile_repetition_stays_linear(piece: str, rules: GoalRules) -> None:
    def seconds(n: int) -> float:
        document = plan(piece * n)
        start = time.process_time()
        find_goals(document, (), rules)
        return time.process_time() - start

    seconds(50)
    short, long = min(seconds(500) for _ in range(2)), seconds(2000)
    assert long < 10 * short + 0.2
