"""``plankg serve``, ``push``: the workbench, and the graph into another server."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from kg.cli.common import DEFAULT_GRAPH, GraphOption, note, say

_TOKEN = "PLANKG_TOKEN"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(serve)
    app.command()(push)


def serve(
    graph: GraphOption = DEFAULT_GRAPH,
    port: Annotated[int, typer.Option(help="端口；0 为任意空闲端口", min=0, max=65535)] = 8765,
    host: Annotated[str, typer.Option(help="监听的地址；不是本机地址时要凭口令访问")] = "127.0.0.1",
    token: Annotated[str, typer.Option(envvar=_TOKEN, help="口令；监听本机以外的地址而没有给出时随机生成")] = "",
    name: Annotated[list[str] | None, typer.Option(help="本服务器的域名（经别的域名访问时要写）")] = None,
    timeout: Annotated[float, typer.Option(help="一个查询最多用多少秒", min=0.1)] = 30.0,
    memory: Annotated[int, typer.Option(help="一个查询最多用多少 MB 内存", min=100)] = 1000,
    rows: Annotated[int, typer.Option(help="一个结果最多多少行", min=1)] = 100_000,
) -> None:
    """打开查询工作台：浏览器里的页面，和 SPARQL 1.1 端点 /sparql。只读；按 Ctrl-C 停止。

    例：plankg serve --graph plan-graph --port 8765
    """
    import secrets

    from extract.errors import PlanKGError
    from kg.serve.server import WorkbenchServer
    from kg.serve.settings import LOOPBACK, TOKEN, Limits, Settings
    from kg.store import GraphStore
    from kg.store_files import StoreError

    with GraphStore.open(graph):  # what is wrong with it is said before anything listens
        pass
    if host not in LOOPBACK and not token:
        token = secrets.token_urlsafe(24)
    if token and not TOKEN.fullmatch(token):
        raise PlanKGError("口令至少 8 个字符，只用字母、数字和 - . _ ~（不给出 --token 就随机生成）")
    limits = Limits(seconds=timeout, memory_mb=memory, rows=rows)
    settings = Settings(graph, host, port, token, tuple(n.lower() for n in name or ()), limits)
    try:
        server = WorkbenchServer(settings)
    except OSError as error:
        raise StoreError(f"{host}:{port}", f"不能监听（{error.strerror}）；换一个 --port 或 --host") from error
    try:
        if not server.pool.ready(60):
            raise StoreError(graph, "打不开；请用 plankg validate 检查")
        say(f"工作台  {server.url}{f'?token={token}' if token else ''}")
        say(f"端点    {server.url}sparql")
        note("按 Ctrl-C 停止")
        server.serve_forever()
    except KeyboardInterrupt:
        note("已停止")
    finally:
        server.server_close()
        server.pool.close()


def push(
    endpoint: Annotated[
        str, typer.Option(help="另一台服务器的 Graph Store Protocol 地址，如 http://localhost:7878/store")
    ],
    graph: GraphOption = DEFAULT_GRAPH,
    again: Annotated[bool, typer.Option("--again", help="不管以前推送过什么，全部重来")] = False,
    timeout: Annotated[float, typer.Option(help="每份规划最多用多少秒", min=1)] = 300.0,
) -> None:
    """把图谱一份规划一份规划地装进另一台 SPARQL 1.1 服务器；中断后再运行会接着做。

    需要口令的服务器：口令放在环境变量 PLANKG_TOKEN 里（作为 Bearer 发送）。
    例：plankg push --endpoint http://localhost:7878/store
    """
    from kg.cli.common import open_graph
    from kg.push import push_graph

    with open_graph(graph) as opened:
        done = push_graph(
            opened, endpoint, token=os.environ.get(_TOKEN, ""), again=again, timeout=timeout, progress=note
        )
    say(f"送出 {done.sent} 个图，{done.kept} 个没有变化，删去 {done.deleted} 个")
