"""A build that is cut short: what was finished is not done again, and the graph comes out as if nothing had happened."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.resources import Resources, load_resources
from kg import build_line
from kg.build import Built, Hints, Inline, Options, Skipped, Unchanged, build_corpus, build_graph
from kg.build_parts import PARTS, Parts
from kg.build_task import Desk, Made, Task, packed, perform, unpacked
from kg.export_rdf import rdf_bytes
from kg.fingerprint import fingerprint
from kg.store import GraphStore
from kg.store_files import write_lock

PLACES = ("吕梁市", "太原市", "晋中市", "临汾市", "运城市", "长治市", "大同市", "朔州市", "忻州市", "阳泉市")


def plan(place: str, year: int = 2024) -> str:
    return (
        f"{place}政府工作报告\n\n——{year}年2月1日在{place}人民代表大会上\n\n一、今年的工作\n\n"
        f"今年，{place}地区生产总值增长6%左右。建设{place}大剧院。大力发展氢能产业，推进{place}至北京高速公路建设。\n"
    )


def corpus(folder: Path, places: tuple[str, ...] = PLACES) -> Path:
    folder.mkdir()
    for number, place in enumerate(places):
        (folder / f"{number:02d}.txt").write_text(plan(place), encoding="utf-8")
    return folder


def exported(directory: Path) -> bytes:
    with GraphStore.open(directory) as graph:
        return rdf_bytes(graph.quads(), "trig")


@pytest.fixture(scope="module")
def resources() -> Resources:
    return load_resources(model=False)


def run(source: Path, graph: Path, resources: Resources, options: Options | None = None) -> list[object]:
    return list(build_graph([source], graph, resources, Hints(), options))


def test_unchanged_files_are_not_done_again(
    tmp_path: Path, resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, graph = corpus(tmp_path / "in", PLACES[:3]), tmp_path / "g"
    assert [type(r) for r in run(source, graph, resources)] == [Built] * 3
    before = exported(graph)
    (source / "01.txt").write_text(plan("太原市", 2025), encoding="utf-8")
    done: list[str] = []
    monkeypatch.setattr(build_line, "perform", lambda task, desk: done.append(task.source) or perform(task, desk))
    assert [type(r) for r in run(source, graph, resources)] == [Unchanged, Built, Unchanged]
    assert done == [str(source / "01.txt")]
    assert exported(graph) != before
    assert [type(r) for r in run(source, graph, resources, Options(again=True))] == [Built] * 3


def test_other_tables_or_code_make_a_file_anew(tmp_path: Path, resources: Resources) -> None:
    source, desk = corpus(tmp_path / "in", PLACES[:2]), Desk(resources)
    for setup, expected in (("a" * 16, Built), ("a" * 16, Unchanged), ("b" * 16, Built)):
        found = build_corpus([source], tmp_path / "g", resources.gazetteer, Hints(), Inline(desk), setup)
        assert {type(r) for r in found} == {expected}


def test_the_fingerprint_tells_tables_and_model_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "t.csv").write_text("a\n1\n", encoding="utf-8")
    first = fingerprint(model=False, folder=tmp_path)
    assert first == fingerprint(model=False, folder=tmp_path) != fingerprint(model=True, folder=tmp_path)
    (tmp_path / "t.csv").write_text("a\n2\n", encoding="utf-8")
    second = fingerprint(model=False, folder=tmp_path)
    assert second != first
    own = tmp_path.parent / "own.csv"
    own.write_text("kind,form,canonical,place\n", encoding="utf-8")
    monkeypatch.setenv("PLANKG_IDENTITY", str(own))
    assert fingerprint(model=False, folder=tmp_path) != second


def test_two_files_with_the_same_plan_stay_as_they_are(tmp_path: Path, resources: Resources) -> None:
    source, graph = corpus(tmp_path / "in", ("吕梁市", "吕梁市")), tmp_path / "g"
    run(source, graph, resources)
    before = exported(graph)
    assert b"/01.txt" in before
    assert [type(r) for r in run(source, graph, resources)] == [Unchanged] * 2
    assert exported(graph) == before


def test_a_file_that_fails_does_not_stop_the_rest_and_is_tried_again(
    tmp_path: Path, resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, graph = corpus(tmp_path / "in", PLACES[:3]), tmp_path / "g"
    real = perform

    def failing(task: Task, desk: Desk) -> bytes:
        if task.source.endswith("01.txt"):
            return packed([Made(task.source, None, "坏了")])
        return real(task, desk)

    monkeypatch.setattr(build_line, "perform", failing)
    assert [type(r) for r in run(source, graph, resources)] == [Built, Skipped, Built]
    monkeypatch.undo()
    assert [type(r) for r in run(source, graph, resources)] == [Unchanged, Built, Unchanged]
    run(source, tmp_path / "undisturbed", resources)
    assert exported(graph) == exported(tmp_path / "undisturbed")


def test_a_damaged_part_is_made_again(tmp_path: Path, resources: Resources) -> None:
    source, graph = corpus(tmp_path / "in", PLACES[:2]), tmp_path / "g"
    setup = fingerprint(model=False)
    parts = Parts(graph)
    graph.mkdir()
    desk = Desk(resources)
    for name in ("00.txt", "01.txt"):
        path = source / name
        task = Task(str(path), str(path.resolve()), path.read_bytes(), Hints())
        part = perform(task, desk)
        assert unpacked(part)[0].record is not None
        parts.write(task.key(setup), part if name == "01.txt" else part[:-20])
    done: list[str] = []

    class Noting(Inline):
        def submit(self, name: str, task: Task) -> None:
            done.append(Path(task.source).name)
            super().submit(name, task)

    found = list(build_corpus([source], graph, resources.gazetteer, Hints(), Noting(desk), setup))
    assert [type(r) for r in found] == [Built, Built]
    assert done == ["00.txt"]
    assert not (graph / PARTS).exists()


def test_a_build_says_that_it_waits_for_another(tmp_path: Path, resources: Resources) -> None:
    source, graph = corpus(tmp_path / "in", PLACES[:1]), tmp_path / "g"
    said: list[str] = []
    lock = write_lock(graph)

    def waiting(text: str) -> None:
        said.append(text)
        lock.__exit__(None, None, None)

    steps: Iterator[object] = build_graph([source], graph, resources, Hints(), Options(waiting=waiting))
    assert isinstance(next(steps), Built)
    lock.__enter__()
    assert list(steps) == []
    assert len(said) == 1
    assert "另一个进程正在写" in said[0]
    assert b"/00.txt" in exported(graph)


def start(source: Path, graph: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "kg", "build", str(source), "-g", str(graph), "--no-model", *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def finish(source: Path, graph: Path, *more: str) -> str:
    with start(source, graph, *more) as process:
        out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out + err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_killed_in_the_middle_it_goes_on_where_it_was(tmp_path: Path, resources: Resources, jobs: str) -> None:
    source, graph = corpus(tmp_path / "in", PLACES * 7), tmp_path / "g"
    for number, path in enumerate(sorted(source.iterdir())):
        path.write_text(plan(PLACES[number % 10], 1990 + number // 10), encoding="utf-8")
    with start(source, graph, "--jobs", jobs) as process:
        while process.poll() is None and len(list((graph / PARTS).glob("*.gz"))) < 6:
            time.sleep(0.005)
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL  # else it was over before
        process.communicate()
    kept = {p.name: p.stat().st_mtime_ns for p in (graph / PARTS).glob("*.gz")}
    assert kept
    again = finish(source, graph, "--jobs", jobs)
    run(source, tmp_path / "undisturbed", resources)
    assert exported(graph) == exported(tmp_path / "undisturbed")
    assert not (graph / PARTS).exists(), again
