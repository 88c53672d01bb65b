"""``plankg analyze``: the plans together, on the screen, as JSON or as a folder of summary, tables and plots."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import DEFAULT_GRAPH, EndpointOption, GraphOption, note, open_graph, say, say_json, table

if TYPE_CHECKING:
    import pyoxigraph

    from kg.analyze import Analysis, Networks

_NOT_SHOWN = ("community-members", "county-industries")  # long, or shown another way


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(analyze)


def analyze(
    graph: GraphOption = DEFAULT_GRAPH,
    top: Annotated[int, typer.Option(help="屏幕和 JSON 里每张表列多少行", min=1)] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="写到这个目录：总结及其查询、全部表格（csv）、图（svg、png）")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="把总结里每句话的查询重跑一遍，数对不上则退出码为 1")] = False,
    measures: Annotated[
        bool, typer.Option("--measures", help="只说明每个数怎样算来：网络、公式、归一化、出处")
    ] = False,
    endpoint: EndpointOption = None,
) -> None:
    """网络分析：共有的产业、相像的县、社群、桥接者、各县受关注的多少、项目的集中度；附一份每句都有查询的总结。

    例：plankg analyze --check -o 分析
    """
    if measures:
        from kg.analyze_reference import measures_page

        say(measures_page().rstrip("\n"))
        return
    from kg.analyze import measured, networks
    from kg.facts_outline import read_outline

    with open_graph(graph, endpoint) as store:
        nets = networks(read_outline(store.store))
        found = measured(nets, None)
        wrong = _checked(store.store, found, nets) if check else 0
    if output is not None:
        _write(found, nets, output)
    elif as_json:
        say_json(found.cut(top).to_json())
    elif not check:
        _show(found, nets, top)
    if wrong:
        raise typer.Exit(1)


def _show(found: Analysis, nets: Networks, top: int) -> None:
    from kg.analyze_summary import summary
    from kg.analyze_tables import tables

    for one in summary(found, nets):
        say(one.text)
    for part in tables(found):
        if part.rows and part.name not in _NOT_SHOWN:
            shown = [number for number, column in enumerate(part.columns) if column != "IRI"]
            rows = [[row[number] for number in shown] for row in part.rows[:top]]
            table([part.columns[number] for number in shown], rows, title=part.title)
    matrix = found.matrix
    lines = [
        (county, "、".join(f"{name}（{n}）" for name, n in zip(matrix.columns, row, strict=True) if n))
        for county, row in zip(matrix.rows, matrix.values, strict=True)
    ]
    table(("县", "发展的产业（句数）"), lines[:top], title="县与产业")


def _checked(store: pyoxigraph.Store, found: Analysis, nets: Networks) -> int:
    """Runs every sentence's query, says what came of it; gives how many sentences do not hold."""
    from kg.analyze_queries import differences
    from kg.analyze_summary import summary

    wrong = 0
    sentences = summary(found, nets)
    for one in sentences:
        faults = differences(store, one)
        note(f"{'不符' if faults else '相符'}：{one.text}{''.join(faults)}")
        wrong += bool(faults)
    note(f"{len(sentences)} 句，{wrong} 句与查询不符")
    return wrong


def _write(found: Analysis, nets: Networks, directory: Path) -> None:
    from kg.analyze_output import NO_FONT, write_analysis

    count, png = write_analysis(found, nets, directory)
    note(f"已写 {directory}：{count} 个文件，先看 summary.md")
    if not png:
        note(NO_FONT)
