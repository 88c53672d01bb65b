"""Tables for a spreadsheet: nodes, edges, targets, and one table of all facts with their sentences.

UTF-8 with a BOM, cells that a spreadsheet would run as formulas defused, Chinese column names, rows sorted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kg.county import Membership
from kg.facts import OPERATORS, Facts, GoalFact, Proof, TargetFact
from kg.query_format import BOM, csv_text

CLASS_NAMES = {
    "Place": "地方",
    "Project": "项目",
    "Industry": "产业",
    "Organization": "组织",
    "Measure": "举措",
    "Brand": "品牌",
    "Target": "指标",
    "Goal": "目标",
}
_SEPARATOR = "；"
Row = tuple[str, ...]
Scope = Callable[[TargetFact | GoalFact], str]


def csv_files(facts: Facts, member: Membership, scope: Scope = lambda item: "") -> dict[str, bytes]:
    """``nodes.csv``, ``edges.csv``, ``targets.csv``, ``goals.csv`` and ``facts.csv`` by name.

    ``scope`` says of a target or goal of a county's part whether it is the county's own or an upper one.
    """
    return {
        "nodes.csv": _encoded(_nodes(facts, member)),
        "edges.csv": _encoded(_edges(facts)),
        "targets.csv": targets_csv(facts, scope),
        "goals.csv": _encoded(_goals(facts, scope)),
        "facts.csv": facts_csv(facts),
    }


def facts_csv(facts: Facts) -> bytes:
    """One row for each sentence of each relation, target and goal."""
    return _encoded(_facts(facts))


def targets_csv(facts: Facts, scope: Scope = lambda item: "") -> bytes:
    """One row a target."""
    return _encoded(_targets(facts, scope))


def _encoded(rows: Iterable[Row]) -> bytes:
    first, *rest = rows
    return (BOM + csv_text([first, *sorted(rest)])).encode()


def _nodes(facts: Facts, member: Membership) -> Iterable[Row]:
    yield (
        "类别",
        "名称",
        "别名",
        "种类",
        "状态",
        "代码",
        "级别",
        "县",
        "经度",
        "纬度",
        "规划",
        "提及次数",
        "推断",
        "IRI",
    )
    for t in facts.things.values():
        counties = _SEPARATOR.join(member.facts.label(c) for c in member.counties(t.iri))
        lon, lat = ("" if v is None else f"{v:g}" for v in (t.lon, t.lat))
        yield (
            CLASS_NAMES[t.cls],
            t.label,
            _SEPARATOR.join(t.aliases),
            t.kind,
            t.status,
            t.code,
            t.level,
            counties,
            lon,
            lat,
            _titles(facts, t.plans),
            str(len(t.mentions)),
            _yes(t.inferred),
            t.iri,
        )


def _edges(facts: Facts) -> Iterable[Row]:
    yield ("主体", "关系", "客体", "推断", "规则", "规划", "原文", "主体IRI", "谓词", "客体IRI")
    for f in facts.relations:
        rules = _SEPARATOR.join(sorted({p.rule for p in f.proofs}))
        yield (
            facts.label(f.subject),
            facts.word(f.predicate),
            facts.label(f.object),
            _yes(f.inferred),
            rules,
            _titles(facts, f.plans),
            _sentence(facts, f.proofs),
            f.subject,
            f.predicate,
            f.object,
        )
    for lower, upper in facts.within.items():
        word = facts.word("within")
        yield (facts.label(lower), word, facts.label(upper), "", "", "", "", lower, "within", upper)


def _targets(facts: Facts, scope: Scope) -> Iterable[Row]:
    yield (
        "范围",
        "责任主体",
        "指标",
        "关系",
        "数值",
        "单位",
        "频次",
        "到期年",
        "几年内",
        "约束性",
        "规划",
        "规划年份",
        "章节",
        "原文",
        "IRI",
    )
    for t in facts.targets:
        plan = facts.plans.get(t.plan)
        yield (
            scope(t),
            _subject(facts, t),
            t.indicator,
            OPERATORS.get(t.operator, t.operator),  # ">=" and "=" would be defused as formulas
            t.value,
            t.unit,
            "每年" if t.per == "year" else t.per,
            _number(t.deadline),
            _number(t.within_years),
            t.binding,
            plan.title if plan else t.plan,
            _number(plan.year if plan else 0),
            _section(facts, t.proofs),
            _sentence(facts, t.proofs),
            t.iri,
        )


def _goals(facts: Facts, scope: Scope) -> Iterable[Row]:
    yield ("范围", "责任主体", "目标", "到期年", "几年内", "规划", "章节", "原文", "IRI")
    for g in facts.goals:
        yield (
            scope(g),
            _subject(facts, g),
            g.text,
            _number(g.deadline),
            _number(g.within_years),
            _titles(facts, (g.plan,)),
            _section(facts, g.proofs),
            _sentence(facts, g.proofs),
            g.iri,
        )


def _facts(facts: Facts) -> Iterable[Row]:
    yield ("主体", "主体类别", "关系", "客体", "客体类别", "依据", "规则", "规划", "章节", "原文")
    for f in facts.relations:
        ends = (facts.label(f.subject), _class(facts, f.subject), facts.word(f.predicate), facts.label(f.object))
        for proof in f.proofs:
            yield (*ends, _class(facts, f.object), *_said(facts, proof))
    for t in facts.targets:
        for proof in t.proofs:
            yield (t.label, "指标", facts.word("subject"), _subject(facts, t), "地方", *_said(facts, proof))
    for g in facts.goals:
        for proof in g.proofs:
            yield (g.text, "目标", facts.word("subject"), _subject(facts, g), "地方", *_said(facts, proof))


def _said(facts: Facts, proof: Proof) -> tuple[str, str, str, str, str]:
    how = "推断" if proof.inferred else "明说"
    return how, proof.rule, _titles(facts, (proof.plan,)), _section(facts, (proof,)), _sentence(facts, (proof,))


def _subject(facts: Facts, item: TargetFact | GoalFact) -> str:
    return item.subject_text or (facts.label(item.subject) if item.subject else "")


def _class(facts: Facts, iri: str) -> str:
    thing = facts.things.get(iri)
    return CLASS_NAMES[thing.cls] if thing else ""


def _titles(facts: Facts, plans: Iterable[str]) -> str:
    return _SEPARATOR.join(facts.plans[plan].title if plan in facts.plans else plan for plan in plans)


def _sentence(facts: Facts, proofs: Sequence[Proof]) -> str:
    found = next((p for p in proofs if p.passage in facts.sentences), None)
    return facts.sentences[found.passage].text if found else ""


def _section(facts: Facts, proofs: Sequence[Proof]) -> str:
    found = next((p for p in proofs if p.passage in facts.sentences), None)
    return facts.sentences[found.passage].section if found else ""


def _number(value: int) -> str:
    return str(value) if value else ""


def _yes(value: bool) -> str:
    return "是" if value else ""
