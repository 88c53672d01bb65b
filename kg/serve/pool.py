"""Workers for requests: light ones never wait behind heavy ones, and everything has an end.

A request starts on one of a few workers kept for light ones. When it has run for ``light_seconds`` it is heavy: its
worker leaves that group, with lower priority, and a fresh one takes its place; only so many may be heavy at once, and
one more is stopped. So a light request waits for another light one at most, and the processes are bounded in number.
"""

from __future__ import annotations

import socket
import threading
import time
from collections import deque
from pathlib import Path
from typing import Any

from kg.serve.messages import Reply, plain
from kg.serve.process import Worker, WorkerLostError, Zygote
from kg.serve.settings import Limits

_RETRY = "2"


class WorkerPool:
    """Answers requests in worker processes. ``close`` it in the end."""

    def __init__(self, directory: Path, limits: Limits) -> None:
        self._limits = limits
        self._zygote = Zygote(directory, limits)
        self._idle: deque[Worker] = deque()
        self._alive: set[Worker] = set()
        self._light = 0  # workers kept for light requests, idle or at work
        self._change = threading.Condition()
        self._closed = False
        self._slots = threading.BoundedSemaphore(limits.at_once)
        self._heavy = threading.BoundedSemaphore(limits.heavy)
        self._keeper = threading.Thread(target=self._keep, name="worker-keeper", daemon=True)
        self._keeper.start()

    def run(self, request: dict[str, Any], client: socket.socket | None = None) -> Reply:
        """The reply to a request; 503 where there is no room, time or memory for it.

        ``client`` is watched: when it closes, the work stops.

        Raises:
            ClientGoneError: it has closed.
        """
        if not self._slots.acquire(blocking=False):
            return _busy()
        try:
            worker = self._take()
            return _busy() if worker is None else self._work(worker, request, client)
        finally:
            self._slots.release()

    def ready(self, seconds: float) -> bool:
        """Whether a worker is ready within so many seconds."""
        with self._change:
            return self._change.wait_for(lambda: self._light > 0, seconds)

    def pids(self) -> list[int]:
        """The process ids of the workers, sorted."""
        with self._change:
            return sorted(worker.pid for worker in self._alive)

    def close(self) -> None:
        """Ends all workers."""
        with self._change:
            self._closed = True
            alive = list(self._alive)
            self._change.notify_all()
        self._keeper.join(timeout=10)
        for worker in alive:
            worker.kill()
        self._zygote.close()

    def _work(self, worker: Worker, request: dict[str, Any], client: socket.socket | None) -> Reply:
        """Runs a request on a light worker, which may become a heavy one on the way."""
        started = time.monotonic()
        fit = heavy = False
        try:
            worker.ask(request)
            reply = worker.wait(started + self._limits.light_seconds, client)
            if reply is None:
                heavy = self._heavy.acquire(blocking=False)
                if not heavy:
                    return plain(503, "正在算的大查询已满，请稍后再试或缩小范围", Retry_After=_RETRY)
                self._leave_light(worker)
                reply = worker.wait(started + self._limits.seconds, client)
            if reply is None:
                limit = f"超过 {self._limits.seconds:g} 秒还没有算完，已停止；请缩小范围或加 LIMIT"
                return plain(503, limit, Retry_After=_RETRY)
            fit = not heavy and worker.grown <= self._limits.keep_mb
            return reply
        except WorkerLostError:
            reason = f"用的内存超过 {self._limits.memory_mb} MB，已停止；请缩小范围或加 LIMIT"
            return plain(503, reason, Retry_After=_RETRY)
        finally:
            if heavy:
                self._heavy.release()
            self._put(worker, fit, heavy)

    def _take(self) -> Worker | None:
        """An idle worker, waited for within the limit."""
        with self._change:
            self._change.wait_for(lambda: self._idle or self._closed, self._limits.queue_seconds)
            return self._idle.popleft() if self._idle and not self._closed else None

    def _leave_light(self, worker: Worker) -> None:
        worker.lower()
        with self._change:
            self._light -= 1
            self._change.notify_all()

    def _put(self, worker: Worker, fit: bool, heavy: bool) -> None:
        """Takes a worker back, or ends it if it is not fit for another request."""
        if not fit:
            worker.kill()
        with self._change:
            if fit and not self._closed:
                self._idle.append(worker)
                self._change.notify()
                return
            self._alive.discard(worker)
            if not heavy:
                self._light -= 1
            self._change.notify_all()

    def _keep(self) -> None:
        """The keeper's thread: starts workers where some are missing."""
        while True:
            with self._change:
                self._change.wait_for(lambda: self._closed or self._light < self._limits.workers)
                if self._closed:
                    return
            try:
                worker = self._zygote.start()
            except (OSError, EOFError):
                time.sleep(0.5)  # the graph cannot be opened just now
                continue
            with self._change:
                if self._closed:
                    worker.kill()
                    return
                self._light += 1
                self._alive.add(worker)
                self._idle.append(worker)
                self._change.notify_all()


def _busy() -> Reply:
    return plain(503, "服务器忙，请稍后再试", Retry_After=_RETRY)
