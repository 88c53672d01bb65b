"""What the page's script asks: run a query, complete a word, values to pick from, files to download. Answers are JSON."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from itertools import islice
from types import MappingProxyType
from typing import Any

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions

from kg.library import bound_text, require_query
from kg.query import PREFIXES, Answer, Term, text
from kg.query_format import render, shortened
from kg.serve.messages import Reply
from kg.serve.session import ONT, Session, path_of
from kg.serve.sparql import TooLargeError, run
from kg.serve.words import VOCABULARY

_MOST_LOOKED_UP = 3_000
_LONGEST_LABEL = 40
_NUMERIC = frozenset(
    PREFIXES["xsd"] + name for name in ("integer", "decimal", "double", "float", "int", "long", "gYear")
)
_LABELS = """SELECT DISTINCT ?label ?class { ?node skos:prefLabel|skos:altLabel ?label ; a ?class
  FILTER(?class IN (plan:Place, plan:Project, plan:Industry, plan:Organization, plan:Measure, plan:Brand,
  plan:Indicator) && LANG(?label) != "en") } ORDER BY ?label ?class"""
_VALUES: MappingProxyType[str, str] = MappingProxyType(
    {
        "county": """SELECT DISTINCT ?v { ?p a plan:County ; skos:prefLabel ?v FILTER(LANG(?v) != "en") } ORDER BY ?v""",
        "place": """SELECT DISTINCT ?v { ?p a plan:Place ; skos:prefLabel ?v FILTER(LANG(?v) != "en") } ORDER BY ?v""",
        "year": "SELECT DISTINCT ?v { ?t plan:deadline ?v } ORDER BY ?v",
        "plan": "SELECT DISTINCT ?v { ?p a plan:Plan ; dcterms:title ?v } ORDER BY ?v",
        "indicator": "SELECT DISTINCT ?v { ?t plan:indicator/skos:prefLabel ?v } ORDER BY ?v",
        "industry": "SELECT DISTINCT ?v { ?i a plan:Industry ; skos:prefLabel ?v } ORDER BY ?v",
        "status": """SELECT DISTINCT ?v { ?s a plan:Status ; rdfs:label ?v FILTER(LANG(?v) = "zh") } ORDER BY ?v""",
        "goal": "SELECT DISTINCT ?v { ?g a plan:Goal ; plan:text ?v } ORDER BY ?v",
        "name": """SELECT DISTINCT ?v { ?c a ?class ; skos:prefLabel ?v
            FILTER(?class IN (plan:Place, plan:Project, plan:Industry, plan:Organization)) } ORDER BY ?v""",
    }
)
_TERMS = """SELECT ?term (MIN(?l) AS ?label) (MIN(?d) AS ?definition) { ?term rdfs:isDefinedBy ?o ; rdfs:label ?l
  FILTER(LANG(?l) = "zh") OPTIONAL { ?term skos:definition ?d } } GROUP BY ?term ORDER BY ?term"""


def run_text(session: Session, request: dict[str, Any]) -> tuple[str, str]:
    """The SPARQL to run and a title for it: ``query``, or a library question's ``name`` with ``params``.

    Raises:
        PlanKGError: no such question, or its parameters do not fit.
    """
    name = request.get("name")
    if not name:
        return str(request.get("query", "")), ""
    question = require_query(str(name))
    values = {str(k): str(v).strip() for k, v in dict(request.get("params") or {}).items() if str(v).strip()}
    return bound_text(session.store, question, values), question.title


def collect(session: Session, query: str, limit: int) -> Answer:
    """The query's answer, its first ``limit`` rows or triples."""
    result = run(session, query)
    if isinstance(result, QueryBoolean):
        return Answer("boolean", truth=bool(result))
    if isinstance(result, QuerySolutions):
        rows = [tuple(row) for row in islice(result, limit + 1)]
        names = tuple(variable.value for variable in result.variables)
        return Answer("rows", variables=names, rows=tuple(rows[:limit]), truncated=len(rows) > limit)
    triples = list(islice(result, limit + 1))
    return Answer("triples", triples=tuple(dict.fromkeys(triples[:limit])), truncated=len(triples) > limit)


def run_page(session: Session, request: dict[str, Any]) -> dict[str, Any]:
    """An answer for the page: ``kind``, ``columns``, ``rows`` of cells, ``truncated``, ``ms``, ``query``.

    A cell has ``t`` what to show, ``l`` what to show instead if it has a label, ``i`` the IRI if it is one, ``u`` where a link leads, ``n`` 1 for a number.
    """
    query, title = run_text(session, request)
    started = time.perf_counter()
    answer = collect(session, query, session.limits.page_rows)
    taken = time.perf_counter() - started
    columns: Sequence[str] = answer.variables
    rows: Sequence[Sequence[Term | None]] = answer.rows
    if answer.kind == "triples":
        columns = ("subject", "predicate", "object")
        rows = [(t.subject, t.predicate, t.object) for t in answer.triples]
    cells = Cells(session, request.get("language", ""))
    return {
        "kind": answer.kind, "truth": answer.truth, "columns": columns, "truncated": answer.truncated, "title": title,
        "rows": [cells.row(columns, row) for row in rows], "ms": round(taken * 1000, 1), "query": query,
    }  # fmt: skip


