from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from pyoxigraph import BlankNode, Quad, RdfFormat, Store, serialize

from extract.errors import PlanKGError
from extract.model import Entity, EntityType, Evidence, Passage, PlanFacts, Predicate, Relation
from kg.rdf import plan_quads
from kg.rdf_identity import plan_iri, plan_nodes
from kg.rdf_status import status_evidence
from kg.rdf_terms import decimal
from ontology.vocab import ID, ONT, PLAN
from tests.kg.rdf_facts_sample import META, TEXT, document, facts, said

PREFIX = f"""PREFIX plan: <{ONT}> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX dcterms: <http://purl.org/dc/terms/> """


def ask(quads: list[Quad], query: str) -> list[tuple[str, ...]]:
    store = Store()
    store.extend(quads)
    rows = store.query(PREFIX + query, use_default_graph_as_union=True)
    return sorted(tuple("" if value is None else value.value for value in row) for row in rows)


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    return plan_quads(facts())


def test_rdf_all_in_the_plans_graph_without_blank_nodes(quads: list[Quad]) -> None:
    assert {quad.graph_name for quad in quads} == {plan_iri("141100-2021-congress-abc123")}
    assert not [q for q in quads if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)]
    assert len(quads) == len(set(quads))


def test_rdf_uses_no_term_outside_the_vocabulary(quads: list[Quad]) -> None:
    used = {term.value for q in quads for term in (q.predicate, q.object) if getattr(term, "value", "").startswith(ONT)}
    assert used <= {str(PLAN[name]) for name in PLAN.__annotations__ if not name.startswith("_")}
    assert str(PLAN.connects) in used


def test_rdf_describes_the_plan(quads: list[Quad]) -> None:
    rows = ask(
        quads,
        "SELECT ?title ?stem ?file ?kind ?year ?first ?last ?place { ?p a plan:Plan ; dcterms:title ?title ; "
        "dcterms:identifier ?stem ; plan:sourceFile ?file ; plan:planKind ?kind ; plan:planYear ?year ; "
        "plan:periodStart ?first ; plan:periodEnd ?last ; plan:planningPlace/plan:code ?place }",
    )
    assert rows == [
        ("吕梁市某某报告", "某某报告", "folder/某某报告.txt", "党代会报告", "2021", "2021", "2026", "141100")
    ]


def test_rdf_passages_hold_the_text_with_offsets_section_and_paragraph(quads: list[Quad]) -> None:
    rows = ask(
        quads,
        "SELECT ?start ?end ?text ?section { ?p a plan:Passage ; plan:start ?start ; plan:end ?end ; "
        "plan:text ?text ; plan:paragraph ?n ; plan:section/dcterms:title ?section }",
    )
    assert len(rows) == 6
    assert all(TEXT[int(start) : int(end)] == text for start, end, text, _ in rows)
    assert {row[3] for row in rows} == {"一、交通建设"}


def test_rdf_every_relation_has_a_statement_with_its_sentence(quads: list[Quad]) -> None:
    rows = ask(
        quads,
        "SELECT ?s ?o ?quote ?rule ?inferred { ?st a plan:Statement ; rdf:predicate plan:connects ; rdf:subject/"
        "skos:prefLabel ?s ; rdf:object/skos:prefLabel ?o ; plan:quote ?quote ; plan:rule ?rule ; "
        "plan:inferred ?inferred ; prov:wasDerivedFrom/a plan:Plan }".replace("/a ", "/rdf:type "),
    )
    assert rows == [("离隰高速公路", "隰县", "离隰高速公路", "test.rule", "true")]


def test_rdf_said_outright_is_the_main_evidence_and_the_rest_keeps_its_offsets(quads: list[Quad]) -> None:
    rows = ask(
        quads,
        "SELECT ?quote ?inferred ?further ?start ?n { { SELECT ?st (COUNT(?p) AS ?n) "
        "{ ?st rdf:predicate plan:develops ; plan:passage ?p } GROUP BY ?st } "
        "?st plan:quote ?quote ; plan:inferred ?inferred ; plan:furtherEvidence ?e . "
        "?e a plan:Evidence ; plan:quote ?further ; plan:start ?start }",
    )
    assert rows == [("离石区发展氢能产业", "false", "氢能产业基地", str(TEXT.index("氢能产业基地")), "2")]


def test_rdf_mentions_have_offsets_each(quads: list[Quad]) -> None:
    rows = ask(
        quads,
        "SELECT ?start ?end { ?st rdf:predicate plan:mentionedIn ; rdf:subject ?i ; "
        "rdf:object ?passage ; plan:start ?start ; plan:end ?end . ?i plan:mentionedIn ?passage ; "
        "skos:prefLabel '氢能产业'@zh }",
    )
    assert sorted({TEXT[int(a) : int(b)] for a, b in rows}) == ["氢能产业"]
    assert len(rows) == 2


def test_rdf_status_and_kind_are_facts_with_a_sentence(quads: list[Quad]) -> None:
    rows = ask(
        quads,
        "SELECT ?status ?quote { ?p skos:prefLabel '大剧院'@zh ; plan:status ?status ; a plan:Project , plan:Venue ; "
        "plan:kind plan:Venue . ?st rdf:subject ?p ; rdf:object ?status ; plan:quote ?quote }",
    )
    assert rows == [(str(PLAN.StatusPlan), "大剧院")]


