"""The graph on disk: plans in and out, readers beside a writer, and every way a write can be cut short."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from extract.errors import PlanKGError
from kg.manifest import resolve_plan
from kg.query import run_query
from kg.store import GraphStore, StoreError
from tests.kg.small_graph import GAZETTEER, ID, entry, luliang_facts, small_graph, small_reference, taiyuan_facts

ROOT = Path(__file__).resolve().parents[2]
NAMES = "SELECT ?l { ?x a plan:Industry ; skos:prefLabel ?l } ORDER BY ?l"
KILL_POINTS = (
    "kg.store.new_generation", "kg.store.link_store", "kg.store.GraphStore._add", "kg.store_merge.drop_graph",
    "kg.store.GraphStore.refresh_reference", "kg.store_merge.replace_graphs", "kg.store._commit",
    "kg.store.write_atomically", "kg.store.switch", "kg.store_files._sync", "after kg.store.switch", "after kg.store.link_store", "after kg.store.write_atomically",
)  # fmt: skip
DRIVER = """
import importlib, os, resource, signal, sys
mode, *rest = sys.argv[1:]
from tests.kg.small_graph import *
from kg.store_files import StoreError

def die(*a, **k):
    os.kill(os.getpid(), signal.SIGKILL)

def arm(point):
    after, _, path = point.rpartition(" ")
    parts = path.split(".")
    depth = 2
    module = importlib.import_module(".".join(parts[:depth]))
    owner = module
    for name in parts[depth:-1]:
        owner = getattr(owner, name)
    original = getattr(owner, parts[-1])
    def later(*a, **k):
        original(*a, **k)
        die()
    setattr(owner, parts[-1], later if after else die)

def write(directory):
    with GraphStore.open(directory, write=True, reference=small_reference) as graph:
        graph.replace_plans([entry(taiyuan_facts())])
        graph.remove(luliang_facts().document.id)

for item in rest:
    directory, _, point = item.partition("|")
    pid = os.fork()
    if pid == 0:
        try:
            if mode == "kill":
                arm(point)
            elif mode == "full":
                resource.setrlimit(resource.RLIMIT_FSIZE, (int(point), int(point)))
            elif mode == "nobody":
                os.setuid(65534)
            write(directory)
            print(directory, "written")
        except StoreError as error:
            print(error)
        sys.stdout.flush()
        os._exit(0)
    os.waitpid(pid, 0)
