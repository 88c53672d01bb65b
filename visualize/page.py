"""A networkx graph to one self-contained HTML file that opens from a disk without a network."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import networkx as nx
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from visualize import assets
from visualize.county import county_part
from visualize.drawing import draw
from visualize.groups import Group, find_groups
from visualize.layout import place_nodes
from visualize.options import PageError, PageOptions
from visualize.overview import overview
from visualize.payload import facts, ordered
from visualize.pinyin import romaniser

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_LONE = re.compile("[\ud800-\udfff]")


def render(graph: nx.MultiDiGraph[str], *, options: PageOptions | None = None) -> str:
    """The page as text. The same graph and options give the same text, whatever the order of nodes and edges.

    An empty graph gives a page that says so. Nothing of the graph becomes markup or script: labels and
    sentences travel in a JSON block whose markup characters are escaped, and are shown as text.

    Raises:
        UnknownCountyError: ``options.county`` is not in the graph.
        PageError: pyvis's library is missing, or the graph is not a directed multigraph.
    """
    options = options or PageOptions()
    if not isinstance(graph, nx.MultiDiGraph):
        raise PageError("需要 networkx.MultiDiGraph")
    county = None
    if options.county:
        graph, county = county_part(graph, options.county)
    data = page_data(graph, options, county)
    title = (
        options.title
        or (f"{county['name']}：规划图谱" if county else "")
        or str(graph.graph.get("title") or "规划图谱")
    )
    vis, script, style = _fit(assets.vis_network()), assets.own_script(), assets.own_style()
    policy = "; ".join((
        "default-src 'none'",
        f"script-src {assets.csp_hash(vis)} {assets.csp_hash(script)}",
        f"style-src {assets.csp_hash(style)}",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ))  # fmt: skip
    environment = Environment(loader=PackageLoader("visualize"), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("page.html").render(
        title=_LONE.sub("\ufffd", title),
        policy=policy,
        style=Markup(style),
        vis=Markup(vis),
        script=Markup(script),
        data=Markup(island(data)),
        county=bool(county),
    )


def write(graph: nx.MultiDiGraph[str], path: str | Path, *, options: PageOptions | None = None) -> int:
    """Write the page to ``path`` in UTF-8 and return its size in bytes; a file there is replaced at once or not at all.

    Raises:
        OSError: the place cannot be written; an older file there is left as it was.
        PageError: as ``render``.
    """
    content = render(graph, options=options).encode("utf-8")
    path = Path(path)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return len(content)


def page_data(
    graph: nx.MultiDiGraph[str], options: PageOptions, county: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Everything the page's script reads, as JSON-ready values."""
    nodes, edges = ordered(graph)
    number = {node: index for index, node in enumerate(nodes)}
    links = [(number[a], number[b]) for a, b, _ in edges]
    labels = [str(graph.nodes[n].get("label") or n) for n in nodes]
    classes = [str(graph.nodes[n].get("cls", "")) for n in nodes]
    own = county["name"] if county else None  # on its own page everything is the county's: it anchors nothing
    anchors = [[c for c in graph.nodes[n].get("counties", ()) if c != own] for n in nodes]
    groups = find_groups(labels, classes, anchors, links)
    group_of = [0] * len(nodes)
    for index, group in enumerate(groups):
        for member in group.members:
            group_of[member] = index
    positions = place_nodes(groups, links, [_label_width(label) for label in labels], _coordinates(graph))
    network = draw(graph, positions)
    levels = [str(graph.nodes[n].get("level") or "") for n in nodes]
    degree = Counter(i for link in links for i in link)
    return {
        "vis": {"nodes": network.nodes, "edges": network.edges, "options": network.options},
        "facts": facts(graph, romaniser(), options, group_of),
        "groups": [_group(g) for g in groups],
        "overview": overview(classes, levels, groups, degree, options),
        "county": county,
        "compare": list(options.compare) if options.compare else None,
    }


def island(data: dict[str, Any]) -> str:
    """JSON that may stand inside a script element: no character of it can end the element or open another."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    text = _LONE.sub("\ufffd", text)
    return re.sub("[<>&\u2028\u2029]", lambda m: _ESCAPES[m.group()], text)


def _fit(script: str) -> str:
    """The library as it may stand in a script element; it is refused if a character sequence would end the element."""
    if re.search(r"</script|<!--", script, re.IGNORECASE):
        raise PageError("pyvis 自带的 vis-network 不能内嵌")
    return script.replace("\r\n", "\n")


def _label_width(label: str) -> float:
    """About how wide a label is drawn, in pixels; the page cuts it after 14 characters."""
    return sum(12.5 if ord(c) > 0x2E80 else 6.5 for c in label[:14])


def _coordinates(graph: nx.MultiDiGraph[str]) -> dict[str, tuple[float, float]]:
    rows = graph.graph.get("counties", {}).values()
    return {
        str(r["name"]): (float(r["lon"]), float(r["lat"]))
        for r in rows
        if isinstance(r.get("lon"), int | float) and isinstance(r.get("lat"), int | float)
    }


def _group(group: Group) -> dict[str, Any]:
    return {"n": group.name, **({"county": 1} if group.county else {}), **({"loose": 1} if group.loose else {})}
