"""The server's handles on its child processes: the zygote, and the workers that it forks."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from extract.errors import PlanKGError
from kg.serve.messages import Reply, receive, send
from kg.serve.settings import Limits

_ROOT = Path(__file__).resolve().parent.parent.parent
_START_SECONDS = 60.0
_READ_SECONDS = 30.0
_LOOK_SECONDS = 0.25
_LOWER = 5  # a third of the processor that an ordinary process beside it gets


class WorkerLostError(PlanKGError):
    """A worker died while it worked: it used too much memory, or was killed."""


class ClientGoneError(PlanKGError):
    """The client closed its connection before it had the answer."""


class Zygote:
    """The process that workers are forked from. Use ``start`` from one thread at a time."""

    def __init__(self, directory: Path, limits: Limits) -> None:
        self._directory, self._limits = directory, limits
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def start(self) -> Worker:
        """A new worker that has opened the graph.

        Raises:
            OSError, EOFError: it could not be started.
        """
        if self._process is None or self._process.poll() is not None:
            self._launch()
        assert self._control is not None
        ours, theirs = socket.socketpair()
        try:
            socket.send_fds(self._control, [b"w"], [theirs.fileno()])
        except OSError:
            ours.close()
            self.close()
            raise
        finally:
            theirs.close()
        ours.settimeout(_START_SECONDS)
        try:
            head, _ = receive(ours)
        except (OSError, EOFError):
            ours.close()
            raise
        return Worker(ours, int(head["pid"]))

    def close(self) -> None:
        """Ends the process; workers end when their sockets close."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process, self._control = None, None

    def _launch(self) -> None:
        self.close()
        ours, theirs = socket.socketpair()
        path = os.environ.get("PYTHONPATH")
        debug = bool(os.environ.get("PLANKG_DEBUG"))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kg.serve.zygote", str(theirs.fileno()), str(self._directory.resolve()),
             json.dumps(self._limits.to_json())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=None if debug else subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is the server's affair
            env=os.environ | {"PYTHONPATH": f"{_ROOT}{os.pathsep}{path}" if path else str(_ROOT)},
        )  # fmt: skip
        theirs.close()
        self._control = ours


class Worker:
    """One worker process. ``kill`` may be called at any time, more than once."""

    def __init__(self, sock: socket.socket, pid: int) -> None:
        self._sock = sock
        self.pid = pid
        # A handle on the process itself: a number could by now mean another one.
        self._handle = os.pidfd_open(pid) if hasattr(os, "pidfd_open") else -1
        self.grown = 0

    def ask(self, request: dict[str, Any]) -> None:
        """Sends a request.

        Raises:
            WorkerLostError: it is dead.
        """
        try:
            self._sock.settimeout(_READ_SECONDS)
            send(self._sock, request)
        except OSError as error:
            raise WorkerLostError("处理进程已终止") from error

    def wait(self, until: float, client: socket.socket | None) -> Reply | None:
        """The reply, or None when the time (of ``time.monotonic``) comes first.

        Raises:
            WorkerLostError: the worker died.
            ClientGoneError: nobody waits for the answer any more.
        """
        while True:
            left = until - time.monotonic()
            if left <= 0:
                return None
            ready, _, _ = select.select([self._sock], [], [], min(left, _LOOK_SECONDS))
            if ready:
                return self._read()
            check_client(client)

    def worked(self) -> float:
        """Seconds of processor time that it has used; of the clock where the system does not tell."""
        try:
            with open(f"/proc/{self.pid}/stat", encoding="ascii", errors="replace") as file:
                fields = file.read().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        except (OSError, ValueError, IndexError):
            return time.monotonic()

    def lower(self) -> None:
        """Makes the process give way to others."""
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _LOWER)

    def kill(self) -> None:
        """Ends the process at once, whatever it does."""
        if self._handle >= 0:
            with suppress(OSError):
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            os.close(self._handle)
            self._handle = -1
        self._sock.close()  # without a handle it ends by itself when it notices

    def _read(self) -> Reply:
        try:
            head, body = receive(self._sock)
        except (OSError, EOFError) as error:
            raise WorkerLostError("处理进程已终止") from error
        self.grown = int(head["grown"])
        return Reply(int(head["status"]), str(head["type"]), body, dict(head["headers"]))


def check_client(client: socket.socket | None) -> None:
    """Raises ``ClientGoneError`` if the client has closed its connection; None is never gone."""
    if client is not None and _is_closed(client):
        raise ClientGoneError("客户端已断开")


def _is_closed(client: socket.socket) -> bool:
    ready, _, _ = select.select([client], [], [], 0)
    if not ready:
        return False
    try:
        return client.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
