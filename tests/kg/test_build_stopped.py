"""A build that is stopped: what was finished is in the graph, whatever an earlier file is still waiting for."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.resources import load_resources
from kg.build import Built, Hints, Unchanged, build_corpus, build_graph
from kg.build_task import Desk, Task, perform
from kg.interrupt import deferred
from kg.store import GraphStore
from tests.kg.test_build_resume import corpus


class Backwards:
    """Does the tasks from the last to the second and then is interrupted."""

    width = 8

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._tasks: list[tuple[str, Task]] = []

    def submit(self, name: str, task: Task) -> None:
        self._tasks.append((name, task))

    def wait(self) -> Iterator[tuple[str, bytes | str]]:
        if len(self._tasks) == 1:
            raise KeyboardInterrupt
        name, task = self._tasks.pop()
        yield name, perform(task, self._desk)


def test_what_was_finished_out_of_order_is_in_the_graph(tmp_path: Path) -> None:
    resources = load_resources(model=False)
    source, graph = corpus(tmp_path / "in", ("吕梁市", "太原市", "晋中市")), tmp_path / "g"
    desk = Desk(resources)
    with pytest.raises(KeyboardInterrupt):
        list(build_corpus([source], graph, resources.gazetteer, Hints(), Backwards(desk), "a" * 16))
    desk.close()
    with GraphStore.open(graph) as store:
        assert sorted(record.place for record in store.plans()) == ["太原市", "晋中市"]
    assert not (graph / "parts").exists()


def test_the_next_run_does_only_what_was_not_finished(tmp_path: Path) -> None:
    resources = load_resources(model=False)
    source, graph = corpus(tmp_path / "in", ("吕梁市", "太原市", "晋中市")), tmp_path / "g"
    running = build_graph([source], graph, resources, Hints())
    assert isinstance(next(running), Built)
    running.close()  # type: ignore[attr-defined]
    assert [type(result) for result in build_graph([source], graph, resources, Hints())] == [Unchanged, Built, Built]


def test_ctrl_c_waits_for_what_must_not_be_cut_short() -> None:
    told: list[str] = []
    done = []
    with pytest.raises(KeyboardInterrupt), deferred(told.append, "一会儿就停"):
        signal.raise_signal(signal.SIGINT)
        done.append("all of it")
    assert (told, done) == (["一会儿就停"], ["all of it"])
    with deferred(told.append, ""):
        pass


def test_a_second_ctrl_c_takes_effect_at_once() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), deferred(lambda _: None, ""):
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        done.append("too late")
    assert done == []
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
