"""Exports: each format read back by someone else's reader, the same bytes each time, nothing half written."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import networkx as nx
import pyoxigraph
import pytest
import rdflib

from extract.errors import PlanKGError
from kg.export import COUNTY_FORMATS, FORMATS, Exporter, write_export
from kg.export_brief import Brief, Note, Row, Table, county_brief
from kg.export_brief_text import to_markdown, to_page
from kg.export_rdf import RDF_FORMATS, rdf_bytes
from kg.place_names import UnknownPlaceError
from kg.store import GraphStore
from tests.kg.small_graph import full_reference, small_graph

ROOT = Path(__file__).resolve().parents[2]
ONT = "https://w3id.org/plankg/ont#"


@pytest.fixture(scope="module")
def graph() -> GraphStore:
    return small_graph(full_reference)


@pytest.fixture(scope="module")
def exporter(graph: GraphStore) -> Exporter:
    return Exporter(graph)


def rows(content: bytes) -> list[dict[str, str]]:
    text = content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def as_bytes(content: object) -> bytes:
    assert isinstance(content, bytes)
    return content


@pytest.mark.parametrize("form", ["nq", "trig"])
def test_export_whole_graph_comes_back(graph: GraphStore, exporter: Exporter, form: str) -> None:
    back = pyoxigraph.parse(as_bytes(exporter.whole(form)), format=RDF_FORMATS[form])
    assert set(back) == set(graph.quads())


@pytest.mark.parametrize("form", ["ttl", "jsonld"])
def test_export_whole_merge_is_read_by_rdflib(graph: GraphStore, exporter: Exporter, form: str) -> None:
    parsed = rdflib.Graph().parse(as_bytes(exporter.whole(form)), format={"ttl": "turtle", "jsonld": "json-ld"}[form])
    assert len(parsed) == len(list(graph.triples()))


def test_export_is_the_same_bytes_under_any_hash_seed() -> None:
    code = (
        "import sys, hashlib; from tests.kg.small_graph import *; from kg.export import *\n"
        "e = Exporter(small_graph(full_reference)); p = e.county('柳林')\n"
        "for f in FORMATS:\n"
        "    for c in (e.whole(f), e.part(p, f)):\n"
        "        b = c if isinstance(c, bytes) else b''.join(c.values())\n"
        "        print(f, hashlib.sha256(b).hexdigest())\n"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", code], env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True, text=True, check=True, timeout=120,
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert said[0] == said[1]
    assert len(said[0].splitlines()) == 2 * len(FORMATS)


def test_export_county_rdf_is_the_part_and_its_evidence(exporter: Exporter) -> None:
    part = exporter.county("柳林县")
    parsed = rdflib.Graph().parse(as_bytes(exporter.part(part, "ttl")), format="turtle")
    plan = rdflib.Namespace(ONT)
    located = {(str(parsed.value(s, rdflib.SKOS.prefLabel)), str(parsed.value(o, rdflib.SKOS.prefLabel)))
               for s, o in parsed.subject_objects(plan.locatedIn)}  # fmt: skip
    assert located == {("孟门黄河大桥", "孟门镇"), ("柳林科技创新中心", "柳林县")}
    statements = list(parsed.subjects(rdflib.RDF.type, plan.Statement))
    for statement in statements:
        triple = tuple(
            parsed.value(statement, p) for p in (rdflib.RDF.subject, rdflib.RDF.predicate, rdflib.RDF.object)
        )
        assert triple in parsed
        passage = parsed.value(statement, plan.passage)
        assert parsed.value(passage, plan.text) is not None
    assert len([s for s in statements if parsed.value(s, rdflib.RDF.predicate) == plan.locatedIn]) == 2
    titles = {
        str(o) for s in parsed.subjects(rdflib.RDF.type, plan.Plan) for o in parsed.objects(s, rdflib.DCTERMS.title)
    }
    assert titles == {"吕梁市第五次党代会报告"}
    assert not list(parsed.subjects(rdflib.SKOS.prefLabel, rdflib.Literal("古交市", lang="zh")))


def test_export_graphml_and_gexf_are_read_by_networkx(exporter: Exporter) -> None:
    ml = nx.read_graphml(io.BytesIO(as_bytes(exporter.whole("graphml"))), force_multigraph=True)
    gexf = nx.read_gexf(io.BytesIO(as_bytes(exporter.whole("gexf"))))
    assert set(ml) == set(gexf)
    assert ml.number_of_edges() == gexf.number_of_edges() > 20
    county = next(d for _, d in ml.nodes(data=True) if d["label"] == "柳林县")
    assert county["lon"] == pytest.approx(110.88)
    assert county["cls"] == "Place"
    assert "柳林县" in county["sentence"]


def test_export_csv_files(exporter: Exporter) -> None:
    part = exporter.county("柳林县")
    files = exporter.part(part, "csv")
    assert isinstance(files, dict)
    assert set(files) == {"nodes.csv", "edges.csv", "targets.csv", "goals.csv", "facts.csv"}
    targets = {row["指标"]: row for row in rows(files["targets.csv"])}
    assert (targets["粮食产量"]["范围"], targets["粮食产量"]["频次"], targets["粮食产量"]["数值"]) == (
        "本县",
        "每年",
        "5",
    )
    assert targets["森林覆盖率"]["范围"] == "上级"
    assert targets["森林覆盖率"]["原文"] == "到2025年，森林覆盖率超过33%。"
    edge = next(row for row in rows(files["edges.csv"]) if row["客体"] == "孟门镇" and row["谓词"] == "locatedIn")
    assert (edge["主体"], edge["关系"], edge["规则"]) == ("孟门黄河大桥", "位于", "test.rule")
    assert len(rows(files["nodes.csv"])) == len(part.facts.things)


def test_export_single_csv_has_a_row_for_each_sentence(exporter: Exporter) -> None:
    table = rows(exporter.facts_table())
    facts = exporter.facts
    assert len(table) == sum(len(f.proofs) for f in facts.relations) + sum(len(c.proofs) for c in facts.commitments)
    inferred = [row for row in table if row["依据"] == "推断"]
    assert {(row["主体"], row["客体"]) for row in inferred} == {
        ("离隰高速公路", "离石区"), ("离隰高速公路", "隰县"), ("太绥高铁", "太原市"),
    }  # fmt: skip
    assert all(row["原文"] and row["规划"] for row in table)


class Text(HTMLParser):
    """Collects tags and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def test_export_brief_says_it_with_footnotes(exporter: Exporter) -> None:
    part = exporter.county("柳林县")
    text = as_bytes(exporter.part(part, "md")).decode()
    assert text.startswith("# 柳林县：规划里说了什么")
    line = next(row for row in text.splitlines() if row.startswith("| 柳林科技创新中心"))
    assert "位于柳林县" in line and "氢能产业" in line and "创新平台" in line
    number = line.split("[^")[1].split("]")[0]
    note = next(row for row in text.splitlines() if row.startswith(f"[^{number}]:"))
    assert "在柳林县建设柳林科技创新中心，服务氢能产业。" in note and "《吕梁市第五次党代会报告》" in note
    assert "## 上级指标" in text
    assert text.index("粮食产量") < text.index("## 上级指标") < text.index("森林覆盖率", text.index("## 上级指标"))
    assert "归属规则" in text
    assert "古交市" in text, "which also develops coal"


