"""One thing in different words: the tables' rules, and the analyst's rows that force or undo them."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.errors import TableError
from extract.model import Entity, EntityType
from kg.identity import Identity, load_identity
from kg.identity_words import load_words
from kg.rdf_identity import entity_iri


def industry(name: str) -> Entity:
    return Entity(EntityType.INDUSTRY, name, (), "", "", "", ())


def project(name: str) -> Entity:
    return Entity(EntityType.PROJECT, name, (), "", "railway", "build", ())


def same(one: Entity, other: Entity, tables: Identity, places: tuple[str, str] = ("141100", "610800")) -> bool:
    return entity_iri(one, places[0], None, tables) == entity_iri(other, places[1], None, tables)


@pytest.fixture
def with_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A function that gives the tables with rows of an analyst's own."""

    def load(*rows: str) -> Identity:
        table = tmp_path / "mine.csv"
        table.write_text("\n".join(("kind,form,canonical,place,note", *rows)) + "\n", encoding="utf-8")
        monkeypatch.setenv("PLANKG_IDENTITY", str(table))
        return load_identity()

    return load


def test_names_that_differ_in_general_words_are_one() -> None:
    tables = load_identity()
    assert same(industry("氢能产业"), industry("氢能"), tables)
    assert same(project("太绥高速铁路"), project("太绥高铁"), tables)
    assert not same(industry("石油产业"), industry("天然气产业"), tables)
    assert not same(industry("新能源汽车产业"), industry("智能网联汽车产业"), tables)
    for one, other in (
        ("橡胶产业", "塑料产业"),
        ("造纸产业", "印刷产业"),
        ("影视产业", "广播电视产业"),
        ("软件产业", "信息服务业"),
    ):
        assert not same(industry(one), industry(other), tables)
    assert not same(project("太绥高铁"), project("静兴高铁"), tables)


def test_every_row_of_general_words_keeps_its_examples() -> None:
    words = load_words()
    from extract.tables import read_table

    for row in read_table("lexicon/identity_words.csv", ("kind", "same", "different")):
        for column, expected in (("same", True), ("different", False)):
            one, _, other = row[column].partition("＝")
            if other:
                assert (words.key(row["kind"], one) == words.key(row["kind"], other)) is expected, row[column]


def test_an_analyst_forces_a_merge(with_rows) -> None:
    one, other = project("太原至绥德快线"), project("太绥高铁")
    assert not same(one, other, load_identity())
    assert same(one, other, with_rows("project,太原至绥德快线,太绥高铁,,"))


def test_an_analyst_undoes_a_merge(with_rows) -> None:
    one, other = industry("氢能产业"), industry("氢能")
    assert not same(one, other, with_rows("industry,氢能产业,separate,,"))


def test_a_row_of_one_place_holds_there_only(with_rows) -> None:
    tables = with_rows("industry,氢能产业,separate,141100,")
    assert not same(industry("氢能产业"), industry("氢能"), tables)
    assert same(industry("氢能产业"), industry("氢能"), tables, ("610800", "141100"))


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        (("town,甲,乙,,",), "kind"),
        (("project,,乙,,",), "form"),
        (("project,甲,,,",), "canonical"),
        (("project,甲,乙,14,",), "place"),
        (("project,甲,乙,,", "project,甲,丙,,"), "另有安排"),
        (("project,甲,乙,,", "project,乙,丙,,"), "另有安排"),
    ],
)
def test_a_bad_row_is_named_with_its_line(with_rows, rows: tuple[str, ...], complaint: str) -> None:
    with pytest.raises(TableError, match=complaint) as error:
        with_rows(*rows)
    assert "mine.csv" in str(error.value)
