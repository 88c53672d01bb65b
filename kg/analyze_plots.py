"""Plots of an analysis, as SVG everywhere and as PNG where the machine has a Chinese font.

Drawn by matplotlib. An SVG keeps its words as text, which the reader's own fonts show, and is laid out with the font that
matplotlib brings along, so its bytes are the same on every machine. A PNG needs a font at hand: without a Chinese one it
would show boxes, so none is made (``chinese_font``).
"""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from kg.analyze import Analysis

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_FAMILIES = "'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"
_FONT_FILES = (
    "notosanscjk", "notosanssc", "sourcehansans", "msyh", "pingfang", "simhei", "hiragino sans gb", "stheiti", "wqy",
    "notoserifcjk", "sourcehanserif", "simsun", "droidsansfallback",
)  # fmt: skip
_BOLD = re.compile(r"bold|black|light|thin|heavy|medium|demi", re.IGNORECASE)
_OWN = "DejaVu Sans"  # in every matplotlib
_INK, _BLUE, _GREEN, _OCHRE = "#333333", "#1a5fb4", "#1b7f3b", "#8a6d00"
_COUNTIES, _INDUSTRIES, _BARS = 24, 16, 20
_LONGEST = 14


def chinese_font() -> Path | None:
    """A font of this machine that has Chinese characters, the same one every time; None if there is none."""
    from matplotlib import font_manager

    files = sorted(Path(p) for p in font_manager.findSystemFonts())
    for wanted in _FONT_FILES:
        named = [p for p in files if p.stem.lower().replace("-", "").startswith(wanted.replace("-", ""))]
        if named:
            return min(named, key=lambda p: (bool(_BOLD.search(p.stem)), p.name))
    return None


def plots(found: Analysis, font: Path | None) -> dict[str, bytes]:
    """Every plot that has something to show, by file name: ``NAME.svg``, and ``NAME.png`` where ``font`` is given."""
    made: dict[str, bytes] = {}
    for name, figure in _figures(found, None):
        made[f"{name}.svg"] = _svg(figure)
    if font is not None:
        for name, figure in _figures(found, font):
            made[f"{name}.png"] = _png(figure)
    return made


def _figures(found: Analysis, font: Path | None) -> Iterator[tuple[str, Figure]]:
    with _style(font):
        for name, draw in _PLOTS.items():
            figure = draw(found)
            if figure is not None:
                yield name, figure


def _svg(figure: Figure) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue().replace(f"'{_OWN}'".encode(), _FAMILIES.encode())


def _png(figure: Figure) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=150, metadata={"Software": None})
    return out.getvalue()


@contextmanager
def _style(font: Path | None) -> Iterator[None]:
    """Settings of our own, whatever the user's are; no complaint about characters that only the reader's font has."""
    import matplotlib
    from matplotlib import font_manager

    family = _OWN
    if font is not None:
        font_manager.fontManager.addfont(str(font))
        family = font_manager.FontProperties(fname=str(font)).get_name()
    settings: dict[str, Any] = {
        "svg.fonttype": "none", "svg.hashsalt": "plankg", "font.family": [family], "font.size": 9,
        "axes.unicode_minus": False, "axes.spines.top": False, "axes.spines.right": False, "axes.edgecolor": "#999999",
        "text.color": _INK, "axes.labelcolor": _INK, "text.parse_math": False,
    }  # fmt: skip
    log = logging.getLogger("matplotlib.font_manager")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings(), matplotlib.rc_context():
            warnings.filterwarnings("ignore", message="Glyph .* missing")
            matplotlib.rcdefaults()
            cast("dict[str, Any]", matplotlib.rcParams).update(settings)
            yield
    finally:
        log.setLevel(level)