def test_export_brief_page_loads_nothing(exporter: Exporter) -> None:
    page = Text(as_bytes(exporter.part(exporter.county("隰县"), "html")).decode())
    assert "script" not in page.tags
    assert not [v for k, v in page.attributes if k in ("src", "href") and v and not v.startswith("#")]
    assert "（推断）" in page.text


def test_export_briefs_escape_everything() -> None:
    nasty = "<script>alert(1)</script>|`x`[a](javascript:b)\n# h"
    brief = Brief(
        nasty, (nasty,), (Table(nasty, (nasty,), (Row((nasty,), (1,)),)),), (Note(nasty, nasty, nasty, True),), nasty
    )
    page = to_page(brief)
    assert "<script" not in page
    assert "script" not in Text(page).tags
    markdown = to_markdown(brief)
    assert "\\<script\\>" in markdown
    assert "<script>" not in markdown.replace("\\<script\\>", "")
    assert "\n# h" not in markdown
    row = next(line for line in markdown.splitlines() if line.startswith("| ") and "[^1]" in line)
    assert row.replace("\\|", "").count("|") == 2


def test_export_every_row_of_a_brief_that_states_a_fact_has_a_note(exporter: Exporter) -> None:
    brief = county_brief(exporter.county("柳林县"), exporter.membership)
    for table in brief.tables:
        if not table.title.startswith("与其他"):
            assert all(row.notes for row in table.rows), table.title
    assert {n for t in brief.tables for r in t.rows for n in r.notes} == set(range(1, len(brief.notes) + 1))


def test_export_unknown_county_and_format(exporter: Exporter) -> None:
    with pytest.raises(UnknownPlaceError, match="柳林县"):
        exporter.county("柳树县")
    with pytest.raises(PlanKGError, match="xlsx"):
        exporter.whole("xlsx")


def test_export_all_counties(exporter: Exporter, tmp_path: Path) -> None:
    made = dict(exporter.write_all_counties(tmp_path / "out"))
    assert sorted(path.name for path in made.values()) == sorted(["古交市", "隰县", "离石区", "临县", "柳林县"])
    names = sorted(path.name for path in (tmp_path / "out" / "柳林县").iterdir())
    tables = ["edges.csv", "facts.csv", "goals.csv", "nodes.csv", "targets.csv"]
    assert names == sorted(tables + [f"柳林县.{form}" for form in COUNTY_FORMATS if form != "csv"])
    assert not list(tmp_path.rglob("*.new"))


def test_export_writes_to_a_file_or_a_folder(graph: GraphStore, tmp_path: Path) -> None:
    write_export(graph, "csv", tmp_path / "all.csv")
    assert (tmp_path / "all.csv").is_file()
    write_export(graph, "csv", tmp_path / "tables", county="柳林")
    assert (tmp_path / "tables" / "targets.csv").is_file()
    write_export(graph, "trig", tmp_path / "deep" / "graph.trig")
    assert (tmp_path / "deep" / "graph.trig").read_bytes().startswith(b"@prefix brand:")
    with pytest.raises(PlanKGError, match="目录"):
        write_export(graph, "ttl", tmp_path / "all.csv" / "x.ttl")


def test_export_rdf_keeps_the_graph_of_a_quad() -> None:
    quad = pyoxigraph.Quad(*map(pyoxigraph.NamedNode, ("x:s", "x:p", "x:o", "x:g")))
    assert rdf_bytes([quad, quad], "nq") == b"<x:s> <x:p> <x:o> <x:g> .\n"
    assert rdf_bytes([quad], "nt") == b"<x:s> <x:p> <x:o> .\n"
