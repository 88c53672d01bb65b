"""Which county a fact belongs to, and a county's part of the graph.

The rule. A *place* belongs to a county if it is the county, or lies in it by the gazetteer (``plan:within``) or by what
a plan says (``plan:partOf`` a place of the county); a cluster of which the county is a member does not. A *project,
industry or organisation* belongs to the counties of the places it is located in, ends at, is developed by or cooperates
with. A *target or goal* belongs to the counties of its subject. All that a plan *of the county itself* says belongs to
it too, places elsewhere excepted. Targets and goals of what contains the county directly (its prefecture; the province
where there is none between) are in the county's part as well, unless another county's plan says them, but marked as
*upper* (上级): the county did not promise them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from kg.facts import Fact, Facts, GoalFact, TargetFact, Thing

UPPER, OWN = "上级", "本县"


@dataclass(frozen=True)
class Membership:
    """Which counties each thing belongs to, for a whole graph."""

    facts: Facts

    def counties(self, iri: str) -> tuple[str, ...]:
        """The IRIs of the counties that a thing, target or goal belongs to, sorted; usually one or none."""
        return self._all.get(iri, ())

    def with_facts(self) -> tuple[Thing, ...]:
        """The counties that have a relation, target or goal of their own, by code and name."""
        found: set[str] = set()
        for fact in self.facts.relations:
            found.update(self._place(fact.subject), self._place(fact.object))
        for item in self.facts.commitments:
            found.update(self.counties(item.iri))
        found.update(county for county in self._own_plans.values() if county)
        things = (self.facts.things[iri] for iri in found)
        return tuple(sorted(things, key=lambda t: (t.code or "x", t.label, t.iri)))

    def county_of_plan(self, plan: str) -> str:
        """The county whose plan it is, "" if it is of no county (a prefecture's plan)."""
        return self._own_plans.get(plan, "")

    def _place(self, iri: str) -> tuple[str, ...]:
        return self._places.get(iri, ())

    @cached_property
    def _places(self) -> Mapping[str, tuple[str, ...]]:
        """Counties of each place."""
        above: dict[str, set[str]] = defaultdict(set)
        for lower, upper in self.facts.within.items():
            above[lower].add(upper)
        for fact in self.facts.relations:
            if fact.predicate == "partOf" and self._is_division(fact.object):
                above[fact.subject].add(fact.object)
        places = [t.iri for t in self.facts.things.values() if t.cls == "Place"]
        return {iri: tuple(sorted(self._counties_above(iri, above))) for iri in places}

    def _is_division(self, iri: str) -> bool:
        thing = self.facts.things.get(iri)
        return thing is not None and thing.level in ("county", "township", "village")

    def _counties_above(self, iri: str, above: Mapping[str, set[str]]) -> set[str]:
        found: set[str] = set()
        waiting, seen = [iri], {iri}
        while waiting:
            place = waiting.pop()
            thing = self.facts.things.get(place)
            if thing is not None and thing.level == "county":
                found.add(place)
                continue  # a county is in no other county
            waiting.extend(above.get(place, set()) - seen)
            seen |= above.get(place, set())
        return found

    @cached_property
    def _own_plans(self) -> Mapping[str, str]:
        return {plan.id: next(iter(self._place(plan.place)), "") for plan in self.facts.plans.values()}

    @cached_property
    def _all(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, set[str]] = {iri: set(counties) for iri, counties in self._places.items()}
        for fact in self.facts.relations:
            if fact.predicate in ("locatedIn", "connects"):
                found.setdefault(fact.subject, set()).update(self._place(fact.object))
            elif fact.predicate in ("develops", "cooperatesWith") and not self._is_place(fact.object):
                found.setdefault(fact.object, set()).update(self._place(fact.subject))
        for item in self.facts.commitments:
            found.setdefault(item.iri, set()).update(self._place(item.subject))
        for thing in self.facts.things.values():
            if thing.cls != "Place":
                own = {self._own_plans[plan] for plan in thing.plans if self._own_plans.get(plan)}
                found.setdefault(thing.iri, set()).update(own)
        return {iri: tuple(sorted(counties)) for iri, counties in found.items()}

    def _is_place(self, iri: str) -> bool:
        thing = self.facts.things.get(iri)
        return thing is not None and thing.cls == "Place"


@dataclass(frozen=True, slots=True)
class CountyPart:
    """What belongs to one county. ``facts`` has nothing else in it, upper targets and goals included.

    ``upper`` are the IRIs of the targets and goals of what contains the county directly.
    """

    county: Thing
    facts: Facts
    upper: frozenset[str]

    def scope(self, item: TargetFact | GoalFact) -> str:
        """``OWN`` or ``UPPER``."""
        return UPPER if item.iri in self.upper else OWN


def county_part(facts: Facts, county: Thing, membership: Membership | None = None) -> CountyPart:
    """The part of a county by the rule of this module; its things are the county's and what its facts name."""
    member = membership or Membership(facts)
    mine = {iri for iri in _every(facts) if county.iri in member.counties(iri)}
    relations = tuple(_relations(facts, county, member))
    above = {facts.within.get(county.iri, "")} - {""}

    def of_county(item: TargetFact | GoalFact) -> bool:
        said_above = item.subject in above and not member.county_of_plan(item.plan)  # not by a neighbour's plan
        return item.iri in mine or _own(item.plan, county, member) or said_above

    targets = tuple(filter(of_county, facts.targets))
    goals = tuple(filter(of_county, facts.goals))
    part: tuple[TargetFact | GoalFact, ...] = (*targets, *goals)
    upper = frozenset(
        item.iri
        for item in part
        if item.iri not in mine and item.subject in above and not _own(item.plan, county, member)
    )
    named = {iri for fact in relations for iri in (fact.subject, fact.object)}
    named |= {item.subject for item in part if item.subject} | {county.iri} | above
    part_facts = narrowed(facts, mine | named, relations, targets, goals)
    return CountyPart(county, _without_elsewhere(part_facts, county, member), upper)


def _without_elsewhere(part: Facts, county: Thing, member: Membership) -> Facts:
    """The part with only those mentions that are about the county: what others say of a shared industry is not."""
    about = part.passages
    for thing in part.things.values():
        own = thing.cls in ("Place", "Project") and county.iri in member.counties(thing.iri)
        about |= {p.passage for p in thing.mentions if own or _own(p.plan, county, member)}
    things = {
        iri: replace(thing, mentions=tuple(p for p in thing.mentions if p.passage in about))
        for iri, thing in part.things.items()
    }
    pruned = replace(part, things=MappingProxyType(things))
    return narrowed(pruned, things, part.relations, part.targets, part.goals)


def narrowed(
    facts: Facts,
    things: Iterable[str],
    relations: tuple[Fact, ...],
    targets: tuple[TargetFact, ...],
    goals: tuple[GoalFact, ...],
) -> Facts:
    """The facts with only these things, relations, targets and goals, and the sentences and plans they need."""
    kept = set(things)
    own = {iri: thing for iri, thing in facts.things.items() if iri in kept}
    passages = replace(facts, relations=relations, targets=targets, goals=goals).passages
    passages |= {p.passage for thing in own.values() for p in thing.mentions}
    sentences = {iri: sentence for iri, sentence in facts.sentences.items() if iri in passages}
    plans = {sentence.plan for sentence in sentences.values()}
    return replace(
        facts,
        plans=MappingProxyType({key: plan for key, plan in facts.plans.items() if key in plans}),
        things=MappingProxyType(own),
        relations=relations,
        targets=targets,
        goals=goals,
        sentences=MappingProxyType(sentences),
        within=MappingProxyType({s: o for s, o in facts.within.items() if s in own and o in own}),
    )


def _every(facts: Facts) -> Iterable[str]:
    yield from facts.things
    for item in facts.commitments:
        yield item.iri


def _relations(facts: Facts, county: Thing, member: Membership) -> Iterable[Fact]:
    """Relations of the county's places, of the projects located in it or ending there, and those that its own plans say.

    Of the last only with the own plans' evidence: what others say of 京津冀 or a project that the county's plan names
    as well is not about the county.
    """
    here = {
        f.subject
        for f in facts.relations
        if f.predicate in ("locatedIn", "connects") and _here(f.object, county, member)
    }
    for fact in facts.relations:
        if fact.subject in here or _here(fact.subject, county, member) or _here(fact.object, county, member):
            yield fact
        elif own := tuple(p for p in fact.proofs if _own(p.plan, county, member)):
            yield replace(fact, proofs=own)


def _here(iri: str, county: Thing, member: Membership) -> bool:
    """Whether it is a place of the county."""
    thing = member.facts.things.get(iri)
    return thing is not None and thing.cls == "Place" and county.iri in member.counties(iri)


def _own(plan: str, county: Thing, member: Membership) -> bool:
    return member.county_of_plan(plan) == county.iri
