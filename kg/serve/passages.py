"""Statements and sentences read from the store's indices: some hundred of them make a page, one query each is too slow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kg.query import PREFIXES
from kg.rdf_statements import statement_iri
from kg.serve.session import ID, ONT, Session

RELATIONS = ("locatedIn", "connects", "partOf", "develops", "serves", "radiates", "cooperatesWith")
OWN = ("kind", "status", "subject")  # of a project, of a target or goal
_MERGED = DefaultGraph()
_PARAGRAPH = NamedNode(ONT + "paragraph")
_PASSAGE, _MENTIONED = NamedNode(ONT + "passage"), NamedNode(ONT + "mentionedIn")
_SUBJECT, _OBJECT = NamedNode(PREFIXES["rdf"] + "subject"), NamedNode(PREFIXES["rdf"] + "object")
_MOST_SENTENCES = 60

Triple = tuple[NamedNode, NamedNode, NamedNode]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A passage. ``start`` and ``end`` are code points of the plan's text; ``page`` is "" where there is none."""

    node: NamedNode
    plan: NamedNode
    text: str
    start: int
    end: int
    section: NamedNode | None
    paragraph: Literal | None
    page: str


@dataclass(frozen=True, slots=True)
class Proof:
    """Where a statement is said: the sentence, and the words in it by code points of the plan's text."""

    sentence: Sentence
    start: int
    end: int
    inferred: bool
    rule: str


def sentence_at(session: Session, node: NamedNode) -> Sentence | None:
    """The sentence of a passage; None if it is not in the graph."""
    said = session.described(node)
    plan, start, end = _iri(said, "ofPlan"), _literal(said, "start"), _literal(said, "end")
    words = _literal(said, "text")
    if plan is None or start is None or end is None or words is None:
        return None
    page = _literal(said, "page")
    return Sentence(
        node, plan, words.value, int(start.value), int(end.value), _iri(said, "section"), _literal(said, "paragraph"),
        page.value if page else "",
    )  # fmt: skip


def paragraph_of(session: Session, sentence: Sentence) -> list[Sentence]:
    """The sentences of a sentence's paragraph in their order, itself among them; at most 60."""
    if sentence.paragraph is None:
        return [sentence]
    quads = session.store.quads_for_pattern(None, _PARAGRAPH, sentence.paragraph, sentence.plan)
    nodes = sorted((q.subject for q in quads if isinstance(q.subject, NamedNode)), key=lambda n: n.value)
    found = [s for node in nodes if (s := sentence_at(session, node)) is not None]
    found.sort(key=lambda s: s.start)
    at = next((i for i, s in enumerate(found) if s.node == sentence.node), 0)
    first = max(0, min(at - _MOST_SENTENCES // 2, len(found) - _MOST_SENTENCES))
    return found[first : first + _MOST_SENTENCES] or [sentence]


def relations_of(session: Session, node: NamedNode) -> list[Triple]:
    """The relations that a node is subject or object of and its own kind, status and subject.

    Sorted by predicate, subject and object. The targets of a place are not among them: they make a table.
    """
    found: set[Triple] = set()
    for name in (*RELATIONS, *OWN):
        predicate = NamedNode(ONT + name)
        ends = ((node, None), (None, node)) if name in RELATIONS else ((node, None),)
        for subject, obj in ends:
            for quad in session.store.quads_for_pattern(subject, predicate, obj, _MERGED):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                    found.add((quad.subject, predicate, quad.object))
    return sorted(found, key=lambda t: (t[1].value, t[0].value, t[2].value))


def proofs_of(session: Session, triple: Triple) -> list[Proof]:
    """Where each plan that states a relation says so, by plan."""
    graphs = (q.graph_name for q in session.store.quads_for_pattern(*triple, None))
    plans = sorted({g for g in graphs if isinstance(g, NamedNode)}, key=lambda g: g.value)
    nodes = (statement_iri(unquote(plan.value.removeprefix(f"{ID}plan/")), *triple) for plan in plans)
    return [proof for node in nodes for proof in all_proofs(session, node)]


def all_proofs(session: Session, statement: NamedNode) -> list[Proof]:
    """The evidence of a statement, a target or a goal, the main one first; empty for anything else."""
    further = session.described(statement).get(ONT + "furtherEvidence", ())
    others = sorted((t for t in further if isinstance(t, NamedNode)), key=lambda t: t.value)
    return [proof for node in (statement, *others) if (proof := proof_of(session, node)) is not None]


def mentions_of(session: Session, node: NamedNode, most: int) -> list[Proof]:
    """Where an entity is named, by plan and place in it."""
    quads = session.store.quads_for_pattern(node, _MENTIONED, None, _MERGED)
    passages = sorted((q.object for q in quads if isinstance(q.object, NamedNode)), key=_by_number)
    found: list[Proof] = []
    for passage in passages[:most]:
        statements = session.store.quads_for_pattern(None, _OBJECT, passage, _MERGED)
        nodes = [q.subject for q in statements if isinstance(q.subject, NamedNode)]
        own = [st for st in nodes if node in session.described(st).get(_SUBJECT.value, ())]
        proofs = [proof for st in own if (proof := proof_of(session, st)) is not None]
        found += sorted(proofs, key=lambda proof: proof.start)
    return found[:most]


def longest_words(session: Session, passage: NamedNode, node: NamedNode) -> list[Proof]:
    """The longest words with which a sentence says something of a thing: a target, a goal, a statement; or none."""
    quads = session.store.quads_for_pattern(None, _PASSAGE, passage, _MERGED)
    nodes = sorted({q.subject for q in quads if isinstance(q.subject, NamedNode)}, key=lambda n: n.value)
    about = [st for st in nodes if any(node in values for values in session.described(st).values())]
    proofs = [proof for st in about if (proof := proof_of(session, st)) and proof.sentence.node == passage]
    return sorted(proofs, key=lambda proof: proof.start - proof.end)[:1]


def proof_of(session: Session, statement: NamedNode) -> Proof | None:
    """The main evidence of a statement, a target, a goal or an evidence node; None if it has none."""
    said = session.described(statement)
    start, end = _literal(said, "start"), _literal(said, "end")
    if start is None or end is None:
        return None
    inferred, rule = _literal(said, "inferred"), _literal(said, "rule")
    first, last = int(start.value), int(end.value)
    for node in sorted((t for t in said.get(ONT + "passage", ()) if isinstance(t, NamedNode)), key=lambda t: t.value):
        sentence = sentence_at(session, node)
        if sentence is not None and sentence.start <= first < sentence.end:
            is_inferred = inferred is not None and inferred.value == "true"
            return Proof(sentence, first, last, is_inferred, rule.value if rule else "")
    return None


def _by_number(passage: NamedNode) -> tuple[str, int, str]:
    """Sentences of a plan in their order, which their numbers are."""
    plan, _, number = passage.value.rpartition("/")
    return plan, int(number) if number.isdecimal() else 0, number


def _iri(said: dict[str, Sequence[object]], name: str) -> NamedNode | None:
    return next((t for t in _of(said, name) if isinstance(t, NamedNode)), None)


def _literal(said: dict[str, Sequence[object]], name: str) -> Literal | None:
    return next((t for t in _of(said, name) if isinstance(t, Literal)), None)


def _of(said: dict[str, Sequence[object]], name: str) -> Iterable[object]:
    return sorted(said.get(ONT + name, ()), key=str)
