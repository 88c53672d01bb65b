"""The worker's side of ``kg.parallel``: tables and model loaded once a process."""

from __future__ import annotations

import gc
import signal
from contextlib import suppress
from functools import lru_cache

from distributed import Worker, WorkerPlugin

from extract.resources import load_resources
from kg.build_task import Desk, Task, perform
from kg.fingerprint import VersionMismatchError, fingerprint


class WorkerSetup(WorkerPlugin):
    """Loads the tables as a worker starts; Ctrl-C is the parent's affair."""

    def __init__(self, model: bool) -> None:
        self._model = model

    def setup(self, worker: Worker) -> None:
        """Called by Dask in every worker."""
        with suppress(ValueError):  # not the main thread
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        desk(self._model)
        gc.freeze()  # tables and libraries stay: looking through them for garbage took a tenth of the time

    def teardown(self, worker: Worker) -> None:
        """Called by Dask as a worker ends."""
        desk(self._model).close()


def perform_remotely(task: Task, model: bool, setup: str) -> bytes:
    """The part of a file, made in a worker.

    Raises:
        VersionMismatchError: the client's code or tables are others than ours.
    """
    ours = worker_fingerprint(model)
    if ours != setup:
        raise VersionMismatchError(setup, ours, "worker")
    return perform(task, desk(model))


@lru_cache(maxsize=2)
def worker_fingerprint(model: bool) -> str:
    """``kg.fingerprint.fingerprint`` as this process started with."""
    return fingerprint(model=model)


@lru_cache(maxsize=2)
def desk(model: bool) -> Desk:
    """The tables of this process."""
    return Desk(load_resources(model=model))
