"""The child process that opens files which could do harm: one request after another on standard input.

A request is a line of JSON (name, limits, length, documents to pass over) and so many bytes. The reply is lines of JSON:
for each document its name as it is begun (``{"begun": name}``), then the document or ``{"failure": reason}``; at the
end ``{"end": true}``. After a document the parent's next line is waited for. Memory and processor time are limited by the operating system (where it can), wall-clock time by
the parent, which kills; it knows by the name which document was its death.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, BinaryIO

from extract.read.archive import members
from extract.read.encoding import decode
from extract.read.formats import CSV, DOCX, HTML, ODS, PDF, TEXT, XLSX, ZIP, format_of, refusal
from extract.read.raw import Limits, RawDocument, ReadFailure, Unreadable


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
    return _read_table(kind, source, data, limits)


def _read_table(kind: str, source: str, data: bytes, limits: Limits) -> RawDocument:
    if kind == XLSX:
        from extract.read.xlsx import read_xlsx

        return read_xlsx(source, data, limits)
    if kind == ODS:
        from extract.read.ods import read_ods

        return read_ods(source, data, limits)
    if kind == CSV:
        from extract.read.csv import read_csv

        return read_csv(source, data)
    raise ValueError(kind)


def answers(source: str, data: bytes, limits: Limits, skip: int = 0) -> Iterator[dict[str, Any]]:
    """The reply to one request, line by line; the first ``skip`` documents are passed over."""
    number = 0
    try:
        kind = format_of(data, source)
        single: list[tuple[str, bytes] | ReadFailure] = [(source, data)]
        for item in members(source, data, limits) if kind == ZIP else single:
            number += 1
            if number <= skip:
                continue
            name = item.source if isinstance(item, ReadFailure) else item[0]
            yield {"begun": name}
            if isinstance(item, ReadFailure):
                yield {"failure": item.reason}
            else:
                yield _document(kind, *item, limits)
    except Unreadable as error:
        yield {"begun": source}
        yield {"failure": str(error)}
    except MemoryError:
        yield {"begun": source}
        yield {"failure": f"要用的内存超过 {limits.memory >> 20} MB，不读"}
    yield {"end": True}


def _document(outer: str, name: str, data: bytes, limits: Limits) -> dict[str, Any]:
    """A document's fields, or ``{"failure": reason}``."""
    try:
        kind = format_of(data, name) if outer == ZIP else outer
        if outer == ZIP and (reason := refusal(name, data[:16])):
            raise Unreadable(reason)
        if kind == ZIP:
            raise Unreadable("压缩包里的压缩包不读，请先解压")
        document = read_bytes(kind, name, data, limits)
    except Unreadable as error:
        return {"failure": str(error)}
    except MemoryError:
        return {"failure": f"要用的内存超过 {limits.memory >> 20} MB，不读"}
    except RecursionError:
        return {"failure": "嵌套过深，不读"}
    except Exception as error:  # a library's failure on this file must not end the run over the others
        return {"failure": f"文件读不下去（{type(error).__name__}）"}
    if len(document.text) > limits.text:
        return {
            "failure": f"有 {-(-len(document.text) // 10_000)} 万字，超过 {limits.text // 10_000} 万字，不读；请拆开"
        }
    return asdict(document)


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer until the parent closes the pipe."""
    while line := requests.readline():
        request = json.loads(line)
        data = requests.read(request["length"])
        limits = Limits(**request["limits"])
        _limit(limits)
        for reply in answers(request["source"], data, limits, request["skip"]):
            replies.write(json.dumps(reply, ensure_ascii=True).encode() + b"\n")
            replies.flush()
            if not ("begun" in reply or "end" in reply):
                if not requests.readline():
                    return
                _limit(limits)


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
