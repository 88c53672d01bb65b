"""The child's side of ``kg.query_process``: a request as JSON comes in, a pickled answer goes out."""

from __future__ import annotations

import json
import math
import pickle
import resource
import sys
from typing import Any

from kg.query import run_query
from kg.query_guard import QueryError
from kg.store import GraphStore
from kg.store_files import StoreError


def main() -> None:
    """Answers the one request."""
    request = json.load(sys.stdin.buffer)
    _bound(request["memory_mb"], request["cpu"])
    sys.stdout.buffer.write(_reply(request))


def _reply(request: dict[str, Any]) -> bytes:
    try:
        with GraphStore.open(request["directory"]) as graph:
            return pickle.dumps(("answer", run_query(graph.store, request["query"], limit=request["limit"])))
    except StoreError as error:
        return pickle.dumps(("store", (error.directory, error.reason)))
    except QueryError as error:
        return pickle.dumps(("query", (error.reason, error.line, error.column)))
    except MemoryError:
        return pickle.dumps(("query", (f"用的内存超过 {request['memory_mb']} MB，已停止；请缩小范围或加 LIMIT",)))


def _bound(memory_mb: int, cpu: float) -> None:
    """Limits this process: memory, and processor time in case the parent dies before it can kill us."""
    with open("/proc/self/statm", encoding="ascii") as file:
        present = int(file.read().split()[0]) * resource.getpagesize()
    most = present + memory_mb * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    seconds = math.ceil(cpu) * 4 + 1  # several threads count their time together
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
