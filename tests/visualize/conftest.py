"""Fixtures of the page's tests: the browser, and pages written once."""

from __future__ import annotations

import pytest

from tests.browser import visit
from tests.visualize import graphs
from tests.visualize.pages import county
from visualize import page
from visualize.options import PageOptions

__all__ = ["files", "opened", "visit"]


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    """The pages that the tests open, written once."""
    folder = tmp_path_factory.mktemp("pages")
    small = graphs.plan_graph(200, 420, 8)
    changed = graphs.plan_graph(60, 110, 4)
    for number, (_, data) in enumerate(sorted(changed.nodes(data=True))):
        data["change"] = ("kept", "new", "gone")[number % 3]
    made = {
        "small": (small, PageOptions(county_links={county(small): "counties/某县/"})),
        "large": (graphs.plan_graph(1500, 3000, 20), PageOptions()),
        "hostile": (graphs.hostile_graph(), PageOptions()),
        "county": (small, PageOptions(county=county(small))),
        "changed": (changed, PageOptions(compare=("四次党代会", "五次党代会"))),
        "empty": (graphs.Maker("空图").graph, PageOptions()),
    }
    for name, (graph, options) in made.items():
        page.write(graph, folder / f"{name}.html", options=options)
    return folder, small


@pytest.fixture
def opened(files, visit):
    def open_(name, size="desktop", fragment=""):
        return visit(files[0] / f"{name}.html", size, fragment)

    return open_
