"""Raw text to a ``Document``: cleaned, described, outlined."""

from __future__ import annotations

from extract.clean import clean
from extract.describe import describe
from extract.gazetteer import Gazetteer
from extract.identity import plan_id
from extract.model import Document
from extract.read.raw import RawDocument
from extract.structure import outline


def make_document(
    raw: RawDocument,
    gazetteer: Gazetteer,
    *,
    place: str | None = None,
    year: int | None = None,
    kind: str | None = None,
) -> Document:
    """The document with its clean text, sections, passages and what it is.

    ``place``, ``year`` and ``kind`` override what the text says. A raw text that is furniture only gives a
    document with an empty text and no passages.

    Raises:
        TableError: if a table of patterns cannot be read.
    """
    cleaned = clean(raw)
    meta = describe(cleaned.text, raw.source, gazetteer, place=place, year=year, kind=kind, title_hint=raw.title_hint)
    sections, passages = outline(cleaned.text, year=meta.year, period=meta.period, page_starts=cleaned.page_starts)
    return Document(
        id=plan_id(meta, cleaned.text),
        text=cleaned.text,
        source=raw.source,
        meta=meta,
        sections=sections,
        passages=passages,
        removed=cleaned.removed,
    )
