"""The sentences behind a row of a result or a fact, each in its paragraph with the words that say it marked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kg.query import PREFIXES
from kg.serve.messages import Reply
from kg.serve.session import ID, ONT, Session, path_of

MOST = 20
_TEXT = NamedNode(ONT + "text")
_STATEMENT = """SELECT DISTINCT ?passage ?from ?to ?inferred ?rule {{ {pattern}
  ?st plan:passage ?passage ; plan:start ?from ; plan:end ?to . ?passage plan:start ?a ; plan:end ?b
  FILTER(?a <= ?from && ?from < ?b) OPTIONAL {{ ?st plan:inferred ?inferred }} OPTIONAL {{ ?st plan:rule ?rule }}
}} ORDER BY ?passage ?from LIMIT {limit}"""
_SAYS = "?st rdf:subject ?s ; rdf:object ?o ; a plan:Statement ."
_IN = "?st plan:passage ?where ; ?any ?n ."
_TITLED = NamedNode(PREFIXES["dcterms"] + "title")
_FURTHER = "?fact rdf:subject ?s ; rdf:object ?o ; plan:furtherEvidence ?st ."
_PLACE = """SELECT ?plan ?title ?section ?paragraph ?start ?page { ?passage plan:ofPlan ?plan ; plan:start ?start .
  ?plan dcterms:title ?title . OPTIONAL { ?passage plan:section ?section }
  OPTIONAL { ?passage plan:paragraph ?paragraph } OPTIONAL { ?passage plan:page ?page } } LIMIT 1"""
_PARAGRAPH = """SELECT ?p ?text ?start { ?p plan:ofPlan ?plan ; plan:paragraph ?n ; plan:start ?start ;
  plan:text ?text ; a plan:Passage } ORDER BY ?start LIMIT 60"""


def reply(session: Session, request: dict[str, Any]) -> Reply:
    """Evidence of the row ``request["cells"]``, as JSON: a list of objects of ``evidence_of``.

    Each cell is {"i": IRI} or {"t": text}. Sentences that are themselves in the row come first, then those of the
    facts between two things of the row, then, where there are neither, those that name one of its things.
    """
    cells = [cell for cell in request["cells"][:40] if isinstance(cell, dict)]
    nodes, passages = _nodes(session, cells)
    found: list[tuple[Any, ...]] = []
    for first in nodes:
        for second in nodes:
            if first != second:
                found += statements(session, first, second)
    found += [proof for node in nodes for proof in own_proofs(session, node)]
    found += [row for where in passages for node in nodes for row in _within(session, where, node)]
    named = {row[0] for row in found}
    found = [row for row in found if not passages or row[0] in passages]
    found += [(p, None, None, None, None) for p in passages if p not in named]
    if not found:
        found = [row for node in nodes for row in mentions(session, node, 5)]
    shown = [evidence_of(session, row) for row in list(dict.fromkeys(found))[:MOST]]
    return Reply(200, "application/json", json.dumps([e for e in shown if e], ensure_ascii=False).encode())


def statements(session: Session, subject: NamedNode, obj: NamedNode) -> list[tuple[Any, ...]]:
    """Where facts with this subject and object are said: passage, start, end, inferred, rule."""
    return [
        row
        for pattern in (_SAYS, _FURTHER)
        for row in session.rows(_STATEMENT.format(pattern=pattern, limit=MOST), s=subject, o=obj)
    ]


def own_proofs(session: Session, node: NamedNode) -> list[tuple[Any, ...]]:
    """Where a target, a goal or a statement itself is said."""
    return session.rows(_STATEMENT.format(pattern="FILTER(isIRI(?st))", limit=MOST), st=node)


def _within(session: Session, passage: NamedNode, node: NamedNode) -> list[tuple[Any, ...]]:
    """What a sentence says of a thing: targets, goals and statements, the closest words first."""
    rows = session.rows(_STATEMENT.format(pattern=_IN, limit=MOST), where=passage, n=node)
    return sorted(rows, key=lambda row: int(row[1].value) - int(row[2].value))[:1]


def mentions(session: Session, node: NamedNode, most: int = MOST) -> list[tuple[Any, ...]]:
    """Where an entity is named."""
    pattern = "?st rdf:subject ?s ; rdf:predicate plan:mentionedIn ."
    return session.rows(_STATEMENT.format(pattern=pattern, limit=most), s=node)


def evidence_of(session: Session, row: Sequence[Any]) -> dict[str, Any] | None:
    """One piece of evidence: ``plan`` title, ``href``, ``section``, ``page``, ``inferred``, ``rule``, and ``pieces``.

    ``pieces`` is the paragraph as pairs of text and mark: "" outside the sentence, "s" inside it, "q" the words.
    None if the passage is not in the graph. ``row`` is passage, start, end, inferred, rule.
    """
    passage, start, end, inferred, rule = row
    places = session.rows(_PLACE, passage=passage)
    if not places:
        return None
    plan, title, section, paragraph, begins, page = places[0]
    quote = (int(start.value), int(end.value)) if start is not None and end is not None else (0, 0)
    pieces: list[tuple[str, str]] = []
    around = session.rows(_PARAGRAPH, plan=plan, n=paragraph) if paragraph is not None else []
    for other, text, at in around or [(passage, _text(session, passage), begins)]:
        if other == passage:
            pieces += marked(text.value, int(at.value), quote)
        else:
            pieces.append((text.value, ""))
    return {
        "plan": title.value, "href": path_of(passage.value), "planHref": path_of(plan.value),
        "section": section_path(session, section), "page": page.value if page is not None else "",
        "inferred": inferred is not None and inferred.value == "true", "rule": rule.value if rule is not None else "",
        "pieces": pieces,
    }  # fmt: skip


def marked(text: str, begins: int, quote: tuple[int, int]) -> list[tuple[str, str]]:
    """A sentence with its words marked; ``begins`` and ``quote`` are code points of the plan's text."""
    first = min(max(quote[0] - begins, 0), len(text))
    last = min(max(quote[1] - begins, first), len(text))
    parts = [(text[:first], "s"), (text[first:last], "q"), (text[last:], "s")]
    return [part for part in parts if part[0]]


