"""The analyst's word on what is one thing and what is not: ``data/identity.csv`` and the table ``$PLANKG_IDENTITY``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from extract.errors import TableError
from extract.model import normalise
from extract.tables import data_dir, read_table

TABLE = "identity.csv"
VARIABLE = "PLANKG_IDENTITY"
COLUMNS = ("kind", "form", "canonical", "place")
KINDS = ("project", "industry", "measure", "organization", "brand", "indicator")
SEPARATE = "separate"
_CODE = 6


@dataclass(frozen=True, slots=True)
class Override:
    """One row: a form is ``canonical``, or stands alone where that is "". ``source`` is file and line."""

    canonical: str
    source: str


@dataclass(frozen=True, slots=True)
class Overrides:
    """The rows by (kind, normalised form, place's code or ""), and what any row names as canonical."""

    rows: Mapping[tuple[str, str, str], Override] = field(default_factory=dict)
    canonical: frozenset[tuple[str, str]] = frozenset()

    def find(self, kind: str, form: str, place: str = "") -> Override | None:
        """What the analyst says of a form: of this place's plans, else of all."""
        key = normalise(form)
        return self.rows.get((kind, key, place)) or self.rows.get((kind, key, ""))

    def is_canonical(self, kind: str, form: str) -> bool:
        """Whether some row sends another form to this one: then it is one thing in all plans."""
        return (kind, normalise(form)) in self.canonical

    def of_kind(self, kind: str) -> tuple[tuple[str, Override], ...]:
        """Normalised forms of a kind that hold in all plans, with their rows, sorted by form."""
        return tuple(sorted(((f, o) for (k, f, p), o in self.rows.items() if k == kind and not p), key=lambda x: x[0]))


def load_overrides(folder: Path | None = None) -> Overrides:
    """Both tables, the user's own going before ``data/identity.csv``; a folder without the table has no rows.

    Raises:
        TableError: a file that ``$PLANKG_IDENTITY`` names is missing, or a row is not as it should be.
    """
    rows: dict[tuple[str, str, str], Override] = {}
    home = folder or data_dir()
    if (home / TABLE).is_file():
        rows.update(_read(home / TABLE))
    if own := os.environ.get(VARIABLE):
        rows.update(_read(Path(own)))
    targets = frozenset((kind, normalise(row.canonical)) for (kind, _, _), row in rows.items() if row.canonical)
    for (kind, _form, _), row in sorted(rows.items()):
        further = rows.get((kind, normalise(row.canonical), ""))
        same = further is not None and normalise(further.canonical) == normalise(row.canonical)
        if row.canonical and further and not same:
            file, _, line = row.source.rpartition(":")
            raise TableError(file, int(line), f"“{row.canonical}”自己在 {further.source} 又另有安排；两行留一行")
    return Overrides(MappingProxyType(rows), targets)


def _read(path: Path) -> dict[tuple[str, str, str], Override]:
    """One table's rows. Two rows on one form of one place that differ are an error."""
    found: dict[tuple[str, str, str], Override] = {}
    for row in read_table(path.name, COLUMNS, folder=path.parent):
        line = int(row["#line"])
        if fault := _fault(row):
            raise TableError(str(path), line, fault)
        canonical = "" if row["canonical"] == SEPARATE else row["canonical"]
        key = (row["kind"], normalise(row["form"]), row["place"])
        known = found.setdefault(key, Override(canonical, f"{path}:{line}"))
        if known.canonical != canonical:
            raise TableError(str(path), line, f"“{row['form']}”在 {known.source} 已经另有安排；只留一行")
    return found


def _fault(row: Mapping[str, str]) -> str:
    """What is wrong with a row, "" if nothing is."""
    if row["kind"] not in KINDS:
        return f"kind 只能是 {'、'.join(KINDS)} 之一，不能是 {row['kind']!r}"
    if not normalise(row["form"]):
        return "form 不能空：写规划里的写法"
    if not row["canonical"]:
        return f"canonical 不能空：写统一的名称，或写 {SEPARATE}"
    if row["place"] and not (row["place"].isdecimal() and row["place"].isascii() and len(row["place"]) == _CODE):
        return f"place 要写六位区划代码或空着，不能是 {row['place']!r}"
    if row["place"] and row["kind"] == "indicator":
        return "指标各地通用，place 要空着"
    return ""
