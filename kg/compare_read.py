"""What comparing needs of single plans, read straight from their named graphs: quick however many plans there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

import pyoxigraph
from pyoxigraph import Literal

from extract.model import normalise
from kg.compare_indicators import Amount, Scheme, Series, read_series
from kg.facts import OPERATORS
from kg.manifest import PlanRecord
from kg.query import PREFIXES, text
from kg.rdf_identity import plan_iri
from kg.rdf_terms import ONTOLOGY_GRAPH

TARGET, OUTCOME = "target", "outcome"
_ONT = PREFIXES["plan"]
STAGES: MappingProxyType[str, int] = MappingProxyType(
    {
        "StatusPlan": 1, "StatusSupport": 2, "StatusBuild": 3, "StatusStart": 3, "StatusUpgrade": 3, "StatusExtend": 3,
        "StatusComplete": 4, "StatusOperate": 5,
    }
)  # fmt: skip
"""How far a project has come, by its status; works on something that exists count as under way."""
UNDER_WAY, DONE = 3, 4
_PART = re.compile(
    r"[^，。；、\d]{0,8}(?:开发区|园区|高新区|经开区|示范区|自贸区|自贸试验区|综保区|保税区|(?:[省市县区]属|国有|中央|民营)企业)(?!建设|数量|达)"
)
"""A sentence that opens with a part of the place: its figures are not the whole place's."""


@dataclass(frozen=True, order=True, slots=True)
class Figure:
    """A target or an achieved figure of a plan, with the sentence that says it.

    ``year``: for a target when it is due (0 if not said and not to be known), for an outcome the (last) year it is of.
    ``assumed`` marks a year taken from the plan's period. ``since`` as in ``extract.model.Outcome``. ``own`` is True
    where it is of the planning place as a whole. ``start`` orders figures of a plan as they stand. ``at`` is where
    ``quote`` stands in ``sentence``, which may have the same words twice. ``single`` is True of one year's figure
    (全年新增就业1800人): 每年 would be wrong of it.
    """

    plan: str
    start: int
    kind: str
    series: Series
    amount: Amount
    indicator: str
    operator: str
    value: str
    unit: str
    per: str
    year: int
    assumed: bool
    since: int
    expected: bool
    own: bool
    sentence: str
    quote: str
    at: int = 0
    single: bool = False

    @property
    def label(self) -> str:
        """In words: 地区生产总值增长约7%."""
        every = "每年" if self.per == "year" and self.unit != "%" and not self.single else ""
        sign = "" if self.operator == "=" else OPERATORS.get(self.operator, "")
        if self.operator in ("increase", "decrease"):
            sign = ""
        return f"{self.indicator}{every}{sign}{self.value}{self.unit}"


@dataclass(frozen=True, order=True, slots=True)
class Item:
    """A project, industry or measure of a plan. ``stage``: of ``STAGES``, 0 if unknown; ``sentence`` says it.

    ``reviewed`` is True where that sentence is of the review: the status is what was, not what is planned.
    """

    cls: str
    name: str
    iri: str
    aliases: tuple[str, ...]
    status: str
    stage: int
    sentence: str
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class PlanView:
    """One plan: its record, figures in the order of the text, items by class and name, sentences.

    A sentence comes with its normalised text (``extract.model.normalise``) and whether it reviews the past.
    """

    record: PlanRecord
    figures: tuple[Figure, ...]
    items: tuple[Item, ...]
    sentences: tuple[tuple[str, str, bool], ...]

    @property
    def title(self) -> str:
        """How tables call it: place and year."""
        return f"{self.record.place or self.record.title}{self.record.year or ''}"


def read_plan(store: pyoxigraph.Store, record: PlanRecord, scheme: Scheme) -> PlanView:
    """Everything that comparing needs of one plan."""
    figures = read_figures(store, record, scheme)
    return PlanView(record, figures, tuple(sorted(_items(store, record))), tuple(_sentences(store, record)))


def read_figures(store: pyoxigraph.Store, record: PlanRecord, scheme: Scheme) -> tuple[Figure, ...]:
    """Targets and outcomes of one plan in the order of the text; sums of 城乡 that come in pairs are told apart."""
    return tuple(_pairs(sorted(_figures(store, record, scheme)), scheme))


def read_text(store: pyoxigraph.Store, record: PlanRecord) -> str:
    """All sentences of a plan, normalised for looking a name up."""
    return "".join(key for _, key, _ in _sentences(store, record))


def _figures(store: pyoxigraph.Store, record: PlanRecord, scheme: Scheme) -> Iterator[Figure]:
    query = f"""SELECT ?f ?c ?start (COALESCE(?words, ?label) AS ?l) ?o ?v ?u ?per ?due ?within ?year ?since ?expected ?s ?w ?place ?quote ?text ?from {{
        GRAPH {plan_iri(record.id)} {{ VALUES ?c {{ plan:Target plan:Outcome }}
        ?f a ?c ; plan:indicator ?i ; plan:operator ?o ; plan:value ?v ; plan:unit ?u ; plan:quote ?quote ;
            plan:start ?start ; plan:passage ?p . ?i skos:prefLabel ?label .
        ?p plan:text ?text ; plan:start ?from ; plan:end ?to FILTER(?from <= ?start && ?start < ?to)
        OPTIONAL {{ ?f plan:indicatorText ?words }} OPTIONAL {{ ?f plan:per ?per }} OPTIONAL {{ ?f plan:deadline ?due }}
        OPTIONAL {{ ?f plan:withinYears ?within }} OPTIONAL {{ ?f plan:achievedYear ?year }}
        OPTIONAL {{ ?f plan:achievedSince ?since }}
        OPTIONAL {{ ?f plan:expected ?expected }} OPTIONAL {{ ?f plan:subject ?s }} OPTIONAL {{ ?f plan:subjectText ?w }}
        OPTIONAL {{ {plan_iri(record.id)} plan:planningPlace ?place }} }} }}"""
    for _, cls, start, label, sign, value, unit, per, due, within, year, since, expected, *rest in _rows(store, query):
        subject, words, place, quote, sentence, begin = rest
        kind = OUTCOME if cls == _ONT + "Outcome" else TARGET
        series, amount = read_series(scheme, label, sign, value, unit, per)
        said, assumed = (int(year or 0), False) if kind == OUTCOME else _due(record, due, within)
        yield Figure(
            record.id, int(start), kind, series, amount, label, sign, value, unit, per, said, assumed, int(since or 0),
            expected == "true", subject in ("", place) and not words and not _PART.match(sentence), sentence, quote,
            int(start) - int(begin), not since if kind == OUTCOME else 0 < said <= record.year,
        )  # fmt: skip


