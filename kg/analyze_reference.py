"""The page of measures, made from the code: ``python -m kg.analyze_reference docs/measures.md``.

What it says of a measure is what ``kg.analyze_measures.measure`` was told beside the function that computes it, so the
page cannot drift; of a projection, what ``kg.analyze_projections.projection`` was told. A test compares it with docs/.
"""

from __future__ import annotations

import sys
from pathlib import Path

from kg.analyze_measures import MEASURES
from kg.analyze_projections import PROJECTIONS

HEAD = """# 分析所用的网络与度量

`plankg analyze` 的每个数怎样算来。本页由 `python -m kg.analyze_reference docs/measures.md` 从程序生成，
`plankg analyze --measures` 也会印出它。结果都是确定的：同一个图谱，同样的字节。
"""


def measures_page() -> str:
    """The page as Markdown: projections first, then measures, both in the order of the code."""
    parts = [HEAD, "## 网络（投影）\n"]
    for net in PROJECTIONS.values():
        parts.append(
            f"### {net.title}（`{net.name}`）\n\n- 点：{net.nodes}\n- 边：{net.edges}\n- 权：{net.weight}\n"
            f"- 代码：`{net.module}.{net.function}`\n"
        )
    parts.append("## 度量\n")
    for found in MEASURES.values():
        parts.append(
            f"### {found.title}（`{found.name}`）\n\n- 公式：{found.formula}\n- 归一化：{found.normalisation}\n"
            f"- 用于：{found.used_on}\n- 出处：{found.source}\n- 由谁算：{found.computed_by}\n"
            f"- 代码：`{found.module}.{found.function}`\n"
        )
    return "\n".join(parts)


def main(files: list[str]) -> None:
    """Write the page to each file named, or print it."""
    for name in files:
        Path(name).write_text(measures_page(), encoding="utf-8")
    if not files:
        sys.stdout.write(measures_page())


if __name__ == "__main__":
    main(sys.argv[1:])
