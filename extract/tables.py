"""The analyst's tables: where ``data/`` is and how a CSV table of it is read."""

from __future__ import annotations

import csv
import os
from functools import lru_cache
from pathlib import Path

from extract.errors import TableError

_HERE = Path(__file__).resolve().parent


def data_dir() -> Path:
    """The folder with the analyst's tables.

    ``$PLANKG_DATA`` if set, else the checkout's ``data/``, else the copy an installed wheel carries.

    Raises:
        TableError: if none of them exists.
    """
    chosen = os.environ.get("PLANKG_DATA")
    candidates = [Path(chosen)] if chosen else [_HERE.parent / "data", _HERE.parent / "plankg_data"]
    for path in candidates:
        if (path / "README.md").is_file():
            return path
    raise TableError(str(candidates[0]), 0, "no data folder here; set PLANKG_DATA to one or reinstall plankg")


def read_table(name: str, columns: tuple[str, ...], *, folder: Path | None = None) -> list[dict[str, str]]:
    """Rows of ``data/NAME`` as dicts of stripped strings, one for each of ``columns``.

    UTF-8 with or without BOM. Lines that begin with ``#`` and blank lines are skipped. Missing cells are "".

    Raises:
        TableError: undecodable bytes, a column that is not in the header, or a row with too many cells.
    """
    path = (folder or data_dir()) / name
    try:
        state = path.stat()
    except OSError as error:
        raise TableError(str(path), 0, f"cannot be read ({error.strerror})") from error
    return list(_rows(path, columns, state.st_mtime_ns, state.st_size))


@lru_cache(maxsize=64)
def _rows(path: Path, columns: tuple[str, ...], _changed: int, _size: int) -> tuple[dict[str, str], ...]:
    """The rows, read once for each state of the file: stages ask for their tables document by document."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise TableError(str(path), 0, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise TableError(str(path), line, "not UTF-8; save the table as “CSV UTF-8”") from error
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    if not lines:
        raise TableError(str(path), 1, "the table is empty; its first line names the columns")
    header = next(csv.reader([lines[0][1]]))
    absent = [column for column in columns if column not in header]
    if absent:
        raise TableError(str(path), lines[0][0], f"no column {'、'.join(absent)} in the header")
    rows: list[dict[str, str]] = []
    for number, row_text in lines[1:]:
        cells = next(csv.reader([row_text]))
        if len(cells) > len(header):
            reason = f"{len(cells)} cells under {len(header)} columns; quote a cell with a comma"
            raise TableError(str(path), number, reason)
        row = dict(zip(header, (*(c.strip() for c in cells), *[""] * len(header)), strict=False))
        rows.append({column: row[column] for column in columns} | {"#line": str(number)})
    return tuple(rows)
