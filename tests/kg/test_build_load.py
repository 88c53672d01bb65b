"""Loading in small batches and in a thread: the graph of one batch, settled once, at the end or by the next build."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.resources import Resources, load_resources
from kg import build_load
from kg.build import Hints, Unchanged, build_corpus, build_graph
from kg.build_line import Inline
from kg.build_load import Loader
from kg.build_parts import Parts
from kg.build_task import Desk
from kg.store_files import StoreError, is_settled
from tests.kg.test_build_resume import PLACES, corpus, exported


@pytest.fixture(scope="module")
def resources() -> Resources:
    return load_resources(model=False)


class Wide(Inline):
    """Claims to be several, so that loading goes to a thread."""

    width = 4


def test_a_batch_a_document_in_a_thread_gives_the_graph_of_one(
    tmp_path: Path, resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = corpus(tmp_path / "in", PLACES[:5])
    (source / "05.txt").write_bytes((source / "01.txt").read_bytes())  # the same plan again: the last one stays
    alone = list(build_graph([source], tmp_path / "one", resources, Hints()))
    sessions: list[bool] = []
    write = Loader._write

    def noted(self: Loader, keys: list[tuple[str, int]], *, settle: bool) -> None:
        sessions.append(settle)
        write(self, keys, settle=settle)

    monkeypatch.setattr(Loader, "_write", noted)
    monkeypatch.setattr(build_load, "_BATCH", 1)
    monkeypatch.setattr(build_load, "_SHARE", 1 << 40)
    desk = Desk(resources)
    found = list(build_corpus([source], tmp_path / "two", resources.gazetteer, Hints(), Wide(desk), "a" * 16))
    desk.close()
    assert [type(r) for r in found] == [type(r) for r in alone]
    assert len(sessions) > 1
    assert sessions[:-1] == [False] * (len(sessions) - 1)
    assert is_settled(tmp_path / "two")
    assert exported(tmp_path / "two") == exported(tmp_path / "one")


def test_a_build_that_was_stopped_is_settled_by_the_next(tmp_path: Path, resources: Resources) -> None:
    source, graph = corpus(tmp_path / "in", PLACES[:2]), tmp_path / "g"
    running = build_graph([source], graph, resources, Hints())
    next(running)
    next(running)
    running.close()  # type: ignore[attr-defined]
    assert not is_settled(graph)
    assert [type(r) for r in build_graph([source], graph, resources, Hints())] == [Unchanged] * 2
    assert is_settled(graph)
    list(build_graph([source], tmp_path / "undisturbed", resources, Hints()))
    assert exported(graph) == exported(tmp_path / "undisturbed")


def test_what_goes_wrong_in_the_thread_is_told(tmp_path: Path, resources: Resources) -> None:
    parts = Parts(tmp_path / "g")
    loader = Loader(tmp_path / "g", resources.gazetteer, parts, 0, lambda _text: None, beside=True)
    assert loader._thread is not None
    loader._running = loader._thread.submit(_fail)
    with pytest.raises(StoreError, match="坏了"):
        loader.finish(settle=True)


def _fail() -> None:
    raise StoreError("g", "坏了")
