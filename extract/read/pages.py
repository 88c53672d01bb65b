"""Blocks of pages to running text: heads and page numbers out, lines joined, paragraphs restored, articles rejoined."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from statistics import median

from extract.read.geometry import MARGIN, Block, Line

_PAGE_NUMBER = re.compile(
    r"[\s—–\-－·•.|第共页/／]*\d{1,4}[\s—–\-－·•.|第共页/／\d]*|[ivxIVX]{1,6}|第[一二三四五六七八九十]{1,3}[页版]"
)
_MASTHEAD = re.compile(
    r"星期[一二三四五六日天]|责(?:任)?编(?:辑)?\s*[：:]|校对\s*[：:]|版式\s*[：:]|"
    r"第?[一二三四五六七八九十\d]{1,3}版(?:$|\s)|(?:日报|晚报|早报)$"
)
_DIGITS = re.compile(r"\d+")
_ENDS = frozenset("。！？；…：")
_CLOSERS = "”’）》】"
_NEVER_FIRST = frozenset("，。、；：！？）》】”’%％")
_NUMBERED = re.compile(
    r"(?:第[一二三四五六七八九十百]{1,4}[章节篇]|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|——|[①-⑳])"
)
_ONWARD = re.compile(r"[（(]\s*下转[^）)]{1,12}[）)]\s*$")
_RESUMED = re.compile(r"\s*[（(]\s*(?:上接|紧接|接)[^）)]{1,12}[）)]")
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Page:
    """A page's blocks in reading order; ``number`` counts from 1, ``height`` in points."""

    number: int
    blocks: list[Block]
    height: float


@dataclass(slots=True)
class Paragraph:
    """A paragraph being put together: pieces of text with the page each stands on, and its last line's look."""

    pieces: list[tuple[int, str]]
    size: float
    open: bool  # ended for want of column, not because its last line was short

    @property
    def text(self) -> str:
        """The whole paragraph."""
        return "".join(piece for _, piece in self.pieces)


def assemble(pages: list[Page]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text, one paragraph a line, and the offset at which each change of page happens, sorted by offset."""
    paragraphs: list[Paragraph] = []
    body = _body_size(pages)
    for page in without_heads(pages):
        for block in page.blocks:
            _add_block(paragraphs, block, page.number, body)
    return _written(_rejoined(paragraphs))


def without_heads(pages: list[Page]) -> list[Page]:
    """The pages without what stands at the top and bottom of several of them, page numbers and mastheads."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_key(line) for block in page.blocks for line in block.lines if _in_band(line, page)})
    repeated = {key for key, count in counts.items() if count >= 2 and count >= 0.3 * len(pages)}
    kept = []
    for page in pages:
        blocks = []
        for block in page.blocks:
            lines = tuple(line for line in block.lines if not _is_head(line, page, repeated))
            if lines:
                blocks.append(Block(lines, min(line.x0 for line in lines), max(line.x1 for line in lines)))
        kept.append(replace(page, blocks=blocks))
    return kept


def _is_head(line: Line, page: Page, repeated: set[str]) -> bool:
    if not _in_band(line, page) or len(line.text) > 60:
        return False
    text = line.text.strip()
    if line.row:  # a table's heading row, which every page repeats
        return _MASTHEAD.search(text) is not None
    return _key(line) in repeated or _PAGE_NUMBER.fullmatch(text) is not None or _MASTHEAD.search(text) is not None


def _in_band(line: Line, page: Page) -> bool:
    return line.bottom < MARGIN * page.height or line.top > (1 - MARGIN) * page.height


def _key(line: Line) -> str:
    return _DIGITS.sub("0", "".join(line.text.split()))


def _body_size(pages: list[Page]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for block in page.blocks:
            for line in block.lines:
                sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], -size), default=10.0)


def _add_block(paragraphs: list[Paragraph], block: Block, page: int, body: float) -> None:
    """Put a block's lines into paragraphs, the first of them into the paragraph that is still open, if it continues."""
    leading = _leading(block)
    left, right = _edges(block)
    for number, line in enumerate(block.lines):
        before = block.lines[number - 1] if number else None
        last = paragraphs[-1] if paragraphs else None
        if last is not None and _continues(last, before, line, left, leading, body):
            joint = " " if _LATIN.match(last.text[-1:]) and _LATIN.match(line.text[:1]) else ""
            last.pieces.append((page, joint + line.text))
        else:
            last = Paragraph([(page, line.text)], line.size, True)
            paragraphs.append(last)
        room = right - line.x1
        closed = line.text.rstrip(_CLOSERS)[-1:] in _ENDS
        last.open = room < 2.2 * line.size or (not closed and room < 3.2 * line.size)
        last.open = last.open and not line.row
        last.size = line.size


def _continues(last: Paragraph, before: Line | None, line: Line, left: float, leading: float, body: float) -> bool:
    """Whether a line goes on with the paragraph before it. ``before`` is None at the top of a block."""
    if line.row:
        return False
    if line.text[0] in _NEVER_FIRST:
        return True
    if abs(line.size - last.size) > 0.12 * body or "|" in line.text:
        return False
    if line.size > 1.15 * body:  # headings: lines of one headline have the same size and stand close
        if before is None or line.top - before.bottom > 0.9 * line.size or _NUMBERED.match(line.text):
            return False
        return last.open or line.size > 1.8 * body
    indented = line.x0 - left > 1.2 * line.size
    ended = last.text.rstrip(_CLOSERS)[-1:] in _ENDS
    if not last.open or indented or (ended and _NUMBERED.match(line.text)):
        return False
    return before is None or not leading or line.top - before.top <= 1.6 * leading


def _leading(block: Block) -> float:
    """The usual distance from line to line."""
    steps = [b.top - a.top for a, b in zip(block.lines, block.lines[1:], strict=False)]
    return median(steps) if steps else 0.0


def _edges(block: Block) -> tuple[float, float]:
    """Where lines that are not indented begin, and where full lines end: no matter a line that hangs out."""
    starts, ends = sorted(line.x0 for line in block.lines), sorted(line.x1 for line in block.lines)
    if len(starts) < 5:
        return starts[0], ends[-1]
    return starts[len(starts) // 6], ends[-1 - len(ends) // 8]


def _rejoined(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Articles that go on elsewhere put together again: （下转3版） … （上接1版）."""
    result = list(paragraphs)
    at = 0
    while at < len(result):
        if _ONWARD.search(result[at].text):
            target = next((n for n in range(at + 1, len(result)) if _RESUMED.match(result[n].text)), None)
            if target is not None and target > at + 1:
                moved = result[target : _article_end(result, target)]
                del result[target : target + len(moved)]
                result[at + 1 : at + 1] = moved
        at += 1
    return result


def _article_end(paragraphs: list[Paragraph], start: int) -> int:
    """End of the article that resumes at ``start``: the next headline clearly larger than it, or the end."""
    size = paragraphs[start].size
    for number in range(start + 1, len(paragraphs)):
        if paragraphs[number].size > 1.5 * size:
            return number
    return len(paragraphs)


def _written(paragraphs: list[Paragraph]) -> tuple[str, tuple[tuple[int, int], ...]]:
    pieces: list[str] = []
    starts: list[tuple[int, int]] = []
    offset = 0
    for number, paragraph in enumerate(paragraphs):
        if number:
            pieces.append("\n")
            offset += 1
        for page, text in paragraph.pieces:
            if not starts or starts[-1][1] != page:
                starts.append((offset, page))
            pieces.append(text)
            offset += len(text)
    return "".join(pieces), tuple(starts)
