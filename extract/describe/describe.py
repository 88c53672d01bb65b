"""One document described."""

from __future__ import annotations

from extract.describe.kind import kind_of
from extract.describe.opening import delivered_on, opening_of
from extract.describe.place import issuing_place, named_place
from extract.describe.tables import DescribeTables, describe_tables
from extract.describe.title import full_title, title_line
from extract.describe.year import inferred_year, period_of, year_of
from extract.gazetteer import Division, Gazetteer
from extract.model import PlanMeta
from extract.structure.headings import headings_of
from extract.structure.paragraphs import paragraphs_of
from extract.structure.patterns import structure_patterns


def describe(
    text: str,
    source: str,
    gazetteer: Gazetteer,
    *,
    place: str | None = None,
    year: int | None = None,
    kind: str | None = None,
    title_hint: str = "",
    tables: DescribeTables | None = None,
) -> PlanMeta:
    """What a clean text is, from its own words; what the caller gives is taken as given.

    ``source`` is the file's name, the weakest hint: only its year is used, and only where the text names none.
    ``PlanMeta.place`` is the name in force in the year of delivery (清苑县 in 2005), ``place_code`` today's code.

    Raises:
        TableError: if a table of patterns cannot be read.
    """
    tables, patterns = tables or describe_tables(), structure_patterns()
    opening = opening_of(text)
    headings = headings_of(paragraphs_of(text), patterns)
    line, delivered = title_line(opening), delivered_on(opening)
    kind = kind or kind_of(text, opening, tables)
    if year is None:
        year = year_of(text, delivered, line, headings, patterns) or inferred_year(text, source)
    division = named_place(place, text, gazetteer) if place else issuing_place(text, opening, gazetteer, tables)
    name = _name_in_force(division, year, gazetteer) if division else (place or "")
    period = period_of(kind, year, delivered, line, text, headings, patterns)
    return PlanMeta(
        title=full_title(line, title_hint, name, year, kind),
        place=name,
        place_code=division.code if division else "",
        kind=kind,
        year=year,
        period=period,
        delivered=delivered,
    )


def _name_in_force(division: Division, year: int, gazetteer: Gazetteer) -> str:
    then = gazetteer.official(division.code, year)
    return then.name if then else division.name
