"""The page as text: escaping, policy, determinism, what it must and must not contain."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import networkx as nx
import pytest

from tests.visualize import graphs
from visualize import page
from visualize.options import PageError, PageOptions, UnknownCountyError

ROOT = Path(__file__).resolve().parents[2]


class Parts(HTMLParser):
    """Scripts and styles as a browser would cut them out, with their attributes, and all tags."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.blocks: list[tuple[str, dict[str, str | None], str]] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag in ("script", "style", "title"):
            self.blocks.append((tag, dict(attrs), ""))

    def handle_data(self, data):
        if self.blocks and self.lasttag in ("script", "style", "title"):
            tag, attributes, text = self.blocks[-1]
            self.blocks[-1] = (tag, attributes, text + data)

    def handle_endtag(self, tag):
        self.lasttag = ""

    def of(self, tag):
        return [(attributes, text) for name, attributes, text in self.blocks if name == tag]


@pytest.fixture(scope="module")
def hostile() -> str:
    return page.render(graphs.hostile_graph())


def _data(text: str):
    return json.loads(next(t for a, t in Parts(text).of("script") if a.get("type") == "application/json"))


def test_nothing_hostile_becomes_markup(hostile):
    parts = Parts(hostile)
    assert len(parts.of("script")) == 3 and len(parts.of("style")) == 1
    assert "svg" not in parts.tags and "img" not in parts.tags and "b" not in parts.tags
    assert not [name for name, _ in parts.attributes if name.startswith("on")]
    assert parts.of("title")[0][1] == "</title><script>window.hacked=5</script>"


def test_data_island_gives_the_labels_back_unchanged(hostile):
    labels = {n["label"] for n in _data(hostile)["vis"]["nodes"]}
    for text in graphs.HOSTILE:
        assert text.replace("\ud800", "\ufffd") in labels


def test_no_address_outside_the_file(hostile):
    parts = Parts(hostile)
    addresses = [value for name, value in parts.attributes if name in ("src", "href", "action", "data", "srcset")]
    assert addresses == ["data:,"]
    assert "url(" not in parts.of("style")[0][1] and "@import" not in parts.of("style")[0][1]
    assert "sourceMappingURL" not in hostile


def test_policy_names_the_hash_of_each_script_and_style_and_nothing_else(hostile):
    policy = (
        re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', hostile).group(1).replace("&#39;", "'")
    )
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'" and "unsafe" not in policy and "http" not in policy
    parts = Parts(hostile)
    scripts = [text for attributes, text in parts.of("script") if "type" not in attributes]
    assert rules["script-src"].split() == [_hash(text) for text in scripts]
    assert rules["style-src"].split() == [_hash(text) for _, text in parts.of("style")]


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_pyvis_and_its_library_are_what_draws():
    from pyvis.network import Network

    from visualize.drawing import draw

    graph = graphs.plan_graph(40, 60, 3)
    network = draw(graph, [(0, 0)] * 40)
    assert isinstance(network, Network) and network.num_nodes() == 40 and network.num_edges() == 60
    assert network.options["physics"]["enabled"] is False and network.options["interaction"]["hideEdgesOnDrag"] is True
    text = page.render(graph)
    assert "vis-network" in text and "@version 9.1.2" in text
    assert [n["label"] for n in _data(text)["vis"]["nodes"]] == [n["label"] for n in network.nodes]


def test_every_fact_of_the_graph_is_in_the_page():
    graph = graphs.plan_graph(80, 150, 5)
    data = _data(page.render(graph))
    nodes = sorted(graph.nodes)
    assert [n["label"] for n in data["vis"]["nodes"]] == [graph.nodes[n]["label"] for n in nodes]
    found = {(e["from"], e["to"], f["r"]) for e, f in zip(data["vis"]["edges"], data["facts"]["edges"], strict=True)}
    assert found == {(nodes.index(a), nodes.index(b), d["predicate"]) for a, b, d in graph.edges(data=True)}
    for node, row in zip(nodes, data["facts"]["nodes"], strict=True):
        for index, ours in zip(graph.nodes[node]["evidence"], row.get("e", []), strict=True):
            sentence, start, end, rule = data["facts"]["evidence"][ours]
            plan, section, number, text = data["facts"]["sentences"][sentence]
            whole = graph.graph["evidence"][index]
            assert (text, section, number or None, rule) == (
                whole["text"],
                whole["section"],
                whole["page"],
                whole["rule"],
            )
            assert data["facts"]["plans"][plan]["id"] == whole["plan"]
            assert text[start:end] == whole["text"][whole["start"] : whole["end"]]


