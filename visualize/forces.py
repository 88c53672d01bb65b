"""Two small layout engines over arrays: springs with repulsion, and pushing overlapping boxes apart.

Positions are float arrays of shape (n, 2). Only elementwise arithmetic, sums along axis 0 and
``bincount`` are used, which add in one fixed order: the same input gives the same positions on any machine.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_GOLDEN = math.pi * (3 - math.sqrt(5))


def spiral(count: int, spacing: float) -> Array:
    """``count`` points on a sunflower spiral around the origin, neighbours about ``spacing`` apart."""
    points = [
        (
            round(spacing * math.sqrt(i) * math.cos(i * _GOLDEN), 6),
            round(spacing * math.sqrt(i) * math.sin(i * _GOLDEN), 6),
        )
        for i in range(count)
    ]
    return np.array(points, dtype=np.float64).reshape(count, 2)


def spring_layout(
    start: Array,
    radius: Array,
    links: NDArray[np.int64],
    weight: Array,
    *,
    iterations: int,
    pull: float = 0.02,
    reach: float = math.inf,
) -> Array:
    """Fruchterman and Reingold's forces (Software: Practice and Experience 21, 1991) between discs.

    Args:
        start: first positions, (n, 2).
        radius: of each disc, (n,); two discs want at least the sum of theirs between their centres.
        links: pairs of indices, (m, 2), that attract each other.
        weight: how strongly each pair does, (m,).
        iterations: steps; the longest move cools down linearly. Time and memory grow with n * n.
        pull: how strongly everything is drawn to the centre, per unit of distance.
        reach: discs further apart than this many times what they want do not push each other.

    Returns the positions after the last step; ``start`` unchanged for fewer than two points.
    """
    count = len(start)
    place = start.copy()
    if count < 2:
        return place
    want = radius[:, None] + radius[None, :]
    hottest = float(want.max())
    for step in range(iterations):
        dx = place[:, 0][None, :] - place[:, 0][:, None]  # [j, i] = x of i minus x of j
        dy = place[:, 1][None, :] - place[:, 1][:, None]
        distance = np.sqrt(dx * dx + dy * dy) + 0.01
        push = want * want / (distance * distance)
        near = distance < want
        push[near] *= 1.6
        push[distance > want * reach] = 0
        move = np.stack(((dx * push / want).sum(axis=0), (dy * push / want).sum(axis=0)), axis=1) * (want.max() / 2)
        _attract(place, move, links, weight, want)
        move -= place * pull * math.sqrt(count)
        length = np.sqrt(move[:, 0] ** 2 + move[:, 1] ** 2) + 1e-9
        limit = hottest * 0.9 * (1 - step / iterations) + hottest * 0.01
        place += move / length[:, None] * np.minimum(length, limit)[:, None]
    return place


def _attract(place: Array, move: Array, links: NDArray[np.int64], weight: Array, want: Array) -> None:
    """Add the pull of the springs to ``move``, in place."""
    if not len(links):
        return
    left, right = links[:, 0], links[:, 1]
    apart = place[right] - place[left]
    distance = np.sqrt(apart[:, 0] ** 2 + apart[:, 1] ** 2) + 0.01
    strength = weight * distance / want[left, right] * 0.5
    for axis in (0, 1):
        force = apart[:, axis] * strength
        move[:, axis] += np.bincount(left, force, len(place)) - np.bincount(right, force, len(place))


def separate(place: Array, width: Array, height: Array, *, iterations: int = 40) -> Array:
    """Push boxes of ``width`` x ``height`` (each (n,)) apart until few overlap, moving them little.

    A pair that overlaps is moved along the axis where it overlaps less, half the way each. Pairs are
    found on a grid, so that time grows with n and not with its square.
    """
    place = place.copy()
    if len(place) < 2:
        return place
    cell = float(max(width.max(), height.max()))
    for _ in range(iterations):
        left, right = _neighbours(place, cell)
        dx = place[right, 0] - place[left, 0]
        dy = place[right, 1] - place[left, 1]
        over_x = (width[left] + width[right]) / 2 - np.abs(dx)
        over_y = (height[left] + height[right]) / 2 - np.abs(dy)
        hit = (over_x > 0.5) & (over_y > 0.5)
        if not hit.any():
            break
        left, right, dx, dy, over_x, over_y = (a[hit] for a in (left, right, dx, dy, over_x, over_y))
        sideways = over_x / cell < over_y / cell
        shift_x = np.where(sideways, over_x, 0) * np.where(dx >= 0, 0.5, -0.5) * 0.9
        shift_y = np.where(sideways, 0, over_y) * np.where(dy >= 0, 0.5, -0.5) * 0.9
        for axis, shift in ((0, shift_x), (1, shift_y)):
            place[:, axis] += np.bincount(right, shift, len(place)) - np.bincount(left, shift, len(place))
    return place


def _neighbours(place: Array, cell: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All pairs of points in the same or touching cells of a grid, each once, as two index arrays."""
    grid = np.floor(place / cell).astype(np.int64)
    grid -= grid.min(axis=0) - 1
    stride = int(grid[:, 0].max()) + 3
    keys = grid[:, 1] * stride + grid[:, 0]
    order = np.argsort(keys, kind="stable")
    ranked = keys[order]
    lefts, rights = [], []
    for offset in (0, 1, stride - 1, stride, stride + 1):
        low = np.searchsorted(ranked, ranked + offset, "left")
        if offset == 0:  # pairs within a cell: only the points behind this one
            low = np.arange(1, len(ranked) + 1)
        count = np.searchsorted(ranked, ranked + offset, "right") - low
        count = np.maximum(count, 0)
        first = np.repeat(np.arange(len(ranked)), count)
        run = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
        lefts.append(order[first])
        rights.append(order[np.repeat(low, count) + run])
    return np.concatenate(lefts), np.concatenate(rights)
