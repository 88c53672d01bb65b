"""The graph -> a ``networkx.MultiDiGraph``, the input of analysis, of the page and of GraphML and GEXF.

The contract with ``visualize`` and everyone else who takes such a graph:

``graph.graph``
    ``title`` str; ``plans`` {plan id: {title, place, code, year, kind}};
    ``evidence`` [{plan: id, section: path "一、… › …", page: int or None, text: the whole sentence, start, end: what to
    highlight inside ``text``, rule: str}, ...];
    ``counties`` {code: {name, lon, lat}} of the counties that nodes belong to (the end of the IRI without a code).
node id
    the IRI.
node attributes
    ``label`` str (zh); ``cls`` one of Place Project Industry Organization Measure Brand Target Goal;
    ``aliases`` list[str]; ``kind``, ``status`` str (zh label, "" for what is no project); ``code`` str or "";
    ``level`` str or "" (country, province, prefecture, county, township, village, cluster, region, water, mountain,
    urban); ``lon``, ``lat`` float or None; ``counties`` list[str], names of the counties it belongs to (the rule is in
    ``kg.county``); ``plans`` list of plan ids; ``evidence`` list[int], indices into ``graph.graph["evidence"]``;
    ``inferred`` bool.
    Targets also ``indicator``, ``operator``, ``value``, ``unit``, ``per``, ``deadline`` (int, 0 if none) and
    ``subject`` (a name); goals ``deadline`` and ``subject``.
edge key
    the predicate's name.
edge attributes
    ``predicate`` (locatedIn, connects, partOf, develops, serves, radiates, cooperatesWith, within, subject);
    ``label`` (zh); ``inferred`` bool; ``rule`` str; ``plans`` list; ``evidence`` list[int].
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import networkx as nx
from pyoxigraph import NamedNode, Triple

from kg.county import Membership, narrowed
from kg.facts import Fact, Facts, GoalFact, Proof, TargetFact, Thing

if TYPE_CHECKING:
    Network = nx.MultiDiGraph[str]

LABELS: MappingProxyType[str, str] = MappingProxyType(
    {
        "locatedIn": "位于", "connects": "连接", "partOf": "属于", "develops": "发展", "serves": "服务于",
        "radiates": "辐射带动", "cooperatesWith": "合作", "within": "辖于", "subject": "责任主体",
    }
)  # fmt: skip
MOST_EVIDENCE = 30


def build_network(
    facts: Facts, *, title: str = "规划知识图谱", whole: Membership | None = None, most_evidence: int = MOST_EVIDENCE
) -> Network:
    """The network of these facts, by the contract above; nodes and edges sorted.

    ``whole`` is the membership over the whole graph where ``facts`` are a part of it. ``most_evidence`` bounds the
    sentences kept at a node or an edge, the first in order of plan and place; ``plans`` stays complete.
    """
    member = whole or Membership(facts)
    evidence = _Evidence(facts, most_evidence)
    graph: Network = nx.MultiDiGraph()
    for thing in facts.things.values():
        graph.add_node(thing.iri, **_thing(thing, evidence), counties=_counties(member, thing.iri))
    for target in facts.targets:
        graph.add_node(target.iri, **_target(facts, target, evidence), counties=_counties(member, target.iri))
    for goal in facts.goals:
        graph.add_node(goal.iri, **_goal(facts, goal, evidence), counties=_counties(member, goal.iri))
    for fact in facts.relations:
        _edge(graph, fact, evidence)
    for item in facts.commitments:
        _edge(graph, Fact(item.iri, "subject", item.subject, item.proofs), evidence)
    for lower, upper in facts.within.items():
        _edge(graph, Fact(lower, "within", upper, ()), evidence)
    graph.graph.update(
        title=title, plans=_plans(facts), evidence=evidence.rows, counties=_county_table(member, graph.nodes)
    )
    return graph


def facts_of_plan(facts: Facts, plan: str) -> Facts:
    """Only what one plan says: its things with their mentions in it, its relations, targets and goals."""
    relations = tuple(
        Fact(f.subject, f.predicate, f.object, own) for f in facts.relations if (own := _of_plan(f.proofs, plan))
    )
    targets = tuple(t for t in facts.targets if t.plan == plan)
    goals = tuple(g for g in facts.goals if g.plan == plan)
    subjects = {target.subject for target in targets} | {goal.subject for goal in goals}
    kept = {iri for iri, thing in facts.things.items() if plan in thing.plans or iri in subjects}
    part = narrowed(facts, kept, relations, targets, goals)
    things = {iri: _thing_of_plan(thing, plan) for iri, thing in part.things.items()}
    return narrowed(_with_things(part, things), things, relations, targets, goals)


def facts_of_triples(facts: Facts, triples: Iterable[Triple]) -> Facts:
    """Only what a CONSTRUCT gave: the things, targets and goals among its terms, and the relations it has as triples.

    Of ``skos`` or other predicates only the ends count, as nodes.
    """
    nodes: set[str] = set()
    links: set[tuple[str, str, str]] = set()
    for triple in triples:
        ends = [t.value for t in (triple.subject, triple.object) if isinstance(t, NamedNode)]
        nodes.update(ends)
        if len(ends) == 2:
            links.add((ends[0], triple.predicate.value.rsplit("#", 1)[-1], ends[1]))
    relations = tuple(f for f in facts.relations if (f.subject, f.predicate, f.object) in links)
    targets = tuple(t for t in facts.targets if t.iri in nodes)
    goals = tuple(g for g in facts.goals if g.iri in nodes)
    return narrowed(facts, nodes, relations, targets, goals)


class _Evidence:
    """The list of sentences that nodes and edges point into; each place once."""

    def __init__(self, facts: Facts, most: int) -> None:
        self.rows: list[dict[str, object]] = []
        self._facts = facts
        self._most = most
        self._index: dict[tuple[str, int, int, str], int] = {}

    def indices(self, proofs: Sequence[Proof]) -> list[int]:
        return [self._add(proof) for proof in proofs[: self._most] if proof.passage in self._facts.sentences]

    def _add(self, proof: Proof) -> int:
        key = (proof.passage, proof.start, proof.end, proof.rule)
        if key not in self._index:
            self._index[key] = len(self.rows)
            self.rows.append(self._row(proof))
        return self._index[key]

    def _row(self, proof: Proof) -> dict[str, object]:
        sentence = self._facts.sentences[proof.passage]
        start = min(max(proof.start - sentence.start, 0), len(sentence.text))
        end = min(max(proof.end - sentence.start, start), len(sentence.text))
        return {
            "plan": proof.plan, "section": sentence.section, "page": sentence.page or None, "text": sentence.text,
            "start": start, "end": end, "rule": proof.rule,
        }  # fmt: skip


def _thing(thing: Thing, evidence: _Evidence) -> dict[str, object]:
    return {
        "label": thing.label, "cls": thing.cls, "aliases": list(thing.aliases), "kind": thing.kind,
        "status": thing.status, "code": thing.code, "level": thing.level, "lon": thing.lon, "lat": thing.lat,
        "plans": list(thing.plans), "evidence": evidence.indices(thing.mentions), "inferred": thing.inferred,
    }  # fmt: skip


def _plain(label: str, cls: str, item: TargetFact | GoalFact, facts: Facts, evidence: _Evidence) -> dict[str, object]:
    subject = item.subject_text or (facts.label(item.subject) if item.subject else "")
    return {
        "label": label, "cls": cls, "aliases": [], "kind": "", "status": "", "code": "", "level": "", "lon": None,
        "lat": None, "plans": [item.plan], "evidence": evidence.indices(item.proofs),
        "inferred": bool(item.proofs) and all(p.inferred for p in item.proofs), "deadline": item.deadline,
        "subject": subject,
    }  # fmt: skip


def _target(facts: Facts, target: TargetFact, evidence: _Evidence) -> dict[str, object]:
    return _plain(target.label, "Target", target, facts, evidence) | {
        "indicator": target.indicator, "operator": target.operator, "value": target.value, "unit": target.unit,
        "per": target.per,
    }  # fmt: skip


def _goal(facts: Facts, goal: GoalFact, evidence: _Evidence) -> dict[str, object]:
    return _plain(goal.text, "Goal", goal, facts, evidence)


def _edge(graph: Network, fact: Fact, evidence: _Evidence) -> None:
    if fact.subject not in graph or fact.object not in graph:
        return
    rules = sorted({proof.rule for proof in fact.proofs if proof.inferred == fact.inferred})
    graph.add_edge(
        fact.subject,
        fact.object,
        key=fact.predicate,
        predicate=fact.predicate,
        label=LABELS[fact.predicate],
        inferred=bool(fact.proofs) and fact.inferred,
        rule=rules[0] if rules else "",
        plans=list(fact.plans),
        evidence=evidence.indices(fact.proofs),
    )


def _counties(member: Membership, iri: str) -> list[str]:
    return [member.facts.label(county) for county in member.counties(iri)]


def _county_table(member: Membership, nodes: Iterable[str]) -> dict[str, dict[str, object]]:
    things = {member.facts.things[c] for node in nodes for c in member.counties(node) if c in member.facts.things}
    rows = sorted(((t.code or t.iri.rsplit("/", 1)[-1]), t.label, t.lon, t.lat) for t in things)
    return {code: {"name": name, "lon": lon, "lat": lat} for code, name, lon, lat in rows}


def _plans(facts: Facts) -> dict[str, dict[str, object]]:
    return {
        plan.id: {
            "title": plan.title,
            "place": plan.place_name,
            "code": plan.code,
            "year": plan.year,
            "kind": plan.kind,
        }
        for plan in facts.plans.values()
    }


def _of_plan(proofs: Iterable[Proof], plan: str) -> tuple[Proof, ...]:
    return tuple(proof for proof in proofs if proof.plan == plan)


def _thing_of_plan(thing: Thing, plan: str) -> Thing:
    return replace(thing, plans=tuple(p for p in thing.plans if p == plan), mentions=_of_plan(thing.mentions, plan))


def _with_things(facts: Facts, things: dict[str, Thing]) -> Facts:
    return replace(facts, things=MappingProxyType(things))
