"""A county's brief: one page of prose and tables, every row with a footnote to the sentence that says it.

Made once as values (``Brief``), written as Markdown or as a page of HTML by ``kg.export_brief_text``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.county import UPPER, CountyPart, Membership
from kg.facts import Fact, Facts, GoalFact, Proof, TargetFact

RULE = (
    "归属规则：县（市、区）本身及其乡镇的事实，位于其中或以其为端点的项目，以及该县自己的规划所说的一切，都归入该县；"
    "直属上级（所在市；没有市的为省）的指标和目标另列并标明“上级”，不算该县自己的承诺。"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells and the numbers of its footnotes, from 1."""

    cells: tuple[str, ...]
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A part of the brief. A table without rows is left out of the brief."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: a sentence, where it stands and whether what it backs was inferred from it."""

    text: str
    plan: str
    section: str
    inferred: bool


@dataclass(frozen=True, slots=True)
class Brief:
    """The whole brief. ``summary`` are sentences of Chinese prose."""

    title: str
    summary: tuple[str, ...]
    tables: tuple[Table, ...]
    notes: tuple[Note, ...]
    rule: str


def county_brief(part: CountyPart, member: Membership) -> Brief:
    """The brief of a county; ``member`` is of the whole graph, for what the county shares with others."""
    maker = _Maker(part.facts)
    upper = {item.iri for item in part.facts.commitments if part.scope(item) == UPPER}
    shared = _shared(part, member)
    tables = [*_tables(maker, upper), _shared_table(shared)]
    name = part.county.label
    return Brief(
        f"{name}：规划里说了什么", tuple(_summary(name, part.facts, upper, shared)),
        tuple(t for t in tables if t.rows), tuple(maker.notes), RULE,
    )  # fmt: skip


def whole_brief(facts: Facts, title: str = "规划知识图谱") -> Brief:
    """The same for a whole graph."""
    maker = _Maker(facts)
    plans = tuple(Row((p.title, p.place_name, p.kind, str(p.year or "")), ()) for p in facts.plans.values())
    tables = [Table("规划", ("标题", "地方", "文种", "年份"), plans), *_tables(maker, set())]
    summary = tuple(_summary("本图谱", facts, set(), ()))
    return Brief(title, summary, tuple(t for t in tables if t.rows), tuple(maker.notes), "")


@dataclass
class _Maker:
    """Rows and the footnotes they point to; a sentence has one footnote."""

    facts: Facts
    notes: list[Note] = field(default_factory=list)
    _numbers: dict[tuple[str, bool], int] = field(default_factory=dict)

    def row(self, cells: Sequence[str], proofs: Iterable[Proof], most: int = 3) -> Row:
        found = [p for p in proofs if p.passage in self.facts.sentences]
        numbers = dict.fromkeys(self._number(p) for p in found[: most * 2])
        return Row(tuple(cells), tuple(list(numbers)[:most]))

    def _number(self, proof: Proof) -> int:
        key = (proof.passage, proof.inferred)
        if key not in self._numbers:
            sentence = self.facts.sentences[proof.passage]
            plan = self.facts.plans.get(proof.plan)
            year = f"（{plan.year}年）" if plan and plan.year else ""
            title = f"《{plan.title}》{year}" if plan else proof.plan
            page = f"第{sentence.page}页" if sentence.page else ""
            where = "，".join(filter(None, (sentence.section, page)))
            self.notes.append(Note(sentence.text, title, where, proof.inferred))
            self._numbers[key] = len(self.notes)
        return self._numbers[key]


def _tables(maker: _Maker, upper: set[str]) -> list[Table]:
    facts = maker.facts
    own_targets = [t for t in facts.targets if t.iri not in upper]
    upper_targets = [t for t in facts.targets if t.iri in upper]
    return [
        Table("项目", ("项目", "类别", "状态", "在哪里", "为哪个产业"), _projects(maker)),
        Table("产业", ("地方", "产业"), _relations(maker, ("develops",))),
        Table("量化指标", _TARGET_COLUMNS, _targets(maker, own_targets)),
        Table("目标", ("责任主体", "目标", "期限"), _goals(maker, [g for g in facts.goals if g.iri not in upper])),
        Table("组群与带动", ("地方", "关系", "对方"), _links(maker, ("partOf", "radiates"))),
        Table("合作", ("一方", "合作方"), _relations(maker, ("cooperatesWith",))),
        Table("上级指标", _TARGET_COLUMNS, _targets(maker, upper_targets)),
        Table("上级目标", ("责任主体", "目标", "期限"), _goals(maker, [g for g in facts.goals if g.iri in upper])),
    ]


_TARGET_COLUMNS = ("责任主体", "指标", "数值", "期限")


