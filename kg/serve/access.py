"""Who may ask: host names, the token, pages of other sites."""

from __future__ import annotations

import hmac
import ipaddress
import re
from base64 import b64decode
from binascii import Error as Base64Error
from contextlib import suppress
from email.message import Message

from kg.serve.settings import LOOPBACK, Settings

Headers = Message | dict[str, str]
COOKIE = "plankg_token"
LANGUAGE_COOKIE = "plankg_lang"
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::(\d{1,5}))?\Z")


def is_our_host(host: str, settings: Settings) -> bool:
    """Whether a ``Host`` header names this server.

    A page on a stranger's domain whose name is made to point to 127.0.0.1 (DNS rebinding) asks with its own name.
    A number can not be rebound, so with a token any address is good.
    """
    match = _HOST.match(host)
    if match is None:
        return False
    name = match[1].strip("[]").lower().rstrip(".")
    if name in LOOPBACK or name == settings.host.lower() or name in settings.names:
        return True
    return bool(settings.token) and _is_address(name)


def is_foreign(headers: Headers, host: str) -> bool:
    """Whether a browser says that a page of another site makes this request, following a link excepted."""
    origin = headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != host:
        return True
    if headers.get("Sec-Fetch-Site") in (None, "same-origin", "none"):
        return False
    return headers.get("Sec-Fetch-Mode") != "navigate" or headers.get("Sec-Fetch-Dest", "document") != "document"


def has_token(headers: Headers, token: str) -> bool:
    """Whether a request carries the token: as a bearer, as a password (any name), or in the cookie."""
    return any(hmac.compare_digest(given.encode(), token.encode()) for given in _given(headers))


def _given(headers: Headers) -> list[str]:
    found = []
    scheme, _, value = headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        found.append(value.strip())
    elif scheme.lower() == "basic":
        with suppress(Base64Error, ValueError):
            found.append(b64decode(value.strip(), validate=True).decode("utf-8").partition(":")[2])
    found.append(cookie(headers, COOKIE))
    return [item for item in found if item]


def cookie(headers: Headers, name: str) -> str:
    """The value of a cookie, "" if there is none.

    Ours have no quotes to undo. The standard library's parser takes time with the square of a hostile header's length.
    """
    for part in headers.get("Cookie", "").split(";"):
        key, _, value = part.partition("=")
        if key.strip() == name:
            return value.strip()
    return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
