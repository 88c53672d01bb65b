"""Files that could do harm are read in a child process, which is killed when it takes too long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from extract.read.raw import Limits, RawDocument, ReadFailure

_ROOT = Path(__file__).resolve().parents[2]
_NEXT = b"\n"
_BEGUN = b'{"begun"'
DEATHS = 5  # documents of one zip that may break the child


@dataclass(frozen=True, slots=True)
class _Answer:
    """``reply`` is None where the child was ended: for the reason, at the document ``name`` ("" before any)."""

    name: str
    reply: dict[str, Any] | None
    reason: str = ""


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

    def read(self, source: str, data: bytes) -> Iterator[RawDocument | ReadFailure]:
        """The documents in a file's bytes: one, or the members of a zip. Whatever is in them, each outcome is a value.

        A document that breaks the child or takes too long fails alone; after ``DEATHS`` of them the rest of a zip is
        left unread.
        """
        skip = deaths = 0
        request = {"source": source, "limits": asdict(self.limits), "length": len(data)}
        while True:
            message = json.dumps(request | {"skip": skip}).encode() + b"\n" + data
            while (answer := self._exchange(message)).reply is not None:
                if "end" in answer.reply:
                    return
                skip += 1
                yield from self._guarded(_outcome(answer.name, answer.reply))
                message = _NEXT
            skip, deaths = skip + 1, deaths + 1
            yield ReadFailure(answer.name or source, answer.reason)
            if answer.name in ("", source):
                return
            if deaths >= DEATHS:
                yield ReadFailure(source, f"里面有 {deaths} 个文件读不完，其余的不再读；请解压后分开读")
                return

    def _guarded(self, outcome: RawDocument | ReadFailure) -> Iterator[RawDocument | ReadFailure]:
        """The outcome; a caller who wants no more after it leaves no child that waits to go on."""
        try:
            yield outcome
        except BaseException:
            self.close()
            raise

    def _exchange(self, message: bytes) -> _Answer:
        """One document's worth of talk with the child."""
        child = self._running()
        lines: list[bytes] = []
        talk = threading.Thread(target=_talk, args=(child, message, lines), daemon=True)
        talk.start()
        try:
            talk.join(self.limits.seconds)
        except BaseException:
            self.close()
            raise
        late = talk.is_alive()
        if late:
            self.close()
            talk.join(5)
        replies = [json.loads(line) for line in lines if line.endswith(b"\n")]
        name = replies[0].get("begun", "") if replies else ""
        if replies and not late and "begun" not in replies[-1]:
            return _Answer(name, replies[-1])
        self.close()
        reason = f"{self.limits.seconds:.0f} 秒内读不完，不读" if late else "读的时候耗尽了内存或时间，不读"
        return _Answer(name, None, reason)

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


def _outcome(name: str, reply: dict[str, Any]) -> RawDocument | ReadFailure:
    if "failure" in reply:
        return ReadFailure(name, reply["failure"])
    starts = tuple((int(offset), int(page)) for offset, page in reply["page_starts"])
    return RawDocument(name, reply["text"], starts, reply["title_hint"])


def _talk(child: subprocess.Popen[bytes], message: bytes, lines: list[bytes]) -> None:
    """Says something to the child and takes down what it answers: a document's name and the document, or the end."""
    assert child.stdin is not None and child.stdout is not None
    try:
        child.stdin.write(message)
        child.stdin.flush()
        while line := child.stdout.readline():
            lines.append(line)
            if not line.startswith(_BEGUN):
                return
    except (OSError, ValueError):
        return  # the child died; the parent says so
