"""Where nodes are put: near their county, apart from each other, the same each time, in time."""

from __future__ import annotations

import math
import re
import time

import numpy as np

from tests.visualize import graphs
from visualize import page
from visualize.forces import separate, spiral, spring_layout
from visualize.groups import find_groups
from visualize.layout import place_nodes
from visualize.options import PageOptions
from visualize.overview import overview
from visualize.pinyin import romaniser


def _drawn(graph, **options):
    data = page.page_data(graph, PageOptions(**options))
    rows = zip(data["vis"]["nodes"], data["facts"]["nodes"], sorted(graph.nodes), strict=True)
    return [(n["x"], n["y"], f, graph.nodes[node]) for n, f, node in rows], data


def test_nodes_stand_nearer_to_their_own_county_than_to_most_others():
    rows, _ = _drawn(graphs.plan_graph(300, 600, 10))
    homes = {d["label"]: (x, y) for x, y, _, d in rows if d["level"] == "county"}
    ranks = []
    for x, y, _, data in rows:
        if len(data["counties"]) == 1 and data["cls"] == "Project":
            order = sorted(homes, key=lambda name: math.dist((x, y), homes[name]))
            ranks.append(order.index(data["counties"][0]))
    assert len(ranks) > 100
    assert sum(rank == 0 for rank in ranks) > 0.7 * len(ranks)
    assert sum(ranks) / len(ranks) < 1


def test_few_nodes_overlap():
    rows, _ = _drawn(graphs.plan_graph(300, 600, 10))
    points = sorted((x, y) for x, y, *_ in rows)
    close = sum(math.dist(a, b) < 20 for n, a in enumerate(points) for b in points[n + 1 : n + 40] if b[0] - a[0] < 20)
    assert close < 0.03 * len(points)


def test_counties_keep_the_directions_of_the_map():
    places = {"甲县": (110.0, 38.0), "乙县": (112.0, 38.0), "丙县": (110.0, 36.0), "丁县": (112.0, 36.0)}
    labels = [f"{county}{n}" for county in places for n in range(12)]
    homes = [[county] for county in places for _ in range(12)]
    links = [(12 * g, 12 * g + n) for g in range(4) for n in range(1, 12)]
    groups = find_groups(labels, ["Project"] * 48, homes, links)
    spots = place_nodes(groups, links, [50.0] * 48, places)
    at = {county: np.mean([spots[12 * g + n] for n in range(12)], axis=0) for g, county in enumerate(places)}
    assert at["甲县"][0] < at["乙县"][0] and at["丙县"][0] < at["丁县"][0]
    assert at["甲县"][1] < at["丙县"][1] and at["乙县"][1] < at["丁县"][1]


def test_groups_are_a_partition_with_loose_nodes_apart():
    labels = [str(n) for n in range(20)]
    links = (
        [(a, b) for a in range(6) for b in range(a)] + [(a, b) for a in range(6, 12) for b in range(6, a)] + [(12, 13)]
    )
    counties = [["甲县"] if n in (14, 15) else [] for n in range(20)]
    groups = find_groups(labels, ["Measure"] * 20, counties, links)
    assert sorted(i for g in groups for i in g.members) == list(range(20))
    assert [g.name for g in groups if g.county] == ["甲县"]
    assert {frozenset(g.members) for g in groups if g.loose} == {frozenset(range(16, 20))}
    assert frozenset(range(6)) in {frozenset(g.members) for g in groups}


def test_boxes_are_pushed_apart_and_far_ones_left_alone():
    place = np.array([[0.0, 0.0], [1.0, 2.0], [3.0, 1.0], [500.0, 500.0]])
    moved = separate(place, np.full(4, 30.0), np.full(4, 20.0), iterations=100)
    assert (moved[3] == place[3]).all()
    for a in range(3):
        for b in range(a):
            assert abs(moved[a][0] - moved[b][0]) > 27 or abs(moved[a][1] - moved[b][1]) > 17


def test_springs_bring_linked_discs_nearer_than_others():
    start = spiral(30, 50)
    links = np.array([[n, n + 1] for n in range(0, 30, 2)])
    end = spring_layout(start, np.full(30, 20.0), links, np.ones(15), iterations=80)
    linked = [math.dist(end[a], end[b]) for a, b in links]
    others = [math.dist(end[a], end[b]) for a in range(30) for b in range(a) if (b, a) not in {tuple(p) for p in links}]
    assert max(linked) < np.mean(others) and np.isfinite(end).all()
    assert (spring_layout(start[:1], np.ones(1), links[:0], np.ones(0), iterations=3) == start[:1]).all()


def test_five_thousand_nodes_are_laid_out_in_seconds():
    graph = graphs.plan_graph(5000, 10000, 60)
    begun = time.process_time()
    text = page.render(graph)
    assert time.process_time() - begun < 12
    assert len(text.encode()) < 6_000_000
    assert re.search(r'"overview":\[\d+,\d+', text)


def test_overview_has_places_and_the_best_connected():
    rows, data = _drawn(graphs.plan_graph(900, 1800, 12), overview_above=500, overview_size=100)
    shown = set(data["overview"])
    assert len(shown) <= 100
    assert all(n in shown for n, row in enumerate(rows) if row[3]["level"] == "county")
    assert overview(["Place"], ["county"], [], {}, PageOptions()) is None


def test_pinyin_in_full_and_initials():
    keys = romaniser()
    assert keys("离石区") == "lishiqu lsq"
    assert keys("重庆市") == "chongqingshi cqs"
    assert keys("吕梁山猪").split()[1] == "llsz"
    assert keys("5G基站") == "5gjizhan 5gjz" and keys("ABC") == ""
