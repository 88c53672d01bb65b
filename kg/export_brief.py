"""A county's brief: one page of prose and tables, every row with a footnote to the sentence that says it.

Made once as values (``Brief``), written as Markdown or as a page of HTML by ``kg.export_brief_text``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from kg.county import UPPER, CountyPart, Membership
from kg.export_brief_county import about_county, amount, current_part, history, shared_table, some, speaking, weight
from kg.export_brief_fit import fitted
from kg.export_brief_model import Brief, Note, Row, Table, renumbered
from kg.facts import Fact, Facts, GoalFact, PlanInfo, Proof, TargetFact

__all__ = ["RULE", "Brief", "Note", "Row", "Table", "county_brief", "whole_brief"]

_STATUSES = ("建成", "运营", "开工", "建设", "扩建延伸", "改造提升", "保护", "支持争取", "谋划", "其他")
_LISTED = 8

RULE = (
    "归属规则：县（市、区）本身及其乡镇的事实，位于其中或以其为端点的项目，以及该县自己的规划所说的一切，都归入该县；"
    "直属上级（所在市；没有市的为省）的规划定的指标和目标另列并标明“上级”，不算该县自己的承诺。"
    "县有几年自己的规划时，各表只列最近一份和不早于它的各级规划的内容，历年情况另成一表；"
    "指标先列通行的，其余各表先列说到次数多的。“以上”含本数。"
)


def county_brief(part: CountyPart, member: Membership) -> Brief:
    """The brief of a county; ``member`` is of the whole graph, for what the county shares with others."""
    now = about_county(current_part(part, member), member)
    things = now.facts.things.values()
    far = {t.iri for t in things if t.cls == "Project" and part.county.iri not in member.counties(t.iri)}
    maker = _Maker(part.facts, now.facts, frozenset(far))
    upper = {item.iri for item in now.facts.commitments if now.scope(item) == UPPER}
    shared = _shared(now, member)
    made = _tables(maker, upper)
    industries = next(i for i, table in enumerate(made) if table.title == "产业")
    rows = (*made[industries].rows, *_named_industries(maker, now, member))
    made[industries] = replace(made[industries], rows=rows)
    name = part.county.label
    whole = [
        *(_without_subject(t, name) for t in made),
        shared_table(now, member, shared),
        _history(maker, part, member),
    ]
    shown = fitted([table for table in whole if table.rows])
    done, notes = renumbered([table for table in shown if table.rows], maker.notes)
    return Brief(
        f"{name}：规划里说了什么",
        tuple(_summary(name, now.facts, speaking(now, member), upper, shared, maker.elsewhere)),
        tuple(done),
        tuple(notes),
        RULE,
        _left(name, shown),
    )


def _left(name: str, shown: Sequence[Table]) -> str:
    """What of the tables is not on the page and how to get it, "" if nothing was cut."""
    cut = [f"{table.title} {table.more} 项" for table in shown if table.more]
    if not cut:
        return ""
    return f"本页放不下而略去的：{'、'.join(cut)}；全部内容连同原句：plankg export --county {name} --format csv。"


def _without_subject(table: Table, name: str) -> Table:
    """Without a first column that says the county's own name in every row."""
    if table.columns[0] != "责任主体" or any(row.cells[0] != name for row in table.rows):
        return table
    return replace(table, columns=table.columns[1:], rows=tuple(replace(r, cells=r.cells[1:]) for r in table.rows))


def whole_brief(facts: Facts, title: str = "规划知识图谱") -> Brief:
    """The same for a whole graph."""
    maker = _Maker(facts, facts)
    plans = tuple(Row((p.title, p.place_name, p.kind, str(p.year or "")), ()) for p in facts.plans.values())
    tables = [Table("规划", ("标题", "地方", "文种", "年份"), plans), *_tables(maker, set())]
    summary = tuple(_summary("本图谱", facts, list(facts.plans.values()), set(), (), frozenset()))
    return Brief(title, summary, tuple(t for t in tables if t.rows), tuple(maker.notes), "")


