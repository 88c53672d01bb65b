"""China's administrative divisions: a prebuilt public list, and who is meant by a name."""

from extract.gazetteer.distance import kilometres
from extract.gazetteer.division import COUNTRY, COUNTY, PREFECTURE, PROVINCE, TOWNSHIP, Division
from extract.gazetteer.gazetteer import Gazetteer
from extract.gazetteer.shortname import short_name

__all__ = [
    "COUNTRY",
    "COUNTY",
    "PREFECTURE",
    "PROVINCE",
    "TOWNSHIP",
    "Division",
    "Gazetteer",
    "kilometres",
    "short_name",
]
