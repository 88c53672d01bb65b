"""The ordered list of cleaning stages, and the result."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from extract.clean import characters, contents, furniture, layout, marks, rows
from extract.clean.draft import Draft, Edit
from extract.clean.tables import CleanTables, clean_tables
from extract.model import Removal
from extract.read.raw import RawDocument

Stage = Callable[[Draft], Iterable[Edit]]


@dataclass(frozen=True, slots=True)
class CleanText:
    """``text`` has one paragraph a line and no blank lines; "" if nothing but furniture was there.

    ``removed`` has offsets into the raw text, sorted; white space, line breaks and widths are not recorded.
    ``page_starts``: pairs of an offset into ``text`` and the page number that begins there, sorted.
    """

    text: str
    removed: tuple[Removal, ...] = ()
    page_starts: tuple[tuple[int, int], ...] = ()


def stages(tables: CleanTables) -> tuple[Stage, ...]:
    """What is done, in order."""
    return (
        characters.line_breaks,
        characters.controls,
        characters.entities,
        characters.blanks,
        partial(furniture.inline, tables=tables),
        partial(furniture.furniture, tables=tables),
        contents.contents,
        characters.radicals,
        characters.dashes,
        characters.widths,
        characters.parentheses,
        rows.table_rows,
        layout.join_lines,
        marks.continuations,
        characters.punctuation,
        marks.note_numbers,
        characters.spaced_numbers,
        characters.gaps,
        marks.paren_note_numbers,
        partial(marks.doubled_glyphs, tables=tables),
    )


def clean(raw: RawDocument, *, tables: CleanTables | None = None) -> CleanText:
    """The document's text as its author wrote it, one paragraph a line.

    Raises:
        TableError: if a table of furniture cannot be read.
    """
    draft = Draft(raw.text)
    for stage in stages(tables or clean_tables()):
        draft.apply(stage(draft))
    pages = tuple((draft.position(offset), page) for offset, page in raw.page_starts)
    return CleanText(draft.text, tuple(sorted(draft.removed)), pages)
