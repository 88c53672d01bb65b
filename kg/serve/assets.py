"""Files of the pages, from the package: loaded once, sent with an entity tag."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from importlib.resources import files

from kg.serve.messages import Reply, plain

_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}
_NAMES = frozenset({
    "serve.css", "common.js", "table.js", "chart.js", "graph.js", "editor.js", "workbench.js",
    "codemirror/codemirror.js", "codemirror/codemirror.css", "codemirror/sparql.js", "codemirror/show-hint.js",
    "codemirror/show-hint.css", "codemirror/matchbrackets.js",
})  # fmt: skip


def asset(name: str, etag: str = "") -> Reply:
    """The file, 304 if the client has it, 404 if there is none of this name."""
    if name not in _NAMES:
        return plain(404, "没有这个文件")
    body, tag = _load(name)
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if etag == tag:
        return Reply(304, _TYPES[name.rpartition(".")[2]], b"", headers)
    return Reply(200, _TYPES[name.rpartition(".")[2]], body, headers)


@lru_cache(maxsize=len(_NAMES))
def _load(name: str) -> tuple[bytes, str]:
    body = files("kg.serve").joinpath("assets", *name.split("/")).read_bytes()
    return body, f'"{sha256(body).hexdigest()[:16]}"'
