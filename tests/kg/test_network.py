"""The network's contract, its selections, and the rule by which a fact belongs to a county."""

from __future__ import annotations

from typing import Any

import pytest

from kg.county import OWN, UPPER, CountyPart, Membership, county_part
from kg.facts import Facts, Thing
from kg.facts_read import read_facts
from kg.network import LABELS, build_network, facts_of_plan, facts_of_triples
from kg.query import run_query
from kg.store import GraphStore
from tests.kg.small_graph import full_reference, small_graph

TEXTS = ("label", "cls", "kind", "status", "code", "level")
LISTS = ("aliases", "counties", "plans", "evidence")


@pytest.fixture(scope="module")
def graph() -> GraphStore:
    return small_graph(full_reference)


@pytest.fixture(scope="module")
def facts(graph: GraphStore) -> Facts:
    return read_facts(graph.store)


def thing(facts: Facts, label: str) -> Thing:
    return next(t for t in facts.things.values() if t.label == label)


def part(facts: Facts, label: str) -> CountyPart:
    return county_part(facts, thing(facts, label))


def test_network_follows_its_contract(facts: Facts) -> None:
    network = build_network(facts, title="试")
    assert network.graph["title"] == "试"
    assert set(network.graph) == {"title", "plans", "evidence", "counties"}
    evidence: list[dict[str, Any]] = network.graph["evidence"]
    for row in evidence:
        assert set(row) == {"plan", "section", "page", "text", "start", "end", "rule"}
        assert 0 <= row["start"] < row["end"] <= len(row["text"])
        assert row["plan"] in network.graph["plans"]
    for node, data in network.nodes(data=True):
        assert node.startswith("https://w3id.org/plankg/id/")
        assert all(isinstance(data[name], str) for name in TEXTS)
        assert all(isinstance(data[name], list) for name in LISTS)
        assert isinstance(data["inferred"], bool)
        assert all(0 <= i < len(evidence) for i in data["evidence"])
        assert (data["cls"] == "Target") == ("indicator" in data)
    for _, _, key, data in network.edges(keys=True, data=True):
        assert key == data["predicate"]
        assert data["label"] == LABELS[key]
        assert all(0 <= i < len(evidence) for i in data["evidence"])
    assert network.graph["counties"]["141125"] == {"name": "柳林县", "lon": 110.88, "lat": 37.42}


def test_network_highlights_the_words(facts: Facts) -> None:
    network = build_network(facts)
    node = network.nodes[thing(facts, "离隰高速公路").iri]
    row = network.graph["evidence"][node["evidence"][0]]
    assert row["text"][row["start"] : row["end"]] == "离隰高速公路"
    assert row["section"] == "二、重点任务"
    assert node["kind"] == "高速公路"
    assert node["status"] == "建成"
    assert node["counties"] == ["隰县", "离石区"]


def test_network_marks_what_is_inferred(facts: Facts) -> None:
    network = build_network(facts)
    line, end = thing(facts, "离隰高速公路").iri, thing(facts, "隰县").iri
    assert network.edges[line, end, "connects"]["inferred"]
    assert network.edges[line, end, "connects"]["rule"] == "test.decode"
    assert network.nodes[end]["inferred"]
    assert not network.nodes[line]["inferred"]


def test_network_status_is_the_latest_plans(facts: Facts) -> None:
    """太绥高铁 is 建设 in the plan of 2021 and 开工 in that of 2026."""
    assert thing(facts, "太绥高铁").status == "开工"
    assert len(thing(facts, "太绥高铁").plans) == 2


def test_network_target_and_goal_nodes(facts: Facts) -> None:
    network = build_network(facts)
    targets = sorted(d["label"] for _, d in network.nodes(data=True) if d["cls"] == "Target")
    assert targets == ["森林覆盖率超过33%", "森林覆盖率达到35%", "粮食产量每年达到5万吨"]
    subject = {d["label"]: d["subject"] for _, d in network.nodes(data=True) if d["cls"] == "Goal"}
    assert subject == {"成功入选全国文明城市": "吕梁市"}
    assert sum(1 for *_, key in network.edges(keys=True) if key == "subject") == 4


def test_network_bounds_evidence(facts: Facts) -> None:
    network = build_network(facts, most_evidence=1)
    assert max(len(d["evidence"]) for _, d in network.nodes(data=True)) == 1
    assert len(network.nodes[thing(facts, "氢能产业").iri]["plans"]) == 2


