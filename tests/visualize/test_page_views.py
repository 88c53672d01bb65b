"""Unfolding, paths, undo, addresses, tables, paper, comparison and hostile names, in a real Chromium without a network."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from tests.visualize import graphs
from tests.visualize.pages import SELECTED, busiest, click_node, colours, county, darkness, drawn, shortest


def test_large_graph_opens_on_an_overview_and_unfolds(opened):
    seen = opened("large")
    first = drawn(seen, "node")
    assert 100 < first < 400
    label = seen.page.inner_text("#panel ol.links [data-node] >> nth=0")
    click_node(seen, label, double=True)
    more = drawn(seen, "node")
    assert more > first
    box = seen.page.locator("#net").bounding_box()
    seen.page.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    seen.page.wait_for_timeout(150)
    assert drawn(seen, "node") <= first + 1
    seen.page.click("#whole")
    assert drawn(seen, "node") == 1500
    seen.page.click("#whole")
    assert drawn(seen, "node") <= first + 1
    seen.clean()


def test_a_community_unfolds_and_folds_again(opened):
    seen = opened("large")
    first = drawn(seen, "node")
    seen.page.click("summary:has-text('县与社群')")
    seen.page.click(".groups button >> nth=0")
    seen.page.click("#panel .actions button:has-text('展开')")
    assert drawn(seen, "node") > first
    seen.page.click("#panel .actions button:has-text('收起')")
    assert drawn(seen, "node") == first
    seen.clean()


def test_hover_fades_what_is_not_adjacent(opened, files):
    seen = opened("small")
    graph = files[1]
    lonely = min((n for n, d in graph.nodes(data=True) if d["cls"] == "Project"), key=lambda n: (graph.degree(n), n))
    click_node(seen, graph.nodes[lonely]["label"])
    seen.page.keyboard.press("Escape")
    seen.page.wait_for_timeout(100)
    seen.page.mouse.move(5, 5)
    seen.page.wait_for_timeout(100)
    plain = darkness(seen)
    box = seen.page.locator("#net").bounding_box()
    seen.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
    seen.page.wait_for_timeout(150)
    assert seen.page.evaluate("document.getElementById('net').classList.contains('pointing')")
    assert darkness(seen) < plain * 0.8
    seen.page.mouse.move(5, 5)
    seen.page.wait_for_timeout(150)
    assert abs(darkness(seen) - plain) < plain * 0.1


def test_path_between_two_nodes(opened, files):
    graph = files[1]
    labels = sorted(d["label"] for _, d in graph.nodes(data=True) if d["cls"] == "Place" and d["level"] == "county")
    seen = opened("small")
    click_node(seen, labels[0])
    seen.page.click("button:has-text('由此找路径')")
    seen.page.wait_for_timeout(200)
    before = seen.page.evaluate("location.hash.match(/at=([^&]*)/)[1]")
    seen.page.fill("#q", labels[-1])
    seen.page.press("#q", "Enter")
    steps = seen.page.locator(".steps [data-node]").all_inner_texts()
    assert steps[0] == labels[0] and steps[-1] == labels[-1]
    assert len(steps) == shortest(graph, labels[0], labels[-1]) + 1
    seen.page.wait_for_timeout(200)
    assert seen.page.evaluate("location.hash.match(/at=([^&]*)/)[1]") != before
    seen.page.click(".path button:has-text('结束')")
    assert seen.page.locator(".path").count() == 0
    seen.clean()


def test_undo_goes_back_step_by_step(opened, files):
    seen = opened("small")
    labels = [busiest(files[1])["label"], "云岭市"]
    for label in labels:
        click_node(seen, label)
    seen.page.click("[data-mark='c:Goal'], [data-mark='c:Measure']")
    seen.page.click("#undo")
    assert seen.page.inner_text(SELECTED) == labels[1]
    seen.page.keyboard.press("Control+z")
    assert seen.page.inner_text(SELECTED) == labels[0]
    seen.page.keyboard.press("Control+z")
    assert "个点" in seen.page.inner_text(SELECTED)
    assert seen.page.is_disabled("#undo")


def test_the_address_restores_the_view(opened, files):
    seen = opened("small")
    county = busiest(files[1])["label"]
    click_node(seen, county)
    seen.page.select_option("#filter-county", county)
    seen.page.click("[data-mark='r:within']")
    seen.page.wait_for_timeout(250)
    address = seen.page.evaluate("location.hash")
    state = [
        seen.page.inner_text(SELECTED),
        drawn(seen, "node"),
        drawn(seen, "edge"),
        seen.page.input_value("#filter-county"),
    ]
    again = opened("small", fragment=address)
    assert [
        again.page.inner_text(SELECTED),
        drawn(again, "node"),
        drawn(again, "edge"),
        again.page.input_value("#filter-county"),
    ] == state
    again.page.wait_for_timeout(300)
    assert again.page.evaluate("location.hash") == address
    again.page.evaluate("location.hash = '#v=targets'")
    again.page.wait_for_selector("#targets table")
    seen.clean()


@pytest.mark.parametrize(
    "fragment",
    ["#s=n.ffffff&at=1,2", "#off=c:<b>&at=NaN,0,0", "#g=99.-1.x&m=zz.1.2&p=a.b", "#%E0%A4%A", "#county=没有"],
)
def test_a_broken_address_is_harmless(opened, fragment):
    seen = opened("small", fragment=fragment)
    assert seen.page.locator("#panel h2").count() == 1
    seen.clean()


def test_dragging_a_node_moves_it_and_can_be_undone(opened, files):
    seen = opened("small")
    click_node(seen, busiest(files[1])["label"])
    box = seen.page.locator("#net").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    seen.page.mouse.move(x, y)
    seen.page.mouse.down()
    seen.page.mouse.move(x + 90, y + 60, steps=5)
    seen.page.mouse.up()
    seen.page.wait_for_timeout(300)
    assert "m=" in seen.page.evaluate("location.hash")
    seen.page.click("#undo")
    seen.page.wait_for_timeout(300)
    assert "m=" not in seen.page.evaluate("location.hash")
    seen.clean()


def test_physics_is_off_until_it_is_asked_for(opened):
    seen = opened("small")
    before = darkness(seen)
    seen.page.wait_for_timeout(400)
    assert darkness(seen) == before
    seen.page.click("#physics")
    assert seen.page.get_attribute("#physics", "aria-pressed") == "true"
    seen.page.wait_for_timeout(900)
    seen.page.click("#physics")
    assert seen.page.get_attribute("#physics", "aria-pressed") == "false"
    assert not seen.page.is_disabled("#undo")
    seen.clean()


def test_list_is_a_table_that_the_keyboard_can_use(opened, files):
    seen = opened("small")
    seen.page.focus("#tab-graph")
    seen.page.keyboard.press("ArrowRight")
    assert seen.page.get_attribute("#tab-list", "aria-selected") == "true"
    assert seen.page.locator("#list tbody tr").count() == 150
    seen.page.click("#list .more")
    assert seen.page.locator("#list tbody tr").count() == 200
    assert seen.page.get_attribute("#list th.degree", "aria-sort") == "descending"
    seen.page.click("#list th.label button")
    assert seen.page.get_attribute("#list th.label", "aria-sort") == "ascending"
    seen.page.fill("#list input", busiest(files[1])["label"])
    row = seen.page.locator("#list tbody [data-node] >> nth=0")
    row.focus()
    seen.page.keyboard.press("Enter")
    assert seen.page.inner_text(SELECTED) == row.inner_text()
    seen.clean()


def test_focus_stays_where_it_was_after_a_redraw(opened):
    seen = opened("small")
    active = "document.activeElement.dataset.mark || document.activeElement.id || document.activeElement.className"
    seen.page.focus("[data-mark='c:Industry']")
    seen.page.keyboard.press("Space")
    assert seen.page.get_attribute("[data-mark='c:Industry']", "aria-checked") == "false"
    assert seen.page.evaluate(active) == "c:Industry"
    seen.page.click("#tab-list")
    seen.page.focus("#list th.label button")
    seen.page.keyboard.press("Enter")
    assert seen.page.evaluate("document.activeElement.closest('th').className") == "label"
    seen.page.focus("#panel [data-node] >> nth=0")
    seen.page.keyboard.press("Enter")
    assert seen.page.evaluate(active) == "panel"


def test_a_finger_selects_on_a_phone(opened, files):
    seen = opened("small", "phone")
    label = busiest(files[1])["label"]
    click_node(seen, label)
    seen.page.click("#panel .close")
    seen.page.click("#fit")
    seen.page.wait_for_timeout(200)
    seen.page.fill("#q", label)
    seen.page.press("#q", "Enter")
    seen.page.wait_for_timeout(300)
    seen.page.click("#panel .close")
    seen.page.wait_for_timeout(400)
    where = seen.page.evaluate("location.hash.match(/at=([^&]*)/)[1]")
    assert where
    box = seen.page.locator("#net").bounding_box()
    found = False
    for dy in range(-160, 161, 16):
        seen.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 + dy)
        seen.page.wait_for_timeout(60)
        found = found or seen.page.locator("#panel .close").count() > 0
        if found:
            break
    assert found
    seen.clean()


def test_targets_are_a_table_with_bars(opened):
    seen = opened("small")
    seen.page.click("#tab-targets")
    rows = seen.page.locator("#targets tbody tr")
    assert rows.count() == 6
    text = seen.page.inner_text("#targets")
    assert "森林覆盖率" in text and "超过 33%" in text and "2025" in text and "增长 12%／年" in text
    widths = seen.page.eval_on_selector_all("#targets .fill", "all => all.map(e => e.style.width)")
    assert "33%" in widths and "100%" in widths
    seen.page.click("#targets [data-node] >> nth=0")
    assert seen.page.locator("#panel .sentences mark").count() == 1
    seen.clean()


def test_keyboard_moves_the_picture(opened):
    seen = opened("small")
    seen.page.focus("#net")
    before = seen.page.evaluate("location.hash")
    seen.page.keyboard.press("ArrowRight")
    seen.page.keyboard.press("+")
    seen.page.wait_for_timeout(250)
    assert seen.page.evaluate("location.hash") != before


def test_saved_picture_is_a_png_of_twice_the_size(opened):
    seen = opened("small")
    with seen.page.expect_download() as download:
        seen.page.click("#png")
    data = Path(download.value.path()).read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    box = seen.page.locator("#net").bounding_box()
    assert width == round(box["width"]) * 2 and height >= round(box["height"]) * 2
    assert download.value.suggested_filename.endswith(".png")
    seen.clean()


def test_print_shows_the_picture_and_no_controls(opened, files):
    seen = opened("small")
    click_node(seen, busiest(files[1])["label"])
    seen.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    seen.page.emulate_media(media="print")
    assert seen.page.is_visible("#print-picture") and seen.page.is_visible("#panel h2")
    for hidden in ("#q", "#left", "#canvas-tools", "#png"):
        assert not seen.page.is_visible(hidden)
    ink = seen.page.evaluate(
        "() => { const c = document.getElementById('print-picture'); return [c.width, c.height]; }"
    )
    assert ink[0] > 1000 and ink[1] > 1000
    assert len(seen.page.pdf()) > 60000
    seen.clean()


def test_county_page_holds_its_parts(opened, files):
    name = county(files[1])
    seen = opened("county")
    assert name in seen.page.title()
    left, right = seen.page.inner_text("#left"), seen.page.inner_text("#panel")
    assert "项目（" in left and "产业（" in left
    assert name in right and "与邻县共有" in right
    assert seen.page.locator("#panel svg.map .county.centre").count() == 1
    seen.page.click("#panel svg.map .county:not(.centre) >> nth=0")
    assert seen.page.inner_text(SELECTED) != name
    seen.clean()


def test_comparison_colours_by_change(opened):
    seen = opened("changed")
    assert [seen.page.inner_text(f"[data-mark='x:{c}'] span >> nth=0") for c in ("kept", "new", "gone")] == [
        "保留",
        "新增",
        "不再提及",
    ]
    assert {"#1f8a4c", "#c2413b", "#7a8797"} <= colours(seen)
    assert seen.page.locator("#panel h3:has-text('新增')").count() == 1
    seen.page.uncheck("text=按变化着色")
    seen.page.wait_for_timeout(100)
    assert "#d0752b" in colours(seen) and "#c2413b" not in colours(seen)
    before = drawn(seen, "node")
    seen.page.click("[data-mark='x:gone']")
    assert drawn(seen, "node") < before
    seen.clean()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_hostile_labels_do_nothing_anywhere(opened, size):
    seen = opened("hostile", size)
    for number in range(len(graphs.HOSTILE)):
        seen.page.evaluate("() => { location.hash = '#v=list'; }")
        seen.page.wait_for_selector("#list tbody [data-node]")
        seen.page.locator("#list tbody [data-node]").nth(number).click()
        assert seen.page.locator("#panel h2").count() == 1
        assert seen.page.evaluate(
            "document.querySelector('#panel').scrollWidth <= document.querySelector('#panel').clientWidth + 1"
        )
    for text in graphs.HOSTILE:
        seen.page.fill("#q", text.replace("\ud800", "").replace("\u0000", "")[:60])
    seen.page.evaluate("() => { location.hash = '#v=graph'; }")
    assert seen.page.evaluate("typeof window.hacked") == "undefined"
    tags = set(seen.page.evaluate("[...document.querySelectorAll('body *')].map(e => e.tagName.toLowerCase())"))
    assert not tags & {"iframe", "object", "i", "raw"}
    assert seen.page.locator("[onload], [onerror], [style*=url]").count() == 0
    assert seen.page.locator("img").count() == 0 and seen.page.locator("#panel b, #list b").count() == 0
    assert seen.page.locator("script").count() == 3
    seen.clean()


def test_phone_has_filters_in_a_drawer_and_the_panel_as_a_sheet(opened, files):
    seen = opened("small", "phone")
    assert not seen.page.is_visible("#left .legend")
    seen.page.click("#show-filters")
    seen.page.wait_for_timeout(300)
    seen.page.click("[data-mark='c:Measure']")
    seen.page.click("#left .close")
    seen.page.wait_for_timeout(300)
    assert not seen.page.is_visible("#left .legend")
    click_node(seen, busiest(files[1])["label"])
    box = seen.page.locator("#panel").bounding_box()
    assert box["width"] == 390 and box["y"] > 300
    seen.clean()


def test_policy_stops_a_script_that_is_not_ours(opened):
    seen = opened("small")
    seen.page.evaluate(
        """() => document.body.append(
        Object.assign(document.createElement('script'), {textContent: 'window.hacked = 9'}))"""
    )
    reported = seen.page.evaluate(
        """() => new Promise(done => {
        document.addEventListener('securitypolicyviolation', e => done(e.effectiveDirective));
        document.body.append(Object.assign(new Image(), {src: 'https://example.invalid/x.png'})); })"""
    )
    assert reported == "img-src"
    assert seen.page.evaluate("typeof window.hacked") == "undefined"
    assert any("Content Security Policy" in e for e in seen.errors)