def test_rdf_targets_keep_value_and_words_of_a_subject_that_is_no_entity(quads: list[Quad]) -> None:
    rows = ask(
        quads,
        "SELECT ?place ?words ?value ?unit ?per ?deadline ?within "
        "{ ?t a plan:Target ; plan:subject/skos:prefLabel ?place ; plan:value ?value ; plan:unit ?unit . "
        "OPTIONAL { ?t plan:subjectText ?words } OPTIONAL { ?t plan:per ?per } "
        "OPTIONAL { ?t plan:deadline ?deadline } OPTIONAL { ?t plan:withinYears ?within } }",
    )
    assert rows == [
        ("吕梁市", "", "33", "%", "", "2025", ""),
        ("吕梁市", "每个县", "1.5", "所", "year", "", "5"),
        ("吕梁市", "每个县", "1.5", "所", "year", "", "5"),
    ]


def test_rdf_places_have_a_class_by_code_or_name(quads: list[Quad]) -> None:
    rows = ask(
        quads, f"SELECT ?name ?c {{ ?p a plan:Place , ?c ; skos:prefLabel ?name FILTER(STRSTARTS(STR(?c), '{ONT}')) }}"
    )
    special = {(name, c.removeprefix(ONT)) for name, c in rows} - {(name, "Place") for name, _ in rows}
    assert {(n, c) for n, c in special if c != "AdministrativeDivision"} == {
        ("吕梁市", "Prefecture"), ("离石区", "County"), ("隰县", "County"), ("某某流域", "Region"),
    }  # fmt: skip


def test_rdf_unknown_place_and_year_leave_their_triples_out() -> None:
    meta = replace(META, place="", place_code="", year=0, period=(0, 0), delivered="")
    bare = replace(facts(meta=meta), entities=facts().entities[4:], relations=())
    quads = plan_quads(bare)
    assert ask(quads, "SELECT ?x { { ?p plan:planningPlace ?x } UNION { ?p plan:planYear ?x } }") == []
    assert len(ask(quads, "SELECT ?t { ?t a plan:Target }")) == 3


def test_rdf_relation_to_no_entity_is_refused_by_name() -> None:
    wrong = Relation("大剧院", Predicate.LOCATED_IN, "无此地", EntityType.PROJECT, EntityType.PLACE, (said("大剧院"),))
    with pytest.raises(PlanKGError, match="无此地"):
        plan_quads(replace(facts(), relations=(wrong,)))


def test_rdf_is_the_same_under_another_hash_seed() -> None:
    code = (
        "import sys; sys.path.insert(0, '.')\n"
        "from kg.rdf import plan_quads; from tests.kg.rdf_facts_sample import facts\n"
        "sys.stdout.write('\\n'.join(map(str, plan_quads(facts()))))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PATH": ""}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert b"\xe7\xa6\xbb\xe9\x9a\xb0" in outputs.pop()


def test_rdf_hostile_strings_survive_serialisation() -> None:
    name = '</script><script>"\\\n> . <http://x'
    entity = Entity(EntityType.MEASURE, name, ('"', "\\"), evidence=(said("河长制"),))
    hostile = PlanFacts(facts("../../etc \n>x").document, (entity,))
    quads = plan_quads(hostile)
    text = serialize(quads, format=RdfFormat.N_QUADS)
    store = Store()
    store.load(text, format=RdfFormat.N_QUADS)
    assert {str(q) for q in store} == {str(q) for q in quads}
    assert all(q.graph_name.value.startswith(ID + "plan/..%2F") for q in quads)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0.50", "0.5"), ("2200", "2200"), ("100", "100"), ("-1.0", "-1"), ("1E3", "1000"), ("0", "0")],
)
def test_rdf_decimal_is_canonical(text: str, expected: str) -> None:
    assert decimal(text).value == expected


@pytest.mark.parametrize("text", ["", "三", "NaN", "Infinity", "1e999999999", "1e-400"])
def test_rdf_decimal_refuses_what_is_no_usual_number(text: str) -> None:
    with pytest.raises(ValueError, match="number"):
        decimal(text)


def test_rdf_entities_of_a_plan_share_a_node_only_where_they_are_one() -> None:
    place, industry = EntityType.PLACE, EntityType.INDUSTRY
    twins = (
        Entity(place, "清苑县", code="130608"),
        Entity(place, "清苑区", code="130608"),
        Entity(industry, "氢能产业"),
        Entity(industry, "“氢能”产业"),
        Entity(industry, "“氢能”产业"),
    )
    nodes = plan_nodes(replace(facts(), entities=twins, relations=())).nodes
    assert nodes[0] != nodes[1]
    assert nodes[0].value == ID + "place/130608"
    assert len(set(nodes[2:])) == 1


def test_rdf_evidence_of_a_status_is_the_clause_that_gives_it() -> None:
    sentences = ("推进大剧院周边绿化。", "大剧院是城市名片。", "谋划大剧院。", "谋划建设大剧院。")
    text = "\n".join(sentences)
    passages, evidence, at = [], [], 0
    for index, sentence in enumerate(sentences):
        passages.append(Passage(index, at, at + len(sentence), index, past=index == 2))
        start = at + sentence.index("大剧院")
        evidence.append(Evidence(index, start, start + 3, "大剧院", "test"))
        at += len(sentence) + 1
    made = replace(document(), text=text, passages=tuple(passages), sections=())

    def quoted(status: str) -> list[str]:
        project = Entity(EntityType.PROJECT, "大剧院", kind="venue", status=status, evidence=tuple(evidence))
        return [sentences[e.passage] for e in status_evidence(project, made)]

    assert quoted("plan") == ["谋划建设大剧院。", "谋划大剧院。"]
    assert quoted("complete") == list(sentences), "nobody says so: everything is shown"
