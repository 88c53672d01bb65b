"""From a path and its parameters to an operation of the workers, or straight to a reply."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.serve import assets
from kg.serve.messages import Reply, plain, see_other

Parameters = Sequence[tuple[str, str]]
_PAGES = {"/": "overview", "/query": "workbench"}
_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the routes see it. ``path`` is as it was sent, percent-encoded; ``body_type`` without charset."""

    method: str
    path: str
    parameters: Parameters
    accept: str
    language: str
    endpoint: str
    body: bytes = b""
    body_type: str = ""
    form: Parameters = ()
    etag: str = ""


def route(asked: Asked) -> Reply | dict[str, Any]:
    """The reply, or the request to give to a worker."""
    path = asked.path
    if path in ("/sparql", "/sparql/"):
        return _sparql(asked)
    if path.startswith("/api/"):
        return _api(asked)
    if asked.method not in ("GET", "HEAD") and path != "/download":
        return plain(405, "这个地址只接受 GET", Allow="GET, HEAD")
    if path == "/download":
        return _download(asked)
    if path == "/health":
        return plain(200, "ok")
    if path.startswith("/assets/"):
        return assets.asset(path.removeprefix("/assets/"), asked.etag)
    return _page(asked)


def _page(asked: Asked) -> Reply | dict[str, Any]:
    common = {"language": asked.language, "accept": asked.accept}
    if asked.path in _PAGES:
        return {"op": _PAGES[asked.path], **common}
    for start, operation in (("/id/", "id"), ("/page/", "page"), ("/data/", "data"), ("/ont/", "term")):
        if asked.path.startswith(start) and len(asked.path) > len(start):
            return {"op": operation, "path": asked.path.removeprefix(start), **common}
    return plain(404, "没有这个页面")


def _sparql(asked: Asked) -> Reply | dict[str, Any]:
    """SPARQL 1.1 Protocol, section 2.1: query by GET, by POST with a form, by POST directly."""
    if asked.method in ("GET", "HEAD"):
        if not asked.parameters:
            if _prefers_page(asked.accept):
                return see_other("/query")
            return {"op": "describe_service", "accept": asked.accept, "endpoint": asked.endpoint}
        return _query(asked, asked.parameters)
    if asked.method != "POST":
        return plain(405, "SPARQL 端点只接受 GET 和 POST", Allow="GET, HEAD, POST")
    if asked.body_type == _FORM:
        return _query(asked, asked.form)
    if asked.body_type == _DIRECT:
        try:
            text = asked.body.decode("utf-8")
        except UnicodeDecodeError:
            return plain(400, "查询不是 UTF-8")
        return _query(asked, [("query", text), *(p for p in asked.parameters if p[0] != "query")])
    return plain(415, f"POST 的内容类型要是 {_FORM} 或 {_DIRECT}（本端点只读，不接受更新）")


def _query(asked: Asked, parameters: Parameters) -> Reply | dict[str, Any]:
    queries = [value for key, value in parameters if key == "query"]
    if any(key == "update" for key, _ in parameters):
        return plain(400, "本端点只读，不接受更新")
    if len(queries) != 1:
        return plain(400, "要有一个 query 参数" if not queries else "query 参数只能有一个")
    return {
        "op": "sparql",
        "query": queries[0],
        "default": [value for key, value in parameters if key == "default-graph-uri"],
        "named": [value for key, value in parameters if key == "named-graph-uri"],
        "accept": asked.accept,
    }


def _api(asked: Asked) -> Reply | dict[str, Any]:
    values = dict(asked.parameters)
    gets = {"complete": ("text",), "values": ("param", "type"), "terms": ()}
    name = asked.path.removeprefix("/api/")
    if name in gets and asked.method in ("GET", "HEAD"):
        return {"op": name, "language": asked.language, **{key: values.get(key, "") for key in gets[name]}}
    if name in ("run", "evidence"):
        if asked.method != "POST":
            return plain(405, "这个地址只接受 POST", Allow="POST")
        if asked.body_type != "application/json":  # which no form of another site can send unasked
            return plain(415, "内容类型要是 application/json")
        data = _object(asked.body)
        if data is None or (name == "evidence" and not isinstance(data.get("cells"), list)):
            return plain(400, "内容不是所要的 JSON")
        return {**data, "op": name, "language": asked.language}
    return plain(404, "没有这个地址")


def _download(asked: Asked) -> Reply | dict[str, Any]:
    if asked.method not in ("GET", "HEAD", "POST"):
        return plain(405, "这个地址只接受 GET 和 POST", Allow="GET, HEAD, POST")
    given: Mapping[str, str] = dict(asked.form if asked.method == "POST" else asked.parameters)
    params = {key: value for key, value in given.items() if key not in ("name", "query", "format")}
    if not given.get("name") and not given.get("query"):
        return plain(400, "要有 query 或 name 参数")
    return {
        "op": "download", "name": given.get("name", ""), "query": given.get("query", ""),
        "format": given.get("format", "csv"), "params": params if given.get("name") else {},
    }  # fmt: skip


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or ("params" in data and not isinstance(data["params"], dict)):
        return None
    return data


def _prefers_page(accept: str) -> bool:
    return accept.lower().lstrip().startswith(("text/html", "application/xhtml"))
