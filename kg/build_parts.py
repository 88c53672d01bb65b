"""Parts on their way into the store: files beside it, there until the store has them.

A process killed at any moment leaves whole parts only (written beside, then renamed); one that a power cut spoilt is
found damaged by its check sum and made again.
"""

from __future__ import annotations

import gzip
import os
import time
import zlib
from contextlib import suppress
from pathlib import Path

from kg.build_task import Made, read_heads, unpacked
from kg.store_files import disk_error

PARTS = "parts"
_SUFFIX = ".nq.gz"
_KEPT = 30 * 86400.0  # seconds until a part that no run asked for any more is thrown away


class Parts:
    """The folder of parts of a graph directory. Two builds at once may share it: the same name is the same content."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.folder = directory / PARTS

    def is_whole(self, key: str) -> bool:
        """Whether the part is there and not damaged, and none of its documents failed."""
        if not self._path(key).is_file():
            return False
        documents = self.read(key)
        return bool(documents) and all(made.record is not None for made in documents or ())

    def write(self, key: str, part: bytes) -> None:
        """Keeps a part.

        Raises:
            StoreError: the disk refuses.
        """
        beside = self.folder / f".{key}.{os.getpid()}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(part)
            beside.replace(self._path(key))
        except OSError as error:
            with suppress(OSError):
                beside.unlink()
            raise disk_error(self.directory, error) from error

    def read(self, key: str) -> list[Made] | None:
        """The documents of a part; None if it is not there or damaged."""
        try:
            return unpacked(self._path(key).read_bytes())
        except (OSError, ValueError, KeyError, TypeError):
            self.drop(key)
            return None

    def heads(self, key: str) -> list[Made] | None:
        """The documents of a part without their quads; None if it is not there or damaged."""
        try:
            with gzip.open(self._path(key)) as file:
                return read_heads(file.readline())
        except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError):
            return None

    def drop(self, key: str) -> None:
        """Throws a part away."""
        with suppress(OSError):
            self._path(key).unlink()

    def sweep(self) -> None:
        """Throws away what an interrupted writer left, parts that are too old, and the folder if it is empty."""
        before = time.time() - _KEPT
        with suppress(OSError):
            for path in sorted(self.folder.iterdir()):
                if path.stat().st_mtime < before or (path.name.startswith(".") and not _is_running(path.suffix[1:])):
                    path.unlink()
            self.folder.rmdir()

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}{_SUFFIX}"


def _is_running(pid: str) -> bool:
    """Whether the process that writes a file beside is still there."""
    try:
        os.kill(int(pid), 0)
    except (ValueError, OverflowError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True
