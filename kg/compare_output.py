"""A comparison as a table, CSV, JSON and a page of its own: everything from the graph is escaped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape

from kg.compare import SECTIONS, Comparison, Row
from kg.query_format import BOM, csv_text

COLUMNS = ("类别", "变化", "名称", "前者", "后者", "差别", "前者的句子", "后者的句子", "对应")
_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --dim: #777; }
body { font: 15px/1.6 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; margin: 0 auto;
  max-width: 76rem; padding: 1rem 1.25rem 4rem; }
h1 { font-size: 1.5rem; margin: .5rem 0; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .35rem .5rem;
  border-bottom: 1px solid var(--line); overflow-wrap: anywhere; } th { position: sticky; top: 0; background: Canvas; }
td:nth-child(2) { min-width: 5em; } .state, td:last-child { white-space: nowrap; } .state { font-weight: 600; } .sentence { color: var(--dim); font-size: .86rem; margin: .15rem 0 0; }
.lower .state, .gone .state, .back .state { color: #b3261e; } .higher .state, .advanced .state { color: #1b7f3b; }
.new .state { color: #1a5fb4; } .note { color: var(--dim); font-size: .86rem; }
@media (prefers-color-scheme: dark) { .lower .state, .gone .state, .back .state { color: #f2a29b; }
  .higher .state, .advanced .state { color: #7fd99a; } .new .state { color: #8fc0ff; } }
"""


def rows_of(comparison: Comparison) -> list[tuple[str, ...]]:
    """Rows under ``COLUMNS``."""
    return [_cells(comparison, row) for row in comparison.rows]


def to_csv(comparison: Comparison) -> str:
    """CSV with a BOM; cells that a spreadsheet would run as formulas are defused."""
    return BOM + csv_text([COLUMNS, *rows_of(comparison)])


def to_json(comparison: Comparison) -> str:
    """A JSON object: both plans, counts by section and state, the rows with their fields."""
    fields = ("section", "state", "name", "a", "b", "change", "sentence_a", "sentence_b", "note")
    data = {
        "a": _plan(comparison, 0), "b": _plan(comparison, 1), "same_place": comparison.same_place,
        "counts": comparison.counts(),
        "rows": [{field: getattr(row, field) for field in fields} for row in comparison.rows],
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def to_html(comparison: Comparison) -> str:
    """One page without scripts that loads nothing."""
    title = f"{comparison.a.title} 与 {comparison.b.title}"
    body = "".join(_section(comparison, section) for section in SECTIONS)
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>{escape(title)}</h1>
<p>前者：{escape(comparison.a.record.title)}；后者：{escape(comparison.b.record.title)}</p>
<p>{escape(summary(comparison))}</p>
{body}</body>
</html>
"""


def summary(comparison: Comparison) -> str:
    """How many of what, in a sentence: 指标：提高 2、降低 5；项目：新增 57."""
    parts = []
    for section, states in comparison.counts().items():
        if states:
            words = (f"{_state_word(comparison, section, state)} {count}" for state, count in states.items())
            parts.append(f"{SECTIONS[section]}：{'、'.join(words)}")
    return "；".join(parts) if parts else "两份规划都没有可比的内容"


def _state_word(comparison: Comparison, section: str, state: str) -> str:
    return comparison.word(Row(section, state, "", "", "", "", "", ""))


def _cells(comparison: Comparison, row: Row) -> tuple[str, ...]:
    return (
        SECTIONS[row.section], comparison.word(row), row.name, row.a, row.b, row.change, row.sentence_a, row.sentence_b,
        row.note,
    )  # fmt: skip


def _plan(comparison: Comparison, side: int) -> dict[str, object]:
    record = (comparison.a, comparison.b)[side].record
    return {"id": record.id, "title": record.title, "place": record.place, "code": record.code, "year": record.year}


def _section(comparison: Comparison, section: str) -> str:
    rows = [row for row in comparison.rows if row.section == section]
    if not rows:
        return ""
    head = "".join(
        f"<th>{escape(word)}</th>" for word in ("变化", "名称", comparison.a.title, comparison.b.title, "差别")
    )
    lines = "\n".join(_line(comparison, row) for row in rows)
    return (
        f"<h2>{SECTIONS[section]}（{len(rows)}）</h2>\n<table>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{lines}\n</tbody>\n</table>\n"
    )


def _line(comparison: Comparison, row: Row) -> str:
    note = f'<div class="note">{escape(row.note)}</div>' if row.note else ""
    sides = "".join(_side(said, sentence) for said, sentence in ((row.a, row.sentence_a), (row.b, row.sentence_b)))
    return (
        f'<tr class="{row.state}"><td class="state">{escape(comparison.word(row))}</td><td>{escape(row.name)}{note}</td>'
        f"{sides}<td>{escape(row.change)}</td></tr>"
    )


def _side(said: str, sentence: str) -> str:
    quote = f'<div class="sentence">{escape(sentence)}</div>' if sentence else ""
    return f"<td>{escape(said)}{quote}</td>"


def table_rows(comparison: Comparison) -> Iterator[tuple[str, ...]]:
    """Rows for a terminal: without the sentences, and of what is only new or gone in one plan at the end."""
    for row in comparison.rows:
        yield _cells(comparison, row)[:6]
