"""The command section of the README files, made from the commands' own help.

python -m kg.cli.reference README.md README.zh-CN.md
"""

from __future__ import annotations

import sys
from pathlib import Path

import typer

START, END = "<!-- commands: made by python -m kg.cli.reference -->", "<!-- end of commands -->"


def command_section() -> str:
    """A Markdown list: each command with its arguments and options, its help and its example."""
    from kg.cli.main import app

    group = typer.main.get_command(app)
    lines = []
    for name, command in sorted(group.commands.items()):  # type: ignore[attr-defined]
        arguments = " ".join(
            (p.metavar or p.name.upper()) + ("..." if p.nargs == -1 else "")
            for p in command.params
            if p.param_type_name == "argument"
        )
        options = " ".join(
            f"[{p.opts[0]}]" for p in command.params if p.param_type_name == "option" and p.name != "help"
        )
        text = [part.strip() for part in (command.help or "").strip().split("\n") if part.strip()]
        lines.append(f"- **`plankg {' '.join(x for x in (name, arguments) if x)}`** {text[0]}")
        lines.append(f"  - 选项 / options: `{options}`")
        lines += [f"  - {part.replace('例：', '例 / example: `', 1)}`" for part in text[1:] if part.startswith("例：")]
    return "\n".join(lines)


def with_section(text: str) -> str:
    """A README's text with the section between the two markers made anew.

    Raises:
        ValueError: the markers are not there.
    """
    before, _, rest = text.partition(START)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError("no command section in this file")
    return f"{before}{START}\n{command_section()}\n{END}{after}"


def main(files: list[str]) -> None:
    """Renew the section in each file."""
    for name in files:
        path = Path(name)
        path.write_text(with_section(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
