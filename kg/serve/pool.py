"""Workers for requests: light ones never wait behind heavy ones, and everything has an end.

A request starts on one of a few workers kept for light ones. When it has used ``light_seconds`` of processor time, or
``crowded_seconds`` while others wait for a worker, it is heavy. Only so many may be heavy at once. If there is room,
its worker leaves the light group, with lower priority, and a fresh one takes its place. If not, its worker is ended
(what it has done so far would occupy memory meanwhile) and the request waits its turn in a bounded queue, to begin
anew. So a light request waits for others' first moments at most, and the processes are bounded in number.
"""

from __future__ import annotations

import socket
import threading
import time
from collections import deque
from pathlib import Path
from typing import Any

from kg.serve.heavy import HeavyRoom
from kg.serve.messages import Reply, plain
from kg.serve.process import Worker, WorkerLostError, Zygote, check_client
from kg.serve.settings import Limits

_RETRY = "2"
_STEP_SECONDS = 0.05


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
        self._waiting = 0  # requests that wait for an idle worker
        self._heavy = HeavyRoom(limits.heavy, limits.heavy_waiting, limits.heavy_wait_seconds)
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
            if worker is None:
                return _busy()
            reply = self._work(worker, request, client)
            return self._work_later(request, client) if reply is None else reply
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

    def _work(self, worker: Worker, request: dict[str, Any], client: socket.socket | None) -> Reply | None:
        """Runs a request on a light worker, which may become a heavy one on the way; None if there is no room."""
        started = time.monotonic()
        fit = heavy = False
        try:
            worker.ask(request)
            reply = self._first_moments(worker, started, client)
            if reply is None:
                heavy = self._heavy.enter_now()
                if not heavy:
                    return None
                self._leave_light(worker)
                return self._run_heavy(worker, started, client)
            fit = worker.grown <= self._limits.keep_mb
            return reply
        except WorkerLostError:
            return self._lost()
        finally:
            if heavy:
                self._heavy.leave()
            self._put(worker, fit, heavy)

    def _first_moments(self, worker: Worker, started: float, client: socket.socket | None) -> Reply | None:
        """The reply to a light request, None if it is heavy."""
        limits, before = self._limits, worker.worked()
        end = started + limits.seconds  # on a busy machine the clock says little of how heavy a request is
        reply = worker.wait(min(end, started + limits.crowded_seconds), client)
        while reply is None and (now := time.monotonic()) < end:
            worked = worker.worked() - before
            if worked >= (limits.crowded_seconds if self._waiting else limits.light_seconds):
                break
            reply = worker.wait(min(end, now + _STEP_SECONDS), client)
        return reply

    def _run_heavy(self, worker: Worker, started: float, client: socket.socket | None) -> Reply:
        """Waits for a heavy request's reply to the end of its time."""
        reply = worker.wait(started + self._limits.seconds, client)
        if reply is not None:
            return reply
        limit = f"超过 {self._limits.seconds:g} 秒还没有算完，已停止；请缩小范围或加 LIMIT"
        return plain(503, limit, Retry_After=_RETRY)

    def _work_later(self, request: dict[str, Any], client: socket.socket | None) -> Reply:
        """Runs a heavy request when it is its turn."""
        if not self._heavy.enter(lambda: check_client(client)):
            return plain(503, "正在算的大查询已满，请稍后再试或缩小范围", Retry_After=_RETRY)
        try:
            worker = self._take()
            if worker is None:
                return _busy()
            self._leave_light(worker)
            try:
                worker.ask(request)
                return self._run_heavy(worker, time.monotonic(), client)
            except WorkerLostError:
                return self._lost()
            finally:
                self._put(worker, fit=False, heavy=True)
        finally:
            self._heavy.leave()

    def _lost(self) -> Reply:
        reason = f"查询用的内存超过 {self._limits.memory_mb} MB 或嵌套太深，已停止；请缩小范围或加 LIMIT"
        return plain(503, reason, Retry_After=_RETRY)

    def _take(self) -> Worker | None:
        """An idle worker, waited for within the limit."""
        with self._change:
            self._waiting += 1
            try:
                self._change.wait_for(lambda: self._idle or self._closed, self._limits.queue_seconds)
            finally:
                self._waiting -= 1
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
