"""What a graph says, read back into plain values: the one source for the network, counties, exports and analysis.

Everything comes from the store alone (RDF), never from the documents. All sequences are sorted, so the same graph
gives the same values whatever order the store answers in.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

RELATIONS = ("locatedIn", "connects", "partOf", "develops", "serves", "radiates", "cooperatesWith")
"""The relations between entities, by their names in the ontology."""

CLASSES = ("Place", "Project", "Industry", "Organization", "Measure", "Brand")
"""The classes of entities, by their names in the ontology."""

LEVELS: MappingProxyType[str, str] = MappingProxyType(
    {
        "Country": "country", "Province": "province", "Prefecture": "prefecture", "County": "county",
        "Township": "township", "Village": "village", "CityCluster": "cluster", "Region": "region", "Water": "water",
        "Mountain": "mountain", "UrbanArea": "urban",
    }
)  # fmt: skip
"""Subclasses of ``plan:Place`` and the words for them in ``Thing.level``."""

OPERATORS: MappingProxyType[str, str] = MappingProxyType(
    {
        ">": "超过", ">=": "达到", "=": "为", "<": "低于", "<=": "不超过", "~": "约", "multiply": "翻到",
        "increase": "增加", "decrease": "减少",
    }
)  # fmt: skip
"""How a target's operator reads in Chinese."""


@dataclass(frozen=True, order=True, slots=True)
class Proof:
    """Where a fact is said. ``plan`` is the plan's id, ``passage`` the sentence's IRI.

    ``start`` and ``end`` are code points of the plan's clean text, as ``Passage.start`` is.
    """

    plan: str
    passage: str
    start: int
    end: int
    rule: str
    inferred: bool


@dataclass(frozen=True, order=True, slots=True)
class Sentence:
    """A sentence of a plan. ``section`` is the path of headings, joined by `` › ``; ``page`` 0 if unknown."""

    plan: str
    start: int
    text: str
    section: str
    page: int


@dataclass(frozen=True, order=True, slots=True)
class PlanInfo:
    """A plan. ``place`` is the IRI of the planning place, "" if unknown; ``year`` 0 if unknown."""

    id: str
    title: str
    place: str
    place_name: str
    code: str
    kind: str
    year: int
    first: int
    last: int


@dataclass(frozen=True, order=True, slots=True)
class Thing:
    """An entity. ``label`` is one of its names (the gazetteer's where it has one), ``aliases`` the others.

    ``kind`` and ``status`` are Chinese labels of a project ("" for others), of several plans the latest.
    ``level`` is one of ``LEVELS`` for a place. ``plans`` name it. A place of the gazetteer that no plan names has
    no ``plans`` and no ``mentions``. ``status_proof`` is where the status is said, one place at most.
    """

    iri: str
    cls: str
    label: str
    aliases: tuple[str, ...]
    kind: str
    status: str
    code: str
    level: str
    lon: float | None
    lat: float | None
    plans: tuple[str, ...]
    mentions: tuple[Proof, ...]
    status_proof: tuple[Proof, ...] = ()

    @property
    def inferred(self) -> bool:
        """Whether no plan names it outright."""
        return bool(self.mentions) and all(proof.inferred for proof in self.mentions)


@dataclass(frozen=True, order=True, slots=True)
class Fact:
    """A relation between two entities, once over all plans, with everything that says it."""

    subject: str
    predicate: str
    object: str
    proofs: tuple[Proof, ...]

    @property
    def inferred(self) -> bool:
        """Whether no sentence says it outright."""
        return all(proof.inferred for proof in self.proofs)

    @property
    def plans(self) -> tuple[str, ...]:
        """The plans that say it, sorted."""
        return tuple(sorted({proof.plan for proof in self.proofs}))


@dataclass(frozen=True, order=True, slots=True)
class TargetFact:
    """A target. ``subject`` is a place's IRI, "" if unknown; ``value`` a decimal as text; years 0 if not said.

    ``subject_text`` has the subject's words where they name no place of the graph (每个县), else "".
    """

    iri: str
    plan: str
    subject: str
    subject_text: str
    indicator: str
    operator: str
    value: str
    unit: str
    per: str
    deadline: int
    within_years: int
    binding: str
    proofs: tuple[Proof, ...]

    @property
    def label(self) -> str:
        """The target in words: 森林覆盖率超过33%."""
        every = "每年" if self.per == "year" else ""
        return f"{self.indicator}{every}{OPERATORS.get(self.operator, self.operator)}{self.value}{self.unit}"


@dataclass(frozen=True, order=True, slots=True)
class GoalFact:
    """A goal. Fields as in ``TargetFact``."""

    iri: str
    plan: str
    subject: str
    subject_text: str
    text: str
    deadline: int
    within_years: int
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a graph says. Mappings are by IRI (plans by id) and in the order of their keys.

    ``within`` is administrative containment, place to the place that contains it; ``words`` are Chinese labels of
    the ontology's terms by local name.
    """

    plans: MappingProxyType[str, PlanInfo]
    things: MappingProxyType[str, Thing]
    relations: tuple[Fact, ...]
    targets: tuple[TargetFact, ...]
    goals: tuple[GoalFact, ...]
    sentences: MappingProxyType[str, Sentence]
    within: MappingProxyType[str, str]
    words: MappingProxyType[str, str]

    @property
    def commitments(self) -> tuple[TargetFact | GoalFact, ...]:
        """Targets, then goals."""
        return (*self.targets, *self.goals)

    @property
    def passages(self) -> set[str]:
        """The sentences that say a relation, a target or a goal."""
        of_relations = {proof.passage for fact in self.relations for proof in fact.proofs}
        return of_relations | {proof.passage for item in self.commitments for proof in item.proofs}

    def label(self, iri: str) -> str:
        """A thing's label, the end of the IRI for what is none."""
        thing = self.things.get(iri)
        return thing.label if thing else iri.rsplit("/", 1)[-1]

    def word(self, name: str) -> str:
        """The Chinese label of a term of the ontology (``connects``: 连接), the name itself where it has none."""
        return self.words.get(name, name)
