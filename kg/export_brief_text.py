"""A brief as Markdown with footnotes, and as one page of HTML with nothing loaded from anywhere."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from kg.export_brief import Brief, Note, Row, Table
from kg.export_brief_fit import widths

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~!&$])")


def to_markdown(brief: Brief) -> str:
    """GitHub-flavoured Markdown; all text of the graph is escaped."""
    blocks = [f"# {_escaped(brief.title)}", "".join(map(_escaped, brief.summary))]
    for table in brief.tables:
        blocks += [f"## {_escaped(table.heading)}", _markdown_table(table)]
    blocks += [f"> {_escaped(words)}" for words in (brief.left, brief.rule) if words]
    blocks.append("\n".join(f"[^{number}]: {_escaped(_note(note))}" for number, note in enumerate(brief.notes, 1)))
    return "\n\n".join(block for block in blocks if block) + "\n"


def to_page(brief: Brief) -> str:
    """One HTML page, readable and printable without a network; no script."""
    title = html.escape(brief.title)
    body = [f"<h1>{title}</h1>", f"<p>{html.escape(''.join(brief.summary))}</p>"]
    for table in brief.tables:
        body += [f"<h2>{html.escape(table.heading)}</h2>", _html_table(table)]
    body += [f'<p class="rule">{html.escape(words)}</p>' for words in (brief.left, brief.rule) if words]
    notes = "\n".join(f'<li id="n{n}">{html.escape(_note(note))}</li>' for n, note in enumerate(brief.notes, 1))
    body.append(f'<h2 class="sources">出处</h2>\n<ol>\n{notes}\n</ol>' if notes else "")
    return _PAGE.format(title=title, body="\n".join(body))


def _note(note: Note) -> str:
    where = f"，{note.section}" if note.section else ""
    return f"{note.text}——{note.plan}{where}{'（据此推断）' if note.inferred else ''}"


def _markdown_table(table: Table) -> str:
    lines = [_line(table.columns), _line(["---"] * len(table.columns), raw=True)]
    for row in table.rows:
        first, *others = (_escaped(cell) for cell in row.cells)
        lines.append(_line([first + "".join(f"[^{n}]" for n in row.notes), *others], raw=True))
    return "\n".join(lines)


def _line(cells: Sequence[str], *, raw: bool = False) -> str:
    return "| " + " | ".join(cells if raw else map(_escaped, cells)) + " |"


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _html_table(table: Table) -> str:
    shares = zip(table.columns, widths(table), strict=True)
    head = "".join(f'<th style="width:{share:.0%}">{html.escape(column)}</th>' for column, share in shares)
    return (
        f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>\n'
        + "\n".join(map(_html_row, table.rows))
        + "\n</tbody></table></div>"
    )


def _html_row(row: Row) -> str:
    first, *others = (html.escape(cell) for cell in row.cells)
    notes = "、".join(f'<a href="#n{n}">{n}</a>' for n in row.notes)
    return (
        f"<tr><td>{first}{f'<sup>{notes}</sup>' if notes else ''}</td>"
        + "".join(f"<td>{cell}</td>" for cell in others)
        + "</tr>"
    )


_PAGE = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
body {{ font: 16px/1.7 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; max-width: 60em;
  margin: 2em auto; padding: 0 1em; color: #222; }}
table {{ border-collapse: collapse; width: 100%; margin: .5em 0 1.5em; }}
th, td {{ border: 1px solid #ccc; padding: .3em .6em; text-align: left; vertical-align: top; }}
th {{ background: #f3f5f7; white-space: nowrap; }}
.wide {{ overflow-x: auto; }}
td {{ min-width: 4em; overflow-wrap: anywhere; }}
sup {{ margin-left: .15em; white-space: nowrap; line-height: 0; }}
sup a {{ text-decoration: none; }}
ol {{ font-size: .9em; color: #444; }}
li:target {{ background: #fff3c4; }}
.rule {{ border-left: 4px solid #ccc; padding-left: 1em; color: #555; }}
@page {{ size: A4; margin: 1.4cm 1.7cm; }}
@media print {{
  body {{ font-size: 9pt; line-height: 1.3; margin: 0; padding: 0; max-width: none; }}
  h1 {{ font-size: 14pt; margin: 0; }} h2 {{ font-size: 10.5pt; margin: .5em 0 .2em; }} p {{ margin: .3em 0; }}
  table {{ margin: 0; }} th, td {{ padding: 0 .4em; }} td {{ min-width: 0; }}
  ol, .rule {{ font-size: 8pt; }} .sources {{ break-before: page; }}
}}
</style></head>
<body>
{body}
</body></html>
"""
