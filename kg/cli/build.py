"""``plankg build``, ``plans``, ``remove``: documents in, what is there, one out."""

from __future__ import annotations

import gc
import os
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import DEFAULT_GRAPH, GraphOption, note, open_graph, printable, say, say_json, table

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from kg.build import Hints, Options, Result

SKIPPED_STATUS = 3
_LISTED = 200  # plans that are listed one by one


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(build)
    app.command()(plans)
    app.command()(remove)


def build(
    files: Annotated[
        list[Path],
        typer.Argument(help="文件或目录：txt、html、docx、pdf、xlsx、ods、csv、zip、标注 json；- 是标准输入"),
    ],
    graph: GraphOption = DEFAULT_GRAPH,
    place: Annotated[str | None, typer.Option(help="规划的地方，代替文中所见，如 吕梁市")] = None,
    year: Annotated[int | None, typer.Option(help="规划发布的年份", min=1949, max=2100)] = None,
    kind: Annotated[str | None, typer.Option(help="文种：党代会报告、政府工作报告、规划纲要、专项规划、其他")] = None,
    model: Annotated[bool, typer.Option("--model/--no-model", help="是否用训练好的模型识别名称")] = True,
    jobs: Annotated[int, typer.Option("--jobs", "-j", help="用几个进程同时读", min=1, max=1024)] = 1,
    scheduler: Annotated[
        str | None, typer.Option(help="Dask 调度器的地址，如 tcp://10.0.0.5:8786；只用于可信网络")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="没有变动的文件也重做")] = False,
    endpoint: Annotated[str | None, typer.Option(help="建好后推送到这个图存储（Graph Store）地址")] = None,
) -> None:
    """读规划文件，建成图谱；改过的文件再读一遍就换掉原来的，没有变动的不重做。

    中断后再运行一次就接着做。例：plankg build 报告.txt 规划目录/ --graph plan-graph --jobs 4
    """
    from extract.errors import PlanKGError
    from extract.model import PLAN_KINDS
    from kg.build import Hints, Options, Skipped

    if kind is not None and kind not in PLAN_KINDS:
        raise PlanKGError(f"--kind {kind}：文种只能是 {'、'.join(PLAN_KINDS)}")
    absent = [str(f) for f in files if str(f) != "-" and not f.exists()]
    if absent:
        raise PlanKGError(f"{absent[0]}：没有这个文件或目录；检查路径后重试")
    results: list[Result] = []
    running = _results(files, graph, Hints(place, year, kind), Options(again, note), model, jobs, scheduler)
    try:
        with closing(running):
            results.extend(_shown(running))
    except KeyboardInterrupt:
        _report(results, graph)
        raise
    _report(results, graph)
    _doubts(results, place)
    if not results:
        raise PlanKGError(f"{files[0]}：没有找到规划文件（读 txt、html、docx、pdf、xlsx、ods、zip 和标注 json）")
    skipped = sum(isinstance(r, Skipped) for r in results)
    if skipped < len(results) and endpoint:
        _push(graph, endpoint)
    if skipped:
        raise typer.Exit(1 if skipped == len(results) else SKIPPED_STATUS)


def _results(
    files: list[Path], graph: Path, hints: Hints, options: Options, model: bool, jobs: int, scheduler: str | None
) -> Generator[Result, None, None]:
    """What becomes of each document, by this process, by several, or by a scheduler's."""
    if jobs == 1 and scheduler is None:
        from extract.resources import load_resources
        from kg.build import build_graph

        resources = load_resources(model=model)
        gc.freeze()  # as in the workers: tables stay, and looking through them for garbage costs a tenth of the time
        yield from build_graph(files, graph, resources, hints, options)
        return
    from extract.gazetteer import Gazetteer
    from kg.build import build_corpus
    from kg.fingerprint import fingerprint
    from kg.parallel import local_runner, remote_runner

    setup = fingerprint(model=model)
    made = (
        local_runner(jobs, model=model, setup=setup)
        if scheduler is None
        else remote_runner(scheduler, model=model, setup=setup)
    )
    with made as runner:
        yield from build_corpus(files, graph, Gazetteer.load(), hints, runner, setup, options)


def _shown(results: Iterator[Result]) -> Iterator[Result]:
    """The results, with a line of progress where a person looks on."""
    show, start = sys.stderr.isatty(), time.monotonic()
    if show:
        sys.stderr.write("正在准备和读第一份……")
        sys.stderr.flush()
    try:
        for count, result in enumerate(results, 1):
            if show:
                pace = count / max(time.monotonic() - start, 1e-3) * 60
                sys.stderr.write(f"\r\033[K{count}  每分钟 {pace:.0f} 份  {printable(result.source)[-80:]}")
                sys.stderr.flush()
            yield result
    finally:  # also after Ctrl-C: what is told next begins a line
        if show:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()


def _push(graph: Path, endpoint: str) -> None:
    from kg.push import push_graph

    with open_graph(graph) as store:
        done = push_graph(store, endpoint, token=os.environ.get("PLANKG_TOKEN", ""))
    say(f"已推送到 {endpoint}：新送 {done.sent} 个图，原样 {done.kept} 个，删去 {done.deleted} 个")


def _report(results: list[Result], graph: Path) -> None:
    from kg.build import Built, Skipped

    built = [r for r in results if isinstance(r, Built)]
    skipped = [r for r in results if isinstance(r, Skipped)]
    unchanged = len(results) - len(built) - len(skipped)
    if unchanged:
        say(f"没有变动、不重做的 {unchanged} 个文件（--again 可重做）")
    if len(built) > _LISTED:
        say(f"已建 {len(built)} 份规划，图谱在 {graph}（plankg plans 列出）")
    elif built:
        rows = [(r.record.id, r.record.place, str(r.record.year or ""), r.record.kind, r.source) for r in built]
        table(("编号", "地方", "年份", "文种", "文件"), rows, title=f"已建 {len(built)} 份规划，图谱在 {graph}")
    if skipped and len(results) > 1:
        table(("文件", "为什么没有读"), [(r.source, r.reason) for r in skipped], title=f"跳过 {len(skipped)} 个")
    for r in skipped:
        note(f"plankg: 跳过 {r.source}：{r.reason}")


def _doubts(results: list[Result], place: str | None) -> None:
    """A note on each plan that is built but says of no known place."""
    from extract.gazetteer import Gazetteer
    from kg.build import Built

    for r in results:
        if not isinstance(r, Built):
            continue
        if not r.record.place:
            note(f"plankg: 注意 {r.source}：没有认出是哪里的规划；可用 --place 指定")
        elif place and not r.record.code:
            near = "、".join(Gazetteer.load().nearest_names(place, 3))
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