"""


def drive(mode: str, *items: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, mode, *items],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert not done.stderr, done.stderr
    return done.stdout


@pytest.fixture()
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: what is tested does not depend on how fast a disk syncs."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as folder:
        yield Path(folder)


@pytest.fixture()
def directory(place: Path) -> Path:
    path = place / "graph"
    with GraphStore.open(path, write=True, reference=small_reference) as graph:
        graph.replace_plans([entry(luliang_facts())])
    return path


def contents(directory: Path) -> list[str]:
    with GraphStore.open(directory) as graph:
        return sorted(str(quad) for quad in graph.quads())


def test_store_keeps_what_was_put_in(directory: Path) -> None:
    record, quads = entry(luliang_facts())
    with GraphStore.open(directory) as graph:
        assert set(graph.quads(record.iri)) == set(quads)
        assert [r.id for r in graph.plans()] == [record.id]
        assert dict(graph.plans()[0].counts)["triples"] == len(quads)
        assert dict(graph.plans()[0].counts)["projects"] == 5
        assert run_query(graph.store, NAMES).texts() == [("氢能产业",), ("煤炭产业",)]
    manifest = json.loads((directory / "gen-000001" / "manifest.json").read_text("utf-8"))
    assert manifest["plans"][0]["period"] == [2021, 2026]


def test_store_union_has_each_triple_once() -> None:
    graph = small_graph()
    named = {quad.triple for quad in graph.quads()}
    assert len(list(graph.quads())) > len(named), "the two plans share triples"
    assert sorted(map(str, graph.triples())) == sorted(map(str, named))
    assert run_query(graph.store, NAMES).texts() == [("氢能产业",), ("煤炭产业",)]


@pytest.mark.parametrize("kept", [luliang_facts, taiyuan_facts])
def test_store_remove_leaves_no_orphan(kept) -> None:  # type: ignore[no-untyped-def]
    graph = small_graph()
    gone = ({r.id for r in graph.plans()} - {kept().document.id}).pop()
    graph.remove(gone)
    graph.refresh_reference(small_reference)
    fresh = GraphStore.memory([entry(kept())], small_reference)
    assert sorted(map(str, graph.store)) == sorted(map(str, fresh.store))
    assert set(graph.store.named_graphs()) == set(fresh.store.named_graphs())


def test_store_replaces_by_id_and_by_file(directory: Path) -> None:
    with GraphStore.open(directory, write=True, reference=small_reference) as graph:
        graph.replace_plans([entry(luliang_facts())])
        assert len(graph.plans()) == 1
        graph.replace_plans([entry(luliang_facts(year=2022))])  # another id, the same file
        assert [r.year for r in graph.plans()] == [2022]
        other = entry(luliang_facts(source="/plans/other.txt"))
        graph.replace_plans([other, entry(taiyuan_facts())])
    with GraphStore.open(directory) as graph:
        assert [r.year for r in graph.plans()] == [2026, 2021, 2022]
        assert sorted(map(str, graph.triples())) == sorted({str(q.triple) for q in graph.quads()})


def test_store_rebuild_gives_the_same_graph(directory: Path) -> None:
    before = contents(directory)
    with GraphStore.open(directory, write=True, reference=small_reference) as graph:
        graph.replace_plans([entry(luliang_facts())])
    assert contents(directory) == before


def test_store_refuses_quads_of_another_graph(directory: Path) -> None:
    record, quads = entry(taiyuan_facts())
    stray = Quad(NamedNode("http://x/s"), NamedNode("http://x/p"), Literal("x"), NamedNode("http://x/g"))
    with (
        pytest.raises(ValueError, match="another graph"),
        GraphStore.open(directory, write=True, reference=small_reference) as graph,
    ):
        graph.replace_plans([(record, [*quads, stray])])
    assert "taiyuan" not in "".join(contents(directory))


def test_store_session_that_raises_changes_nothing(directory: Path) -> None:
    before = contents(directory)
    with pytest.raises(KeyError), GraphStore.open(directory, write=True, reference=small_reference) as graph:
        graph.replace_plans([entry(taiyuan_facts())])
        graph.remove("no-such-plan")
    assert contents(directory) == before
    assert [p.name for p in directory.glob("gen-*")] == ["gen-000001"]


def test_store_second_writer_is_told(directory: Path) -> None:
    with (
        GraphStore.open(directory, write=True, reference=small_reference),
        pytest.raises(StoreError, match="另一个进程") as caught,
        GraphStore.open(directory, write=True, reference=small_reference),
    ):
        pass
    assert "\n" not in str(caught.value)
    assert len(contents(directory)) > 0


def test_store_reader_keeps_its_generation_while_a_writer_switches(directory: Path) -> None:
    with GraphStore.open(directory) as reader:
        for year in (2022, 2023):
            with GraphStore.open(directory, write=True, reference=small_reference) as graph:
                graph.replace_plans([entry(luliang_facts(year=year))])
        assert [p.name for p in sorted(directory.glob("gen-*"))] == ["gen-000001", "gen-000003"]
        assert run_query(reader.store, "SELECT ?y { ?p plan:planYear ?y }").texts() == [("2021",)]
        assert sum(1 for _ in reader.quads()) == len(list(reader.quads()))
    with GraphStore.open(directory, write=True, reference=small_reference) as graph:
        graph.replace_plans([entry(taiyuan_facts())])
    assert len(list(directory.glob("gen-*"))) == 1


def test_store_writer_killed_at_any_moment_loses_nothing(directory: Path, place: Path) -> None:
    before = contents(directory)
    shutil.copytree(directory, place / "done")
    with GraphStore.open(place / "done", write=True, reference=small_reference) as graph:
        graph.replace_plans([entry(taiyuan_facts())])
        graph.remove(luliang_facts().document.id)
    after = contents(place / "done")
    places = [place / f"kill-{number}" for number in range(len(KILL_POINTS))]
    for copy in places:
        shutil.copytree(directory, copy)
    written = drive("kill", *(f"{copy}|{point}" for copy, point in zip(places, KILL_POINTS, strict=True)))
    assert not written, "every process was to be killed"
    for copy, point in zip(places, KILL_POINTS, strict=True):
        expected = after if point == "after kg.store.switch" else before
        assert contents(copy) == expected, point
        with GraphStore.open(copy, write=True, reference=small_reference) as graph:
            graph.replace_plans([entry(taiyuan_facts())])
        assert len(list(copy.glob("gen-*"))) == 1, f"{point}: leftovers stay"


def test_store_on_a_full_disk_says_so_and_keeps_the_graph(directory: Path, place: Path) -> None:
    before = contents(directory)
    places = [place / f"full-{size}" for size in (1000, 4000, 8000, 20_000)]
    for copy in places:
        shutil.copytree(directory, copy)
    said = drive("full", *(f"{copy}|{copy.name[5:]}" for copy in places)).splitlines()
    assert len(said) == len(places)
    assert all("磁盘已满" in line for line in said), said
    for copy in places:
        assert contents(copy) == before


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")
def test_store_without_permission_says_so(directory: Path) -> None:
    for path in [*directory.parents][:3]:
        path.chmod(0o755)
    before = contents(directory)
    said = drive("nobody", str(directory))
    assert "权限" in said
    assert said.count("\n") == 1
    assert contents(directory) == before


def test_store_missing_or_damaged_directory_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="没有图谱"), GraphStore.open(tmp_path / "none"):
        pass
    (tmp_path / "file").write_text("x")
    with (
        pytest.raises(StoreError, match="目录"),
        GraphStore.open(tmp_path / "file", write=True, reference=small_reference),
    ):
        pass
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "CURRENT").write_text("../../etc\n")
    with pytest.raises(StoreError, match="损坏"), GraphStore.open(tmp_path / "bad"):
        pass


def test_store_damaged_manifest_is_one_line(directory: Path) -> None:
    (directory / "gen-000001" / "manifest.json").write_text('{"format": 99}')
    with pytest.raises(StoreError, match="清单"), GraphStore.open(directory):
        pass


def test_store_reference_follows_the_plans() -> None:
    graph = small_graph()
    codes = {q.object.value for q in graph.quads(GAZETTEER) if q.predicate.value.endswith("#code")}
    assert {"140181", "141125", "140000"} <= codes
    graph.remove("140100-2026-zhengfu-bbbb")
    graph.refresh_reference(small_reference)
    codes = {q.object.value for q in graph.quads(GAZETTEER) if q.predicate.value.endswith("#code")}
    assert "140181" not in codes
    graph.remove("141100-2021-dangdaihui-aaaa")
    graph.refresh_reference(small_reference)
    assert len(graph.store) == 0
    assert not list(graph.store.named_graphs())


@pytest.mark.parametrize(
    ("text", "year"),
    [("141100-2021-dangdaihui-aaaa", 2021), ("1411", 2021), ("太原市政府工作报告", 2026),
     ("第五次", 2021), ("太原市 2026", 2026), ("luliang.txt", 2021)],
)  # fmt: skip
def test_manifest_resolves_plans(text: str, year: int) -> None:
    assert resolve_plan(small_graph().plans(), text).year == year


def test_manifest_names_candidates() -> None:
    plans = small_graph().plans()
    with pytest.raises(PlanKGError, match=r"2 份规划.*140100-2026.*141100-2021"):
        resolve_plan(plans, "14")
    with pytest.raises(PlanKGError, match="最接近的：140100-2026"):
        resolve_plan(plans, "太原市政府报告")
    with pytest.raises(PlanKGError, match="空的"):
        resolve_plan((), "x")
    same = [replace(plans[0], id="a"), replace(plans[0], id="b")]
    with pytest.raises(PlanKGError, match="2 份规划"):
        resolve_plan(same, plans[0].title)


def test_store_iris_are_safe_in_updates() -> None:
    record, _ = entry(luliang_facts())
    odd = replace(record, id='x> } } ; DROP ALL ; "', file="odd")
    quad = Quad(NamedNode(ID + "s"), NamedNode(ID + "p"), Literal("x"), odd.iri)
    graph = small_graph()
    size = len(graph.store)
    graph.replace_plans([(odd, [quad])])
    graph.remove(odd.id)
    assert len(graph.store) == size
