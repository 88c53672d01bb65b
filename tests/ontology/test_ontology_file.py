from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SH, SKOS

from extract.model import OPERATORS, PLAN_KINDS, PROJECT_KINDS, PROJECT_STATUSES, EntityType, Predicate
from ontology import notation, reference
from ontology.vocab import ONT, PLAN

ROOT = Path(__file__).resolve().parents[2]
TERMS = sorted(name for name in PLAN.__annotations__ if not name.startswith("_"))


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(ROOT / "ontology" / "plan.ttl")


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(ROOT / "ontology" / "shapes.ttl")


def test_ontology_file_defines_exactly_the_vocabulary(ontology: Graph) -> None:
    defined = {str(s).removeprefix(ONT) for s in ontology.subjects() if str(s).startswith(ONT)}
    assert defined == set(TERMS)


def test_ontology_file_mentions_no_undefined_term(ontology: Graph, shapes: Graph) -> None:
    texts = [str(term) for graph in (ontology, shapes) for triple in graph for term in triple]
    texts += [f"{ONT}{local}" for text in texts for local in re.findall(r"\bplan:(\w+)", text)]
    used = {text.removeprefix(ONT) for text in texts if re.fullmatch(re.escape(ONT) + r"\w+", text)}
    assert used <= set(TERMS)
    assert len(used) > 100


@pytest.mark.parametrize("name", TERMS)
def test_ontology_term_has_labels_definition_and_example(ontology: Graph, name: str) -> None:
    term = PLAN[name]
    for predicate, languages in ((RDFS.label, {"zh", "en"}), (SKOS.definition, {"zh", "en"}), (SKOS.example, {"zh"})):
        found = [value for value in ontology.objects(term, predicate) if isinstance(value, Literal)]
        assert {value.language for value in found} == languages, predicate
        assert len(found) == len(languages), predicate
        assert all(str(value).strip() for value in found), predicate
    assert set(ontology.objects(term, RDF.type)) & {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, PLAN.Status}


def test_ontology_labels_tell_terms_apart(ontology: Graph) -> None:
    kinds: dict[tuple[str, object], list[str]] = {}
    for name in TERMS:
        for label in ontology.objects(PLAN[name], RDFS.label):
            kinds.setdefault((str(label), name[0].isupper()), []).append(name)
    assert {key: names for key, names in kinds.items() if len(names) > 1} == {}


def test_ontology_domains_and_ranges_are_classes(ontology: Graph) -> None:
    ends = {o for p in (RDFS.domain, RDFS.range, RDFS.subClassOf) for o in ontology.objects(None, p)}
    ours = {end for end in ends if str(end).startswith(ONT)}
    assert len(ours) > 10
    assert all((end, RDF.type, OWL.Class) in ontology for end in ours)


@pytest.mark.parametrize(
    ("words", "terms", "parent"),
    [
        (tuple(EntityType), notation.ENTITY_CLASSES, (RDFS.subClassOf, PLAN.Entity)),
        (tuple(Predicate), notation.RELATIONS, (RDFS.subPropertyOf, PLAN.relation)),
        (PROJECT_KINDS, notation.PROJECT_KINDS, (RDFS.subClassOf, PLAN.Project)),
        (PROJECT_STATUSES, notation.STATUSES, (RDF.type, PLAN.Status)),
    ],
    ids=["types", "relations", "kinds", "statuses"],
)
def test_ontology_words_of_the_annotation_format_are_its_notations(
    ontology: Graph, words: tuple[str, ...], terms: dict[str, URIRef], parent: tuple[URIRef, URIRef]
) -> None:
    assert set(terms) == {str(word) for word in words}
    assert set(terms.items()) == {
        (str(value), term) for term in ontology.subjects(*parent) for value in ontology.objects(term, SKOS.notation)
    }


def test_ontology_statuses_are_ranked_by_commitment(ontology: Graph) -> None:
    rank = {name: int(ontology.value(PLAN[name], PLAN.commitment) or 0) for name in TERMS if name.startswith("Status")}
    assert (
        rank["StatusPlan"] < rank["StatusSupport"] < rank["StatusBuild"] < rank["StatusStart"] < rank["StatusComplete"]
    )
    assert {name for name, value in rank.items() if not value} == {"Status", "StatusOther"}


def test_shapes_list_the_words_of_the_model(shapes: Graph) -> None:
    lists = [frozenset(str(item) for item in shapes.items(head)) for head in shapes.objects(None, SH["in"])]
    assert frozenset(OPERATORS) in lists
    assert frozenset(PLAN_KINDS) in lists
    assert frozenset(map(str, notation.PROJECT_KINDS.values())) in lists
    assert frozenset(map(str, notation.STATUSES.values())) in lists


def test_shapes_say_in_chinese_what_should_be(shapes: Graph) -> None:
    holders = {*shapes.objects(None, SH.property), *shapes.objects(None, SH.sparql)}
    nested = {p for either in shapes.objects(None, SH["or"]) for part in shapes.items(either) for p in
              shapes.objects(part, SH.property)}  # fmt: skip
    assert len(holders - nested) > 50
    for holder in holders - nested:
        messages = list(shapes.objects(holder, SH.message))
        assert [m.language for m in messages if isinstance(m, Literal)] == ["zh"], list(
            shapes.predicate_objects(holder)
        )


def test_reference_page_is_current(ontology: Graph, shapes: Graph) -> None:
    committed = (ROOT / "docs" / "ontology.html").read_text(encoding="utf-8")
    assert committed == reference.render(ontology, shapes), "run: python -m ontology.reference docs/ontology.html"


def test_reference_page_shows_every_term_and_loads_nothing(ontology: Graph, shapes: Graph) -> None:
    page = reference.render(ontology, shapes)
    assert [name for name in TERMS if f'<article id="{name}">' not in page] == []
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets <= set(re.findall(r'id="([^"]+)"', page))
    assert "default-src 'none'" in page
    assert re.findall(r'(?:src|href)="(?!#)[^"]*"', page) == []


def test_reference_page_escapes_what_the_file_says(shapes: Graph) -> None:
    graph = reference.load_ontology()
    graph.add((PLAN.Plan, SKOS.example, Literal("<script>alert(1)</script>&", lang="zh")))
    page = reference.render(graph, shapes)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;" in page


def test_ontology_file_has_no_blank_nodes(ontology: Graph) -> None:
    assert not [t for triple in ontology for t in triple if isinstance(t, BNode)]
