"""Outlines of countries (Natural Earth, simplified): where a point lies, and how far from where.

Lines between countries are good to about two kilometres, in and around Europe to one; islands
narrower than half a degree are mostly missing (``tools/outlines.py`` has the numbers).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

Line = npt.NDArray[np.float64]
Box = tuple[float, float, float, float]
"""West, south, east and north, in degrees."""

_AT_ONCE = 500
_KM = 6371.0 * np.pi / 180  # of a degree of latitude


@dataclass(frozen=True)
class Outline:
    """Name and outline of a country; each ring is (point, longitude and latitude) in degrees."""

    code: str
    name: str
    rings: tuple[Line, ...]


@cache
def outlines() -> tuple[Outline, ...]:
    """Return every country of the world; a code may stand for several areas."""
    return tuple(
        Outline(c["code"], c["name"], tuple(map(_ring, c["rings"]))) for c in _data()["countries"]
    )


@cache
def _data() -> dict[str, Any]:
    """Return the file as it is: few countries are asked for, and the lines of those alone drawn."""
    text = files("marchland.model").joinpath("data", "outlines.json").read_text("utf-8")
    return dict(json.loads(text))


@cache
def _arc(number: int) -> Line:
    """Return an arc in degrees."""
    data = _data()
    return np.asarray(np.cumsum(np.reshape(data["arcs"][number], (-1, 2)), axis=0) * data["step"])


def _ring(numbers: list[int]) -> Line:
    """Join arcs to a ring; ~i is arc i followed backwards."""
    parts = [_arc(i) if i >= 0 else _arc(~i)[::-1] for i in numbers]
    return np.concatenate([parts[0], *(p[1:] for p in parts[1:])])


def inside(points: Line, rings: Iterable[Line]) -> npt.NDArray[np.bool_]:
    """Tell which points (point, longitude and latitude) lie within rings, by the even-odd rule."""
    x, y = points[:, 0, None], points[:, 1, None]
    odd = np.zeros(len(points), bool)
    for ring in rings:
        (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
        spans = (y0 > y) != (y1 > y)
        rise = np.where(y1 == y0, 1.0, y1 - y0)
        odd ^= ((spans & (x < x0 + (y - y0) * (x1 - x0) / rise)).sum(axis=1) % 2).astype(bool)
    return odd


def touches(ring: Line, box: Box) -> bool:
    """Whether a ring's bounds meet a box."""
    west, south, east, north = box
    (x0, y0), (x1, y1) = ring.min(axis=0), ring.max(axis=0)
    return bool(x0 <= east and x1 >= west and y0 <= north and y1 >= south)


@cache
def _wound(code: str) -> tuple[Line, ...]:
    """Return the rings of a country, going on beyond 180° where they cross that meridian."""
    own = (one["rings"] for one in _data()["countries"] if one["code"] == code)
    return tuple(unbroken(_ring(numbers)) for rings in own for numbers in rings)


def unbroken(ring: Line) -> Line:
    """Return a ring that goes on beyond 180° where it crosses that meridian."""
    if np.abs(np.diff(ring[:, 0])).max() <= 180:
        return ring
    steps = (np.diff(ring[:, 0]) + 180) % 360 - 180
    east = ring[0, 0] + np.concatenate([[0.0], np.cumsum(steps)])
    return np.column_stack([east, ring[:, 1]])


@cache
def _boxes() -> tuple[tuple[str, Box], ...]:
    """Return the code and the bounds of every ring."""
    codes = dict.fromkeys(one["code"] for one in _data()["countries"])
    return tuple(
        (code, (*ring.min(axis=0).tolist(), *ring.max(axis=0).tolist()))
        for code in codes
        for ring in _wound(code)
    )


def country_at(lat: float, lon: float) -> str:
    """Return the code of the country that a point lies in, blank at sea."""
    near = {
        code: None
        for code, (west, south, east, north) in _boxes()
        for turn in (-360, 0, 360)
        if west <= lon + turn <= east and south <= lat <= north
    }
    return next((code for code in near if km_outside(code, lat, lon) == 0), "")


def lie_in(code: str, lat: Line, lon: Line) -> npt.NDArray[np.bool_]:
    """Tell which points lie in a country; none do where it has no outline, or without a point."""
    found = np.zeros(len(lat), bool)
    for start in range(0, len(lat), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        for turn in (-360, 0, 360):
            points = np.column_stack([lon[part] + turn, lat[part]])
            if np.isfinite(points).all(axis=1).any():
                found[part] |= inside(points, _near(code, points))
    return found


def _near(code: str, points: Line) -> list[Line]:
    """Return the rings of a country whose bounds hold one of some points."""
    (west, south), (east, north) = np.nanmin(points, axis=0), np.nanmax(points, axis=0)
    return [ring for ring in _wound(code) if touches(ring, (west, south, east, north))]


def km_outside(code: str, lat: float, lon: float) -> float:
    """Return how far a point lies from a country in km: 0 within it, NaN without an outline."""
    rings = _wound(code)
    if not rings:
        return float("nan")
    turns = np.array([[lon + turn, lat] for turn in (-360, 0, 360)])
    if inside(turns, rings).any():
        return 0.0
    return min(_km_to(ring, lat, lon) for ring in rings)


def _km_to(ring: Line, lat: float, lon: float) -> float:
    """Return the distance of a point from a line in km, as if the ground were flat around it."""
    shrink = np.cos(np.radians(lat))
    x, y = ring[:, 0] - lon, ring[:, 1] - lat
    median = np.sort(x)[(len(x) - 1) // 2 : len(x) // 2 + 1].mean()  # numpy's imports masked arrays
    x = (x - 360 * np.round(median / 360)) * shrink
    ax, ay, dx, dy = x[:-1], y[:-1], np.diff(x), np.diff(y)
    length = dx * dx + dy * dy
    along = np.clip(-(ax * dx + ay * dy) / np.where(length == 0, 1.0, length), 0, 1)
    return float(np.hypot(ax + along * dx, ay + along * dy).min() * _KM)
