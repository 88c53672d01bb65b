"""A graph into any SPARQL 1.1 server, by the Graph Store HTTP Protocol, one named graph after another.

What has arrived is written down after each graph in ``push-<server>.json`` in the graph directory, with a hash of what
was sent, so that a push that was interrupted goes on where it stopped and one of an unchanged graph sends nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pyoxigraph import NamedNode

from kg.push_http import PushError, exists, graph_address, request
from kg.store import GraphStore
from kg.store_files import write_atomically

_MEDIA_TYPE = "application/n-triples"


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did, in numbers of named graphs: sent, found unchanged, deleted because their plan is gone."""

    sent: int
    kept: int
    deleted: int


def push_graph(
    graph: GraphStore,
    endpoint: str,
    *,
    token: str = "",
    again: bool = False,
    timeout: float = 300.0,
    progress: Callable[[str], None] = lambda _text: None,
) -> Pushed:
    """Sends every named graph that the server does not have as it is. ``graph`` has a directory.

    ``endpoint`` is the address of the Graph Store Protocol; ``token`` is sent as a bearer; ``timeout`` in seconds for
    each graph; ``again`` sends all. A graph is replaced as a whole (PUT), so nothing doubles.

    Raises:
        PushError: the server cannot be reached, refuses or fails; what was sent before is remembered.
    """
    memory = _Memory(graph, endpoint)
    names = sorted(n.value for n in graph.store.named_graphs() if isinstance(n, NamedNode))
    sent = kept = 0
    for number, name in enumerate(names, 1):
        body = triples_of(graph, NamedNode(name))
        digest = sha256(body).hexdigest()
        if not again and memory.sent.get(name) == digest and exists(endpoint, name, token, timeout):
            kept += 1
            continue
        progress(f"{number}/{len(names)} {name}")
        request("PUT", graph_address(endpoint, name), token, timeout, body, _MEDIA_TYPE)
        memory.remember(name, digest)
        sent += 1
    return Pushed(sent, kept, _delete(memory, set(names), endpoint, token, timeout))


def triples_of(graph: GraphStore, name: NamedNode) -> bytes:
    """A named graph as sorted N-Triples: the same graph gives the same bytes."""
    lines = sorted(f"{quad.triple} .\n" for quad in graph.quads(name))
    return "".join(lines).encode()


def _delete(memory: _Memory, names: set[str], endpoint: str, token: str, timeout: float) -> int:
    """Takes out the graphs that an earlier push sent and that are no longer in the store."""
    gone = sorted(set(memory.sent) - names)
    for name in gone:
        if exists(endpoint, name, token, timeout):
            request("DELETE", graph_address(endpoint, name), token, timeout)
        memory.remember(name, "")
    return len(gone)


class _Memory:
    """What was sent to one server: a digest for each graph's IRI."""

    def __init__(self, graph: GraphStore, endpoint: str) -> None:
        if graph.directory is None:
            raise PushError(endpoint, "内存里的图谱不能推送；请先构建到目录里")
        self._path = Path(graph.directory) / f"push-{sha256(endpoint.encode()).hexdigest()[:12]}.json"
        try:
            data = json.loads(self._path.read_bytes())
            self.sent: dict[str, str] = {str(k): str(v) for k, v in data["sent"].items()}
        except (OSError, ValueError, KeyError, AttributeError, TypeError):
            self.sent = {}  # not there, or damaged: everything is sent again, which harms nothing
        self._endpoint = endpoint

    def remember(self, name: str, digest: str) -> None:
        """Notes a graph's digest, or with "" that it is gone."""
        if digest:
            self.sent[name] = digest
        else:
            self.sent.pop(name, None)
        data = {"endpoint": self._endpoint, "sent": dict(sorted(self.sent.items()))}
        write_atomically(self._path, json.dumps(data, ensure_ascii=False, indent=1).encode())
