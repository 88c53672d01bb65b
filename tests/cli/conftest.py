"""A graph of the sample plan, built once, and a way to run commands in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from extract.tables import data_dir
from kg.cli import main


class Outcome(NamedTuple):
    status: int
    out: str
    err: str

    def line(self) -> str:
        """The one line an error is to be."""
        assert self.status != 0
        assert "Traceback" not in self.err
        lines = self.err.strip().splitlines()
        assert len(lines) == 1, self.err
        return lines[0]


Run = Callable[..., Outcome]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``plankg ARGUMENTS`` in this process."""

    def command(*arguments: object) -> Outcome:
        capsys.readouterr()
        status = 0
        try:
            main([str(a) for a in arguments])
        except SystemExit as stop:
            status = stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 1
        captured = capsys.readouterr()
        return Outcome(status, captured.out, captured.err)

    return command


@pytest.fixture(scope="session")
def sample() -> Path:
    """The bundled sample plan."""
    return data_dir() / "plans" / "luliang-2021.txt"


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory, sample: Path) -> Path:
    """A graph with the sample plan (made without the model: quicker)."""
    directory = tmp_path_factory.mktemp("graph") / "g"
    try:
        main(["build", str(sample), "-g", str(directory), "--no-model"])
    except SystemExit as stop:
        assert not stop.code, "the sample plan must build"
    return directory