@dataclass
class _Maker:
    """Rows and the footnotes they point to; a sentence has one footnote."""

    whole: Facts
    facts: Facts
    elsewhere: frozenset[str] = frozenset()
    notes: list[Note] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def row(self, cells: Sequence[str], proofs: Iterable[Proof], most: int = 3) -> Row:
        found = [p for p in proofs if p.passage in self.whole.sentences]
        numbers = dict.fromkeys(self._number(p) for p in found[: most * 2])
        return Row(tuple(cells), tuple(list(numbers)[:most]))

    def _number(self, proof: Proof) -> int:
        key = proof.passage
        if key not in self._numbers:
            sentence = self.whole.sentences[proof.passage]
            plan = self.whole.plans.get(proof.plan)
            year = f"（{plan.year}年）" if plan and plan.year else ""
            title = f"《{plan.title}》{year}" if plan else proof.plan
            page = f"第{sentence.page}页" if sentence.page else ""
            where = "，".join(filter(None, (sentence.section, page)))
            self.notes.append(Note(sentence.text, title, where, proof.inferred))
            self._numbers[key] = len(self.notes)
        number = self._numbers[key]
        if not proof.inferred:
            self.notes[number - 1] = replace(self.notes[number - 1], inferred=False)
        return number


def _tables(maker: _Maker, upper: set[str]) -> list[Table]:
    facts = maker.facts
    own_targets = [t for t in facts.targets if t.iri not in upper]
    upper_targets = [t for t in facts.targets if t.iri in upper]
    return [
        Table("量化指标", _TARGET_COLUMNS, _targets(maker, own_targets)),
        Table("项目", ("项目", "类别", "状态", "在哪里", "为哪个产业"), _projects(maker)),
        Table("产业", ("地方", "要发展的产业"), _grouped(maker, "develops")),
        Table("目标", ("责任主体", "目标", "期限"), _goals(maker, [g for g in facts.goals if g.iri not in upper])),
        Table("合作、组群与带动", ("一方", "关系", "对方"), _links(maker, ("cooperatesWith", "partOf", "radiates"))),
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
        (t for t in facts.things.values() if t.cls == "Project"),
        key=lambda t: (_rank(t.status), t.kind, t.label, t.iri),
    ):
        own = by_subject.get(thing.iri, [])
        where = [f for f in own if f.predicate in ("locatedIn", "connects")]
        places = "、".join(f"{facts.word(f.predicate)}{facts.label(f.object)}{_mark(f)}" for f in where)
        serves = "、".join(facts.label(f.object) + _mark(f) for f in own if f.predicate == "serves")
        proofs = [*(thing.status_proof or thing.mentions[:1]), *(p for f in own for p in f.proofs)]
        rows.append(maker.row((thing.label, thing.kind, thing.status, places, serves), proofs))
    return tuple(rows)


def _links(maker: _Maker, predicates: tuple[str, ...]) -> tuple[Row, ...]:
    facts = maker.facts
    found = [f for f in facts.relations if f.predicate in predicates]
    rows = [((facts.label(f.subject), facts.word(f.predicate), facts.label(f.object) + _mark(f)), f) for f in found]
    return tuple(maker.row(cells, f.proofs) for cells, f in sorted(rows))


def _targets(maker: _Maker, targets: Iterable[TargetFact]) -> tuple[Row, ...]:
    """The common indicators first, in the order of the scheme; then those of a family; counts of one's own last."""
    facts = maker.facts
    ranked: dict[tuple[int, int], list[TargetFact]] = {}
    for target in targets:
        ranked.setdefault(weight(target), []).append(target)
    rows: list[Row] = []
    for _, group in sorted(ranked.items()):
        cells = [((_subject(facts, t), t.indicator, amount(t, _year(facts, t)), _term(t)), t.proofs) for t in group]
        rows.extend(_merged(maker, cells))
    return tuple(rows)


def _goals(maker: _Maker, goals: Iterable[GoalFact]) -> tuple[Row, ...]:
    return _merged(maker, [((_subject(maker.facts, g), g.text, _term(g)), g.proofs) for g in goals])


def _merged(maker: _Maker, rows: Iterable[tuple[tuple[str, ...], tuple[Proof, ...]]]) -> tuple[Row, ...]:
    """Rows in the order of the text; what reads the same is one row with the sentences of all."""
    said: dict[tuple[str, ...], tuple[Proof, ...]] = {}
    for cells, proofs in rows:
        said[cells] = said.get(cells, ()) + proofs
    ordered = sorted(said.items(), key=lambda item: (min(((p.plan, p.start) for p in item[1]), default=("", 0)), item))
    return tuple(maker.row(cells, proofs) for cells, proofs in ordered)


