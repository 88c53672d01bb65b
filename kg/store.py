"""The graph on disk: plans in, plans out, all or nothing, and a read-only view for everyone else.

Every plan has a named graph of its own; the gazetteer's part and the ontology are further named graphs (the
*reference*). The store's default graph is kept as their merge, each triple once: a triple that two plans say would
otherwise count twice in a query over the union of graphs.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode, Quad, Triple

from kg import manifest, store_merge
from kg.manifest import PlanRecord
from kg.store_files import (
    STORE,
    UNSETTLED,
    StoreError,
    current_generation,
    disk_error,
    is_settled,
    link_store,
    new_generation,
    read_lock,
    sweep,
    switch,
    write_atomically,
    write_lock,
)

__all__ = ["GraphStore", "PlanRecord", "Reference", "StoreError"]

Reference = Callable[[Sequence[str], Sequence[str]], Iterable[Quad]]
"""From the place codes that the plans use and the codes of the planning places, both sorted, to the quads of the
reference graphs (``kg.store_reference.reference_quads``)."""

_MANIFEST = "manifest.json"
_CHUNK = 60_000  # quads that go into the store at once: some 100 MB
_BYTES = 8 << 20  # of N-Quads that go into it at once: the loader takes some 15 to 20 times as much memory


class GraphStore:
    """An open graph; make one with ``open`` or ``memory``.

    ``store`` is the embedded store itself, for queries: its default graph is the merge of the named graphs.
    Write through this class only, or the merge goes stale.
    """

    def __init__(self, store: pyoxigraph.Store, plans: Iterable[PlanRecord], directory: Path | None = None) -> None:
        self.store = store
        self.directory = directory
        self._plans = {record.id: record for record in plans}
        self._ids_by_file = {record.file: record.id for record in self._plans.values() if record.file}
        self._written = 0
        self._entered: list[PlanRecord] = []
        self.unsettled = False  # whether the session before left the settling to this one
        # False where the same build will write again: settling costs as much as the store is large.
        self.settling = True

    @classmethod
    @contextmanager
    def open(
        cls, directory: Path | str, *, write: bool = False, reference: Reference | None = None
    ) -> Iterator[GraphStore]:
        """The graph in ``directory``, read-only, or for one writing session that takes effect as a whole at its end.

        Writing needs ``reference``, which makes the gazetteer's and the ontology's graphs anew at the end (without
        ``settling``: adds what the new plans need, and leaves the rest to the next session). When the body raises, or
        the process dies, the graph stays what it was.

        Raises:
            StoreError: no graph here (reading), another writer, a damaged directory, no permission, a full disk.
        """
        path = Path(directory)
        if write:
            if reference is None:
                raise TypeError("writing needs a reference function")
            with _write_session(path, reference) as graph:
                yield graph
        else:
            with _read_session(path) as graph:
                yield graph

    @classmethod
    def memory(
        cls, plans: Iterable[tuple[PlanRecord, Sequence[Quad]]] = (), reference: Reference | None = None
    ) -> GraphStore:
        """A graph in memory with these plans: the same behaviour, nothing on disk."""
        graph = cls(pyoxigraph.Store(), ())
        graph.replace_plans(plans)
        if reference is not None:
            graph.refresh_reference(reference)
        return graph

    def plans(self) -> tuple[PlanRecord, ...]:
        """The plans in it, sorted by id."""
        return tuple(self._plans[key] for key in sorted(self._plans))

    def resolve_plan(self, text: str) -> PlanRecord:
        """The plan that an id, its beginning, a title or a part of one means (``kg.manifest.resolve_plan``)."""
        return manifest.resolve_plan(self.plans(), text)

    def replace_plans(self, plans: Iterable[tuple[PlanRecord, Sequence[Quad]]]) -> tuple[PlanRecord, ...]:
        """Puts plans in, each instead of any of the same id or the same ``file``. Returns the new records.

        A plan's quads are in its own graph (``PlanRecord.iri``).

        Raises:
            ValueError: a quad of another graph.
        """
        added: list[PlanRecord] = []
        waiting: list[Quad] = []
        for record, quads in plans:
            stray = next((quad for quad in quads if quad.graph_name != record.iri), None)
            if stray is not None:
                raise ValueError(f"{record.id}: a quad of another graph, {stray.graph_name}")
            if self._alike(record):
                self._add(waiting)  # what is replaced may be in the same call
                waiting = []
                self._remove_like(record)
            waiting.extend(quads)
            added.append(self._enter(manifest.counted(record, quads)))
            if len(waiting) > _CHUNK:
                self._add(waiting)
                waiting = []
        self._add(waiting)
        return tuple(added)

    def load_plans(self, plans: Iterable[tuple[PlanRecord, bytes]]) -> None:
        """As ``replace_plans``, from N-Quads (one a line, all in the plan's graph) and with records that are counted.

        The text goes to the embedded store's bulk loader as it is, ten times as fast as quad by quad. A plan that
        of the same id takes over the ``inputs`` of the one that it replaces.
        """
        waiting: list[tuple[NamedNode, bytes]] = []
        size = 0
        for record, text in plans:
            if self._alike(record):
                self._load(waiting)
                waiting, size = [], 0
                record = manifest.with_inputs(record, self._plans.get(record.id))
                self._remove_like(record)
            waiting.append((record.iri, text))
            self._written += dict(record.counts).get("triples", 0)
            self._enter(record)
            size += len(text)
            if size > _BYTES:
                self._load(waiting)
                waiting, size = [], 0
        self._load(waiting)

    def remove(self, plan_id: str) -> PlanRecord:
        """Takes a plan out with everything that only it says. ``plan_id`` is exact (``resolve_plan`` helps).

        Raises:
            KeyError: no such plan.
        """
        record = self._plans.pop(plan_id)
        if self._ids_by_file.get(record.file) == plan_id:
            del self._ids_by_file[record.file]
        with self._reporting():
            store_merge.drop_graph(self.store, record.iri)
        self._written += dict(record.counts).get("triples", 0)
        return record

    def refresh_reference(self, reference: Reference) -> None:
        """Makes the reference graphs anew from the places that the plans now use."""
        plan_graphs = {record.iri for record in self._plans.values()}
        codes = store_merge.place_codes(self.store, plan_graphs)
        wanted = set(reference(codes, sorted({r.code for r in self._plans.values() if r.code})))
        with self._reporting():
            store_merge.replace_graphs(self.store, wanted, plan_graphs)

    def extend_reference(self, reference: Reference) -> None:
        """Adds to the reference graphs what the plans of this session need; what is no longer needed stays."""
        codes = store_merge.place_codes_of(self.store, [record.iri for record in self._entered])
        wanted = set(reference(sorted(codes), sorted({r.code for r in self._entered if r.code})))
        self._add(sorted((quad for quad in wanted if quad not in self.store), key=str))

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """The quads of one named graph, or of all, graph after graph, in the store's order."""
        graphs = [graph] if graph is not None else sorted(self.store.named_graphs(), key=str)
        for name in graphs:
            yield from self.store.quads_for_pattern(None, None, None, name)

    def triples(self) -> Iterator[Triple]:
        """The merge of all graphs, each triple once."""
        return (quad.triple for quad in self.store.quads_for_pattern(None, None, None, store_merge.MERGE))

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        """What the disk refuses becomes a ``StoreError``."""
        try:
            yield
        except OSError as error:
            raise disk_error(self.directory or Path("memory"), error) from error

    def _enter(self, record: PlanRecord) -> PlanRecord:
        self._plans[record.id] = record
        self._entered.append(record)
        if record.file:
            self._ids_by_file[record.file] = record.id
        return record

    def _alike(self, record: PlanRecord) -> list[str]:
        """The ids of the plans that a plan replaces: its own, and that of the same file."""
        same_file = self._ids_by_file.get(record.file) if record.file else None
        return sorted({record.id, same_file or record.id} & self._plans.keys())

    def _remove_like(self, record: PlanRecord) -> None:
        for plan_id in self._alike(record):
            self.remove(plan_id)

    def _load(self, texts: Sequence[tuple[NamedNode, bytes]]) -> None:
        with self._reporting():
            store_merge.add_texts(self.store, texts)

    def _add(self, quads: Sequence[Quad]) -> None:
        with self._reporting():
            store_merge.add_quads(self.store, quads)
        self._written += len(quads)

    def _tidy(self) -> None:
        """Merges the store's table files when much of it is new: queries are five times as fast after it."""
        size = sum(dict(record.counts).get("triples", 0) for record in self._plans.values())
        if self.unsettled or (self._written > store_merge.BULK and self._written * 5 > size):
            self.store.optimize()


@contextmanager
def _read_session(directory: Path) -> Iterator[GraphStore]:
    generation, handle = read_lock(directory)
    try:
        try:
            records = manifest.load((generation / _MANIFEST).read_bytes())
            store = pyoxigraph.Store.read_only(str(generation / STORE))
        except OSError as error:
            raise disk_error(directory, error) from error
        except ValueError as error:
            raise StoreError(directory, f"图谱清单读不懂（{error}）；请用 plankg build 重新构建") from error
        yield GraphStore(store, records, directory)
    finally:
        os.close(handle)


@contextmanager
def _write_session(directory: Path, reference: Reference) -> Iterator[GraphStore]:
    with write_lock(directory):
        try:
            sweep(directory)
            graph, generation = _next_generation(directory)
        except OSError as error:
            raise disk_error(directory, error) from error
        try:
            yield graph
            if graph.settling:
                graph.refresh_reference(reference)
            else:
                graph.extend_reference(reference)
            _commit(graph, directory, generation)
        finally:
            graph.store = pyoxigraph.Store()
            with suppress(OSError, StoreError):
                sweep(directory)


def _next_generation(directory: Path) -> tuple[GraphStore, Path]:
    current = current_generation(directory)
    generation = new_generation(directory)
    records: tuple[PlanRecord, ...] = ()
    if current is not None:
        try:
            records = manifest.load((current / _MANIFEST).read_bytes())
        except ValueError as error:
            raise StoreError(directory, f"图谱清单读不懂（{error}）；请删去该目录后重新构建") from error
        link_store(current / STORE, generation / STORE)
    graph = GraphStore(pyoxigraph.Store(str(generation / STORE)), records, directory)
    graph.unsettled = not is_settled(directory)
    return graph, generation


def _commit(graph: GraphStore, directory: Path, generation: Path) -> None:
    """Closes the new generation and makes it the current one."""
    try:
        if graph.settling:
            graph._tidy()
        else:
            (generation / UNSETTLED).touch()
        graph.store.flush()
        graph.store = pyoxigraph.Store()  # the only reference: the embedded store closes
        write_atomically(generation / _MANIFEST, manifest.dump(graph.plans()))
        switch(directory, generation)
    except OSError as error:
        raise disk_error(directory, error) from error
