"""A plan's page: its text with the entities marked, its headings as a tree, its targets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from pyoxigraph import NamedNode

from kg.query import PREFIXES, text
from kg.serve.session import ONT, Session, path_of

_SENTENCES = """SELECT ?p ?text ?start ?n ?section { ?p plan:ofPlan ?plan ; a plan:Passage ; plan:text ?text ;
  plan:start ?start . OPTIONAL { ?p plan:paragraph ?n } OPTIONAL { ?p plan:section ?section } } ORDER BY ?start LIMIT 20000"""
_SECTIONS = """SELECT ?s ?title ?level ?start { ?s plan:ofPlan ?plan ; a plan:Section ; dcterms:title ?title .
  OPTIONAL { ?s plan:level ?level } OPTIONAL { ?s plan:start ?start } OPTIONAL { ?s plan:order ?order } }
  ORDER BY ?order LIMIT 5000"""
_MARKS = """SELECT ?passage ?thing ?from ?to ?class { ?st prov:wasDerivedFrom ?plan ; rdf:predicate plan:mentionedIn ;
  rdf:subject ?thing ; plan:start ?from ; plan:end ?to ; plan:passage ?passage .
  ?thing a ?class FILTER(?class IN (plan:Place, plan:Project, plan:Industry, plan:Organization, plan:Measure, plan:Brand))
  } ORDER BY ?passage ?from DESC(?to) ?thing LIMIT 60000"""
_TARGETS = """SELECT ?t ?subject ?words ?label ?sign ?value ?unit ?due ?passage { ?t prov:wasDerivedFrom ?plan ; a plan:Target ;
  plan:indicator/skos:prefLabel ?name ; plan:operator ?sign ; plan:value ?value ; plan:unit ?unit .
  OPTIONAL { ?t plan:subject ?subject } OPTIONAL { ?t plan:subjectText ?words } OPTIONAL { ?t plan:deadline ?due }
  OPTIONAL { ?t plan:passage ?passage } OPTIONAL { ?t plan:indicatorText ?said } BIND(COALESCE(?said, ?name) AS ?label)
  } ORDER BY ?label ?value LIMIT 3000"""
_ABOUT = ("planningPlace", "planKind", "planYear", "periodStart", "periodEnd")

Piece = tuple[str, str, str]
"""Text, class of the entity ("" for none), link."""


def plan_parts(session: Session, plan: NamedNode, language: str) -> dict[str, Any]:
    """What the template ``plan.html`` needs. Paragraphs have sentences; sentences have an anchor and pieces."""
    marks = _marks(session, plan)
    rows = session.rows(_SENTENCES, plan=plan)
    paragraphs = []
    for (_, section), group in groupby(rows, key=lambda row: (text(row[3]) or text(row[0]), row[4])):
        sentences = [(_anchor(p), pieces(t.value, int(start.value), marks[p])) for p, t, start, _, _ in group]
        paragraphs.append({"section": section, "sentences": sentences})
    return {
        "title": session.label(plan), "iri": plan.value, "data_path": "/data" + path_of(plan.value).removeprefix("/id"),
        "about": _about(session, plan, language),
        "blocks": _blocks(session, plan, paragraphs), "targets": _targets(session, plan),
        "contents": _contents(session, plan),
    }  # fmt: skip


def _about(session: Session, plan: NamedNode, language: str) -> list[tuple[str, str]]:
    """What the plan is: whose, of which kind and year, for which period."""
    said = session.described(plan)
    return [
        (
            session.term(NamedNode(ONT + name), language),
            session.term(o, language) if isinstance(o, NamedNode) else text(o),
        )
        for name in _ABOUT
        for o in sorted(said.get(ONT + name, ()), key=str)
    ]


def pieces(sentence: str, begins: int, marks: Sequence[tuple[int, int, str, str]]) -> list[Piece]:
    """A sentence cut at its marks; of marks that overlap the first and longest stays.

    ``marks`` are start, end (code points of the plan's text), class and link, by start and descending end.
    """
    made: list[Piece] = []
    at = 0
    for start, end, cls, link in marks:
        first, last = start - begins, end - begins
        if first < at or last > len(sentence) or first >= last:
            continue
        if first > at:
            made.append((sentence[at:first], "", ""))
        made.append((sentence[first:last], cls, link))
        at = last
    if at < len(sentence):
        made.append((sentence[at:], "", ""))
    return made


def _marks(session: Session, plan: NamedNode) -> dict[NamedNode, list[tuple[int, int, str, str]]]:
    found: dict[NamedNode, list[tuple[int, int, str, str]]] = defaultdict(list)
    for passage, thing, start, end, cls in session.rows(_MARKS, plan=plan):
        name = cls.value.removeprefix(PREFIXES["plan"])
        found[passage].append((int(start.value), int(end.value), name, path_of(thing.value)))
    return found


def _contents(session: Session, plan: NamedNode) -> list[tuple[str, str, int]]:
    """Title, anchor and level from 1 of each section."""
    rows = session.rows(_SECTIONS, plan=plan)
    return [(title.value, _anchor(s), min(max(int(text(level) or 1), 1), 6)) for s, title, level, _ in rows]


def _blocks(session: Session, plan: NamedNode, paragraphs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Headings and paragraphs in the order of the text: a heading stands before the first paragraph of its section.

    Sections without paragraphs of their own stand where their number puts them.
    """
    contents = _contents(session, plan)
    numbers = {anchor: index for index, (_, anchor, _) in enumerate(contents)}
    made: list[dict[str, Any]] = []
    done = 0
    for paragraph in paragraphs:
        section = paragraph["section"]
        upto = numbers.get(_anchor(section), -1) + 1 if isinstance(section, NamedNode) else 0
        for title, anchor, level in contents[done:upto]:
            made.append({"heading": title, "anchor": anchor, "level": level})
        if done < upto and _words(paragraph) == contents[upto - 1][0].strip():
            made[-1]["sentences"] = paragraph["sentences"]  # the heading's own line, which the text has too
        else:
            made.append({"heading": "", "sentences": paragraph["sentences"]})
        done = max(done, upto)
    for title, anchor, level in contents[done:]:
        made.append({"heading": title, "anchor": anchor, "level": level})
    return made


def _words(paragraph: dict[str, Any]) -> str:
    return "".join(piece[0] for _, sentence in paragraph["sentences"] for piece in sentence).strip()


def _targets(session: Session, plan: NamedNode) -> list[dict[str, str]]:
    return [
        {
            "href": path_of(t.value), "subject": text(words) or (session.label(subject) if subject else ""),
            "label": label.value, "sign": sign.value, "value": value.value, "unit": unit.value, "due": text(due),
            "anchor": _anchor(passage) if passage else "",
        }
        for t, subject, words, label, sign, value, unit, due, passage in session.rows(_TARGETS, plan=plan)
    ]  # fmt: skip


def _anchor(node: NamedNode) -> str:
    """``p37`` for a passage, ``s9`` for a section."""
    kind, _, number = node.value.rpartition("/")
    return kind.rsplit("/", 1)[-1][:1] + number
