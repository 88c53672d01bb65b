"""Change events since 1980 -> historic divisions with the years of their names and their successors.

Only the builder uses this. An event says: in year Y, (old code, old name) became (new code, new name). Years are those
of the yearly code books, so a name that ends in Y was official until some day of Y, and its successor from that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extract.gazetteer.division import COUNTY, PREFECTURE, PROVINCE, Division

Key = tuple[str, str]  # code and name
_LEVEL = {1: PROVINCE, 2: PREFECTURE, 3: COUNTY}
# A code given to another division says nothing about what became of the old one; seats move without a new name.
_NO_SUCCESSION = {"码位改派", "驻地迁移", "划转"}
_GENERIC = {"市辖区", "郊区", "城区", "矿区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
VINTAGE = "gb2260-history"


@dataclass(frozen=True, slots=True)
class Change:
    """One event. ``old`` or ``new`` is None where the division begins or ends without another."""

    year: int
    level: str
    kind: str
    old: Key | None
    old_parent: str
    new: Key | None


def read_changes(events: Iterable[Mapping[str, object]]) -> list[Change]:
    """The events that carry codes, oldest first."""
    changes = []
    for event in events:
        level = _LEVEL.get(int(str(event["level"])))
        old, old_parent = _side(event["old"])
        new, _ = _side(event["new"])
        if level is not None and (old or new):
            changes.append(Change(int(str(event["year"])), level, str(event["type"]), old, old_parent, new))
    return sorted(changes, key=lambda c: (c.year, c.old or ("", ""), c.new or ("", "")))


def _side(side: object) -> tuple[Key | None, str]:
    if not isinstance(side, Mapping) or not side.get("code") or not side.get("name"):
        return None, ""
    return (str(side["code"])[:6], str(side["name"])), str(side.get("parent_code") or "")[:6]


def first_years(changes: Iterable[Change]) -> dict[Key, int]:
    """The year each (code, name) came into force, for those that an event brought about."""
    years: dict[Key, int] = {}
    for change in changes:
        if change.new and change.new != change.old:
            years[change.new] = change.year
    return years


def historic_divisions(changes: list[Change], current: Mapping[str, Division]) -> list[Division]:
    """Each former (code, name) with its last year and, followed to the end, its current successor's code."""
    from_years = first_years(changes)
    rows = {}
    for change in changes:
        if change.old is None or change.old == change.new or change.old[1] in _GENERIC:
            continue
        code, name = change.old
        now = current.get(code)
        if now is not None and now.name == name:
            continue  # came back, or is noise of the early code books
        start = from_years.get(change.old, 0)
        successor = _follow(change, changes, current)
        rows[change.old] = Division(
            code, name, change.level, change.old_parent, None, None,
            start if start <= change.year else 0, change.year, successor, VINTAGE,
        )  # fmt: skip
    return sorted(rows.values(), key=lambda d: (d.code, d.valid_to, d.name))


def _follow(change: Change, changes: list[Change], current: Mapping[str, Division]) -> str:
    """Code of the current division that a change leads to, over later changes; "" if the trail is lost."""
    if change.kind in _NO_SUCCESSION:
        return _same_name(change.old, current)
    key, year = change.new, change.year
    for _ in range(20):
        if key is None:
            break
        now = current.get(key[0])
        if now is not None and now.name == key[1]:
            return now.code
        later = [
            c for c in changes if c.old == key and c.year >= year and c.kind not in _NO_SUCCESSION and c.new != key
        ]
        if not later:
            break
        key, year = later[0].new, later[0].year
    return _same_name(key or change.old, current)


def _same_name(key: Key | None, current: Mapping[str, Division]) -> str:
    """The one current division of that name in the same province: recoded, not renamed."""
    if key is None:
        return ""
    same = [d.code for d in current.values() if d.name == key[1] and d.code[:2] == key[0][:2]]
    return same[0] if len(same) == 1 else ""
