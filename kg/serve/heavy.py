"""Room for heavy queries: so many run at once, so many more wait their turn, in order and not for ever."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

_LOOK_SECONDS = 0.25


class HeavyRoom:
    """A bounded number of places with a bounded queue before them. Who has entered must ``leave``."""

    def __init__(self, places: int, waiting: int, seconds: float) -> None:
        self._free, self._most_waiting, self._seconds = places, waiting, seconds
        self._queue: deque[object] = deque()
        self._change = threading.Condition()

    def enter_now(self) -> bool:
        """Enters if there is a place that nobody waits for."""
        with self._change:
            if self._free == 0 or self._queue:
                return False
            self._free -= 1
            return True

    def enter(self, check: Callable[[], None]) -> bool:
        """Waits for a place behind those who wait already; False if too many do, or it takes too long.

        ``check`` is called every now and then; what it raises ends the waiting.
        """
        ticket, end = object(), time.monotonic() + self._seconds
        with self._change:
            if len(self._queue) >= self._most_waiting:
                return False
            self._queue.append(ticket)
            try:
                while not (self._free and self._queue[0] is ticket):
                    left = end - time.monotonic()
                    if left <= 0:
                        return False
                    self._change.wait(min(left, _LOOK_SECONDS))
                    check()
                self._free -= 1
                return True
            finally:
                self._queue.remove(ticket)
                self._change.notify_all()

    def leave(self) -> None:
        """Gives a place back."""
        with self._change:
            self._free += 1
            self._change.notify_all()
