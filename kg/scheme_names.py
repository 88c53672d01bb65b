"""IRIs of the three SKOS schemes of the graph and of what only they have: families of indicators, GB/T 4754 codes."""

from __future__ import annotations

from urllib.parse import quote

from pyoxigraph import NamedNode

from ontology.vocab import ID

INDICATOR_SCHEME = NamedNode(f"{ID}scheme/indicator")
INDUSTRY_SCHEME = NamedNode(f"{ID}scheme/industry")
STANDARD_SCHEME = NamedNode(f"{ID}scheme/gbt4754-2017")


def family_iri(name: str) -> NamedNode:
    """A family of indicators, by its Chinese name."""
    return NamedNode(f"{INDICATOR_SCHEME.value}/{quote(name, safe='')}")


def standard_iri(code: str) -> NamedNode:
    """A section or division of GB/T 4754-2017, by its code (C, C26)."""
    return NamedNode(f"{STANDARD_SCHEME.value}/{quote(code, safe='')}")
