"""How fast a page opens and pans, beside plain pyvis on the same graph, in one run of headless Chromium.

    .venv/bin/python bench/bench_page.py [--nodes N --edges M] [--quick]

Columns: size of the file; seconds until the page has drawn its first picture; seconds until a click on
a node has been answered (ours: the panel names it; pyvis: vis-network reports the selection); pictures
a second while the view is dragged, of the overview and of the whole graph. A cell says "> 60 s" where
the page had not got there by then. Bytes asked for over the network are counted too (all are blocked).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.browser import FLAGS, find_browser
from tests.visualize.graphs import annotation_graph, plan_graph
from visualize import page

LIMIT = 60.0
GOLD = Path(__file__).resolve().parents[2] / "shared/gold/01-luliang-party-congress-2021.json"
# The canvas is drawn when a picture after the first one that has ink is out.
DRAWN = """() => { const c = document.querySelector('canvas'); if (!c || !c.width) return false;
    const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
    for (let i = 3; i < d.length; i += 4) if (d[i]) return true; return false; }"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=5000)
    parser.add_argument("--edges", type=int, default=10000)
    parser.add_argument("--quick", action="store_true", help="leave plain pyvis out")
    arguments = parser.parse_args()
    graphs = {f"made up, {arguments.nodes} / {arguments.edges}": plan_graph(arguments.nodes, arguments.edges, 60)}
    if GOLD.exists():
        luliang = annotation_graph(GOLD)
        graphs = {f"Lüliang, {len(luliang)} / {luliang.number_of_edges()}": luliang, **graphs}
    print(
        f"{'graph':28}{'page':10}{'file MB':>8}{'made s':>8}"
        + "".join(f"{h:>9}" for h in ("drawn s", "click s", "pan fps", "pan all"))
        + f"{'asked':>7}"
    )
    with tempfile.TemporaryDirectory() as folder:
        for name, graph in graphs.items():
            for kind, make in (("plankg", write_ours), ("pyvis", write_plain)):
                if kind == "pyvis" and arguments.quick:
                    continue
                path = Path(folder) / f"{kind}.html"
                begun = time.perf_counter()
                make(graph, path)
                made = time.perf_counter() - begun
                cells = measure(path, ours=kind == "plankg")
                print(f"{name:28}{kind:10}{path.stat().st_size / 1e6:8.2f}{made:8.2f}" + "".join(cells), flush=True)


def write_ours(graph: Any, path: Path) -> None:
    """Our page."""
    page.write(graph, path)


def write_plain(graph: Any, path: Path) -> None:
    """Plain pyvis as its documentation shows it: from_nx, defaults, resources in line."""
    import networkx as nx
    from pyvis.network import Network

    plain = nx.MultiDiGraph()
    for node, data in graph.nodes(data=True):
        plain.add_node(node, label=data["label"], group=data["cls"], title=data["label"])
    plain.add_edges_from((a, b, {"title": data["label"]}) for a, b, data in graph.edges(data=True))
    network = Network(height="800px", directed=True, cdn_resources="in_line")
    network.from_nx(plain)
    path.write_text(network.generate_html(), encoding="utf-8")


def measure(path: Path, *, ours: bool) -> list[str]:
    """The cells of one page: drawn, click, pan, pan of everything, requests."""
    from playwright.sync_api import Error as PlaywrightError
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(FLAGS))
        context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
        tab = context.new_page()
        tab.set_default_timeout(LIMIT * 1000)
        asked: list[str] = []
        tab.on("request", lambda r: asked.append(r.url) if not r.url.startswith(("file:", "data:", "blob:")) else None)
        cells = [f"{f'> {LIMIT:.0f}':>9}"] * 4
        begun = time.perf_counter()
        try:
            tab.goto(path.as_uri())
            tab.wait_for_function(DRAWN if ours else f"() => ({DRAWN})() && typeof network !== 'undefined'", polling=50)
            tab.evaluate("() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))")
            cells[0] = f"{time.perf_counter() - begun:9.2f}"
            click(tab, ours=ours)
            cells[1] = f"{time.perf_counter() - begun:9.2f}"
            cells[2] = cells[3] = f"{pan(tab):9.0f}"
            if ours and tab.is_visible("#whole"):
                tab.click("#whole")
                cells[3] = f"{pan(tab):9.0f}"
        except (PlaywrightError, TimeoutError) as error:
            print(f"  {path.name}: {str(error).splitlines()[0][:90]}", file=sys.stderr)
        browser.close()
        return [*cells, f"{len(asked):7d}"]


def click(tab: Any, *, ours: bool) -> None:
    """Click the best connected node where it is drawn, and wait for the answer."""
    if ours:
        label = tab.inner_text("#panel ol.links [data-node] >> nth=0")
        tab.click("#panel ol.links [data-node] >> nth=0")
        tab.wait_for_function("(label) => document.querySelector('#panel h2').textContent === label", arg=label)
        return
    tab.evaluate("() => { window.answered = false; network.on('select', () => window.answered = true); }")
    for _ in range(200):  # the physics moves the node on: aim again until it is hit
        x, y = tab.evaluate(
            """() => { const d = {}; edges.forEach(e => [e.from, e.to].forEach(end => { d[end] = (d[end] || 0) + 1; }));
            const id = Object.keys(d).sort((a, b) => d[b] - d[a])[0];
            const p = network.canvasToDOM(network.getPositions([id])[id]);
            const b = document.querySelector('canvas').getBoundingClientRect(); return [p.x + b.x, p.y + b.y]; }"""
        )
        tab.mouse.click(min(max(x, 5), 1270), min(max(y, 5), 790))
        tab.wait_for_timeout(50)
        if tab.evaluate("() => window.answered"):
            return
    raise TimeoutError("no click was answered")


def pan(tab: Any) -> float:
    """Pictures a second while the view is dragged for two seconds from an empty place."""
    tab.keyboard.press("Escape")
    box = tab.locator("canvas").first.bounding_box()
    x, y = box["x"] + box["width"] - 30, box["y"] + 30
    tab.mouse.move(x, y)
    tab.mouse.down()
    tab.mouse.move(x - 5, y + 5)
    frames = tab.evaluate_handle(
        """() => { const out = {n: 0, on: true, begun: performance.now()};
        const c = document.querySelector('canvas'), b = c.getBoundingClientRect(); let k = 0;
        const tick = () => { if (!out.on) return; out.n++; k++;
          const at = {clientX: b.right - 35 - 200 * Math.abs(Math.sin(k / 20)),
            clientY: b.top + 35 + 150 * Math.abs(Math.sin(k / 23)), bubbles: true,
            pointerId: 1, pointerType: 'mouse', isPrimary: true, buttons: 1, button: -1};
          c.dispatchEvent(new PointerEvent('pointermove', at)); requestAnimationFrame(tick); };
        requestAnimationFrame(tick); return out; }"""
    )
    tab.wait_for_timeout(2000)
    rate = frames.evaluate("(out) => { out.on = false; return out.n / (performance.now() - out.begun) * 1000; }")
    tab.mouse.up()
    return float(rate)


if __name__ == "__main__":
    main()
