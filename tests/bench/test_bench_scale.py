"""Builds cut short at scale, small: the bench's own checks, and that they can fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.bench_jobs import implied
from bench.bench_scale import Setting, fingerprints, measure
from bench.build_run import course
from bench.generate import documents, write
from bench.sized_graphs import copied
from extract.gazetteer import Gazetteer
from kg.manifest import PlanRecord
from kg.store import GraphStore
from kg.store_reference import reference_quads

DOCUMENTS = 48


def test_killed_worker_and_killed_build_leave_the_same_graph(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, DOCUMENTS, 1, characters=150)
    setting = Setting(tmp_path / "docs", tmp_path, DOCUMENTS, model=False, every=0.5)
    assert measure(setting, at_once=False), capsys.readouterr().out
    shown = capsys.readouterr().out
    assert f"| plans | {DOCUMENTS} | {DOCUMENTS} | same |" in shown
    assert "DIFFERENT" not in shown
    # And the comparison tells graphs apart.
    before = fingerprints(setting, "disturbed")
    with GraphStore.open(setting.graph("disturbed"), write=True, reference=reference_quads(Gazetteer.load())) as graph:
        graph.remove(graph.plans()[0].id)
    after = fingerprints(setting, "disturbed")
    assert {key for key in before if before[key] != after[key]} >= {"plans", "manifest", "named graphs", "merge"}


def test_short_documents_are_short_and_long_ones_as_before() -> None:
    assert all(len(text) < 800 for _, text, _ in documents(5, 1, characters=150))
    assert all(len(text) > 3_000 for _, text, _ in documents(2, 1))


def test_course_of_memory_and_speed_up_from_processor_time() -> None:
    assert course([float(n) for n in range(100)]) == {"early": 19.0, "max": 99.0, "late": 89.0, "samples": 100}
    assert course([]) == {}
    phases = ("start", "work", "end")
    one = {"phases": dict(zip(phases, ({"cpu": 1.0}, {"cpu": 98.0}, {"cpu": 1.0}), strict=True)), "cpu_children": 0.0}
    two = {"phases": dict(zip(phases, ({"cpu": 1.0}, {"cpu": 8.0}, {"cpu": 1.0}), strict=True)), "cpu_children": 98.0}
    found = implied(one, two)
    assert found["two"] == 1 + (8 + 98) / 2 + 1
    assert found["speed-up"] == pytest.approx(100 / 55)
    assert found["serial"] == pytest.approx(0.02)


def test_a_copy_shares_what_plans_share_and_nothing_else() -> None:
    record = PlanRecord("1-2020", "t", "甲县", "130131", "其他", 2020, (2020, 2020), "/a.txt")
    ident, ont = "https://w3id.org/plankg/id", "https://w3id.org/plankg/ont#"
    graph = f"<{ident}/plan/1-2020> .\n"
    text = (
        f'<{ident}/place/130131> <{ont}code> "130131" {graph}'
        f"<{ident}/place/130131> <{ont}develops> <{ident}/industry/ab> {graph}"
        f'<{ident}/place/130131> <http://www.w3.org/2004/02/skos/core#prefLabel> "甲县"@zh {graph}'
    ).encode()
    other, copy = copied((record, text), 3)
    assert other.id == "k3-1-2020"
    assert copy.decode() == (
        f'<{ident}/place/k3-130131> <{ont}code> "k3-130131" <{ident}/plan/k3-1-2020> .\n'
        f"<{ident}/place/k3-130131> <{ont}develops> <{ident}/industry/ab> <{ident}/plan/k3-1-2020> .\n"
        f'<{ident}/place/k3-130131> <http://www.w3.org/2004/02/skos/core#prefLabel> "甲县·3"@zh <{ident}/plan/k3-1-2020> .\n'
    )
