from __future__ import annotations

import pytest

from extract.gazetteer import Gazetteer
from extract.model import Entity, EntityType
from extract.tables import read_table
from kg.gazetteer_graph import KnownPlaces, gazetteer_quads, ontology_quads
from kg.rdf_identity import entity_iri, is_known_everywhere
from kg.rdf_places import class_of_code, class_of_name, known_region
from ontology.vocab import ID, ONT, PLAN

LULIANG, BAODING, SHANXI = "141100", "130600", "140000"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="module")
def places(gazetteer: Gazetteer) -> KnownPlaces:
    return KnownPlaces(gazetteer)


def project(name: str, kind: str = "other") -> Entity:
    return Entity(EntityType.PROJECT, name, kind=kind)


@pytest.mark.parametrize(
    "entity",
    [
        project("太绥高速铁路", "railway"),
        project("离隰高速公路", "expressway"),
        project("大武机场"),
        project("“黄河一号”旅游公路", "road"),
        project("三亚抽水蓄能项目", "energy"),
        project("临县至某地快速路", "road"),
        project("国道G234大桥", "road"),
        Entity(EntityType.INDUSTRY, "氢能产业"),
        Entity(EntityType.MEASURE, "河长制"),
        Entity(EntityType.PLACE, "京津冀"),
        Entity(EntityType.PLACE, "离石区", code="141102"),
        Entity(EntityType.ORGANIZATION, "太原理工大学"),
    ],
    ids=lambda entity: entity.name,
)
def test_identity_same_thing_in_two_plans_is_one_node(entity: Entity, places: KnownPlaces) -> None:
    assert entity_iri(entity, LULIANG, places) == entity_iri(entity, BAODING, places)


@pytest.mark.parametrize(
    "entity",
    [
        project("大剧院", "venue"),
        project("北环路", "road"),
        project("北京路", "road"),
        project("高铁站", "railway"),
        project("第二机场", "airport"),
        project("县域通用机场", "airport"),
        project("高铁经济片区", "urban"),
        project("城区改造", "urban"),
        project("“三馆一院”", "venue"),
        project("城市“会客厅”"),
        Entity(EntityType.PLACE, "西华镇"),
        Entity(EntityType.ORGANIZATION, "县医院"),
    ],
    ids=lambda entity: entity.name,
)
def test_identity_namesakes_of_two_places_are_two_nodes(entity: Entity, places: KnownPlaces) -> None:
    assert entity_iri(entity, LULIANG, places) != entity_iri(entity, BAODING, places)


def test_identity_countys_short_name_counts_only_near(places: KnownPlaces) -> None:
    park = project("离石工业园", "industrial_zone")
    assert entity_iri(park, LULIANG, places) == entity_iri(park, SHANXI, places)
    assert entity_iri(park, LULIANG, places) != entity_iri(park, BAODING, places)


def test_identity_alias_of_a_region_is_the_region() -> None:
    one, other = (entity_iri(Entity(EntityType.PLACE, name), LULIANG) for name in ("京津冀", "京津冀地区"))
    assert one == other
    region = known_region("京津冀地区")
    assert region is not None
    assert region.name == "京津冀"


def test_identity_ignores_spaces_widths_and_quotes() -> None:
    names = ("“揭榜挂帅”机制", "揭榜挂帅机制", "揭榜 挂帅 机制")
    assert len({entity_iri(Entity(EntityType.MEASURE, name), "") for name in names}) == 1


def test_identity_type_tells_namesakes_apart() -> None:
    assert len({entity_iri(Entity(type_, "定瓷"), LULIANG) for type_ in (EntityType.INDUSTRY, EntityType.BRAND)}) == 2


@pytest.mark.parametrize(
    ("code", "term"),
    [("100000", PLAN.Country), ("140000", PLAN.Province), ("141100", PLAN.Prefecture), ("141102", PLAN.County),
     ("141102101", PLAN.Township), ("141102101001", PLAN.Village)],
)  # fmt: skip
def test_places_class_of_code(code: str, term: object) -> None:
    assert class_of_code(code) == term


def test_identity_each_part_of_a_network_name_has_its_example() -> None:
    rows = read_table("lexicon/network_name_parts.csv", ("part", "example"))
    assert len({row["part"] for row in rows}) == len(rows) > 60
    assert [row for row in rows if row["part"] not in row["example"]] == []
    for row in rows:
        assert not is_known_everywhere(project(row["example"], "railway"), LULIANG), row


def test_places_each_suffix_has_its_examples() -> None:
    rows = read_table("lexicon/place_classes.csv", ("suffix", "class", "example", "counterexample"))
    assert len(rows) > 40
    for row in rows:
        assert PLAN[row["class"]]
        assert row["example"].endswith(row["suffix"]), row
        assert not row["counterexample"].endswith(row["suffix"]), row
        if known_region(row["example"]) is None:
            assert class_of_name(row["example"]) == PLAN[row["class"]], row


def test_gazetteer_graph_has_ancestors_children_and_names(gazetteer: Gazetteer) -> None:
    quads = gazetteer_quads(["130608", "unknown"], gazetteer, planning=["141100"])
    triples = {(q.subject.value.removeprefix(ID), q.predicate.value, q.object.value) for q in quads}
    within = {s: o.removeprefix(ID) for s, p, o in triples if p == str(PLAN.within)}
    assert within["place/130608"] == "place/130600"
    assert within["place/130600"] == "place/130000"
    assert within["place/141102"] == "place/141100"
    assert ("place/130608", ONT + "validFrom", "2015") in triples
    labels = {(s, o) for s, p, o in triples if p.endswith("Label")}
    assert {("place/130608", "清苑区"), ("place/130608", "清苑"), ("place/141102", "离石区")} <= labels
    assert all(o in {s for s, _, _ in triples} for o in within.values())
    assert {q.graph_name.value for q in quads} == {ID + "graph/gazetteer"}
    assert quads == gazetteer_quads(["unknown", "130608"], gazetteer, planning=["141100"])


def test_ontology_graph_has_no_blank_nodes() -> None:
    quads = ontology_quads()
    assert len(quads) > 900
    assert not [q for q in quads if "_:" in (str(q.subject)[:2], str(q.object)[:2])]
