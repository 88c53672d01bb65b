"""Bytes to text: which encoding a plain text file is in, found out, never guessed silently."""

from __future__ import annotations

import codecs
import re

from extract.read.raw import Unreadable

SAMPLE = 200_000  # bytes looked at to tell encodings apart
ODD_SAMPLE = 512
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_TEXT = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff01-\uff5e“”‘’—…·\x20-\x7e\s]")
PLAUSIBLE = 0.7  # least share of everyday characters among the non-ASCII ones


def decode(data: bytes) -> str:
    """The text of a plain text file: UTF-8, UTF-16, UTF-32 (with or without BOM, the last only with) or GB 18030.

    Raises:
        Unreadable: empty, binary, or in none of these; the reason names the first byte that does not fit, from 0.
    """
    if not data.strip(b" \t\r\n\x0b\x0c\xef\xbb\xbf"):
        raise Unreadable("文件是空的")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data, encoding)
    wide = _without_bom(data)
    if wide:
        return _strict(data, wide)
    control = _CONTROL.search(data[:SAMPLE])
    if control and len(_CONTROL.findall(data[:SAMPLE])) > len(data[:SAMPLE]) // 500:
        raise Unreadable(f"不是文本文件（第 {control.start()} 字节是控制字符 0x{data[control.start()]:02x}）")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _chinese(data, error)


def _strict(data: bytes, encoding: str) -> str:
    if encoding.startswith("utf-16") and len(data) % 2:
        # one byte too few or too many, wherever: all that follows it would decode to other characters
        raise Unreadable(f"UTF-16 文本有 {len(data)} 字节，应是偶数：多了或少了一个字节，请重新取得文件或另存为 UTF-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.removesuffix("-sig").upper()
        raise Unreadable(f"第 {error.start} 字节起不是 {name} 文本，请在编辑器中另存为 UTF-8") from error


def _without_bom(data: bytes) -> str:
    """UTF-16 without a mark, told by its text being everyday Chinese in one byte order only; else "".

    Of an odd number of bytes the beginning is looked at, before what is amiss, and it must not be UTF-8.
    """
    odd = len(data) % 2 == 1
    sample = data[: ODD_SAMPLE if odd else SAMPLE // 2 * 2]
    if len(data) < 8 or (odd and _is_utf8(data)):
        return ""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, errors="replace")
        if plausible(text) and "\ufffd" not in text[:-1] and any("\u4e00" <= char <= "\u9fff" for char in text):
            return encoding
    return ""


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _chinese(data: bytes, utf8: UnicodeDecodeError) -> str:
    """GB 18030, if it decodes to everyday Chinese; GB 2312 and GBK are parts of it."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        at = max(utf8.start, error.start)
        raise Unreadable(f"第 {at} 字节起既不是 UTF-8 也不是 GB 18030 文本，请在编辑器中另存为 UTF-8") from error
    if not plausible(text[:SAMPLE]):
        raise Unreadable(f"第 {utf8.start} 字节起不是 UTF-8，按 GB 18030 读又不成文，请在编辑器中另存为 UTF-8")
    return text


def plausible(text: str) -> bool:
    """Whether most non-ASCII characters are everyday ones: GB 2312 level 1 or Chinese punctuation."""
    foreign = [char for char in text if char > "\x7f"]
    if not foreign:
        return not text.count("\x00")
    return everyday_share(foreign) >= PLAUSIBLE


def everyday_share(characters: list[str]) -> float:
    """Share of the 3,755 characters of GB 2312 level 1 and of Chinese punctuation, 0 to 1; 1 for none at all."""
    if not characters:
        return 1.0
    return sum(_everyday(char) for char in characters) / len(characters)


def _everyday(char: str) -> bool:
    if not "\u4e00" <= char <= "\u9fff":
        return _TEXT.match(char) is not None
    try:
        first, _ = char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return first <= 0xD7  # rows 16 to 55: level 1
