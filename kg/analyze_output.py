"""An analysis as a folder: summary and its queries, tables, plots, the definitions of the measures."""

from __future__ import annotations

import json
from pathlib import Path

from kg.analyze import Analysis, Networks
from kg.analyze_plots import chinese_font, plots
from kg.analyze_queries import Backed
from kg.analyze_reference import measures_page
from kg.analyze_summary import summary, to_markdown
from kg.analyze_tables import tables
from kg.store_files import disk_error, write_atomically

NO_FONT = (
    "这台机器没有中文字体，图只写了 svg（里面的字由看图的机器显示）；"
    "要 png，装一种中文字体（如 Noto Sans CJK）再运行"
)  # fmt: skip


def analysis_files(found: Analysis, nets: Networks, font: Path | None) -> dict[str, bytes]:
    """All files by their path in the folder; ``found`` with whole lists, ``font`` as in ``kg.analyze_plots.plots``."""
    sentences = summary(found, nets)
    queries = {one.name: f"queries/{number:02}-{one.name}.rq" for number, one in enumerate(sentences, 1)}
    files = {queries[one.name]: one.file().encode() for one in sentences}
    files["summary.md"] = to_markdown(sentences, queries).encode()
    files["analysis.json"] = _json(found, sentences, queries)
    files["measures.md"] = measures_page().encode()
    files |= {f"tables/{table.name}.csv": table.csv() for table in tables(found)}
    files |= {f"plots/{name}": data for name, data in plots(found, font).items()}
    return dict(sorted(files.items()))


def write_analysis(found: Analysis, nets: Networks, directory: Path) -> tuple[int, bool]:
    """Writes the folder; gives the number of files and whether there was a font for PNG.

    Raises:
        StoreError: the folder cannot be written.
    """
    font = chinese_font()
    files = analysis_files(found, nets, font)
    for name, data in files.items():
        path = directory / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, data)
        except OSError as error:
            raise disk_error(path, error) from error
    return len(files), font is not None


def _json(found: Analysis, sentences: tuple[Backed, ...], queries: dict[str, str]) -> bytes:
    said = [
        {"name": one.name, "text": one.text, "query": queries[one.name], "expected": list(map(dict, one.expected))}
        for one in sentences
    ]
    return (json.dumps({"summary": said} | found.cut(100).to_json(), ensure_ascii=False, indent=1) + "\n").encode()
