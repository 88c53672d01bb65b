"""``plankg compare``, ``timeline``, ``findings``: what plans say together."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import DEFAULT_GRAPH, GraphOption, note, open_graph, say, say_json, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.manifest import PlanRecord


class CompareFormat(StrEnum):
    """Formats of a comparison."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    HTML = "html"


class TimelineFormat(StrEnum):
    """Formats of a timeline."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    SVG = "svg"


Output = Annotated[Path | None, typer.Option("--output", "-o", help="写到哪个文件；不给则输出到屏幕")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (compare, timeline, findings, merges):
        app.command()(command)


def compare(
    a: Annotated[str, typer.Argument(metavar="PLAN", help="一份规划：编号、编号开头、标题，或“地方 年份”")],
    b: Annotated[str, typer.Argument(metavar="PLAN", help="另一份规划")],
    graph: GraphOption = DEFAULT_GRAPH,
    format_: Annotated[CompareFormat, typer.Option("--format", "-f", help="输出格式")] = CompareFormat.TABLE,
    output: Output = None,
) -> None:
    """两份规划（一个地方的两年，或两个地方）对着看：指标的变化，项目、产业、举措的去留。

    例：plankg compare "顺平县 2022" "顺平县 2023" --format html -o 对比.html
    """
    from kg import compare_output as out
    from kg.compare import compare as compared
    from kg.compare_indicators import load_scheme
    from kg.compare_read import read_plan

    scheme = load_scheme()
    with open_graph(graph) as store:
        views = [read_plan(store.store, store.resolve_plan(text), scheme) for text in (a, b)]
    result = compared(views[0], views[1], scheme)
    if format_ is CompareFormat.TABLE and output is None:
        table(out.COLUMNS[:6], out.table_rows(result), title=f"{result.a.title} 与 {result.b.title}")
        say(out.summary(result))
        return
    makers = {CompareFormat.CSV: out.to_csv, CompareFormat.JSON: out.to_json, CompareFormat.HTML: out.to_html}
    _deliver(makers.get(format_, out.to_csv)(result), output)


def timeline(
    place: Annotated[str, typer.Option(help="哪个地方：名称、简称或区划代码")],
    indicator: Annotated[str, typer.Option(help="只看这个指标（各种叫法都行，如 GDP）")] = "",
    graph: GraphOption = DEFAULT_GRAPH,
    format_: Annotated[TimelineFormat, typer.Option("--format", "-f", help="输出格式")] = TimelineFormat.TABLE,
    output: Output = None,
) -> None:
    """一个地方历年的目标，和后来的报告里说做到的数对着看：完成、未完成、已调整、不再提。

    例：plankg timeline --place 顺平县 --indicator GDP --format svg -o 顺平县.svg
    """
    from kg import timeline_output as out
    from kg.compare_indicators import load_scheme
    from kg.compare_read import read_figures, read_text
    from kg.timeline import timeline as traced

    scheme = load_scheme()
    with open_graph(graph) as store:
        records = _plans_of(store.plans(), place)
        plans = [(record, read_figures(store.store, record, scheme)) for record in records]
        texts = {record.id: read_text(store.store, record) for record in records}
    result = traced(records[-1].place or place, plans, scheme, indicator, texts)
    if format_ is TimelineFormat.TABLE and output is None:
        table(out.COLUMNS[:8], [row[:8] for row in out.rows_of(result)], title=f"{result.place}：{len(records)} 份规划")
        say(out.summary(result))
        return
    makers = {TimelineFormat.CSV: out.to_csv, TimelineFormat.JSON: out.to_json, TimelineFormat.SVG: out.to_svg}
    _deliver(makers.get(format_, out.to_csv)(result), output)


def findings(
    graph: GraphOption = DEFAULT_GRAPH,
    place: Annotated[str, typer.Option(help="只查这个地方的规划")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """规划里对不上的地方：一个指标两个数、增速与终值不合、期限早于规划、目标低于上一规划、项目状态矛盾；整句在 --json 里。

    例：plankg findings --place 顺平县
    """
    from kg.compare_indicators import load_scheme
    from kg.compare_read import read_plan
    from kg.findings import KINDS
    from kg.findings import findings as found_in

    scheme = load_scheme()
    with open_graph(graph) as store:
        records = _plans_of(store.plans(), place) if place else store.plans()
        found = found_in([read_plan(store.store, record, scheme) for record in records], scheme)
    if as_json:
        say_json([asdict(oddity) for oddity in found])
        return
    table(("问题", "说明", "怎么说的"), [(KINDS[o.kind], o.message, "\n".join(o.clauses)) for o in found])
    say(f"查了 {len(records)} 份规划，{len(found)} 处对不上")


def merges(
    graph: GraphOption = DEFAULT_GRAPH,
    kind: Annotated[
        str, typer.Option(help="只看哪一类：place、project、industry、measure、organization、brand、indicator")
    ] = "",
    find: Annotated[str, typer.Option(help="只看名称里有这些字的")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """各份规划里写法不同而并为一个的：哪些写法、凭什么、在哪些规划里；要拆要并，写进 data/identity.csv 再重建。

    例：plankg merges --kind indicator --find 生产总值
    """
    from extract.errors import PlanKGError
    from kg.identity import load_identity
    from kg.merges import KINDS, RULES
    from kg.merges import merges as merged

    if kind and kind not in KINDS:
        raise PlanKGError(f"--kind {kind}：只能是 {'、'.join(KINDS)} 之一")
    with open_graph(graph) as store:
        found = merged(store.store, store.plans(), load_identity(), (kind,) if kind else ())
    found = tuple(m for m in found if not find or any(find in form.name for form in m.forms))
    if as_json:
        say_json([asdict(merge) for merge in found])
        return
    rows = [
        (KINDS[m.kind], m.label, form.name, RULES[form.rule] + (f"；各地同一：{RULES[m.shared]}" if m.shared else ""),
         f"{len(form.plans)} 份：{'、'.join(form.plans[:3])}{'…' if len(form.plans) > 3 else ''}")
        for m in found for form in m.forms
    ]  # fmt: skip
    table(("类别", "节点", "写法", "凭什么", "规划"), rows)
    say(f"{len(found)} 个节点并了 {len(rows)} 种写法")


def _plans_of(records: Sequence[PlanRecord], place: str) -> list[PlanRecord]:
    """The plans of one place by year: its name or code, else the start of one name; former names by the code.

    Raises:
        PlanKGError: no plan of it, or names of several places begin so.
    """
    from extract.errors import PlanKGError

    wanted = place.strip()
    found = [r for r in records if wanted and wanted in (r.code, r.place)] or [
        r for r in records if wanted and r.place.startswith(wanted)
    ]
    keys = sorted({r.code or r.place for r in found})
    if not keys:
        names = "、".join(list(dict.fromkeys(r.place for r in records if r.place))[:8])
        raise PlanKGError(f"--place {place}：图谱里没有这个地方的规划；有的是 {names}")
    if len(keys) > 1:
        named = "、".join(sorted({r.place for r in found}))
        raise PlanKGError(f"--place {place}：有几个地方（{named}），请写全称或代码")
    return sorted((r for r in records if (r.code or r.place) == keys[0]), key=lambda r: (r.year, r.id))


def _deliver(text: str, output: Path | None) -> None:
    """To a file, or to standard output without the byte order mark that only files want."""
    from kg.store_files import disk_error, write_atomically

    if output is None:
        say(text.removeprefix("\ufeff").rstrip("\n"))
        return
    try:
        write_atomically(output, text.encode())
    except OSError as error:
        raise disk_error(output, error) from error
    note(f"已写 {output}")
