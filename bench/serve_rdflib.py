"""rdflib-endpoint over the triples of a graph, to stand beside the workbench's server."""

from __future__ import annotations

import http.client
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph

from bench.serve_load import Client
from kg.query import PREFIXES
from kg.store import GraphStore

PORT = 18999
_START_SECONDS = 1200
HEAD = "".join(f"PREFIX {key}: <{value}>\n" for key, value in PREFIXES.items())
"""What it must be told; the workbench knows these prefixes."""


@contextmanager
def running(python: str, directory: Path, folder: Path, store: str) -> Iterator[float | None]:
    """Serves the graph's merged triples while the context is open; yields the seconds it took to load them.

    ``python`` is one with rdflib-endpoint (and oxrdflib for the ``store`` Oxigraph); ``folder`` takes the triples.
    None if it did not answer within 20 minutes.
    """
    data = folder / "graph.nt"
    if not data.exists():
        with GraphStore.open(directory) as graph, data.open("wb") as out:
            for quad in graph.store.quads_for_pattern(None, None, None, pyoxigraph.DefaultGraph()):
                out.write(f"{quad.triple} .\n".encode())
    command = [python, "-m", "rdflib_endpoint", "serve", str(data), "--port", str(PORT), "--host", "127.0.0.1"]
    process = subprocess.Popen([*command, "--store", store], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield _ready(process)
    finally:
        process.kill()
        process.wait()


def client(timeout: float) -> Client:
    """A connection to it."""
    return Client(PORT, "/", timeout)


def _ready(process: subprocess.Popen[bytes]) -> float | None:
    start = time.perf_counter()
    while time.perf_counter() - start < _START_SECONDS and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        try:
            connection.request("GET", "/?" + urlencode({"query": "ASK { ?s ?p ?o }"}))
            connection.getresponse().read()
            return time.perf_counter() - start
        except OSError:
            time.sleep(1)
        finally:
            connection.close()
    return None
