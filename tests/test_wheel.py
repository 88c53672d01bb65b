"""An installed wheel works from an empty directory, without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the unpacked wheel, and nothing of the checkout."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = out.glob("*.whl")
    target = out / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def plankg(site: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "PLANKG_DATA"}} | {
        "PYTHONPATH": str(site)
    }
    command = [sys.executable, "-P", "-m", "kg", *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_wheel_carries_its_data(site: Path) -> None:
    names = {str(p.relative_to(site)) for p in site.rglob("*") if p.is_file()}
    assert {"plankg_data/README.md", "ontology/plan.ttl", "ontology/shapes.ttl"} <= names
    assert not [n for n in names if n.startswith(("tests/", "bench/"))]


def test_wheel_demo_from_an_empty_directory(site: Path, tmp_path: Path) -> None:
    script = "import kg, pathlib; print(pathlib.Path(kg.__file__).resolve())"
    environment = os.environ | {"PYTHONPATH": str(site)}
    where = subprocess.run(
        [sys.executable, "-P", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert str(site) in where.stdout, "the test must run the wheel, not the checkout"
    done = plankg(site, tmp_path, "demo", "out")
    assert done.returncode == 0, done.stderr
    made = {p.name for p in (tmp_path / "out").iterdir()}
    assert {"graph.trig", "index.html", "targets.csv", "counties"} <= made
