"""Parts on their way into the store: in batches, here or, where others do the documents, in a thread beside them.

The embedded store takes one writer, so its loading is what more workers cannot make faster. It goes on while they work
(its loader leaves the interpreter free), and only the last batch is left when they are done. Between batches the
reference graphs are only added to and the table files left as they are: both cost as much as the store is large and
are done once, at the end.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from extract.gazetteer import Gazetteer
from kg.build_line import Done
from kg.build_parts import Parts
from kg.interrupt import deferred
from kg.manifest import PlanRecord
from kg.store import GraphStore
from kg.store_files import StoreBusyError, StoreError, is_settled
from kg.store_reference import reference_quads

_STOPPING = "正在把做完的写进图谱，写完就停；再按一次 Ctrl-C 立即停"
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
        self._stopped = threading.Event()  # set where nobody waits for the thread any more: its session is given up

    def take(self, done: Done) -> None:
        """Notes a file's documents for the next writing, and begins it when it is time.

        Raises:
            StoreError: the graph is in use, or the disk refuses; of a thread's writing with a later file.
        """
        self.keep(done)
        if self._ready < max(_BATCH, self._stored // _SHARE) or (self._running and not self._running.done()):
            return
        self._join()
        keys = self._batch()
        if self._thread is not None:
            self._running = self._thread.submit(self._write, keys, settle=False)
            return
        with deferred(self._waiting, _STOPPING):
            self._write(keys, settle=False)

    def keep(self, done: Done) -> None:
        """Notes a file's documents for the next writing."""
        documents = done.documents or ()
        good = [made.record for made in documents if made.record is not None]
        if good and done.key:
            self._keys.append((done.key, len(good) if len(good) == len(documents) else 0))
            self._ready += sum(dict(record.counts).get("triples", 0) for record in good)
        elif done.key and done.documents is not None:
            self._parts.drop(done.key)  # nothing to write, and to be tried again next time

    def finish(self, *, settle: bool) -> None:
        """Writes what is left; Ctrl-C takes effect when it is through, a second one at once. Raises as ``take``.

        Without ``settle`` the graph is left for a later build to tidy up.
        """
        try:
            with deferred(self._waiting, _STOPPING):
                try:
                    self._join()
                finally:
                    keys = self._batch()
                if keys or (settle and not is_settled(self._directory)):
                    self._write(keys, settle=settle)
        finally:
            self._stopped.set()
            if self._thread is not None:
                self._thread.shutdown(wait=False)

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
            if self._stopped.is_set():
                raise StoreError(self._directory, "已停止")
            for made in self._parts.read(key) or ():
                if made.record is not None:
                    yield replace(made.record, inputs=inputs), made.quads
