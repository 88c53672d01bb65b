"""Distance on the globe."""

from __future__ import annotations

from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

_EARTH_RADIUS = 6371.0  # km, mean radius


@lru_cache(maxsize=65536)
def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two (longitude, latitude) in degrees, by the haversine formula."""
    lon_a, lat_a, lon_b, lat_b = radians(a[0]), radians(a[1]), radians(b[0]), radians(b[1])
    h = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * _EARTH_RADIUS * asin(sqrt(h))