def _new(width: float, height: float, columns: int = 1) -> tuple[Figure, list[Axes]]:
    """A figure without pyplot's global state; sizes in inches."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height))
    made = figure.subplots(1, columns, squeeze=False)
    return figure, list(made[0])


def _attention(found: Analysis) -> Figure | None:
    """How much is said of the counties: sentences, facts, projects side by side."""
    rows = found.attention[:_BARS]
    if not rows:
        return None
    figure, axes = _new(10, 1.2 + 0.26 * len(rows), 3)
    names = [_cut(row.county) for row in rows]
    for axis, field, title, colour in zip(
        axes, ("sentences", "facts", "projects"), ("点名的句子", "事实", "项目"), (_BLUE, _GREEN, _OCHRE), strict=True
    ):
        _bars(
            axis,
            names,
            [getattr(row, field) for row in rows],
            f"{title}（HHI {found.concentration[field]:.3f}）",
            colour,
        )
    for axis in axes[1:]:
        axis.set_yticklabels([])
    return _placed(figure, "各县（市、区）受关注的多少", left=0.12)


def _industries(found: Analysis) -> Figure | None:
    """Counties by the industries they have in common, shaded by the number of sentences."""
    matrix = found.matrix
    columns = range(min(_INDUSTRIES, len(matrix.columns)))
    rows = [i for i, values in enumerate(matrix.values) if any(values[j] for j in columns)]
    filled = sorted(sorted(rows, key=lambda i: (-sum(map(bool, matrix.values[i])), i))[:_COUNTIES])
    if not filled:
        return None
    values = [[matrix.values[i][j] for j in columns] for i in filled]
    figure, (axis,) = _new(2.6 + 0.42 * len(columns), 2.6 + 0.28 * len(filled))
    _heat(axis, values, [matrix.rows[i] for i in filled], [matrix.columns[j] for j in columns], "{:d}")
    return _placed(figure, "县与产业（说到的句子数）", left=0.16, bottom=1.5)


def _similarity(found: Analysis) -> Figure | None:
    """The Jaccard index of the counties that are most like some other."""
    index = {frozenset(pair.iris): pair.jaccard for pair in found.similar}
    names: dict[str, str] = {}
    for pair in found.similar:
        names |= dict(zip(pair.iris, (pair.first, pair.second), strict=True))
    chosen = sorted(list(names)[:_COUNTIES])
    if not chosen:
        return None
    values = [[index.get(frozenset((a, b)), 0.0) if a != b else 0.0 for b in chosen] for a in chosen]
    labels = [names[iri] for iri in chosen]
    figure, (axis,) = _new(2.4 + 0.36 * len(chosen), 2.4 + 0.3 * len(chosen))
    _heat(axis, values, labels, labels, "{:.2f}")
    return _placed(figure, "产业相像的县（Jaccard）", left=0.16, bottom=1.3)


def _bridges(found: Analysis) -> Figure | None:
    """The entities that hold communities together."""
    rows = found.bridges[:_BARS]
    if not rows:
        return None
    figure, (axis,) = _new(7, 1.2 + 0.26 * len(rows))
    _bars(axis, [_cut(r.label) for r in rows], [r.value for r in rows], "介数 × 参与系数", _BLUE, "{:.4f}")
    return _placed(figure, "桥接不同社群的实体", left=0.3)


def _communities(found: Analysis) -> Figure | None:
    """The largest communities by their number of entities."""
    rows = found.communities[:_BARS]
    if not rows:
        return None
    figure, (axis,) = _new(9, 1.2 + 0.26 * len(rows))
    _bars(axis, [_cut(c.name, 28) for c in rows], [c.size for c in rows], "实体数", _GREEN)
    return _placed(figure, "社群", left=0.45)


def _concentration(found: Analysis) -> Figure | None:
    """The share of all projects that the counties with most of them have together."""
    counts = sorted((a.projects for a in found.attention if a.projects), reverse=True)
    if not counts:
        return None
    total, running, shares = sum(counts), 0, [0.0]
    for count in counts:
        running += count
        shares.append(100 * running / total)
    figure, (axis,) = _new(6, 4)
    axis.plot(range(len(shares)), shares, color=_BLUE, linewidth=1.5)
    axis.plot([0, len(counts)], [0, 100], color="#bbbbbb", linewidth=1, linestyle="--")
    axis.set_xlabel("项目最多的前几个县（市、区）；虚线是平均分布")
    axis.set_ylabel("占全部项目（%）")
    axis.set_xlim(0, len(counts))
    axis.set_ylim(0, 100)
    return _placed(figure, f"项目在各县的集中程度（HHI {found.concentration['projects']:.3f}）", left=0.12, bottom=0.6)


def _bars(axis: Axes, names: list[str], values: list[Any], title: str, colour: str, form: str = "{}") -> None:
    places = range(len(names))
    axis.barh(places, values, color=colour, height=0.7)
    axis.set_yticks(places, names)
    axis.invert_yaxis()
    axis.set_ylim(len(names) - 0.4, -0.6)
    axis.set_xlim(0, max(values) * 1.22 or 1)
    axis.set_title(title, fontsize=9, loc="left")
    axis.set_xticks([])
    axis.tick_params(length=0)
    axis.spines["bottom"].set_visible(False)
    for place, value in zip(places, values, strict=True):
        axis.text(value + max(values) * 0.02, place, form.format(value), va="center", fontsize=8)


def _heat(axis: Axes, values: list[list[Any]], rows: list[str], columns: list[str], form: str) -> None:
    top = max(max(row) for row in values) or 1
    axis.pcolormesh(values, cmap="Blues", vmin=0, vmax=top * 1.15, edgecolors="white", linewidth=0.8)
    axis.set_yticks([i + 0.5 for i in range(len(rows))], [_cut(name) for name in rows])
    axis.set_xticks(
        [j + 0.5 for j in range(len(columns))], [_cut(name) for name in columns], rotation=45, ha="right",
        rotation_mode="anchor",
    )  # fmt: skip
    axis.invert_yaxis()
    axis.tick_params(length=0)
    for spine in axis.spines.values():
        spine.set_visible(False)
    for i, row in enumerate(values):
        for j, value in enumerate(row):
            if value:
                ink = "white" if value > top * 0.6 else _INK
                axis.text(j + 0.5, i + 0.5, form.format(value), ha="center", va="center", fontsize=6, color=ink)


def _placed(figure: Figure, title: str, *, left: float, bottom: float = 0.25) -> Figure:
    """Margins by hand (``bottom`` in inches): what fits must not depend on the fonts of the machine."""
    height = figure.get_size_inches()[1]
    figure.subplots_adjust(left=left, right=0.97, top=1 - 0.75 / height, bottom=bottom / height, wspace=0.08)
    figure.suptitle(title, x=0.02, y=1 - 0.12 / height, ha="left", va="top", fontsize=12, fontweight="bold")
    return figure


def _cut(name: str, most: int = _LONGEST) -> str:
    shown = "".join(c for c in name if c.isprintable())
    return shown if len(shown) <= most else shown[: most - 1] + "…"


_PLOTS: Mapping[str, Any] = {
    "attention": _attention, "county-industries": _industries, "similar-counties": _similarity, "bridges": _bridges,
    "communities": _communities, "concentration": _concentration,
}  # fmt: skip
