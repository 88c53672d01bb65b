"""One character for a place: read right, or left unresolved."""

import pytest

from extract.gazetteer import Gazetteer
from extract.gazetteer.abbreviation import decode_cluster, decode_route
from extract.gazetteer.letters import Letters


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.load()


@pytest.fixture(scope="module")
def letters(gazetteer):
    return Letters(gazetteer)


def names(decoded):
    return [place.name if place else None for place in decoded.places]


@pytest.mark.parametrize(
    ("abbreviation", "kind", "plan", "ends"),
    [
        ("太绥", "高铁", "141100", ["太原市", "绥德县"]),
        ("静兴", "高速公路", "141100", ["静乐县", "兴县"]),
        ("离隰", "高速公路", "141100", ["离石区", "隰县"]),
        ("集大原", "高铁", "140200", ["集宁区", "大同市", "原平市"]),
        ("郑渝", "高铁", "411300", ["郑州市", "重庆市"]),
        ("沪苏湖", "高铁", "320000", ["上海市", "苏州市", "湖州市"]),
        ("杭温", "高铁", "330000", ["杭州市", "温州市"]),
    ],
)
def test_ends_of_a_line(gazetteer, letters, abbreviation, kind, plan, ends):
    assert names(decode_route(abbreviation, kind, plan, gazetteer, source=letters)) == ends


@pytest.mark.parametrize("plan", ["140000", "140200", "141100", "150000", "130000", "410000", ""])
def test_the_trap_is_never_read_as_taiyuan(gazetteer, letters, plan):
    assert "太原市" not in names(decode_route("集大原", "高铁", plan, gazetteer, source=letters))


@pytest.mark.parametrize(
    ("abbreviation", "plan", "members"),
    [
        ("离柳中方", "141100", ["离石区", "柳林县", "中阳县", "方山县"]),
        ("交汾文孝", "141100", ["交城县", "汾阳市", "文水县", "孝义市"]),  # 交口 lies apart
        ("长株潭", "430000", ["长沙市", "株洲市", "湘潭市"]),
        ("厦漳泉", "350000", ["厦门市", "漳州市", "泉州市"]),
        ("京津雄保石", "130600", ["北京市", "天津市", "雄安新区", "保定市", "石家庄市"]),
    ],
)
def test_members_of_a_cluster(gazetteer, letters, abbreviation, plan, members):
    assert names(decode_cluster(abbreviation, plan, gazetteer, source=letters)) == members


def test_close_rivals_stay_unresolved(gazetteer, letters):
    decoded = decode_route("高东", "高速", "371526", gazetteer, source=letters)
    assert names(decoded) == ["高唐县", None]  # 东营, 东阿, 东平
    assert not decoded.resolved
    assert len(decoded.readings) > 1
    assert decoded.readings[0].score >= decoded.readings[1].score


def test_a_place_named_in_the_document_counts(gazetteer, letters):
    plain = decode_route("高东", "高速", "371526", gazetteer, source=letters)
    named = decode_route("高东", "高速", "371526", gazetteer, source=letters, mentioned_codes={"371524"})
    scores = [next(r.score for r in d.readings if r.places[1].name == "东阿县") for d in (plain, named)]
    assert scores[1] > scores[0]


@pytest.mark.parametrize("text", ["", "太", "ＡＢ", "的了", "🚄🚄", "一" * 5])
def test_what_is_no_abbreviation_has_no_places(gazetteer, letters, text):
    decoded = decode_route(text, "高铁", "141100", gazetteer, source=letters)
    assert not any(decoded.places)
    assert not decode_cluster(text, "141100", gazetteer, source=letters).resolved
