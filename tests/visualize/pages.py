"""What the tests of the page do with it: find a node to act on, act, and count what is to be seen."""

from __future__ import annotations

import networkx as nx

PIXELS = """const c = document.querySelector('#net canvas');
    const copy = Object.assign(document.createElement('canvas'), {width: c.width, height: c.height});
    const ctx = copy.getContext('2d', {willReadFrequently: true});
    ctx.drawImage(c, 0, 0);
    const d = ctx.getImageData(0, 0, c.width, c.height).data;"""

SELECTED = "#panel h2"


def county(graph) -> str:
    return sorted(c["name"] for c in graph.graph["counties"].values())[0]


def busiest(graph, cls="Place", level="county"):
    ranked = sorted(graph.nodes(data=True), key=lambda n: (-graph.degree(n[0]), n[0]))
    return next(d for _, d in ranked if d["cls"] == cls and (not level or d["level"] == level))


def click_node(seen, label, *, double=False, hover=False):
    """Pan to the node with a label through the search, then act on it with the pointer, on the canvas itself."""
    seen.page.fill("#q", label)
    seen.page.wait_for_selector("#hits li[aria-selected=true]")
    seen.page.press("#q", "Enter")
    seen.page.wait_for_timeout(60)
    box = seen.page.locator("#net").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    if hover:
        seen.page.mouse.move(x, y)
    elif double:
        seen.page.mouse.dblclick(x, y)
    else:
        seen.page.mouse.click(x, y)
    seen.page.wait_for_timeout(400)  # two clicks in one place within a moment would be a double click


def listed(seen) -> int:
    """How many entities pass the filters, as the list says."""
    seen.page.click("#tab-list")
    text = seen.page.inner_text("#list caption")
    seen.page.click("#tab-graph")
    return int(text.split(" ")[0].replace(",", ""))


def expected(graph, **wanted):
    plans = graph.graph["plans"]
    tests = {
        "plan": lambda d, v: v in d["plans"],
        "year": lambda d, v: any(str(plans[p]["year"]) == v for p in d["plans"]),
        "county": lambda d, v: v in d["counties"],
        "status": lambda d, v: d["status"] == v,
        "kind": lambda d, v: d["kind"] == v,
    }
    return sum(all(tests[k](d, v) for k, v in wanted.items()) for _, d in graph.nodes(data=True))


def drawn(seen, what: str) -> int:
    """How many nodes or edges the canvas holds, as the page says to those who cannot see it."""
    return int(seen.page.get_attribute("#net", f"data-{what}s"))


def darkness(seen) -> int:
    """How much ink the canvas has."""
    return seen.page.evaluate(
        f"""() => {{ {PIXELS}
        let ink = 0; for (let i = 0; i < d.length; i += 16) ink += (d[i + 3] / 255) * Math.max(0, 249 - d[i + 1]);
        return Math.round(ink); }}"""
    )


def shortest(graph, a, b):
    ids = {d["label"]: n for n, d in graph.nodes(data=True)}
    return nx.shortest_path_length(graph.to_undirected(), ids[a], ids[b])


def colours(seen) -> set[str]:
    return set(
        seen.page.evaluate(
            f"""() => {{ {PIXELS} const out = new Set(); for (let i = 0; i < d.length; i += 4)
            out.add('#' + [d[i], d[i+1], d[i+2]].map(v => v.toString(16).padStart(2, '0')).join(''));
            return [...out]; }}"""
        )
    )
