"""SPARQL over a graph: one answer type for every form of query, and errors with line and column.

Queries see the merge of all named graphs as the default graph, and each plan's graph by ``GRAPH``. The prefixes of
``PREFIXES`` need no declaration.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import TypeVar

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Triple

from kg.query_guard import GuardedQuery, QueryError, guard

__all__ = ["PREFIXES", "Answer", "QueryError", "Term", "run_query"]

Term = NamedNode | BlankNode | Literal | Triple

PREFIXES: MappingProxyType[str, str] = MappingProxyType(
    {
        "plan": "https://w3id.org/plankg/ont#",
        "id": "https://w3id.org/plankg/id/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "prov": "http://www.w3.org/ns/prov#",
        "dcterms": "http://purl.org/dc/terms/",
        "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
        "owl": "http://www.w3.org/2002/07/owl#",
    }
)

_PLACE = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_KEYWORD = re.compile(r"[A-Za-z][A-Za-z0-9_]+\Z")
_PADDING = 64
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave. ``kind`` is "rows", "boolean" or "triples", and only its fields are filled.

    Each of ``rows`` runs parallel to ``variables``, None where unbound. ``truncated`` means that the row limit was
    reached and more exists.
    """

    kind: str
    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    truth: bool = False
    triples: tuple[Triple, ...] = ()
    truncated: bool = False

    def texts(self) -> list[tuple[str, ...]]:
        """The rows as readable text: a literal's value, an IRI as it is, "" where unbound."""
        return [tuple(text(term) for term in row) for row in self.rows]

    def dicts(self) -> list[dict[str, str]]:
        """The rows of ``texts`` by variable."""
        return [dict(zip(self.variables, row, strict=True)) for row in self.texts()]


def text(term: Term | None) -> str:
    """A term's readable text."""
    if term is None:
        return ""
    return term.value if isinstance(term, (NamedNode, Literal, BlankNode)) else str(term)


def run_query(store: pyoxigraph.Store, query: str, *, limit: int | None = None) -> Answer:
    """Runs a query here and now, without a time limit (``kg.query_process`` has one).

    ``limit`` is the most rows or triples to keep.

    Raises:
        QueryError: refused, not SPARQL, or failed while it ran.
    """
    guarded = guard(query, _Graphs(store))
    try:
        return _answer(store.query(guarded.text, prefixes=dict(PREFIXES)), limit)
    except SyntaxError as error:
        raise _syntax_error(guarded, error) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"运行失败（{' '.join(str(error).split())[:200]}）") from error


class _Graphs:
    """The IRIs of a store's graphs, asked for one by one: there are as many as plans, and few queries name any."""

    def __init__(self, store: pyoxigraph.Store) -> None:
        self._store = store

    def __contains__(self, iri: object) -> bool:
        try:
            return self._store.contains_named_graph(NamedNode(str(iri)))
        except ValueError:  # no IRI at all
            return False


def _answer(result: QuerySolutions | QueryBoolean | QueryTriples, limit: int | None) -> Answer:
    if isinstance(result, QueryBoolean):
        return Answer("boolean", truth=bool(result))
    if isinstance(result, QueryTriples):
        triples, more = _first(result, limit)
        return Answer("triples", triples=tuple(dict.fromkeys(triples)), truncated=more)
    variables = tuple(variable.value for variable in result.variables)
    rows, more = _first((tuple(solution) for solution in result), limit)
    return Answer("rows", variables=variables, rows=tuple(rows), truncated=more)


def _first(items: Iterable[_Item], limit: int | None) -> tuple[list[_Item], bool]:
    if limit is None:
        return list(items), False
    found = list(islice(items, limit + 1))
    return found[:limit], len(found) > limit


def _syntax_error(guarded: GuardedQuery, error: SyntaxError) -> QueryError:
    """The parser's complaint with the place to look at, in words for a reader."""
    padded = guarded.text + " " * _PADDING
    try:  # on an empty store: only the parser is wanted
        pyoxigraph.Store().query(padded, prefixes=dict(PREFIXES))
        message = str(error)
    except SyntaxError as again:
        message = str(again)
    match = _PLACE.match(message)
    if match is None:
        return QueryError(" ".join(message.split())[:300])
    expected = match[3]
    offset = min(_offset(padded, int(match[1]), int(match[2])) - _overshoot(expected), len(guarded.text.rstrip()))
    offset = max(offset, 0)
    word = re.search(r"(?<![\w?$:@<])\w+\Z", guarded.text[max(0, offset - 80) : offset])
    if word and '":"' in expected:  # a bare word that might have been a prefix: the word is to blame
        offset -= len(word[0])
    line, column = guarded.place(offset)
    return QueryError(_reason(guarded.text, offset, expected), line, column)


def _offset(text: str, line: int, column: int) -> int:
    before = text.split("\n")[: line - 1]
    return sum(len(part) + 1 for part in before) + column - 1


def _overshoot(expected: str) -> int:
    """How far past the fault the parser's position lies: it reads a keyword's length before it compares.

    Nothing where a character was expected too: then the position is the place itself.
    """
    items = [item.strip() for item in expected.removeprefix("one of ").split(", ")]
    words = [item for item in items if _KEYWORD.match(item)]
    others = [item for item in items if item not in words and item != "[_]"]
    return max(map(len, words)) if words and not others else 0


def _reason(text: str, offset: int, expected: str) -> str:
    if "Prefix not found" in expected:
        name = re.search(r"([\w-]*):[\w.-]*$", text[max(0, offset - 200) : offset])
        known = "、".join(PREFIXES)
        return f"前缀 {name[1] if name else ''}: 没有定义（可直接用的有 {known}，其余请先写 PREFIX）"
    if "unbound" in expected:
        return "SELECT 里有变量既没有分组也没有聚合（GROUP BY 之后只能取分组变量和聚合值）"
    if "IRI parsing failed" in expected:
        return "这里的网址（IRI）写法不对"
    rest = " ".join(text[offset : offset + 24].split())
    return f"从“{rest}”起不合 SPARQL 语法" if rest else "查询没有写完（缺右括号，或句子中断）"
