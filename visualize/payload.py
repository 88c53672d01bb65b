"""What the page knows: the graph's facts as plain lists, small enough to travel inside the file.

The graph is a ``networkx.MultiDiGraph``. ``graph.graph`` has ``title``, ``plans`` (id -> title, place,
code, year, kind), ``evidence`` (plan, section, page, text, start, end, rule; start and end count code
points of text and mark what to highlight) and ``counties`` (code -> name, lon, lat). Nodes are IRIs
with ``label``, ``cls`` and, where known, aliases, kind, status, code, level, lon, lat, counties, plans,
evidence (indices), inferred, change; targets also indicator, operator, value, unit, per, deadline and
subject. Edges have ``predicate``, ``label``, inferred, rule, plans, evidence, change. All but label, cls and
predicate may be absent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import networkx as nx

from visualize.options import PageOptions
from visualize.style import CHANGES, CLASSES, LEVELS, OTHER, PREDICATES

Facts = dict[str, Any]
TARGET_FIELDS = ("indicator", "operator", "value", "unit", "per", "deadline", "subject", "baseline", "binding")


def ordered(graph: nx.MultiDiGraph[str]) -> tuple[list[str], list[tuple[str, str, Facts]]]:
    """Nodes by IRI and edges by ends and predicate: the numbering used in the page, whatever the graph's order."""
    nodes = sorted(graph.nodes)
    edges = sorted(graph.edges(data=True), key=lambda e: (e[0], e[1], str(e[2].get("predicate", ""))))
    return nodes, edges


def facts(
    graph: nx.MultiDiGraph[str], romanise: Callable[[str], str], options: PageOptions, group_of: Sequence[int]
) -> Facts:
    """The tables behind the drawing; lists are aligned with ``ordered``; what is empty is left out."""
    nodes, edges = ordered(graph)
    plans = graph.graph.get("plans", {})
    plan_ids = sorted(plans, key=lambda p: (plans[p].get("year") or 0, p))
    county_names = _county_names(graph, nodes)
    number = {"plan": {p: i for i, p in enumerate(plan_ids)}, "county": {c: i for i, c in enumerate(county_names)}}
    keys = short_keys(nodes)
    node_rows = [
        _node(graph.nodes[n], key, group, number, romanise) for n, key, group in zip(nodes, keys, group_of, strict=True)
    ]
    sentences, evidence = _evidence(graph.graph.get("evidence", []), number["plan"])
    return {
        "plans": [{"id": p, **{k: plans[p].get(k) for k in ("title", "place", "year", "kind")}} for p in plan_ids],
        "counties": _counties(graph, county_names, options),
        "nodes": node_rows,
        "edges": [_edge(data, number) for _, _, data in edges],
        "sentences": sentences,
        "evidence": evidence,
        **_words(),
    }


def short_keys(nodes: Sequence[str]) -> list[str]:
    """A short name for each node in the page's address, the same as long as its IRI is."""
    digests = [hashlib.sha256(n.encode("utf-8", "surrogatepass")).hexdigest() for n in nodes]
    length = 6
    while len({d[:length] for d in digests}) < len(digests):
        length += 2
    return [d[:length] for d in digests]


def _node(
    data: Facts, key: str, group: int, number: Mapping[str, Mapping[str, int]], romanise: Callable[[str], str]
) -> Facts:
    aliases = [str(a) for a in data.get("aliases", ())]
    row: Facts = {
        "k": key,
        "c": str(data.get("cls", OTHER.name)),
        "g": group,
        "py": [key for key in dict.fromkeys(romanise(name) for name in (str(data.get("label", "")), *aliases)) if key],
        "a": aliases,
        "kd": str(data.get("kind") or ""),
        "st": str(data.get("status") or ""),
        "cd": str(data.get("code") or ""),
        "lv": LEVELS.get(str(data.get("level") or ""), str(data.get("level") or "")),
        "co": [number["county"][c] for c in data.get("counties", ())],
        "at": [data["lon"], data["lat"]] if _located(data) else None,
        **_shared(data, number["plan"]),
    }
    if data.get("cls") == "Target":
        row["t"] = {k: str(data[k]) for k in TARGET_FIELDS if data.get(k) not in (None, "", 0)}
    return {k: v for k, v in row.items() if v not in (None, "", [], False) or k == "g"}


