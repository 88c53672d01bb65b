"""Tasks on Dask distributed: workers of our own on this machine, or those of a running scheduler.

Who can reach a Dask scheduler can run code on it: workers of our own listen on the loopback, behind certificates made
for the run; an outside scheduler belongs in a trusted network, or behind TLS (address ``tls://...`` with the
certificates of Dask's own configuration, ``distributed.comm.tls``). Workers need plankg installed and nothing else.
"""

from __future__ import annotations

import logging
import shutil
import signal
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from extract.errors import PlanKGError
from kg.build_task import Task, perform
from kg.parallel_worker import WorkerSetup, desk, perform_remotely, worker_fingerprint

_DEATHS = 2  # of workers on one document, after which it is set aside as the cause
_MEMORY = "2GiB"  # of a worker; at 95 % it is ended and the document tried again
_CONNECT = 20  # seconds
_CONFIG = {
    "distributed.scheduler.allowed-failures": _DEATHS,
    "distributed.scheduler.worker-saturation": 1.0,  # no document waits at a worker: none is blamed for another's death
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": 0.95,
    "distributed.worker.profile.enabled": False,  # looks at the running thread a hundred times a second
    "distributed.admin.tick.interval": "1s",  # default 20 ms: each takes the interpreter away from the work
    "distributed.admin.large-graph-warning-threshold": "1GB",
    "distributed.comm.timeouts.connect": f"{_CONNECT}s",
}


class DaskRunner:
    """Runs tasks on a Dask cluster. ``width`` is how many tasks it can use at once."""

    def __init__(self, client: Any, *, model: bool, setup: str) -> None:
        self._client = client
        self._model, self._setup = model, setup
        self._threads: int = sum(client.nthreads().values())
        self._running: dict[str, Any] = {}
        self._here: list[tuple[str, Task]] = []

    @property
    def width(self) -> int:
        """Twice the threads, and two: as one is done the next is at hand."""
        return max(4, 2 * self._threads + 2)

    def submit(self, name: str, task: Task) -> None:
        """Hands a task in under a name of its own. An annotation, whose text is in a file beside it, is done here."""
        if task.annotation:
            self._here.append((name, task))
            return
        self._running[name] = self._client.submit(
            perform_remotely, task, self._model, self._setup, key=f"plankg-{name}", pure=False
        )

    def wait(self) -> Iterator[tuple[str, bytes | str]]:
        """Waits until some tasks are done: the name and the part of each, or the reason why there is none (a str).

        Raises:
            PlanKGError: the scheduler is gone, or a worker runs another version of plankg.
        """
        from distributed import wait

        if self._here:
            name, task = self._here.pop()
            yield name, perform(task, desk(model=False))
            return
        names = {future: name for name, future in self._running.items()}
        with self._client.as_current():
            done = wait(list(names), return_when="FIRST_COMPLETED").done  # type: ignore[no-untyped-call]
        for future in sorted(done, key=lambda f: names[f]):
            name = names[future]
            del self._running[name]
            yield name, self._outcome(future)

    def _outcome(self, future: Any) -> bytes | str:
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        try:
            part: bytes = future.result()
            return part
        except KilledWorker:
            return f"工作进程做它时连着停了 {_DEATHS + 1} 次（内存不够，或被杀）；下次构建会再试"
        except FutureCancelledError as error:
            raise PlanKGError("与调度器的连接断了；已完成的部分都已保存，再运行一次接着做") from error
        except PlanKGError:
            raise
        except Exception as error:  # from another process: anything may come
            return f"内部错误 {type(error).__name__}: {' '.join(str(error).split())}（请报告；其余文件不受影响）"
        finally:
            future.release()


@contextmanager
def local_runner(jobs: int, *, model: bool, setup: str) -> Iterator[DaskRunner]:
    """``jobs`` worker processes on this machine, one thread each, with their tables loaded."""
    import dask

    scratch = tempfile.mkdtemp(prefix="plankg-dask-")
    try:
        with dask.config.set(_CONFIG | {"temporary-directory": scratch}), _quiet():
            import distributed

            dask_: Any = distributed  # its constructors are not typed
            with (
                _uninterrupted(),
                dask_.LocalCluster(
                    n_workers=jobs,
                    threads_per_worker=1,
                    processes=True,
                    host="127.0.0.1",
                    protocol="tls://",
                    security=dask_.Security.temporary(),
                    dashboard_address=None,
                    worker_dashboard_address=None,
                    memory_limit=_MEMORY,
                    local_directory=scratch,
                    silence_logs=logging.CRITICAL,
                ) as cluster,
                dask_.Client(cluster, set_as_default=False) as client,
            ):
                client.register_plugin(WorkerSetup(model), name="plankg")
                with _interruptible():
                    yield DaskRunner(client, model=model, setup=setup)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def remote_runner(address: str, *, model: bool, setup: str) -> Iterator[DaskRunner]:
    """The workers of the scheduler at ``address`` (host:port, tcp:// or tls://).

    Raises:
        PlanKGError: no scheduler there, no workers, or workers with another version of plankg.
    """
    import dask

    with dask.config.set(_CONFIG), _quiet():
        import distributed

        connect: Any = distributed.Client
        where = address if "://" in address else f"tcp://{address}"
        try:
            client = connect(where, set_as_default=False, timeout=_CONNECT)
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            reason = " ".join(str(error).split())[:200]
            raise PlanKGError(
                f"{address}：连不上 Dask 调度器（{reason}）；检查地址，或先启动 dask scheduler"
            ) from error
        with client:
            _check_workers(client, address, model=model, setup=setup)
            yield DaskRunner(client, model=model, setup=setup)


def _check_workers(client: Any, address: str, *, model: bool, setup: str) -> None:
    from kg.fingerprint import VersionMismatchError

    try:
        client.wait_for_workers(1, timeout=_CONNECT)
    except TimeoutError as error:
        raise PlanKGError(f"{address}：调度器没有工作进程；先启动 dask worker {address}") from error
    try:
        found: dict[str, str] = client.run(worker_fingerprint, model)
    except Exception as error:  # a worker without plankg, or with one that lacks the function
        reason = " ".join(str(error).split())[:200]
        raise PlanKGError(f"{address}：工作进程运行不了 plankg（{reason}）；每台机器都要装同一版本的 plankg") from error
    for worker, theirs in sorted(found.items()):
        if theirs != setup:
            raise VersionMismatchError(setup, theirs, worker)


@contextmanager
def _quiet() -> Iterator[None]:
    """What Dask has to say is for its developers; what matters comes as an error."""
    logger = logging.getLogger("distributed")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module=r"distributed\b.*")
            yield
    finally:
        logger.setLevel(before)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Workers inherit that Ctrl-C is not for them: the parent ends them when it has what is finished."""
    with _handling(signal.SIG_IGN):
        yield


@contextmanager
def _interruptible() -> Iterator[None]:
    with _handling(signal.default_int_handler):
        yield


@contextmanager
def _handling(handler: Any) -> Iterator[None]:
    try:
        before = signal.signal(signal.SIGINT, handler)
    except ValueError:  # not the main thread: Ctrl-C goes elsewhere anyway
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
