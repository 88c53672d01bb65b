"""Our own queries' rows as text, for those that read facts out of the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

import pyoxigraph
from pyoxigraph import Literal

from kg.query import PREFIXES, text


def rows(store: pyoxigraph.Store, query: str) -> Iterator[list[str]]:
    """Rows of our own queries as text, "" where unbound."""
    result = store.query(query, prefixes=dict(PREFIXES))
    assert isinstance(result, pyoxigraph.QuerySolutions)
    for solution in result:
        yield [t.value if isinstance(t, Literal) else text(t) for t in solution]


def grouped(pairs: Iterable[list[str]]) -> dict[str, list[str]]:
    """Rows of two: the second ones by the first, sorted, each once."""
    found: dict[str, set[str]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return {key: sorted(values) for key, values in found.items()}


def plan_id(graph: str) -> str:
    """The plan's id, the last part of its graph's IRI."""
    return unquote(graph.rsplit("/", 1)[-1])
