"""PDF: characters with their places (pdfplumber, MIT) to text in reading order, page by page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfparser import PDFSyntaxError
from pdfminer.psparser import PSException
from pdfplumber.utils.exceptions import PdfminerException

from extract.read.encoding import everyday_share
from extract.read.geometry import Block, Glyph, blocks_of
from extract.read.pages import Page, assemble
from extract.read.radicals import plain_character
from extract.read.raw import Limits, RawDocument, Unreadable
from extract.read.ruled import TableReader

_CID = re.compile(r"\(cid:\d+\)")
SMALLEST = 3.0  # points; smaller text is not meant to be read
BAD_SHARE = 0.05  # more unreadable characters than that and the file is refused
STRANGE_SHARE = 0.5  # least share of everyday characters: a font with a wrong table gives rare ones
FEWEST = 20  # characters in all; fewer means scanned pages
MOST = 5_000_000  # characters, drawn twice or not; Limits.text bounds the text they make


def read_pdf(source: str, data: bytes, limits: Limits) -> RawDocument:
    """Text of a PDF, one paragraph a line, with where each page begins and without running heads.

    Raises:
        Unreadable: damaged, encrypted, too many pages, no text layer, or fonts without usable text (with the share
        of characters that cannot be read).
    """
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            count = len(pdf.pages)
            if count > limits.pages:
                raise Unreadable(f"有 {count} 页，超过 {limits.pages} 页")
            pages = list(_pages(pdf))
            title = (pdf.metadata or {}).get("Title") or ""
    except PdfminerException as error:
        cause = error.args[0] if error.args else None
        if isinstance(cause, MemoryError):
            raise cause from error
        locked = isinstance(cause, PDFPasswordIncorrect)
        raise Unreadable("文件加了密码，请去掉密码后再读" if locked else "PDF 损坏，不完整") from error
    except (PDFSyntaxError, PSException, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise Unreadable(f"PDF 损坏，读不下去（{type(error).__name__}）") from error
    text, page_starts = assemble(pages)
    if not text.strip():
        raise Unreadable("没有文字层（可能是扫描件），请先做文字识别")
    return RawDocument(source, text, page_starts, title if isinstance(title, str) else "")


def _pages(pdf: Any) -> Iterator[Page]:
    """Pages one at a time, each freed before the next is read; refused as soon as the text proves unusable."""
    kept: list[Page] = []
    tables = TableReader()
    readable = unreadable = 0
    everyday: list[str] = []
    for number, page in enumerate(pdf.pages, 1):
        glyphs = []
        for glyph in _glyphs(page):
            if _is_bad(glyph.text):
                unreadable += 1
            else:
                glyphs.append(glyph)
                readable += 1
        everyday += [g.text for g in glyphs[:2000] if g.text > "\x7f"]
        if readable > MOST:
            raise Unreadable("文字过多，不读")
        blocks = blocks_of(tables.replaced(page, glyphs), float(page.height))
        kept.append(Page(number, blocks, float(page.height)))
        page.close()
    _judge(readable, unreadable, everyday)
    yield from kept


def _judge(readable: int, unreadable: int, everyday: list[str]) -> None:
    total = readable + unreadable
    if total < FEWEST:
        raise Unreadable("没有文字层（可能是扫描件），请先做文字识别")
    if unreadable > BAD_SHARE * total:
        share = 100 * unreadable / total
        raise Unreadable(f"字体没有可用的文字编码，{share:.0f}% 的字符无法识别，请换一份能复制文字的 PDF 或做文字识别")
    share = everyday_share(everyday)
    if everyday and share < STRANGE_SHARE:
        raise Unreadable(
            f"字体的文字编码有误，{100 - 100 * share:.0f}% 的字符不成文，请换一份能复制文字的 PDF 或做文字识别"
        )


def _is_bad(text: str) -> bool:
    """Whether a character has no meaning outside its font: no code, private use, or a replacement."""
    return (
        _CID.match(text) is not None
        or "\ufffd" in text
        or any("\ue000" <= c <= "\uf8ff" or (c < " " and c not in "\t\n") for c in text)
    )


def _glyphs(page: Any) -> Iterator[Glyph]:
    """Upright visible characters of a page, each once: bold text that is drawn twice counts once."""
    width, height = float(page.width), float(page.height)
    seen: dict[tuple[str, int, int], None] = {}
    for char in page.chars:
        text = char["text"]
        x0, x1, top, bottom = float(char["x0"]), float(char["x1"]), float(char["top"]), float(char["bottom"])
        size = float(char["size"])
        if not char.get("upright", True) or size < SMALLEST or text.isspace():
            continue
        if x1 <= 0 or x0 >= width or bottom <= 0 or top >= height:
            continue
        key = (text, round(x0 / 2), round(top / 2))
        near = ((text, key[1] + dx, key[2] + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        if any(k in seen for k in near) and x1 - x0 > 2.5:
            continue
        seen[key] = None
        plain = plain_character(text) if len(text) == 1 else text
        yield Glyph(plain, x0, x1, top, bottom, size, str(char.get("fontname", "")))


__all__ = ["Block", "read_pdf"]
