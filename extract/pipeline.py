"""Text to facts: the visible, ordered list of stages, and the one function that runs it.

Each stage takes a ``State`` and gives one back with more in it. To swap or add an extractor, change one line
of ``STAGES``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from extract.entities.confidence import confident
from extract.entities.expand import expand
from extract.entities.partners import partners
from extract.entities.recur import recur
from extract.entities.resolve import resolve
from extract.goals import find_goals
from extract.model import (
    Document,
    Entity,
    EntityType,
    Goal,
    LedgerEntry,
    Link,
    Mention,
    Outcome,
    PlanFacts,
    Relation,
    Target,
)
from extract.names import find_names
from extract.order import entity_key, mention_key
from extract.outcomes import find_outcomes, outcome_rules
from extract.quantities import find_targets
from extract.relations import find_relations
from extract.resources import Resources

__all__ = ["STAGES", "Stage", "State", "extract", "run"]


_DECODED = frozenset({"place.route_end"})


@dataclass(frozen=True, slots=True)
class State:
    """What is known of a document so far. ``mentions`` change from stage to stage until ``entities`` are made."""

    document: Document
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    links: tuple[Link, ...] = ()
    relations: tuple[Relation, ...] = ()
    targets: tuple[Target, ...] = ()
    goals: tuple[Goal, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """A named step; ``title`` is what ``plankg explain`` calls it."""

    name: str
    title: str
    run: Callable[[State, Resources], State]


def _places(state: State, resources: Resources) -> State:
    meta = state.document.meta
    found = resources.places.find(state.document.text, state.document.passages, meta.place_code, year=meta.year)
    named = [m for m in found if m.rule not in _DECODED]  # 静 in 静兴高速: the relations decode it with the name
    return replace(state, mentions=(*state.mentions, *named))


def _names(state: State, resources: Resources) -> State:
    places = [m for m in state.mentions if m.type is EntityType.PLACE]
    found = find_names(
        state.document,
        resources.segmenter,
        places=places,
        lexicon=resources.lexicon,
        tagged=resources.tagger is not None,
    )
    return replace(state, mentions=(*state.mentions, *found))


def _tagged(state: State, resources: Resources) -> State:
    if resources.tagger is None:
        return state
    return replace(state, mentions=(*state.mentions, *resources.tagger.find(state.document)))


def _resolved(state: State, _: Resources) -> State:
    kept = partners(state.document.text, resolve(state.mentions))
    found = {mention_key(m): m.rule for m in state.mentions}
    gone = Counter(found[key] for key in found.keys() - {mention_key(m) for m in kept})
    entries = [LedgerEntry("rejected", rule, "与更可靠的名称重叠", n) for rule, n in sorted(gone.items())]
    return replace(state, mentions=tuple(kept), ledger=(*state.ledger, *entries))


def _expanded(state: State, resources: Resources) -> State:
    return replace(state, mentions=tuple(expand(state.document, state.mentions, resources.lexicon)))


def _recurred(state: State, _: Resources) -> State:
    return replace(state, mentions=tuple(recur(state.document, state.mentions)))


def _assembled(state: State, resources: Resources) -> State:
    entities, links = resources.assembler.assemble(state.document, state.mentions, resources.gazetteer)
    return replace(state, entities=entities, links=links)


def _confident(state: State, resources: Resources) -> State:
    if resources.confidence is None or resources.tagger is None:
        return state
    found, entries = confident(
        state.document, (state.entities, state.links), state.mentions, resources.lexicon, resources.confidence
    )
    return replace(state, entities=found[0], links=found[1], ledger=(*state.ledger, *entries))


def _targets(state: State, resources: Resources) -> State:
    places = [m for m in state.mentions if m.type is EntityType.PLACE]
    return replace(state, targets=tuple(find_targets(state.document, places, resources.targets)))


def _goals(state: State, resources: Resources) -> State:
    places = [m for m in state.mentions if m.type is EntityType.PLACE]
    return replace(state, goals=tuple(find_goals(state.document, places, resources.goals)))


def _outcomes(state: State, resources: Resources) -> State:
    places = [m for m in state.mentions if m.type is EntityType.PLACE]
    return replace(state, outcomes=tuple(find_outcomes(state.document, places, outcome_rules(resources.targets))))


def _relations(state: State, resources: Resources) -> State:
    relations, places, unresolved = find_relations(
        state.document, state.entities, state.links, resources.gazetteer, resources.letters
    )
    ledger = (*state.ledger, *unresolved)
    if not places:
        return replace(state, relations=relations, ledger=ledger)
    both = (*state.entities, *places)
    order = sorted(range(len(both)), key=lambda i: entity_key(both[i]))
    moved = {old: new for new, old in enumerate(order)}  # the old ones keep their order, and so do their links
    links = tuple(Link(k.start, k.end, moved[k.entity], k.rule, k.inferred) for k in state.links)
    entities = tuple(both[i] for i in order)
    return replace(state, relations=relations, entities=entities, links=links, ledger=ledger)


def _ledger(state: State, _: Resources) -> State:
    facts: tuple[Entity | Relation | Target | Goal | Outcome, ...]
    facts = (*state.entities, *state.relations, *state.targets, *state.goals, *state.outcomes)
    hits = Counter(evidence.rule for fact in facts for evidence in fact.evidence)
    entries = [LedgerEntry("rule", rule, "", count) for rule, count in sorted(hits.items())]
    said = {evidence.passage for fact in facts for evidence in fact.evidence}
    share = LedgerEntry("coverage", f"{len(said)}/{len(state.document.passages)}", "至少给出一个事实的句子", len(said))
    return replace(state, ledger=(*state.ledger, share, *entries))


STAGES: tuple[Stage, ...] = (
    Stage("places", "地名", _places),
    Stage("tagger", "模型识别的名称", _tagged),
    Stage("names", "规则识别的名称", _names),
    Stage("resolve", "重叠取舍", _resolved),
    Stage("expand", "并列与省略展开", _expanded),
    Stage("recur", "全文一致", _recurred),
    Stage("assemble", "实体", _assembled),
    Stage("confidence", "可信度", _confident),
    Stage("targets", "指标", _targets),
    Stage("goals", "目标", _goals),
    Stage("outcomes", "实绩", _outcomes),
    Stage("relations", "关系", _relations),
    Stage("ledger", "账目", _ledger),
)


def run(document: Document, resources: Resources, stages: tuple[Stage, ...] = STAGES) -> State:
    """Run the stages over one document, in order."""
    state = State(document)
    for stage in stages:
        state = stage.run(state, resources)
    return state


def extract(document: Document, resources: Resources) -> PlanFacts:
    """All facts of one document; empty tuples where it holds none.

    A pure function: the same document and resources give the same facts, in the same order.
    """
    s = run(document, resources)
    return PlanFacts(s.document, s.entities, s.relations, s.targets, s.goals, s.ledger, s.outcomes)
