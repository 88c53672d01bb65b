"""``plankg``: the commands and how their errors reach a user."""

from __future__ import annotations

import os
import sys

import typer

from kg.cli import analyze, build, compare, export, inspect, ledger, query, serve

_INTERRUPTED = 130

app = typer.Typer(
    name="plankg",
    help="把规划文件读成知识图谱：每个事实都带着说出它的那句话。\n\n"
    "Chinese plan documents to an RDF knowledge graph, every fact with its sentence.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (build, query, export, analyze, compare, inspect, ledger, serve):
    module.register(app)


def main(argv: list[str] | None = None) -> None:
    """Run a command; every error becomes one line on standard error and a non-zero exit status.

    Exit status: 0 done, 1 an error, 2 wrong usage, 3 done but something was skipped, 130 stopped by Ctrl-C.
    ``PLANKG_DEBUG=1`` lets tracebacks through.
    """
    try:
        status = app(args=argv, standalone_mode=False)
    except Exception as error:  # the one place where everything is caught: no traceback reaches a user
        if os.environ.get("PLANKG_DEBUG"):
            raise
        sys.exit(_report(error))
    except KeyboardInterrupt:
        status = _INTERRUPTED
    if status == _INTERRUPTED:  # mostly as a value: the argument parser catches Ctrl-C itself
        print("plankg: 已停止；此前完成的部分都已保存", file=sys.stderr)
    if isinstance(status, int) and status:  # a command's typer.Exit comes back as a value
        sys.exit(status)


def _report(error: Exception) -> int:
    from extract.errors import PlanKGError

    if type(error).__name__ in {"Exit", "Abort"}:
        return int(getattr(error, "exit_code", 1))
    if hasattr(error, "format_message"):  # a usage error of the argument parser
        if not error.format_message():  # bare ``plankg``: the help has been printed
            return 2
        print(f"plankg: {error.format_message()}（plankg COMMAND --help 看用法）", file=sys.stderr)
        return 2
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    if isinstance(error, PlanKGError):
        print(f"plankg: {_one_line(str(error))}", file=sys.stderr)
    elif isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        print(f"plankg: {where}{error.strerror or error}（检查路径、权限和磁盘空间后重试）", file=sys.stderr)
    else:
        print(
            f"plankg: 内部错误 {type(error).__name__}: {_one_line(str(error))}（PLANKG_DEBUG=1 可看细节，请报告）",
            file=sys.stderr,
        )
    return 1


def _one_line(text: str) -> str:
    return " ".join(text.split())
