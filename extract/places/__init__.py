"""Places in a plan: which are named, what they stand for here, which a line's or cluster's name implies."""

from __future__ import annotations

from collections.abc import Sequence

from extract.gazetteer import Gazetteer
from extract.model import Mention, Passage
from extract.places.finder import PlaceFinder
from extract.places.lexicon import PlaceLexicon, Region
from extract.places.urban import own_aliases

__all__ = ["PlaceFinder", "PlaceLexicon", "Region", "find_places", "own_aliases"]


def find_places(
    text: str, passages: Sequence[Passage], plan_code: str, gazetteer: Gazetteer, *, year: int = 0
) -> list[Mention]:
    """Every place that ``text`` names, in its order, for a plan of the division ``plan_code`` written in ``year``.

    Offsets are those of ``text``. ``name`` is the full official form of the year (离石区 for 离石; in 2005 清苑县);
    ``code`` the code of today's division ("" for rivers, regions, villages, namesakes that cannot be told apart).
    Mentions with ``inferred`` True are read out of a longer name: the ends of 太绥高铁, the members of 京津冀, the 太原
    of 太原都市圈; they may overlap the others and their ``surface`` may be a single character, which is no alias.
    All others do not overlap. Empty if nothing is found; nothing is raised for any text or code.

    For many documents make one ``PlaceFinder`` and use its ``find``: building it takes some 0.1 s.
    """
    return PlaceFinder(gazetteer).find(text, passages, plan_code, year=year)
