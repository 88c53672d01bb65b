"""``plankg ledger``: what the extraction left out, could not decide, and which rules did the work."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import Format, say, say_json, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extract.model import PlanFacts

_KINDS = {"coverage": "覆盖", "unresolved": "未能解开的简称", "rejected": "舍弃的候选", "rule": "规则命中"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(ledger)


def ledger(
    document: Annotated[Path, typer.Argument(help="规划文件；- 为标准输入")],
    model: Annotated[bool, typer.Option("--model/--no-model", help="是否用训练好的模型识别名称")] = True,
    format_: Annotated[Format, typer.Option("--format", "-f", help="table、csv 或 json")] = Format.TABLE,
) -> None:
    """一份规划的抽取账目：多少句子给出了事实，舍弃了哪些候选、为什么，哪些简称没有解开，各条规则命中多少次。

    例：plankg ledger 报告.txt --format csv
    """
    from extract.errors import PlanKGError

    if format_ not in (Format.TABLE, Format.CSV, Format.JSON):
        raise PlanKGError(f"--format {format_.value}：账目只有 table、csv、json")
    found = list(_facts(document, model))
    if format_ is Format.JSON:
        say_json([{"document": f.document.source, "entries": [asdict(e) for e in f.ledger]} for f in found])
        return
    columns = ("账目", "内容", "说明", "次数")
    for facts in found:
        order = {kind: number for number, kind in enumerate(_KINDS)}
        entries = sorted(facts.ledger, key=lambda e: (order.get(e.kind, 9), -e.count, e.text))
        rows = [(_KINDS.get(e.kind, e.kind), e.text, e.reason, str(e.count)) for e in entries]
        if format_ is Format.TABLE:
            table(columns, rows, title=facts.document.meta.title or facts.document.source)
            continue
        from kg.query_format import csv_text

        say(csv_text([columns, *rows]).rstrip("\r\n"))


def _facts(path: Path, model: bool) -> Iterator[PlanFacts]:
    from extract.document import make_document
    from extract.errors import ReadError
    from extract.pipeline import extract
    from extract.read import ReadFailure, read_path
    from extract.resources import load_resources

    resources = load_resources(model=model)
    for raw in read_path(path):
        if isinstance(raw, ReadFailure):
            raise ReadError(raw.source, raw.reason)
        yield extract(make_document(raw, resources.gazetteer), resources)
