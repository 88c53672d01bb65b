"""SPARQL 1.1 Protocol, the worker's side: one query over the graph, written in the media type asked for.

Results are written by the store's own serialisers into a bounded buffer, so a huge result stops when it passes the
limit, not when it is complete.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from types import MappingProxyType
from typing import IO, Any, cast

import pyoxigraph
from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat

from extract.errors import PlanKGError
from kg.query import PREFIXES, run_query
from kg.query_guard import QueryError, guard
from kg.serve.messages import Reply, plain
from kg.serve.negotiate import choose
from kg.serve.session import Session

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
RESULTS: MappingProxyType[str, QueryResultsFormat] = MappingProxyType(
    {
        JSON: QueryResultsFormat.JSON,
        XML: QueryResultsFormat.XML,
        "text/csv": QueryResultsFormat.CSV,
        "text/tab-separated-values": QueryResultsFormat.TSV,
        "application/json": QueryResultsFormat.JSON,
        "application/xml": QueryResultsFormat.XML,
    }
)
TRIPLES: MappingProxyType[str, RdfFormat] = MappingProxyType(
    {
        "text/turtle": RdfFormat.TURTLE,
        "application/ld+json": RdfFormat.JSON_LD,
        "application/n-triples": RdfFormat.N_TRIPLES,
        "application/rdf+xml": RdfFormat.RDF_XML,
        "text/plain": RdfFormat.N_TRIPLES,
    }
)
_RDF_PREFIXES = {key: value for key, value in PREFIXES.items() if key != "xsd"}
_ROW_MARKS = {
    QueryResultsFormat.JSON: (b'},{"', 1),  # inside a string the quote would be escaped
    QueryResultsFormat.XML: (b"<result>", 0),
    QueryResultsFormat.TSV: (b"\n", -1),
}


class TooLargeError(PlanKGError):
    """A result has more rows or bytes than allowed."""


def answer(session: Session, request: dict[str, Any]) -> Reply:
    """The result of ``request["query"]`` over the dataset of ``default`` and ``named`` (lists of graph IRIs).

    Raises:
        QueryError: refused or wrong.
        TooLargeError: the result passes a limit.
    """
    result = run(session, request["query"], request.get("default", ()), request.get("named", ()))
    is_triples = not isinstance(result, QuerySolutions | QueryBoolean)
    if isinstance(result, QueryBoolean):
        offered = [name for name in RESULTS if not name.startswith("text/")]
    else:
        offered = list(TRIPLES if is_triples else RESULTS)
    media_type = choose(request.get("accept", ""), offered)
    if media_type is None:
        return plain(406, f"结果没有所要的格式；可以要的有 {'、'.join(offered)}")
    limits = session.limits
    try:
        if isinstance(result, QueryBoolean):
            body = result.serialize(format=RESULTS[media_type])
            assert body is not None
        elif isinstance(result, QuerySolutions):
            body = solutions_bytes(result, RESULTS[media_type], limits.rows, limits.result_bytes)
        else:
            triples = list(islice(result, limits.rows + 1))
            body = triples_bytes(triples, TRIPLES[media_type], limits.rows, limits.result_bytes)
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"运行失败（{' '.join(str(error).split())[:200]}）") from error
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    return Reply(200, media_type + charset, body, {"Vary": "Accept"})


def run(
    session: Session, query: str, default: Sequence[str] = (), named: Sequence[str] = ()
) -> QuerySolutions | QueryBoolean | pyoxigraph.QueryTriples:
    """Starts a query; nothing but what the parser and planner do has been done when it returns.

    ``default`` and ``named`` are the protocol's dataset, which goes before any FROM; empty both means the whole graph.

    Raises:
        QueryError: refused, not SPARQL, or a graph of the dataset is not in the store.
    """
    for iri in (*default, *named):
        if iri not in session.graphs:
            raise QueryError(f"本图谱里没有图 {iri[:200]}（不读取外部文件和网址）")
    guarded = guard(query, session.graphs)
    dataset: dict[str, Any] = {}
    if default or named:
        dataset = {
            "default_graph": [NamedNode(iri) for iri in default],
            "named_graphs": [NamedNode(iri) for iri in named],
        }
    try:
        return session.store.query(guarded.text, prefixes=dict(PREFIXES), **dataset)
    except SyntaxError as error:
        run_query(pyoxigraph.Store(), query, limit=0)  # over nothing: it raises with line and column
        raise QueryError(" ".join(str(error).split())[:200]) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"运行失败（{' '.join(str(error).split())[:200]}）") from error


def solutions_bytes(result: QuerySolutions, form: QueryResultsFormat, rows: int, size: int) -> bytes:
    """The serialised solutions.

    Raises:
        TooLargeError: more than ``rows`` rows or ``size`` bytes.
    """
    sink = _Sink(form, rows, size)
    try:
        result.serialize(output=cast("IO[bytes]", sink), format=form)
    except _FullError as error:
        raise TooLargeError(too_large(rows, size)) from error
    return bytes(sink.data)


def triples_bytes(triples: Sequence[pyoxigraph.Triple], form: RdfFormat, rows: int, size: int) -> bytes:
    """The serialised triples, each once, in the store's order.

    Raises:
        TooLargeError: more than ``rows`` of them or ``size`` bytes.
    """
    if len(triples) > rows:
        raise TooLargeError(too_large(rows, size))
    prefixed = form in (RdfFormat.TURTLE, RdfFormat.RDF_XML)
    body = pyoxigraph.serialize(dict.fromkeys(triples), format=form, prefixes=_RDF_PREFIXES if prefixed else None)
    assert body is not None
    if len(body) > size:
        raise TooLargeError(too_large(rows, size))
    return body


def describe_service(_session: Session, request: dict[str, Any]) -> Reply:
    """The service description (SPARQL 1.1 Service Description), for a GET of the endpoint without a query."""
    media_type = choose(request.get("accept", ""), list(TRIPLES))
    if media_type is None:
        return plain(406, f"服务描述没有所要的格式；可以要的有 {'、'.join(TRIPLES)}")
    source = _DESCRIPTION.replace("ENDPOINT", NamedNode(request["endpoint"]).value)
    triples = [quad.triple for quad in pyoxigraph.parse(source.encode(), format=RdfFormat.TURTLE)]
    prefixes = {"sd": "http://www.w3.org/ns/sparql-service-description#"}
    form = TRIPLES[media_type]
    body = pyoxigraph.serialize(triples, format=form, prefixes=prefixes if form == RdfFormat.TURTLE else None)
    assert body is not None
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    return Reply(200, media_type + charset, body, {"Vary": "Accept"})


class _FullError(ValueError):
    """The sink is full."""


class _Sink:
    """A file to write to that refuses when it has too much; it counts rows by a mark that only stands between them."""

    def __init__(self, form: QueryResultsFormat, rows: int, size: int) -> None:
        self.data = bytearray()
        self._size, self._rows = size, rows
        self._csv = form == QueryResultsFormat.CSV
        self._mark, self._seen = _ROW_MARKS.get(form, (b"\n", -1))
        self._in_quotes = False

    def write(self, piece: bytes) -> int:
        tail = max(0, len(self.data) - len(self._mark) + 1)
        self.data += piece
        self._seen += self._csv_rows(piece) if self._csv else self.data.count(self._mark, tail)
        if len(self.data) > self._size or self._seen > self._rows:
            raise _FullError
        return len(piece)

    def flush(self) -> None:
        """Nothing to do."""

    def _csv_rows(self, piece: bytes) -> int:
        """Line ends outside quotes."""
        found = 0
        for index, part in enumerate(piece.split(b'"')):
            if index:
                self._in_quotes = not self._in_quotes
            if not self._in_quotes:
                found += part.count(b"\n")
        return found


def too_large(rows: int, size: int) -> str:
    """What is said of a result that passes the limits."""
    return f"结果太大（上限 {rows} 行、{size // 1_000_000} MB）；请加 LIMIT 或缩小范围"


_DESCRIPTION = """
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix form: <http://www.w3.org/ns/formats/> .
[] a sd:Service ; sd:endpoint <ENDPOINT> ;
  sd:supportedLanguage sd:SPARQL11Query ;
  sd:feature sd:UnionDefaultGraph ;
  sd:resultFormat form:SPARQL_Results_JSON, form:SPARQL_Results_XML, form:SPARQL_Results_CSV, form:SPARQL_Results_TSV,
    form:Turtle, form:N-Triples, form:JSON-LD, form:RDF_XML ;
  sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ] ] .
"""
