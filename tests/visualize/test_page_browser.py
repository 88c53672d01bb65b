"""Opening, finding, reading and filtering, in a real Chromium without a network, at desktop and phone widths."""

from __future__ import annotations

import pytest

from tests.visualize.pages import SELECTED, busiest, click_node, county, drawn, expected, listed


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("name", ["small", "large", "hostile", "county", "changed", "empty"])
def test_opens_offline_without_a_complaint(opened, name, size):
    seen = opened(name, size)
    assert seen.page.locator("#net canvas").count() == 1
    assert seen.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert seen.page.evaluate("typeof window.hacked") == "undefined"
    seen.clean()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_controls_do_not_overlap(opened, size):
    seen = opened("large", size)
    boxes = seen.page.evaluate(
        """() => [...document.querySelectorAll('#top button, #top input, #top h1, #canvas-tools button, #hint')]
        .filter(e => e.offsetParent && getComputedStyle(e).visibility === 'visible')
        .map(e => [e.id || e.tagName, e.getBoundingClientRect()])
        .map(([id, b]) => [id, b.left, b.top, b.right, b.bottom])"""
    )
    assert len(boxes) > 8
    for n, (one, left, top, right, bottom) in enumerate(boxes):
        assert right - left > 5 and right <= seen.page.viewport_size["width"] + 0.5, one
        for other, left2, top2, right2, bottom2 in boxes[n + 1 :]:
            apart = right <= left2 + 0.5 or right2 <= left + 0.5 or bottom <= top2 + 0.5 or bottom2 <= top + 0.5
            assert apart, (one, other)


@pytest.mark.parametrize("kind", ["label", "alias", "full", "initials"])
def test_search_finds_by_label_alias_and_pinyin(opened, files, kind):
    from pypinyin import lazy_pinyin

    county = busiest(files[1])
    sounds = lazy_pinyin(county["label"])
    text = {
        "label": county["label"], "alias": county["aliases"][0],
        "full": "".join(sounds), "initials": "".join(s[0] for s in sounds),
    }[kind]  # fmt: skip
    seen = opened("small")
    seen.page.fill("#q", text.upper() if kind == "full" else text)
    first = seen.page.locator("#hits li")
    assert county["label"] in first.all_inner_texts()[0] if kind in ("label", "alias") else True
    assert any(county["label"] in t for t in first.all_inner_texts())
    seen.page.fill("#q", county["label"])
    seen.page.press("#q", "ArrowDown")
    seen.page.press("#q", "ArrowUp")
    seen.page.press("#q", "Enter")
    assert seen.page.inner_text(SELECTED) == county["label"]
    seen.page.fill("#q", "没有的东西")
    assert seen.page.inner_text("#hits") == "没有找到"
    seen.clean()


def test_slash_focuses_search_and_escape_clears_the_selection(opened, files):
    seen = opened("small")
    seen.page.keyboard.press("/")
    seen.page.keyboard.type(busiest(files[1])["label"])
    seen.page.keyboard.press("Enter")
    assert seen.page.locator(".close").count() >= 1
    seen.page.keyboard.press("Escape")
    assert "个点" in seen.page.inner_text(SELECTED)


def test_panel_shows_facts_and_sentences_with_the_name_highlighted(opened, files):
    graph = files[1]
    county = busiest(graph)
    seen = opened("small")
    click_node(seen, county["label"])
    assert seen.page.inner_text(SELECTED) == county["label"]
    assert seen.page.inner_text(".sentences mark >> nth=0") == county["label"]
    cite = seen.page.inner_text(".sentences cite >> nth=0")
    row = graph.graph["evidence"][county["evidence"][0]]
    assert "第五次党代会报告" in cite and row["section"] in cite and f"第 {row['page']} 页" in cite
    assert county["aliases"][0] in seen.page.inner_text(".facts")
    shown = seen.page.locator("#panel .links [data-node]").count()
    assert shown > 3
    seen.clean()


def test_an_edge_shows_its_sentence(opened, files):
    seen = opened("small")
    click_node(seen, busiest(files[1])["label"])
    seen.page.click("#panel .links button.quiet:has-text('句') >> nth=0")
    assert "联系" in seen.page.inner_text("#panel .kicker")
    assert seen.page.locator("#panel .statement [data-node]").count() == 2
    assert seen.page.locator("#panel .sentences mark").count() >= 1
    seen.clean()


def test_county_folder_is_linked_only_where_it_is_known(opened, files):
    seen = opened("small")
    click_node(seen, county(files[1]))
    assert seen.page.get_attribute("#panel a.file", "href") == "counties/某县/"


def test_legend_hides_and_only_shows(opened):
    seen = opened("small")
    all_rows = listed(seen)
    seen.page.click("[data-mark='c:Project']")
    assert listed(seen) < all_rows
    assert seen.page.get_attribute("[data-mark='c:Project']", "aria-checked") == "false"
    seen.page.click("#undo")
    assert listed(seen) == all_rows
    seen.page.hover("[data-mark='c:Place']")
    seen.page.click("li:has([data-mark='c:Place']) .only")
    assert listed(seen) == 9
    seen.page.click("#reset")
    assert listed(seen) == all_rows
    seen.clean()


@pytest.mark.parametrize(
    ("field", "value"),
    [("plan", "999900-2016"), ("year", "2016"), ("status", "谋划"), ("kind", "公路"), ("county", "")],
)
def test_filters_leave_what_they_say(opened, files, field, value):
    value = value or county(files[1])
    seen = opened("small")
    seen.page.select_option(f"#filter-{field}", value)
    assert listed(seen) == expected(files[1], **{field: value})
    assert f"{field}=" in seen.page.evaluate("new Promise(r => setTimeout(() => r(location.hash), 300))")
    seen.clean()


def test_said_and_inferred_links_can_be_told_apart(opened, files):
    seen = opened("small")
    total = sum(d["inferred"] for *_, d in files[1].edges(data=True))
    assert total > 0
    seen.page.select_option("#filter-said", "inferred")
    assert drawn(seen, "edge") == total
    seen.page.select_option("#filter-said", "said")
    assert drawn(seen, "edge") == files[1].number_of_edges() - total


def test_relations_can_be_hidden(opened, files):
    seen = opened("small")
    before = drawn(seen, "edge")
    seen.page.click("[data-mark='r:within']")
    assert drawn(seen, "edge") == before - 8
