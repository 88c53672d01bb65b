"""Fixtures of all packages: one browser for the whole run, since Playwright allows one at a time in a process."""

from __future__ import annotations

from tests.browser import browser

__all__ = ["browser"]
