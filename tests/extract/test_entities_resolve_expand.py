import pytest

from extract.entities import expand, recur, resolve
from extract.entities.partners import partners
from extract.entities.split import split
from extract.model import Document, EntityType, Mention, PlanMeta
from extract.names import load_lexicon

LEXICON = load_lexicon()
PROJECT, INDUSTRY, MEASURE, ORGANIZATION, BRAND, PLACE = (
    EntityType(t) for t in ("project", "industry", "measure", "organization", "brand", "place")
)


def document(text):
    return Document("d", text, "d.txt", PlanMeta("t", "", "", "其他", 0, (0, 0)))


def mention(text, surface, kind=PROJECT, rule="name.head.project", score=0.6):
    at = text.index(surface)
    return Mention(at, at + len(surface), kind, surface, surface, rule, score)


def expanded(text, *parts):
    return {
        m.name for m in expand(document(text), [mention(text, s, k) for s, k in parts], LEXICON) if m.type is not PLACE
    }


def test_outermost_name_wins_and_inner_place_stays():
    text = "山西（白马）超算中心"
    outer, inner = mention(text, text), mention(text, "超算中心")
    place = mention(text, "白马", PLACE, "place.short", 0.8)
    assert resolve([inner, place, outer]) == sorted([outer, place])


def test_a_better_score_beats_a_little_length():
    text = "建设东山水库"
    assert resolve([mention(text, text, score=0.4), mention(text, "东山水库", score=0.9)]) == [
        mention(text, "东山水库", score=0.9)
    ]


def test_beside_a_tagger_weak_rules_are_silent():
    text = "推进甲乙工作，健全丙丁机制，建设戊己水库"
    tagged = mention(text, "戊己水库", PROJECT, "tagger", 0.9)
    weak = mention(text, "丙丁机制", MEASURE, "name.head.measure", 0.6)
    assert resolve([tagged, weak]) == [tagged]
    assert resolve([weak]) == [weak]


CASES = [
    (
        "建成静兴、祁离、汾石高速公路",
        [("静兴", PROJECT), ("祁离", PROJECT), ("汾石高速公路", PROJECT)],
        {"静兴高速公路", "祁离高速公路", "汾石高速公路"},
    ),
    (
        "推动甲镇服装、乙镇袜业等专业市场焕新",
        [("甲镇服装", PROJECT), ("乙镇袜业", PROJECT)],
        {"甲镇服装专业市场", "乙镇袜业专业市场"},
    ),
    (
        "加快东湾配置工程一期、二期建设",
        [("东湾配置工程一期", PROJECT), ("二期", PROJECT)],
        {"东湾配置工程一期", "东湾配置工程二期"},
    ),
    (
        "实施债券融资提升和信托基金扩容计划",
        [("债券融资提升", MEASURE), ("信托基金扩容计划", MEASURE)],
        {"债券融资提升计划", "信托基金扩容计划"},
    ),
    ("落实干部包联、盯办代办等机制", [("干部包联", MEASURE), ("盯办代办", MEASURE)], {"干部包联机制", "盯办代办机制"}),
    ("支持天目、蓝鲸等龙头企业发展", [("天目", PROJECT), ("蓝鲸", PROJECT)], {"天目", "蓝鲸"}),
    ("建设城中村和老旧小区改造", [("城中村", PROJECT), ("老旧小区改造", PROJECT)], {"城中村改造", "老旧小区改造"}),
    ("新建东山、西山等大型水库", [("东山", PROJECT), ("西山", PROJECT)], {"东山水库", "西山水库"}),
    (
        "建设白马、青牛绿色算力中心",
        [("白马", PLACE), ("青牛", PLACE), ("青牛绿色算力中心", PROJECT)],
        {"白马绿色算力中心", "青牛绿色算力中心"},
    ),
]


@pytest.mark.parametrize(("text", "parts", "wanted"), CASES, ids=[c[0] for c in CASES])
def test_elided_members_get_full_names(text, parts, wanted):
    assert wanted <= expanded(text, *parts)


