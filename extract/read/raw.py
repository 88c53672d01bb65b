"""What reading a file gives: its raw text, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A file's text as read, before cleaning.

    ``source`` is the file's name as given (a member of a zip: ``archive.zip/path/in/it``); ``page_starts`` pairs an
    offset into ``text`` with the page number (from 1) that begins there, empty if the file has no pages;
    ``title_hint`` is a title from the file's metadata or "".
    """

    source: str
    text: str
    page_starts: tuple[tuple[int, int], ...] = ()
    title_hint: str = ""


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """A file that could not be read. ``reason`` is one line for the user, with the remedy where there is one."""

    source: str
    reason: str

    def __str__(self) -> str:
        return f"{self.source}：{self.reason}"


class Unreadable(Exception):  # noqa: N818 - says what is wrong with a file, is not an error of the program
    """Raised by the readers of single formats; ``str(error)`` is the reason, one line, without the file's name."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a single file may cost: seconds of wall clock, bytes of memory, of the file, and of it expanded.

    ``text`` is the most characters of a document, which bounds what its extraction costs (a long plan has some
    200,000), ``ratio`` the most an archive's member may grow, ``entries`` the most members, ``pages`` the most pages.
    """

    seconds: float = 120.0
    memory: int = 2 << 30
    size: int = 64 << 20
    expanded: int = 256 << 20
    text: int = 500_000
    ratio: int = 200
    entries: int = 2000
    pages: int = 2000
