"""Errors a user can act on: each message is one line naming file, place and remedy."""

from __future__ import annotations


class PlanKGError(Exception):
    """Base of everything plankg raises on purpose; the command line prints it as one line.

    ``str(error)`` is ready to read; subclasses keep what it is about as attributes.
    """


class ReadError(PlanKGError):
    """A document could not be read. ``source`` is the file, ``reason`` the rest of the message."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class TableError(PlanKGError):
    """A table of ``data/`` is not as it should be. ``file`` and ``line`` say where, from 1."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason
