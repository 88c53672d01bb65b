"""The kind of a document."""

from __future__ import annotations

from extract.describe.opening import Opening
from extract.describe.tables import DescribeTables

LEAST = 2.0  # fewer points than this is no kind
OTHER = "其他"


def kind_of(text: str, opening: Opening, tables: DescribeTables) -> str:
    """One of ``extract.model.PLAN_KINDS``: the kind with most points; 其他 if none has two."""
    points: dict[str, float] = {}
    for cue in tables.kinds:
        if cue.scope == "题":
            found = any(cue.pattern.search(line) for line in opening.lines)
        else:
            found = cue.pattern.search(opening.text if cue.scope == "首" else text) is not None
        points[cue.kind] = points.get(cue.kind, 0.0) + cue.weight * found
    best = max(sorted(points), key=lambda kind: points[kind], default=OTHER)
    return best if points.get(best, 0.0) >= LEAST else OTHER
