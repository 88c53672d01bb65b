"""Where every node stands before the page is opened: counties as anchors, communities together.

Two levels. Groups (``visualize.groups``) are discs that springs and repulsion arrange, starting from
their county's coordinates where these are known, so that the picture keeps the map's directions.
Inside its disc each group is arranged by its own links. At last boxes the size of the labels are
pushed apart. Unconnected nodes stand as tidy blocks below.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from visualize.forces import Array, separate, spiral, spring_layout
from visualize.groups import Group

SPACE = 58.0  # pixels between neighbours before stretching
STRETCH = 1.3  # labels are wider than high
DENSEST = 700  # groups larger than this are laid as a spiral: springs cost n * n
Point = tuple[int, int]


def place_nodes(
    groups: Sequence[Group],
    links: Sequence[tuple[int, int]],
    label_width: Sequence[float],
    coordinates: Mapping[str, tuple[float, float]],
) -> list[Point]:
    """Whole-pixel positions of all nodes, x to the right and y down, the middle near (0, 0).

    Args:
        groups: a partition of the nodes.
        links: pairs of node indices.
        label_width: pixels that each node's label takes at scale 1.
        coordinates: county name -> (longitude, latitude) in degrees.
    """
    count = len(label_width)
    place = np.zeros((count, 2))
    fast = [g for g in groups if not g.loose]
    inside = _links_within(fast, links)
    steps = _steps(fast)
    shapes = [_arrange(group, inside[number], steps) for number, group in enumerate(fast)]
    radius = np.array([_reach(shape) for shape in shapes])
    centres = _arrange_groups(fast, radius, _links_between(fast, links), coordinates)
    for group, shape, centre in zip(fast, shapes, centres, strict=True):
        place[list(group.members)] = shape + centre
    place[:, 0] *= STRETCH
    fixed = [i for group in fast for i in group.members]
    if fixed:
        width = np.array([min(max(label_width[i], 26.0), 80.0) for i in fixed])
        place[fixed] = separate(place[fixed], width, np.full(len(fixed), 34.0), iterations=60)
        place[fixed] -= np.round((place[fixed].max(axis=0) + place[fixed].min(axis=0)) / 2)
    _place_loose([g for g in groups if g.loose], place, fixed)
    return [(round(float(x)), round(float(y))) for x, y in place]


def _links_within(groups: Sequence[Group], links: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """For each group its links, as positions in ``members``."""
    home = {node: (number, rank) for number, group in enumerate(groups) for rank, node in enumerate(group.members)}
    inside: list[list[tuple[int, int]]] = [[] for _ in groups]
    for a, b in links:
        one, other = home.get(a), home.get(b)
        if one and other and one[0] == other[0] and one[1] != other[1]:
            inside[one[0]].append((one[1], other[1]))
    return inside


def _links_between(groups: Sequence[Group], links: Sequence[tuple[int, int]]) -> Counter[tuple[int, int]]:
    """How many links join each pair of groups, the smaller number first."""
    home = {node: number for number, group in enumerate(groups) for node in group.members}
    pairs = ((home[a], home[b]) for a, b in links if a in home and b in home)
    return Counter((min(p), max(p)) for p in pairs if p[0] != p[1])


def _steps(groups: Sequence[Group]) -> int:
    """How many steps each group may take, so that all together cost about the same for any graph."""
    pairs = sum(len(g.members) ** 2 for g in groups if len(g.members) <= DENSEST)
    return int(min(150, max(24, 1.5e8 / (pairs + 1))))


def _arrange(group: Group, links: Sequence[tuple[int, int]], steps: int) -> Array:
    """Positions of a group's members around (0, 0)."""
    count = len(group.members)
    start = spiral(count, SPACE * 0.8)
    if count > DENSEST:
        return start[_scatter(count)]
    if count < 3 or not links:
        return start
    pairs = np.array(sorted(set(links)), dtype=np.int64)
    shape = spring_layout(
        start, np.full(count, SPACE / 2), pairs, np.full(len(pairs), 1.0), iterations=steps, pull=0.03
    )
    box = np.full(count, SPACE * 0.75)
    shape = separate(shape, box, box, iterations=25)
    middle: Array = shape - (shape.max(axis=0) + shape.min(axis=0)) / 2
    return middle


def _scatter(count: int) -> list[int]:
    """A place on the spiral for each rank: the best connected in the middle, the next ones all over the disc.

    An overview shows the best connected only; side by side they would hide each other.
    """
    stride = int(count * 0.618)
    while math.gcd(stride, count) > 1:
        stride += 1
    return [rank * stride % count for rank in range(count)]


def _reach(shape: Array) -> float:
    """The disc's radius: holds nine in ten of the members, with a margin."""
    distance = np.sort(np.sqrt(shape[:, 0] ** 2 + shape[:, 1] ** 2))
    return float(distance[int(len(distance) * 0.9)]) + SPACE * 0.7 if len(distance) > 1 else SPACE * 0.6


def _arrange_groups(
    groups: Sequence[Group],
    radius: Array,
    between: Counter[tuple[int, int]],
    coordinates: Mapping[str, tuple[float, float]],
) -> Array:
    """Centres of the groups' discs."""
    count = len(groups)
    if count == 0:
        return np.zeros((0, 2))
    typical = float(np.sqrt((radius * radius).sum() / count))
    start = spiral(count, typical * 2)
    known = [(n, *coordinates[g.name]) for n, g in enumerate(groups) if g.county and g.name in coordinates]
    if len(known) > 2:
        lon, lat = (np.array(column) for column in list(zip(*known, strict=True))[1:])
        east = (lon - lon.mean()) * round(math.cos(math.radians(float(lat.mean()))), 6)
        north = lat - lat.mean()
        span = max(float(np.sqrt((east * east + north * north).sum() / len(known))), 1e-6)
        scale = typical * math.sqrt(count) * 1.2 / span
        for (number, _, _), x, y in zip(known, east * scale, north * scale, strict=True):
            start[number] = (x, -y)
    pairs = sorted(between)
    links = np.array(pairs, dtype=np.int64).reshape(len(pairs), 2)
    weight = np.array([math.log1p(between[pair]) * 0.25 for pair in pairs])
    iterations = int(min(150, max(20, 2e7 / (count * count))))
    centres = spring_layout(start, radius, links, weight, iterations=iterations, pull=0.1, reach=1.5)
    return separate(centres, radius * 1.85, radius * 1.85, iterations=120)


def _place_loose(groups: Sequence[Group], place: Array, fixed: Sequence[int]) -> None:
    """Lay the unconnected nodes out in one block a class, in a row below everything else."""
    bottom = float(place[fixed, 1].max()) + 170 if fixed else 0.0
    left, right = (float(place[fixed, 0].min()), float(place[fixed, 0].max())) if fixed else (-500.0, 500.0)
    x, y, tallest = left, bottom, 0.0
    total = sum(len(g.members) for g in groups)
    column, row = 128.0, 40.0
    across = max(1, min(math.ceil(math.sqrt(total * row / column) * 1.6), int((right - left) // column) or 1))
    for group in groups:
        wide = max(1, min(across, math.ceil(math.sqrt(len(group.members) * row / column * 1.6))))
        if x > left and x + wide * column > max(right, left + across * column):
            x, y, tallest = left, y + tallest + 80, 0.0
        for rank, node in enumerate(group.members):
            place[node] = (x + rank % wide * column, y + rank // wide * row)
        x += wide * column + 60
        tallest = max(tallest, math.ceil(len(group.members) / wide) * row)
