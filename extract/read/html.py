"""Web pages: the text of the report without menus, tag clouds and related links.

The main text is found by trafilatura (Apache-2.0). Where it keeps much less than the densest block of the
page holds (it drops what looks like a list of short lines, as headings of reports do), that block is taken.
"""

from __future__ import annotations

import re

import trafilatura
from lxml import etree, html

from extract.read.encoding import decode
from extract.read.raw import RawDocument, Unreadable

_CHARSET = re.compile(rb"(?i)<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([a-z0-9_-]{2,20})")
_BLOCKS = frozenset("p div h1 h2 h3 h4 h5 h6 li tr section article blockquote dd dt center td".split())  # noqa: SIM905
_SKIPPED = frozenset("script style noscript nav header footer aside form button select iframe svg template".split())  # noqa: SIM905
_FAMILY = ("gb2312", "gbk", "gb18030", "x-gbk")
_LINK_SHARE = 0.4  # a block with more of its text in links is a menu
KEEP = 0.8  # least share of the densest block's characters that the extractor must keep
LARGEST = 1_500_000  # characters; on larger pages the extractor takes too long
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
    densest = _densest(tree)
    found = _extracted(page) if len(page) <= LARGEST else ""
    text = found if found and len(_squeezed(found)) >= KEEP * len(_squeezed(densest)) else densest
    if not text.strip():
        raise Unreadable("网页里没有正文")
    title = tree.findtext(".//title") or ""
    return RawDocument(source, text, title_hint=" ".join(title.split())[:200])


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