def test_network_of_a_plan_has_only_what_it_says(facts: Facts) -> None:
    own = facts_of_plan(facts, "140100-2026-zhengfu-bbbb")
    network = build_network(own)
    labels = {d["label"] for _, d in network.nodes(data=True)}
    assert {"太绥高铁", "古交市", "氢能产业", "森林覆盖率达到35%"} <= labels
    assert not {"柳林县", "吕梁市", "山西省"} & labels
    assert set(network.graph["plans"]) == {"140100-2026-zhengfu-bbbb"}
    assert {row["plan"] for row in network.graph["evidence"]} == {"140100-2026-zhengfu-bbbb"}


def test_network_of_a_construct(graph: GraphStore, facts: Facts) -> None:
    query = "CONSTRUCT { ?p plan:connects ?o } WHERE { ?p plan:connects ?o }"
    network = build_network(facts_of_triples(facts, run_query(graph.store, query).triples))
    assert {d["label"] for _, d in network.nodes(data=True)} == {"离隰高速公路", "离石区", "隰县", "太绥高铁", "太原市"}
    assert {key for *_, key in network.edges(keys=True)} == {"connects"}


def test_network_is_the_same_every_time(graph: GraphStore, facts: Facts) -> None:
    again = build_network(read_facts(graph.store))
    first = build_network(facts)
    assert list(first.nodes(data=True)) == list(again.nodes(data=True))
    assert list(first.edges(keys=True, data=True)) == list(again.edges(keys=True, data=True))
    assert first.graph == again.graph


def test_facts_without_mentions_have_the_same_relations(graph: GraphStore, facts: Facts) -> None:
    quick = read_facts(graph.store, mentions=False)
    assert (quick.relations, quick.targets, quick.goals) == (facts.relations, facts.targets, facts.goals)
    assert not any(t.mentions for t in quick.things.values())
    assert set(quick.sentences) <= set(facts.sentences)


def test_county_with_facts(facts: Facts) -> None:
    assert [t.label for t in Membership(facts).with_facts()] == ["古交市", "隰县", "离石区", "临县", "柳林县"]


def test_county_has_its_townships_projects(facts: Facts) -> None:
    own = part(facts, "柳林县")
    relations = {(own.facts.label(f.subject), f.predicate, own.facts.label(f.object)) for f in own.facts.relations}
    assert relations == {
        ("柳林县", "develops", "煤炭产业"),
        ("柳林县", "partOf", "离柳中方城镇组群"),
        ("孟门黄河大桥", "locatedIn", "孟门镇"),
        ("柳林科技创新中心", "locatedIn", "柳林县"),
        ("柳林科技创新中心", "serves", "氢能产业"),
    }


def test_county_has_lines_that_end_there(facts: Facts) -> None:
    own = part(facts, "隰县")
    assert {own.facts.label(f.subject) for f in own.facts.relations} == {"离隰高速公路"}
    assert len(own.facts.relations) == 2, "both ends of the line"


def test_county_marks_the_prefectures_targets(facts: Facts) -> None:
    own = part(facts, "柳林县")
    assert {(t.indicator, own.scope(t)) for t in own.facts.targets} == {("粮食产量", OWN), ("森林覆盖率", UPPER)}
    assert [own.scope(g) for g in own.facts.goals] == [UPPER]


def test_county_does_not_take_what_others_say_of_a_shared_industry(facts: Facts) -> None:
    own = part(facts, "柳林县")
    assert {s.plan for s in own.facts.sentences.values()} == {"141100-2021-dangdaihui-aaaa"}
    assert "太原市" not in {t.label for t in own.facts.things.values()}


def test_county_of_its_own_plan_has_all_of_it() -> None:
    from dataclasses import replace

    from kg.store import GraphStore
    from tests.kg.small_graph import entry, luliang_facts

    made = luliang_facts()
    meta = replace(made.document.meta, place="柳林县", place_code="141125")
    own_plan = replace(made, document=replace(made.document, meta=meta))
    facts = read_facts(GraphStore.memory([entry(own_plan)], full_reference).store)
    own = county_part(facts, thing(facts, "柳林县"))
    assert {"大剧院", "揭榜挂帅", "吕梁山猪", "太绥高铁"} <= {t.label for t in own.facts.things.values()}
    assert {own.scope(t) for t in own.facts.targets} == {OWN}
