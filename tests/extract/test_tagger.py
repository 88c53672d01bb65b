"""The trained tagger: offsets, cutting into pieces, decoding, damaged models, time."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.errors import ReadError
from extract.model import Document, PlanMeta
from extract.tables import data_dir
from extract.tagger import Tagger
from extract.tagger.encode import PIECE, Alphabet, pieces
from extract.tagger.labels import best_spans, encode, labels

PLAN = (
    "加快离石区、柳林县一体化发展。建成静兴、祁离、离隰、汾石高速公路，推进大武机场改扩建。\n"
    "做强煤炭产业，培育氢能产业，推行河长制，实施“一村一名大学生”计划。森林覆盖率超过33%。"
)
META = PlanMeta("", "", "", "其他", 0, (0, 0))
ALPHABET = "区县市高速公路产业建设、，。！？；\n “”（）12%aＡ\u3000\x02\ud800\U0001f600离石"


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    if not (data_dir() / "model" / "tagger.npz").exists():
        pytest.skip("no trained model in data/model")
    return Tagger.load()


def document(text: str) -> Document:
    return Document("t", text, "t", META)


def test_tagger_finds_names_of_a_plan(tagger: Tagger) -> None:
    found = {(m.type.value, m.surface) for m in tagger.find(document(PLAN))}
    assert {("industry", "煤炭产业"), ("industry", "氢能产业"), ("measure", "河长制")} <= found
    assert any(kind == "project" and name.startswith("大武机场") for kind, name in found)
    assert ("place", "柳林县") in found


def test_tagger_finds_nothing_in_an_empty_text(tagger: Tagger) -> None:
    assert tagger.find(document("")) == []
    assert tagger.find(document("\n \n\n")) == []


@settings(max_examples=60, deadline=None)
@given(text=st.one_of(st.text(), st.text(alphabet=ALPHABET, max_size=400)))
def test_tagger_spans_equal_their_surface(tagger: Tagger, text: str) -> None:
    last = 0
    for mention in tagger.find(document(text)):
        assert text[mention.start : mention.end] == mention.surface
        assert last <= mention.start < mention.end
        assert "\n" not in mention.surface
        assert 0.0 <= mention.score <= 1.0
        last = mention.end


def test_tagger_gives_the_same_twice_and_alone(tagger: Tagger) -> None:
    once = tagger.find(document(PLAN))
    assert once == tagger.find(document(PLAN))
    # What else stands in the document does not matter beyond rounding: sentences are read one by one.
    behind = tagger.find(document("经济社会持续健康发展。\n" * 40 + PLAN))
    assert [(m.surface, m.type) for m in behind] == [(m.surface, m.type) for m in once]


def test_tagger_time_is_linear(tagger: Tagger) -> None:
    def seconds(text: str) -> float:
        began = time.process_time()
        tagger.find(document(text))
        return time.process_time() - began

    for unit in ("高速公路", "“", "a", "离石区、"):
        tagger.find(document(unit * 100))
        small, large = seconds(unit * 500), seconds(unit * 4000)
        assert large < 40 * small + 0.5, unit


def test_tagger_loads_quickly(tagger: Tagger) -> None:
    began = time.process_time()
    Tagger.load()
    assert time.process_time() - began < 0.6  # 0.3 s on an idle machine
    assert tagger.version != "unknown"


def test_tagger_model_is_small() -> None:
    path = data_dir() / "model" / "tagger.npz"
    if path.exists():
        assert path.stat().st_size < 10_000_000


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 damaged", b"\x00" * 100])
def test_tagger_model_damaged_is_a_clear_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "tagger.npz").write_bytes(content)
    with pytest.raises(ReadError, match=r"tagger\.npz"):
        Tagger.load(tmp_path)


def test_tagger_model_absent_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="--no-model"):
        Tagger.load(tmp_path)


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet="区，；。\n”、字", max_size=3 * PIECE))
def test_pieces_cover_all_but_breaks(text: str) -> None:
    cuts = pieces(text)
    assert all(0 < b - a <= PIECE for a, b in cuts)
    assert "".join(text[a:b] for a, b in cuts) == text.replace("\n", "")
    assert all(b <= c for (_, b), (c, _) in itertools.pairwise(cuts))


def test_pieces_end_with_sentences() -> None:
    text = "建成高速。推行“河长制。”\n其三"
    assert [text[a:b] for a, b in pieces(text)] == ["建成高速。", "推行“河长制。”", "其三"]


def test_pieces_of_a_long_sentence_end_at_a_comma() -> None:
    text = "字" * 100 + "，" + "字" * 100
    assert pieces(text) == [(0, 101), (101, 201)]


def test_alphabet_folds_digits_and_width() -> None:
    alphabet = Alphabet(np.array(sorted(map(ord, "0a区"))), np.array([(ord("0") << 21) + ord("a")]))
    (one, pair), (two, _) = alphabet.encode(["7Ａ区字", "0a区"])
    assert one.tolist() == [2, 3, 4, 1]
    assert two.tolist() == [2, 3, 4]
    assert pair.tolist() == [1, 2, 1, 1, 1]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), length=st.integers(1, 5))
def test_best_spans_is_the_best_of_all_sequences(seed: int, length: int) -> None:
    types = ("x",)
    scores = np.random.default_rng(seed).normal(size=(length, 1, 5)).astype(np.float32)
    names = labels(types)

    def legal(path: tuple[int, ...]) -> bool:
        word = "".join(names[i][0] for i in path)
        inside = False
        for letter in word:
            if (letter in "IE") != inside:
                return False
            inside = letter in "BI"
        return not inside

    paths = [p for p in itertools.product(range(5), repeat=length) if legal(p)]
    best = max(paths, key=lambda p: sum(scores[t, 0, i] for t, i in enumerate(p)))
    (spans,) = best_spans(scores, [length], types)
    assert encode(length, spans, types).tolist() == list(best)
