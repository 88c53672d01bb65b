"""The SPARQL behind the sentences of ``kg.analyze_summary``: each query counts again what the sentence says.

A sentence is *backed* if its query, run on the same graph, gives the rows it expects (``differences``). Nodes of the
graph are written into a query as IRIs by the store's own writer, names never.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import pyoxigraph
from pyoxigraph import NamedNode

from kg.analyze_projections import MOST_IN_SENTENCE
from kg.facts import RELATIONS
from kg.query import PREFIXES, run_query

_ANY = "|".join(f"plan:{name}" for name in RELATIONS)
_EITHER = f"({_ANY}|{'|'.join(f'^plan:{name}' for name in RELATIONS)})"
_IN_COUNTY = """{ SELECT DISTINCT ?county ?place {
      ?county a plan:County . ?place (plan:within|plan:partOf)* ?county .
      FILTER NOT EXISTS { ?place a plan:County FILTER(?place != ?county) } } }"""
"""A county and the places in it by the rule of ``kg.county``: a county lies in no other."""
_PROJECT = """{ ?project a plan:Project ; plan:locatedIn|plan:connects ?place }
    UNION { ?plan plan:planningPlace ?place . GRAPH ?plan { ?project a plan:Project } }"""
_INDUSTRY = """{ ?place plan:develops ?industry . ?industry a plan:Industry }
    UNION { ?plan plan:planningPlace ?place . GRAPH ?plan { ?industry a plan:Industry ; plan:mentionedIn ?passage } }"""

PLANS = """SELECT (COUNT(DISTINCT ?plan) AS ?规划数) (COUNT(DISTINCT ?place) AS ?地方数) (MIN(?year) AS ?最早) (MAX(?year) AS ?最晚) {
  ?plan a plan:Plan . OPTIONAL { ?plan plan:planningPlace ?place } OPTIONAL { ?plan plan:planYear ?year }
}"""
BY_SENTENCES = f"""SELECT ?county (MIN(?name) AS ?县) (COUNT(DISTINCT ?passage) AS ?句数) {{
  {_IN_COUNTY}
  ?place plan:mentionedIn ?passage . ?county skos:prefLabel ?name
}} GROUP BY ?county ORDER BY DESC(?句数) ?county LIMIT 3"""
BY_PROJECTS = f"""SELECT ?county (MIN(?name) AS ?县) (COUNT(DISTINCT ?project) AS ?项目数) {{
  {_IN_COUNTY}
  {_PROJECT}
  ?county skos:prefLabel ?name
}} GROUP BY ?county ORDER BY DESC(?项目数) ?county LIMIT 3"""
BY_TARGETS = f"""SELECT ?county (MIN(?name) AS ?县) (COUNT(DISTINCT ?target) AS ?指标数) {{
  {_IN_COUNTY}
  ?target a plan:Target ; plan:subject ?place . ?county skos:prefLabel ?name
}} GROUP BY ?county ORDER BY DESC(?指标数) ?county LIMIT 3"""
CONCENTRATION = f"""SELECT (COUNT(*) AS ?县数) (SUM(?share * ?share) AS ?集中度) (1 / SUM(?share * ?share) AS ?相当于县数) {{
  {{ SELECT ?county (COUNT(DISTINCT ?project) AS ?own) {{ {_IN_COUNTY} {_PROJECT} }} GROUP BY ?county }}
  {{ SELECT (COUNT(*) AS ?whole) {{ SELECT DISTINCT ?county ?project {{ {_IN_COUNTY} {_PROJECT} }} }} }}
  BIND(xsd:double(?own) / xsd:double(?whole) AS ?share)
}}"""
BY_SHARING = f"""SELECT ?industry (MIN(?name) AS ?产业) (COUNT(DISTINCT ?county) AS ?县数) {{
  {_IN_COUNTY}
  {_INDUSTRY}
  ?industry skos:prefLabel ?name
}} GROUP BY ?industry ORDER BY DESC(?县数) ?industry LIMIT 3"""
BY_LINKS = f"""SELECT ?thing (MIN(?name) AS ?名称) (MAX(?links) AS ?联系数) {{
  {{ SELECT ?thing (COUNT(DISTINCT ?other) AS ?links) {{
    VALUES ?relation {{ {" ".join(f"plan:{name}" for name in RELATIONS)} }}
    {{ ?thing ?relation ?other }} UNION {{ ?other ?relation ?thing }} FILTER(?other != ?thing)
  }} GROUP BY ?thing ORDER BY DESC(?links) ?thing LIMIT 3 }}
  ?thing skos:prefLabel ?name
}} GROUP BY ?thing ORDER BY DESC(?联系数) ?thing"""


@dataclass(frozen=True, slots=True)
class Backed:
    """A sentence and the query that counts it again.

    ``expected`` are the query's rows by variable, of which only these columns are compared (IRIs as they are, numbers
    by value, to ``PLACES`` decimals). ``names`` are the names in the sentence by IRI.
    """

    name: str
    text: str
    query: str
    expected: tuple[Mapping[str, str], ...]
    names: Mapping[str, str]

    def file(self) -> str:
        """The query as an .rq file that runs anywhere: the sentence as its head, prefixes spelled out."""
        used = (p for p in sorted(PREFIXES) if f"{p}:" in self.query)
        prefixes = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in used)
        head = " ".join(self.text.split())
        return f"# {head}\n{prefixes}{self.query}\n"


PLACES = Decimal("0.000001")


def alike(first: str, second: str) -> str:
    """Two counties' industries: how many both develop, how many either does; arguments are their IRIs."""
    a, b = (_values("county", [iri]) for iri in (first, second))
    one, two = (f"{{ SELECT DISTINCT ?industry {{ {county} {_IN_COUNTY} {_INDUSTRY} }} }}" for county in (a, b))
    return f"""SELECT (SUM(?both) AS ?共有) (COUNT(*) AS ?合计) (xsd:double(SUM(?both)) / COUNT(*) AS ?相似度) {{
  {{ SELECT ?industry (COUNT(*) - 1 AS ?both) {{
    {one}
    UNION
    {two}
  }} GROUP BY ?industry }}
}}"""


