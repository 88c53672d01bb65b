"""Hostile and broken files: each fails alone, with one line, within its limits."""

from __future__ import annotations

import io
import json
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.read import Limits, RawDocument, ReadFailure, Sandbox, read_data, read_path
from extract.read.sandbox import _Answer

LIMITS = Limits(seconds=6, memory=1 << 30, size=8 << 20, expanded=32 << 20, entries=50)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
BOMB = "<!DOCTYPE l [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;'>]>"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(LIMITS) as shared:
        yield shared


def word(body: str, prolog: str = "") -> bytes:
    document = f'<?xml version="1.0"?>{prolog}<w:document {W}><w:body>{body}</w:body></w:document>'
    return packed(("[Content_Types].xml", TYPES), ("_rels/.rels", RELS), ("word/document.xml", document))


def packed(*members: tuple[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def pdf(*objects: bytes) -> bytes:
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size, table, size, len(out),
    )  # fmt: skip


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def page(content: bytes, extra: bytes = b"") -> tuple[bytes, ...]:
    head = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R%s>>" % extra
    return CATALOG, PAGES, head, content


def stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), extra, data)


def outcome(data: bytes, sandbox: Sandbox) -> RawDocument | ReadFailure:
    (result,) = read_data("f", data, limits=LIMITS, sandbox=sandbox)
    return result


