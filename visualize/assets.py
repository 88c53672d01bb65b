"""Scripts and styles of the page: vis-network out of the installed pyvis, the rest from ``assets/``."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files

from visualize.options import PageError

VIS = "pyvis/templates/lib/vis-9.1.2/vis-network.min.js"
SCRIPTS = (
    "core.js", "shapes.js", "state.js", "visible.js", "labels.js", "network.js", "camera.js", "panning.js", "layers.js",
    "search.js", "filters.js", "facts.js", "panel.js", "targets.js", "list.js", "map.js", "county.js", "path.js", "export.js", "main.js",
)  # fmt: skip
STYLES = ("base.css", "panels.css", "tables.css", "small.css", "print.css")


def vis_network() -> str:
    """The vis-network library, as pyvis ships it, with its licence comment and without its source map's address.

    Found through the package's metadata, because importing pyvis for a path would take half a second.

    Raises:
        PageError: pyvis is not installed or does not carry the library where 0.3.2 has it.
    """
    try:
        text = str(distribution("pyvis").locate_file(VIS))
        with open(text, encoding="utf-8") as stream:
            script = stream.read()
    except (PackageNotFoundError, OSError) as error:
        raise PageError("找不到 pyvis 自带的 vis-network，请重新安装 pyvis 0.3.2") from error
    return re.sub(r"\n//# sourceMappingURL=\S*\s*$", "\n", script)


def own_script() -> str:
    """Our scripts in order, as one strict function: nothing of it is visible to the page's globals."""
    parts = [_read(name) for name in SCRIPTS]
    return '"use strict";\n(() => {\n' + "\n".join(parts) + "\n})();\n"


def own_style() -> str:
    """Our style sheets in order."""
    return "\n".join(_read(name) for name in STYLES)


def csp_hash(content: str) -> str:
    """The source expression that lets an inline script or style with exactly this content pass (CSP level 2, 4.2.5)."""
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _read(name: str) -> str:
    text = files("visualize").joinpath("assets", name).read_text(encoding="utf-8")
    if re.search(r"</(script|style)|<!--", text, re.IGNORECASE):
        raise PageError(f"{name} 含有不能放进网页内嵌代码的字样")
    return text