def community(nodes: Iterable[str]) -> str:
    """A community's nodes (listed, as a program found them): how many, and how many pairs of them are linked."""
    listed = tuple(nodes)
    return f"""SELECT (COUNT(DISTINCT ?node) AS ?成员数) (COUNT(DISTINCT ?pair) AS ?联系数) {{
  {_values("node", listed)}
  {_values("other", listed)}
  ?node {_EITHER} ?other . FILTER(?node != ?other)
  BIND(IF(STR(?node) < STR(?other), CONCAT(STR(?node), " ", STR(?other)), CONCAT(STR(?other), " ", STR(?node))) AS ?pair)
}}"""


def bridge(thing: str, neighbours: Iterable[tuple[str, int]]) -> str:
    """What a thing is linked to, each with the number of its community (listed, as a program found them)."""
    rows = " ".join(f"({NamedNode(iri)} {group})" for iri, group in neighbours)
    return f"""SELECT (COUNT(DISTINCT ?other) AS ?联系数) (COUNT(DISTINCT ?group) AS ?社群数) {{
  {_values("thing", [thing])}
  VALUES (?other ?group) {{ {rows} }}
  ?thing {_EITHER} ?other
}}"""


def together(thing: str) -> str:
    """How many others a thing is named with in one sentence, enumerations left out."""
    return f"""SELECT (COUNT(DISTINCT ?other) AS ?同句数) {{
  {{ SELECT ?passage {{
    {_values("thing", [thing])}
    ?thing plan:mentionedIn ?passage . ?any plan:mentionedIn ?passage
  }} GROUP BY ?passage HAVING(COUNT(DISTINCT ?any) <= {MOST_IN_SENTENCE}) }}
  ?other plan:mentionedIn ?passage . FILTER(?other != {NamedNode(thing)})
}}"""


def differences(store: pyoxigraph.Store, backed: Backed) -> tuple[str, ...]:
    """Where the query's answer is not what the sentence rests on, in words; empty if the sentence holds."""
    rows = run_query(store, backed.query).dicts()
    if len(rows) != len(backed.expected):
        return (f"{backed.name}：查询给出 {len(rows)} 行，总结里是 {len(backed.expected)} 行",)
    return tuple(
        f"{backed.name}：{column} 查询给出 {row.get(column)}，总结里是 {value}"
        for row, wanted in zip(rows, backed.expected, strict=True)
        for column, value in wanted.items()
        if _number(row.get(column, "")) != _number(value)
    )


def _number(value: str) -> str | Decimal:
    try:
        return Decimal(value).quantize(PLACES)
    except InvalidOperation:
        return value


def _values(variable: str, iris: Iterable[str]) -> str:
    return f"VALUES ?{variable} {{ {' '.join(str(NamedNode(iri)) for iri in iris)} }}"
