"""Outlines of countries from Natural Earth, shipped with the package: no map is fetched."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

Line = npt.NDArray[np.float64]
Box = tuple[float, float, float, float]
"""West, south, east and north, in degrees."""

ATTRIBUTION = "Borders: Natural Earth (public domain), simplified."
DISCLAIMER = (
    "The borders, names and designations shown on this map do not imply official "
    "endorsement or any opinion on the legal status of a territory or its boundaries."
)


@dataclass(frozen=True)
class Country:
    """Name and outline of a country; each ring is (point, longitude and latitude) in degrees."""

    code: str
    name: str
    rings: tuple[Line, ...]


@cache
def countries() -> tuple[Country, ...]:
    """Return every country of the world."""
    text = files("marchland.view").joinpath("data", "outlines.json").read_text("utf-8")
    data = json.loads(text)
    arcs = [np.cumsum(np.reshape(arc, (-1, 2)), axis=0) * data["step"] for arc in data["arcs"]]
    return tuple(
        Country(c["code"], c["name"], tuple(_ring(arcs, numbers) for numbers in c["rings"]))
        for c in data["countries"]
    )


def name_of(code: str) -> str:
    """Return the name of a country from its ISO 3166-1 alpha-3 code, or the code if unknown."""
    named = [c for c in countries() if c.code == code]
    return max(named, key=lambda c: sum(map(len, c.rings))).name if named else code


def within(codes: Iterable[str], box: Box, others: bool = False) -> list[Line]:
    """Return the rings that touch a box, of the countries named or of all others.

    Parameters
    ----------
    codes
        ISO 3166-1 alpha-3 codes.
    box
        West, south, east and north, in degrees.
    others
        True for the countries that are not named.
    """
    chosen = set(codes)
    return [
        ring
        for c in countries()
        if (c.code in chosen) != others
        for ring in c.rings
        if _touches(ring, box)
    ]


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


def mercator(lat: npt.ArrayLike) -> Line:
    """Return the ordinate of Mercator's projection in degrees, so that shapes are kept.

    Notes
    -----
    ``180/π · ln tan(π/4 + φ/2)``, with latitudes beyond 85° drawn at 85°.
    """
    phi = np.radians(np.clip(np.asarray(lat, np.float64), -85.0, 85.0))
    return np.asarray(np.degrees(np.log(np.tan(np.pi / 4 + phi / 2))))


def _ring(arcs: list[Line], numbers: list[int]) -> Line:
    """Join arcs to a ring; ~i is arc i followed backwards."""
    parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in numbers]
    return np.concatenate([parts[0], *(p[1:] for p in parts[1:])])


def _touches(ring: Line, box: Box) -> bool:
    west, south, east, north = box
    (x0, y0), (x1, y1) = ring.min(axis=0), ring.max(axis=0)
    return bool(x0 <= east and x1 >= west and y0 <= north and y1 >= south)
