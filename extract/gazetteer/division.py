"""One administrative division, as the gazetteer hands it out."""

from __future__ import annotations

from dataclasses import dataclass

from extract.gazetteer.shortname import short_name

COUNTRY = "country"
PROVINCE = "province"
PREFECTURE = "prefecture"
COUNTY = "county"
TOWNSHIP = "township"
LEVELS = (COUNTRY, PROVINCE, PREFECTURE, COUNTY, TOWNSHIP)


@dataclass(frozen=True, order=True, slots=True)
class Division:
    """A division with its code, its place in the tree and the years its name was official.

    ``code`` is GB/T 2260 (six digits), or nine digits for a township. ``level`` is one of ``LEVELS``; ``parent``
    is the code of the division above ("" for the country). ``lon``, ``lat`` are degrees of the seat or centre
    (None if unknown; townships have none: use their county's). ``valid_from`` and ``valid_to`` are the first and
    last year in which this name was official, 0 where open or unknown: a current division has ``valid_to`` 0.
    ``successor`` is the code of the division that took over from a historic one ("" if none or unknown; it can be
    the same code, where only the name changed). ``vintage`` names the source's scheme and date ("mca-2026").

    >>> Division("141102", "离石区", "county", "141100").short
    '离石'
    """

    code: str
    name: str
    level: str
    parent: str
    lon: float | None = None
    lat: float | None = None
    valid_from: int = 0
    valid_to: int = 0
    successor: str = ""
    vintage: str = ""

    @property
    def short(self) -> str:
        """The name without its administrative suffix; the whole name where a single character would be left."""
        return short_name(self.name)

    @property
    def historic(self) -> bool:
        """True for a name that is no longer official."""
        return self.valid_to != 0
