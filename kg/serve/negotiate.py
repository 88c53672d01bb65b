"""Which media type to answer with, by RFC 9110, section 12.5.1."""

from __future__ import annotations

from collections.abc import Sequence


def choose(accept: str, offered: Sequence[str]) -> str | None:
    """The offered media type that ``accept`` likes best, the first of equals; None if it accepts none.

    An empty header accepts everything. A malformed part of the header is left out.
    """
    ranges = list(_ranges(accept))
    if not accept.strip():
        return offered[0]
    best, best_quality = None, 0.0
    for media_type in offered:
        quality = _quality(media_type, ranges)
        if quality > best_quality:
            best, best_quality = media_type, quality
    return best


def _ranges(accept: str) -> list[tuple[str, float]]:
    found = []
    for part in accept.split(",")[:50]:
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                quality = _number(value.strip())
        if name.count("/") == 1:
            found.append((name, quality))
    return found


def _number(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality by the most specific range that fits."""
    major = media_type.split("/")[0]
    for pattern in (media_type, f"{major}/*", "*/*"):
        fitting = [quality for name, quality in ranges if name == pattern]
        if fitting:
            return max(fitting)
    return 0.0