def run_reply(session: Session, request: dict[str, Any]) -> Reply:
    """``run_page`` as a reply."""
    return _json(run_page(session, request))


class Cells:
    """Makes cells of terms; labels are looked up for the first few thousand only."""

    def __init__(self, session: Session, language: str) -> None:
        self._session = session
        self._language = language
        self._left = _MOST_LOOKED_UP

    def row(self, columns: Sequence[str], terms: Sequence[Term | None]) -> list[dict[str, Any]]:
        """The cells of a row. A word of the ontology is no name: it links to nothing and is told in the page's language."""
        return [
            self._word(term) if column in VOCABULARY and isinstance(term, Literal) else self._of(term)
            for column, term in zip(columns, terms, strict=True)
        ]

    def _word(self, term: Literal) -> dict[str, Any]:
        english = self._session.vocabulary().get(term.value) if self._language == "en" else None
        return {"t": term.value, "l": english} if english else {"t": term.value}

    def _of(self, term: Term | None) -> dict[str, Any]:
        if term is None:
            return {}
        if isinstance(term, NamedNode):
            return self._of_iri(term)
        cell: dict[str, Any] = {"t": text(term)}
        if isinstance(term, Literal):
            if term.datatype.value in _NUMERIC:
                cell["n"] = 1
            elif term.language == "zh" and len(term.value) <= _LONGEST_LABEL and self._left > 0:
                self._left -= 1
                node = self._session.node_named(term.value)
                if node is not None:
                    cell["u"] = path_of(node.value)
        return cell

    def _of_iri(self, node: NamedNode) -> dict[str, Any]:
        cell = {"t": shortened(node), "i": node.value, "u": path_of(node.value)}
        if cell["u"] and self._left > 0:
            self._left -= 1
            cell["l"] = self._session.term(node, self._language)
        return cell


def download(session: Session, request: dict[str, Any]) -> Reply:
    """A file of the answer: ``format`` csv (for Excel: BOM, formula cells defused), json or ttl.

    Raises:
        QueryError: the query is wrong, or ttl was asked for rows.
        TooLargeError: the answer has more rows or bytes than allowed.
    """
    query, _ = run_text(session, request)
    limits = session.limits
    form = str(request.get("format", "csv"))
    if form not in _FILES:
        form = "csv"
    answer = collect(session, query, limits.rows)
    body = render(answer, form).encode()
    if answer.truncated or len(body) > limits.result_bytes:
        raise TooLargeError(f"结果太大（上限 {limits.rows} 行、{limits.result_bytes // 1_000_000} MB）；请加 LIMIT")
    name = "".join(c for c in str(request.get("name") or "result") if c.isascii() and (c.isalnum() or c in "-_"))
    return Reply(200, _FILES[form], body, {"Content-Disposition": f'attachment; filename="{name or "result"}.{form}"'})


_FILES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/sparql-results+json",
    "ttl": "text/turtle; charset=utf-8",
}


def complete(session: Session, request: dict[str, Any]) -> Reply:
    """Labels with ``request["text"]`` in them, those that begin with it first: [[label, class], ...], at most 20."""
    wanted = str(request.get("text", "")).strip()[:50]
    labels = _kept(session, "labels", _LABELS)
    if not wanted:
        return _json([])
    first = [row for row in labels if row[0].startswith(wanted)]
    others = [row for row in labels if wanted in row[0] and not row[0].startswith(wanted)]
    rows = sorted(first, key=lambda r: (len(r[0]), r))[:20] + sorted(others, key=lambda r: (len(r[0]), r))[:20]
    return _json([[label, session.label(NamedNode(cls))] for label, cls in rows[:20]])


def values(session: Session, request: dict[str, Any]) -> Reply:
    """Values to pick from for a parameter: by its name, else its type; at most 2,000."""
    key = next((k for k in (request.get("param"), request.get("type")) if k in _VALUES), None)
    rows = _kept(session, f"values {key}", _VALUES[key]) if key else []
    return _json([row[0] for row in rows[:2000]])


def terms(session: Session, _request: dict[str, Any]) -> Reply:
    """The ontology's terms for completion: [[prefixed name, Chinese label, definition], ...]."""
    rows = _kept(session, "terms", _TERMS)
    return _json([["plan:" + row[0].removeprefix(ONT), row[1], row[2]] for row in rows if row[0].startswith(ONT)])


def _kept(session: Session, key: str, query: str) -> list[tuple[str, ...]]:
    """The rows of a query as text, run once for a graph."""
    if key not in session.kept:
        session.kept[key] = [tuple(text(term) for term in row) for row in session.rows(query)]
    rows: list[tuple[str, ...]] = session.kept[key]
    return rows


def _json(value: Any) -> Reply:
    return Reply(200, "application/json", json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
