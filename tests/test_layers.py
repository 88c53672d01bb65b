"""The direction of imports: ontology <- extract, visualize <- kg; nothing imports kg."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ALLOWED = {
    "ontology": {"ontology"},
    "extract": {"extract", "ontology"},
    "visualize": {"visualize", "ontology"},
    "kg": {"kg", "extract", "ontology", "visualize"},
}


def is_module(name: str) -> bool:
    base = ROOT / name.replace(".", "/")
    return base.with_suffix(".py").exists() or (base / "__init__.py").exists()


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    return {name.split(".")[0] for name in names} & set(ALLOWED)


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_layers_import_only_what_lies_below(package: str) -> None:
    modules = sorted((ROOT / package).rglob("*.py"))
    assert modules
    wrong = {str(m.relative_to(ROOT)): sorted(imported(m) - ALLOWED[package]) for m in modules}
    assert {name: extra for name, extra in wrong.items() if extra} == {}


def test_layers_have_no_import_cycle() -> None:
    edges: dict[str, set[str]] = {}
    for package in ALLOWED:
        for path in (ROOT / package).rglob("*.py"):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            tree = ast.parse(path.read_text(encoding="utf-8"))
            # imports inside functions are run-time needs of commands, not of modules
            found = {
                f"{node.module}.{alias.name}" if is_module(f"{node.module}.{alias.name}") else node.module
                for node in tree.body
                if isinstance(node, ast.ImportFrom) and node.module
                for alias in node.names
            }
            edges[name] = {target for target in found if target.split(".")[0] in ALLOWED and target != name}
    state: dict[str, int] = {}

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert state.get(name) != 1, f"cycle: {' -> '.join((*trail, name))}"
        if state.get(name) == 2 or name not in edges:
            return
        state[name] = 1
        for target in sorted(edges[name]):
            visit(target, (*trail, name))
        state[name] = 2

    for name in sorted(edges):
        visit(name, ())


def test_layers_nothing_is_read_at_import() -> None:
    """Importing must not open data files: loading is explicit, and done once."""
    offenders = []
    for package in ALLOWED:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.Assign | ast.AnnAssign | ast.Expr):
                    calls = [n.func for n in ast.walk(node) if isinstance(n, ast.Call)]
                    names = {getattr(f, "attr", getattr(f, "id", "")) for f in calls}
                    if names & {"read_text", "read_bytes", "open", "read_table", "load"}:
                        offenders.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert offenders == []