def section_path(session: Session, section: NamedNode | None) -> str:
    """Headings from the top down to a section, joined by `` › ``."""
    names: list[str] = []
    parent = NamedNode(ONT + "parent")
    while isinstance(section, NamedNode) and len(names) < 12:
        names.append(session.label(section))
        above = [q.object for q in session.store.quads_for_pattern(section, parent, None)]
        section = next((node for node in above if isinstance(node, NamedNode)), None)
    return " › ".join(reversed(names))


def _text(session: Session, passage: NamedNode) -> Literal:
    found = (q.object for q in session.store.quads_for_pattern(passage, _TEXT, None))
    return next((t for t in found if isinstance(t, Literal)), Literal(""))


def _nodes(session: Session, cells: Iterable[dict[str, Any]]) -> tuple[list[NamedNode], list[NamedNode]]:
    """The things and the sentences that the cells mean, each once, in the cells' order."""
    nodes: dict[NamedNode, None] = {}
    passages: dict[NamedNode, None] = {}
    for cell in cells:
        for node in _of_cell(session, cell):
            (passages if _is_passage(node) else nodes)[node] = None
    return list(nodes)[:8], list(passages)[:MOST]


def _of_cell(session: Session, cell: dict[str, Any]) -> list[NamedNode]:
    iri, text = cell.get("i"), cell.get("t")
    if isinstance(iri, str) and iri.startswith((ID, ONT)):
        try:
            return [NamedNode(iri)]
        except ValueError:
            return []
    if not isinstance(text, str) or not text or len(text) > 5_000:
        return []
    named = session.node_named(text)
    if named is not None:
        return [named]
    if any(session.store.quads_for_pattern(None, _TITLED, Literal(text, language="zh"), DefaultGraph())):
        return []  # a plan's title, which its first line also is
    quads = session.store.quads_for_pattern(None, _TEXT, Literal(text, language="zh"))
    return sorted({q.subject for q in quads if isinstance(q.subject, NamedNode)}, key=str)[:MOST]


def _is_passage(node: NamedNode) -> bool:
    return "/passage/" in node.value.removeprefix(PREFIXES["id"])
