"""The same input gives the same bytes under two hash seeds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def built(sample: Path, folder: Path, seed: str) -> dict[str, bytes]:
    environment = os.environ | {"PYTHONHASHSEED": seed}
    graph = folder / "g"
    for arguments in (
        ["build", str(sample), "-g", str(graph)],
        ["export", "-f", "trig", "-o", str(folder / "x.trig"), "-g", str(graph)],
        ["export", "--county", "交城县", "-f", "graphml", "-o", str(folder / "x.graphml"), "-g", str(graph)],
        ["view", "-o", str(folder / "x.html"), "-g", str(graph)],
    ):
        subprocess.run([sys.executable, "-m", "kg", *arguments], env=environment, check=True, capture_output=True)
    return {name: (folder / name).read_bytes() for name in ("x.trig", "x.graphml", "x.html")}


def test_two_hash_seeds_give_the_same_bytes(tmp_path: Path, sample: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, second = built(sample, tmp_path / "a", "1"), built(sample, tmp_path / "b", "4711")
    assert len(first["x.trig"]) > 100_000
    for name, content in first.items():
        assert content == second[name], name
