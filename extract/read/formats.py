"""Which format a file is in, from its first bytes, not from its name."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath

from extract.read.raw import Unreadable

TEXT, CSV, HTML, DOCX, XLSX, ODS, PDF, ZIP = "txt", "csv", "html", "docx", "xlsx", "ods", "pdf", "zip"
_READ = (".txt", ".html", ".htm", ".xhtml", ".shtml", ".docx", ".pdf", ".xlsx", ".xlsm", ".ods", ".zip")
SUFFIXES = frozenset(_READ)  # of the files that are read in a folder
TABLES = frozenset((".csv", ".tsv"))  # read where they are named, not in a folder: there they are lists of its files

NAMES = 5000  # members of a package looked at
_HTML = re.compile(
    rb"(?i)\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?(?:<!doctype\s+html|<(?:html|head|body|meta|title|div|p|table|article|section|h[1-6])\b)",
    re.S,
)
_REFUSED = (
    (b"\xd0\xcf\x11\xe0", "旧版或加了密码的 Office 文件（.doc、.xls、.wps），请去掉密码，另存为 .docx 或 .xlsx"),
    (b"{\\rtf", "RTF 文件，请另存为 .docx"),
    (b"\x89PNG", "图片，不是文档；扫描件请先做文字识别"),
    (b"\xff\xd8\xff", "图片，不是文档；扫描件请先做文字识别"),
    (b"GIF8", "图片，不是文档"),
    (b"Rar!", "RAR 压缩包，请解压后再读"),
    (b"7z\xbc\xaf", "7z 压缩包，请解压后再读"),
    (b"\x1f\x8b", "gzip 压缩包，请解压后再读"),
)


def refusal(name: str, head: bytes) -> str:
    """Why a file among others, in a folder or a zip, is not read by its name; "" if it is. ``head``: its first bytes."""
    suffix = PurePath(name).suffix.lower()
    if suffix in SUFFIXES:
        return ""
    if suffix in TABLES:
        return f"与别的文件放在一起的 {suffix} 多半是目录，不当作规划；要读请单独写出它的路径"
    return _known(head) or f"不读 {suffix or '没有后缀名'} 的文件"


def _known(data: bytes) -> str:
    """What to do with a format that is known and not read; "" for others."""
    return next((reason for magic, reason in _REFUSED if data.startswith(magic)), "")


def format_of(data: bytes, source: str = "") -> str:
    """One of TEXT, CSV, HTML, DOCX, XLSX, ODS, PDF, ZIP. The name of ``source`` only tells CSV from other text.

    Raises:
        Unreadable: a format that is known and not read, with the remedy.
    """
    if reason := _known(data):
        raise Unreadable(reason)
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(data)
    if _HTML.match(data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"")):  # UTF-16 as well
        return HTML
    return CSV if source.lower().endswith(tuple(TABLES)) else TEXT


def _package(data: bytes) -> str:
    """A zip of documents or one of the Office packages, told by the names of their main parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist()[:NAMES])
            kind = package.read("mimetype")[:100] if _small(package, names, "mimetype") else b""
    except (zipfile.BadZipFile, OSError, NotImplementedError, EOFError, RuntimeError, ValueError) as error:
        raise Unreadable("压缩文件损坏") from error
    if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return ODS
    if kind.startswith((b"application/vnd.oasis.", b"application/epub")):
        raise Unreadable("ODT、ODP 或电子书，请另存为 .docx")
    if "[Content_Types].xml" not in names:
        return ZIP
    if "xl/workbook.bin" in names:
        raise Unreadable("二进制电子表格（.xlsb），请另存为 .xlsx")
    if any(name.startswith("xl/") for name in names):
        return XLSX
    if any(name.startswith("ppt/") for name in names):
        raise Unreadable("演示文稿，请把文字另存为 .txt 或 .docx")
    return DOCX


def _small(package: zipfile.ZipFile, names: set[str], name: str) -> bool:
    return name in names and package.getinfo(name).file_size <= 200
