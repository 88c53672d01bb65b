"""Answers as text: csv for Excel, SPARQL results JSON, Turtle, HTML, and rows for a table on the screen."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Iterable, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.export_rdf import rdf_bytes
from kg.query import PREFIXES, Answer, QueryError, Term, text

FORMATS = ("table", "csv", "json", "ttl", "html")
BOM = "\ufeff"
_XSD_STRING = PREFIXES["xsd"] + "string"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def table(answer: Answer) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Column names and rows of text, IRIs of known namespaces shortened. An ASK is one cell, 是 or 否."""
    if answer.kind == "boolean":
        return ("答案",), [("是" if answer.truth else "否",)]
    if answer.kind == "triples":
        return ("subject", "predicate", "object"), [
            tuple(shortened(term) for term in (t.subject, t.predicate, t.object)) for t in answer.triples
        ]
    return answer.variables, [tuple(shortened(term) for term in row) for row in answer.rows]


def to_csv(answer: Answer, *, bom: bool = True) -> str:
    """CSV with a header line. ``bom`` makes Excel read it as UTF-8.

    A cell that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers.
    """
    header, rows = table(answer)
    return (BOM if bom else "") + csv_text([header, *rows])


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """CSV lines (RFC 4180, CR LF at the end of each) with formula cells defused."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return out.getvalue()


def defused(cell: str) -> str:
    """The cell with an apostrophe in front if a spreadsheet would take it for a formula; a plain number is none."""
    if not cell.startswith(_DANGEROUS):
        return cell
    try:
        float(cell)
    except ValueError:
        return "'" + cell
    return cell if cell.isascii() and "\t" not in cell and "\r" not in cell else "'" + cell


def to_json(answer: Answer) -> str:
    """SPARQL 1.1 Query Results JSON; triples are rows of subject, predicate and object."""
    if answer.kind == "boolean":
        return json.dumps({"head": {}, "boolean": answer.truth}) + "\n"
    names, rows = answer.variables, answer.rows
    if answer.kind == "triples":
        names = ("subject", "predicate", "object")
        rows = tuple((t.subject, t.predicate, t.object) for t in answer.triples)
    bindings = [
        {name: _json_term(term) for name, term in zip(names, row, strict=True) if term is not None} for row in rows
    ]
    data = {"head": {"vars": list(names)}, "results": {"bindings": bindings}}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def to_turtle(answer: Answer) -> str:
    """Turtle of a CONSTRUCT or DESCRIBE, sorted.

    Raises:
        QueryError: the query was a SELECT or ASK.
    """
    if answer.kind != "triples":
        raise QueryError("ttl 格式只用于 CONSTRUCT 和 DESCRIBE；SELECT 请用 csv、json 或 html")
    return rdf_bytes(answer.triples, "ttl").decode()


def to_html(answer: Answer, title: str = "查询结果") -> str:
    """A page with one table and no scripts; everything from the graph is escaped."""
    header, rows = table(answer)
    head = "".join(f"<th>{html.escape(name)}</th>" for name in header)
    body = "\n".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    note = "<p>结果未列全（已到行数上限）。</p>" if answer.truncated else ""
    return _PAGE.format(title=html.escape(title), head=head, body=body, note=note, count=len(rows))


def render(answer: Answer, form: str, *, title: str = "查询结果") -> str:
    """The answer in one of ``FORMATS``; "table" gives tab-separated lines for where nothing draws a table.

    Raises:
        QueryError: no such format, or ttl for rows.
    """
    if form == "csv":
        return to_csv(answer)
    if form == "json":
        return to_json(answer)
    if form == "ttl":
        return to_turtle(answer)
    if form == "html":
        return to_html(answer, title)
    if form == "table":
        header, rows = table(answer)
        return "".join("\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in [header, *rows])
    raise QueryError(f"没有 {form} 这种格式；可用的有 {'、'.join(FORMATS)}")


def shortened(term: Term | None) -> str:
    """``plan:Project`` for an IRI of a known namespace, a term's text otherwise."""
    if isinstance(term, NamedNode):
        for prefix, namespace in PREFIXES.items():
            local = term.value.removeprefix(namespace)
            if local != term.value and local:
                return f"{prefix}:{local}"
    return text(term)


def _json_term(term: Term) -> dict[str, object]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    return _json_literal(term)


def _json_literal(literal: Literal) -> dict[str, object]:
    data: dict[str, object] = {"type": "literal", "value": literal.value}
    if literal.language:
        return data | {"xml:lang": literal.language}
    if literal.datatype.value != _XSD_STRING:
        return data | {"datatype": literal.datatype.value}
    return data


_PAGE = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
body {{ font-family: "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; margin: 2em; color: #222; }}
table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid #ccc; padding: .3em .6em; text-align: left; vertical-align: top; }}
th {{ background: #f3f3f3; position: sticky; top: 0; }}
</style></head>
<body><h1>{title}</h1><p>共 {count} 行</p>{note}
<table><thead><tr>{head}</tr></thead>
<tbody>
{body}
</tbody></table></body></html>
"""
