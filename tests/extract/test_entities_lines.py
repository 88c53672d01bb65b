"""Roads and railways that only a list names, and industries inside names."""

import pytest

from extract.entities.lines import line_lists
from extract.entities.nested import nested_industries
from extract.model import EntityType, Mention
from extract.names.lexicon import load_lexicon


@pytest.fixture(scope="module")
def lexicon():
    return load_lexicon()


def mention(text, surface, kind, name=""):
    start = text.index(surface)
    return Mention(start, start + len(surface), kind, surface, name or surface, "test", 0.8)


def lines(text, places=(), projects=()):
    given = [mention(text, p, EntityType.PLACE) for p in places]
    given += [mention(text, p, EntityType.PROJECT) for p in projects]
    found = line_lists(text, given)
    assert all(text[m.start : m.end] == m.surface for m in found)
    return [m.name for m in found if m.type is EntityType.PROJECT]


@pytest.mark.parametrize(
    ("text", "places", "projects", "names"),
    [
        (
            "建设离石到方山、中阳、柳林城市快速路，",
            ("离石", "方山", "中阳", "柳林"),
            (),
            ["离石到方山城市快速路", "离石到中阳城市快速路", "离石到柳林城市快速路"],
        ),
        (
            "开工周至至乾县、改扩建西安至永寿等高速公路。",
            ("周至", "乾县", "西安", "永寿"),
            (),
            ["周至至乾县高速公路", "西安至永寿高速公路"],
        ),
        ("建成金沙经仁怀至桐梓等高速公路", ("金沙", "仁怀", "桐梓"), (), ["金沙经仁怀至桐梓高速公路"]),
        ("确保西康、西十高铁建成", (), ("西十高铁",), ["西康高铁", "西十高铁"]),
        ("建成静兴、祁离、汾石高速公路", (), ("汾石高速公路",), ["静兴高速公路", "祁离高速公路", "汾石高速公路"]),
        # no lines: a bus between two towns, a road with its own noun, places that work together, no list at all
        ("高唐至济南城际公交投入运营", ("高唐", "济南"), (), []),
        ("重点完成龙西路、保阜高速", (), ("保阜高速",), ["保阜高速"]),
        ("推动离石到方山、中阳一体化发展", ("离石", "方山", "中阳"), (), []),
        ("经济社会发展、保阜高速", (), ("保阜高速",), ["保阜高速"]),
    ],
)
def test_lines_of_a_list(text, places, projects, names):
    assert lines(text, places, projects) == names


def nested(text, name, lexicon, places=(), full=""):
    found = nested_industries(
        [mention(text, name, EntityType.PROJECT, full)], [mention(text, p, EntityType.PLACE) for p in places], lexicon
    )
    assert all(m.inferred and text[m.start : m.end] == m.surface for m in found)
    return [m.name for m in found]


@pytest.mark.parametrize(
    ("text", "name", "places", "industries"),
    [
        ("支持阳江建设海水种业示范基地", "海水种业示范基地", (), ["海水种业"]),
        ("铜川高端铝产业基地", "铜川高端铝产业基地", ("铜川",), ["高端铝"]),
        ("省级现代农业产业园", "省级现代农业产业园", (), ["现代农业"]),
        ("西部茶产业博览会", "西部茶产业博览会", (), ["茶"]),
        ("世界级菱镁产业基地", "世界级菱镁产业基地", (), ["菱镁"]),
        ("四川时代动力电池基地", "四川时代动力电池基地", ("四川",), ["动力电池"]),  # 时代 is a firm's
        # no industry: a place, a place further inside, what is done there, how many there are
        ("与香港园区联动", "香港园区", ("香港",), []),
        ("吉利贵阳基地", "吉利贵阳基地", ("贵阳",), []),
        ("中试基地", "中试基地", (), []),
        ("抓好九大基地", "九大基地", (), []),
        ("北部园区", "北部园区", (), []),
    ],
)
def test_industry_of_a_seat(text, name, places, industries, lexicon):
    assert nested(text, name, lexicon, places) == industries


def test_an_elided_member_gives_the_industry_of_its_full_name(lexicon):
    assert nested("渭南等氢能产业集群", "渭南", lexicon, ("渭南",), "渭南氢能产业集群") == ["氢能"]
    assert nested("清华启迪等园区", "清华启迪", lexicon, (), "清华启迪园区") == []
