"""A query in a process of its own, killed when it takes too long or too much memory.

The embedded store can neither cancel a query nor bound its memory; a process can be killed. Starting one costs
some 60 ms.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

from kg.query import Answer
from kg.query_guard import QueryError
from kg.store_files import StoreError

MEMORY_MB = 2000
_ROOT = Path(__file__).resolve().parent.parent


def run_query_limited(
    directory: Path | str, query: str, *, timeout: float, limit: int | None = None, memory_mb: int = MEMORY_MB
) -> Answer:
    """Runs a query on the graph in ``directory``; ``timeout`` in seconds, process start included.

    ``memory_mb`` is the address space allowed beyond what the process starts with.

    Raises:
        QueryError: refused, not SPARQL, failed, took too long or too much memory.
        StoreError: no graph there.
    """
    request = {"directory": str(directory), "query": query, "limit": limit, "memory_mb": memory_mb, "cpu": timeout}
    with subprocess.Popen(
        [sys.executable, "-m", "kg.query_worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    ) as process:
        try:
            output, _ = process.communicate(json.dumps(request).encode(), timeout=timeout)
        except subprocess.TimeoutExpired as error:
            raise QueryError(f"超过 {timeout:g} 秒还没有算完，已停止；请缩小范围或加 LIMIT") from error
        finally:
            process.kill()
    return _received(output, process.returncode, memory_mb)


def _environment() -> dict[str, str]:
    path = os.environ.get("PYTHONPATH")
    return os.environ | {"PYTHONPATH": f"{_ROOT}{os.pathsep}{path}" if path else str(_ROOT)}


def _received(output: bytes, status: int, memory_mb: int) -> Answer:
    try:
        kind, value = pickle.loads(output)  # from our own child, which ran nothing but the query
    except (EOFError, pickle.UnpicklingError) as error:
        reason = f"用的内存超过 {memory_mb} MB" if status else "没有返回结果"
        raise QueryError(f"{reason}，已停止；请缩小范围或加 LIMIT") from error
    if kind == "answer" and isinstance(value, Answer):
        return value
    if kind == "store":
        raise StoreError(*value)
    raise QueryError(*value)
