"""Names and numbers for one generated report, each drawn once, with what the annotation will say of them."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extract.gazetteer import COUNTY, PREFECTURE, PROVINCE, TOWNSHIP, Division, Gazetteer
from extract.tables import read_table

TABLES = Path(__file__).resolve().parent / "generated"
Row = dict[str, str]


class SpentError(Exception):
    """The vocabulary has no further name of a role that this report has not used."""


def table_by(name: str, key: str, columns: tuple[str, ...]) -> dict[str, list[Row]]:
    """Rows of a table of ``bench/generated`` by the value of one column, in the table's order."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in read_table(name, columns, folder=TABLES):
        rows[row[key]].append(row)
    return dict(rows)


@dataclass(frozen=True)
class Setting:
    """The county a report is about, what contains it, its townships and its neighbours of the same prefecture."""

    county: Division
    above: tuple[Division, ...]
    towns: tuple[Division, ...]
    neighbours: tuple[Division, ...]


def settings(gazetteer: Gazetteer) -> list[Setting]:
    """Every county of the gazetteer that has a prefecture, four neighbours and eight townships of one meaning, by code."""
    found = []
    for county in gazetteer.counties_and_above():
        above = tuple(d for d in gazetteer.ancestors(county.code) if d.level in (PREFECTURE, PROVINCE))
        if county.level != COUNTY or len(above) != 2 or not _plain(county):
            continue
        others = gazetteer.children(above[0].code)
        towns = tuple(d for d in gazetteer.children(county.code) if d.level == TOWNSHIP and _town(d))
        near = tuple(d for d in others if d.level == COUNTY and d.code != county.code and _plain(d))
        towns = tuple(t for t in towns if t.short not in {d.short for d in (county, *above, *near)})
        if len(near) >= 4 and len(towns) >= 8:
            found.append(Setting(county, above, towns, near))
    return found


def _plain(division: Division) -> bool:
    return division.short != division.name and 2 <= len(division.short) <= 4


def _town(division: Division) -> bool:
    return _plain(division) and division.name[-1] in "镇乡" and "族" not in division.name


