"""The second look at entities: what is kept, what goes, and that links still point at their entity."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.entities.assemble import assemble
from extract.entities.confidence import Confidence, confident, load_confidence, mentions_of
from extract.entities.traits import known, traits
from extract.errors import TableError
from extract.model import Document, EntityType, Mention, Passage, PlanMeta
from extract.names import load_lexicon

LEXICON = load_lexicon()
TEXT = "建设东山水库，发展食用菌产业，在白马村推行河长制，建设东山水库。"
LEAST = {str(kind): 0.5 for kind in EntityType}


def document() -> Document:
    meta = PlanMeta("t", "", "", "其他", 0, (0, 0))
    return Document("d", TEXT, "d.txt", meta, passages=(Passage(0, 0, len(TEXT), 0),))


def mentions() -> list[Mention]:
    named = [("东山水库", "project"), ("食用菌产业", "industry"), ("白马村", "place"), ("河长制", "measure")]
    found = []
    for surface, kind in named:
        at = TEXT.index(surface)
        while at >= 0:
            found.append(Mention(at, at + len(surface), EntityType(kind), surface, surface, "tagger", 0.9))
            at = TEXT.find(surface, at + 1)
    return sorted(found)


def test_unlikely_entities_go_and_links_follow_those_that_stay() -> None:
    found = assemble(document(), mentions(), None)
    doubts = Confidence({"i|is 食用菌产业": -5000, "p|is 东山水库": 5000}, 100, LEAST)
    (entities, links), gone = confident(document(), found, mentions(), LEXICON, doubts)
    assert {e.name for e in found[0]} - {e.name for e in entities} == {"食用菌产业"}
    assert [(entry.kind, entry.text, entry.start) for entry in gone] == [("rejected", "食用菌产业", 9)]
    for link in links:
        assert TEXT[link.start : link.end] == entities[link.entity].name
    assert len(links) == len(found[1]) - 1


def test_places_stay_whatever_the_weights() -> None:
    found = assemble(document(), mentions(), None)
    (entities, _), gone = confident(document(), found, mentions(), LEXICON, Confidence({}, -9000, LEAST))
    assert [str(e.type) for e in entities] == ["place"]
    assert len(gone) == 3


def test_traits_carry_their_type() -> None:
    entities, links = assemble(document(), mentions(), None)
    owned = mentions_of(entities, links, mentions())
    around = known(document(), entities, LEXICON)
    for entity, own in zip(entities, owned, strict=True):
        assert own
        found = traits(entity, own, around)
        assert all(trait.startswith(str(entity.type)[0] + "|") for trait in found)
    project = next(i for i, e in enumerate(entities) if e.type is EntityType.PROJECT)
    named = traits(entities[project], owned[project], around)
    assert {"p|is 东山水库", "p|n=2", "p|best=18", "p|ends 库", "p|1 behind=，"} <= named


def test_no_entities_give_none() -> None:
    assert confident(document(), ((), ()), (), LEXICON, Confidence({}, 0, LEAST)) == (((), ()), ())


def test_confidence_absent_keeps_all_and_damaged_is_a_clear_error(tmp_path: Path) -> None:
    assert load_confidence(tmp_path) is None
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "confidence.json").write_text("{}", encoding="utf-8")
    with pytest.raises(TableError, match=r"confidence\.json"):
        load_confidence(tmp_path)
