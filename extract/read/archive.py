"""Zips of documents: read in memory, never unpacked to disk, so that no path of theirs can do harm."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator

from extract.read.raw import Limits, ReadFailure, Unreadable

_SYSTEM = ("__MACOSX/", "Thumbs.db", "desktop.ini")


def members(source: str, data: bytes, limits: Limits) -> Iterator[tuple[str, bytes] | ReadFailure]:
    """Name and content of each document in a zip, in the order of names.

    A member that cannot be read fails alone. Directories and what systems leave in zips are passed over.

    Raises:
        Unreadable: not a zip, too many members, or larger than the limits when unpacked.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise Unreadable("压缩包损坏") from error
    with archive:
        files = [m for m in archive.infolist() if not m.is_dir() and not _is_system(m.filename)]
        if len(files) > limits.entries:
            raise Unreadable(f"压缩包里有 {len(files)} 个文件，超过 {limits.entries} 个")
        if sum(m.file_size for m in files) > limits.expanded:
            raise Unreadable("疑似压缩炸弹（解开后过大），不读")
        if not files:
            raise Unreadable("压缩包是空的")
        seen: set[str] = set()
        for member in sorted(files, key=lambda m: m.filename):
            name = f"{source}/{_display(member)}"
            if name in seen:
                yield ReadFailure(name, "与压缩包里前一个文件同名，不读")
                continue
            seen.add(name)
            try:
                yield name, _content(archive, member, limits)
            except Unreadable as error:
                yield ReadFailure(name, str(error))


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits) -> bytes:
    parts = member.filename.replace("\\", "/").split("/")
    if ".." in parts or member.filename.startswith(("/", "\\")) or ":" in parts[0]:
        raise Unreadable("路径指到压缩包之外，不读")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise Unreadable("是链接，不读")
    if member.flag_bits & 1:
        raise Unreadable("加了密码，请去掉密码后再读")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unreadable("压缩方式少见，请用普通 zip 重新打包")
    if member.file_size > limits.size:
        raise Unreadable(f"有 {member.file_size >> 20} MB，超过 {limits.size >> 20} MB")
    if member.file_size > 1 << 20 and member.file_size > limits.ratio * max(1, member.compress_size):
        raise Unreadable("疑似压缩炸弹（解开后过大），不读")
    try:
        with archive.open(member) as opened:
            content = opened.read(limits.size + 1)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Unreadable("压缩包里的这个文件损坏") from error
    if len(content) > limits.size:
        raise Unreadable(f"超过 {limits.size >> 20} MB")
    return content


def _is_system(name: str) -> bool:
    last = name.rsplit("/", 1)[-1]
    return name.startswith(_SYSTEM[0]) or last in _SYSTEM[1:] or last.startswith((".", "~$"))


def _display(member: zipfile.ZipInfo) -> str:
    """The member's name; names that Chinese Windows wrote in GBK without saying so are recovered."""
    name = member.filename
    if not member.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("gb18030")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = member.filename
    return "".join(char if char.isprintable() else "?" for char in name)