@dataclass
class Names:
    """Draws names and notes the entities, targets and goals that a sentence then has."""

    setting: Setting
    year: int
    dice: random.Random
    words: dict[str, list[Row]]
    used: set[str] = field(default_factory=set)
    entities: dict[str, dict[str, Any]] = field(default_factory=dict)

    def place(self, division: Division) -> str:
        """The full name of a place, noted as an entity."""
        self.note("place", division.name, (division.short,))
        return division.name

    def note(self, type_: str, name: str, aliases: Iterable[str] = (), **more: str) -> None:
        """Notes an entity; of a name that is noted already nothing changes."""
        entry = {"type": type_, "name": name, "aliases": [a for a in aliases if a], **more}
        self.entities.setdefault(name, entry)

    def draw(self, role: str) -> Row:
        """A row of a role that this report has not drawn yet.

        Raises:
            SpentError: there is none left.
        """
        left = [row for row in self.words[role] if f"{role}:{row['word']}" not in self.used]
        if not left:
            raise SpentError(role)
        row = self.dice.choice(left)
        self.used.add(f"{role}:{row['word']}")
        return row

    def project(self, status: str, *, prefixed: bool = True) -> tuple[str, str, str]:
        """A new project: its name, the full name of the place its name says ("" for none), the industry it serves."""
        for _ in range(40):
            row = self.dice.choice(self.words["project"])
            prefix, place = self._prefix() if prefixed else (self.dice.choice(self.words["prefix"])["word"], "")
            name = row["word"].format(p=prefix)
            if name not in self.used:
                self.used.add(name)
                self.note("project", name, kind=row["a"], status=status)
                if place:
                    self.entities.setdefault(place, self._place_entry(place))
                return name, place, row["b"]
        raise SpentError("project")

    def _place_entry(self, name: str) -> dict[str, Any]:
        known = {d.name: d for d in (self.setting.county, *self.setting.towns)}
        return {"type": "place", "name": name, "aliases": [known[name].short]}

    def _prefix(self) -> tuple[str, str]:
        """A name's beginning and the place it means: a township, the county, or an invented name and no place."""
        chance = self.dice.random()
        if chance < 0.4:
            town = self.dice.choice(self.setting.towns)
            return town.short, town.name
        if chance < 0.5:
            return self.setting.county.short, self.setting.county.name
        return self.dice.choice(self.words["prefix"])["word"], ""

    def line(self, status: str) -> tuple[str, list[str]]:
        """A new road between the county and a neighbour, or two neighbours: its name and its two ends."""
        places = [self.setting.county, *self.setting.neighbours]
        for _ in range(40):
            first, second = self.dice.sample(places, 2)
            kind, word = self.dice.choice([("expressway", "高速公路"), ("railway", "高铁"), ("road", "快速路")])
            name = f"{first.short}至{second.short}{word}"
            if not self.used & {name, f"{second.short}至{first.short}{word}"}:
                self.used.add(name)
                self.note("project", name, kind=kind, status=status)
                return name, [self.place(first), self.place(second)]
        raise SpentError("line")

    def industry(self, name: str = "") -> str:
        """An industry that the report has not named, or the one given; one that a project serves may be named later."""
        row = next((r for r in self.words["industry"] if r["word"] == name), None) if name else self.draw("industry")
        self.note("industry", row["word"] if row else name, (row["a"].split(";") if row else ()))
        return row["word"] if row else name

    def measure(self) -> str:
        """A policy instrument not yet named."""
        row = self.draw("measure")
        self.note("measure", row["word"], (row["a"],))
        return row["word"]

    def organization(self) -> str:
        """An organisation of the province not yet named."""
        row = self.draw("org")
        name = row["word"].format(province=self.setting.above[-1].short)
        self.note("organization", name)
        return name

    def brand(self) -> str:
        """A brand of a township or of the county."""
        name = self.draw("brand")["word"].format(p=self._prefix()[0])
        self.note("brand", name, (name.strip("“”"), f"{name}品牌"))
        return name

    def number(self, row: Row) -> float:
        """A value in an indicator's range, to its decimals."""
        digits = int(row["digits"] or 0)
        value = round(self.dice.uniform(float(row["low"]), float(row["high"])), digits)
        return int(value) if value == int(value) else value

    def target(self, role: str, deadline: int) -> tuple[str, dict[str, Any]]:
        """A quantified target as words and as annotated: the operator's words are drawn with it."""
        row = self.draw(role)
        value = self.number(row)
        op = self.dice.choice(row["b"].split(";"))
        name, unit = row["word"], row["a"]
        if role == "count":
            words = f"{name}{value}{unit}" if op == "=" else f"{name}{value}{unit}以上"
            op, per = op, None
        else:
            words, op, per = _phrase(self.dice, name, value, unit, op)
        annotated = {"subject": self.setting.county.name, "indicator": name, "op": op, "value": value, "unit": unit}
        return words, annotated | {"per": per, "deadline": deadline}


_PHRASES = {
    "growth": (("{i}增长{v}{u}", "increase"), ("{i}增长{v}{u}左右", "~"), ("{i}增长{v}{u}以上", ">=")),
    "drop": (("{i}下降{v}{u}", "decrease"), ("{i}降低{v}{u}", "decrease")),
    "rise": (("{i}控制在{v}{u}以内", "<="), ("{i}控制在{v}{u}左右", "~")),
    "<=": (("{i}控制在{v}{u}以内", "<="), ("{i}控制在{v}{u}左右", "~")),
    ">=": (("{i}达到{v}{u}以上", ">="), ("{i}不低于{v}{u}", ">="), ("{i}达到{v}{u}", ">=")),
    ">": (("{i}突破{v}{u}", ">"), ("{i}超过{v}{u}", ">")),
    "~": (("{i}稳定在{v}{u}左右", "~"), ("{i}保持在{v}{u}左右", "~")),
}


def _phrase(dice: random.Random, name: str, value: float, unit: str, op: str) -> tuple[str, str, str | None]:
    words, shown = dice.choice(_PHRASES[op])
    return words.format(i=name, v=value, u=unit), shown, "year" if op in ("growth", "drop", "rise") else None
