"""Ruled tables of PDF pages: rows stay rows, in the text's place; frames around running text are no tables."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pdfplumber
import pytest

from extract.clean import clean
from extract.read.geometry import Glyph, blocks_of
from extract.read.pages import Page, assemble
from extract.read.raw import RawDocument
from extract.read.ruled import POINTS, TableReader
from tests.extract.test_read_hostile import page, pdf, stream

HEIGHT = 800
SIZE = 10
ROWS = (
    ("指标", "单位", "2025年", "2030年", "属性"),
    ("地区生产总值", "亿元", "153", "250", "预期性"),
    ("城镇新增就业", "人", "3200", "3600", "预期性"),
)


def grid(xs: Sequence[int], ys: Sequence[int]) -> bytes:
    """A page with lines at these distances from its left and its top."""
    upright = "".join(f"{x} {HEIGHT - ys[0]} m {x} {HEIGHT - ys[-1]} l S " for x in xs)
    level = "".join(f"{xs[0]} {HEIGHT - y} m {xs[-1]} {HEIGHT - y} l S " for y in ys)
    return pdf(*page(stream((upright + level).encode())))


def written(text: str, x: float, top: float) -> list[Glyph]:
    return [Glyph(c, x + n * SIZE, x + (n + 1) * SIZE, top, top + SIZE, SIZE) for n, c in enumerate(text)]


def text_of(lines: bytes, glyphs: list[Glyph]) -> str:
    with pdfplumber.open(io.BytesIO(lines)) as opened:
        found = TableReader().replaced(opened.pages[0], glyphs)
    text, _ = assemble([Page(1, blocks_of(found, HEIGHT), HEIGHT)])
    return text


PROSE = "到二〇三〇年全县经济总量迈上新台阶人民生活更加幸福治理能力明显提升好"  # a full line, without an end
XS = (100, 200, 250, 300, 350, 450)
YS = (200, 220, 240, 260)


def table(rows: Sequence[Sequence[str]] = ROWS) -> list[Glyph]:
    return [
        glyph for row, y in zip(rows, YS, strict=False) for cell, x in zip(row, XS, strict=False)
        for glyph in written(cell, x + 4, y + 5)
    ]  # fmt: skip


def test_a_table_between_paragraphs_gives_its_rows_in_its_place() -> None:
    glyphs = [*written(PROSE, 100, 160), *written(PROSE, 100, 176), *table(), *written(PROSE, 100, 280)]
    text = text_of(grid(XS, YS), glyphs)
    assert text.split("\n") == [PROSE + PROSE, *("|".join(row) for row in ROWS), PROSE]
    cleaned = clean(RawDocument("x", text))
    assert cleaned.text.split("\n")[2:4] == [
        "到2030年，地区生产总值为250亿元（预期性）。",
        "到2030年，城镇新增就业为3600人（预期性）。",
    ]
    assert [removal.text for removal in cleaned.removed if removal.reason == "指标表"] == [
        "|".join(r) for r in ROWS[1:]
    ]


def test_a_cell_of_several_lines_is_one_and_a_merged_cell_leaves_its_columns_in_line() -> None:
    glyphs = [g for g in table((ROWS[0], ("", "亿元", "153", "250", "预期性"))) if g.text]
    glyphs += [*written("地区生产", 104, 221), *written("总值", 104, 230)]
    assert text_of(grid(XS, YS[:3]), glyphs).split("\n")[1] == "地区生产总值|亿元|153|250|预期性"


def test_a_frame_around_columns_of_running_text_is_no_table() -> None:
    xs, ys = (20, 310, 600), (40, 60, 760)
    columns = [[g for n in range(40) for g in written(PROSE[:27], x + 6, 70 + 16 * n)] for x in (20, 310)]
    glyphs = [*written("青岚日报", 26, 45), *written("要闻", 316, 45), *columns[0], *columns[1]]
    assert "|" not in text_of(grid(xs, ys), glyphs).replace("青岚日报|要闻", "")


@pytest.mark.parametrize("step", [12, 4])
def test_more_lines_than_a_table_has_cost_nothing(step: int) -> None:
    lines = grid(range(0, 600, step), range(0, 800, step))
    assert (600 // step) * (800 // step) > POINTS
    with pdfplumber.open(io.BytesIO(lines)) as opened:
        glyphs = table()
        assert TableReader().replaced(opened.pages[0], glyphs) is glyphs


def test_a_heading_row_that_each_page_repeats_is_told_of_once() -> None:
    lines = ["|".join(row) for row in (ROWS[0], ROWS[1], ROWS[0], ROWS[2])]
    cleaned = clean(RawDocument("x", "\n".join(lines)))
    assert cleaned.text.count("2025年") == 1 and "指标为" not in cleaned.text
    assert [(r.text, r.reason) for r in cleaned.removed][1] == ("|".join(ROWS[0]), "重复的表头")
