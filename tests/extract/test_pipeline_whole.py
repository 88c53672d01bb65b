"""All stages together: evidence on any text, and time on hostile ones."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.document import make_document
from extract.model import PlanFacts
from extract.pipeline import STAGES, State, extract
from extract.read.raw import RawDocument
from extract.resources import Resources, load_resources

ALPHABET = (
    "离石孝义交城县区市村镇建设推进加快发展打造产业园区高速公路铁路等和与、，。；：“”（）《》到至年全年增长达到超过百分之三十五%0123456789亿元"
    "一二是今后五长三角合作大学集团\n 机制品牌氢能"
)
PIECES = {
    "fan": "离石到方山、中阳、柳林城市快速路，",
    "chain": "周至至乾县、",
    "letters": "静兴、祁离、离隰、汾石高速公路，",
    "list": "建设白马工业园区、",
    "partners": "加强与长三角、清华大学合作，",
    "industries": "发展食用菌产业、",
    "sentences": "在离石区建设白马氢能产业园。",
    "cluster": "离柳中方城镇组群，",
    "quotes": "“白马”品牌、",
    "brackets": "209国道（岚县至交口段）、",
    "figures": "森林覆盖率达到33%、",
}


@pytest.fixture(scope="module")
def resources() -> Resources:
    return load_resources(model=False)


def document_of(text: str, resources: Resources):
    return make_document(RawDocument("x.txt", text), resources.gazetteer, place="吕梁市", year=2021)


def every_evidence(facts: PlanFacts):
    for fact in (*facts.entities, *facts.relations, *facts.targets, *facts.goals, *facts.outcomes):
        yield from fact.evidence


@settings(max_examples=80, deadline=None)
@given(text=st.one_of(st.text(max_size=200), st.text(alphabet=ALPHABET, max_size=300)))
def test_every_evidence_is_its_quote_on_any_text(resources: Resources, text: str) -> None:
    facts = extract(document_of(text, resources), resources)
    for evidence in every_evidence(facts):
        assert facts.document.text[evidence.start : evidence.end] == evidence.quote
        passage = facts.document.passages[evidence.passage]
        assert passage.start <= evidence.start < passage.end


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_no_stage_is_superlinear(resources: Resources, piece: str) -> None:
    def seconds(count: int) -> dict[str, float]:
        state, spent = State(document_of(piece * count, resources)), {}
        for stage in STAGES:
            start = time.process_time()
            state = stage.run(state, resources)
            spent[stage.name] = time.process_time() - start
        return spent

    seconds(20)
    small, large = seconds(250), seconds(2000)
    slow = {name: (small[name], large[name]) for name in large if large[name] > 20 * small[name] + 0.4}
    assert not slow
