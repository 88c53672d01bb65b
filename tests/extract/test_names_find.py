import time

import pytest

from extract.model import Document, EntityType, Mention, Passage, PlanMeta
from extract.names import find_names, load_lexicon
from extract.segment import segmenter

LEXICON = load_lexicon()
CUT = segmenter()


def document(text):
    passages = tuple(Passage(0, 0, len(text), 0) for _ in range(1))
    return Document("d", text, "d.txt", PlanMeta("t", "", "", "其他", 0, (0, 0)), (), passages)


def names(text, places=()):
    spans = [Mention(text.index(p), text.index(p) + len(p), EntityType.PLACE, p, p, "place") for p in places]
    return {(m.type.value, m.surface) for m in find_names(document(text), CUT, places=spans, lexicon=LEXICON)}


# Sentence, what must be found, what must not. All names are made up.
CASES = [
    ("加快推进东山抽水蓄能电站建设。", {("project", "东山抽水蓄能电站")}, set()),
    ("建设具有国际影响力的陶瓷产业基地。", {("project", "陶瓷产业基地")}, set()),
    ("实施规范涉企执法行动。", {("measure", "规范涉企执法行动")}, {("measure", "涉企执法行动")}),
    ("健全完善守信激励和失信惩戒机制。", {("measure", "守信激励和失信惩戒机制")}, {("measure", "失信惩戒机制")}),
    ("推动核桃、食用菌、生猪等产业发展。", {("industry", "核桃"), ("industry", "食用菌"), ("industry", "生猪")}, set()),
    ("建成甲乙、丙丁、戊己高速公路。", {("project", "甲乙"), ("project", "丙丁"), ("project", "戊己高速公路")}, set()),
    ("推进天目科技、蓝鲸机械等企业做大做强。", {("organization", "天目科技")}, {("industry", "蓝鲸机械")}),
    ("全面落实《白马市养犬管理条例》。", {("measure", "《白马市养犬管理条例》")}, set()),
    ("深化“三权分置”改革。", {("measure", "“三权分置”改革")}, set()),
    ("推行“甲事通办”“乙事通办”。", {("measure", "“甲事通办”"), ("measure", "“乙事通办”")}, set()),
    ("三是狠抓园区建设。", set(), {("project", "三是狠抓园区")}),
    ("推进一批重点项目、重大工程建设。", set(), {("project", "重点项目"), ("project", "重大工程")}),
    ("进入高质量发展阶段。", set(), {("project", "高质量发展阶段"), ("project", "发展阶段")}),
    ("防范化解各类风险。", set(), {("measure", "风险")}),
    ("新建大剧院、博物馆、科技馆。", {("project", "大剧院"), ("project", "博物馆"), ("project", "科技馆")}, set()),
]


@pytest.mark.parametrize(("text", "wanted", "unwanted"), CASES, ids=[c[0] for c in CASES])
def test_names_by_grammar(text, wanted, unwanted):
    found = names(text)
    assert wanted <= found
    assert not unwanted & found


def test_a_general_name_is_none_behind_a_place_either():
    found = names("关于青岚县国民经济和社会发展第十四个五年规划的报告。做强陶瓷产业。", places=("青岚县",))
    assert not {surface for kind, surface in found if kind == "industry" and "经济" in surface}
    assert ("industry", "陶瓷产业") in found


def test_a_place_before_the_verb_is_not_part_of_the_name():
    found = names("支持白马建设新型显示产业园。", places=["白马"])
    assert ("project", "新型显示产业园") in found


def test_every_mention_is_where_it_says():
    text = "一是建设白马路北延工程[3]，深化“两证合一[4]”改革；二是发展低空经济。"
    for m in find_names(document(text), CUT, lexicon=LEXICON):
        assert text[m.start : m.end] == m.surface


def test_empty_text_gives_nothing():
    assert find_names(document(""), CUT, lexicon=LEXICON) == []


@pytest.mark.parametrize("unit", ["建设", "“", "、", "等项目", "（", "的", "推进甲和乙、", "提升水平", "东山水库"])
def test_hostile_repetition_takes_linear_time(unit):
    def seconds(n):
        text = unit * n
        began = time.process_time()
        find_names(document(text), CUT, lexicon=LEXICON)
        return time.process_time() - began

    seconds(50)
    small, large = max(seconds(400), 0.01), min(seconds(3200), seconds(3200))
    assert large < 30 * small


def test_lexicon_rows_are_sound():
    assert len(LEXICON.heads) > 1000
    assert LEXICON.head_of("东山高速公路").text == "高速公路"
    assert LEXICON.head_of("发展阶段") is None
    for verb, governor in LEXICON.governors.items():
        assert governor.types, verb
