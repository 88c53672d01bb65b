"""Plain text: encodings found out, the rest refused with the position."""

from __future__ import annotations

import pytest

from extract.read.encoding import decode
from extract.read.raw import Unreadable

TEXT = "青岚县政府工作报告\n各位代表：现在，我代表县人民政府，向大会报告工作，增长8.5%。\n" * 5


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "gb2312", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_encodings_are_told(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


def test_gb18030_beyond_gbk() -> None:
    text = TEXT + "㙍䶮𠮷"  # four bytes in GB 18030
    assert decode(text.encode("gb18030")) == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "空"),
        (b"\xef\xbb\xbf \r\n\t", "空"),
        (bytes(range(256)) * 20, "第 0 字节是控制字符 0x00"),
        (TEXT.encode()[:100] + b"\xff\xfe\xff" + TEXT.encode()[100:], "第 100 字节起"),
        ("ä é ü ß ø å ".encode("latin-1") * 50, "第 0 字节起"),
        ("ばらばらのかな".encode("shift_jis") * 30, "UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_with_its_position(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        decode(data)


def test_a_cut_multibyte_character_is_refused_where_it_is_cut() -> None:
    data = TEXT.encode()[:-2]
    with pytest.raises(Unreadable, match=f"第 {len(data) - 2} 字节"):
        decode(data)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("at", [700, None])
def test_utf_16_with_a_stray_byte_says_so(encoding: str, at: int | None) -> None:
    data = (TEXT * 5).encode(encoding)
    stray = data + b"\n" if at is None else data[: at + 1] + b"\x20" + data[at + 1 :]
    with pytest.raises(Unreadable, match=f"UTF-16 文本有 {len(stray)} 字节，应是偶数"):
        decode(stray)


def test_other_encodings_may_have_an_odd_number_of_bytes() -> None:
    for text in (TEXT, "a" + TEXT, "plan of work " * 99, "plan of works" * 99):
        for encoding in ("utf-8", "gbk"):
            assert decode(text.encode(encoding)) == text