def test_bare_list_of_places_without_a_shared_head_adds_nothing():
    assert expanded("支持白马、青牛建设算力中心", ("白马", PLACE), ("青牛", PLACE), ("算力中心", PROJECT)) == {
        "算力中心"
    }


def test_class_behind_makes_organizations():
    text = "支持天目、蓝鲸等龙头企业发展"
    found = expand(document(text), [mention(text, "天目"), mention(text, "蓝鲸")], LEXICON)
    assert {m.type for m in found} == {ORGANIZATION}


def test_surfaces_stay_as_they_stand():
    text = "建成静兴、汾石高速公路"
    for m in expand(document(text), [mention(text, "静兴"), mention(text, "汾石高速公路")], LEXICON):
        assert text[m.start : m.end] == m.surface


SPLITS = [
    ("“甲山猪”“乙山菇”", BRAND, ["“甲山猪”", "“乙山菇”"]),
    ("玉龙水库和夹岩大型灌区", PROJECT, ["玉龙水库", "夹岩大型灌区"]),
    ("守信激励和失信惩戒机制", MEASURE, ["守信激励和失信惩戒机制"]),
    ("干部包联、盯办代办", MEASURE, ["干部包联", "盯办代办"]),
    ("“产、学、研”基地", PROJECT, ["“产、学、研”基地"]),
    ("人和镇水库", PROJECT, ["人和镇水库"]),
]


@pytest.mark.parametrize(("text", "kind", "parts"), SPLITS, ids=[s[0] for s in SPLITS])
def test_a_mention_of_a_list_is_cut(text, kind, parts):
    assert [m.surface for m in split([mention(text, text, kind)], LEXICON)] == parts


def test_industries_inside_project_names():
    text = "建设甲乙种业示范基地"
    found = expand(document(text), [mention(text, "甲乙种业示范基地")], LEXICON)
    assert ("industry", "种业") in {(m.type.value, m.name) for m in found}


def test_a_name_recurs_and_an_elided_member_does_not():
    text = "建设东山水库。静兴、汾石高速公路。东山水库竣工，静兴两地。"
    first = [mention(text, "东山水库"), mention(text, "静兴"), mention(text, "汾石高速公路")]
    found = recur(document(text), expand(document(text), first, LEXICON))
    assert sum(m.surface == "东山水库" for m in found) == 2
    assert sum(m.surface == "静兴" for m in found) == 1


def test_a_village_in_a_list_of_projects_is_place_and_project():
    text = "推进东坡村、西坡村等棚改项目"
    village = mention(text, "西坡村", PLACE, "place.grammar.village", 0.6)
    project = mention(text, "西坡村", PROJECT, "tagger", 0.9)
    assert set(resolve([village, project])) == {village, project}
    named = {(m.type, m.name) for m in expand(document(text), [village, project], LEXICON)}
    assert {(PLACE, "西坡村"), (PROJECT, "西坡村棚改项目")} <= named
    # With no list to give it the rest of its name, what is called by a place's name is that place.
    alone = "改造西坡村，加快发展"
    both = [
        mention(alone, "西坡村", PLACE, "place.grammar.village", 0.6),
        mention(alone, "西坡村", PROJECT, "tagger", 0.9),
    ]
    assert [m.type for m in expand(document(alone), both, LEXICON)] == [PLACE]


def test_partners_become_organizations_and_regions_stay_places():
    text = "加强与甲乙集团、丙丁大学合作，深化同白马经济带、青山三角洲等区域合作"
    region = mention(text, "白马经济带", PLACE, "place.region", 0.8)
    found = {(m.type, m.surface) for m in partners(text, [region])}
    assert {(ORGANIZATION, "甲乙集团"), (ORGANIZATION, "丙丁大学"), (PLACE, "白马经济带")} <= found
    assert (ORGANIZATION, "白马经济带") not in found
