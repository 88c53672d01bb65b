"""Dask: the same bytes whoever does the work, workers that die, other versions, a scheduler elsewhere."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from extract.errors import PlanKGError
from extract.gazetteer import Gazetteer
from extract.resources import load_resources
from kg.build import Built, Hints, Skipped, build_corpus, build_graph
from kg.build_task import Task, unpacked
from kg.fingerprint import VersionMismatchError, fingerprint
from kg.parallel import DaskRunner, local_runner, remote_runner
from tests.kg.test_build_resume import corpus, exported, start

ROOT = Path(__file__).resolve().parents[2]
SETUP = fingerprint(model=False)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="module")
def local() -> Iterator[DaskRunner]:
    with local_runner(2, model=False, setup=SETUP) as runner:
        yield runner


def test_two_workers_give_the_bytes_of_one(tmp_path: Path, local: DaskRunner, gazetteer: Gazetteer) -> None:
    source = corpus(tmp_path / "in")
    (source / "05b.txt").write_bytes(b"\x00\x01")
    alone = list(build_graph([source], tmp_path / "one", load_resources(model=False), Hints()))
    found = list(build_corpus([source], tmp_path / "two", gazetteer, Hints(), local, SETUP))
    assert found == alone
    assert [type(r) for r in found].count(Skipped) == 1
    assert exported(tmp_path / "two") == exported(tmp_path / "one")
    manifests = [(d / (d / "CURRENT").read_text().strip() / "manifest.json").read_bytes()
                 for d in (tmp_path / "one", tmp_path / "two")]  # fmt: skip
    assert manifests[0] == manifests[1]


def test_a_worker_killed_in_the_middle_loses_nothing(tmp_path: Path, local: DaskRunner, gazetteer: Gazetteer) -> None:
    source, graph = corpus(tmp_path / "in"), tmp_path / "g"
    before = workers()
    assert len(before) == 2
    found: list[object] = []
    for result in build_corpus([source], graph, gazetteer, Hints(), local, SETUP):
        if not found:
            os.kill(before[0], signal.SIGKILL)
        found.append(result)
    assert [type(r) for r in found] == [Built] * 10
    list(build_graph([source], tmp_path / "one", load_resources(model=False), Hints()))
    assert exported(graph) == exported(tmp_path / "one")


def test_what_kills_workers_is_set_aside(tmp_path: Path, local: DaskRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.parallel.perform_remotely", die)
    local.submit("bad", Task("bad.txt", "/bad.txt", b"x", Hints()))
    monkeypatch.undo()
    ((name, reason),) = local.wait()
    assert name == "bad"
    assert isinstance(reason, str)
    assert "工作进程做它时连着停了 3 次" in reason
    local.submit("good", Task("a.txt", "/a.txt", "吕梁市政府工作报告\n\n今年增长6%。".encode(), Hints()))
    ((_, part),) = local.wait()
    assert isinstance(part, bytes)
    assert unpacked(part)[0].record is not None


def test_nothing_listens_beyond_the_loopback(local: DaskRunner) -> None:
    me = psutil.Process()
    for process in (me, *me.children(recursive=True)):
        for connection in process.net_connections(kind="inet"):
            if connection.status == psutil.CONN_LISTEN:
                assert connection.laddr.ip in ("127.0.0.1", "::1"), connection


def die(*_: object) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def workers() -> list[int]:
    """The processes that do tasks: multiprocessing's children by their command line."""
    children = psutil.Process().children(recursive=True)
    return [c.pid for c in children if "spawn_main" in " ".join(c.cmdline())]


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler and a worker as an administrator starts them."""
    folder = tmp_path_factory.mktemp("dask")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    dask = [sys.executable, "-m", "dask"]
    first = subprocess.Popen(
        [*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"],
        stderr=subprocess.PIPE, text=True, cwd=folder, env=environment,
    )  # fmt: skip
    second = None
    try:
        assert first.stderr is not None
        address = ""
        for line in first.stderr:
            if found := re.search(r"Scheduler at:\s+(tcp://127\.0\.0\.1:\d+)", line):
                address = found[1]
                break
        second = subprocess.Popen(
            [*dask, "worker", address, "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1", "--no-nanny"],
            stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, cwd=folder, env=environment,
        )  # fmt: skip
        yield address
    finally:
        for process in filter(None, (second, first)):
            process.terminate()
            process.communicate()


def test_an_outside_scheduler_gives_the_same(tmp_path: Path, scheduler: str, gazetteer: Gazetteer) -> None:
    source = corpus(tmp_path / "in")
    with start(source, tmp_path / "far", "--scheduler", scheduler.removeprefix("tcp://")) as process:
        _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    list(build_graph([source], tmp_path / "one", load_resources(model=False), Hints()))
    assert exported(tmp_path / "far") == exported(tmp_path / "one")


def test_workers_of_another_version_are_one_line(scheduler: str) -> None:
    with (
        pytest.raises(VersionMismatchError, match="装成同一版本后再运行"),
        remote_runner(scheduler, model=False, setup="0" * 16),
    ):
        pass


def test_no_scheduler_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.parallel._CONNECT", 1)
    with pytest.raises(PlanKGError, match="连不上 Dask 调度器"), remote_runner("127.0.0.1:1", model=False, setup=SETUP):
        pass


def test_stopped_by_ctrl_c_it_keeps_what_was_finished(tmp_path: Path) -> None:
    source, graph = corpus(tmp_path / "in", ("吕梁市",) * 2000), tmp_path / "g"
    for number, path in enumerate(sorted(source.iterdir())):
        path.write_text(path.read_text(encoding="utf-8") + f"今年建设第{number}小学。\n", encoding="utf-8")
    with start(source, graph, "--jobs", "2") as process:
        while process.poll() is None and len(list((graph / "parts").glob("*.gz"))) < 5:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert said.strip().splitlines() == ["plankg: 已停止；此前完成的部分都已保存"]
    # What was finished is in the graph or waits as a part for the next run.
    stored = exported(graph).count(b"a plan:Plan") if (graph / "CURRENT").exists() else 0
    assert stored + len(list((graph / "parts").glob("*.gz"))) >= 5
