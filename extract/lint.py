"""Checks on the analyst's tables: what would mislead the extraction, with file, line and remedy."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from extract.errors import TableError
from extract.tables import data_dir

_FOLDERS = ("lexicon", "patterns")


def lint_tables(folder: Path | None = None) -> list[TableError]:
    """Every problem in the CSV tables under ``data/lexicon`` and ``data/patterns``, by file and line.

    Checked: UTF-8, one header, no row longer than the header, no row twice, no empty first cell of a term, and an
    example of a pattern row that is both to match and not to match. An empty list means the tables are sound.
    """
    root = folder or data_dir()
    problems: list[TableError] = []
    for name in _FOLDERS:
        for path in sorted((root / name).glob("*.csv")):
            problems.extend(_table_problems(path))
    return problems


def _table_problems(path: Path) -> Iterator[TableError]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield TableError(
            str(path), path.read_bytes()[: error.start].count(b"\n") + 1, "不是 UTF-8；请另存为“CSV UTF-8”"
        )
        return
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    if not lines:
        yield TableError(str(path), 1, "表是空的；第一行应当是列名")
        return
    header = next(csv.reader([lines[0][1]]))
    seen: dict[tuple[str, ...], int] = {}
    for number, line in lines[1:]:
        cells = tuple(cell.strip() for cell in next(csv.reader([line])))
        if len(cells) > len(header):
            yield TableError(str(path), number, f"有 {len(cells)} 格，列名只有 {len(header)} 个；含逗号的格要加引号")
        if not cells[0] and path.parent.name == "lexicon":
            yield TableError(str(path), number, f"“{header[0]}”是空的；补上或删去这一行")
        if cells in seen:
            yield TableError(str(path), number, f"与第 {seen[cells]} 行重复；删去一行")
        seen.setdefault(cells, number)
        yield from _example_problems(path, number, header, cells)


def _example_problems(path: Path, number: int, header: list[str], cells: tuple[str, ...]) -> Iterator[TableError]:
    row = dict(zip(header, cells, strict=False))
    wanted = {row[c] for c in header if c in ("应识别例句", "match", "正例") and row.get(c)}
    refused = {row[c] for c in header if c in ("不应识别例句", "no_match", "反例") and row.get(c)}
    for example in sorted(wanted & refused):
        yield TableError(str(path), number, f"例句“{example}”既要识别又不要识别；改掉一个")
