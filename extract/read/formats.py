"""Which format a file is in, from its first bytes, not from its name."""

from __future__ import annotations

import io
import re
import zipfile

from extract.read.raw import Unreadable

TEXT, HTML, DOCX, PDF, ZIP = "txt", "html", "docx", "pdf", "zip"
SUFFIXES = frozenset((".txt", ".html", ".htm", ".xhtml", ".shtml", ".docx", ".pdf", ".zip"))
NAMES = 5000  # members of a package looked at
_HTML = re.compile(
    rb"(?i)\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?(?:<!doctype\s+html|<html|<head|<body)", re.S
)
_REFUSED = (
    (b"\xd0\xcf\x11\xe0", "旧版 Office 文件（.doc、.xls、.wps），请另存为 .docx"),
    (b"{\\rtf", "RTF 文件，请另存为 .docx"),
    (b"\x89PNG", "图片，不是文档；扫描件请先做文字识别"),
    (b"\xff\xd8\xff", "图片，不是文档；扫描件请先做文字识别"),
    (b"GIF8", "图片，不是文档"),
    (b"Rar!", "RAR 压缩包，请解压后再读"),
    (b"7z\xbc\xaf", "7z 压缩包，请解压后再读"),
    (b"\x1f\x8b", "gzip 压缩包，请解压后再读"),
)


def format_of(data: bytes) -> str:
    """One of TEXT, HTML, DOCX, PDF, ZIP.

    Raises:
        Unreadable: a format that is known and not read, with the remedy.
    """
    for magic, reason in _REFUSED:
        if data.startswith(magic):
            raise Unreadable(reason)
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(data)
    return HTML if _HTML.match(data[:4096].lstrip(b"\xef\xbb\xbf")) else TEXT


def _package(data: bytes) -> str:
    """A zip of documents or one of the Office packages, told by the names of their main parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist()[:NAMES])
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise Unreadable("压缩文件损坏") from error
    if "[Content_Types].xml" not in names:
        return ZIP
    if any(name.startswith("xl/") for name in names):
        raise Unreadable("电子表格，请把文字另存为 .txt 或 .docx")
    if any(name.startswith("ppt/") for name in names):
        raise Unreadable("演示文稿，请把文字另存为 .txt 或 .docx")
    return DOCX
