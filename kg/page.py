"""The interactive page of a graph, of a county, of a plan or of a query's result."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from kg.network import Network

_COMMITMENTS = frozenset({"Target", "Goal"})


def write_page(
    graph: GraphStore,
    path: Path,
    *,
    county: str | None = None,
    plan: str | None = None,
    query: str | None = None,
    compare: tuple[str, str] | None = None,
    county_links: dict[str, str] | None = None,
) -> int:
    """Write one self-contained HTML file and return its size in bytes; several selections narrow one another.

    ``compare`` are two plans, the older first: what both say, only the newer and only the older get colours.

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
    names = None
    if compare is not None:
        old, new = (graph.resolve_plan(each) for each in compare)
        network, names = changed(network, old.id, new.id), (old.title, new.title)
        title = f"{old.title} → {new.title}"
    options = PageOptions(title=title, county=name, county_links=county_links or {}, compare=names)
    try:
        return write(network, path, options=options)
    except PageError as error:
        raise PlanKGError(str(error)) from error
    except OSError as error:
        raise disk_error(path, error) from error


def changed(network: Network, old: str, new: str) -> Network:
    """The part of a network that two plans say, with ``change`` on nodes and edges: kept, new or gone.

    A target or goal is of one plan; it counts as kept where the other plan has one of the same indicator, or of
    the same words.
    """
    part: Network = network.copy()
    part.remove_nodes_from([n for n, data in network.nodes(data=True) if not {old, new} & set(data["plans"])])
    part.remove_edges_from(
        [(a, b, k) for a, b, k, data in network.edges(keys=True, data=True)
         if part.has_edge(a, b, k) and not {old, new} & set(data["plans"])]
    )  # fmt: skip
    told: dict[str, set[str]] = {}
    for _, data in part.nodes(data=True):
        if data["cls"] in _COMMITMENTS:
            told.setdefault(_words(data), set()).update(data["plans"])
    for _, data in part.nodes(data=True):
        data["change"] = _change(told[_words(data)] if data["cls"] in _COMMITMENTS else set(data["plans"]), old, new)
    for _, _, data in part.edges(data=True):
        data["change"] = _change(set(data["plans"]), old, new)
    return part


def _words(data: dict[str, object]) -> str:
    return str(data.get("indicator") or data["label"])


def _change(plans: set[str], old: str, new: str) -> str:
    return "kept" if {old, new} <= plans else "new" if new in plans else "gone"


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
