"""Start-up: a command imports what it needs and no more."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "networkx", "rdflib", "pyvis", "jieba", "dask", "distributed", "matplotlib", "numpy", "pyshacl", "trafilatura",
    "lxml", "pdfplumber",
)  # fmt: skip
REPORT = """
import sys
from kg.cli import main
try:
    main(sys.argv[1:])
except SystemExit as stop:
    assert not stop.code, stop.code
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def imported(*arguments: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", REPORT, *arguments], capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("arguments", [("--help",), ("build", "--help"), ("query", "--help")])
def test_help_imports_nothing_heavy(arguments: tuple[str, ...]) -> None:
    found = imported(*arguments)
    assert "typer" in found
    assert not found & {*HEAVY, "pyoxigraph"}


def test_a_query_imports_the_store_and_nothing_heavy(graph: Path) -> None:
    for query in ("SELECT * { ?s a plan:Plan }", "plans"):
        found = imported("query", query, "-g", str(graph), "-f", "csv")
        assert "pyoxigraph" in found
        assert not found & set(HEAVY), query


def test_help_and_a_query_start_quickly(graph: Path) -> None:
    for arguments, most in ((("--help",), 0.3), (("query", "SELECT * { ?s a plan:Plan }", "-g", str(graph)), 0.6)):
        times = []
        for _ in range(5):  # processor time, the query's own child's included: the machine may be busy
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-m", "kg", *arguments], capture_output=True, check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        assert min(times) < most, arguments
