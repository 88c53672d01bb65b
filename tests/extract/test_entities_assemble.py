import pytest

from extract.entities import Assembler
from extract.entities.canonical import canonical, key_of, variants
from extract.entities.status import kind_of
from extract.model import PROJECT_KINDS, PROJECT_STATUSES, Document, EntityType, Mention, Passage, PlanMeta
from extract.tables import read_table

PROJECT, INDUSTRY, MEASURE, PLACE = (EntityType(t) for t in ("project", "industry", "measure", "place"))
ASSEMBLER = Assembler.load()


def document(*sentences, past=()):
    passages, at = [], 0
    for number, sentence in enumerate(sentences):
        passages.append(Passage(number, at, at + len(sentence), 0, None, number in past))
        at += len(sentence)
    return Document("d", "".join(sentences), "d", PlanMeta("t", "", "", "其他", 0, (0, 0)), (), tuple(passages))


def mentions(doc, *pairs):
    found = []
    for surface, kind in pairs:
        at = doc.text.find(surface)
        while at >= 0:
            found.append(Mention(at, at + len(surface), kind, surface, surface, "test"))
            at = doc.text.find(surface, at + 1)
    return found


def entities(doc, *pairs):
    return ASSEMBLER.assemble(doc, mentions(doc, *pairs), None)


def test_full_and_short_form_are_one_entity():
    made, links = entities(
        document("建设东西高速公路。", "加快东西高速建设。"), ("东西高速公路", PROJECT), ("东西高速建设", PROJECT)
    )
    assert [e.name for e in made] == ["东西高速公路"] or len(made) == 1
    assert {link.entity for link in links} == {0}


def test_evidence_quotes_the_text():
    doc = document("发展氢能。", "壮大氢能产业。")
    made, _ = entities(doc, ("氢能产业", INDUSTRY), ("氢能", INDUSTRY))
    assert [(e.name, "氢能" in e.aliases) for e in made] == [("氢能产业", True)]
    for v in made[0].evidence:
        assert doc.text[v.start : v.end] == v.quote
        assert doc.passages[v.passage].start <= v.start < doc.passages[v.passage].end


def test_quoted_and_plain_campaign_are_one():
    made, _ = entities(
        document("开展“双创双服”活动。", "“双创双服”见效。"), ("“双创双服”活动", MEASURE), ("“双创双服”", MEASURE)
    )
    assert len(made) == 1


def test_what_only_the_past_names_is_left_out():
    doc = document("建成老水库。", "建设新水库。", past={0})
    made, _ = entities(doc, ("老水库", PROJECT), ("新水库", PROJECT))
    assert [e.name for e in made] == ["新水库"]


@pytest.mark.parametrize(
    ("sentence", "name", "status"),
    [
        ("推动东山水库建成投产。", "东山水库", "complete"),
        ("推进东山水库、西山水库开工建设。", "东山水库", "start"),
        ("扎实开展东山水库前期工作。", "东山水库", "plan"),
        ("加快东山机场改扩建。", "东山机场", "upgrade"),
        ("谋划东山机场。", "东山机场", "plan"),
        ("建设东山机场。", "东山机场", "build"),
    ],
)
def test_status_by_verb_and_what_follows(sentence, name, status):
    made, _ = entities(document(sentence), (name, PROJECT))
    assert [e.status for e in made] == [status]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("东山高速公路", "expressway"), ("东山水库", "water"), ("东山软件园", "industrial_zone"), ("东山大会", "other"),
     ("东山光伏项目", "energy"), ("省儿童医院", "venue")],
)  # fmt: skip
def test_kind_by_head_noun(name, kind):
    assert kind_of(name, ASSEMBLER.lexicon, ASSEMBLER.statuses) == kind


def test_canonical_forms():
    assert canonical(INDUSTRY, "氢能") == "氢能产业"
    assert canonical(INDUSTRY, "低空经济") == "低空经济"
    assert canonical(PROJECT, "东西高速") == "东西高速公路"
    assert key_of(INDUSTRY, "氢能产业链") == key_of(INDUSTRY, "氢能")
    assert "甲乙铁路" in variants(PROJECT, "甲乙铁路丙丁段")
    assert key_of(PROJECT, "白马县人民医院", ("白马县", "白马")) == key_of(PROJECT, "人民医院")


@pytest.mark.parametrize(
    ("name", "wanted", "unwanted"),
    [
        ("氢能产业", "氢能", "氢"),
        ("现代物流业", "现代物流", "现代"),
        ("设施农业", "设施农业", "设施农"),
        ("传统产业", "传统产业", "传统"),
        ("种业", "种业", "种"),
    ],
)
def test_bare_forms_of_industries(name, wanted, unwanted):
    forms = {name, *variants(INDUSTRY, name)}
    assert wanted in forms
    assert unwanted not in forms


def test_same_result_in_any_order():
    doc = document("建设甲乙水库、丙丁水库，发展氢能。")
    found = mentions(doc, ("甲乙水库", PROJECT), ("丙丁水库", PROJECT), ("氢能", INDUSTRY))
    assert ASSEMBLER.assemble(doc, found, None) == ASSEMBLER.assemble(doc, found[::-1], None)


def test_nothing_in_nothing_out():
    assert ASSEMBLER.assemble(document("。"), [], None) == ((), ())


def test_tables_know_only_the_models_words():
    for row in read_table("lexicon/status.csv", ("word", "status", "example")):
        assert row["status"] in PROJECT_STATUSES, row
        assert row["word"] in row["example"], row
    for row in read_table("lexicon/kind.csv", ("part", "kind")):
        assert row["kind"] in PROJECT_KINDS, row
