"""How much of what plans name the schemes know: ``python -m bench.scheme_coverage GRAPH [HOW_MANY]``.

Industries: the share with a GB/T 4754-2017 mapping of their own or of a wider concept. Indicators: the share that the
scheme lists or puts under a family. Each by node and weighted by the plans that name it; then the commonest left out.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kg.query import run_query  # noqa: E402
from kg.store import GraphStore  # noqa: E402

MAPPED = "(skos:exactMatch|skos:closeMatch|skos:broadMatch|skos:narrowMatch|skos:relatedMatch)"
INDUSTRIES = f"""SELECT ?node (MIN(?l) AS ?name) (COUNT(DISTINCT ?plan) AS ?plans) (MAX(?ok) AS ?mapped) {{
  GRAPH ?plan {{ ?node a plan:Industry ; skos:prefLabel ?l }} ?plan a plan:Plan .
  BIND(IF(EXISTS {{ ?node skos:broader*/{MAPPED} ?standard }}, 1, 0) AS ?ok)
}} GROUP BY ?node ORDER BY DESC(?plans) ?name"""
INDICATORS = """SELECT ?node (MIN(?l) AS ?name) (COUNT(DISTINCT ?plan) AS ?plans) (MAX(?ok) AS ?mapped) {
  GRAPH ?plan { ?figure plan:indicator ?node . ?node skos:prefLabel ?l } ?plan a plan:Plan .
  BIND(IF(EXISTS { ?node skos:broader ?wider } || EXISTS { ?node skos:inScheme ?scheme }, 1, 0) AS ?ok)
} GROUP BY ?node ORDER BY DESC(?plans) ?name"""


def main(directory: str, most: int = 40) -> None:
    """Print both shares and what is left out."""
    with GraphStore.open(Path(directory)) as graph:
        for what, query in (("industries", INDUSTRIES), ("indicators", INDICATORS)):
            rows = run_query(graph.store, query).dicts()
            mapped = [row for row in rows if row["mapped"] == "1"]
            weight, known = (sum(int(row["plans"]) for row in some) for some in (rows, mapped))
            print(f"{what}: {len(mapped)} of {len(rows)} nodes ({len(mapped) / max(len(rows), 1):.1%}), ", end="")
            print(f"{known / max(weight, 1):.1%} weighted by the plans that name them")
            left = [f"{row['name']} {row['plans']}" for row in rows if row["mapped"] != "1"]
            print("  left out:", "、".join(left[:most]))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
