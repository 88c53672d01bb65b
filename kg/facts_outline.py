"""Facts for counting: everything ``kg.facts_read`` gives except offsets, rules and the sentences' words.

An analysis asks which things stand in which sentences, never what the sentences say. Reading the direct triples instead
of a statement for each of them takes about a third of the time on a graph of many plans (``bench/bench_analyze.py``).
"""

from __future__ import annotations

import gc

import pyoxigraph

from kg.facts import RELATIONS, Facts, Proof
from kg.facts_proofs import Proofs
from kg.facts_read import read_with
from kg.facts_rows import plan_id, rows
from kg.query import PREFIXES

_ONT = PREFIXES["plan"]
_RELATED = f"""SELECT ?g ?s ?p ?o ?passage {{ VALUES ?p {{ {" ".join("plan:" + name for name in RELATIONS)} }}
    GRAPH ?g {{ ?st rdf:predicate ?p ; rdf:subject ?s ; rdf:object ?o ; plan:passage ?passage }} }}"""


def read_outline(store: pyoxigraph.Store) -> Facts:
    """Everything in the store; every ``Proof`` has its plan and sentence, but 0 as offsets and no rule.

    ``Facts.sentences`` is empty. A sentence that says a thing twice is one proof of it. ``inferred`` is never set.

    Raises:
        OSError: the store cannot be read.
    """
    collecting = gc.isenabled()
    gc.disable()  # as in ``read_facts``: nothing made here is garbage
    try:
        return read_with(store, _outline(store), sentences=False)
    finally:
        if collecting:
            gc.enable()


def _outline(store: pyoxigraph.Store) -> Proofs:
    found = Proofs()
    for graph, subject, predicate, obj, passage in rows(store, _RELATED):
        found.of[subject, predicate.removeprefix(_ONT), obj].append(_proof(graph, passage))
    for name, kept in (("kind", found.kind), ("status", found.status)):
        for graph, subject, obj in rows(store, f"SELECT ?g ?s ?o {{ GRAPH ?g {{ ?s plan:{name} ?o }} }}"):
            kept[subject].append((plan_id(graph), obj.removeprefix(_ONT)))
    for graph, subject, passage in rows(store, "SELECT ?g ?s ?p { GRAPH ?g { ?s plan:mentionedIn ?p } }"):
        found.of[subject, "mentionedIn", ""].append(_proof(graph, passage))
    return found


def _proof(graph: str, passage: str) -> Proof:
    return Proof(plan_id(graph), passage, 0, 0, "", False)
