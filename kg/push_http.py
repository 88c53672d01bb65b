"""Requests to another SPARQL server: checked addresses, no redirects, errors in words."""

from __future__ import annotations

import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, urlsplit

from extract.errors import PlanKGError

_MOST_BYTES = 2_000_000_000


class PushError(PlanKGError):
    """Another server could not be reached, refused or failed."""

    def __init__(self, endpoint: str, reason: str) -> None:
        super().__init__(f"{endpoint}：{reason}")
        self.endpoint = endpoint
        self.reason = reason


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would take the token and the data to where nobody said."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)


def graph_address(endpoint: str, graph: str) -> str:
    """The address of a named graph by indirect identification (SPARQL 1.1 Graph Store HTTP Protocol, section 4.2)."""
    mark = "&" if urlsplit(endpoint).query else "?"
    return f"{endpoint}{mark}graph={quote(graph, safe='')}"


def exists(endpoint: str, graph: str, token: str, timeout: float) -> bool:
    """Whether the server has the graph."""
    try:
        request("HEAD", graph_address(endpoint, graph), token, timeout)
    except PushError as error:
        if error.reason.startswith("404"):
            return False
        raise
    return True


def request(
    method: str,
    address: str,
    token: str,
    timeout: float,
    body: bytes | None = None,
    media_type: str = "",
    accept: str = "*/*",
) -> bytes:
    """The body of the reply to a request.

    Raises:
        PushError: not an http address, no connection, or a status of 300 and above (``reason`` begins with it).
    """  # fmt: skip
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
        raise PushError(address, "要写成 http:// 或 https:// 开头的网址")
    asked = urllib.request.Request(address, data=body, method=method, headers={"Accept": accept})
    if media_type:
        asked.add_header("Content-Type", media_type)
    if token:
        asked.add_unredirected_header("Authorization", f"Bearer {token}")
    try:
        with _OPENER.open(asked, timeout=timeout) as reply:
            data: bytes = reply.read(_MOST_BYTES)
            return data
    except urllib.error.HTTPError as error:
        with error:
            said = " ".join(error.read(300).decode("utf-8", "replace").split())
        raise PushError(address, f"{error.code} {error.reason} {said}".strip()) from error
    except (OSError, HTTPException, ValueError) as error:
        cause = getattr(error, "reason", error)
        raise PushError(address, f"连不上或中断（{cause}）；检查网址和服务器后再运行，会接着做") from error
