"""``plankg build``, ``plans``, ``remove``: documents in, what is there, one out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import DEFAULT_GRAPH, GraphOption, note, open_graph, say, say_json, table

if TYPE_CHECKING:
    from extract.resources import Resources
    from kg.build import Built, Skipped

SKIPPED_STATUS = 3


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(build)
    app.command()(plans)
    app.command()(remove)


def build(
    files: Annotated[list[Path], typer.Argument(help="文件或目录：txt、html、docx、pdf、zip、标注 json；- 是标准输入")],
    graph: GraphOption = DEFAULT_GRAPH,
    place: Annotated[str | None, typer.Option(help="规划的地方，代替文中所见，如 吕梁市")] = None,
    year: Annotated[int | None, typer.Option(help="规划发布的年份", min=1949, max=2100)] = None,
    kind: Annotated[str | None, typer.Option(help="文种：党代会报告、政府工作报告、规划纲要、专项规划、其他")] = None,
    model: Annotated[bool, typer.Option("--model/--no-model", help="是否用训练好的模型识别名称")] = True,
) -> None:
    """读规划文件，建成图谱；同一文件再读一遍就换掉原来的。

    例：plankg build 报告.txt 规划目录/ --graph plan-graph
    """
    from extract.errors import PlanKGError
    from extract.model import PLAN_KINDS
    from extract.resources import load_resources
    from kg.build import Built, Hints, build_graph

    if kind is not None and kind not in PLAN_KINDS:
        raise PlanKGError(f"--kind {kind}：文种只能是 {'、'.join(PLAN_KINDS)}")
    absent = [str(f) for f in files if str(f) != "-" and not f.exists()]
    if absent:
        raise PlanKGError(f"{absent[0]}：没有这个文件或目录；检查路径后重试")
    resources = load_resources(model=model)
    results: list[Built | Skipped] = []
    show = sys.stderr.isatty()
    for result in build_graph(files, graph, resources, Hints(place, year, kind)):
        results.append(result)
        if show:
            sys.stderr.write(f"\r\033[K{len(results)}  {result.source}")
            sys.stderr.flush()
    if show:
        sys.stderr.write("\r\033[K")
    _report(results, graph)
    _doubts(results, place, resources)
    if not results:
        raise PlanKGError(f"{files[0]}：没有找到规划文件（读 txt、html、docx、pdf、zip 和标注 json）")
    if any(not isinstance(r, Built) for r in results):
        raise typer.Exit(1 if all(not isinstance(r, Built) for r in results) else SKIPPED_STATUS)


def _report(results: list[Built | Skipped], graph: Path) -> None:
    from kg.build import Built

    built = [r for r in results if isinstance(r, Built)]
    skipped = [r for r in results if not isinstance(r, Built)]
    if built:
        rows = [(r.record.id, r.record.place, str(r.record.year or ""), r.record.kind, r.source) for r in built]
        table(("编号", "地方", "年份", "文种", "文件"), rows, title=f"已建 {len(built)} 份规划，图谱在 {graph}")
    if skipped and len(results) > 1:
        table(("文件", "为什么没有读"), [(r.source, r.reason) for r in skipped], title=f"跳过 {len(skipped)} 个")
    for r in skipped:
        note(f"plankg: 跳过 {r.source}：{r.reason}")


def _doubts(results: list[Built | Skipped], place: str | None, resources: Resources) -> None:
    """A note on each plan that is built but says of no known place."""
    from kg.build import Built

    for r in results:
        if not isinstance(r, Built):
            continue
        if not r.record.place:
            note(f"plankg: 注意 {r.source}：没有认出是哪里的规划；可用 --place 指定")
        elif place and not r.record.code:
            near = "、".join(resources.gazetteer.nearest_names(place, 3))
            note(f"plankg: 注意 {r.source}：行政区划里没有“{place}”，照原样记下；最接近的：{near or '无'}")


def plans(
    graph: GraphOption = DEFAULT_GRAPH,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """列出图谱里的规划。

    例：plankg plans --json
    """
    with open_graph(graph) as store:
        records = store.plans()
    if as_json:
        say_json([record.to_json() for record in records])
        return
    if not records:
        say("图谱是空的；先用 plankg build 构建")
        return
    rows = []
    for r in records:
        counts = dict(r.counts)
        period = f"{r.period[0]}—{r.period[1]}" if r.period[0] else ""
        numbers = [str(counts.get(k, 0)) for k in ("places", "projects", "industries", "measures", "targets", "goals")]
        rows.append((r.id, r.place, str(r.year or ""), r.kind, period, *numbers))
    table(
        ("编号", "地方", "年份", "文种", "规划期", "地名", "项目", "产业", "举措", "指标", "目标"),
        rows,
        title=f"{len(rows)} 份规划",
    )


def remove(
    plan: Annotated[str, typer.Argument(help="编号、编号开头或标题")],
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """把一份规划从图谱里拿掉，不留下只有它说过的东西。

    例：plankg remove 141100-2021
    """
    from extract.gazetteer import Gazetteer
    from kg.store import GraphStore
    from kg.store_reference import reference_quads

    with open_graph(graph) as reading:
        reading.resolve_plan(plan)
    with GraphStore.open(graph, write=True, reference=reference_quads(Gazetteer.load())) as store:
        record = store.resolve_plan(plan)
        store.remove(record.id)
    say(f"已移除 {record.id}（{record.title}）")
