"""Files through a build, in order: handed out a few at a time, done by whoever, kept as parts, leaving as they came."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Protocol

from kg.build_parts import Parts
from kg.build_task import Desk, Made, Task, perform

_AHEAD = 4096  # files that may be done while an earlier one is not


@dataclass(frozen=True, slots=True)
class Skipped:
    """A document that did not, and why (one line)."""

    source: str
    reason: str


class Runner(Protocol):
    """Who does the tasks: this process (``Inline``), or others (``kg.parallel.DaskRunner``)."""

    @property
    def width(self) -> int:
        """How many tasks it can use at once."""
        ...

    def submit(self, name: str, task: Task) -> None:
        """Hands a task in under a name of its own."""
        ...

    def wait(self) -> Iterator[tuple[str, bytes | str]]:
        """Waits for some: the name and the part of each, or the reason why there is none (a str)."""
        ...


class Inline:
    """Does the tasks in this process, one at a time."""

    width = 1

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._tasks: deque[tuple[str, Task]] = deque()

    def submit(self, name: str, task: Task) -> None:
        """Keeps the task for ``wait``."""
        self._tasks.append((name, task))

    def wait(self) -> Iterator[tuple[str, bytes | str]]:
        """Does one task."""
        name, task = self._tasks.popleft()
        yield name, perform(task, self._desk)


@dataclass(frozen=True, slots=True)
class Done:
    """A file that is done: its key ("" where it is not kept), and its documents without their quads; None: unchanged."""

    key: str
    source: str
    documents: list[Made] | None


@dataclass(slots=True)
class _Waiting:
    key: str
    source: str
    ready: bool = False
    unchanged: bool = False
    reason: str = ""


class Line:
    """Files in order: those to be done are handed out a few at a time, and leave in the order they came in."""

    def __init__(self, parts: Parts, known: Set[str], runner: Runner, setup: str, *, again: bool) -> None:
        self._parts, self._known, self._runner, self._setup, self._again = parts, known, runner, setup, again
        self._queue: deque[_Waiting] = deque()
        self._running: dict[str, _Waiting] = {}
        self._count = 0

    def run(self, tasks: Iterator[Task | Skipped]) -> Iterator[Done]:
        """All tasks, done, in their order."""
        more = True
        while more or self._queue:
            while more and len(self._running) < self._runner.width and len(self._queue) < _AHEAD:
                task = next(tasks, None)
                if task is None:
                    more = False
                    break
                self._enter(task)
                if self._queue[0].ready:
                    break
            yield from self._leaving()
            if self._running and (not more or len(self._running) >= self._runner.width or len(self._queue) >= _AHEAD):
                self._collect()

    def finished(self) -> Iterator[Done]:
        """Of a run that is stopped: the files that are done and have not left, in their order."""
        self._queue = deque(waiting for waiting in self._queue if waiting.ready)
        yield from self._leaving()

    def _enter(self, task: Task | Skipped) -> None:
        if isinstance(task, Skipped):
            self._queue.append(_Waiting("", task.source, ready=True, reason=task.reason))
            return
        key = task.key(self._setup)
        waiting = _Waiting(key, task.source)
        self._queue.append(waiting)
        kept = not self._again and not task.annotation  # an annotation may have its text in another file
        if kept and key in self._known:
            waiting.ready = waiting.unchanged = True
        elif kept and self._parts.is_whole(key):
            waiting.ready = True
        else:
            self._count += 1
            name = f"{self._count:08d}-{key}"
            self._running[name] = waiting
            self._runner.submit(name, task)

    def _leaving(self) -> Iterator[Done]:
        while self._queue and self._queue[0].ready:
            first = self._queue.popleft()
            if first.unchanged:
                yield Done(first.key, first.source, None)
            elif first.reason:
                yield Done("", first.source, [Made(first.source, None, first.reason)])
            else:
                lost = [Made(first.source, None, "中间文件被删掉了；再运行一次")]
                yield Done(first.key, first.source, self._parts.heads(first.key) or lost)

    def _collect(self) -> None:
        for name, part in self._runner.wait():
            waiting = self._running.pop(name)
            waiting.ready = True
            if isinstance(part, str):
                waiting.reason = part
            else:
                self._parts.write(waiting.key, part)
