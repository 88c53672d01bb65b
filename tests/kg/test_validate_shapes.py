from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyshacl
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, serialize

from extract.gazetteer import Gazetteer
from kg.gazetteer_graph import gazetteer_quads
from kg.rdf import plan_quads
from kg.rdf_identity import plan_iri
from kg.rdf_terms import (
    GAZETTEER_GRAPH,
    PREF_LABEL,
    RDF_OBJECT,
    RDF_PREDICATE,
    RDF_TYPE,
    chinese,
    decimal,
    node,
    string,
)
from kg.validate import Finding, Shapes, validate_graph, validate_plan, validate_quads, validate_store
from ontology.vocab import PLAN
from tests.kg.rdf_facts_sample import facts

Change = Callable[[Quad], list[Quad]]


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return Shapes.load()


@pytest.fixture(scope="module")
def good() -> list[Quad]:
    return plan_quads(facts())


def with_object(quad: Quad, value: NamedNode | Literal) -> Quad:
    return Quad(quad.subject, quad.predicate, value, quad.graph_name)


def drop(predicate: NamedNode) -> Change:
    return lambda quad: [] if quad.predicate == predicate else [quad]


def put(predicate: NamedNode, value: NamedNode | Literal, *, also: bool = False) -> Change:
    def change(quad: Quad) -> list[Quad]:
        if quad.predicate != predicate:
            return [quad]
        return [quad, with_object(quad, value)] if also else [with_object(quad, value)]

    return change


def messages(quads: list[Quad], shapes: Shapes, change: Change) -> set[str]:
    return {finding.message for finding in validate_quads([new for quad in quads for new in change(quad)], shapes)}


def test_validate_good_plan_has_no_finding(good: list[Quad], shapes: Shapes) -> None:
    # 吕梁市 has no evidence of its own in the sample, which is all right for a place
    assert validate_quads(good, shapes) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (drop(node(PLAN.text)), "句子要有文字"),
        (drop(node(PLAN.operator)), "比较应是 >、>=、=、<、<=、~、multiply、increase、decrease 之一"),
        (put(node(PLAN.operator), string("≥")), "比较应是 >、>=、=、<、<=、~、multiply、increase、decrease 之一"),
        (put(node(PLAN.value), string("33")), "定量目标要有且只有一个数值"),
        (put(node(PLAN.value), decimal("99"), also=True), "定量目标要有且只有一个数值"),
        (drop(node(PLAN.indicator)), "定量目标要有且只有一个指标"),
        (drop(node(PLAN.unit)), "定量目标要有单位（可为空串）"),
        (put(node(PLAN.deadline), string("明年")), "期限应是一个年份"),
        (put(PREF_LABEL, chinese("别的名称"), also=True), "在一个图里应有且只有一个中文名称"),
        (put(PREF_LABEL, Literal("name", language="en")), "在一个图里应有且只有一个中文名称"),
        (drop(node(PLAN.rule)), "要说明由哪条规则读出"),
        (drop(node(PLAN.inferred)), "要说明是否推断得出"),
        (drop(node(PLAN.passage)), "要有说出它的句子"),
        (drop(RDF_OBJECT), "陈述要有且只有一个宾语"),
        (put(RDF_PREDICATE, node(PLAN.within)), "陈述的谓词应是本体所列的"),
        (put(node(PLAN.code), string("1411")), "区划代码应是六位、九位或十二位数字"),
        (put(node(PLAN.kind), node(PLAN.Place)), "项目应有且只有一个种类，种类应是本体所列的"),
        (put(node(PLAN.status), node(PLAN.Place)), "项目在一个规划里只应有一个状态，状态应是本体所列的"),
        (put(node(PLAN.connects), node(PLAN.Place)), "“连接”的宾语应是地方"),
        (put(node(PLAN.connects), node(PLAN.Place)), "这条事实没有陈述，不知道是哪句话说的"),
        (drop(node(PLAN.connects)), "陈述所说的三元组不在图里"),
        (put(node(PLAN.quote), chinese("没有说过的话")), "原文与所指句子的文字或位置不符"),
        (put(node(PLAN.end), Literal("0", datatype=node("http://www.w3.org/2001/XMLSchema#integer"))),
         "句子的起应是不小于 0 的整数，且小于止"),
        (drop(node(PLAN.planningPlace)), "不知道是哪个地方的规划"),
        (put(node(PLAN.planKind), chinese("小说")), "文种应为党代会报告、政府工作报告、规划纲要、专项规划或其他"),
    ],
)  # fmt: skip
def test_validate_fault_is_found_and_said_in_chinese(
    good: list[Quad], shapes: Shapes, change: Change, message: str
) -> None:
    assert message in messages(good, shapes, change)


