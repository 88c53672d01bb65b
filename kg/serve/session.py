"""What a worker keeps between requests: the open graph, and what it has looked up in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph
from pyoxigraph import DefaultGraph, Literal, NamedNode

from kg.place_names import label_of
from kg.query import PREFIXES
from kg.serve.settings import Limits
from kg.store import GraphStore
from kg.store_files import CURRENT

ID, ONT = PREFIXES["id"], PREFIXES["plan"]
_PREF, _ALT = NamedNode(PREFIXES["skos"] + "prefLabel"), NamedNode(PREFIXES["skos"] + "altLabel")
_RDFS_LABEL = NamedNode(PREFIXES["rdfs"] + "label")
_TITLE = NamedNode(PREFIXES["dcterms"] + "title")
_TEXT = NamedNode(ONT + "text")
_INDICATOR = NamedNode(ONT + "indicator")
_MERGED = DefaultGraph()
_VARIABLE = re.compile(r"\?(\w+)")
_SAFE = "/%:@!$&'()*+,;=~-._"


class Session:
    """An open graph that follows the directory: when a build has switched it, the next request sees the new one."""

    def __init__(self, directory: str, limits: Limits) -> None:
        self.directory = Path(directory)
        self.limits = limits
        self.graph: GraphStore = GraphStore.memory()
        self.graphs: frozenset[str] = frozenset()
        self.kept: dict[str, Any] = {}
        self._stack = ExitStack()
        self._seen: tuple[int, int] | None = None
        self._forget()

    @property
    def store(self) -> pyoxigraph.Store:
        """The embedded store."""
        return self.graph.store

    def refresh(self) -> None:
        """Opens the graph if it is not open, or anew if the directory has a newer one.

        Raises:
            StoreError: it cannot be opened.
        """
        try:
            state = (self.directory / CURRENT).stat()
            now = (state.st_ino, state.st_mtime_ns)
        except OSError:
            now = (0, 0)
        if now == self._seen:
            return
        stack = ExitStack()
        self.graph = stack.enter_context(GraphStore.open(self.directory))
        self._stack.close()
        self._stack, self._seen = stack, now
        self.graphs = frozenset(g.value for g in self.store.named_graphs() if isinstance(g, NamedNode))
        self.kept = {}
        self._forget()

    def rows(self, query: str, **bound: NamedNode | Literal) -> list[tuple[Any, ...]]:
        """Rows of one of our own queries; ``bound`` are terms to put for variables that it does not select.

        A term is written by the store's own writer, so whatever is in it stays inside it.
        """
        text = _VARIABLE.sub(lambda m: str(bound[m[1]]) if m[1] in bound else m[0], query)
        result = self.store.query(text, prefixes=dict(PREFIXES))
        assert isinstance(result, pyoxigraph.QuerySolutions)
        return [tuple(row) for row in result]

    def _forget(self) -> None:
        self.label = lru_cache(maxsize=50_000)(self._label)
        self.node_named = lru_cache(maxsize=50_000)(self._node_named)
        self.described = lru_cache(maxsize=5_000)(self._described)

    def _described(self, node: NamedNode) -> dict[str, Sequence[Any]]:
        """All that is said of a node: values by the predicate's IRI."""
        found: dict[str, list[Any]] = {}
        for quad in self.store.quads_for_pattern(node, None, None, _MERGED):
            found.setdefault(quad.predicate.value, []).append(quad.object)
        return dict(found)

    def _label(self, node: NamedNode) -> str:
        """A node's name for a reader: label, title, wording of a goal, indicator of a target, end of the IRI."""
        for predicate in (_PREF, _RDFS_LABEL, _TITLE, _TEXT):
            found = [q.object for q in self.store.quads_for_pattern(node, predicate, None, _MERGED)]
            literals = [t for t in found if isinstance(t, Literal)]
            if predicate == _PREF and literals and not node.value.startswith(ONT):
                return label_of(self.store, node)
            if literals:
                chinese = sorted(t.value for t in literals if t.language != "en")
                return (chinese or sorted(t.value for t in literals))[0]
        for quad in self.store.quads_for_pattern(node, _INDICATOR, None, _MERGED):
            if isinstance(quad.object, NamedNode):
                return label_of(self.store, quad.object)
        return node.value.removeprefix(ID).removeprefix(ONT)

    def term(self, node: NamedNode, language: str) -> str:
        """A node's name in "zh" or "en": the ontology's terms have both, everything else only the plans' words."""
        if language == "en" and node.value.startswith(ONT):
            labels = self.described(node).get(_RDFS_LABEL.value, ())
            english = sorted(t.value for t in labels if isinstance(t, Literal) and t.language == "en")
            if english:
                return english[0]
        return self.label(node)

    def vocabulary(self) -> Mapping[str, str]:
        """English labels of the ontology's terms by their Chinese ones, the first where a word names several."""
        if "vocabulary" not in self.kept:
            rows = self.rows("""SELECT ?zh (MIN(STR(?english)) AS ?en) { ?term rdfs:label ?zh, ?english
                FILTER(LANG(?zh) = "zh" && LANG(?english) = "en") } GROUP BY ?zh""")
            self.kept["vocabulary"] = {zh.value: en.value for zh, en in rows}
        found: Mapping[str, str] = self.kept["vocabulary"]
        return found

    def _node_named(self, text: str) -> NamedNode | None:
        """The entity that a Chinese label means; None where none or several have it."""
        label = Literal(text, language="zh")
        for predicate in (_PREF, _ALT):
            found = {q.subject for q in self.store.quads_for_pattern(None, predicate, label, _MERGED)}
            nodes = [n for n in found if isinstance(n, NamedNode) and n.value.startswith(ID)]
            if len(nodes) == 1:
                return nodes[0]
            if nodes:
                return None
        return None


def path_of(iri: str) -> str:
    """The path of this server where an IRI of the graph can be read; "" for any other IRI."""
    for start, path in ((ID, "/id/"), (ONT, "/ont/")):
        rest = iri.removeprefix(start)
        if rest != iri and rest:
            return path + quote(rest, safe=_SAFE)
    return ""
