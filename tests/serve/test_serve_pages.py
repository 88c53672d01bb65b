"""Pages to read: the county's brief with its neighbours, and the English of the pages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat

from kg.library import load_library
from kg.query import PREFIXES
from kg.serve.page_county import NEAR_KM, nearest, wind
from kg.serve.server import WorkbenchServer
from kg.serve.session import Session
from kg.serve.settings import Limits
from kg.serve.words import _COLUMNS, ENGLISH
from kg.store import GraphStore
from tests.serve.client import get, send


def english(server: WorkbenchServer, path: str) -> str:
    return get(server, path, Cookie="plankg_lang=en").text


def near(text: str) -> list[str]:
    section = text[text.index('<section id="near">') :]
    return [
        part.partition("</a>")[0].rpartition(">")[2] for part in section[: section.index("</ul>")].split("<li>")[1:]
    ]


def test_a_county_names_its_neighbours_nearest_first(server: WorkbenchServer) -> None:
    text = get(server, "/page/place/141125").text
    assert near(text) == ["离石区", "中阳县", "临县", "方山县", "隰县", "古交市"]
    assert "东北 25 公里" in text  # 离石区, by the centres' coordinates
    assert f"至多 8 个，{NEAR_KM} 公里以内" in text
    assert "NE 25 km" in english(server, "/page/place/141125")


def test_a_county_with_its_prefecture_s_centre_has_none_of_its_own() -> None:
    """The source gives 定州市 the centre of 保定市, far from where it lies."""
    store = GraphStore.memory()
    point = '<{id}> a plan:County ; skos:prefLabel "{name}"@zh ; geo:long {x} ; geo:lat {y} ; plan:within id:upper .'
    rows = [("a", "甲县", 115.5, 38.8), ("b", "乙县", 115.4, 38.9), ("c", "丙县", 115.6, 38.7)]
    turtle = "".join(f"@prefix {key}: <{value}> .\n" for key, value in PREFIXES.items())
    turtle += "id:upper geo:long 115.4 ; geo:lat 38.9 .\n"
    turtle += "\n".join(point.format(id=f"{PREFIXES['id']}{i}", name=n, x=x, y=y) for i, n, x, y in rows)
    store.store.load(turtle.encode(), format=RdfFormat.TURTLE)
    session = Session("/nowhere", Limits())
    session.graph = store
    assert [other.name for other in nearest(session, NamedNode(PREFIXES["id"] + "a"))] == ["丙县"]
    assert nearest(session, NamedNode(PREFIXES["id"] + "b")) == []


@pytest.mark.parametrize(
    ("there", "direction"),
    [((111.0, 38.0), "北"), ((112.0, 37.0), "东"), ((111.0, 36.0), "南"), ((110.0, 37.0), "西"), ((111.5, 37.4), "东北"),
     ((110.5, 36.6), "西南")],
)  # fmt: skip
def test_directions(there: tuple[float, float], direction: str) -> None:
    assert wind((111.0, 37.0), there) == direction


def test_a_county_s_page_has_its_parts(server: WorkbenchServer) -> None:
    text = get(server, "/page/place/141125").text
    for part in (
        "projects-in-county",
        "industries-by-county",
        "county-targets",
        "near",
        "shared",
        "facts",
        "sentences",
    ):
        assert f'href="#{part}"' in text and f'id="{part}"' in text, part
    assert "柳林科技创新中心" in text and "孟门黄河大桥" in text


def test_a_prefecture_has_its_targets(server: WorkbenchServer) -> None:
    text = get(server, "/page/place/141100").text
    assert 'href="/query?name=targets&amp;place=141100"' in text
    assert "森林覆盖率" in text
    assert 'id="near"' not in text


def test_the_library_has_english(server: WorkbenchServer) -> None:
    for query in load_library():
        assert (query.title_en and query.question_en.endswith("?")) or query.question_en.endswith("."), query.name
        assert all(param.explanation_en for param in query.params), query.name
        assert query.title_en in english(server, "/").replace("&#39;", "'")
    titles = [query.title_en for query in load_library()]
    assert len(set(titles)) == len(titles)


def test_the_columns_of_the_library_have_english() -> None:
    for query in load_library():
        for name in _columns(query.text):
            assert name in _COLUMNS, (query.name, name)


def _columns(text: str) -> set[str]:
    import re

    body = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    return set(re.findall(r"[?]([\u4e00-\u9fff]+)", body[: body.index("WHERE")]))


@pytest.mark.parametrize("path", ["/", "/page/place/141125", "/page/plan/141100-2021-dangdaihui-aaaa", "/ont/Project"])
def test_the_words_of_the_pages_are_english(server: WorkbenchServer, path: str) -> None:
    """No word of ours is left in Chinese; names and sentences of the plans of course are."""
    text = english(server, path)
    headings = [part.partition("</h2>")[0].partition("<small>")[0] for part in text.split("<h2")[1:]]
    ours = [part.rpartition(">")[2].strip() for part in headings if "<span" not in part]
    known = set(ENGLISH)
    assert not [word for word in ours if word in known], ours


def test_terms_of_the_ontology_are_named_in_the_page_s_language(server: WorkbenchServer) -> None:
    assert ">county<" in english(server, "/page/place/141125").lower()
    assert "县级" in get(server, "/page/place/141125").text


def test_words_of_the_ontology_link_to_no_entity_of_that_name(server: WorkbenchServer) -> None:
    query = (
        'SELECT ?状态 ?名称 { VALUES (?状态 ?名称) { ("建设"@zh "柳林县"@zh) ("没有这个词"@zh "没有这个名称"@zh) } }'
    )
    body = json.dumps({"query": query})
    asked = {"Content_Type": "application/json"}
    chinese = send(server, "POST", "/api/run", body, **asked).json()["rows"]
    assert chinese[0][0] == {"t": "建设"}
    assert chinese[0][1]["u"] == "/id/place/141125"
    told = send(server, "POST", "/api/run", body, **asked, Cookie="plankg_lang=en").json()["rows"]
    assert [row[0] for row in told] == [{"t": "建设", "l": "built"}, {"t": "没有这个词"}]


def test_a_status_has_its_chinese_label(graph_dir: Path) -> None:
    session = Session(str(graph_dir), Limits())
    session.refresh()
    statuses = [node for (node,) in session.rows("SELECT ?s { ?s a plan:Status }")]
    assert statuses
    assert not [node for node in statuses if session.label(node).isascii()]
