"""query, export, view, explain, validate, evaluate, lint: what comes out, and what a mistake does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kg.library import load_library
from tests.cli.conftest import Run


@pytest.mark.parametrize("query", load_library(), ids=lambda q: q.name)
def test_every_library_query_runs(run: Run, graph: Path, query) -> None:  # type: ignore[no-untyped-def]
    values = [f"-p{p.name}={p.example}" for p in query.params if p.required]
    done = run("query", query.name, *values, "-g", graph, "-f", "csv")
    assert done.status == 0, done.err
    assert done.out.startswith("\ufeff")


def test_query_formats(run: Run, graph: Path) -> None:
    select = "SELECT ?名 { ?p a plan:Project ; skos:prefLabel ?名 } ORDER BY ?名 LIMIT 3"
    data = json.loads(run("query", select, "-g", graph, "-f", "json").out)
    assert len(data["results"]["bindings"]) == 3
    assert "3 行" in run("query", select, "-g", graph).out
    assert "<table" in run("query", select, "-g", graph, "-f", "html").out
    construct = "CONSTRUCT { ?p plan:connects ?o } WHERE { ?p plan:connects ?o }"
    assert "plan:connects" in run("query", construct, "-g", graph, "-f", "ttl").out


def test_query_mistakes(run: Run, graph: Path, tmp_path: Path) -> None:
    line = run("query", "SELECT ?s {\n ?s plan:connects }", "-g", graph).line()
    assert "2" in line
    assert "行" in line
    assert "ttl" in run("query", "SELECT * { ?s ?p ?o } LIMIT 1", "-g", graph, "-f", "ttl").line()
    assert "county" in run("query", "projects-in-county", "-g", graph).line()
    assert "离石" in run("query", "projects-in-county", "-p", "county=离时区", "-g", graph).line()
    assert "nothing.rq" in run("query", "nothing.rq", "-g", graph).line()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * { { SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } } } }",
        "LOAD <file:///etc/passwd>",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_query_refuses_what_reaches_outside(run: Run, graph: Path, text: str) -> None:
    assert run("query", text, "-g", graph).line()


def test_query_time_limit(run: Run, graph: Path) -> None:
    heavy = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    assert "秒" in run("query", heavy, "-g", graph, "--timeout", "2").line()


@pytest.mark.parametrize("form", ["ttl", "jsonld", "nq", "graphml", "gexf", "csv", "html", "md"])
def test_export_county_in_every_format(run: Run, graph: Path, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"交城.{form}"
    done = run("export", "--county", "交城", "-f", form, "-o", path, "-g", graph)
    assert done.status == 0, done.err
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    text = "".join(p.read_text(encoding="utf-8-sig") for p in files if p.is_file())
    assert "交城县" in text or "141122" in text
    again = tmp_path / f"again.{form}"
    run("export", "--county", "141122", "-f", form, "-o", again, "-g", graph)
    if path.is_file():
        assert path.read_bytes() == again.read_bytes()


def test_export_mistakes(run: Run, graph: Path, tmp_path: Path) -> None:
    assert "交城县" in run("export", "--county", "交诚县", "-o", tmp_path / "x", "-g", graph).line()
    assert "xlsx" in run("export", "-f", "xlsx", "-o", tmp_path / "x", "-g", graph).line()
    assert "--plan" in run("export", "-f", "annotation", "-g", graph).line()
    (tmp_path / "f").write_text("", encoding="utf-8")
    assert "f" in run("export", "-f", "nq", "-o", tmp_path / "f" / "x.nq", "-g", graph).line()


def test_export_annotation_builds_again(run: Run, graph: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    assert run("export", "-f", "annotation", "--plan", "141100", "-o", path, "-g", graph).status == 0
    assert run("build", path, "-g", tmp_path / "g").status == 0
    again = tmp_path / "b.json"
    run("export", "-f", "annotation", "--plan", "141100", "-o", again, "-g", tmp_path / "g")
    first, second = (json.loads(p.read_text(encoding="utf-8")) for p in (path, again))
    for key in ("entities", "targets", "goals", "relations"):
        assert len(first[key]) == len(second[key]), key


def test_view_writes_one_offline_file(run: Run, graph: Path, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    assert run("view", "-o", path, "-g", graph).status == 0
    page = path.read_text(encoding="utf-8")
    assert "Content-Security-Policy" in page
    assert "交汾文孝" in page
    assert run("view", "-o", path, "-g", graph, "--county", "不存在县").line()


def test_analyze_in_words_and_json(run: Run, graph: Path) -> None:
    shown = run("analyze", "-g", graph)
    assert shown.status == 0, shown.err
    for title in ("联系最多", "介数最高", "桥接不同社群", "社群", "县与产业", "各县受关注的多少"):
        assert title in shown.out
    found = json.loads(run("analyze", "-g", graph, "--json").out)
    assert {"degree", "betweenness", "communities", "bridges", "matrix"} <= set(found)
    assert len(found["matrix"]["values"]) == len(found["matrix"]["rows"])


def test_explain_names_the_rules(run: Run) -> None:
    out = run("explain", "建成静兴、祁离、离隰、汾石高速公路", "--place", "吕梁市", "--no-model").out
    assert "静兴高速公路" in out
    assert "离隰高速公路 连接 隰县" in out
    assert "推断" in out


def test_validate_the_sample(run: Run, graph: Path) -> None:
    done = run("validate", "-g", graph)
    assert done.status == 0, done.out
    assert "0 处问题" in done.out


def test_lint_the_tables(run: Run) -> None:
    done = run("lint")
    assert done.status == 0, done.out


def test_usage_errors(run: Run) -> None:
    assert run("nonsense").status == 2
    assert run("build").status == 2
    assert run("query", "x", "--format", "nonsense").status == 2


def test_a_mistyped_question_names_the_nearest(run: Run, graph: Path) -> None:
    assert "projects-in-county" in run("query", "projets-in-county", "-g", graph).line()
    assert "某县的项目" in run("query", "某县项目", "-g", graph).line()


def test_explain_in_chinese_words_and_refuses_what_it_cannot_read(run: Run) -> None:
    out = run("explain", "建成静兴、祁离、离隰、汾石高速公路", "--place", "吕梁市", "--no-model").out
    assert "高速公路 建设" in out
    assert "expressway" not in out
    assert "0—0" not in out
    assert "空" in run("explain", " ", "--no-model").line()
    assert "吕梁市" in run("explain", "建成高速", "--place", "吕粱市", "--no-model").line()


def test_bare_command_shows_the_help_and_nothing_else(run: Run) -> None:
    done = run()
    assert done.status == 2
    assert "build" in done.out
    assert not done.err


def test_a_missing_folder_is_named(run: Run, graph: Path, tmp_path: Path) -> None:
    line = run("view", "-g", graph, "-o", tmp_path / "none" / "page.html").line()
    assert str(tmp_path / "none" / "page.html") in line
    assert "上层目录不存在" in line
    assert "Errno" not in line


def test_analyze_names_classes_in_chinese(run: Run, graph: Path) -> None:
    out = run("analyze", "-g", graph, "--top", "3").out
    assert "地方" in out
    assert "Place" not in out


def test_targets_table_of_the_demo_is_in_words(run: Run, tmp_path: Path) -> None:
    done = run("demo", tmp_path / "demo", "--no-model")
    assert done.status == 0, done.err
    text = (tmp_path / "demo" / "targets.csv").read_text(encoding="utf-8-sig")
    assert ",达到," in text
    assert ">=" not in text
    assert "'=" not in text
    assert "｜%" in done.out


def test_view_compares_two_plans(run: Run, tmp_path: Path, sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    newer = tmp_path / "newer.txt"
    newer.write_text(text.replace("柳林科技创新中心", "方山科技创新中心"), encoding="utf-8")
    assert run("build", sample, "-g", tmp_path / "g", "--no-model").status == 0
    assert run("build", newer, "-g", tmp_path / "g", "--no-model", "--year", "2022").status == 0
    page = tmp_path / "page.html"
    done = run("view", "--compare", "141100-2021", "141100-2022", "-o", page, "-g", tmp_path / "g")
    assert done.status == 0, done.err
    written = page.read_text(encoding="utf-8")
    assert all(f'"{change}"' in written for change in ("kept", "new", "gone"))
    assert run("view", "--compare", "141100-2021", "nothing", "-o", page, "-g", tmp_path / "g").line()


def test_ledger_says_what_was_left_out(run: Run, sample: Path, tmp_path: Path) -> None:
    found = json.loads(run("ledger", sample, "--no-model", "-f", "json").out)
    entries = found[0]["entries"]
    assert {e["kind"] for e in entries} >= {"coverage", "rejected", "rule"}
    assert all(e["reason"] for e in entries if e["kind"] in ("rejected", "unresolved"))
    assert "规则命中" in run("ledger", sample, "--no-model", "-f", "csv").out
    assert "没有这个文件" in run("ledger", tmp_path / "none.txt").line()


def test_merges_lists_forms_with_their_rule(run: Run, graph: Path) -> None:
    shown = run("merges", "-g", graph)
    assert shown.status == 0
    assert "个节点" in shown.out


def test_analyze_leaves_a_folder_whose_queries_run(run: Run, graph: Path, tmp_path: Path) -> None:
    done = run("analyze", "-g", graph, "--check", "-o", tmp_path / "a")
    assert done.status == 0, done.err
    assert "，0 句与查询不符" in done.err
    text = (tmp_path / "a" / "summary.md").read_text(encoding="utf-8")
    files = re.findall(r"〔`(queries/[\w-]+\.rq)`〕", text)
    assert len(files) >= 10
    answer = run("query", tmp_path / "a" / files[0], "-g", graph, "--format", "csv")
    assert "规划数" in answer.out
    assert (tmp_path / "a" / "plots" / "attention.svg").is_file()
    assert (tmp_path / "a" / "tables" / "similar-counties.csv").is_file()


def test_analyze_check_notices_a_sentence_that_does_not_hold(
    run: Run, graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.analyze_queries.PLANS", "SELECT (7 AS ?规划数) (1 AS ?地方数) {}")
    done = run("analyze", "-g", graph, "--check")
    assert done.status == 1
    assert "不符：图谱里有 1 份规划" in done.err


def test_analyze_explains_its_measures(run: Run, tmp_path: Path) -> None:
    out = run("analyze", "--measures", "-g", tmp_path / "none").out
    assert "Freeman" in out
    assert "公式" in out


def test_analyze_says_where_it_cannot_write(run: Run, graph: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "file" in run("analyze", "-g", graph, "-o", tmp_path / "file" / "a").line()
