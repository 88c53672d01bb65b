"""A small graph on disk and servers over it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from extract.model import Entity, PlanFacts, PlanMeta
from kg.serve.server import WorkbenchServer
from kg.serve.settings import Limits, Settings
from kg.store import GraphStore
from tests.kg.small_graph import PROJECT, Writer, entry, full_reference, luliang_facts, taiyuan_facts

HOSTILE = "<img src=x onerror=\"document.title='owned'\">大桥"
TITLE = "</script><script>document.title='owned'</script>报告"
LIMITS = Limits(seconds=4, light_seconds=0.6, memory_mb=400, queue_seconds=20, read_seconds=2, idle_seconds=5)


def hostile_facts() -> PlanFacts:
    """A plan whose title and only project are markup."""
    writer = Writer("140100-2020-x-cccc", PlanMeta(TITLE, "太原市", "140100", "其他", 2020, (0, 0), ""), [
        ("一、<b>重点</b>", None), (f"建设{HOSTILE}。", None)], "/plans/hostile.txt")  # fmt: skip
    project = Entity(PROJECT, HOSTILE, ("=cmd|' /C calc'!A0",), "", "road", "build", writer.ev(HOSTILE))
    return PlanFacts(writer.document, (project,), (), ())


@pytest.fixture(scope="session")
def graph_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("serve") / "graph"
    with GraphStore.open(directory, write=True, reference=full_reference) as graph:
        graph.replace_plans([entry(luliang_facts()), entry(taiyuan_facts()), entry(hostile_facts())])
    return directory


@contextmanager
def running(settings: Settings) -> Iterator[WorkbenchServer]:
    """A server on a free port, with its workers ready."""
    server = WorkbenchServer(settings)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        assert server.pool.ready(60)
        yield server
    finally:
        server.close()
        thread.join(10)


@pytest.fixture(scope="session")
def server(graph_dir: Path) -> Iterator[WorkbenchServer]:
    """The server that most tests share."""
    with running(Settings(graph_dir, port=0, limits=LIMITS)) as made:
        yield made


Start = Callable[..., WorkbenchServer]


@pytest.fixture
def start(graph_dir: Path) -> Iterator[Start]:
    """A function that starts a server of one's own with other limits."""
    contexts = []

    def begin(
        host: str = "127.0.0.1", token: str = "", directory: Path = graph_dir, **limits: float
    ) -> WorkbenchServer:
        settings = Settings(directory, host, 0, token, limits=replace(LIMITS, **limits))  # type: ignore[arg-type]
        context = running(settings)
        contexts.append(context)
        return context.__enter__()

    yield begin
    for context in contexts:
        context.__exit__(None, None, None)
