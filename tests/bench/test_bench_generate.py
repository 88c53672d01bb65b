"""Generated reports: the same every time, and each annotated fact stands in the text."""

from __future__ import annotations

from bench.generate import documents


def test_generated_document_depends_on_number_and_seed_alone() -> None:
    three = list(documents(3, 1))
    assert list(documents(1, 1, first=2)) == three[2:]
    assert three != list(documents(3, 2))
    assert len({name for name, _, _ in three}) == 3


def test_generated_facts_stand_in_the_text() -> None:
    for _, text, annotation in documents(5, 3):
        assert 3_000 <= len(text) <= 12_000
        names = {entity["name"] for entity in annotation["entities"]}
        for entity in annotation["entities"]:
            if entity["type"] != "industry":  # a project's name says an industry without its last word
                assert any(n in text for n in (entity["name"], *entity["aliases"])), entity
        for target in annotation["targets"]:
            assert f"{target['value']}{target['unit']}" in text
            assert target["indicator"] in text
        for relation in annotation["relations"]:
            assert {relation["s"], relation["o"]} <= names, relation
