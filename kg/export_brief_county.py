"""What a county's brief needs beside its tables: what is current, what neighbours share, how the years went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from extract.tables import data_dir
from kg.compare_indicators import Scheme, load_scheme, read_series
from kg.county import UPPER, CountyPart, Membership, narrowed
from kg.export_brief_model import Row, Table
from kg.facts import Facts, PlanInfo, TargetFact

NEIGHBOURS, NAMED = 6, 6


def own_plans(part: CountyPart, member: Membership) -> list[PlanInfo]:
    """The county's own plans, the oldest first."""
    own = [p for p in part.facts.plans.values() if member.county_of_plan(p.id) == part.county.iri]
    return sorted(own, key=lambda p: (p.year, p.id))


def current_part(part: CountyPart, member: Membership) -> CountyPart:
    """The part as its latest own plan and whatever plan is not older say it; unchanged without plans of its own.

    Of the targets and goals of what lies above, those of the latest year are kept.
    """
    facts = part.facts
    own = own_plans(part, member)
    latest = own[-1].year if own else 0
    mine = {p.id for p in own}
    kept = {p.id for p in facts.plans.values() if (p.id not in mine and p.year >= latest) or (own and p is own[-1])}
    above = [facts.plans[i.plan].year for i in facts.commitments if part.scope(i) == UPPER and i.plan in facts.plans]
    last = max(above, default=0)

    def stays(plan: str, upper: bool) -> bool:
        return plan in facts.plans and facts.plans[plan].year == last if upper else plan in kept

    relations = tuple(
        replace(f, proofs=tuple(p for p in f.proofs if p.plan in kept)) for f in facts.relations if kept & set(f.plans)
    )
    things = {
        iri: replace(t, mentions=tuple(p for p in t.mentions if p.plan in kept))
        for iri, t in facts.things.items()
        if t.cls == "Place" or kept & set(t.plans)
    }
    narrow = narrowed(
        replace(facts, things=MappingProxyType(things)),
        things,
        relations,
        tuple(t for t in facts.targets if stays(t.plan, part.scope(t) == UPPER)),
        tuple(g for g in facts.goals if stays(g.plan, part.scope(g) == UPPER)),
    )
    return replace(part, facts=narrow)


def about_county(part: CountyPart, member: Membership) -> CountyPart:
    """The part without clusters and influence among others, which its own plan may speak of (北京市 属于 京津冀)."""

    def about(iri: str) -> bool:
        return part.county.iri in member.counties(iri)

    relations = tuple(
        f for f in part.facts.relations
        if f.predicate not in ("partOf", "radiates") or about(f.subject) or about(f.object)
    )  # fmt: skip
    return replace(part, facts=replace(part.facts, relations=relations))


def speaking(part: CountyPart, member: Membership) -> list[PlanInfo]:
    """The plans that name a place of the county or are its own: its own first, then the latest."""
    places = [t for t in part.facts.things.values() if t.cls == "Place" and part.county.iri in member.counties(t.iri)]
    own = {p.id for p in own_plans(part, member)}
    named = {proof.plan for place in places for proof in place.mentions} | own
    found = [plan for plan in part.facts.plans.values() if plan.id in named]
    return sorted(found, key=lambda p: (p.id not in own, -p.year, p.id))


def shared_table(part: CountyPart, member: Membership, shared: Iterable[tuple[str, str, str]]) -> Table:
    """What the county has in common with others: those with most projects, then most industries in common first.

    ``shared`` are (other county, 项目 or 产业, name).
    """
    by_county: dict[str, dict[str, list[str]]] = {}
    for county, kind, name in shared:
        by_county.setdefault(county, {"项目": [], "产业": []})[kind].append(name)
    near = _neighbours(part, member)
    ranked = sorted(by_county.items(), key=lambda i: (i[0] not in near, -len(i[1]["项目"]), -len(i[1]["产业"]), i[0]))
    rows = tuple(Row((c, some(own["项目"]), some(own["产业"])), ()) for c, own in ranked[:NEIGHBOURS])
    title = "与其他县（市、区）共有"
    return Table(title, ("县（市、区）", "项目", "产业"), rows, max(len(ranked) - NEIGHBOURS, 0))


def _neighbours(part: CountyPart, member: Membership) -> frozenset[str]:
    """Labels of the counties in the same prefecture."""
    within = member.facts.within
    above = within.get(part.county.iri)
    return frozenset(member.facts.label(iri) for iri, upper in within.items() if above and upper == above)


def history(part: CountyPart, member: Membership) -> list[tuple[tuple[str, ...], TargetFact | None]]:
    """A row of cells for each of the county's own plans, the latest first, with the target that heads it; empty below two."""
    plans = own_plans(part, member)[::-1]
    rows: list[tuple[tuple[str, ...], TargetFact | None]] = []
    for plan in plans if len(plans) > 1 else ():
        targets = [t for t in part.facts.targets if t.plan == plan.id]
        head = _headline(targets)
        cells = (
            f"{plan.year}年" if plan.year else "", plan.kind, *_counts(part.facts, plan.id), str(len(targets)),
            head.indicator + amount(head, plan.year) if head else "",
        )  # fmt: skip
        rows.append((cells, head))
    return rows


def _counts(facts: Facts, plan: str) -> tuple[str, str]:
    named = [t.cls for t in facts.things.values() if plan in t.plans]
    return str(named.count("Project")), str(named.count("Industry"))


def _headline(targets: list[TargetFact]) -> TargetFact | None:
    """The target of the most important of the common indicators, the first in the text of equal ones."""
    found = [t for t in targets if t.proofs and weight(t)[0] == 0]
    return min(found, key=lambda t: (weight(t), t.proofs[0].start, t.iri), default=None)


def weight(target: TargetFact) -> tuple[int, int]:
    """How important an indicator is, the smaller the more: (0, its place in the scheme), (1, 0) of a family, else (2, 0)."""
    scheme, places = _scheme(data_dir())
    series, _ = read_series(scheme, target.indicator, target.operator, target.value, target.unit, target.per)
    if series.concept in places:
        return 0, places[series.concept]
    return (1, 0) if len(scheme.family(series.concept)) > 1 else (2, 0)


@lru_cache(maxsize=1)
def _scheme(folder: Path) -> tuple[Scheme, Mapping[str, int]]:
    """The scheme of a folder of tables and the place of each indicator in it."""
    scheme = load_scheme(folder)
    return scheme, MappingProxyType({name: number for number, name in enumerate(scheme.better)})


def some(names: list[str], most: int = NAMED) -> str:
    """The first names, with a count where there are more."""
    unique = list(dict.fromkeys(names))
    return "、".join(unique[:most]) + (f" 等 {len(unique)} 个" if len(unique) > most else "")


def amount(target: TargetFact, year: int = 0) -> str:
    """A target's value as officials write it: 6.5%以上, 超过2200亿元, 每年增加300万元.

    ``year`` is its plan's: what falls due in that year is of one year, and 每年 or 年均 would be wrong.
    """
    value = target.value + target.unit
    yearly = target.per == "year" and "年均" not in target.indicator and (not year or target.deadline != year)
    every = ("年均" if target.unit == "%" else "每年") if yearly else ""
    forms = {
        ">": f"超过{value}", ">=": f"{value}以上", "=": value, "<": f"低于{value}", "<=": f"控制在{value}以内",
        "~": f"{value}左右", "multiply": f"增至{target.value}倍", "increase": f"增加{value}",
        "decrease": f"下降{value}",
    }  # fmt: skip
    return every + forms.get(target.operator, value)
