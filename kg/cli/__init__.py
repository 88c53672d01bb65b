"""The command line: opens, calls the library, prints. The only place that does."""

from kg.cli.main import main

__all__ = ["main"]
