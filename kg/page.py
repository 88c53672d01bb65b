"""The interactive page of a graph, of a county, of a plan or of a query's result."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Triple

from extract.errors import PlanKGError
from kg.county import Membership, county_part
from kg.facts_read import read_facts
from kg.library import bound_text, find_query
from kg.network import build_network, facts_of_plan, facts_of_triples
from kg.place_names import find_place
from kg.query import QueryError, run_query
from kg.store import GraphStore
from kg.store_files import disk_error


def write_page(
    graph: GraphStore,
    path: Path,
    *,
    county: str | None = None,
    plan: str | None = None,
    query: str | None = None,
    county_links: dict[str, str] | None = None,
) -> int:
    """Write one self-contained HTML file and return its size in bytes; several selections narrow one another.

    ``query`` is SPARQL text, an .rq file or a name of the library, and must be a CONSTRUCT.

    Raises:
        PlanKGError: an unknown county or plan, a query that is no CONSTRUCT, a page that cannot be made.
        StoreError: the file cannot be written.
    """
    from visualize.options import PageError, PageOptions
    from visualize.page import write

    facts = read_facts(graph.store)
    member = Membership(facts)
    title = "规划知识图谱"
    if plan is not None:
        record = graph.resolve_plan(plan)
        facts, title = facts_of_plan(facts, record.id), record.title
    if query is not None:
        facts, title = facts_of_triples(facts, _triples(graph, query)), "查询结果"
    name = ""
    if county is not None:
        found = find_place(graph.store, county, counties=True)
        thing = member.facts.things[found.node.value]
        facts, name = county_part(facts, thing, member).facts, thing.label
        title = f"{name}：规划图谱"
    network = build_network(facts, title=title, whole=member)
    try:
        return write(network, path, options=PageOptions(title=title, county=name, county_links=county_links or {}))
    except PageError as error:
        raise PlanKGError(str(error)) from error
    except OSError as error:
        raise disk_error(path, error) from error


def _triples(graph: GraphStore, query: str) -> tuple[Triple, ...]:
    named = find_query(query)
    if named is not None:
        text = bound_text(graph.store, named, {})
    elif query.endswith(".rq"):
        try:
            text = Path(query).read_text(encoding="utf-8")
        except OSError as error:
            raise PlanKGError(f"{query}：读不了（{error.strerror}）") from error
    else:
        text = query
    answer = run_query(graph.store, text)
    if answer.kind != "triples":
        raise QueryError("view --query 要的是 CONSTRUCT 查询；SELECT 请用 plankg query")
    return answer.triples
