"""What a large graph shows first: places, the best connected, and of each community its best known members."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from visualize.groups import Group
from visualize.options import PageOptions

ANCHOR_LEVELS = frozenset({"province", "prefecture", "county"})


def overview(
    classes: Sequence[str], levels: Sequence[str], groups: Sequence[Group], degree: Counter[int], options: PageOptions
) -> list[int] | None:
    """Node indices of the overview, ascending; None for a graph small enough to be shown whole."""
    if len(classes) <= options.overview_above:
        return None
    third = max(1, options.overview_size // 3)
    ranked = sorted(range(len(classes)), key=lambda i: (-degree[i], i))
    anchors = [i for i in ranked if classes[i] == "Place" and levels[i] in ANCHOR_LEVELS and degree[i]]
    connected = [group for group in groups if not group.loose]
    known = [group.members[0] for group in connected] + [
        group.members[1] for group in connected if len(group.members) > 1
    ]
    chosen = {*anchors[:third], *known[:third]}
    for index in ranked:
        if len(chosen) >= options.overview_size or not degree[index]:
            break
        chosen.add(index)
    return sorted(chosen)
