"""Files that could do harm are read in a child process, which is killed when it takes too long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any

from extract.read.raw import Limits, RawDocument, ReadFailure

_ROOT = Path(__file__).resolve().parents[2]


class Sandbox:
    """A child process for many files, started at the first and again after one that broke it.

    Use as a context manager: leaving it, also by Ctrl-C, ends the child.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child if there is one."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.communicate()

    def read(self, kind: str, source: str, data: bytes) -> RawDocument | ReadFailure:
        """Read a document of a known format; whatever the file does, the outcome is a value."""
        reply = self._exchange(kind, source, data)
        if "failure" in reply:
            return ReadFailure(source, reply["failure"])
        starts = tuple((int(offset), int(page)) for offset, page in reply["page_starts"])
        return RawDocument(source, reply["text"], starts, reply["title_hint"])

    def _exchange(self, kind: str, source: str, data: bytes) -> dict[str, Any]:
        child = self._running()
        request = {"format": kind, "source": source, "limits": asdict(self.limits), "length": len(data)}
        replies: list[bytes] = []
        message = json.dumps(request).encode() + b"\n" + data
        talk = threading.Thread(target=_talk, args=(child, message, replies), daemon=True)
        talk.start()
        try:
            talk.join(self.limits.seconds)
        except BaseException:
            self.close()
            raise
        if talk.is_alive():
            self.close()
            talk.join(5)
            return {"failure": f"{self.limits.seconds:.0f} 秒内读不完，不读"}
        if not replies or not replies[0].endswith(b"\n"):
            self.close()
            return {"failure": "读的时候耗尽了内存或时间，不读"}
        reply: dict[str, Any] = json.loads(replies[0])
        return reply

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH", ""))))
            self._child = subprocess.Popen(
                [sys.executable, "-m", "extract.read.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
                start_new_session=True,  # Ctrl-C is for the parent, which ends the child itself
            )
        return self._child


def _talk(child: subprocess.Popen[bytes], request: bytes, replies: list[bytes]) -> None:
    assert child.stdin is not None and child.stdout is not None
    try:
        child.stdin.write(request)
        child.stdin.flush()
        replies.append(child.stdout.readline())
    except (OSError, ValueError):
        return  # the child died; the parent says so
