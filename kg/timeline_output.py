"""A timeline as rows, CSV and JSON, and as an SVG drawn by plain string building: the same timeline, the same bytes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from html import escape

from kg.compare_indicators import Series
from kg.compare_read import Figure, signed
from kg.query_format import BOM, csv_text
from kg.timeline import MET, MISSED, VERDICTS, Judged, Timeline

COLUMNS = ("指标", "规划年份", "到", "目标", "结果", "实绩", "差", "说明", "目标的句子", "实绩的句子")
_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 720, 200, 80, 24, 34, 30
_COLOURS = {MET: "#1b7f3b", MISSED: "#b3261e"}
_OPEN = "#8a6d00"


def rows_of(timeline: Timeline) -> list[tuple[str, ...]]:
    """Rows under ``COLUMNS``: each target once, series by series, then by year."""
    years = {record.id: str(record.year or "") for record in timeline.plans}
    rows: list[tuple[str, ...]] = []
    for series, found in timeline.judged.items():
        rows.extend(_row(series, judged, years) for judged in found)
    return rows


def to_csv(timeline: Timeline) -> str:
    """CSV with a BOM; cells that a spreadsheet would run as formulas are defused."""
    return BOM + csv_text([COLUMNS, *rows_of(timeline)])


def to_json(timeline: Timeline) -> str:
    """A JSON object: the place, its plans, and by series its targets with verdicts and all achieved figures."""
    series = [
        {
            "indicator": key.concept, "measure": key.measure,
            "targets": [_judged(judged) for judged in timeline.judged[key]],
            "outcomes": [_figure(figure) for figure in timeline.outcomes[key]],
        }
        for key in timeline.judged
    ]  # fmt: skip
    plans = [{"id": r.id, "title": r.title, "year": r.year} for r in timeline.plans]
    return json.dumps({"place": timeline.place, "plans": plans, "series": series}, ensure_ascii=False, indent=1) + "\n"


def summary(timeline: Timeline) -> str:
    """How many targets of each verdict: 完成 5、未完成 2."""
    counts = {verdict: sum(j.verdict == verdict for j in timeline.rows) for verdict in VERDICTS}
    return "、".join(f"{VERDICTS[verdict]} {count}" for verdict, count in counts.items() if count) or "没有可跟踪的指标"


def to_svg(timeline: Timeline, *, most: int = 12) -> str:
    """A panel for each series with at least two figures, the first ``most``: targets hollow, achieved figures filled.

    A hollow mark is green where the target was met, red where it was missed, ochre otherwise; years run to the right.
    """
    panels = [(s, *_points(timeline, s)) for s in timeline.judged]
    shown = [(s, targets, done) for s, targets, done in panels if len(targets) + len(done) > 1][:most]
    height = max(1, len(shown)) * _HEIGHT + 56
    body = "".join(
        _panel(series, targets, done, 44 + number * _HEIGHT) for number, (series, targets, done) in enumerate(shown)
    )
    if not shown:
        body = f'<text x="{_LEFT}" y="90">没有可画的指标（要有两个以上的数）</text>'
    legend = (
        f'<circle cx="{_WIDTH - 300}" cy="20" r="4" fill="none" stroke="{_OPEN}" stroke-width="2"/>'
        f'<text x="{_WIDTH - 290}" y="24">目标（绿完成 红未完成）</text>'
        f'<circle cx="{_WIDTH - 100}" cy="20" r="4" fill="#1a5fb4"/><text x="{_WIDTH - 90}" y="24">实绩</text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}" '
        f'role="img" font-family="Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif" font-size="12">\n'
        f'<title>{_text(timeline.place)}：目标与实绩</title>\n<rect width="100%" height="100%" fill="#fff"/>\n'
        f'<text x="16" y="26" font-size="16" font-weight="600">{_text(timeline.place)}：目标与实绩</text>\n'
        f"{legend}\n{body}</svg>\n"
    )


def _row(series: Series, judged: Judged, years: dict[str, str]) -> tuple[str, ...]:
    target, outcome = judged.target, judged.outcome or judged.other
    gap = "" if judged.difference is None else signed(judged.difference) + _gap_unit(target.unit)
    due = f"{target.year}{'（推定）' if target.assumed else ''}" if target.year else ""
    return (
        series.label, years[target.plan], due, target.label, VERDICTS[judged.verdict], outcome.label if outcome else "",
        gap, judged.reason, target.sentence, outcome.sentence if outcome else "",
    )  # fmt: skip


def _gap_unit(unit: str) -> str:
    return "个百分点" if unit == "%" else unit


def _judged(judged: Judged) -> dict[str, object]:
    other = judged.outcome or judged.other
    return _figure(judged.target) | {
        "verdict": judged.verdict, "reason": judged.reason, "against": _figure(other) if other else None,
        "difference": None if judged.difference is None else format(judged.difference, "f"),
    }  # fmt: skip


def _figure(figure: Figure) -> dict[str, object]:
    return {
        "plan": figure.plan, "kind": figure.kind, "indicator": figure.indicator, "operator": figure.operator,
        "value": figure.value, "unit": figure.unit, "per": figure.per, "year": figure.year, "since": figure.since,
        "assumed_year": figure.assumed, "expected": figure.expected, "sentence": figure.sentence,
    }  # fmt: skip


_Point = tuple[int, Decimal, str, str]


def _points(timeline: Timeline, series: Series) -> tuple[list[_Point], list[_Point]]:
    """(year, value, words, colour) of targets and of outcomes, of the unit that most of them have, by year."""
    judged = [j for j in timeline.judged[series] if j.target.year]
    done = [f for f in timeline.outcomes[series] if not f.since]
    units = [j.target.amount.unit for j in judged] + [f.amount.unit for f in done]
    unit = max(sorted(set(units)), key=units.count, default="")
    targets = {
        (j.target.year, j.target.amount.value, j.target.label, _COLOURS.get(j.verdict, _OPEN))
        for j in judged if j.target.amount.unit == unit
    }  # fmt: skip
    outcomes = {(f.year, f.amount.value, f.label, "#1a5fb4") for f in done if f.amount.unit == unit}
    return sorted(targets), sorted(outcomes)


def _panel(series: Series, targets: Sequence[_Point], done: Sequence[_Point], top: int) -> str:
    points = [*targets, *done]
    years = sorted({year for year, *_ in points})
    low, high = min(v for _, v, *_ in points), max(v for _, v, *_ in points)
    room = (high - low) / 10 or abs(high) / 10 or Decimal(1)
    low, high = low - room, high + room

    def x(year: int) -> str:
        share = (year - years[0]) / (years[-1] - years[0]) if len(years) > 1 else 0.5
        return f"{_LEFT + share * (_WIDTH - _LEFT - _RIGHT):.1f}"

    def y(value: Decimal) -> str:
        return f"{top + _TOP + float((high - value) / (high - low)) * (_HEIGHT - _TOP - _BOTTOM):.1f}"

    floor = top + _HEIGHT - _BOTTOM
    parts = [f'<text x="{_LEFT}" y="{top + 20}" font-weight="600">{_text(series.label)}</text>']
    parts.append(f'<line x1="{_LEFT}" y1="{floor}" x2="{_WIDTH - _RIGHT}" y2="{floor}" stroke="#999"/>')
    parts += [f'<text x="{x(year)}" y="{floor + 18}" text-anchor="middle" fill="#555">{year}</text>' for year in years]
    for value in sorted({min(points, key=lambda p: p[1])[1], max(points, key=lambda p: p[1])[1]}):
        shown = _short(value)
        parts.append(f'<text x="{_LEFT - 8}" y="{y(value)}" text-anchor="end" fill="#555" dy="4">{shown}</text>')
    line = " ".join(f"{x(year)},{y(value)}" for year, value, *_ in done)
    parts.append(
        f'<polyline points="{line}" fill="none" stroke="#1a5fb4" stroke-opacity=".4"/>' if len(done) > 1 else ""
    )
    for year, value, words, colour in done:
        parts.append(
            f'<circle cx="{x(year)}" cy="{y(value)}" r="4" fill="{colour}"><title>{_text(words)}</title></circle>'
        )
    for year, value, words, colour in targets:
        parts.append(
            f'<circle cx="{x(year)}" cy="{y(value)}" r="6" fill="none" stroke="{colour}" stroke-width="2">'
            f"<title>{_text(words)}</title></circle>"
        )
    return "".join(part + "\n" for part in parts if part)


def _short(value: Decimal) -> str:
    for size, word in ((Decimal(10**8), "亿"), (Decimal(10**4), "万")):
        if abs(value) >= size:
            return f"{(value / size).quantize(Decimal('0.1')):f}{word}"
    return format(value.quantize(Decimal("0.01")).normalize(), "f")


def _text(words: str) -> str:
    """Escaped, without characters that XML does not allow."""
    return escape("".join(c for c in words if c.isprintable()))
