"""The outline of a clean text: sections and passages, with tense, year and page."""

from __future__ import annotations

from bisect import bisect_right

from extract.model import Passage, Section
from extract.structure.headings import headings_of
from extract.structure.paragraphs import Paragraph, paragraphs_of
from extract.structure.patterns import StructurePatterns, structure_patterns
from extract.structure.sentences import sentences_of
from extract.structure.tense import is_past_sentence, past_paragraphs
from extract.structure.tree import Node, innermost, tree_of
from extract.structure.years import section_year

Pages = tuple[tuple[int, int], ...]


def outline(
    text: str,
    *,
    year: int = 0,
    period: tuple[int, int] = (0, 0),
    page_starts: Pages = (),
    patterns: StructurePatterns | None = None,
) -> tuple[tuple[Section, ...], tuple[Passage, ...]]:
    """Sections and sentences of a clean text (one paragraph a line), both in order.

    Passages cover every non-blank line without overlap, headings included. ``year`` and ``period`` are those of
    ``PlanMeta`` (0 where unknown) and decide what 今年 and 今后五年 in a heading mean; ``page_starts`` are those of
    ``CleanText``. Both results are empty for a blank text.

    Raises:
        TableError: if a table of patterns cannot be read.
    """
    patterns = patterns or structure_patterns()
    paragraphs = paragraphs_of(text)
    nodes = tree_of(headings_of(paragraphs, patterns), paragraphs)
    holder = innermost(nodes, len(paragraphs))
    past = past_paragraphs(paragraphs, nodes, holder, patterns, year)
    sections = _sections(nodes, paragraphs, past, year, period)
    return sections, _passages(text, paragraphs, holder, past, page_starts, patterns)


def _sections(
    nodes: tuple[Node, ...], paragraphs: tuple[Paragraph, ...], past: list[bool], year: int, period: tuple[int, int]
) -> tuple[Section, ...]:
    found: list[Section] = []
    for index, node in enumerate(nodes):
        own = range(node.first, node.last + 1)
        length = sum(len(paragraphs[n].text) for n in own)
        reviewing = sum(len(paragraphs[n].text) for n in own if past[n]) * 2 > length
        opening = paragraphs[node.first + 1].text if node.last > node.first else ""
        planned = None if reviewing else section_year(node.heading.title, opening, year, period)
        if planned is None and not reviewing and node.parent is not None:
            planned = found[node.parent].year
        start, end = paragraphs[node.first].start, paragraphs[node.last].end
        found.append(
            Section(index, node.level, node.heading.title, start, end, node.parent, past=reviewing, year=planned)
        )
    return tuple(found)


def _passages(
    text: str,
    paragraphs: tuple[Paragraph, ...],
    holder: list[int | None],
    past: list[bool],
    page_starts: Pages,
    patterns: StructurePatterns,
) -> tuple[Passage, ...]:
    found: list[Passage] = []
    offsets = [offset for offset, _ in page_starts]
    for number, paragraph in enumerate(paragraphs):
        for start, end in sentences_of(text, paragraph.start, paragraph.end):
            page = page_starts[max(0, bisect_right(offsets, start) - 1)][1] if page_starts else None
            gone = past[number] or is_past_sentence(text[start:end], patterns)
            found.append(Passage(len(found), start, end, number, holder[number], past=gone, page=page))
    return tuple(found)
