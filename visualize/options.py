"""What a caller may ask of a page, and what can be wrong with the request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


class PageError(ValueError):
    """A page cannot be made; the message says why in one line."""


class UnknownCountyError(PageError):
    """The county asked for is not in the graph; ``nearest`` are similar names that are, best first."""

    def __init__(self, name: str, nearest: tuple[str, ...]) -> None:
        hint = f"；相近的有：{'、'.join(nearest)}" if nearest else ""
        super().__init__(f"图中没有“{name}”这个县{hint}")
        self.name = name
        self.nearest = nearest


@dataclass(frozen=True, slots=True)
class PageOptions:
    """How a page looks at its graph. All defaults fit the page of a whole graph.

    title: heading and window title; "" takes ``graph.graph["title"]``.
    county: name or GB/T 2260 code of the county to make a county page of; "" for the whole graph.
    compare: names of the older and the newer plan where nodes carry ``change``; the legend shows them.
    county_links: county name -> relative address of its folder (``counties/临县/``); shown in the panel.
    overview_above: graphs with more nodes than this open on an overview.
    overview_size: about how many nodes the overview shows.
    """

    title: str = ""
    county: str = ""
    compare: tuple[str, str] | None = None
    county_links: Mapping[str, str] = field(default_factory=dict)
    overview_above: int = 700
    overview_size: int = 240
