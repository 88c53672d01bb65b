"""What the commands share: options, output, opening a graph."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from kg.store import GraphStore

GraphOption = Annotated[Path, typer.Option("--graph", "-g", help="图谱所在的目录 / directory of the graph")]
DEFAULT_GRAPH = Path("plan-graph")
EndpointOption = Annotated[
    str | None,
    typer.Option("--endpoint", help="不用目录，用这个 SPARQL 1.1 服务器上的图谱（查询地址，口令放在 PLANKG_TOKEN）"),
]


class Format(StrEnum):
    """Formats a query's answer can be printed in."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    TTL = "ttl"
    HTML = "html"


def token() -> str:
    """The word that other servers are told, from the environment; "" for none."""
    return os.environ.get("PLANKG_TOKEN", "")


@contextmanager
def open_graph(directory: Path, endpoint: str | None = None) -> Iterator[GraphStore]:
    """The graph, read-only; fetched from another server if its query address is given."""
    if endpoint is not None:
        from kg.endpoint import remote_graph

        yield remote_graph(endpoint, token=token())
        return
    from kg.store import GraphStore

    with GraphStore.open(directory) as graph:
        yield graph


def say(text: str = "") -> None:
    """A line on standard output."""
    sys.stdout.write(text + "\n")


def note(text: str) -> None:
    """A line on standard error: for people, not for pipes."""
    sys.stderr.write(text + "\n")


def say_json(value: Any) -> None:
    """A value as JSON on standard output, readable Chinese."""
    say(json.dumps(value, ensure_ascii=False, indent=1))


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, title: str = "") -> None:
    """Print rows as a table; cells are text, never markup. Wide tables wrap their cells."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    width = None if sys.stdout.isatty() else 160
    console = Console(width=width, markup=False, highlight=False, emoji=False, soft_wrap=False)
    shown = Table(title=Text(title) if title else None, title_justify="left", header_style="bold")
    for column in columns:
        shown.add_column(Text(column), overflow="fold")
    for row in rows:
        shown.add_row(*(Text(printable(cell)) for cell in row))
    console.print(shown)


def printable(text: str) -> str:
    """Text without control characters, which could drive a terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)


def plural(count: int, thing: str) -> str:
    """计数的说法：3 份规划."""
    return f"{count} {thing}"
