"""The child process that opens files which could do harm: one request after another on standard input.

A request is a line of JSON (format, name, limits, length) and so many bytes; the reply a line of JSON. Memory and
processor time are limited by the operating system (where it can), wall-clock time by the parent, which kills.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any, BinaryIO

from extract.read.encoding import decode
from extract.read.formats import DOCX, HTML, PDF, TEXT
from extract.read.raw import Limits, RawDocument, Unreadable


def read_bytes(kind: str, source: str, data: bytes, limits: Limits) -> RawDocument:
    """Read a document of a known format in this process.

    Raises:
        Unreadable: with the reason.
        ValueError: for a format that is not read here.
    """
    if kind == TEXT:
        return RawDocument(source, decode(data))
    if kind == PDF:
        from extract.read.pdf import read_pdf

        return read_pdf(source, data, limits)
    if kind == DOCX:
        from extract.read.docx import read_docx

        return read_docx(source, data, limits)
    if kind == HTML:
        from extract.read.html import read_html

        return read_html(source, data)
    raise ValueError(kind)


def answer(request: dict[str, Any], data: bytes) -> dict[str, Any]:
    """The reply to one request: the document's fields, or ``{"failure": reason}``."""
    limits = Limits(**request["limits"])
    _limit(limits)
    try:
        document = read_bytes(request["format"], request["source"], data, limits)
    except Unreadable as error:
        return {"failure": str(error)}
    except MemoryError:
        return {"failure": f"要用的内存超过 {limits.memory >> 20} MB，不读"}
    except RecursionError:
        return {"failure": "嵌套过深，不读"}
    except Exception as error:  # a library's failure on this file must not end the run over the others
        return {"failure": f"文件读不下去（{type(error).__name__}）"}
    if len(document.text) > limits.expanded:
        return {"failure": "文字过多，不读"}
    return asdict(document)


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer until the parent closes the pipe."""
    while line := requests.readline():
        request = json.loads(line)
        data = requests.read(request["length"])
        replies.write(json.dumps(answer(request, data), ensure_ascii=True).encode() + b"\n")
        replies.flush()


def _limit(limits: Limits) -> None:
    """Bound this process's memory, further processor time, written files; where the system has no such limits, none."""
    try:
        import resource
    except ImportError:  # Windows
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + limits.seconds) + 1
    for what, value in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            _, hard = resource.getrlimit(what)
            resource.setrlimit(what, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
        except (OSError, ValueError):
            continue  # the system does not let us; the parent's clock still does


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
