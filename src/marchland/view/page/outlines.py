"""Outlines of countries from Natural Earth, shipped with the package: no map is fetched."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np
import numpy.typing as npt

from marchland.language import forms, mark, say
from marchland.model.countries import CALLED
from marchland.model.outlines import Box, Line, inside, outlines, touches, unbroken

__all__ = ["ATTRIBUTION", "DISCLAIMER", "Box", "Line", "inside", "mercator", "name_of", "within"]

TURN = 360.0
"""Degrees of longitude around the world."""
ATTRIBUTION = mark("Borders: Natural Earth (public domain), simplified.")
DISCLAIMER = mark(
    "The borders, names and designations shown on this map do not imply "
    "official endorsement or any opinion on the legal status of a territory or "
    "its boundaries."
)


def name_of(code: str) -> str:
    """Return the name of a country from its ISO 3166-1 alpha-3 code, or the code if unknown."""
    if code in CALLED:
        return say(CALLED[code])
    if code in forms().countries:
        return forms().countries[code]
    named = [c for c in outlines() if c.code == code]
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
    west, south, east, north = box
    return [
        ring + np.array([turn, 0.0]) if turn else ring
        for code, rings in _rings()
        if (code in chosen) != others
        for ring in rings
        for turn in (0.0, TURN, -TURN)
        if touches(ring, (west - turn, south, east - turn, north))
    ]


@cache
def _rings() -> list[tuple[str, list[Line]]]:
    """Return the rings of every country, going on beyond 180° where they cross that meridian."""
    return [(one.code, [unbroken(ring) for ring in one.rings]) for one in outlines()]


def seam(lon: npt.ArrayLike) -> float:
    """Return the longitude west of which places belong a whole turn farther east.

    Places on both sides of the date line are so drawn side by side; −180 where there are none.
    """
    known = np.unique(np.asarray(lon, np.float64))
    known = known[np.isfinite(known)]
    gaps = np.diff(known)
    if not len(gaps) or gaps.max() <= TURN - (known[-1] - known[0]):
        return -180.0
    return float(known[1:][gaps.argmax()])


def eastward(lon: npt.ArrayLike, west_of: float) -> Line:
    """Return longitudes, those west of a seam (:func:`seam`) a whole turn farther east."""
    values = np.asarray(lon, np.float64)
    return np.where(values < west_of, values + TURN, values)


def mercator(lat: npt.ArrayLike) -> Line:
    """Return the ordinate of Mercator's projection in degrees, so that shapes are kept.

    Notes
    -----
    ``180/π · ln tan(π/4 + φ/2)``, with latitudes beyond 85° drawn at 85°.
    """
    phi = np.radians(np.clip(np.asarray(lat, np.float64), -85.0, 85.0))
    return np.asarray(np.degrees(np.log(np.tan(np.pi / 4 + phi / 2))))