def test_highlights_count_utf16_units_beyond_the_basic_plane():
    make = graphs.Maker("t")
    plan = make.plan("p", "计划", "地", 2021)
    node = make.node("Place", "㟃镇", plan, make.evidence(plan, "在𠮷野与𡈽山建设㟃镇。", "㟃镇"))
    row = _data(page.render(make.graph))["facts"]["evidence"][0]
    text = "在𠮷野与𡈽山建设㟃镇。".encode("utf-16-le")
    assert text[row[1] * 2 : row[2] * 2].decode("utf-16-le") == make.graph.nodes[node]["label"]


def test_same_text_whatever_the_order_and_the_hash_seed(tmp_path):
    graph = graphs.plan_graph(120, 240, 6)
    shuffled = nx.MultiDiGraph(**graph.graph)
    shuffled.add_nodes_from(reversed(list(graph.nodes(data=True))))
    shuffled.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    code = (
        "from tests.visualize import graphs; from visualize import page; import sys;"
        "page.write(graphs.plan_graph(120, 240, 6), sys.argv[1])"
    )
    texts = [page.render(graph).encode(), page.render(shuffled).encode()]
    for seed in ("1", "2"):
        target = tmp_path / f"{seed}.html"
        env = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "PYTHONUTF8": "0"}
        subprocess.run([sys.executable, "-c", code, str(target)], check=True, cwd=ROOT, env=env)
        texts.append(target.read_bytes())
    assert len(set(texts)) == 1


def test_the_graph_is_left_as_it_was():
    graph = graphs.plan_graph(60, 100, 4)
    before = json.dumps(nx.node_link_data(graph, edges="edges"), sort_keys=True)
    page.render(graph)
    page.render(graph, options=PageOptions(county=_first_county(graph)))
    assert json.dumps(nx.node_link_data(graph, edges="edges"), sort_keys=True) == before


def _first_county(graph) -> str:
    return sorted(c["name"] for c in graph.graph["counties"].values())[0]


def test_bare_graphs_are_drawn_too():
    graph = nx.MultiDiGraph()
    assert _data(page.render(graph))["vis"]["nodes"] == []
    graph.add_edge("a", "b")
    assert len(_data(page.render(graph))["vis"]["edges"]) == 1
    with pytest.raises(PageError):
        page.render(nx.Graph())


def test_county_by_name_short_name_and_code():
    graph = graphs.plan_graph(120, 220, 6)
    code, name = sorted((c, d["name"]) for c, d in graph.graph["counties"].items())[2]
    pages = [page.render(graph, options=PageOptions(county=wanted)) for wanted in (name, code, name[:-1])]
    assert len(set(pages)) == 1
    data = _data(pages[0])
    labels = [n["label"] for n in data["vis"]["nodes"]]
    assert data["county"]["name"] == name and labels[data["county"]["node"]] == name
    own = {d["label"] for _, d in graph.nodes(data=True) if name in d["counties"]}
    assert own <= set(labels) and len(labels) < 120
    for row in data["county"]["shared"]:
        assert row["n"] != name and row["x"]


def test_unknown_county_offers_the_nearest():
    graph = graphs.plan_graph(60, 100, 6)
    name = _first_county(graph)
    with pytest.raises(UnknownCountyError) as caught:
        page.render(graph, options=PageOptions(county=name[0] + "阴县"))
    assert name in caught.value.nearest and name in str(caught.value)


@pytest.mark.parametrize(
    "link", ["https://example.org/", "//example.org", "/etc/passwd", "../up/", "javascript:alert(1)"]
)
def test_county_links_stay_below_the_page(link):
    graph = graphs.plan_graph(40, 60, 3)
    data = _data(page.render(graph, options=PageOptions(county_links={_first_county(graph): link})))
    assert all("h" not in county for county in data["facts"]["counties"])


def test_write_replaces_whole_or_not_at_all(tmp_path, monkeypatch):
    target = tmp_path / "页.html"
    size = page.write(graphs.plan_graph(30, 40, 2), target)
    assert target.stat().st_size == size and target.read_bytes()[:15] == b"<!doctype html>"

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        page.write(graphs.plan_graph(31, 40, 2), target)
    assert target.stat().st_size == size
    assert [p.name for p in tmp_path.iterdir()] == [target.name]


def test_importing_the_page_does_not_import_pyvis():
    code = "import sys; import visualize.page; sys.exit('IPython' in sys.modules or 'pypinyin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.skipif(
    not (ROOT.parent / "shared/gold").is_dir(), reason="the annotated documents (../shared/gold) are not here"
)
def test_annotated_documents_are_drawn_whole():
    paths = sorted((ROOT.parent / "shared/gold").glob("*-*.json"))[:3]
    assert paths
    for path in paths:
        graph = graphs.annotation_graph(path)
        assert len(_data(page.render(graph))["vis"]["nodes"]) == len(graph)
