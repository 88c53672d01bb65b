"""Relation rules, each on a sentence that it reads and one that it must not."""

import pytest

from extract.gazetteer import Gazetteer
from extract.gazetteer.abbreviation import decode_cluster, decode_route
from extract.gazetteer.letters import Letters
from extract.model import Document, Entity, EntityType, Link, Passage, PlanMeta
from extract.relations import find_relations

PROJECT, PLACE, INDUSTRY = EntityType.PROJECT, EntityType.PLACE, EntityType.INDUSTRY


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.load()


@pytest.fixture(scope="module")
def letters(gazetteer):
    return Letters(gazetteer)


@pytest.fixture(scope="module")
def relate(gazetteer, letters):
    def run(text, things, place, code):
        """``things``: type, name, kind; a place's full name first, its form in the text after a slash."""
        entities, links = [], []
        for kind, name, *rest in things:
            full, _, short = name.partition("/")
            division = gazetteer.resolve(full, code) if kind is PLACE else None
            entities.append(Entity(kind, full, (short,) if short else (), division.code if division else "",
                                   rest[0] if rest else "", ""))  # fmt: skip
            at = text.find(short or full)
            if at >= 0:
                links.append(Link(at, at + len(short or full), len(entities) - 1, "test"))
        meta = PlanMeta("", place, code, "", 2025, (2025, 2025))
        document = Document("d", text, "d", meta, (), (Passage(0, 0, len(text), 0),))
        found, _, _ = find_relations(document, tuple(entities), tuple(sorted(links)), gazetteer, letters)
        return {(r.subject, str(r.predicate), r.object, r.evidence[0].rule) for r in found}

    return run


SHANXI = ("陕西省", "610000")
SICHUAN = ("四川省", "510000")


def test_works_named_after_the_places_they_join(relate):
    name = "哈大齐国家自主创新示范区"
    found = relate(f"加快{name}建设。", [(PROJECT, name, "innovation_platform")], "黑龙江省", "230000")
    places = {o for _, p, o, rule in found if p == "located_in" and rule == "located.decoded"}
    assert places == {"哈尔滨市", "大庆市", "齐齐哈尔市"}


@pytest.mark.parametrize("name", ["国家新兴产业发展示范基地", "北易水生态补水工程", "绿美广东生态建设"])
def test_works_whose_first_characters_are_no_letters(relate, name):
    found = relate(f"推进{name}。", [(PROJECT, name, "other"), (PLACE, "广东省/广东")], "河北省", "130000")
    assert not any(rule == "located.decoded" for *_, rule in found)


def test_what_two_places_build_together_stands_in_ours(relate):
    name = "粤琼合作产业园"
    found = relate(f"推进{name}建设。", [(PROJECT, name, "industrial_zone")], "海南省", "460000")
    assert {o for _, _, o, rule in found if rule == "located.decoded"} == {"海南省"}


def test_the_place_a_sentence_is_about(relate):
    things = [(PLACE, "广州市/广州"), (PROJECT, "国际人才港", "other"), (INDUSTRY, "商业航天产业/商业航天")]
    text = "支持广州实现老城市新活力，提高国际人才港能级，发展商业航天。"
    found = relate(text, things, "广东省", "440000")
    assert ("国际人才港", "located_in", "广州市", "located.topic") in found
    assert any(p == "develops" and s == "广州市" for s, p, *_ in found)
    for other in ("支持广州、深圳实现新活力，提高国际人才港能级。", "深化与广州合作，提高国际人才港能级。"):
        again = relate(other, [*things[:2], (PLACE, "深圳市/深圳")], "广东省", "440000")
        assert not any(rule == "located.topic" for *_, rule in again)


def test_the_clause_before_a_project_names_its_industry(relate):
    things = [(INDUSTRY, "精细化工"), (PROJECT, "陕煤榆林化学二期项目/陕煤榆林化学二期", "energy")]
    found = relate("大力发展精细化工，推进陕煤榆林化学二期等项目建设。", things, *SHANXI)
    assert ("陕煤榆林化学二期项目", "serves", "精细化工", "serves.lead") in found
    found = relate("严格限制精细化工，推进陕煤榆林化学二期等项目建设。", things, *SHANXI)
    assert not any(p == "serves" for _, p, *_ in found)


def test_a_project_as_the_basis_of_an_industry(relate):
    things = [(PROJECT, "书画园", "industrial_zone"), (INDUSTRY, "文化产业")]
    found = relate("以书画园为载体，发展壮大文化产业。", things, *SHANXI)
    assert ("书画园", "serves", "文化产业", "serves.based") in found
    assert not relate("建成书画园，发展壮大文化产业。", things, *SHANXI)


def test_a_general_industry_comes_before_a_narrow_one(relate):
    things = [(PROJECT, "国家物流枢纽", "base"), (INDUSTRY, "冷链物流产业/冷链物流"), (INDUSTRY, "物流业")]
    found = relate("冷链物流加快成长，建设国家物流枢纽，壮大物流业。", things, *SICHUAN)
    assert {o for s, p, o, _ in found if p == "serves"} == {"物流业"}


@pytest.mark.parametrize(
    ("name", "kind", "ends"),
    [
        ("豫皖苏浙大宗商品骨干流通走廊", "other", {"河南省", "安徽省", "江苏省", "浙江省"}),
        ("郑渝高铁", "railway", {"郑州市", "重庆市"}),
        ("保沧高速配套公路", "road", set()),  # beside the line, not the line
        ("莲花山通道", "expressway", set()),
    ],
)
def test_lines_decoded_in_henan(relate, name, kind, ends):
    found = relate(f"推进{name}建设。", [(PROJECT, name, kind)], "河南省", "410000")
    connected = {o for _, p, o, _ in found if p == "connects"}
    assert connected == ends


def test_a_middle_line_is_decoded_without_its_middle(relate):
    found = relate("推进成渝中线高铁建设。", [(PROJECT, "成渝中线高铁", "railway")], *SICHUAN)
    assert {o for _, p, o, _ in found if p == "connects"} == {"成都市", "重庆市"}


def names(decoded):
    return [place.name if place else None for place in decoded.places]


def test_letters_of_provinces_alone(gazetteer, letters):
    assert names(decode_route("黔桂", "铁路", "520000", gazetteer, source=letters)) == ["贵州省", "广西壮族自治区"]
    assert names(decode_route("成渝", "高铁", "510000", gazetteer, source=letters)) == ["成都市", "重庆市"]


def test_two_of_one_letter_and_members_of_one_level(gazetteer, letters):
    assert set(names(decode_cluster("涞涞易", "130600", gazetteer, source=letters))) == {"涞水县", "涞源县", "易县"}
    assert names(decode_cluster("成德绵", "510000", gazetteer, source=letters)) == ["成都市", "德阳市", "绵阳市"]


def test_a_city_and_its_own_district_are_no_two_ends(gazetteer, letters):
    decoded = decode_route(
        "兰海", "高速公路", "460000", gazetteer, source=letters, mentioned_codes={"460108", "460100"}
    )
    assert not decoded.resolved
