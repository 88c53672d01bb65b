"""The values that flow through extraction: Document -> Mention -> Entity, Relation, Target, Goal, Outcome.

All are frozen and ordered, so that any list of them sorts itself the same way on every
machine. Every offset counts Unicode code points of ``Document.text``, the *clean* text (see
``extract.clean``), never of the file that was read; ``text[start:end] == quote`` always holds.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum


class EntityType(StrEnum):
    """The six named types of the annotation guidelines (the seventh class is ``Target``/``Goal``'s indicator)."""

    PLACE = "place"
    PROJECT = "project"
    INDUSTRY = "industry"
    ORGANIZATION = "organization"
    MEASURE = "measure"
    BRAND = "brand"


class Predicate(StrEnum):
    """The seven relations between entities, by their names in the annotation format."""

    LOCATED_IN = "located_in"
    CONNECTS = "connects"
    PART_OF = "part_of"
    DEVELOPS = "develops"
    SERVES = "serves"
    RADIATES = "radiates"
    COOPERATES = "cooperates"


PROJECT_KINDS = (
    "railway", "expressway", "road", "airport", "energy", "industrial_zone", "base", "scenic_area",
    "venue", "data_centre", "innovation_platform", "ecology", "water", "urban", "rural", "other",
)  # fmt: skip
PROJECT_STATUSES = (
    "plan", "start", "build", "upgrade", "extend", "operate", "support", "protect", "complete", "other",
)  # fmt: skip
OPERATORS = (">", ">=", "=", "<", "<=", "~", "multiply", "increase", "decrease")
PLAN_KINDS = ("党代会报告", "政府工作报告", "规划纲要", "专项规划", "其他")


@dataclass(frozen=True, order=True, slots=True)
class Removal:
    """A piece of the raw text that cleaning left out: where in the raw text, what, and why."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, order=True, slots=True)
class Section:
    """A heading and what it governs: ``[start, end)`` covers the heading and all below it.

    ``level`` counts from 1; ``parent`` is the index of the enclosing section or None. A run-in
    heading (bold text that opens a paragraph) is a section too. ``past`` marks a review of what
    has been achieved, where no targets and goals are looked for. ``year`` is the year or
    last year the section plans for, None where it does not say.
    """

    index: int
    level: int
    title: str
    start: int
    end: int
    parent: int | None = None
    past: bool = False
    year: int | None = None


@dataclass(frozen=True, order=True, slots=True)
class Passage:
    """One sentence. ``paragraph`` counts from 0 over the document; ``page`` from 1, None if unknown.

    ``past`` is True for a sentence that reviews what has been achieved; sentences of a section
    about the past are, and single sentences of other sections can be.
    """

    index: int
    start: int
    end: int
    paragraph: int
    section: int | None = None
    past: bool = False
    page: int | None = None


@dataclass(frozen=True, order=True, slots=True)
class PlanMeta:
    """What a document is, found in its text or given by the user.

    ``place_code`` is a GB/T 2260 code of six digits ("" if the place is not known),
    ``year`` the year it was delivered (0 if unknown), ``period`` first and last year planned for,
    ``delivered`` an ISO date or "".
    """

    title: str
    place: str
    place_code: str
    kind: str
    year: int
    period: tuple[int, int]
    delivered: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A plan that has been read: clean text, sections, sentences and what it is.

    ``id`` is stable: code-year-kind-hash of the clean text (``extract.identity.plan_id``).
    ``source`` is the file's name as given. ``text`` has one paragraph a line, no other breaks.
    """

    id: str
    text: str
    source: str
    meta: PlanMeta
    sections: tuple[Section, ...] = ()
    passages: tuple[Passage, ...] = ()
    removed: tuple[Removal, ...] = ()

    def quote(self, passage: Passage) -> str:
        """The passage's text."""
        return self.text[passage.start : passage.end]


@dataclass(frozen=True, order=True, slots=True)
class Evidence:
    """Where a fact is said: offsets into ``Document.text``, the words, the rule that read them.

    ``inferred`` is True where the words do not say it outright (a decoded abbreviation).
    ``passage`` is the index of the sentence that holds ``start``.
    """

    passage: int
    start: int
    end: int
    quote: str
    rule: str
    inferred: bool = False

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.quote):
            raise ValueError(f"evidence {self.start}-{self.end} does not fit its quote {self.quote!r}")


