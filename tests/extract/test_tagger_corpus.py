"""How annotated texts become labels, and how figures are counted; no PyTorch needed."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from bench.tagger.corpus import MARKS, locate, paragraphs_of, parse_marked, read_gold, read_offsets
from bench.tagger.evaluate import names
from bench.tagger.swap import Source, Swapper
from extract.tagger.labels import NAME_TYPES, best_spans, encode, labels
from extract.tagger.network import Batch
from extract.tagger.places import BITS, PlaceBits

SHARED = Path(__file__).resolve().parents[3] / "shared"


def test_marked_text_gives_text_and_spans() -> None:
    marked = " 加快⟦project:大武机场⟧升级。⟦past⟧\n建成，⟦goal:县县通高速⟧，力争入选名城⟦goal⟧。\n\n"
    found = parse_marked("county-x-2020", marked)
    assert found.paragraphs == ["加快大武机场升级。", "建成，县县通高速，力争入选名城。"]
    assert [(found.text[a:b], k) for a, b, k in found.spans] == [("大武机场", "project")]
    assert [found.text[a:b] for a, b, _ in found.clauses] == ["县县通高速", "力争入选名城"]
    assert (found.place, found.past) == ("x", [True, False])


def test_names_are_located_longest_first() -> None:
    text = "柳林县和柳林科技创新中心，我市"
    spans = locate(text, [("柳林", "place"), ("柳林科技创新中心", "project"), ("柳林县", "place"), ("我市", "place")])
    assert [(text[a:b], k) for a, b, k in spans] == [("柳林县", "place"), ("柳林科技创新中心", "project")]


def test_columns_of_a_page_become_one_paragraph() -> None:
    assert len(paragraphs_of("一行字\n" * 300)) == 1
    assert paragraphs_of("一行 字\n\n二\n") == ["一行字", "二"]


def test_short_names_join_their_long_ones() -> None:
    found = [
        (0, 2, "place", "离石", 0.9),
        (4, 7, "place", "离石区", 0.9),
        (8, 10, "industry", "氢能", 0.8),
        (11, 15, "industry", "氢能产业", 0.7),
        (16, 18, "brand", "氢能", 0.3),
        (20, 22, "place", "柳林", 0.1),
    ]
    listed = {(e["type"], e["name"], tuple(e["aliases"])) for e in names(found, floor=0.2)}
    assert listed == {("place", "离石区", ("离石",)), ("industry", "氢能产业", ("氢能",))}


def test_labels_there_and_back() -> None:
    spans = [(0, 1, "place"), (2, 4, "project"), (4, 9, "project")]
    row = encode(10, spans, NAME_TYPES)
    scores = np.eye(len(labels(NAME_TYPES)), dtype=np.float32)[row][:, None]
    assert best_spans(scores, [10], NAME_TYPES) == [spans]


def test_place_bits_prefer_the_longest_name() -> None:
    bits = PlaceBits(["柳林县", "柳林", "离石"]).find("在柳林县与离石")
    assert bits.shape == (7, BITS)
    assert bits[:, 1].tolist() == [0, 1, 1, 1, 0, 0, 0]
    assert bits[:, 5].tolist() == [0, 0, 0, 0, 0, 1, 1]
    assert bits[:, 7].tolist() == [0, 0, 0, 0, 0, 1, 1]


def test_batch_pads_its_rows() -> None:
    ids = [np.array([2, 3, 4], dtype=np.int32), np.array([5], dtype=np.int32)]
    pairs = [np.array([1, 2, 3, 1], dtype=np.int32), np.array([1, 1], dtype=np.int32)]
    batch = Batch.of(ids, pairs, [np.zeros((3, 1), np.float32), np.zeros((1, 1), np.float32)])
    assert batch.here.tolist() == [[2, 5], [3, 0], [4, 0]]
    assert batch.after[:, 0].tolist() == [2, 3, 1]
    assert batch.lengths.tolist() == [3, 1]
    assert batch.bits.shape == (3, 2, 1)


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="annotated documents are not at ../shared/gold")
def test_most_gold_names_stand_in_their_text() -> None:
    document = read_gold(SHARED / "gold")[1]
    assert len(document.spans) > 200
    assert all("\n" not in document.text[a:b] for a, b, _ in document.spans)


@pytest.mark.skipif(not (SHARED / "corpus").is_dir(), reason="raw reports are not at ../shared/corpus")
def test_marks_fit_their_reports() -> None:
    documents = read_offsets(MARKS, SHARED / "corpus")
    assert len(documents) >= 30
    for document in documents:
        assert document.spans == sorted(document.spans), document.name
        last = 0
        for start, end, kind in document.spans:
            assert last <= start < end <= len(document.text), (document.name, start)
            assert kind in NAME_TYPES, (document.name, kind)
            assert document.text[start:end].strip("，。；"), (document.name, start)
            last = end


def test_swap_puts_other_places_and_moves_the_spans() -> None:
    places = PlaceBits(["柳林县", "柳林", "离石", "新兴", "阿拉善左旗", "呼和浩特"])
    text = "新兴产业在柳林县，呼和浩特机场与离石，超过33%"
    marks = [("新兴产业", "industry"), ("柳林县", "place"), ("呼和浩特机场", "project"), ("离石", "place")]
    source = Source(text, tuple((text.index(n), text.index(n) + len(n), k) for n, k in marks), ((21, 24, "value"),))
    assert text[21:24] == "33%"
    for seed in range(20):
        other = Swapper(places).swap(source, random.Random(seed))
        kinds = [(k, other.text[a:b]) for a, b, k in other.names]
        assert kinds[0] == ("industry", "新兴产业")
        assert kinds[1] == ("place", "柳林县")  # the only county
        assert kinds[2][1].endswith("机场")
        assert kinds[3][1] in {"柳林", "离石", "新兴", "呼和浩特"}
        assert [other.text[a:b] for a, b, _ in other.clauses] == ["33%"]
