"""A real browser for the tests of pages: Chromium, offline, with everything it asks for and complains of recorded.

Every test has ``browser`` (tests/conftest.py); a package takes ``visit`` by importing it in its conftest.py. Without a
browser these tests are skipped with a line that says so; where ``CI`` is ``true`` they fail instead,
so that a missing browser is never taken for success.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}


@dataclass
class Visit:
    """A page that is open; ``requests`` are addresses other than the file's own, ``errors`` what the console said."""

    page: Any
    address: str
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def clean(self) -> None:
        """Fail unless nothing was asked of a network and nothing went wrong."""
        assert self.requests == []
        assert self.errors == []


def find_browser() -> str | None:
    """The path of an installed Chromium or Chrome."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for the whole run."""
    path = find_browser()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"no browser found (looked for {', '.join(NAMES)}); install Chromium")
        pytest.skip("no Chromium or Chrome installed: tests of the page in a browser are left out")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Visit]]:
    """A function that opens a file at a size ("desktop" or "phone") and address fragment, offline."""
    contexts = []

    def open_page(path: Path, size: str = "desktop", fragment: str = "") -> Visit:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            offline=True,
            accept_downloads=True,
            has_touch=size == "phone",
            reduced_motion="reduce",  # no waiting for animations
        )
        contexts.append(context)
        page = context.new_page()
        seen = Visit(page, path.as_uri())
        page.on(
            "request",
            lambda r: seen.requests.append(r.url) if not r.url.startswith(("data:", "blob:", seen.address)) else None,
        )
        page.on("console", lambda m: seen.errors.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: seen.errors.append(str(e)))
        page.goto(seen.address + fragment)
        page.wait_for_selector("html[data-ready]", state="attached", timeout=20000)
        return seen

    yield open_page
    for context in contexts:
        context.close()
