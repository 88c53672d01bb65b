"""The tables of an analysis: one definition for the screen, the CSV files and the plots."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kg.analyze import Analysis
from kg.analyze_measures import Ranked
from kg.analyze_projections import PROJECTIONS
from kg.export_csv import CLASS_NAMES
from kg.query_format import BOM, csv_text

CONCENTRATED = {"sentences": "点名的句子", "facts": "事实", "projects": "项目"}


@dataclass(frozen=True, slots=True)
class AnalysisTable:
    """A table: ``name`` is its file's, ``title`` and ``columns`` are Chinese, cells are text."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def csv(self) -> bytes:
        """As CSV with a BOM, formulas defused."""
        return (BOM + csv_text([self.columns, *self.rows])).encode()


def tables(found: Analysis) -> tuple[AnalysisTable, ...]:
    """Every table of an analysis, also the empty ones, in the order to read them."""
    return tuple(
        AnalysisTable(name, title, columns, tuple(tuple(row) for row in rows(found)))
        for name, title, columns, rows in _TABLES
    )


def number(value: float) -> str:
    """A value to six decimals without trailing zeros."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _sizes(found: Analysis) -> Iterable[Sequence[str]]:
    return ((PROJECTIONS[name].title, str(size.nodes), str(size.edges)) for name, size in found.sizes.items())


def _ranked(rows: Iterable[Ranked]) -> list[Sequence[str]]:
    return [(r.label, CLASS_NAMES.get(r.cls, r.cls), number(r.value), r.iri) for r in rows]


def _communities(found: Analysis) -> Iterable[Sequence[str]]:
    for place, one in enumerate(found.communities, 1):
        yield str(place), one.name, str(one.size), str(one.links), "、".join(m.label for m in one.members)


def _members(found: Analysis) -> Iterable[Sequence[str]]:
    for place, one in enumerate(found.communities, 1):
        for node in one.nodes:
            yield str(place), one.name, node


def _matrix(found: Analysis) -> Iterable[Sequence[str]]:
    matrix = found.matrix
    for county, values in zip(matrix.rows, matrix.values, strict=True):
        for industry, count in zip(matrix.columns, values, strict=True):
            if count:
                yield county, industry, str(count)


def _attention(found: Analysis) -> Iterable[Sequence[str]]:
    for a in found.attention:
        counts = (a.facts, a.projects, a.industries, a.targets, a.plans)
        yield a.county, a.code, str(a.sentences), number(a.share), *map(str, counts)


def _concentration(found: Analysis) -> Iterable[Sequence[str]]:
    for what, value in found.concentration.items():
        yield CONCENTRATED[what], number(value), number(round(1 / value, 1)) if value else "0"


_RANKED = ("名称", "类别", "值", "IRI")
_TABLES: tuple[tuple[str, str, tuple[str, ...], Callable[[Analysis], Iterable[Sequence[str]]]], ...] = (
    ("networks", "网络的大小", ("网络", "点", "边"), _sizes),
    ("degree", "联系最多", _RANKED, lambda a: _ranked(a.degree)),
    ("betweenness", "介数最高", _RANKED, lambda a: _ranked(a.betweenness)),
    ("bridges", "桥接不同社群", _RANKED, lambda a: _ranked(a.bridges)),
    ("co-mention", "同句最多", _RANKED, lambda a: _ranked(a.co_mention)),
    ("communities", "社群", ("次序", "社群", "大小", "内部联系", "联系最多的成员"), _communities),
    ("community-members", "社群的成员", ("次序", "社群", "IRI"), _members),
    ("shared-industries", "共有的产业", ("产业", "县数", "县"),
     lambda a: ((s.industry, str(len(s.counties)), "、".join(s.counties)) for s in a.shared_industries)),
    ("county-industries", "县与产业", ("县", "产业", "句数"), _matrix),
    ("similar-counties", "相像的县", ("县", "另一县", "相似度", "共有", "合计", "共有的产业"),
     lambda a: ((s.first, s.second, number(s.jaccard), str(len(s.common)), str(s.all), "、".join(s.common))
                for s in a.similar)),
    ("attention", "各县受关注的多少", ("县", "代码", "句数", "占比", "事实", "项目", "产业", "指标", "本县规划"), _attention),
    ("concentration", "在各县的集中度", ("什么", "HHI", "相当于平均分在几个县"), _concentration),
)  # fmt: skip
