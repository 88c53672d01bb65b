"""Paths to raw documents: a file, a folder, a zip, or - for standard input."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from extract.read.archive import members
from extract.read.formats import SUFFIXES, ZIP, format_of
from extract.read.raw import Limits, RawDocument, ReadFailure, Unreadable
from extract.read.sandbox import Sandbox

STDIN = "-"
Outcome = RawDocument | ReadFailure


def read_path(path: Path | str, *, limits: Limits | None = None, sandbox: Sandbox | None = None) -> Iterator[Outcome]:
    """Everything to read at a path, one outcome for each document, in the order of names.

    A folder is walked; a zip gives its members; ``-`` is one document on standard input. A file that cannot be read
    gives a ``ReadFailure`` and the rest goes on; nothing is raised for what is in a file. Each document is read in
    a child process (``sandbox``: one to share over many calls; else one for this call); only bytes pass through here.
    """
    limits = limits or (sandbox.limits if sandbox else Limits())
    if sandbox is not None:
        yield from _outcomes(path, limits, sandbox)
        return
    with Sandbox(limits) as own:
        yield from _outcomes(path, limits, own)


def walk(path: Path | str) -> Iterator[Path]:
    """The path itself, or the files of a folder and its subfolders that may be plans, sorted.

    Hidden files and what programs leave behind are passed over; links to folders are not followed.
    """
    root = Path(path)
    if not root.is_dir():
        yield root
        return
    for folder, subfolders, files in os.walk(root):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith((".", "__")))
        for name in sorted(files):
            if not name.startswith((".", "~$")) and name not in ("Thumbs.db", "desktop.ini"):
                yield Path(folder) / name


def read_data(source: str, data: bytes, *, limits: Limits, sandbox: Sandbox) -> Iterator[Outcome]:
    """Documents in bytes that came from ``source``: one, or the members of a zip."""
    if len(data) > limits.size:
        yield ReadFailure(source, f"超过 {limits.size >> 20} MB，不读")
        return
    try:
        kind = format_of(data)
        if kind == ZIP:
            yield from _zip(source, data, limits, sandbox)
        else:
            yield sandbox.read(kind, source, data)
    except Unreadable as error:
        yield ReadFailure(source, str(error))


def _outcomes(path: Path | str, limits: Limits, sandbox: Sandbox) -> Iterator[Outcome]:
    if str(path) == STDIN:
        yield from read_data("标准输入", sys.stdin.buffer.read(limits.size + 1), limits=limits, sandbox=sandbox)
        return
    folder, found = Path(path).is_dir(), False
    for file in walk(path):
        if folder and file.suffix.lower() not in SUFFIXES:
            yield _other(file)
            continue
        found = True
        data = read_bytes(file, limits)
        if isinstance(data, ReadFailure):
            yield data
        else:
            yield from read_data(str(file), data, limits=limits, sandbox=sandbox)
    if folder and not found:
        yield ReadFailure(str(path), "文件夹里没有可读的文件（.txt、.html、.docx、.pdf、.zip）")


def _other(file: Path) -> ReadFailure:
    """Why a file with another suffix is not read, with the remedy where its first bytes are of a known format."""
    try:
        with file.open("rb") as opened:
            format_of(opened.read(16))
    except Unreadable as error:
        return ReadFailure(str(file), str(error))
    except OSError as error:
        return ReadFailure(str(file), f"打不开（{error.strerror}）")
    return ReadFailure(str(file), f"不读 {file.suffix or '没有后缀名'} 的文件")


def read_bytes(file: Path, limits: Limits) -> bytes | ReadFailure:
    """A file's bytes, - being standard input, or why they cannot be had (no file, too large, no permission)."""
    if str(file) == STDIN:
        return sys.stdin.buffer.read(limits.size + 1)
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            return ReadFailure(str(file), "不是普通文件")
        if status.st_size > limits.size:
            return ReadFailure(str(file), f"有 {status.st_size >> 20} MB，超过 {limits.size >> 20} MB，不读")
        with file.open("rb") as opened:
            return opened.read(limits.size + 1)
    except FileNotFoundError:
        return ReadFailure(str(file), "没有这个文件")
    except OSError as error:
        return ReadFailure(str(file), f"打不开（{error.strerror}）")


def _zip(source: str, data: bytes, limits: Limits, sandbox: Sandbox) -> Iterator[Outcome]:
    for member in members(source, data, limits):
        if isinstance(member, ReadFailure):
            yield member
            continue
        name, content = member
        try:
            nested = format_of(content) == ZIP
        except Unreadable as error:
            yield ReadFailure(name, str(error))
            continue
        if nested:
            yield ReadFailure(name, "压缩包里的压缩包不读，请先解压")
        else:
            yield from read_data(name, content, limits=limits, sandbox=sandbox)
