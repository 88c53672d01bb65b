import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.segment import ENGINES, JiebaSegmenter, SegmenterError, segmenter

CUT = segmenter()
PLAIN = jieba.Tokenizer()


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="建设产业园 a@b.cn、。“”\n\t，①２２吕梁", max_size=60))
def test_tokens_cover_the_text(text):
    tokens = CUT.cut(text)
    assert "".join(t.text for t in tokens) == text
    assert all(text[t.start : t.end] == t.text for t in tokens)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="建设产业园区的高速公路国土绿化行动吕梁市离石 a@b-c.%1９\r\n、。“”—㐀𠀀", max_size=80))
def test_words_are_those_of_jieba(text):
    assert [t.text for t in CUT.cut(text)] == PLAIN.lcut(text)


def test_own_words_do_not_leak_into_the_global_tokenizer():
    word = "甲乙丙丁戊己庚"
    assert [t.text for t in JiebaSegmenter([word]).cut(word)] == [word]
    assert list(jieba.cut(word)) != [word]
    assert [t.text for t in JiebaSegmenter().cut(word)] != [word]


def test_engines_agree_on_plain_text():
    pytest.importorskip("rjieba")
    text = "加快推进高速公路建设，实施国土绿化行动。"
    assert segmenter("rjieba").cut(text) == segmenter("jieba").cut(text)


def test_unknown_engine_names_the_known_ones():
    with pytest.raises(SegmenterError, match="jieba"):
        segmenter("hanlp")
    assert "jieba" in ENGINES
