"""Places found in sentences: what stands there, what it stands for, and what is none."""

import importlib.util
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.gazetteer import Gazetteer
from extract.model import EntityType
from extract.places import PlaceFinder, find_places, own_aliases
from extract.tables import read_table

LULIANG, BAODING, QINGYUAN, HEBEI = "141100", "130600", "130608", "130000"


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.load()


@pytest.fixture(scope="module")
def finder(gazetteer):
    return PlaceFinder(gazetteer)


def found(finder, text, plan=LULIANG, year=2021, inferred=False):
    return {m.name for m in finder.find(text, (), plan, year=year) if m.inferred == inferred}


@pytest.mark.parametrize(
    ("text", "plan", "names"),
    [
        ("推进离石、方山、中阳、柳林一体化", LULIANG, {"离石区", "方山县", "中阳县", "柳林县"}),
        ("开发离石区西华镇、中阳县上顶山草甸", LULIANG, {"离石区", "西华镇", "中阳县", "上顶山"}),
        ("岚县至交口段改扩建工程", LULIANG, {"岚县", "交口县"}),
        ("融入太原都市圈和汾渭平原", LULIANG, {"太原都市圈", "汾渭平原"}),
        ("实施兴县、临县、石楼治理", LULIANG, {"兴县", "临县", "石楼县"}),
        ("市区老城区着力做好减法", LULIANG, {"吕梁市区", "吕梁老城区"}),
        ("郑州、开封、洛阳三市联动", "410000", {"郑州市", "开封市", "洛阳市"}),
        ("对接浙江余姚，学习河南长垣", QINGYUAN, {"浙江省", "余姚市", "河南省", "长垣市"}),
        ("服务保障雄安新区建设", BAODING, {"雄安新区"}),
        ("治理唐河、府河，推进白洋淀上游流域保护", QINGYUAN, {"唐河", "府河", "白洋淀上游流域"}),
        ("实施范家庄至东石门、西郭至羊平等30公里农村公路", "130634", {"范家庄乡", "东石门", "西郭", "羊平镇"}),
        ("贯通豫西南地区", "410000", {"豫西南地区"}),
    ],
)
def test_places_of_a_sentence(finder, text, plan, names):
    assert found(finder, text, plan) == names


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("在交口设置信号灯", LULIANG),
        ("开展产业振兴和新兴产业培育", "440000"),
        ("创建全国健康保障示范县", HEBEI),
        ("与北京儿童医院、清华大学合作", LULIANG),
        ("河北日报、山西大学、北京银行", "510000"),
        ("推进农村、乡村、城镇、行政村建设", HEBEI),
        ("加强河长制、河湖管理和沟通渠道建设", HEBEI),
        ("绿水青山就是金山银山", HEBEI),
        ("弘扬延安精神，借鉴枫桥经验", LULIANG),
        ("整治人和路、莲池南大街", QINGYUAN),
        ("维护社会长治久安", "650000"),
    ],
)
def test_no_places_here(finder, text, plan):
    assert found(finder, text, plan) == set()


def test_what_crosses_a_words_edge_is_none(finder):
    assert found(finder, "建设美丽江苏", "320000") == {"江苏省"}  # not 丽江
    assert found(finder, "西安区域中心", "610000") == {"西安市"}  # not 西安区 of 牡丹江


def test_the_year_decides_the_form(finder):
    old = finder.find("清苑的发展", (), QINGYUAN, year=2005)
    new = finder.find("清苑的发展", (), QINGYUAN, year=2021)
    assert [(m.name, m.code) for m in old] == [("清苑县", "130608")]
    assert [(m.name, m.code) for m in new] == [("清苑区", "130608")]


def test_ends_of_lines_are_inferred(finder):
    text = "建成静兴、祁离、离隰、汾石高速公路，推动太绥高铁开工"
    assert found(finder, text, inferred=True) == {
        "静乐县", "兴县", "祁县", "离石区", "隰县", "汾阳市", "石楼县", "太原市", "绥德县",
    }  # fmt: skip
    assert found(finder, text) == set()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("改造温博路、张望路", {"温仁镇", "博野县", "张登镇", "望都县"}),
        ("打通平安路、建设大街，整治人和路", set()),
    ],
)
def test_county_roads_by_letters(finder, text, names):
    assert found(finder, text, QINGYUAN, inferred=True) == names
    assert found(finder, text, HEBEI, inferred=True) == set()  # a province's plan names no such roads


