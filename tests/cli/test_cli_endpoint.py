"""``push`` and ``--endpoint`` against a real SPARQL 1.1 server in its own process: the one of the ``oxigraph`` package."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.library import load_library
from kg.push_remote import run_remote
from kg.query import run_query
from kg.store import GraphStore
from tests.cli.conftest import Run

_PLACED = {"county": "离石区", "county2": "孝义市", "place": "离石区", "other": "孝义市"}


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The base address of an empty server."""
    program = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}")
    if program is None:
        pytest.skip("the oxigraph server is not installed (development dependency oxigraph)")
    base = f"http://127.0.0.1:{_free_port()}"
    process = subprocess.Popen(
        [program, "serve", "--bind", base.removeprefix("http://")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(base, process)
        yield base
    finally:
        process.kill()
        process.wait()


def _wait(base: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(f"{base}/query?query=ASK%7B%7D", timeout=2).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server did not start")


@pytest.fixture(scope="module")
def pushed(server: str, graph: Path) -> str:
    """The server's query address, the sample graph being on it."""
    from kg.push import push_graph

    with GraphStore.open(graph) as store:
        done = push_graph(store, f"{server}/store")
        assert done.sent > 1
        again = push_graph(store, f"{server}/store")
    assert (again.sent, again.kept) == (0, done.sent)
    return f"{server}/query"


def test_push_goes_on_with_what_is_missing(run: Run, pushed: str, graph: Path) -> None:
    store = f"{pushed.removesuffix('/query')}/store"
    with GraphStore.open(graph) as opened:
        name = opened.plans()[0].iri.value
    request = urllib.request.Request(f"{store}?graph={name}", method="DELETE")
    urllib.request.urlopen(request, timeout=10).close()
    assert "送出 1 个图" in run("push", "--endpoint", store, "-g", graph).out
    assert "送出 0 个图" in run("push", "--endpoint", store, "-g", graph).out


def test_every_question_of_the_library_has_the_same_answer_there(pushed: str, graph: Path) -> None:
    different = []
    with GraphStore.open(graph) as opened:
        for query in load_library():
            if any(param.required for param in query.params):
                continue
            here, there = run_query(opened.store, query.text), run_remote(pushed, query.text)
            if sorted(here.texts()) != sorted(there.texts()):
                different.append(query.name)
    assert different == []


def test_query_with_parameters(run: Run, pushed: str, graph: Path) -> None:
    question = ("query", "projects-in-county", "-p", "county=离石区", "-f", "csv")
    here, there = run(*question, "-g", graph), run(*question, "--endpoint", pushed)
    assert len(here.out.splitlines()) > 2
    assert sorted(there.out.splitlines()) == sorted(here.out.splitlines())
    assert "离石" in run("query", "projects-in-county", "-p", "county=离失区", "--endpoint", pushed).line()


def test_view_export_and_analyze(run: Run, pushed: str, graph: Path, tmp_path: Path) -> None:
    for form in ("nq", "md"):
        outputs = [tmp_path / f"{place}.{form}" for place in ("here", "there")]
        run("export", "-f", form, "--county", "离石区", "-o", outputs[0], "-g", graph)
        run("export", "-f", form, "--county", "离石区", "-o", outputs[1], "--endpoint", pushed)
        assert outputs[0].read_bytes() == outputs[1].read_bytes()
    assert run("view", "-o", tmp_path / "page.html", "--endpoint", pushed).status == 0
    assert (tmp_path / "page.html").stat().st_size > 100_000
    here, there = (run("analyze", "--json", *source).out for source in (("-g", graph), ("--endpoint", pushed)))
    assert json.loads(there) == json.loads(here)


@pytest.mark.parametrize("command", [("query", "ASK {}"), ("analyze",), ("export",), ("view",)])
def test_a_server_that_is_not_there_is_one_line(run: Run, command: tuple[str, ...], tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{_free_port()}/query"
    assert "连不上" in run(*command, "--endpoint", address).line()
    assert "网址" in run(*command, "--endpoint", "file:///etc/passwd").line()


def test_an_empty_server_says_what_to_do(run: Run, server: str, pushed: str) -> None:
    assert pushed
    assert "404" in run("analyze", "--endpoint", f"{server}/nothing-here").line()
