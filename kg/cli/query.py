"""``plankg query``, ``queries``: asking the graph."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import (
    DEFAULT_GRAPH,
    EndpointOption,
    Format,
    GraphOption,
    note,
    open_graph,
    say,
    say_json,
    table,
    token,
)

if TYPE_CHECKING:
    from kg.library import LibraryQuery
    from kg.query import Answer

_NAME = re.compile(r"[\w-]*[-\u4e00-\u9fff][\w-]*")  # with a hyphen or Chinese, as the names and titles of the library
_LONG = 3600.0  # seconds, where a server is asked without an end
_SHOWN = 200  # rows of a table on the screen; files get all


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(query)
    app.command()(queries)


def query(
    text: Annotated[str, typer.Argument(metavar="QUERY", help="SPARQL 语句、.rq 文件，或查询库里的名字")],
    graph: GraphOption = DEFAULT_GRAPH,
    param: Annotated[list[str] | None, typer.Option("--param", "-p", help="查询库的参数，如 -p county=离石区")] = None,
    format_: Annotated[Format, typer.Option("--format", "-f", help="输出格式")] = Format.TABLE,
    timeout: Annotated[float, typer.Option(help="最多用多少秒；0 为不限（在本进程里运行）", min=0)] = 60.0,
    limit: Annotated[int, typer.Option(help="最多多少行", min=1)] = 1_000_000,
    endpoint: EndpointOption = None,
) -> None:
    """用 SPARQL 查图谱，或运行查询库里的问题。

    例：plankg query projects-in-county -p county=离石区 --format csv
    """
    answer, title = _answer(text, _Source(graph, endpoint, timeout, limit), param or [])
    if answer.truncated:
        note(f"plankg: 结果超过 {limit} 行，只列出前 {limit} 行")
    if format_ is not Format.TABLE:
        from kg.query_format import render

        sys.stdout.write(render(answer, format_.value, title=title or "查询结果"))
        return
    from kg.query_format import table as rows_of

    columns, rows = rows_of(answer)
    table(columns, rows[:_SHOWN], title=title)
    if len(rows) > _SHOWN:
        note(f"共 {len(rows)} 行，只显示前 {_SHOWN} 行；--format csv 输出全部")
    elif answer.kind != "boolean":
        say(f"{len(rows)} 行")


@dataclass(frozen=True)
class _Source:
    """What is asked, and how much: a directory, or the server at ``endpoint``; seconds (0 for no end) and rows."""

    graph: Path
    endpoint: str | None
    timeout: float
    limit: int

    def bound(self, query: LibraryQuery, values: dict[str, str]) -> str:
        from kg.endpoint import bound_remotely
        from kg.library import bound_text

        if self.endpoint is not None:
            return bound_remotely(self.endpoint, query, values, token=token(), timeout=self.timeout or _LONG)
        with open_graph(self.graph) as store:
            return bound_text(store.store, query, values)

    def run(self, text: str) -> Answer:
        from kg.push_remote import run_remote
        from kg.query import run_query
        from kg.query_process import run_query_limited

        if self.endpoint is not None:
            return run_remote(self.endpoint, text, token=token(), timeout=self.timeout or _LONG, limit=self.limit)
        if self.timeout:
            return run_query_limited(self.graph, text, timeout=self.timeout, limit=self.limit)
        with open_graph(self.graph) as store:
            return run_query(store.store, text, limit=self.limit)


def _answer(text: str, source: _Source, params: list[str]) -> tuple[Answer, str]:
    from extract.errors import PlanKGError
    from kg.library import find_query, require_query

    values = {}
    for item in params:
        name, equals, value = item.partition("=")
        if not equals:
            raise PlanKGError(f"--param {item}：要写成 名字=值，如 county=离石区")
        values[name.strip()] = value.strip()
    named = find_query(text)
    if named is not None:
        return source.run(source.bound(named, values)), named.title
    if values:
        raise PlanKGError("--param 只用于查询库里的问题（plankg queries 列出）")
    path = Path(text)
    if text.endswith(".rq"):
        if not path.is_file():
            raise PlanKGError(f"{text}：没有这个文件，也不是查询库里的名字（plankg queries 列出）")
        text = path.read_text(encoding="utf-8")
    elif _NAME.fullmatch(text.strip()):  # one word is no SPARQL: a name of the library, mistyped
        require_query(text)
    return source.run(text), ""


def queries(as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False) -> None:
    """列出查询库：名字、标题、参数。

    例：plankg queries
    """
    from kg.library import load_library

    library = load_library()
    if as_json:
        say_json([q.to_json() for q in library])
        return
    rows = [(q.name, q.title, " ".join(f"{p.name}={p.example}" for p in q.params)) for q in library]
    table(("名字", "问题", "参数（例）"), rows, title=f"{len(rows)} 个问题；plankg query 名字 -p 参数=值")
