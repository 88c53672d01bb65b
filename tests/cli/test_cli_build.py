"""build, plans, remove: what goes in, what a bad file does, what stays intact."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from kg.store_files import write_lock
from tests.cli.conftest import Run


def plans(run: Run, graph: Path) -> list[dict[str, object]]:
    done = run("plans", "-g", graph, "--json")
    assert done.status == 0, done.err
    found: list[dict[str, object]] = json.loads(done.out)
    return found


def test_build_finds_place_year_and_kind(run: Run, graph: Path) -> None:
    (plan,) = plans(run, graph)
    assert (plan["place"], plan["code"], plan["year"], plan["kind"]) == ("吕梁市", "141100", 2021, "党代会报告")
    counts = plan["counts"]
    assert isinstance(counts, dict)
    assert all(
        counts[key] > 0 for key in ("places", "projects", "industries", "measures", "targets", "goals", "brands")
    )


def test_build_again_replaces(run: Run, tmp_path: Path, sample: Path) -> None:
    copy, graph = tmp_path / "plan.txt", tmp_path / "g"
    shutil.copy(sample, copy)
    assert run("build", copy, "-g", graph, "--no-model").status == 0
    copy.write_text(sample.read_text(encoding="utf-8").replace("2200亿元", "2300亿元"), encoding="utf-8")
    assert run("build", copy, "-g", graph, "--no-model").status == 0
    assert len(plans(run, graph)) == 1
    found = run("query", "targets", "-p", "indicator=经济总量", "-g", graph, "-f", "csv").out
    assert "2300" in found
    assert "2200" not in found


def test_remove_leaves_nothing(run: Run, tmp_path: Path, sample: Path) -> None:
    graph = tmp_path / "g"
    run("build", sample, "-g", graph, "--no-model")
    assert run("remove", "141100", "-g", graph).status == 0
    assert plans(run, graph) == []
    # What every graph has remains: the ontology and the schemes of indicators and industries.
    own = "STRSTARTS(STR(?g), 'https://w3id.org/plankg/id/plan/') || ?g = <https://w3id.org/plankg/id/graph/gazetteer>"
    rest = f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} FILTER({own}) }}"
    assert run("query", rest, "-g", graph, "-f", "csv").out.split() == ["\ufeffn", "0"]


def test_build_bad_files_are_one_line_each(run: Run, tmp_path: Path) -> None:
    cases = {
        "empty.txt": b"",
        "binary.txt": bytes(range(256)) * 20,
        "broken.txt": "政府工作报告".encode() + b"\xff\xfe\x80" + "今年".encode(),
        "damaged.docx": b"PK\x03\x04 nothing of the kind",
        "damaged.pdf": b"%PDF-1.7 nothing",
    }
    for name, content in cases.items():
        path = tmp_path / name
        path.write_bytes(content)
        line = run("build", path, "-g", tmp_path / "g", "--no-model").line()
        assert name in line
        assert not (tmp_path / "g" / "CURRENT").exists(), name


def test_build_broken_file_tells_the_position(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes("今年要把各项工作做好。".encode() + b"\xc3\x28\xff" + "完".encode())
    line = run("build", path, "-g", tmp_path / "g", "--no-model").line()
    position = re.search(r"第 (\d+) 字节", line)
    assert position  # the first byte that fits neither encoding; the file is 39 bytes long
    assert 34 <= int(position[1]) <= 36


def test_build_reads_gb18030(run: Run, tmp_path: Path, sample: Path) -> None:
    path = tmp_path / "gb.txt"
    path.write_bytes(sample.read_text(encoding="utf-8").encode("gb18030"))
    assert run("build", path, "-g", tmp_path / "g", "--no-model").status == 0
    assert plans(run, tmp_path / "g")[0]["place"] == "吕梁市"


def test_build_folder_without_plans(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "empty" in run("build", tmp_path / "empty", "-g", tmp_path / "g").line()


def test_build_absent_file_and_wrong_kind(run: Run, tmp_path: Path, sample: Path) -> None:
    assert "nowhere.txt" in run("build", tmp_path / "nowhere.txt", "-g", tmp_path / "g").line()
    assert "文种" in run("build", sample, "-g", tmp_path / "g", "--kind", "小说").line()


def test_build_one_bad_file_does_not_stop_the_rest(run: Run, tmp_path: Path, sample: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(sample, folder / "good.txt")
    (folder / "bad.txt").write_bytes(b"\x00\x01\x02" * 50)
    done = run("build", folder, "-g", tmp_path / "g", "--no-model")
    assert done.status == 3
    assert "bad.txt" in done.err
    assert len(plans(run, tmp_path / "g")) == 1


def test_graph_absent(run: Run, tmp_path: Path) -> None:
    assert str(tmp_path / "nothing") in run("plans", "-g", tmp_path / "nothing").line()
    assert run("remove", "x", "-g", tmp_path / "nothing").line()


def test_graph_directory_that_cannot_be_written(run: Run, tmp_path: Path, sample: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a directory", encoding="utf-8")
    assert str(blocked) in run("build", sample, "-g", blocked / "g", "--no-model").line()
    assert blocked.read_text(encoding="utf-8") == "not a directory"


def test_build_folder_takes_annotations_and_zips(run: Run, tmp_path: Path, sample: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    with zipfile.ZipFile(folder / "plans.zip", "w") as archive:
        archive.write(sample, "吕梁/报告.txt")
    entity = {"type": "place", "name": "太谷区", "aliases": [], "evidence": "支持太谷区发展"}
    annotation = {
        "document": "x", "planning_place": "晋中市", "planning_period": [2024, 2024],
        "entities": [entity], "targets": [], "goals": [], "relations": [],
    }  # fmt: skip
    (folder / "a.json").write_text(json.dumps(annotation, ensure_ascii=False), encoding="utf-8")
    (folder / "b.json").write_text('{"entities": 3}', encoding="utf-8")
    done = run("build", folder, "-g", tmp_path / "g", "--no-model")
    assert done.status == 3
    assert "b.json" in done.err
    found = {str(p["place"]): str(p["file"]) for p in plans(run, tmp_path / "g")}
    assert found["晋中市"] == str(folder / "a.json")
    assert found["吕梁市"] == str(folder / "plans.zip") + "/吕梁/报告.txt"


def test_build_stopped_keeps_what_was_finished(run: Run, tmp_path: Path, sample: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for year in range(2000, 2200):
        text = sample.read_text(encoding="utf-8").replace("2021年9月", f"{year}年9月")
        (folder / f"{year}.txt").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "kg", "build", str(folder), "-g", str(tmp_path / "g"), "--no-model"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 240
        while len(list(tmp_path.glob("g/parts/*.nq.gz"))) < 2:  # two are finished and neither is in the graph
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        told, said = process.communicate(timeout=240)
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert "已停止" in said
    built = plans(run, tmp_path / "g")
    assert 2 <= len(built) < 200
    assert f"已建 {len(built)} 份规划" in told
    assert not list(tmp_path.glob("g/parts/*"))


def test_json_that_is_no_annotation_is_not_read_as_a_text(run: Run, tmp_path: Path) -> None:
    for name, content in (("broken.json", "{"), ("other.json", '{"a": 1}')):
        (tmp_path / name).write_text(content, encoding="utf-8")
        assert "不是标注 json" in run("build", tmp_path / name, "-g", tmp_path / "g", "--no-model").line()


def test_a_plan_of_an_unknown_place_is_built_with_a_note(run: Run, tmp_path: Path, sample: Path) -> None:
    done = run("build", sample, "-g", tmp_path / "g", "--place", "火星市", "--no-model")
    assert done.status == 0
    assert "没有“火星市”" in done.err
    (tmp_path / "a.txt").write_text("建成一批高速公路。", encoding="utf-8")
    assert "--place" in run("build", tmp_path / "a.txt", "-g", tmp_path / "g", "--no-model").err


def test_a_graph_in_use_is_found_out_before_anything_is_read(
    run: Run, tmp_path: Path, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = tmp_path / "g"

    def read_nothing(*_: object) -> None:
        raise AssertionError("read although the graph is in use")

    monkeypatch.setattr("kg.build_line.perform", read_nothing)
    with write_lock(directory):
        assert "另一个进程" in run("build", sample, "-g", directory, "--no-model").line()
