"""``plankg export``, ``view``, ``demo``: taking things away."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.common import DEFAULT_GRAPH, EndpointOption, GraphOption, open_graph, say

_FORMATS = "ttl、jsonld、nq、trig、graphml、gexf、csv、html、md、docx、annotation"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(export)
    app.command()(view)
    app.command()(demo)


def export(
    graph: GraphOption = DEFAULT_GRAPH,
    county: Annotated[str | None, typer.Option(help="只要这个县（全称、简称或代码）；不给则整个图谱")] = None,
    format_: Annotated[str, typer.Option("--format", "-f", help=f"{_FORMATS}")] = "ttl",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="写到哪里；默认 名字.格式")] = None,
    all_counties: Annotated[Path | None, typer.Option(help="每个有事实的县各写一个文件夹到这个目录")] = None,
    plan: Annotated[str | None, typer.Option(help="annotation 格式要给出哪份规划")] = None,
    endpoint: EndpointOption = None,
) -> None:
    """把图谱或一个县的部分导出成文件。

    例：plankg export --county 离石区 --format md -o 离石区.md
    """
    from extract.errors import PlanKGError

    with open_graph(graph, endpoint) as store:
        if format_ == "annotation":
            if plan is None:
                raise PlanKGError("--format annotation 要用 --plan 给出哪份规划（plankg plans 列出）")
            record = store.resolve_plan(plan)
            path = _write_annotation(store.store, record.id, output)
        elif all_counties is not None:
            from kg.export import COUNTY_FORMATS, Exporter

            done = list(Exporter(store).write_all_counties(all_counties, COUNTY_FORMATS))
            say(f"{len(done)} 个县写在 {all_counties}/：{'、'.join(thing.label for thing, _ in done)}")
            return
        else:
            from kg.export import write_export

            path = write_export(store, format_, output or Path(f"{county or 'plankg'}.{format_}"), county=county)
    say(f"已写 {path}")


def _write_annotation(store: object, plan_id: str, output: Path | None) -> Path:
    from kg.annotation import annotation_of
    from kg.store_files import disk_error, write_atomically

    found = annotation_of(store, plan_id)  # type: ignore[arg-type]
    path = output or Path(f"{found['document'] or plan_id}.json")
    try:
        write_atomically(path, (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode())
    except OSError as error:
        raise disk_error(path, error) from error
    return path


def view(
    graph: GraphOption = DEFAULT_GRAPH,
    output: Annotated[Path, typer.Option("--output", "-o", help="写到哪个文件")] = Path("plankg.html"),
    county: Annotated[str | None, typer.Option(help="只看这个县")] = None,
    plan: Annotated[str | None, typer.Option(help="只看这份规划")] = None,
    compare: Annotated[
        tuple[str, str] | None, typer.Option(help="对比两份规划，旧的在前：都有的、新增的、不再提的用三种颜色")
    ] = None,
    query: Annotated[
        str | None, typer.Option(help="只看一个 CONSTRUCT 查询（语句、.rq 文件或查询库名字）的结果")
    ] = None,
    endpoint: EndpointOption = None,
) -> None:
    """写一个可以离线打开的交互网页。

    例：plankg view -o 吕梁.html --county 离石区
    """
    from kg.page import write_page

    with open_graph(graph, endpoint) as store:
        size = write_page(store, output, county=county, plan=plan, query=query, compare=compare)
    say(f"已写 {output}（{size / 1e6:.1f} MB）；双击即可打开，不需要网络")


def demo(
    directory: Annotated[Path, typer.Argument(help="写到哪个目录")] = Path("plankg-demo"),
    model: Annotated[bool, typer.Option("--model/--no-model", help="是否用训练好的模型识别名称")] = True,
) -> None:
    """用自带的示例规划走一遍全程，并回答三个问题。

    例：plankg demo plankg-demo
    """
    from kg.demo import run_demo

    for line in run_demo(directory, model=model):
        say(line)
