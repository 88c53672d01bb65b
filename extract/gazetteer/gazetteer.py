"""All of China's divisions down to townships, with codes, centres, former names and their years.

>>> gazetteer = Gazetteer.load()
>>> gazetteer.resolve("离石", "141100").code
'141102'
>>> gazetteer.official("130608", 2005).name   # 清苑区 was a county until 2015
'清苑县'
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path

from extract.gazetteer.distance import kilometres
from extract.gazetteer.division import TOWNSHIP, Division
from extract.gazetteer.ranking import choose
from extract.gazetteer.shortname import short_name
from extract.gazetteer.store import FILE_NAME, Columns, read_columns
from extract.tables import data_dir

_TOWNSHIP_ENDS = ("", "镇", "乡", "街道", "苏木")


class Gazetteer:
    """Look-ups by code and by name. Make one with ``load`` and pass it along; it never changes.

    Rows become ``Division`` values only when asked for; names of townships are indexed at their first use.
    """

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._upper_end: int = columns.meta["townships"]
        codes, until = columns.columns["code"], columns.columns["valid_to"]
        self._current: dict[int, int] = {}
        self._former: dict[int, list[int]] = {}
        for row in range(self._upper_end):
            if until[row] == 0:
                self._current[codes[row]] = row
            else:
                self._former.setdefault(codes[row], []).append(row)
        self._current.update(zip(codes[self._upper_end :], range(self._upper_end, len(codes)), strict=True))
        self._cache: dict[int, Division] = {}
        self._by_code: dict[str, Division] = {}
        self._above: dict[str, frozenset[str]] = {}

    @classmethod
    def load(cls, folder: Path | None = None) -> Gazetteer:
        """Read the prebuilt file of ``folder`` (default ``data/gazetteer``); some 20 ms.

        Raises:
            TableError: the file is absent or damaged.
        """
        return cls(read_columns((folder or data_dir() / "gazetteer") / FILE_NAME))

    @property
    def sources(self) -> tuple[dict[str, str], ...]:
        """Name, data, licence and vintage of each source."""
        return tuple(self._columns.meta["sources"])

    def __len__(self) -> int:
        return len(self._columns.names)

    def by_code(self, code: str) -> Division | None:
        """The current division with this code (six digits, nine for a township), else the last that had it."""
        known = self._by_code.get(code)
        if known is not None or not code.isdecimal():
            return known
        row = self._current.get(int(code))
        if row is None:
            former = self._former.get(int(code))
            row = former[-1] if former else None
        if row is None:
            return None
        division = self._at(row)
        self._by_code[division.code] = division
        return division

    def named(self, name: str, *, townships: bool = True) -> tuple[Division, ...]:
        """Every division with this full or short name, former ones included: current first, then by code."""
        rows = self._upper_names.get(name, ())
        if townships:
            rows = (*rows, *(row for end in _TOWNSHIP_ENDS for row in self._township_names.get(name + end, ())))
        return tuple(self._at(row) for row in rows)

    def children(self, code: str) -> tuple[Division, ...]:
        """Current divisions directly below ``code``, by code; empty if none or unknown."""
        return tuple(self._at(row) for row in self._children.get(code, ()))

    def descendants(self, code: str, *, townships: bool = False) -> tuple[Division, ...]:
        """Current divisions anywhere below ``code``, parents before children."""
        found: list[Division] = []
        for child in self.children(code):
            if townships or child.level != TOWNSHIP:
                found.append(child)
                found.extend(self.descendants(child.code, townships=townships))
        return tuple(found)

    def township_rows(self, code: str) -> list[int]:
        """Rows (see ``at``) of the current townships anywhere below ``code``, in the order of ``descendants``."""
        codes, found = self._columns.columns["code"], []
        for row in self._children.get(code, ()):
            if row < self._upper_end:
                found += self.township_rows(str(codes[row]))
            else:
                found.append(row)
        return found

    def name_at(self, row: int) -> str:
        """The full name of a row."""
        return self._columns.names[row]

    def counties_and_above(self) -> Iterator[Division]:
        """Every current division down to counties, by code."""
        until = self._columns.columns["valid_to"]
        return (self._at(row) for row in range(self._upper_end) if until[row] == 0)

    def ancestors(self, code: str) -> tuple[Division, ...]:
        """The divisions above ``code``, nearest first, up to the country; empty if the code is unknown."""
        found: list[Division] = []
        division = self.by_code(code)
        while division is not None and division.parent and len(found) < 6:
            division = self.by_code(division.parent)
            if division is not None:
                found.append(division)
        return tuple(found)

    def within(self, code: str, ancestor_code: str) -> bool:
        """Whether ``code`` is ``ancestor_code`` or lies below it."""
        return code == ancestor_code or ancestor_code in self._above_codes(code)

    def _above_codes(self, code: str) -> frozenset[str]:
        found = self._above.get(code)
        if found is None:
            division = self.by_code(code)
            above = self.by_code(division.parent) if division is not None else None
            found = self._above_codes(above.code) | {above.code} if above is not None else frozenset()
            self._above[code] = found
        return found

    def current(self, code: str, name: str = "") -> Division | None:
        """Today's division for ``code``, or for the former division ``name`` of that code; None if it left no trace."""
        number = int(code) if code.isdecimal() else -1
        for row in reversed(self._former.get(number, [])):
            if (not name and number not in self._current) or self._columns.names[row] == name:
                successor = self._at(row).successor
                return self.by_code(successor) if successor else None
        row_now = self._current.get(number)
        return None if row_now is None else self._at(row_now)

    def official(self, code: str, year: int) -> Division | None:
        """The form in force in ``year`` of the division that now has ``code``: 130608 in 2005 is 清苑县.

        The current division itself where no former name covers the year, and for ``year`` 0; None for an unknown code.
        In a year of change the new form is given.
        """
        division = self.by_code(code)
        if division is None or not year or year >= division.valid_from:
            return division
        former = [d for d in self.lineage(code) if d.valid_from <= year < d.valid_to and d.level == division.level]
        return former[-1] if former else division

    def lineage(self, code: str) -> tuple[Division, ...]:
        """Former forms of the division that now has ``code``, oldest first; several may have been merged into it."""
        rows = self._predecessors.get(code, ())
        return tuple(sorted((self._at(row) for row in rows), key=lambda d: (d.valid_to, d.valid_from, d.code, d.name)))

    def point(self, code: str) -> tuple[float, float] | None:
        """Longitude and latitude in degrees of a division, of its county for a township; None if unknown."""
        division = self.by_code(code)
        if division is not None and division.lon is None and division.level == TOWNSHIP:
            division = self.by_code(division.parent)
        if division is None or division.lon is None or division.lat is None:
            return None
        return division.lon, division.lat

    def distance(self, code: str, other: str) -> float | None:
        """Kilometres between the centres of two divisions; None if one is unknown."""
        a, b = self.point(code), self.point(other)
        return None if a is None or b is None else kilometres(a, b)

    def resolve(
        self, name: str, context_code: str, *, year: int = 0, townships: bool = True, margin: float = 0.35
    ) -> Division | None:
        """The division meant by ``name`` in a text about ``context_code``; None if none or too close to tell.

        Former names give the current division unless ``year`` lies in their time (清苑县 in a report of 2005).
        ``margin`` is the least difference between the costs of best and second (see ``extract.gazetteer.ranking``).
        """
        found = choose(self, self.named(name, townships=townships), name, context_code, year, margin)
        if found is None or not found.historic or found.valid_from <= year <= found.valid_to:
            return found
        return (self.by_code(found.successor) if found.successor else None) or found

    def nearest_names(self, text: str, n: int = 5, *, within: str = "") -> tuple[str, ...]:
        """Full names most like ``text``, best first: for “did you mean”; only below the code ``within`` if given."""
        scored: dict[str, float] = {}
        letters = set(text)
        for row in range(self._upper_end):
            name = self._columns.names[row]
            if not letters.intersection(name) or self._columns.columns["valid_to"][row]:
                continue
            if not within or self.within(str(self._columns.columns["code"][row]), within):
                scored[name] = _likeness(text, name)
        return tuple(sorted(scored, key=lambda name: (-scored[name], name))[:n])

    def upper_names(self) -> dict[str, tuple[int, ...]]:
        """Full and short names down to counties -> rows, for matchers; current rows first. Not to be changed."""
        return self._upper_names

    def at(self, row: int) -> Division:
        """The division of a row as given by ``upper_names``."""
        return self._at(row)

    def _at(self, row: int) -> Division:
        division = self._cache.get(row)
        if division is None:
            division = self._cache[row] = self._columns.division(row)
        return division

    @cached_property
    def _upper_names(self) -> dict[str, tuple[int, ...]]:
        names, shorts, levels = self._columns.names, self._columns.shorts, self._columns.columns["level"]
        found: dict[str, list[int]] = {}
        for row in range(self._upper_end):
            if levels[row]:  # not the country
                found.setdefault(names[row], []).append(row)
                if shorts[row]:
                    found.setdefault(shorts[row], []).append(row)
        return {name: tuple(rows) for name, rows in found.items()}

    @cached_property
    def _township_names(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for row in range(self._upper_end, len(self)):
            found.setdefault(self._columns.names[row], []).append(row)
        return found

    @cached_property
    def _children(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        until, parents = self._columns.columns["valid_to"], self._columns.columns["parent"]
        for row, parent in enumerate(parents):
            if parent and until[row] == 0:
                found.setdefault(str(parent), []).append(row)
        return found

    @cached_property
    def _predecessors(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        until, successors = self._columns.columns["valid_to"], self._columns.columns["successor"]
        for row in range(self._upper_end):
            if until[row] and successors[row]:
                found.setdefault(str(successors[row]), []).append(row)
        return found


def _likeness(text: str, name: str) -> float:
    """Common characters of two names, those of the name proper and the first one counting most."""
    stems = SequenceMatcher(None, short_name(text), short_name(name), autojunk=False).ratio()
    whole = SequenceMatcher(None, text, name, autojunk=False).ratio()
    return stems + whole + 0.5 * (text[:1] == name[:1])
