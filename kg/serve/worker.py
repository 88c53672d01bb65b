"""The worker's side: one request after another over a socket, answered from the graph, until killed."""

from __future__ import annotations

import os
import resource
import select
import socket
import threading
import traceback
from collections.abc import Callable
from typing import Any

from extract.errors import PlanKGError
from kg.library import load_library
from kg.query_guard import QueryError
from kg.serve import api, evidence, pages, resource_data, sparql, templates
from kg.serve.messages import Reply, plain, receive, send
from kg.serve.session import Session
from kg.serve.settings import Limits
from kg.store_files import StoreError

Operation = Callable[[Session, dict[str, Any]], Reply]

OPERATIONS: dict[str, Operation] = {
    "sparql": sparql.answer,
    "describe_service": sparql.describe_service,
    "run": api.run_reply,
    "download": api.download,
    "complete": api.complete,
    "values": api.values,
    "terms": api.terms,
    "evidence": evidence.reply,
    "id": resource_data.redirect,
    "data": resource_data.data,
    "page": pages.resource_page,
    "term": pages.term_page,
    "overview": pages.overview_page,
    "workbench": pages.workbench_page,
}
"""What a worker can do. A request names its operation in ``op``; the rest is the operation's."""


def preload() -> None:
    """Loads what every worker needs, before the fork."""
    load_library()
    templates.environment()


def serve(sock: socket.socket, directory: str, limits: Limits) -> None:
    """Answers requests until the server closes the socket."""
    session = Session(directory, limits)
    session.refresh()
    bound_memory(limits.memory_mb)
    threading.Thread(target=_leave_with, args=(sock,), daemon=True).start()
    base = resident_mb()
    send(sock, {"pid": os.getpid()})
    while True:
        try:
            request, _ = receive(sock)
        except (EOFError, OSError):
            return
        reply = perform(session, request)
        head = {"status": reply.status, "type": reply.type, "headers": reply.headers, "grown": resident_mb() - base}
        send(sock, head, reply.body)


def perform(session: Session, request: dict[str, Any]) -> Reply:
    """The reply to one request. What is the asker's fault is told; what is ours is not described to strangers."""
    try:
        session.refresh()
        reply = OPERATIONS[request["op"]](session, request)
        if len(reply.body) > session.limits.result_bytes:  # whatever made it: the server holds it in memory
            return plain(413, sparql.too_large(session.limits.rows, session.limits.result_bytes))
        return reply
    except MemoryError:
        os._exit(3)  # what is left of this process is not worth trusting
    except sparql.TooLargeError as error:
        return plain(413, str(error))
    except QueryError as error:
        headers = {"X-Error-Line": str(error.line), "X-Error-Column": str(error.column)} if error.line else {}
        return plain(400, str(error), **headers)
    except StoreError:
        return plain(503, "图谱暂时打不开，请稍后再试", Retry_After="5")
    except PlanKGError as error:
        return plain(400, str(error))
    except RecursionError:
        return plain(400, "查询有误：嵌套太深")
    except Exception:
        if os.environ.get("PLANKG_DEBUG"):
            traceback.print_exc()
        return plain(500, "内部错误")


def bound_memory(memory_mb: int) -> None:
    """Limits the writable memory of this process to what it has now and so much more; no core dumps.

    Not the address space: each thread of the store reserves 64 MB of it without using them, and a limit there
    ends the process where a thread cannot start.
    """
    most = data_bytes() + memory_mb * 1_000_000
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def data_bytes() -> int:
    """The private writable memory of this process, in bytes (``VmData`` of Linux, what ``RLIMIT_DATA`` bounds)."""
    with open("/proc/self/status", encoding="ascii") as file:
        kilobytes = next(line.split()[1] for line in file if line.startswith("VmData:"))
    return int(kilobytes) * 1024


def resident_mb() -> int:
    """The memory that this process occupies, in MB."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize() // 1_000_000


def _leave_with(sock: socket.socket) -> None:
    """Ends this process when the server is gone, even in the middle of a query."""
    poll = select.poll()
    poll.register(sock, getattr(select, "POLLRDHUP", 0))  # POLLHUP is always reported
    poll.poll()
    os._exit(0)
