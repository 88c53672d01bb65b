"""What the documents say is so: commands, code, queries, files."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

from kg.cli.reference import with_section

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.zh-CN.md")
FORBIDDEN_HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org")


@pytest.mark.parametrize("name", READMES)
def test_readme_commands_are_those_of_help(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert with_section(text) == text, "run: python -m kg.cli.reference README.md README.zh-CN.md"


def test_readme_example_gives_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n(.*?)```\n```\n(.*?)```", text, re.DOTALL)
    assert found
    monkeypatch.chdir(ROOT)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(found[1], "README.md", "exec"), {})
    assert out.getvalue().strip() == found[2].strip()


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md"])
def test_links_and_paths_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith("http")]
    paths = re.findall(r"`((?:tests|bench|kg|extract|ontology|data|docs)/[\w./-]+)`", text)
    commands = re.findall(r"(?:pytest|python) ((?:tests|bench)/[\w./-]+\.py)", text)
    missing = [p for p in (*links, *paths, *commands) if p and not (ROOT / p).exists()]
    assert missing == []


def test_no_registry_host_is_named() -> None:
    suffixes = {".py", ".md", ".toml", ".txt", ".in", ".csv", ".ttl", ".js", ".css", ".html", ".rq", ""}
    files = [
        p
        for p in ROOT.rglob("*")
        if p.is_file() and p.suffix in suffixes and ".venv" not in p.parts and ".git" not in p.parts
    ]
    named = [str(p) for p in files if any(h in p.read_text(encoding="utf-8", errors="ignore") for h in FORBIDDEN_HOSTS)]
    assert named == []


def test_every_table_is_explained_with_its_columns() -> None:
    text = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    tables = [*(ROOT / "data" / "lexicon").glob("*.csv"), *(ROOT / "data" / "patterns").glob("*.csv")]
    assert len(tables) > 20
    for table in tables:
        lines = table.read_text(encoding="utf-8-sig").splitlines()
        columns = next(line for line in lines if line and not line.startswith("#")).replace(",", "、")
        assert f"| `{table.name}` | {columns} |" in text, table.name
