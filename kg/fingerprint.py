"""What a document's part is made with besides the document: code, tables, model, libraries.

Two runs may share a part only where all of it is the same, and so may a client and its workers.
"""

from __future__ import annotations

import os
import sys
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Protocol

from extract.errors import PlanKGError
from extract.tables import data_dir
from kg.identity_table import VARIABLE

_ROOT = Path(__file__).resolve().parent.parent
_CODE = (("extract", "**/*.py"), ("ontology", "**/*.py"), ("kg", "*.py"))
_MODEL = "model"
_LIBRARIES = (
    "ahocorasick-rs", "charset-normalizer", "jieba", "lxml", "numpy", "onnxruntime", "pdfplumber", "pyoxigraph", "python-docx",
    "trafilatura",
)  # fmt: skip


class Hash(Protocol):
    """What ``hashlib`` makes."""

    def update(self, data: bytes, /) -> None:
        """Takes in more bytes."""
        ...


class VersionMismatchError(PlanKGError):
    """A worker runs other code or other tables than the client: its parts would differ."""

    def __init__(self, ours: str, theirs: str, where: str) -> None:
        super().__init__(
            f"{where}：工作进程的 plankg（{theirs}）与本机的（{ours}）代码、data/ 表或依赖库不同；装成同一版本后再运行"
        )
        self.ours, self.theirs, self.where = ours, theirs, where

    def __reduce__(self) -> tuple[type[VersionMismatchError], tuple[str, str, str]]:
        """Travels from worker to client."""
        return type(self), (self.ours, self.theirs, self.where)


def fingerprint(*, model: bool, folder: Path | None = None) -> str:
    """Sixteen hex digits over code, tables, model (unless without) and library versions; some 50 ms.

    ``folder`` is the tables' (default: ``extract.tables.data_dir``).
    """
    known = sha256(f"python {sys.version_info[0]}.{sys.version_info[1]} model {model}\n".encode())
    for name in _LIBRARIES:
        known.update(f"{name} {_version(name)}\n".encode())
    for package, pattern in _CODE:
        for path in sorted((_ROOT / package).glob(pattern)):
            _add(known, path.relative_to(_ROOT).as_posix(), path)
    home = folder or data_dir()
    for path in sorted(home.rglob("*")):
        name = path.relative_to(home).as_posix()
        if path.is_file() and (model or not name.startswith(_MODEL)) and not name.startswith("plans/"):
            _add(known, f"data/{name}", path)
    if own := os.environ.get(VARIABLE):
        _add(known, VARIABLE, Path(own))
    return known.hexdigest()[:16]


def _add(known: Hash, name: str, path: Path) -> None:
    try:
        content = path.read_bytes()
    except OSError:
        content = b""  # gone between listing and reading; a table that is needed is complained of where it is read
    known.update(f"{name} {len(content)}\n".encode())
    known.update(content)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"
