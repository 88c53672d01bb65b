"""The HTTP server: one thread for each of a bounded number of connections, which reads requests and writes replies.

The standard library's server is enough for it: threads only parse, wait and copy; the work is in other processes.
"""

from __future__ import annotations

import io
import socket
import threading
import time
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode

from kg.serve.access import COOKIE, LANGUAGE_COOKIE, cookie, has_token, is_foreign, is_our_host
from kg.serve.messages import Reply, plain, see_other
from kg.serve.pool import WorkerPool
from kg.serve.process import ClientGoneError
from kg.serve.routes import Asked, Parameters, route
from kg.serve.settings import Settings

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Headers of every reply."""

DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""The policy of what is no page: RDF/XML made to look like XHTML runs nothing and has no origin."""

_BUSY = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_MOST_PARAMETERS = 300
_SMALL = 100_000
_CROWDED_SECONDS = 2.0
_CHARSETS = frozenset({"utf-8", "utf8", "us-ascii"})


class WorkbenchServer(ThreadingHTTPServer):
    """The server. ``serve_forever`` runs it; ``close`` ends it and its workers."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        if ":" in settings.host:
            self.address_family = socket.AF_INET6
        super().__init__((settings.host, settings.port), _Handler)
        self._room = threading.BoundedSemaphore(settings.limits.connections)
        self._open = 0
        self._counting = threading.Lock()
        self.pool = WorkerPool(settings.directory, settings.limits)

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        """Where it is reached on this computer."""
        host = "localhost" if self.settings.host in ("0.0.0.0", "::") else self.settings.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"

    @property
    def crowded(self) -> bool:
        """Whether more than half of the connections are taken: those that say nothing are then soon closed."""
        return self._open > self.settings.limits.connections // 2

    def close(self) -> None:
        """Stops listening and ends the workers."""
        self.shutdown()
        self.server_close()
        self.pool.close()

    def server_bind(self) -> None:
        """Binds without asking a name server for our name."""
        socket_server_bind = super(ThreadingHTTPServer, self).server_bind
        with suppress(AttributeError):
            self.server_name, self.server_port = self.settings.host, self.settings.port
        socket_server_bind()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Gives a connection a thread if there is room, else 503."""
        if not self._room.acquire(blocking=False):
            with suppress(OSError):
                request.settimeout(1)
                request.sendall(_BUSY)
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """The thread of a connection."""
        self._count(1)
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._count(-1)
            self._room.release()

    def _count(self, change: int) -> None:
        with self._counting:
            self._open += change

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that broke is nobody's error."""


