"""Headings to a tree of sections."""

from __future__ import annotations

from dataclasses import dataclass

from extract.structure.headings import Heading
from extract.structure.paragraphs import Paragraph


@dataclass(frozen=True, slots=True)
class Node:
    """A section before it is dated: ``first`` and ``last`` are indices of its paragraphs, both included."""

    heading: Heading
    first: int
    last: int
    level: int
    parent: int | None


def tree_of(headings: tuple[Heading, ...], paragraphs: tuple[Paragraph, ...]) -> tuple[Node, ...]:
    """Sections in the order of their headings. A section ends before the next heading that does not rank below it."""
    nodes: list[Node] = []
    ends = _ends(headings, len(paragraphs))
    open_sections: list[int] = []
    for number, heading in enumerate(headings):
        while open_sections and nodes[open_sections[-1]].last < heading.paragraph:
            open_sections.pop()
        parent = open_sections[-1] if open_sections else None
        nodes.append(Node(heading, heading.paragraph, ends[number], len(open_sections) + 1, parent))
        open_sections.append(number)
    return tuple(nodes)


def _ends(headings: tuple[Heading, ...], count: int) -> list[int]:
    """Last paragraph of each section."""
    ends = [0] * len(headings)
    waiting: list[int] = []
    for number, heading in enumerate(headings):
        while waiting and headings[waiting[-1]].rank >= heading.rank:
            ends[waiting.pop()] = heading.paragraph - 1
        if heading.local:
            ends[number] = heading.paragraph
        else:
            waiting.append(number)
    for number in waiting:
        ends[number] = count - 1
    return ends


def innermost(nodes: tuple[Node, ...], count: int) -> list[int | None]:
    """For each of ``count`` paragraphs the index of the innermost section that holds it, or None."""
    holder: list[int | None] = [None] * count
    for number, node in enumerate(nodes):  # later sections are inner ones
        holder[node.first : node.last + 1] = [number] * (node.last + 1 - node.first)
    return holder
