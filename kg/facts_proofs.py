"""The store -> where each fact is said: the statements' evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import pyoxigraph

from kg.facts import RELATIONS, Proof
from kg.facts_rows import plan_id, rows
from kg.query import PREFIXES

_ONT = PREFIXES["plan"]


class Proofs:
    """Proofs by (subject, predicate's local name, object); mentions by (subject, "mentionedIn", "")."""

    def __init__(self) -> None:
        self.of: dict[tuple[str, str, str], list[Proof]] = defaultdict(list)
        self.status: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.kind: dict[str, list[tuple[str, str]]] = defaultdict(list)

    def take(self, subject: str, predicate: str, obj: str) -> tuple[Proof, ...]:
        """The proofs, sorted, each once."""
        return tuple(sorted(set(self.of.get((subject, predicate, obj), ()))))

    def main(self, subject: str, predicate: str, said: tuple[str, str]) -> tuple[Proof, ...]:
        """The main proof that a plan gives, none if it gives none; ``said`` are the plan and the object's local name."""
        plan, obj = said
        return tuple(p for p in self.of.get((subject, predicate, _ONT + obj), ()) if p.plan == plan)[:1]


def read_proofs(store: pyoxigraph.Store, *, mentions: bool) -> Proofs:
    """The evidence of all statements; without ``mentions`` not of those that only say where a thing is named."""
    found = Proofs()
    names = " ".join(f"plan:{name}" for name in (*RELATIONS, "subject", "kind", "status"))
    triples: dict[str, tuple[str, str, str]] = {}
    query = f"""SELECT ?g ?st ?s ?p ?o ?rule ?inferred ?start ?end ?passage {{
        VALUES ?p {{ {names} }}
        GRAPH ?g {{ ?st rdf:predicate ?p ; rdf:subject ?s ; rdf:object ?o ; plan:rule ?rule ; plan:inferred ?inferred ;
            plan:start ?start ; plan:end ?end ; plan:passage ?passage }} }}"""
    further = list(rows(store, _FURTHER))
    several = {row[1] for row in further}
    spans = _spans(store)
    for graph, statement, subject, predicate, obj, *place in rows(store, query):
        if statement in several and not _holds(spans, place[-1], int(place[2])):
            continue  # the sentence of a further evidence, not of the main one
        name, plan = predicate.removeprefix(_ONT), plan_id(graph)
        key = (subject, name, obj)
        triples[statement] = key
        found.of[key].append(proof(plan, place))
        if name in ("kind", "status"):
            getattr(found, name)[subject].append((plan, obj.removeprefix(_ONT)))
    for graph, statement, *place in further:
        if statement in triples:
            found.of[triples[statement]].append(proof(plan_id(graph), place))
    for graph, subject, *place in rows(store, _MENTIONS) if mentions else ():
        found.of[subject, "mentionedIn", ""].append(proof(plan_id(graph), place))
    return found


_MENTIONS = """SELECT ?g ?s ?rule ?inferred ?start ?end ?passage {
    GRAPH ?g { ?st rdf:predicate plan:mentionedIn ; rdf:subject ?s ; plan:rule ?rule ; plan:inferred ?inferred ;
        plan:start ?start ; plan:end ?end ; plan:passage ?passage } }"""

_FURTHER = """SELECT ?g ?st ?rule ?inferred ?start ?end ?passage {
    GRAPH ?g { ?st plan:furtherEvidence ?e . ?e plan:rule ?rule ; plan:inferred ?inferred ; plan:start ?start ;
        plan:end ?end ; plan:passage ?passage } }"""


def _spans(store: pyoxigraph.Store) -> dict[str, tuple[int, int]]:
    """Start and end of the sentences of statements with more than one evidence."""
    query = """SELECT DISTINCT ?p ?start ?end { ?st plan:furtherEvidence ?e ; plan:passage ?p .
        ?p plan:start ?start ; plan:end ?end }"""
    return {passage: (int(start), int(end)) for passage, start, end in rows(store, query)}


def _holds(spans: Mapping[str, tuple[int, int]], passage: str, start: int) -> bool:
    first, end = spans[passage]
    return first <= start < end


def proof(plan: str, place: list[str]) -> Proof:
    """A proof from rule, inferred, start, end and passage as read."""
    rule, inferred, start, end, passage = place
    return Proof(plan, passage, int(start), int(end), rule, inferred == "true")