def test_members_of_a_region_around_the_plan(finder):
    assert {"北京市", "天津市"} <= found(finder, "推进京津冀协同发展", BAODING, inferred=True)
    assert found(finder, "对接京津冀", "440000", inferred=True) == set()


def test_an_unnamed_planning_place_is_kept_by_its_alias(finder, gazetteer):
    mentions = finder.find("全市生产总值增长6%", (), LULIANG, year=2021)
    assert [(m.surface, m.name, m.code) for m in mentions] == [("全市", "吕梁市", LULIANG)]
    assert own_aliases(gazetteer.by_code(LULIANG)) == ("全市", "我市")
    assert own_aliases(gazetteer.by_code("141124")) == ("全县", "我县")


def test_find_places_is_the_finder(gazetteer, finder):
    text = "推进离石、方山一体化"
    assert find_places(text, (), LULIANG, gazetteer, year=2021) == finder.find(text, (), LULIANG, year=2021)


@pytest.mark.parametrize("plan", ["", "999999", "abc"])
def test_unknown_planning_place(finder, plan):
    assert "山西省" in {m.name for m in finder.find("山西省吕梁市", (), plan)}


PIECES = st.sampled_from(
    [*"离石|方山|、|至|高铁|京津冀|村|河|山|镇|。|县|交口|老城区|一体化|全市|太绥|🚄|A|保定".split("|"), "\n"]  # noqa: SIM905
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=40).map("".join)))
def test_mentions_stand_where_they_say(finder, text):
    mentions = finder.find(text, (), LULIANG, year=2021)
    assert mentions == sorted(mentions)
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.surface
        assert mention.type is EntityType.PLACE
    direct = [m for m in mentions if not m.inferred]
    assert all(a.end <= b.start for a, b in pairwise(direct))


@pytest.mark.parametrize("piece", ["离石、", "太绥高铁", "至", "京津", "村河山镇", "一", "郑汴许一体化"])
def test_time_grows_linearly(finder, piece):
    def seconds(times):
        begun = time.process_time()
        finder.find(piece * times, (), LULIANG, year=2021)
        return time.process_time() - begun

    seconds(100)
    assert min(seconds(3000) for _ in range(2)) < 20 * min(seconds(300) for _ in range(3)) + 0.1


@pytest.mark.parametrize("row", read_table("lexicon/place_suffix.csv", ("suffix", "example", "counterexample")))
def test_each_common_noun_by_its_examples(finder, row):
    assert any(m.surface.endswith(row["suffix"]) for m in finder.find(row["example"], (), HEBEI))
    assert not any(m.surface.endswith(row["suffix"]) for m in finder.find(row["counterexample"], (), HEBEI))


@pytest.mark.parametrize("row", read_table("lexicon/place_not.csv", ("pattern", "example", "counterexample")))
def test_each_exclusion_by_its_examples(finder, row):
    assert row["pattern"] in row["example"]
    assert row["pattern"] not in row["counterexample"]
    assert not [m for m in finder.find(row["example"], (), "530000") if not m.inferred]


def test_regions_have_known_kinds_and_codes(gazetteer):
    rows = read_table("lexicon/place_region.csv", ("标准名", "别名", "类型", "范围"))
    kinds = {"city_cluster", "region", "water", "mountain", "new_area", "foreign"}
    names = [name for row in rows for name in (row["标准名"], *filter(None, row["别名"].split(";")))]
    assert len(names) == len(set(names))
    for row in rows:
        assert row["类型"] in kinds, row
        assert all(gazetteer.by_code(code) for code in row["范围"].split(";") if code), row


def test_scores_of_the_annotated_documents():
    shared = Path(__file__).resolve().parents[3] / "shared"
    if not (shared / "gold" / "score.py").is_file():
        pytest.skip("no annotated documents at ../shared")
    bench = Path(__file__).resolve().parents[2] / "bench" / "bench_gazetteer.py"
    spec = importlib.util.spec_from_file_location("bench_gazetteer", bench)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    row, grade = module.scores(documents=("01", "03", "12", "17", "23"))
    assert grade.f1(row["strict"], row["gold"], row["system"])[2] > 0.83
