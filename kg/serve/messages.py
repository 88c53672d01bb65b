"""Messages between server and worker: a JSON head and a body of bytes, each with its length in front."""

from __future__ import annotations

import json
import socket
import struct
from dataclasses import dataclass, field
from typing import Any

_LENGTHS = struct.Struct("!II")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to an HTTP request. ``type`` is the media type with its charset."""

    status: int
    type: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def plain(status: int, text: str, **headers: str) -> Reply:
    """A reply of one line of text; ``headers`` with underscores for hyphens."""
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return Reply(status, "text/plain; charset=utf-8", (text + "\n").encode(), named)


def see_other(location: str) -> Reply:
    """A redirect (303). ``location`` is a path of this server."""
    return Reply(303, "text/plain; charset=utf-8", b"", {"Location": location, "Vary": "Accept"})


def send(sock: socket.socket, head: dict[str, Any], body: bytes = b"") -> None:
    """Sends one message.

    Raises:
        OSError: the other side is gone.
    """
    data = json.dumps(head).encode()
    sock.sendall(_LENGTHS.pack(len(data), len(body)) + data)
    if body:
        sock.sendall(body)


def receive(sock: socket.socket) -> tuple[dict[str, Any], bytes]:
    """The next message, waited for.

    Raises:
        EOFError: the other side has closed.
        OSError: the connection broke, or the socket's time-out passed.
    """
    head, body = _LENGTHS.unpack(_exactly(sock, _LENGTHS.size))
    return json.loads(_exactly(sock, head)), _exactly(sock, body)


def _exactly(sock: socket.socket, count: int) -> bytes:
    data = bytearray(count)
    view = memoryview(data)
    while view:
        got = sock.recv_into(view)
        if not got:
            raise EOFError
        view = view[got:]
    return bytes(data)
