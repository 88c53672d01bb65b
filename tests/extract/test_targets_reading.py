"""Targets: what a sentence commits to, and what it does not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.model import Document, EntityType, Mention, Passage, PlanMeta, Section, Target
from extract.quantities import TargetRules, find_targets, load_target_rules
from extract.quantities.reading import read_sentence
from extract.tables import read_table


@pytest.fixture(scope="module")
def rules() -> TargetRules:
    return load_target_rules()


def plan(text: str, *, year: int = 2025, period: tuple[int, int] = (2025, 2025), past: bool = False) -> Document:
    """A plan of one section and one passage per line."""
    passages, start = [], 0
    for i, line in enumerate(text.split("\n")):
        passages.append(Passage(i, start, start + len(line), i, None, past))
        start += len(line) + 1
    meta = PlanMeta("报告", "甲市", "149900", "政府工作报告", year, period)
    return Document("x", text, "x.txt", meta, (), tuple(passages))


def facts(text: str, rules: TargetRules) -> list[tuple[str, str, str, str, str]]:
    return [(t.indicator, t.operator, t.value, t.unit, t.per) for t in find_targets(plan(text), (), rules)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("森林覆盖率超过33%。", [("森林覆盖率", ">", "33", "%", "")]),
        ("生产总值增长5%左右。", [("生产总值增长", "~", "5", "%", "year")]),
        ("力争工业增加值增长4.5—5%。", [("工业增加值增长", ">=", "4.5", "%", "year")]),
        ("失业率控制在5.5%以内。", [("失业率", "<=", "5.5", "%", "")]),
        ("民间投资占比不低于40%。", [("民间投资占比", ">=", "40", "%", "")]),
        ("森林覆盖率年均增加1个百分点。", [("森林覆盖率年均增加", "increase", "1", "个百分点", "year")]),
        ("每年打造100个美丽乡村。", [("美丽乡村", "=", "100", "个", "year")]),
        ("新增高新技术企业20家。", [("新增高新技术企业", "increase", "20", "家", "")]),
        ("新增高新技术企业20家以上。", [("新增高新技术企业", ">=", "20", "家", "")]),
        ("打造5个智能工厂。", [("智能工厂", "=", "5", "个", "")]),
        (
            "每个县至少建成2个示范区、20个示范村。",
            [("每个县示范区", ">=", "2", "个", ""), ("示范村", ">=", "20", "个", "")],
        ),
        ("投资1000余万元实施饮水安全工程。", [("饮水安全工程投资", ">", "1000", "万元", "")]),
        (
            "一、二、三产增加值分别增长3.5%以上、7%左右、5%以上。",
            [
                ("一产增加值增长", ">=", "3.5", "%", "year"),
                ("二产增加值增长", "~", "7", "%", "year"),
                ("三产增加值增长", ">=", "5", "%", "year"),
            ],
        ),
        (
            "消费品零售总额、固定资产投资增长4%左右。",
            [("固定资产投资增长", "~", "4", "%", "year"), ("消费品零售总额增长", "~", "4", "%", "year")],
        ),
        (
            "规上工业企业翻一番、超过1000户。",
            [("规上工业企业", "multiply", "2", "倍", ""), ("规上工业企业", ">", "1000", "户", "")],
        ),
        (
            "生产总值年均增长7%左右，达到110亿元。",
            [("生产总值年均增长", "~", "7", "%", "year"), ("生产总值", ">=", "110", "亿元", "")],
        ),
        (
            "推进总投资52亿元的34个配套项目建设。",
            [("配套项目总投资", "=", "52", "亿元", ""), ("配套项目", "=", "34", "个", "")],
        ),
        (
            "培训带头人300人、科技示范户200个。",
            [("培训带头人", "=", "300", "人", ""), ("培训科技示范户", "=", "200", "个", "")],
        ),
        ("实现城区垃圾分类全覆盖。", [("城区垃圾分类覆盖", "=", "100", "%", "")]),
        ("基站基本覆盖全域。", [("基站覆盖", "~", "100", "%", "")]),
        ("经济增速保持两位数以上。", [("经济增速", ">=", "10", "%", "year")]),
        ("综合排名进入全省前三。", [("综合排名", "<=", "3", "位", "")]),
        ("形成200亿级食品产业集群。", [("食品产业集群", ">=", "200", "亿元", "")]),
        ("经济增速超过百分之八。", [("经济增速", ">", "8", "%", "year")]),
        ("实施项目100个，总投资500亿元。", [("项目", "=", "100", "个", ""), ("项目总投资", "=", "500", "亿元", "")]),
        ("引进总投资超10亿元项目50个。", [("引进总投资超10亿元项目", "=", "50", "个", "")]),
        ("建设两个夜经济集聚区。", [("夜经济集聚区", "=", "2", "个", "")]),
    ],
)  # fmt: skip
def test_sentences(sentence: str, expected: list[tuple[str, str, str, str, str]], rules: TargetRules) -> None:
    assert sorted(facts(sentence, rules)) == sorted(expected)


@pytest.mark.parametrize(
    "sentence",
    [
        "增强“四个意识”、做到“两个维护”。",
        "落实省委十一届九次全会部署。",
        "重点抓好十个方面工作。",
        "用好240小时过境免签政策。",
        "深化“高效办成一件事”改革。",
        "走出一条高质量发展新路。",
        "目前拥有8个产业集群。",
        "推进全覆盖监管。",
    ],
)
def test_what_is_no_target(sentence: str, rules: TargetRules) -> None:
    assert facts(sentence, rules) == []


def test_baseline_and_binding(rules: TargetRules) -> None:
    (target,) = find_targets(plan("亩均税收由10万元提高到15万元（预期性）。"), (), rules)
    assert (target.value, target.operator, target.baseline, target.binding) == ("15", ">=", "10", "预期性")


def test_a_place_that_opens_the_clause_is_the_subject(rules: TargetRules) -> None:
    place = Mention(0, 2, EntityType.PLACE, "乙县", "乙县", "gazetteer", code="149901")
    (target,) = find_targets(plan("乙县森林覆盖率达到40%。"), (place,), rules)
    assert target.subject == "乙县"
    assert find_targets(plan("森林覆盖率达到40%。"), (), rules)[0].subject == "甲市"


def test_past_passages_give_none(rules: TargetRules) -> None:
    assert find_targets(plan("生产总值增长8%。", past=True), (), rules) == []
    assert len(find_targets(plan("生产总值增长8%。"), (), rules)) == 1


@pytest.mark.parametrize(
    ("sentence", "deadline", "within"),
    [
        ("五年内高新技术企业达到200户。", 0, 5),
        ("今后五年森林覆盖率提高2个百分点。", 0, 5),
        ("到2035年，森林覆盖率达到40%。", 2035, 0),
        ("“十五五”末经济总量突破2200亿元。", 2030, 0),
        ("力争2027年建成6个产业园。", 2027, 0),
        ("今年新建学校5所。", 2021, 0),
        ("高新技术企业达到200户。", 0, 0),
        ("较2020年，粮食产量提高到20万吨。", 0, 0),
    ],
)
def test_deadlines(sentence: str, deadline: int, within: int, rules: TargetRules) -> None:
    (target,) = find_targets(plan(sentence, year=2021, period=(2021, 2026)), (), rules)
    assert (target.deadline, target.within_years) == (deadline, within)


def test_deadline_from_the_section_and_from_the_running_text(rules: TargetRules) -> None:
    text = "今年是开局之年。\n新建学校5所。"
    assert [t.deadline for t in find_targets(plan(text, year=2026, period=(2026, 2030)), (), rules)] == [2026]
    document = plan("新建学校5所。", year=2026, period=(2026, 2030))
    passage = Passage(0, 0, 7, 0, 0)
    section = Section(0, 1, "主要目标", 0, 7, None, False, 2030)
    dated = Document("x", document.text, "x", document.meta, (section,), (passage,))
    assert [t.deadline for t in find_targets(dated, (), rules)] == [2030]


def drafts(text: str, rules: TargetRules) -> int:
    return len(read_sentence(text, rules))


def test_rejections_reject_their_examples_only(rules: TargetRules) -> None:
    for row in read_table("patterns/target_reject.csv", ("example", "counterexample", "reason")):
        assert drafts(row["example"], rules) == 0, row
        assert drafts(row["counterexample"], rules) > 0, row


def test_operators_stand_at_the_number_of_their_examples(rules: TargetRules) -> None:
    def cue(sentence: str, side: str) -> set[str]:
        return {
            rules.before.at_end(sentence[: q.start]) if side == "before" else rules.after.at_head(sentence[q.end :])
            for q in rules.scanner.find(sentence)
        }

    for row in read_table("patterns/target_operator.csv", ("cue", "side", "op", "example", "counterexample")):
        assert row["cue"] in cue(row["example"], row["side"]), row
        assert row["cue"] not in cue(row["counterexample"], row["side"]), row


def test_verbs_open_their_examples(rules: TargetRules) -> None:
    for row in read_table("patterns/target_verb.csv", ("verb", "example", "counterexample")):
        assert rules.verbs.at_head(row["example"]) == row["verb"], row
        assert rules.verbs.at_head(row["counterexample"]) != row["verb"], row


def test_changes_stand_in_their_examples(rules: TargetRules) -> None:
    def changed(sentence: str, word: str) -> bool:
        return any(word in sentence[: q.start] for q in rules.scanner.find(sentence)) or "翻一番" in sentence

    for row in read_table("patterns/target_change.csv", ("word", "example", "counterexample")):
        assert changed(row["example"], row["word"]), row
        ends = [
            rules.changes.at_end(row["counterexample"][: q.start]) for q in rules.scanner.find(row["counterexample"])
        ]
        assert row["word"] not in ends, row


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        alphabet="0123456789.,%一二三十百千万亿个家元年增长至到超过达全覆盖翻番前“”（）、，；。两位数亩的以上每分别和",
        max_size=80,
    )
)
def test_evidence_is_where_it_says(text: str) -> None:
    rules = _RULES
    document = plan(text)
    for target in find_targets(document, (), rules):
        for evidence in target.evidence:
            assert document.text[evidence.start : evidence.end] == evidence.quote
        assert isinstance(target, Target)
        assert target.indicator


_RULES = load_target_rules()


@pytest.mark.parametrize("piece", ["1", "一", "1亿", "增长8%、", "“", "（", "和", "1个", "全覆盖", "分别增长1%、"])
def test_hostile_repetition_stays_linear(piece: str, rules: TargetRules) -> None:
    def seconds(n: int) -> float:
        text = piece * n
        start = time.process_time()
        find_targets(plan(text), (), rules)
        return time.process_time() - start

    seconds(50)
    short, long = min(seconds(400) for _ in range(2)), seconds(1600)
    assert long < 10 * short + 0.2
