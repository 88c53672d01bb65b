"""What the analysis says in plain Chinese: short sentences, each with the query that counts its numbers again.

A sentence is left out where the graph gives nothing to say. What no query can compute (a shortest path, a partition) is
not put in words; a community's members are listed in its query, which counts them and their links.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import attrgetter

from kg import analyze_queries as ask
from kg.analyze import Analysis, Attention, Networks
from kg.analyze_measures import Ranked
from kg.analyze_queries import Backed
from kg.facts import Facts

_BEST = 3
_HEAD = (
    "每句话后面是重算它的查询：`plankg query 文件` 重算一句，`plankg analyze --check` 重算全部。度量的定义见 measures.md。",
    "",
    "看多少时要记得各县在图谱里的规划份数不同（tables/attention.csv 的“本县规划”一列），份数多的自然说得多。",
)
_ORDER = ("最大", "第二大", "第三大")


def summary(found: Analysis, nets: Networks) -> tuple[Backed, ...]:
    """The sentences in the order to read them; ``found`` with whole lists (``measured(nets, None)``)."""
    facts = nets.facts
    sentences = [*_plans(facts), *_counties(found), *_concentration(found), *_industries(found)]
    sentences += [*_links(found), *_together(found), *_bridges(found, nets), *_communities(found)]
    return tuple(sentences)


def _plans(facts: Facts) -> Iterator[Backed]:
    plans = facts.plans.values()
    if not plans:
        return
    places, years = {p.place for p in plans if p.place}, [p.year for p in plans if p.year]
    row = {"规划数": str(len(plans)), "地方数": str(len(places))}
    text = f"图谱里有 {len(plans)} 份规划，来自 {len(places)} 个地方"
    if years:
        row |= {"最早": str(min(years)), "最晚": str(max(years))}
        text += f"，{min(years)} 年到 {max(years)} 年" if min(years) < max(years) else f"，都是 {min(years)} 年的"
    yield Backed("plans", f"{text}。", ask.PLANS, (row,), {})


def _counties(found: Analysis) -> Iterator[Backed]:
    """Who is named most, has most projects, most targets."""
    of: tuple[tuple[str, str, str, str, Callable[[Attention], int], str], ...] = (
        ("attention", "点名最多的县（市、区）是{}；说到乡镇的算所在县的。", "句", "句数", attrgetter("sentences"), ask.BY_SENTENCES),
        ("projects", "项目最多的县（市、区）是{}。", "个", "项目数", attrgetter("projects"), ask.BY_PROJECTS),
        ("targets", "量化指标最多的县（市、区）是{}。", "个", "指标数", attrgetter("targets"), ask.BY_TARGETS),
    )  # fmt: skip
    for name, text, unit, column, value, query in of:
        rows = sorted((a for a in found.attention if value(a)), key=lambda a: (-value(a), a.iri))[:_BEST]
        if rows:
            listed = _listed([(a.county, value(a)) for a in rows], unit)
            expected = tuple({"county": a.iri, column: str(value(a))} for a in rows)
            yield Backed(name, text.format(listed), query, expected, {a.iri: a.county for a in rows})


def _concentration(found: Analysis) -> Iterator[Backed]:
    hhi, counties = found.concentration["projects"], sum(1 for a in found.attention if a.projects)
    if hhi:
        row = {"县数": str(counties), "集中度": str(hhi), "相当于县数": str(1 / hhi)}
        text = (
            f"{counties} 个县（市、区）有项目，集中度（HHI）是 {hhi:.3f}，"
            f"相当于全部项目平均分在 {1 / hhi:.1f} 个县。"
        )  # fmt: skip
        yield Backed("concentration", text, ask.CONCENTRATION, (row,), {})


def _industries(found: Analysis) -> Iterator[Backed]:
    shared = sorted(found.shared_industries, key=lambda s: (-len(s.counties), s.iri))[:_BEST]
    if shared:
        listed = _listed([(s.industry, len(s.counties)) for s in shared], "个县")
        expected = tuple({"industry": s.iri, "县数": str(len(s.counties))} for s in shared)
        # below three, the query's further rows are industries of one county only
        query = ask.BY_SHARING.replace(f"LIMIT {_BEST}", f"LIMIT {len(shared)}")
        text = f"最多县（市、区）的规划共有的产业是{listed}。"
        yield Backed("shared-industries", text, query, expected, {s.iri: s.industry for s in shared})
    for pair in found.similar[:1]:
        text = (
            f"产业最相像的两个县（市、区）是{pair.first}和{pair.second}：两县要发展的产业合计 {pair.all} 种，"
            f"共有 {len(pair.common)} 种，相似度（Jaccard）{pair.jaccard:.3f}。"
        )
        both, either = len(pair.common), pair.all
        expected = ({"共有": str(both), "合计": str(either), "相似度": str(both / either)},)
        names = dict(zip(pair.iris, (pair.first, pair.second), strict=True))
        yield Backed("similar-counties", text, ask.alike(*pair.iris), expected, names)


def _links(found: Analysis) -> Iterator[Backed]:
    best = _first(found.degree)
    if best:
        listed = _listed([(r.label, int(r.value)) for r in best], "个")
        expected = tuple({"thing": r.iri, "联系数": str(int(r.value))} for r in best)
        text = f"与别的实体联系最多的是{listed}。"
        yield Backed("links", text, ask.BY_LINKS, expected, {r.iri: r.label for r in best})


def _together(found: Analysis) -> Iterator[Backed]:
    for one in _first(found.co_mention)[:1]:
        text = f"与别的实体同句出现最多的是{one.label}：与 {int(one.value)} 个同过句。"
        yield Backed(
            "co-mention", text, ask.together(one.iri), ({"同句数": str(int(one.value))},), {one.iri: one.label}
        )


def _bridges(found: Analysis, nets: Networks) -> Iterator[Backed]:
    group_of = {node: number for number, group in enumerate(nets.groups, 1) for node in group}
    for one in found.bridges[:1]:
        near = [(other, group_of[other]) for other in sorted(nets.relations[one.iri])]
        groups = len({group for _, group in near})
        text = f"最能把不同社群连起来的是{one.label}：它联系着 {len(near)} 个实体，分在 {groups} 个社群。"
        expected = ({"联系数": str(len(near)), "社群数": str(groups)},)
        yield Backed("bridge", text, ask.bridge(one.iri, near), expected, {one.iri: one.label})


def _communities(found: Analysis) -> Iterator[Backed]:
    for number, one in enumerate(found.communities[: len(_ORDER)], 1):
        text = f"{_ORDER[number - 1]}的社群以{one.name}为中心：{one.size} 个实体，彼此之间 {one.links} 对有联系。"
        expected = ({"成员数": str(one.size), "联系数": str(one.links)},)
        names = {m.iri: m.label for m in one.members if m.label in one.name}
        yield Backed(f"community-{number}", text, ask.community(one.nodes), expected, names)


def _first(ranked: Sequence[Ranked]) -> list[Ranked]:
    """The best three, ties by IRI as the queries have them."""
    return sorted(ranked, key=lambda r: (-r.value, r.iri))[:_BEST]


def _listed(rows: Sequence[tuple[str, int]], unit: str) -> str:
    return "、".join(f"{name}（{count} {unit}）" for name, count in rows)


def to_markdown(sentences: Sequence[Backed], files: Mapping[str, str]) -> str:
    """The summary: each sentence with its query's file (``files`` by the sentence's name), at the end the queries themselves."""
    lines = ["# 分析总结", "", *_HEAD, ""]
    for number, one in enumerate(sentences, 1):
        lines += [f"{number}. {_plain(one.text)} 〔`{files[one.name]}`〕"]
    lines += ["", "## 查询", ""]
    for number, one in enumerate(sentences, 1):
        lines += [f"### {number}. {one.name}", "", "```sparql", _short(one.query), "```", ""]
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Names come from strangers' documents: no markup, no line breaks."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#|~&!$" else c for c in " ".join(text.split()))


def _short(query: str, most: int = 1500) -> str:
    return query if len(query) <= most else f"{query[:most]}\n# ……（全文见上面的文件）"