def _projects(maker: _Maker) -> tuple[Row, ...]:
    facts = maker.facts
    by_subject: dict[str, list[Fact]] = {}
    for fact in facts.relations:
        by_subject.setdefault(fact.subject, []).append(fact)
    rows = []
    for thing in sorted(
        (t for t in facts.things.values() if t.cls == "Project"), key=lambda t: (t.kind, t.label, t.iri)
    ):
        own = by_subject.get(thing.iri, [])
        where = [f for f in own if f.predicate in ("locatedIn", "connects")]
        places = "、".join(f"{facts.word(f.predicate)}{facts.label(f.object)}{_mark(f)}" for f in where)
        serves = "、".join(facts.label(f.object) + _mark(f) for f in own if f.predicate == "serves")
        proofs = [*thing.mentions[:1], *(p for f in own for p in f.proofs)]
        rows.append(maker.row((thing.label, thing.kind, thing.status, places, serves), proofs))
    return tuple(rows)


def _relations(maker: _Maker, predicates: tuple[str, ...]) -> tuple[Row, ...]:
    facts = maker.facts
    found = [f for f in facts.relations if f.predicate in predicates]
    rows = [((facts.label(f.subject), facts.label(f.object) + _mark(f)), f) for f in found]
    return tuple(maker.row(cells, f.proofs) for cells, f in sorted(rows))


def _links(maker: _Maker, predicates: tuple[str, ...]) -> tuple[Row, ...]:
    facts = maker.facts
    found = [f for f in facts.relations if f.predicate in predicates]
    rows = [((facts.label(f.subject), facts.word(f.predicate), facts.label(f.object) + _mark(f)), f) for f in found]
    return tuple(maker.row(cells, f.proofs) for cells, f in sorted(rows))


def _targets(maker: _Maker, targets: Iterable[TargetFact]) -> tuple[Row, ...]:
    facts = maker.facts
    rows = [((_subject(facts, t), t.indicator, t.label.removeprefix(t.indicator), _term(t)), t) for t in targets]
    return tuple(maker.row(cells, t.proofs) for cells, t in sorted(rows))


def _goals(maker: _Maker, goals: Iterable[GoalFact]) -> tuple[Row, ...]:
    rows = [((_subject(maker.facts, g), g.text, _term(g)), g) for g in goals]
    return tuple(maker.row(cells, g.proofs) for cells, g in sorted(rows))


def _shared(part: CountyPart, member: Membership) -> tuple[tuple[str, str, str], ...]:
    """(other county, 项目 or 产业, name) of what the county shares with others, sorted."""
    found: set[tuple[str, str, str]] = set()
    for thing in part.facts.things.values():
        counties = member.counties(thing.iri)
        if thing.cls in ("Project", "Industry") and part.county.iri in counties:
            kind = "项目" if thing.cls == "Project" else "产业"
            found.update((member.facts.label(c), kind, thing.label) for c in counties if c != part.county.iri)
    return tuple(sorted(found))


def _shared_table(shared: Iterable[tuple[str, str, str]]) -> Table:
    by_county: dict[str, dict[str, list[str]]] = {}
    for county, kind, name in shared:
        by_county.setdefault(county, {"项目": [], "产业": []})[kind].append(name)
    ranked = sorted(by_county.items(), key=lambda item: (-len(item[1]["项目"]), -len(item[1]["产业"]), item[0]))[:20]
    rows = tuple(Row((county, "、".join(own["项目"]), "、".join(own["产业"])), ()) for county, own in ranked)
    return Table("与其他县（市、区）共有", ("县（市、区）", "项目", "产业"), rows)


def _summary(name: str, facts: Facts, upper: set[str], shared: Sequence[tuple[str, str, str]]) -> Iterable[str]:
    classes = Counter(thing.cls for thing in facts.things.values())
    targets = [t for t in facts.targets if t.iri not in upper]
    goals = [g for g in facts.goals if g.iri not in upper]
    titles = "、".join(f"《{plan.title}》" for plan in list(facts.plans.values())[:5])
    more = "等" if len(facts.plans) > 5 else ""
    if facts.plans:
        yield f"{len(facts.plans)} 份规划说到{name}：{titles}{more}。"
    developed = {f.object for f in facts.relations if f.predicate == "develops"}
    yield (
        f"其中有项目 {classes['Project']} 个、要发展的产业 {len(developed)} 个、量化指标 {len(targets)} 条、"
        f"可核对的目标 {len(goals)} 条。"
    )
    statuses = Counter(t.status for t in facts.things.values() if t.cls == "Project" and t.status)
    if statuses:
        ranked = sorted(statuses.items(), key=lambda item: (-item[1], item[0]))
        yield "项目按状态：" + "、".join(f"{status} {count} 个" for status, count in ranked) + "。"
    partners = sorted({county for county, kind, _ in shared if kind == "项目"})
    if partners:
        yield f"与{'、'.join(partners[:8])}{'等' if len(partners) > 8 else ''}有共同的项目。"
    inferred = sum(1 for f in facts.relations if f.inferred)
    if inferred:
        yield f"有 {inferred} 条关系是从简称等推断的，表中以“（推断）”标明。"


def _mark(fact: Fact) -> str:
    return "（推断）" if fact.inferred else ""


def _term(item: TargetFact | GoalFact) -> str:
    parts = [f"{item.deadline}年" if item.deadline else "", f"{item.within_years}年内" if item.within_years else ""]
    return "，".join(filter(None, parts))


def _subject(facts: Facts, item: TargetFact | GoalFact) -> str:
    return item.subject_text or (facts.label(item.subject) if item.subject else "")
