"""Paths to raw documents: a file, a folder, a zip, or - for standard input."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Container, Iterator
from pathlib import Path

from extract.read.formats import refusal
from extract.read.raw import Limits, RawDocument, ReadFailure
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


def files_at(path: Path | str, also: Container[str] = ()) -> Iterator[Path | ReadFailure]:
    """The files to read at a path: itself, or those of a folder whose names say that they may be plans.

    The others of a folder are failures with the reason, as is a folder with nothing to read in it. ``also``: further
    suffixes (``.json``) that the caller reads.
    """
    if not Path(path).is_dir():
        yield Path(path)
        return
    found = False
    for file in walk(path):
        reason = "" if file.suffix.lower() in also else _refusal(file)
        found = found or not reason
        yield ReadFailure(str(file), reason) if reason else file
    if not found:
        yield ReadFailure(str(path), "文件夹里没有可读的文件（.txt、.html、.docx、.pdf、.xlsx、.ods、.zip）")


def walk(path: Path | str) -> Iterator[Path]:
    """The path itself, or the files of a folder and its subfolders, sorted.

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
    else:
        yield from sandbox.read(source, data)


def _outcomes(path: Path | str, limits: Limits, sandbox: Sandbox) -> Iterator[Outcome]:
    if str(path) == STDIN:
        yield from read_data("标准输入", sys.stdin.buffer.read(limits.size + 1), limits=limits, sandbox=sandbox)
        return
    for file in files_at(path):
        data = file if isinstance(file, ReadFailure) else read_bytes(file, limits)
        if isinstance(data, ReadFailure):
            yield data
        else:
            yield from read_data(str(file), data, limits=limits, sandbox=sandbox)


def _refusal(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return refusal(file.name, opened.read(16))
    except OSError as error:
        return f"打不开（{error.strerror}）"


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
