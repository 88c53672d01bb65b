"""The reference graphs of a graph: the gazetteer's part for the places used, the schemes and the ontology."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from pyoxigraph import Quad

from extract.gazetteer import Gazetteer
from kg.gazetteer_graph import gazetteer_quads, ontology_quads
from kg.schemes_rdf import scheme_quads
from kg.store import Reference


def reference_quads(gazetteer: Gazetteer) -> Reference:
    """The function that ``GraphStore.open(write=True)`` wants, over this gazetteer."""

    def make(codes: Sequence[str], planning: Sequence[str]) -> list[Quad]:
        return [*gazetteer_quads(codes, gazetteer, planning), *_fixed_quads()]

    return make


@lru_cache(maxsize=1)
def _fixed_quads() -> tuple[Quad, ...]:
    """Schemes and ontology, which no plan changes."""
    return (*scheme_quads(), *ontology_quads())