def _due(record: PlanRecord, due: str, within: str) -> tuple[int, bool]:
    """When a target is due; what is not said is the end of the plan's period, and marked as assumed."""
    first, last = record.period
    if due:
        return int(due), False
    if within and (first or record.year):
        return (first or record.year) + int(within) - 1, False
    return last, True


def _pairs(figures: list[Figure], scheme: Scheme) -> list[Figure]:
    """城乡居民收入分别增长7%和8%: two figures of the same words side by side are of the towns, then of the country."""
    out = list(figures)
    for i in range(len(out) - 1):
        one, two = out[i], out[i + 1]
        alike = (one.kind, one.series, one.unit, one.sentence) == (two.kind, two.series, two.unit, two.sentence)
        both = "城乡" in one.indicator and "城乡" in two.indicator
        if alike and both and one.start < two.start and "分别" in one.sentence:
            for at, word in ((i, "城镇"), (i + 1, "农村")):
                name = out[at].indicator.replace("城乡", word, 1)
                figure = out[at]
                series, _ = read_series(scheme, name, figure.operator, figure.value, figure.unit, figure.per)
                out[at] = replace(figure, indicator=name, series=series)
    return out


def _items(store: pyoxigraph.Store, record: PlanRecord) -> Iterator[Item]:
    graph = plan_iri(record.id)
    status = {
        iri: (label, STAGES.get(term.removeprefix(_ONT), 0), sentence, past == "true")
        for iri, term, label, sentence, past in _rows(store, f"""SELECT ?e ?status ?l ?text ?past {{
            GRAPH {graph} {{ ?st rdf:predicate plan:status ; rdf:subject ?e ; rdf:object ?status ; plan:passage ?p ;
                plan:start ?start . ?p plan:text ?text ; plan:past ?past ; plan:start ?from ; plan:end ?to
                FILTER(?from <= ?start && ?start < ?to) }}
            GRAPH {ONTOLOGY_GRAPH} {{ ?status rdfs:label ?l FILTER(LANG(?l) = 'zh') }} }}""")
    }  # fmt: skip
    aliases: dict[str, list[str]] = {}
    for iri, name in _rows(store, f"SELECT ?e ?l {{ GRAPH {graph} {{ ?e skos:altLabel ?l }} }}"):
        aliases.setdefault(iri, []).append(name)
    first: dict[str, tuple[int, int, str, str, str]] = {}
    for iri, cls, name, past, order, sentence in _rows(
        store,
        f"""SELECT ?e ?c ?l ?past ?order ?text {{
        GRAPH {graph} {{ VALUES ?c {{ plan:Project plan:Industry plan:Measure }}
        ?e a ?c ; skos:prefLabel ?l ; plan:mentionedIn ?p . ?p plan:order ?order ; plan:past ?past ; plan:text ?text }} }}""",
    ):
        key = (int(past == "true"), int(order), cls.removeprefix(_ONT), name, sentence)
        first[iri] = min(first.get(iri, key), key)
    for iri, (reviewed, _, cls, name, sentence) in first.items():
        if reviewed:
            continue  # only the review names it: nothing is planned
        label, stage, saying, was = status.get(iri, ("", 0, sentence, False))
        yield Item(cls, name, iri, tuple(sorted(aliases.get(iri, ()))), label, stage, saying or sentence, was)


def _sentences(store: pyoxigraph.Store, record: PlanRecord) -> list[tuple[str, str, bool]]:
    query = f"""SELECT ?order ?text ?past {{ GRAPH {plan_iri(record.id)} {{
        ?p a plan:Passage ; plan:order ?order ; plan:text ?text ; plan:past ?past }} }}"""
    rows = sorted(_rows(store, query), key=lambda row: int(row[0]))
    return [(words, normalise(words), past == "true") for _, words, past in rows]


def mentions(view: PlanView, name: str, *, past: bool | None = None) -> str:
    """The first sentence of a plan with ``name`` in it (spaces and quotation marks aside), "" if there is none."""
    key = normalise(name)
    return next((s for s, words, is_past in view.sentences if past in (None, is_past) and key in words), "")


def _rows(store: pyoxigraph.Store, query: str) -> Iterator[list[str]]:
    result = store.query(query, prefixes=dict(PREFIXES))
    assert isinstance(result, pyoxigraph.QuerySolutions)
    for solution in result:
        yield [t.value if isinstance(t, Literal) else text(t) for t in solution]


def signed(value: Decimal) -> str:
    """A difference as text with its sign: +1.5, -20, 0."""
    shown = format(value.normalize(), "f")
    return shown if value <= 0 else f"+{shown}"