@pytest.mark.parametrize(
    ("predicate", "message"),
    [
        (PLAN.develops, "“发展”的主语应是地方"),
        (PLAN.serves, "“服务”的主语应是项目"),
        (PLAN.cooperatesWith, "“合作”的主语应是地方或项目"),
        (PLAN.locatedIn, "“位于”的宾语应是地方"),
        (PLAN.partOf, "“属于”的两端应同为地方或同为项目"),
        (PLAN.radiates, "“辐射带动”的主语应是地方"),
    ],
)
def test_validate_relation_between_the_wrong_classes(
    good: list[Quad], shapes: Shapes, predicate: rdflib.URIRef, message: str
) -> None:
    of = {cls: next(q.subject for q in good if q.predicate == RDF_TYPE and q.object == node(cls)) for cls in
          (PLAN.Industry, PLAN.Organization, PLAN.Brand)}  # fmt: skip
    wrong = Quad(of[PLAN.Industry], node(predicate), of[PLAN.Brand], good[0].graph_name)
    assert message in {f.message for f in validate_quads([*good, wrong], shapes)}


def test_validate_finding_names_node_path_and_value(good: list[Quad], shapes: Shapes) -> None:
    faulty = [
        with_object(q, string("约")) if q.predicate == node(PLAN.operator) and i else q for i, q in enumerate(good)
    ]
    found = [f for f in validate_quads(faulty, shapes) if f.path == str(PLAN.operator)]
    assert len(found) == 3
    assert found == sorted(found, key=lambda f: f.focus)
    assert isinstance(found[0], Finding)
    assert {(f.severity, f.value) for f in found} == {("violation", "约")}
    assert {f.label for f in found} == {"森林覆盖率超过33%", "每个县建成1所养老院", "建成1所养老院"}


def test_validate_missing_place_is_only_a_warning(good: list[Quad], shapes: Shapes) -> None:
    found = validate_quads([q for q in good if q.predicate != node(PLAN.planningPlace)], shapes)
    assert [f.severity for f in found] == ["warning"]


def test_validate_queries_find_what_a_standard_processor_finds(good: list[Quad], shapes: Shapes) -> None:
    """The SPARQL constraints with $this free (ours) and bound to each focus node in turn (pySHACL's)."""
    changes = {node(PLAN.connects): node(PLAN.Place), node(PLAN.quote): chinese("没有说过的话")}
    faulty = [with_object(q, changes.get(q.predicate, q.object)) for q in good]
    ours = {(f.focus, f.message) for f in validate_quads(faulty, shapes)}
    data, whole = rdflib.Graph(), rdflib.Graph()
    data.parse(data=serialize([q.triple for q in faulty], format=RdfFormat.N_TRIPLES), format="nt")
    whole.parse(Path(__file__).resolve().parents[2] / "ontology" / "shapes.ttl")
    _, report, _ = pyshacl.validate(data, shacl_graph=whole, inference="none")
    sh = rdflib.SH
    theirs = {
        (str(report.value(result, sh.focusNode)), str(report.value(result, sh.resultMessage)))
        for result in report.subjects(rdflib.RDF.type, sh.ValidationResult)
    }
    assert ours == theirs
    assert len({message for _, message in ours}) >= 4


def test_validate_store_takes_each_plan_by_itself(good: list[Quad], shapes: Shapes) -> None:
    store = Store()
    store.extend(good)
    store.extend(q for q in plan_quads(facts("other")) if q.predicate != node(PLAN.unit))
    results = dict(validate_store(store, ["141100-2021-congress-abc123", "other"], shapes))
    assert results["141100-2021-congress-abc123"] == []
    assert len(results["other"]) == 3
    assert validate_plan(store, "other", shapes) == results["other"]
    assert validate_graph(store, plan_iri("none"), shapes) == []


def test_validate_gazetteer_graph_conforms(shapes: Shapes) -> None:
    store = Store()
    store.extend(gazetteer_quads(["130608", "130622", "441900"], Gazetteer.load(), planning=["141100"]))
    assert validate_graph(store, GAZETTEER_GRAPH, shapes) == []
