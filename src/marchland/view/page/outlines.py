"""Outlines of countries from Natural Earth, shipped with the package: no map is fetched."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from marchland.model.outlines import Box, Line, inside, outlines, touches

__all__ = ["ATTRIBUTION", "DISCLAIMER", "Box", "Line", "inside", "mercator", "name_of", "within"]

ATTRIBUTION = "Borders: Natural Earth (public domain), simplified."
DISCLAIMER = (
    "The borders, names and designations shown on this map do not imply official "
    "endorsement or any opinion on the legal status of a territory or its boundaries."
)


def name_of(code: str) -> str:
    """Return the name of a country from its ISO 3166-1 alpha-3 code, or the code if unknown."""
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
    return [
        ring
        for c in outlines()
        if (c.code in chosen) != others
        for ring in c.rings
        if touches(ring, box)
    ]


def mercator(lat: npt.ArrayLike) -> Line:
    """Return the ordinate of Mercator's projection in degrees, so that shapes are kept.

    Notes
    -----
    ``180/π · ln tan(π/4 + φ/2)``, with latitudes beyond 85° drawn at 85°.
    """
    phi = np.radians(np.clip(np.asarray(lat, np.float64), -85.0, 85.0))
    return np.asarray(np.degrees(np.log(np.tan(np.pi / 4 + phi / 2))))