@dataclass(frozen=True, order=True, slots=True)
class Mention:
    """A name where it stands: ``text[start:end] == surface``.

    ``name`` is the full name it stands for (differs from ``surface`` for an elided list member:
    静兴 -> 静兴高速公路). ``score`` in [0, 1] ranks rivals for the same characters. ``code`` is the
    place's code where the mention is a place that the gazetteer knows, else "".
    """

    start: int
    end: int
    type: EntityType
    surface: str
    name: str
    rule: str
    score: float = 0.5
    code: str = ""
    inferred: bool = False


@dataclass(frozen=True, order=True, slots=True)
class Entity:
    """A thing the plan names, once per document, with everything that was said where.

    ``code``: GB/T 2260 code (six digits, nine for a township) or "". ``kind`` and ``status`` only for
    projects. ``aliases`` exclude the name and are sorted.
    """

    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    code: str = ""
    kind: str = ""
    status: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, order=True, slots=True)
class Relation:
    """Subject and object are ``Entity.name``s of the same document; types tell namesakes apart."""

    subject: str
    predicate: Predicate
    object: str
    subject_type: EntityType
    object_type: EntityType
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, order=True, slots=True)
class Target:
    """A quantified commitment. ``value`` is a decimal in canonical text ("0.5", "2200").

    ``operator`` is one of ``OPERATORS``; ``unit`` as written; ``per`` "year" or ""; ``deadline`` a year or 0;
    ``within_years`` years from the start of the period or 0; ``binding`` 约束性, 预期性 or "";
    ``baseline`` the present value in the same unit or "".
    """

    subject: str
    indicator: str
    operator: str
    value: str
    unit: str
    per: str = ""
    deadline: int = 0
    within_years: int = 0
    binding: str = ""
    baseline: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, order=True, slots=True)
class Goal:
    """A qualitative end state that one could later say yes or no about."""

    subject: str
    text: str
    deadline: int = 0
    within_years: int = 0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, order=True, slots=True)
class Outcome:
    """A figure that a review says was achieved. Value, operator, unit and ``per`` as in ``Target``.

    ``year`` is the (last) year it is of, 0 if unknown; ``since`` the first where it covers several (五年累计, 年均),
    else 0; ``expected`` is True where the report gives it as provisional (预计).
    """

    subject: str
    indicator: str
    operator: str
    value: str
    unit: str
    per: str = ""
    year: int = 0
    since: int = 0
    expected: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, order=True, slots=True)
class LedgerEntry:
    """One line of the extraction ledger: what was left out or could not be decided, and why.

    ``kind``: "rejected", "unresolved" or "rule" (hits of a rule, then ``count`` says how many).
    """

    kind: str
    text: str
    reason: str
    count: int = 1
    start: int = -1


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """All that was read out of one document; the input of the graph."""

    document: Document
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    targets: tuple[Target, ...] = ()
    goals: tuple[Goal, ...] = ()
    ledger: tuple[LedgerEntry, ...] = field(default=())
    outcomes: tuple[Outcome, ...] = ()


def normalise(name: str) -> str:
    """A name's key for comparison: NFKC, lower case, without spaces, quotes, brackets and dashes.

    The same characters are dropped as by the scoring script of the annotation guidelines, so that
    two names are one here exactly if they count as one there.
    """
    return _DROPPED.sub("", unicodedata.normalize("NFKC", name)).lower()


_DROPPED = re.compile(r"[“”‘’\"'《》〈〉「」『』（）()【】·•,，、。;；:：—\-–+＋&\s]+")


@dataclass(frozen=True, order=True, slots=True)
class Link:
    """A mention that has become part of an entity: ``entity`` is its index in the list of entities.

    Sorted by position. Several links may share characters (离隰高速 links the project, and its end
    points as inferred places).
    """

    start: int
    end: int
    entity: int
    rule: str
    inferred: bool = False
