"""``plankg analyze``, ``explain``, ``validate``, ``lint``, ``evaluate``: looking closely."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.common import DEFAULT_GRAPH, EndpointOption, GraphOption, note, open_graph, say, say_json, table


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (analyze, explain, validate, lint, evaluate):
        app.command()(command)


def analyze(
    graph: GraphOption = DEFAULT_GRAPH,
    top: Annotated[int, typer.Option(help="每张表列多少行", min=1)] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    endpoint: EndpointOption = None,
) -> None:
    """网络分析：度、介数、社群、桥接者、县与产业的矩阵、各县受关注的多少。

    例：plankg analyze --top 20 --json
    """
    from kg.analyze import analyze as analysed
    from kg.export_csv import CLASS_NAMES
    from kg.facts_outline import read_outline

    with open_graph(graph, endpoint) as store:
        found = analysed(read_outline(store.store), top=top)
    if as_json:
        say_json(found.to_json())
        return
    for title, ranked in (("联系最多", found.degree), ("介数最高", found.betweenness), ("桥接不同社群", found.bridges)):
        rows3 = [(r.label, CLASS_NAMES.get(r.cls, r.cls), f"{r.value:.4f}".removesuffix(".0000")) for r in ranked]
        table(("名称", "类别", "值"), rows3, title=title)
    rows = [(c.name, str(c.size), "、".join(m.label for m in c.members)) for c in found.communities[:top]]
    table(("社群", "大小", "成员"), rows, title="社群")
    matrix = [
        (county, "、".join(f"{name}（{n}）" for name, n in zip(found.matrix.columns, row, strict=True) if n))
        for county, row in zip(found.matrix.rows, found.matrix.values, strict=True)
    ]
    table(("县", "发展的产业（句数）"), matrix[: 3 * top], title="县与产业")
    attention = [
        (a.county, str(a.sentences), f"{a.share:.1%}", str(a.facts), str(a.projects), str(a.industries), str(a.targets))
        for a in found.attention[: 3 * top]
    ]
    table(("县", "句数", "占比", "事实", "项目", "产业", "指标"), attention, title="各县受关注的多少")
    say(f"项目在各县的集中度（HHI）：{found.project_concentration:.3f}")


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
