"""The bundled sample plan, all the way: store, TriG, page, county folders, target table, three answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extract.errors import PlanKGError
from extract.resources import load_resources
from extract.tables import data_dir
from kg.build import Built, Hints, Options, Skipped, build_graph
from kg.export import Exporter, write_export
from kg.export_csv import csv_files
from kg.facts import OPERATORS
from kg.library import require_query, run_library
from kg.page import write_page
from kg.query import run_query
from kg.query_format import table
from kg.store import GraphStore
from kg.store_files import write_atomically

_COUNTS = """SELECT ?类 (COUNT(DISTINCT ?x) AS ?数) WHERE {
  VALUES ?c { plan:Place plan:Project plan:Industry plan:Organization plan:Measure plan:Brand plan:Target plan:Goal }
  GRAPH ?plan { ?x a ?c } ?c rdfs:label ?类 FILTER(LANG(?类) = "zh") } GROUP BY ?类 ORDER BY DESC(?数)"""
_CONNECTED = """SELECT ?名称 (COUNT(DISTINCT ?other) AS ?相连) WHERE {
  VALUES ?p { plan:locatedIn plan:connects plan:partOf plan:develops plan:serves plan:radiates plan:cooperatesWith }
  { ?x ?p ?other } UNION { ?other ?p ?x } ?x skos:prefLabel ?名称 FILTER(LANG(?名称) = "zh")
} GROUP BY ?x ?名称 ORDER BY DESC(?相连) ?名称 LIMIT 10"""
_QUESTIONS: tuple[tuple[str, dict[str, str]], ...] = (
    ("projects-in-county", {"county": "离石区"}),
    ("targets", {}),
    ("transport-lines", {}),
)
_LEFT_OUT = ("频次", "规划", "原文")  # columns too wide or too empty for the summary


def run_demo(directory: Path, *, model: bool = True) -> Iterator[str]:
    """Build everything in ``directory``, giving the printed summary line by line.

    Raises:
        PlanKGError: the sample plan cannot be read, or the directory not written.
    """
    sample = sorted((data_dir() / "plans").glob("*.txt"))
    if not sample:
        raise PlanKGError(f"{data_dir() / 'plans'}：没有示例规划；重新安装 plankg")
    store = directory / "store"
    for result in build_graph(sample, store, load_resources(model=model), Hints(), Options(again=True)):
        if isinstance(result, Skipped):
            raise PlanKGError(f"{result.source}：{result.reason}")
        if isinstance(result, Built):
            yield f"读了 {result.source}：{result.record.title}"
    with GraphStore.open(store) as graph:
        exporter = Exporter(graph)
        counties = [folder for _, folder in exporter.write_all_counties(directory / "counties")]
        write_export(graph, "trig", directory / "graph.trig")
        links = {folder.name: f"counties/{folder.name}/{folder.name}.html" for folder in counties}
        write_page(graph, directory / "index.html", county_links=links)
        write_atomically(directory / "targets.csv", csv_files(exporter.facts, exporter.membership)["targets.csv"])
        yield from _summary(graph)
    yield ""
    yield f"文件在 {directory}/："
    yield "  index.html    交互网页，双击打开"
    yield f"  counties/     {len(counties)} 个县各一个文件夹：{'、'.join(folder.name for folder in counties)}"
    yield "  targets.csv   指标表，可用 Excel 打开"
    yield "  graph.trig    整个图谱（RDF）"
    yield f"  store/        图谱，可继续提问：plankg query about -p name=氢能产业 --graph {store}"


def _summary(graph: GraphStore) -> Iterator[str]:
    yield ""
    yield "各类数目：" + "，".join(f"{name} {count}" for name, count in run_query(graph.store, _COUNTS).texts())
    yield "联系最多的十个（七种关系）：" + "，".join(
        f"{name}（{n}）" for name, n in run_query(graph.store, _CONNECTED).texts()
    )
    for name, values in _QUESTIONS:
        question = require_query(name)
        answer = run_library(graph.store, question, values)
        given = "".join(f"，{key}={value}" for key, value in values.items())
        yield ""
        yield f"问：{question.title}（{name}{given}）"
        columns, rows = table(answer)
        shown = [i for i, column in enumerate(columns) if column not in _LEFT_OUT]
        yield "  " + "｜".join(columns[i] for i in shown)
        for row in rows[:8]:
            cells = [OPERATORS.get(row[i], row[i]) for i in shown]
            yield "  " + "｜".join(cell if len(cell) < 40 else cell[:38] + "…" for cell in cells)
        if len(rows) > 8:
            yield f"  ……共 {len(rows)} 行"
