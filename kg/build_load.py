"""Parts on their way into the store: in batches, here or, where others do the documents, in a thread beside them.

The embedded store takes one writer, so its loading is what more workers cannot make faster. It goes on while they work
(its loader leaves the interpreter free), and only the last batch is left when they are done. Between batches the
reference graphs are only added to and the table files left as they are: both cost as much as the store is large and
are done once, at the end.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from extract.gazetteer import Gazetteer
from kg.build_parts import Parts
from kg.build_task import Made
from kg.manifest import PlanRecord
from kg.store import GraphStore
from kg.store_files import StoreBusyError, is_settled
from kg.store_reference import reference_quads

_PATIENCE = 60.0  # seconds that a batch waits for another writer
_BATCH = 400_000  # triples, at the least, between two writings
_SHARE = 16  # and a sixteenth of what is there, so that linking files and writing the manifest stay a small part


class Loader:
    """Takes parts in their order; what it was given is in the store when ``finish`` returns."""

    def __init__(
        self,
        directory: Path,
        gazetteer: Gazetteer,
        parts: Parts,
        stored: int,
        waiting: Callable[[str], None],
        *,
        beside: bool,
    ) -> None:
        """``stored`` is how many triples are there; ``waiting`` is told, once a batch, that another writer is in the way.

        ``beside``: writes in a thread of its own.
        """
        self._directory, self._parts, self._waiting = directory, parts, waiting
        self._reference = reference_quads(gazetteer)
        self._keys: list[tuple[str, int]] = []
        self._ready, self._stored = 0, stored
        self._thread = ThreadPoolExecutor(1, "plankg-load") if beside else None
        self._running: Future[None] | None = None

    def take(self, key: str, documents: Sequence[Made]) -> None:
        """A part to be written, with its documents (without their quads), and a writing session when it is time.

        Raises:
            StoreError: the graph is in use, or the disk refuses; of a thread's session with the next part.
        """
        good = [made.record for made in documents if made.record is not None]
        self._keys.append((key, len(good) if len(good) == len(documents) else 0))
        self._ready += sum(dict(record.counts).get("triples", 0) for record in good)
        if self._ready < max(_BATCH, self._stored // _SHARE) or (self._running and not self._running.done()):
            return
        self._join()
        keys = self._batch()
        if self._thread is None:
            self._write(keys, settle=False)
        else:
            self._running = self._thread.submit(self._write, keys, settle=False)

    def finish(self, *, settle: bool) -> None:
        """Writes what is left. Without ``settle`` the graph is left for a later build to tidy up. Raises as ``take``."""
        try:
            self._join()
        finally:
            if self._thread is not None:
                self._thread.shutdown()
        keys = self._batch()
        if keys or (settle and not is_settled(self._directory)):
            self._write(keys, settle=settle)

    def _batch(self) -> list[tuple[str, int]]:
        keys, self._keys = self._keys, []
        self._stored, self._ready = self._stored + self._ready, 0
        return keys

    def _join(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            running.result()

    def _write(self, keys: Sequence[tuple[str, int]], *, settle: bool) -> None:
        """One writing session; another writer is waited for."""
        last_try, told = time.monotonic() + _PATIENCE, False
        while True:
            try:
                with GraphStore.open(self._directory, write=True, reference=self._reference) as graph:
                    graph.settling = settle
                    graph.load_plans(self._plans(keys))
                break
            except StoreBusyError:
                if time.monotonic() > last_try:
                    raise
                if not told:
                    self._waiting(f"{self._directory}：另一个进程正在写，等它写完（最多 {_PATIENCE:.0f} 秒）")
                    told = True
                time.sleep(0.2)
        for key, _ in keys:
            self._parts.drop(key)

    def _plans(self, keys: Sequence[tuple[str, int]]) -> Iterator[tuple[PlanRecord, bytes]]:
        for key, count in keys:
            inputs = (f"{key}/{count}",) if count else ()
            for made in self._parts.read(key) or ():
                if made.record is not None:
                    yield replace(made.record, inputs=inputs), made.quads
