"""What the server allows, in one place."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

TOKEN = re.compile(r"[A-Za-z0-9._~-]{8,}")
"""What stands in an address, a header and a cookie as it is, and is not guessed at once."""
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what a stranger can make the server do.

    ``seconds`` is the longest a query may run; one that uses the processor for ``light_seconds`` (``crowded_seconds``
    while others wait for its worker) is heavy, of which ``heavy`` may run at once beside the ``workers`` that are kept for
    light ones, and ``heavy_waiting`` may wait, none longer than ``heavy_wait_seconds``. ``at_once`` requests run or
    wait, none waiting for a light worker longer than ``queue_seconds``. ``memory_mb`` is the writable memory of a
    worker beyond its start; a worker that keeps more than ``keep_mb`` after a query is replaced. ``read_seconds`` is
    the time to send a whole request, ``idle_seconds`` how long an open connection may say nothing.
    """

    seconds: float = 30.0
    light_seconds: float = 1.0
    crowded_seconds: float = 0.2
    rows: int = 100_000
    page_rows: int = 5_000
    result_bytes: int = 20_000_000
    request_bytes: int = 1_000_000
    memory_mb: int = 1_000
    keep_mb: int = 300
    workers: int = 2
    heavy: int = 2
    heavy_waiting: int = 8
    heavy_wait_seconds: float = 10.0
    at_once: int = 32
    queue_seconds: float = 5.0
    connections: int = 64
    read_seconds: float = 15.0
    idle_seconds: float = 30.0

    def to_json(self) -> dict[str, Any]:
        """The limits as a JSON object, for the worker's command line."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Settings:
    """How the server runs. ``token`` must be non-empty where ``host`` is not the loopback.

    ``names`` are further names that the server is reached by (``Host`` headers), without ports.
    """

    directory: Path
    host: str = "127.0.0.1"
    port: int = 8765
    token: str = ""
    names: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if self.host not in LOOPBACK and not self.token:
            raise ValueError("a host other than the loopback needs a token")
        if self.token and not TOKEN.fullmatch(self.token):
            raise ValueError("a token has 8 characters or more, letters, digits and - . _ ~ only")