class _TimedReader(io.RawIOBase):
    """Reads from a socket until a moment: a client that sends a byte now and then has no more time than others."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self.until = 0.0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        return self._sock.recv_into(buffer)


class _Handler(BaseHTTPRequestHandler):
    server: WorkbenchServer
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "plankg", ""
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self._reader = _TimedReader(self.connection)
        self._buffered = io.BufferedReader(self._reader)
        self.rfile = self._buffered

    def handle_one_request(self) -> None:
        limits = self.server.settings.limits
        most = _CROWDED_SECONDS if self.server.crowded else limits.idle_seconds
        self._reader.until = time.monotonic() + min(most, limits.idle_seconds)
        if not self._buffered.peek(1):
            self.close_connection = True
            return
        self._reader.until = time.monotonic() + limits.read_seconds
        super().handle_one_request()

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: only the command line prints."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the base class refuses (a malformed request, an unknown method), in our shape."""
        self.close_connection = True
        status = 405 if code == HTTPStatus.NOT_IMPLEMENTED else code
        extra = {"Allow": "GET, HEAD, POST"} if status == 405 else {}
        self._send(plain(status, HTTPStatus(status).phrase, **extra))

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        try:
            reply = self._refusal() or self._reply()
        except ClientGoneError:
            self.close_connection = True
            return
        except TimeoutError:
            self.close_connection = True
            reply = plain(408, "请求没有在限时内发完")
        self._send(reply)

    def _refusal(self) -> Reply | None:
        """The reply to who may not ask at all."""
        settings = self.server.settings
        host = self.headers.get("Host", "")
        reply = None
        if len(self.headers.get_all("Host", [])) != 1 or not is_our_host(host, settings):
            reply = plain(421, "这个主机名不是本服务器的")
        elif is_foreign(self.headers, host):
            reply = plain(403, "不接受别的网站发来的请求")
        elif settings.token and not has_token(self.headers, settings.token):
            reply = self._log_in(settings.token)
        if reply is not None:
            self.close_connection = True  # its body, if any, is not read
        return reply

    def _log_in(self, token: str) -> Reply:
        """Lets in who opens a page with the token in its address: it moves to a cookie that no script sees."""
        path, _, query = self.path.partition("?")
        pairs = _pairs(query) or []
        if has_token({"Authorization": f"Bearer {dict(pairs).get('token', '')}"}, token) and self.command == "GET":
            rest = urlencode([pair for pair in pairs if pair[0] != "token"])
            value = f"{COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/"
            reply = see_other("/" + path.lstrip("/\\") + (f"?{rest}" if rest else ""))
            return Reply(reply.status, reply.type, reply.body, reply.headers | {"Set-Cookie": value})
        return plain(
            401, "需要口令（Authorization: Bearer，或网址后加 ?token=）", WWW_Authenticate='Basic realm="plankg"'
        )

    def _reply(self) -> Reply:
        path, _, query = self.path.partition("?")
        parameters = _pairs(query)
        if parameters is None:
            self.close_connection = True
            return plain(400, "网址里的参数不是 UTF-8，或太多")
        body = self._body()
        if isinstance(body, Reply):
            self.close_connection = True
            return body
        if self.headers.get_content_charset("utf-8") not in _CHARSETS:
            return plain(415, "内容要是 UTF-8")
        body_type = self.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        form = _pairs(body.decode("latin-1")) if body_type == "application/x-www-form-urlencoded" else ()
        if form is None:
            return plain(400, "表单不是 UTF-8，或参数太多")
        language = dict(parameters).get("lang", "")
        asked = Asked(
            self.command, path, parameters, ",".join(self.headers.get_all("Accept", [])),
            language if language in ("zh", "en") else cookie(self.headers, LANGUAGE_COOKIE), self._endpoint(), body,
            body_type, form, self.headers.get("If-None-Match", ""),
        )  # fmt: skip
        routed = route(asked)
        reply = routed if isinstance(routed, Reply) else self.server.pool.run(routed, self.connection)
        if language in ("zh", "en") and reply.type.startswith("text/html"):
            reply.headers["Set-Cookie"] = f"{LANGUAGE_COOKIE}={language}; SameSite=Lax; Path=/; Max-Age=31536000"
        return reply

    def _endpoint(self) -> str:
        return f"http://{self.headers.get('Host')}/sparql"

    def _body(self) -> bytes | Reply:
        """The request's body, or why it is not read."""
        if "Transfer-Encoding" in self.headers:
            return plain(411, "要有 Content-Length，不接受分块传输")
        lengths = self.headers.get_all("Content-Length", [])
        if not lengths:
            return b""
        if len(lengths) > 1 or not (lengths[0].isascii() and lengths[0].isdigit()):
            return plain(400, "Content-Length 有误")
        length = int(lengths[0][:12])
        most = self.server.settings.limits.request_bytes
        if length > most or len(lengths[0]) > 12:
            return plain(413, f"请求太大（上限 {most} 字节）")
        body = self.rfile.read(length)
        if len(body) < length:
            raise ClientGoneError("请求没有发完")
        return body

    def _send(self, reply: Reply) -> None:
        headers = {"Content-Type": reply.type, "Content-Length": str(len(reply.body)), "Cache-Control": "no-store"}
        headers |= SECURITY | reply.headers
        if not reply.type.startswith("text/html"):
            headers["Content-Security-Policy"] = DATA_POLICY
        if self.close_connection:
            headers["Connection"] = "close"
        self.send_response(reply.status)
        for name, value in headers.items():
            self.send_header(name, value.replace("\r", "").replace("\n", ""))
        head = b"".join([*self._headers_buffer, b"\r\n"])
        self._headers_buffer: list[bytes] = []
        body = reply.body if self.command != "HEAD" and reply.status != 304 else b""
        pieces = [head + body] if len(body) < _SMALL else [head, body]  # no second copy of a large one
        self.connection.settimeout(self.server.settings.limits.idle_seconds)
        try:
            for piece in pieces:
                self.connection.sendall(piece)
        except OSError:
            self.close_connection = True


def _pairs(query: str) -> Parameters | None:
    """Parameters of a query string or form; None if they are not UTF-8 or too many."""
    try:
        return parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except ValueError:
        return None
