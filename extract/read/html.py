"""Web pages: the text of the report without menus, tag clouds and related links.

The main text is found by trafilatura (Apache-2.0). Where it keeps much less than the densest block of the
page holds (it drops what looks like a list of short lines, as headings of reports do), that block is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import trafilatura
from lxml import etree, html

from extract.read.encoding import decode
from extract.read.grid import table_lines
from extract.read.raw import RawDocument, Unreadable

_CHARSET = re.compile(rb"(?i)<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([a-z0-9_-]{2,20})")
_BLOCKS = frozenset("p div h1 h2 h3 h4 h5 h6 li tr section article blockquote dd dt center td".split())  # noqa: SIM905
_SKIPPED = frozenset("script style noscript nav header footer aside form button select iframe svg template".split())  # noqa: SIM905
_FAMILY = ("gb2312", "gbk", "gb18030", "x-gbk")
_LINK_SHARE = 0.4  # a block with more of its text in links is a menu
KEEP = 0.8  # least share of the densest block's characters that the extractor must keep
LARGEST = 1_500_000  # characters; on larger pages the extractor takes too long
LONGEST_CELL = 600  # characters of a cell of data
COLUMNS = 200  # or rows that a cell covers at most
DEPTH = 400  # deeper elements are ignored


def read_html(source: str, data: bytes) -> RawDocument:
    """The main text of a page, one block a line, and its title.

    Raises:
        Unreadable: an unknown encoding, or no text in the page.
    """
    page = _decoded(data)
    try:
        tree = html.document_fromstring(page, parser=html.HTMLParser(no_network=True, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("网页没有内容") from error
    if _tables_to_lines(tree):
        page = html.tostring(tree, encoding="unicode")
    densest = _densest(tree)
    found = _extracted(page) if len(page) <= LARGEST else ""
    text = found if found and len(_squeezed(found)) >= KEEP * len(_squeezed(densest)) else densest
    if not text.strip():
        raise Unreadable("网页里没有正文")
    title = tree.findtext(".//title") or ""
    return RawDocument(source, text, title_hint=" ".join(title.split())[:200])


def _tables_to_lines(tree: html.HtmlElement) -> bool:
    """Puts the lines of each table of data in its place, as paragraphs; tables that only lay out the page stay."""
    tables = [table for table in tree.iter("table") if _is_data(table)]
    for table in tables:
        rows = list(_rows(table))
        table.tag, tail = "div", table.tail
        table.clear()
        table.tail = tail
        for line in filter(None, table_lines(rows)):
            etree.SubElement(table, "p").text = line
    return bool(tables)


def _is_data(table: html.HtmlElement) -> bool:
    """Whether a table has no other in it, several rows and columns, and no cell as long as a text."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    wide = sum(len(row) > 1 for row in rows)
    longest = max((len("".join(cell.itertext())) for row in rows for cell in row), default=0)
    return wide >= 2 and longest <= LONGEST_CELL and not _menu(table)


def _rows(table: html.HtmlElement) -> Iterator[list[str]]:
    """Cells of each row, "" where a merged cell goes on."""
    down: dict[int, int] = {}  # rows that a cell above still covers, by column
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while down.get(len(cells), 0):
                cells.append("")
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            down.update({column: height for column in range(len(cells), len(cells) + width) if height > 1})
            cells += [" ".join("".join(cell.itertext()).split()), *[""] * (width - 1)]
        down = {column: left - 1 for column, left in down.items() if left > 1}
        yield cells


def _span(cell: html.HtmlElement, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(COLUMNS, max(1, int(value))) if value.isdecimal() and len(value) < 5 else 1


def _extracted(page: str) -> str:
    found: str | None = trafilatura.extract(
        page, favor_recall=True, include_comments=False, include_tables=True, deduplicate=False, output_format="txt"
    )
    return found or ""


def _decoded(data: bytes) -> str:
    """The page as text: by its byte order mark or what it declares, else as a plain text file is."""
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = declared[1].decode("ascii").lower()
        try:
            return re.sub(r"^\s*<\?xml[^>]*\?>", "", data.decode("gb18030" if name in _FAMILY else name))
        except (LookupError, UnicodeDecodeError):
            pass  # the declaration is wrong: find out as for plain text
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", decode(data))


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text)


def _densest(tree: html.HtmlElement) -> str:
    """Text of the smallest element that holds most of the page's text outside links, one block a line."""
    node = tree.find(".//body")
    node = tree if node is None else node
    total = _own_length(node)
    for _ in range(DEPTH):
        inner = max(node, key=_own_length, default=None)
        if inner is None or _own_length(inner) < 0.85 * total or not isinstance(inner.tag, str):
            break
        node = inner
    return _block_text(node)


def _own_length(node: html.HtmlElement) -> int:
    """Characters of text outside links, scripts and navigation."""
    if not isinstance(node.tag, str) or node.tag in _SKIPPED:
        return 0
    linked = sum(len("".join(a.itertext())) for a in node.iter("a"))
    scripted = sum(len(s.text or "") for s in node.iter("script", "style"))
    return max(0, len("".join(node.itertext())) - linked - scripted)


def _block_text(node: html.HtmlElement) -> str:
    """Text in document order with a line break around each block element and at br; menus are left out."""
    pieces: list[str] = []
    for event, element in etree.iterwalk(node, events=("start", "end")):
        if not isinstance(element.tag, str):
            if event == "end":
                pieces.append(element.tail or "")
            continue
        block = element.tag in _BLOCKS or element.tag == "br"
        if event == "start":
            menu = element is not node and element.tag in ("ul", "div", "table") and _menu(element)
            if menu or element.tag in _SKIPPED:
                _blank(element)
            pieces.append(("\n" if block else "") + (element.text or ""))
        elif element is not node:
            pieces.append(("\n" if block else "") + (element.tail or ""))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _blank(element: html.HtmlElement) -> None:
    tail = element.tail
    for child in list(element):
        element.remove(child)
    element.text, element.tail = "", tail


def _menu(element: html.HtmlElement) -> bool:
    text = len(_squeezed("".join(element.itertext())))
    linked = sum(len(_squeezed("".join(a.itertext()))) for a in element.iter("a"))
    return text > 0 and linked > _LINK_SHARE * text
