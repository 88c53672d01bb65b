"""The sentences behind a row of a result or a fact, each in its paragraph with the words that say it marked."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kg.query import PREFIXES
from kg.serve.messages import Reply
from kg.serve.passages import (
    Proof,
    Sentence,
    all_proofs,
    longest_words,
    mentions_of,
    paragraph_of,
    sentence_at,
)
from kg.serve.session import ID, ONT, Session, path_of

MOST = 20
_TEXT = NamedNode(ONT + "text")
_TITLED = NamedNode(PREFIXES["dcterms"] + "title")
_SAYS = f"SELECT DISTINCT ?st {{ ?st rdf:subject ?s ; rdf:object ?o ; a plan:Statement }} ORDER BY ?st LIMIT {MOST}"


def reply(session: Session, request: dict[str, Any]) -> Reply:
    """Evidence of the row ``request["cells"]``, as JSON: a list of objects of ``evidence_of``.

    Each cell is {"i": IRI} or {"t": text}. Sentences that are themselves in the row come first, then those of the
    facts between two things of the row, then, where there are neither, those that name one of its things.
    """
    cells = [cell for cell in request["cells"][:40] if isinstance(cell, dict)]
    nodes, passages = _nodes(session, cells)
    pairs = [(first, second) for first in nodes for second in nodes if first != second]
    found: list[Proof | Sentence] = [proof for pair in pairs for proof in statements(session, *pair)]
    found += [proof for node in nodes for proof in all_proofs(session, node)]
    found += [proof for where in passages for node in nodes for proof in longest_words(session, where, node)]
    named = {_sentence(item).node for item in found}
    found = [item for item in found if not passages or _sentence(item).node in passages]
    found += [s for p in passages if p not in named and (s := sentence_at(session, p)) is not None]
    if not found:
        found = [proof for node in nodes for proof in mentions_of(session, node, 5)]
    shown = [evidence_of(session, item) for item in list(dict.fromkeys(found))[:MOST]]
    return Reply(200, "application/json", json.dumps(shown, ensure_ascii=False).encode())


def statements(session: Session, subject: NamedNode, obj: NamedNode) -> list[Proof]:
    """Where facts with this subject and object are said."""
    nodes = [row[0] for row in session.rows(_SAYS, s=subject, o=obj) if isinstance(row[0], NamedNode)]
    return [proof for node in nodes for proof in all_proofs(session, node)]


def evidence_of(session: Session, item: Proof | Sentence) -> dict[str, Any]:
    """One piece of evidence: ``plan`` title, ``href``, ``section``, ``page``, ``inferred``, ``rule``, and ``pieces``.

    ``pieces`` is the paragraph as pairs of text and mark: "" outside the sentence, "s" inside it, "q" the words.
    """
    sentence = _sentence(item)
    quote = (item.start, item.end) if isinstance(item, Proof) else (0, 0)
    pieces: list[tuple[str, str]] = []
    for other in paragraph_of(session, sentence):
        own = other.node == sentence.node
        pieces += marked(other.text, other.start, quote) if own else [(other.text, "")]
    return {
        "plan": session.label(sentence.plan), "href": path_of(sentence.node.value),
        "planHref": path_of(sentence.plan.value), "section": section_path(session, sentence.section),
        "page": sentence.page, "inferred": isinstance(item, Proof) and item.inferred,
        "rule": item.rule if isinstance(item, Proof) else "", "pieces": pieces,
    }  # fmt: skip


def _sentence(item: Proof | Sentence) -> Sentence:
    return item.sentence if isinstance(item, Proof) else item


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
