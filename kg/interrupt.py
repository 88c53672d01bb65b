"""Ctrl-C that waits for what must not be cut short."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def deferred(told: Callable[[str], None], message: str) -> Iterator[None]:
    """Ctrl-C during the body takes effect at its end, and ``told`` is given the message; a second one at once.

    Where signals cannot be handled (another thread than the main one), nothing is deferred.

    Raises:
        KeyboardInterrupt: at the end of the body, if Ctrl-C was pressed meanwhile.
    """
    pressed = False
    try:
        before = signal.getsignal(signal.SIGINT)
        if before in (None, signal.SIG_IGN):
            yield
            return

        def note(_number: int, _frame: FrameType | None) -> None:
            nonlocal pressed
            pressed = True
            signal.signal(signal.SIGINT, before)
            told(message)

        signal.signal(signal.SIGINT, note)
    except ValueError:  # not the main thread
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt
