"""The files of a graph directory: generations, the switch between them, and the locks.

A graph directory holds ``CURRENT`` (the name of the generation that readers use), ``lock`` (held by the one
process that writes) and ``gen-000001/``... Each generation has ``store/`` (the embedded store), ``manifest.json``
and ``readers`` (an empty file that every reader holds a shared lock on); ``unsettled`` where a build that wrote it
meant to write on: the next one tidies up. A generation that ``CURRENT`` names is
never written again. A writer fills the next one beside it and renames a new ``CURRENT`` into place, so that a
process killed at any moment leaves either the old graph or the new one; leftovers are swept by the next writer,
those that are still being read excepted.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from extract.errors import PlanKGError

CURRENT = "CURRENT"
LOCK = "lock"
READERS = "readers"
STORE = "store"
UNSETTLED = "unsettled"
_GENERATION = re.compile(r"gen-(\d{6,})\Z")
_TRIES = 20


class StoreError(PlanKGError):
    """A graph directory cannot be read or written. ``directory`` is its path."""

    def __init__(self, directory: Path | str, reason: str) -> None:
        super().__init__(f"{directory}：{reason}")
        self.directory = str(directory)
        self.reason = reason


class StoreBusyError(StoreError):
    """Another process is writing the graph."""


def current_generation(directory: Path) -> Path | None:
    """The generation in use, None where there is no graph yet.

    Raises:
        StoreError: ``CURRENT`` names something that is not there.
    """
    try:
        name = (directory / CURRENT).read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise disk_error(directory, error) from error
    generation = directory / name
    if not _GENERATION.match(name) or not (generation / STORE).is_dir():
        raise StoreError(directory, f"图谱目录已损坏（CURRENT 指向不存在的 {name!r}）；请用 plankg build 重新构建")
    return generation


def is_settled(directory: Path) -> bool:
    """Whether the current generation is as its build wanted to leave it (also where there is none)."""
    generation = current_generation(directory)
    return generation is None or not (generation / UNSETTLED).exists()


@contextmanager
def write_lock(directory: Path) -> Iterator[None]:
    """Holds the directory's write lock; makes the directory where it is missing.

    Raises:
        StoreError: another process holds it, or the directory cannot be written.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        handle = os.open(directory / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise disk_error(directory, error) from error
    try:
        if not _try_lock(handle, fcntl.LOCK_EX):
            raise StoreBusyError(directory, "图谱正被另一个进程写入；等它结束后再试，或用 --graph 另选一个目录")
        yield
    finally:
        os.close(handle)


def read_lock(directory: Path) -> tuple[Path, int]:
    """The current generation and a file descriptor that keeps it from being swept until it is closed.

    Raises:
        StoreError: no graph here, or it cannot be read.
    """
    for attempt in range(_TRIES):
        try:
            generation = current_generation(directory)
        except StoreError:  # a writer may have switched and swept between our two looks
            if attempt == _TRIES - 1:
                raise
            time.sleep(0.005)
            continue
        if generation is None:
            raise StoreError(directory, "这里没有图谱；先用 plankg build 文件… 构建，或用 --graph 指定目录")
        handle = _share(generation, directory)
        if handle is not None:
            return generation, handle
    raise StoreError(directory, "图谱正在频繁更新，暂时打不开；请稍后再试")


def new_generation(directory: Path) -> Path:
    """A new, empty generation, one number above the highest."""
    numbers = [int(match[1]) for path in directory.iterdir() if (match := _GENERATION.match(path.name))]
    generation = directory / f"gen-{max(numbers, default=0) + 1:06d}"
    generation.mkdir()
    (generation / READERS).touch()
    return generation


def link_store(source: Path, target: Path) -> None:
    """Copies a closed store: its table files, which never change, as hard links where the disk allows."""
    target.mkdir()
    for path in sorted(source.iterdir()):
        if path.name == "LOCK" or path.name.startswith("LOG"):
            continue
        copy = target / path.name
        if path.suffix == ".sst":
            try:
                os.link(path, copy)
                continue
            except OSError as error:
                if error.errno in (errno.ENOSPC, errno.EROFS, errno.EDQUOT):
                    raise
        shutil.copyfile(path, copy)


def switch(directory: Path, generation: Path) -> None:
    """Makes ``generation`` the current one: everything is on the disk before its name is."""
    for folder in (generation / STORE, generation):
        for path in sorted(folder.iterdir()):
            if path.is_file():
                _sync(path)
        _sync(folder)
    _sync(directory)
    write_atomically(directory / CURRENT, f"{generation.name}\n".encode("ascii"))


def write_atomically(path: Path, content: bytes) -> None:
    """Writes beside, then renames: ``path`` has the old bytes or the new ones, never a part."""
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    _sync(path.parent)


def sweep(directory: Path) -> None:
    """Removes generations that are neither current nor being read. Call it with the write lock held."""
    current = current_generation(directory)
    for path in sorted(directory.iterdir()):
        if not _GENERATION.match(path.name) or path == current:
            continue
        try:
            handle = os.open(path / READERS, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            shutil.rmtree(path, ignore_errors=True)
            continue
        try:
            if _try_lock(handle, fcntl.LOCK_EX):
                # The lock's file goes first: a reader that waits for the lock sees that it came too late.
                with suppress(OSError):
                    (path / READERS).unlink()
                shutil.rmtree(path, ignore_errors=True)
        finally:
            os.close(handle)


def disk_error(directory: Path, error: OSError) -> StoreError:
    """What the operating system or the store says, as one line with a remedy."""
    text = " ".join(str(error).split())
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) or "No space left" in text or "File too large" in text:
        return StoreError(directory, "磁盘已满，写不下去；原有内容没有变动，腾出空间后重试")
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM) or "Permission denied" in text or "Read-only" in text:
        return StoreError(directory, "没有权限，或磁盘只读；原有内容没有变动，请换一个目录")
    if error.errno == errno.ENOENT:
        return StoreError(directory, "上层目录不存在；先建好目录，或换一个路径")
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return StoreError(directory, "这里或上层有同名的文件，不是目录；请换一个路径")
    return StoreError(directory, f"读写失败（{text[:200]}）；原有内容没有变动")


def _share(generation: Path, directory: Path) -> int | None:
    """A shared lock on a generation, None if it has been swept meanwhile."""
    try:
        handle = os.open(generation / READERS, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise disk_error(directory, error) from error
    if _try_lock(handle, fcntl.LOCK_SH) and (generation / READERS).exists():
        return handle
    os.close(handle)
    return None


def _try_lock(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