def _edge(data: Facts, number: Mapping[str, Mapping[str, int]]) -> Facts:
    row: Facts = {"r": str(data.get("predicate", "")), **_shared(data, number["plan"])}
    name = str(data.get("label") or "")
    if name and name != PREDICATES.get(row["r"], ("",))[0]:
        row["l"] = name
    row["ru"] = str(data.get("rule") or "") if data.get("inferred") else ""
    return {k: v for k, v in row.items() if v not in (None, "", [], False)}


def _shared(data: Facts, plan_number: Mapping[str, int]) -> Facts:
    """What nodes and edges have in common."""
    return {
        "p": sorted(plan_number[p] for p in data.get("plans", ()) if p in plan_number),
        "e": [int(i) for i in data.get("evidence", ())],
        "i": 1 if data.get("inferred") else False,
        "ch": data.get("change") if data.get("change") in CHANGES else None,
    }


def _located(data: Facts) -> bool:
    return isinstance(data.get("lon"), int | float) and isinstance(data.get("lat"), int | float)


def _county_names(graph: nx.MultiDiGraph[str], nodes: Sequence[str]) -> list[str]:
    """Counties by code, then those that only nodes name."""
    listed = graph.graph.get("counties", {})
    names = [str(listed[code]["name"]) for code in sorted(listed)]
    named = {str(c) for n in nodes for c in graph.nodes[n].get("counties", ())}
    return list(dict.fromkeys([*names, *sorted(named - set(names))]))


def _counties(graph: nx.MultiDiGraph[str], names: Sequence[str], options: PageOptions) -> list[Facts]:
    listed = graph.graph.get("counties", {})
    known = {str(listed[code]["name"]): (code, listed[code]) for code in sorted(listed, reverse=True)}
    rows = []
    for name in names:
        code, data = known.get(name, ("", {}))
        link = options.county_links.get(name, "")
        row = {
            "n": name,
            "cd": code,
            "at": [data["lon"], data["lat"]] if _located(data) else None,
            "h": _relative(link),
        }
        rows.append({k: v for k, v in row.items() if v})
    return rows


def _relative(link: str) -> str:
    """The link if it stays below the page's own folder, else "": no scheme, host, root or climbing."""
    parts = link.replace("\\", "/").split("/")
    return "" if ":" in link or link.startswith(("/", "\\")) or ".." in parts else link


def _evidence(rows: Sequence[Facts], plan_number: Mapping[str, int]) -> tuple[list[list[Any]], list[list[Any]]]:
    """Sentences, each once, as [plan, section, page, text]; evidence as [sentence, start, end, rule].

    Offsets are turned from code points into UTF-16 units, which is what the page's strings count.
    """
    sentences: dict[tuple[int, str, int, str], int] = {}
    evidence = []
    for row in rows:
        text = str(row.get("text", ""))
        key = (plan_number.get(row.get("plan", ""), -1), str(row.get("section") or ""), int(row.get("page") or 0), text)
        index = sentences.setdefault(key, len(sentences))
        start, end = (_utf16(text, int(row.get(k) or 0)) for k in ("start", "end"))
        evidence.append([index, start, max(start, end), str(row.get("rule") or "")])
    return [list(key) for key in sentences], evidence


def _utf16(text: str, offset: int) -> int:
    return len(text[: max(0, offset)].encode("utf-16-le", "surrogatepass")) // 2


def _words() -> Facts:
    """The legend's words, in order."""
    styles = [*CLASSES, OTHER]
    return {
        "classes": [{"n": s.name, "zh": s.zh, "en": s.en, "co": s.colour, "sh": s.shape} for s in styles],
        "predicates": {name: {"zh": zh, "en": en} for name, (zh, en) in PREDICATES.items()},
        "changes": {name: {"zh": zh, "en": en, "co": colour} for name, (zh, en, colour) in CHANGES.items()},
    }
