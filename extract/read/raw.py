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
    """A file that could not be read: ``reason`` is one line for the user (Chinese), with the remedy where there is one."""

    source: str
    reason: str

    def __str__(self) -> str:
        return f"{self.source}：{self.reason}"