HOSTILE = {
    "xxe": word("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "entities": word("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", BOMB),
    "zip bomb": word("<w:p><w:r><w:t>" + "a" * (40 << 20) + "</w:t></w:r></w:p>"),
    "deep": word("<w:sdt><w:sdtContent>" * 900 + "</w:sdtContent></w:sdt>" * 900),
    "cut short": word("<w:p/>")[:-30],
    "pages point to themselves": pdf(CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
    "form calls itself": pdf(
        *page(stream(b"/X Do"), b"/Resources<</XObject<</X 5 0 R>>>>"),
        stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"),
    ),
    "no text layer": pdf(*page(stream(b"0 0 m 9 9 l S"))),
    "not a pdf": b"%PDF-1.7\n" + b"\x00\x93garbage" * 99,
    "old Word": b"\xd0\xcf\x11\xe0" + bytes(600),
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "too large": b"a" * (9 << 20),
    "empty page": b"<html><body><script>x()</script></body></html>",
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_file_fails_with_one_line(name: str, sandbox: Sandbox) -> None:
    result = outcome(HOSTILE[name], sandbox)
    assert isinstance(result, ReadFailure), result
    assert result.reason and "\n" not in result.reason and "Traceback" not in result.reason
    assert "root:" not in str(result)


def test_a_file_that_takes_too_long_is_stopped_and_the_next_is_read() -> None:
    slow = pdf(*page(stream(zlib.compress(b"q Q " * 8_000_000, 9), b"/Filter/FlateDecode")))
    limits = Limits(seconds=2)
    with Sandbox(limits) as own:
        begun = time.monotonic()
        (stopped,) = read_data("slow.pdf", slow, limits=limits, sandbox=own)
        assert isinstance(stopped, ReadFailure) and "秒内读不完" in stopped.reason
        assert time.monotonic() - begun < 20
        patient = Limits(seconds=60)
        own.limits = patient
        (fine,) = read_data("ok.docx", word("<w:p><w:r><w:t>好好干。</w:t></w:r></w:p>"), limits=patient, sandbox=own)
        assert isinstance(fine, RawDocument) and fine.text == "好好干。"


def test_memory_is_bounded() -> None:
    limits = Limits(
        seconds=300, memory=500 << 20, size=8 << 20
    )  # not the clock, which a busy machine runs out, but memory
    big = pdf(*page(stream(zlib.compress(bytes(600 << 20), 1), b"/Filter/FlateDecode")))
    with Sandbox(limits) as own:
        (result,) = read_data("big.pdf", big, limits=limits, sandbox=own)
    assert isinstance(result, ReadFailure) and "内存" in result.reason


def test_zip_members_fail_alone_and_no_path_leaves_the_zip(sandbox: Sandbox, tmp_path: Path) -> None:
    text = "青岚县政府工作报告。各位代表：现在报告工作。" * 3
    archive = packed(
        ("../../evil.txt", text), ("/etc/evil.txt", text), ("好.txt", text), ("inner.zip", packed(("a.txt", text))),
        ("bomb.txt", bytes(20 << 20)), ("__MACOSX/x.txt", "x"), ("内/表.docx", word("<w:p><w:r><w:t>好。</w:t></w:r></w:p>")),
    )  # fmt: skip
    path = tmp_path / "a.zip"
    path.write_bytes(archive)
    results = {
        Path(r.source).relative_to(path).as_posix() if ".." not in r.source else "evil": r
        for r in read_path(path, sandbox=sandbox)
    }
    read = sorted(name for name, result in results.items() if isinstance(result, RawDocument))
    assert read == ["内/表.docx", "好.txt"]
    assert len(results) == 6
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.zip"]


def test_zip_with_too_many_members(sandbox: Sandbox) -> None:
    result = outcome(packed(*((f"{n}.txt", "x") for n in range(60))), sandbox)
    assert isinstance(result, ReadFailure) and "60 个文件" in result.reason


def test_gbk_names_of_members_are_recovered(sandbox: Sandbox) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("PLACEHOLDERxx.txt", "工作报告。" * 9)
    data = buffer.getvalue().replace(b"PLACEHOLDERxx", "工作报告2021a".encode("gbk"))
    (result,) = read_data("z.zip", data, limits=LIMITS, sandbox=sandbox)
    assert result.source == "z.zip/工作报告2021a.txt"


TEXT = "青岚县政府工作报告。各位代表：现在报告工作。" * 3


def zipped(*members: tuple[zipfile.ZipInfo | str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def outcomes(data: bytes, sandbox: Sandbox) -> list[tuple[str, str]]:
    """Name within the zip and reason ("" where it was read) of each member."""
    found = read_data("z.zip", data, limits=LIMITS, sandbox=sandbox)
    return [(r.source.removeprefix("z.zip/"), r.reason if isinstance(r, ReadFailure) else "") for r in found]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_that_are_links_doubles_encrypted_or_no_documents(sandbox: Sandbox) -> None:
    link = zipfile.ZipInfo("a-link.txt")
    link.external_attr = 0o120777 << 16
    data = bytearray(
        zipped((link, "/etc/passwd"), ("b.txt", TEXT), ("b.txt", TEXT + "再"), ("c.csv", "x"), ("d.txt", TEXT))
    )
    entry = data.rindex(b"d.txt") - 46
    data[entry + 8] |= 1  # d.txt says that it is encrypted
    found = outcomes(bytes(data), sandbox)
    assert [name for name, reason in found if not reason] == ["b.txt"]
    assert [reason[:3] for _, reason in found] == ["是链接", "", "与压缩", "与别的", "加了密"]


def test_a_member_that_takes_too_long_fails_alone() -> None:
    slow = pdf(*page(stream(zlib.compress(b"q Q " * 8_000_000, 9), b"/Filter/FlateDecode")))
    patient = Limits(seconds=120)
    with Sandbox(patient) as own:
        members = read_data(
            "z.zip", packed(("1.txt", TEXT), ("2.pdf", slow), ("3.txt", TEXT)), limits=patient, sandbox=own
        )
        assert isinstance(next(members), RawDocument)
        own.limits = Limits(seconds=1)
        stopped = next(members)
        assert isinstance(stopped, ReadFailure) and stopped.source == "z.zip/2.pdf" and "秒内读不完" in stopped.reason
        own.limits = patient
        assert [result.source for result in members if isinstance(result, RawDocument)] == ["z.zip/3.txt"]


def test_many_members_that_break_the_child_end_the_zip(monkeypatch: pytest.MonkeyPatch) -> None:
    skipped: list[int] = []

    def dies(_: Sandbox, message: bytes) -> _Answer:
        skipped.append(json.loads(message.partition(b"\n")[0])["skip"])
        return _Answer(f"z.zip/{skipped[-1]}.pdf", None, "读的时候耗尽了内存或时间，不读")

    monkeypatch.setattr(Sandbox, "_exchange", dies)
    with Sandbox(LIMITS) as own:
        *each, last = read_data("z.zip", b"", limits=LIMITS, sandbox=own)
    assert [result.source for result in each] == [f"z.zip/{number}.pdf" for number in range(5)]
    assert skipped == [0, 1, 2, 3, 4]
    assert isinstance(last, ReadFailure) and last.source == "z.zip" and "其余" in last.reason


def test_the_directory_of_a_zip_is_read_in_the_child(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("opened in the parent")

    data = packed(("1.txt", TEXT))
    monkeypatch.setattr(zipfile, "ZipFile", forbidden)
    assert outcomes(data, sandbox) == [("1.txt", "")]


def test_a_caller_that_wants_no_more_leaves_no_child_waiting(sandbox: Sandbox) -> None:
    members = read_data("z.zip", packed(("1.txt", TEXT), ("2.txt", TEXT)), limits=LIMITS, sandbox=sandbox)
    next(members)
    members.close()  # type: ignore[attr-defined]
    assert isinstance(outcome(TEXT.encode(), sandbox), RawDocument)


def test_a_text_that_is_too_long() -> None:
    limits = Limits(seconds=120, text=20_000)
    with Sandbox(limits) as own:
        (result,) = read_data("f", "好".encode() * 30_000, limits=limits, sandbox=own)
    assert isinstance(result, ReadFailure) and "有 3 万字，超过 2 万字" in result.reason