def _grouped(maker: _Maker, predicate: str) -> tuple[Row, ...]:
    """A row for each subject with its objects, those said most often first; a footnote for each object shown."""
    by_subject: dict[str, list[Fact]] = {}
    for fact in maker.facts.relations:
        if fact.predicate == predicate:
            by_subject.setdefault(fact.subject, []).append(fact)
    label, rows = maker.facts.label, []
    for subject, found in sorted(by_subject.items(), key=lambda item: (-len(item[1]), label(item[0]))):
        found.sort(key=lambda f: (-len(f.proofs), label(f.object), f.object))
        names = [label(f.object) + _mark(f) for f in found]
        proofs = [p for f in found[:_LISTED] for p in f.proofs[:1]]
        rows.append(maker.row((label(subject), some(names, _LISTED)), proofs, _LISTED))
    return tuple(rows)


def _named_industries(maker: _Maker, part: CountyPart, member: Membership) -> tuple[Row, ...]:
    """The industries that the county's own plan names without saying who develops them, those said most often first."""
    facts = maker.facts
    developed = {f.object for f in facts.relations if f.predicate == "develops"}
    found = []
    for thing in facts.things.values():
        own = [p for p in thing.mentions if member.county_of_plan(p.plan) == part.county.iri]
        if thing.cls == "Industry" and own and thing.iri not in developed:
            found.append((thing, own))
    found.sort(key=lambda pair: (-len(pair[1]), pair[0].label, pair[0].iri))
    if not found:
        return ()
    names = some([thing.label for thing, _ in found], _LISTED)
    proofs = [own[0] for _, own in found[:_LISTED]]
    return (maker.row((f"{part.county.label}的规划还提到", names), proofs, _LISTED),)


def _history(maker: _Maker, part: CountyPart, member: Membership) -> Table:
    columns = ("年份", "文种", "项目（个）", "产业（个）", "量化指标（条）", "首要指标")
    rows = tuple(maker.row(cells, head.proofs if head else ()) for cells, head in history(part, member))
    return Table("历年规划", columns, rows)


def _year(facts: Facts, target: TargetFact) -> int:
    plan = facts.plans.get(target.plan)
    return plan.year if plan else 0


def _rank(status: str) -> int:
    return _STATUSES.index(status) if status in _STATUSES else len(_STATUSES)


def _shared(part: CountyPart, member: Membership) -> tuple[tuple[str, str, str], ...]:
    """(other county, 项目 or 产业, name) of what the county shares with others, sorted."""
    found: set[tuple[str, str, str]] = set()
    for thing in part.facts.things.values():
        counties = member.counties(thing.iri)
        if thing.cls in ("Project", "Industry") and part.county.iri in counties:
            kind = "项目" if thing.cls == "Project" else "产业"
            found.update((member.facts.label(c), kind, thing.label) for c in counties if c != part.county.iri)
    return tuple(sorted(found))


def _summary(
    name: str,
    facts: Facts,
    plans: Sequence[PlanInfo],
    upper: set[str],
    shared: Sequence[tuple[str, str, str]],
    elsewhere: frozenset[str],
) -> Iterable[str]:
    projects = [t for t in facts.things.values() if t.cls == "Project" and t.iri not in elsewhere]
    targets = [t for t in facts.targets if t.iri not in upper]
    goals = [g for g in facts.goals if g.iri not in upper]
    titles = "、".join(f"《{plan.title}》" for plan in plans[:5])
    more = "等" if len(plans) > 5 else ""
    if plans:
        yield f"{len(plans)} 份规划说到{name}：{titles}{more}。"
    developed = {f.object for f in facts.relations if f.predicate == "develops"}
    counted = (
        ("项目", len(projects), "个"), ("要发展的产业", len(developed), "个"),
        ("量化指标", len(targets), "条"), ("可核对的目标", len(goals), "条"),
    )  # fmt: skip
    if found := [f"{what} {count} {unit}" for what, count, unit in counted if count]:
        yield "其中有" + "、".join(found) + "。"
    statuses = Counter(t.status for t in projects if t.status)
    if statuses:
        ranked = sorted(statuses.items(), key=lambda item: (_rank(item[0]), item[0]))
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
