"""RDF terms as pyoxigraph values: the vocabulary's terms and the literals the graph uses."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import lru_cache

from pyoxigraph import Literal, NamedNode
from rdflib import URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, SKOS, XSD

from ontology.vocab import ID

_WGS84 = "http://www.w3.org/2003/01/geo/wgs84_pos#"


def node(term: URIRef | str) -> NamedNode:
    """A term of the vocabulary, or any IRI, as pyoxigraph's named node."""
    return NamedNode(str(term))


RDF_TYPE = node(RDF.type)
RDF_SUBJECT = node(RDF.subject)
RDF_PREDICATE = node(RDF.predicate)
RDF_OBJECT = node(RDF.object)
RDFS_LABEL = node(RDFS.label)
PREF_LABEL = node(SKOS.prefLabel)
ALT_LABEL = node(SKOS.altLabel)
BROADER = node(SKOS.broader)
TITLE = node(DCTERMS.title)
IDENTIFIER = node(DCTERMS.identifier)
ISSUED = node(DCTERMS.issued)
REPLACED_BY = node(DCTERMS.isReplacedBy)
DERIVED_FROM = node(PROV.wasDerivedFrom)
LATITUDE = node(_WGS84 + "lat")
LONGITUDE = node(_WGS84 + "long")
GAZETTEER_GRAPH = node(ID + "graph/gazetteer")
ONTOLOGY_GRAPH = node(ID + "graph/ontology")
SCHEME_GRAPH = node(ID + "graph/scheme")

_INTEGER = node(XSD.integer)
_DECIMAL = node(XSD.decimal)
_BOOLEAN = node(XSD.boolean)
_YEAR = node(XSD.gYear)
_DATE = node(XSD.date)
TRUE = Literal("true", datatype=_BOOLEAN)
FALSE = Literal("false", datatype=_BOOLEAN)


def chinese(text: str) -> Literal:
    """A label or wording in Chinese."""
    return Literal(text, language="zh")


def string(text: str) -> Literal:
    """A plain string: a code, a unit, a rule's id."""
    return Literal(text)


@lru_cache(maxsize=1 << 15)  # a plan's offsets and orders: most are said several times
def integer(value: int) -> Literal:
    """``xsd:integer``."""
    return Literal(str(value), datatype=_INTEGER)


def boolean(value: bool) -> Literal:
    """``xsd:boolean``."""
    return TRUE if value else FALSE


def year(value: int) -> Literal:
    """``xsd:gYear``, four digits at least."""
    return Literal(f"{value:04d}", datatype=_YEAR)


def date(iso: str) -> Literal:
    """``xsd:date`` of an ISO date."""
    return Literal(iso, datatype=_DATE)


def decimal(value: str) -> Literal:
    """``xsd:decimal`` without an exponent or trailing zeros ("0.50" becomes 0.5).

    Raises:
        ValueError: not a finite decimal number of usual size.
    """
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise ValueError(f"not a decimal number: {value!r}") from error
    if not number.is_finite() or (number and not -18 <= number.adjusted() <= 18):
        raise ValueError(f"not a number between 1e-18 and 1e18: {value!r}")
    return Literal(plain_decimal(number), datatype=_DECIMAL)


def plain_decimal(number: Decimal) -> str:
    """A decimal's canonical text: no exponent, no trailing zeros ("2200", "0.5")."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
