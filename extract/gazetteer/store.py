"""The gazetteer's file: columns of fixed width and joined names, packed once by ``extract.gazetteer.build``.

Layout: ``MAGIC``, one line of JSON (sources, licences, number of rows, sizes of the blocks), then the blocks, each
compressed with zlib: first the numeric columns in the order of ``COLUMNS`` (little endian), then the names and, for
divisions down to counties, the short names ("" where it is the name itself), joined by line feeds. Reading takes a
few milliseconds; a row becomes a ``Division`` only when it is asked for.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.errors import TableError
from extract.gazetteer.division import LEVELS, Division

MAGIC = b"PLANKG-GAZETTEER-1\n"
FILE_NAME = "divisions.bin"
NO_DEGREE = -(2**31)
_MICRO = 1_000_000
# column name -> array type code: i = 32 bits, h = 16 bits, B = 8 bits
COLUMNS = {
    "code": "i",
    "parent": "i",
    "successor": "i",
    "lon": "i",
    "lat": "i",
    "valid_from": "h",
    "valid_to": "h",
    "level": "B",
    "vintage": "B",
}


@dataclass(frozen=True, slots=True)
class Columns:
    """The file's content: ``columns[name][row]``, ``names[row]``, ``shorts[row]``, ``meta`` with sources and vintages.

    Rows are ordered: divisions down to counties, then historic ones, then townships; ``meta["townships"]`` is the
    index of the first township.
    """

    meta: dict[str, Any]
    columns: dict[str, array[int]]
    names: list[str]
    shorts: list[str]

    def division(self, row: int) -> Division:
        """The row as a value."""
        column = self.columns
        lon, lat = column["lon"][row], column["lat"][row]
        return Division(
            code=code_text(column["code"][row]),
            name=self.names[row],
            level=LEVELS[column["level"][row]],
            parent=code_text(column["parent"][row]),
            lon=None if lon == NO_DEGREE else lon / _MICRO,
            lat=None if lat == NO_DEGREE else lat / _MICRO,
            valid_from=column["valid_from"][row],
            valid_to=column["valid_to"][row],
            successor=code_text(column["successor"][row]),
            vintage=self.meta["vintages"][column["vintage"][row]],
        )


def code_text(number: int) -> str:
    """A code's digits ("" for 0); no code begins with 0, so six and nine digits stay apart."""
    return str(number) if number else ""


def read_columns(path: Path) -> Columns:
    """Read the prebuilt file.

    Raises:
        TableError: the file is absent, is none of ours, or is damaged.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise TableError(str(path), 0, f"the gazetteer cannot be read ({error.strerror}); reinstall plankg") from error
    try:
        if not data.startswith(MAGIC):
            raise ValueError("wrong first line")
        end = data.index(b"\n", len(MAGIC))
        meta = json.loads(data[len(MAGIC) : end])
        blocks = _blocks(data[end + 1 :], meta["sizes"])
        columns = {}
        for (name, kind), block in zip(COLUMNS.items(), blocks[:-2], strict=True):
            columns[name] = array(kind, block)
            if sys.byteorder == "big":
                columns[name].byteswap()
        names, shorts = (block.decode("utf-8").split("\n") for block in blocks[-2:])
        if {len(names)} | {len(column) for column in columns.values()} != {meta["rows"]}:
            raise ValueError("columns of unequal length")
        if len(shorts) != meta["townships"]:
            raise ValueError("short names are incomplete")
    except (ValueError, KeyError, zlib.error) as error:
        raise TableError(str(path), 0, f"not a gazetteer file ({error}); build it again or reinstall") from error
    return Columns(meta, columns, names, shorts)


def _blocks(data: bytes, sizes: Sequence[int]) -> list[bytes]:
    blocks, start = [], 0
    for size in sizes:
        blocks.append(zlib.decompress(data[start : start + size]))
        start += size
    return blocks


def write_columns(
    path: Path, divisions: Sequence[Division], townships_from: int, sources: list[dict[str, str]]
) -> None:
    """Write ``divisions`` in the order given; the same input gives the same bytes."""
    vintages = sorted({division.vintage for division in divisions})
    values: dict[str, list[int]] = {
        "code": [int(d.code) for d in divisions],
        "parent": [int(d.parent or 0) for d in divisions],
        "successor": [int(d.successor or 0) for d in divisions],
        "lon": [NO_DEGREE if d.lon is None else round(d.lon * _MICRO) for d in divisions],
        "lat": [NO_DEGREE if d.lat is None else round(d.lat * _MICRO) for d in divisions],
        "valid_from": [d.valid_from for d in divisions],
        "valid_to": [d.valid_to for d in divisions],
        "level": [LEVELS.index(d.level) for d in divisions],
        "vintage": [vintages.index(d.vintage) for d in divisions],
    }
    blocks = []
    for name, kind in COLUMNS.items():
        column = array(kind, values[name])
        if sys.byteorder == "big":
            column.byteswap()
        blocks.append(zlib.compress(column.tobytes(), 9))
    blocks.append(zlib.compress("\n".join(d.name for d in divisions).encode("utf-8"), 9))
    shorts = ["" if d.short == d.name else d.short for d in divisions[:townships_from]]
    blocks.append(zlib.compress("\n".join(shorts).encode("utf-8"), 9))
    meta = {
        "rows": len(divisions),
        "townships": townships_from,
        "vintages": vintages,
        "sources": sources,
        "sizes": [len(block) for block in blocks],
    }
    head = json.dumps(meta, ensure_ascii=False, sort_keys=True).encode("utf-8")
    path.write_bytes(MAGIC + head + b"\n" + b"".join(blocks))
