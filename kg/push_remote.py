"""A graph on another SPARQL 1.1 server: asked there, or fetched to be read here (``--endpoint``).

A server's default graph may be empty or the union; so each query names its dataset: all named graphs, merged as the
default graph and each by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

import pyoxigraph
from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
)

from kg.push_http import PushError, request
from kg.query import PREFIXES, Answer
from kg.query_guard import guard

_JSON, _TRIPLES = "application/sparql-results+json", "application/n-triples"
_GRAPHS = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"


def run_remote(
    endpoint: str, query: str, *, token: str = "", timeout: float = 60.0, limit: int | None = None
) -> Answer:
    """The answer of the server at ``endpoint`` (its query address) to a query; ``limit`` rows or triples are kept.

    The known prefixes are put in front where the query does not declare them itself.

    Raises:
        QueryError: refused by our own guard (SERVICE, updates).
        PushError: the server cannot be reached, refuses or answers what is no result.
    """
    graphs = remote_graphs(endpoint, token=token, timeout=timeout)
    text = guard(query, graphs).text
    head = "".join(f"PREFIX {key}: <{value}>\n" for key, value in PREFIXES.items())
    body = _post(endpoint, head + text, graphs, token, timeout)
    return _answer(endpoint, body, limit)


def remote_graphs(endpoint: str, *, token: str = "", timeout: float = 60.0) -> list[str]:
    """The IRIs of the server's named graphs, sorted."""
    answer = _answer(endpoint, _post(endpoint, _GRAPHS, [], token, timeout), None)
    return sorted(row[0].value for row in answer.rows if isinstance(row[0], NamedNode))


def fetch_store(endpoint: str, *, token: str = "", timeout: float = 300.0) -> pyoxigraph.Store:
    """The server's graphs in memory, graph by graph, with their merge as the default graph, as ``GraphStore`` has it.

    Raises:
        PushError: the server cannot be reached, refuses or answers what is no graph.
    """
    store = pyoxigraph.Store()
    for name in remote_graphs(endpoint, token=token, timeout=timeout):
        graph = NamedNode(name)
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"
        body = _post(endpoint, query, [], token, timeout)
        store.bulk_extend(_quads(endpoint, body, graph))
    return store


def construct_remote(endpoint: str, query: str, *, token: str = "", timeout: float = 60.0) -> tuple[Triple, ...]:
    """The triples of a CONSTRUCT over all named graphs of the server. Raises as ``run_remote`` does."""
    return run_remote(endpoint, query, token=token, timeout=timeout).triples


def _quads(endpoint: str, body: bytes, graph: NamedNode) -> Iterator[Quad]:
    try:
        for quad in pyoxigraph.parse(body, format=RdfFormat.N_TRIPLES):
            yield Quad(quad.subject, quad.predicate, quad.object, graph)
            yield Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())
    except (SyntaxError, ValueError) as error:
        raise PushError(endpoint, f"回答不是 N-Triples（{error}）") from error


def _post(endpoint: str, query: str, graphs: list[str], token: str, timeout: float) -> bytes:
    """POST with a form: a dataset of a hundred graphs is too long for an address."""
    pairs = [("query", query), *(("default-graph-uri", g) for g in graphs), *(("named-graph-uri", g) for g in graphs)]
    accept = f"{_JSON}, {_TRIPLES};q=0.9"
    form = "application/x-www-form-urlencoded"
    return request("POST", endpoint, token, timeout, urlencode(pairs).encode(), form, accept)


def _answer(endpoint: str, body: bytes, limit: int | None) -> Answer:
    if body.lstrip()[:1] != b"{":
        triples = [quad.triple for quad in _parsed(endpoint, body)]
        return Answer("triples", triples=tuple(dict.fromkeys(triples))[:limit], truncated=_more(triples, limit))
    try:
        result = pyoxigraph.parse_query_results(body, format=QueryResultsFormat.JSON)
        if isinstance(result, QueryBoolean):
            return Answer("boolean", truth=bool(result))
        assert isinstance(result, QuerySolutions)
        rows = [tuple(row) for row in result]
        names = tuple(variable.value for variable in result.variables)
    except (SyntaxError, ValueError) as error:
        raise PushError(endpoint, f"回答不是 SPARQL 结果（{error}）；--endpoint 要写服务器的查询地址") from error
    return Answer("rows", variables=names, rows=tuple(rows[:limit]), truncated=_more(rows, limit))


def _parsed(endpoint: str, body: bytes) -> list[Quad]:
    try:
        return list(pyoxigraph.parse(body, format=RdfFormat.N_TRIPLES))
    except (SyntaxError, ValueError) as error:
        raise PushError(endpoint, f"回答不是 SPARQL 结果（{error}）；--endpoint 要写服务器的查询地址") from error


def _more(items: Sequence[object], limit: int | None) -> bool:
    return limit is not None and len(items) > limit
