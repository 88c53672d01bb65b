"""A plain HTTP client for the tests, which can also send what no proper client would."""

from __future__ import annotations

import http.client
import json
import socket
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from kg.serve.server import WorkbenchServer

HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f ?c"


@dataclass(frozen=True)
class Got:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]

    def json(self) -> Any:
        return json.loads(self.body)


def send(
    server: WorkbenchServer,
    method: str,
    path: str,
    body: bytes | str | None = None,
    timeout: float = 30,
    **headers: str,
) -> Got:
    """One request on a connection of its own; ``headers`` with underscores for hyphens."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=timeout)
    try:
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        connection.request(method, path, body.encode() if isinstance(body, str) else body, named)
        reply = connection.getresponse()
        return Got(reply.status, {k.lower(): v for k, v in reply.getheaders()}, reply.read())
    finally:
        connection.close()


def get(server: WorkbenchServer, path: str, **headers: str) -> Got:
    return send(server, "GET", path, **headers)


def ask(server: WorkbenchServer, query: str, timeout: float = 30, accept: str = "*/*", **more: Any) -> Got:
    """A query by GET."""
    return send(
        server, "GET", f"/sparql?{urlencode({'query': query, **more}, doseq=True)}", timeout=timeout, Accept=accept
    )


def run(server: WorkbenchServer, **asked: Any) -> Got:
    """A query as the page asks it."""
    return send(server, "POST", "/api/run", json.dumps(asked), Content_Type="application/json")


def raw(server: WorkbenchServer, data: bytes, timeout: float = 10) -> bytes:
    """Everything the server says to these bytes before it closes, or until the time is up."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=timeout) as sock:
        sock.sendall(data)
        said = b""
        try:
            while piece := sock.recv(65536):
                said += piece
        except (TimeoutError, ConnectionResetError):
            pass
        return said
