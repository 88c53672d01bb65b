"""``plankg explain``, ``validate``, ``lint``, ``evaluate``: looking closely."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.common import DEFAULT_GRAPH, GraphOption, note, open_graph, say, say_json, table


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (explain, validate, lint, evaluate):
        app.command()(command)


def explain(
    sentence: Annotated[str, typer.Argument(help="一句话或一段话")],
    place: Annotated[str | None, typer.Option(help="当作哪里的规划来读，如 吕梁市")] = None,
    year: Annotated[int | None, typer.Option(help="当作哪一年的规划来读", min=1949, max=2100)] = None,
    model: Annotated[bool, typer.Option("--model/--no-model", help="是否用训练好的模型识别名称")] = True,
) -> None:
    """一步一步说明从一句话里读出了什么，是哪条规则读出来的。

    例：plankg explain "建成静兴、祁离、离隰、汾石高速公路" --place 吕梁市
    """
    from extract.errors import PlanKGError
    from extract.explain import explain as explained
    from extract.resources import load_resources

    if not sentence.strip():
        raise PlanKGError("句子是空的；给出一句话或一段话")
    resources = load_resources(model=model)
    if place and not resources.gazetteer.named(place):
        near = "、".join(resources.gazetteer.nearest_names(place, 3))
        raise PlanKGError(f"--place {place}：行政区划里没有这个名称；最接近的：{near or '无'}")
    for step in explained(sentence, resources, place=place, year=year):
        say(f"【{step.title}】" + ("" if step.lines else "（无）"))
        for line in step.lines:
            say(f"  {line}")


def validate(
    graph: GraphOption = DEFAULT_GRAPH,
    plan: Annotated[str | None, typer.Option(help="只查这一份规划")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """用 SHACL 检查图谱是否合乎本体；有违反则退出码为 1。

    例：plankg validate --plan 141100-2021
    """
    from dataclasses import asdict

    from kg.validate import Shapes, validate_store

    shapes = Shapes.load()
    with open_graph(graph) as store:
        ids = [store.resolve_plan(plan).id] if plan else [record.id for record in store.plans()]
        results = []
        for plan_id, findings in validate_store(store.store, ids, shapes):
            results.append((plan_id, findings))
            if sys.stderr.isatty():
                note(f"{plan_id}: {len(findings)}")
    if as_json:
        say_json({plan_id: [asdict(f) for f in findings] for plan_id, findings in results})
    else:
        rows = [(p, f.severity, f.label or f.focus, f.message, f.value) for p, fs in results for f in fs]
        if rows:
            table(("规划", "程度", "对象", "问题", "值"), rows)
        say(f"检查了 {len(results)} 份规划，发现 {len(rows)} 处问题")
    if any(f.severity == "violation" for _, findings in results for f in findings):
        raise typer.Exit(1)


def lint(
    folder: Annotated[Path | None, typer.Option("--data", help="表格所在目录，默认随程序的 data/")] = None,
) -> None:
    """检查分析者的表格：缺列、重复、未知的类别、自相矛盾；有错则退出码为 1。

    例：plankg lint
    """
    from extract.lint import lint_tables

    problems = lint_tables(folder)
    for problem in problems:
        say(f"{problem.file}:{problem.line}: {problem.reason}")
    say(f"{len(problems)} 处问题")
    if problems:
        raise typer.Exit(1)


def evaluate(
    gold: Annotated[list[Path], typer.Argument(help="人工标注的 json（旁边或 docs/ 下要有同名 txt）")],
    system: Annotated[list[Path] | None, typer.Option(help="不抽取，而用这些结果文件，与标注一一对应")] = None,
    model: Annotated[bool, typer.Option("--model/--no-model", help="是否用训练好的模型识别名称")] = True,
    errors: Annotated[bool, typer.Option("--errors", help="列出漏的、多的和只差一点的")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """抽取准不准：与人工标注比对，给出各类的查准率、查全率和 F1。

    例：plankg evaluate 标注/*.json --no-model
    """
    from extract.errors import PlanKGError
    from kg.evaluate import evaluate as scored
    from kg.evaluate_files import load_annotation, system_annotation

    if system and len(system) != len(gold):
        raise PlanKGError(f"--system 给了 {len(system)} 个文件，标注有 {len(gold)} 个；要一一对应")
    if system:
        pairs = [(load_annotation(g), load_annotation(s)) for g, s in zip(gold, system, strict=True)]
    else:
        from extract.resources import load_resources

        resources = load_resources(model=model)
        pairs = [(load_annotation(g), system_annotation(g, resources)) for g in gold]
    result = scored(pairs)
    if as_json:
        say(json.dumps(result.as_json(), ensure_ascii=False, indent=1))
        return
    rows = [
        (
            row,
            str(s.gold),
            str(s.system),
            *(
                f"{figure(lenient=lenient):.3f}"
                for lenient in (False, True)
                for figure in (s.precision, s.recall, s.f1)
            ),
        )
        for row, s in result.scores.items()
    ]
    table(("", "标注", "系统", "严格 P", "R", "F1", "宽松 P", "R", "F1"), rows)
    if errors:
        for d in result.differences:
            say(f"{d.row.strip():12} {d.kind:7} {'  <>  '.join(x for x in (d.gold, d.system) if x)}")
