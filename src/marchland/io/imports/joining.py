"""Which place of a scenario a row is of: by P-code, then by name, then by distance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from marchland.io.formats.format import bare
from marchland.model.countries import countries, country_code
from marchland.model.near import hint
from marchland.model.tables import Places

WITHIN_KM: Final = 25.0
"""Distance within which a position is taken for a place; assumed."""
EARTH_KM: Final = 6371.0
_REF: Final = ("pcode", "name", "country", "lat", "lon")
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Unjoined:
    """Something in a file that is no place of the scenario.

    Parameters
    ----------
    what
        What the file calls it.
    rows
        How many rows are of it.
    near
        Places whose names are near, as a hint; blank where none is.
    """

    what: str
    rows: int
    near: str


@dataclass(frozen=True, eq=False)
class Joined:
    """Where each row belongs.

    Parameters
    ----------
    where
        Id of a place, or code of a country; blank where a row could not be joined.
    by
        How many different areas were joined by each way: P-code, name, country, distance.
    far
        What was joined by distance: area, place and km.
    unjoined
        What could not be joined.
    """

    where: Sequence[str]
    by: dict[str, int]
    far: tuple[tuple[str, str, float], ...]
    unjoined: tuple[Unjoined, ...]


def with_countries(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows with the code of their country, out of its name where that is all there is."""
    if "country" in frame or "country_name" not in frame:
        return frame if "country" in frame else frame.assign(country="")
    codes = {name: country_code(name) or "" for name in set(frame["country_name"])}
    return frame.assign(country=frame["country_name"].map(codes))


def join(
    frame: pd.DataFrame, places: Places, within_km: float = WITHIN_KM, countries: bool = True
) -> Joined:
    """Join rows to the places of a scenario.

    Parameters
    ----------
    frame
        Rows with some of ``pcode``, ``name``, ``country``, ``lat`` and ``lon``.
    places
        The scenario's places.
    within_km
        Distance within which a position is taken for a place.
    countries
        Whether a row of a whole country is of that country.
    """
    texts = {r: frame[r] if r in frame else pd.Series("", frame.index) for r in _REF[:3]}
    spots = {r: frame[r] if r in frame else pd.Series(np.nan, frame.index) for r in _REF[3:]}
    refs = pd.DataFrame({**texts, **spots}).fillna({r: "" for r in _REF[:3]})
    known = _Known(places, within_km, countries)
    different = refs.drop_duplicates()
    found = {tuple(map(str, ref)): known.find(*ref) for ref in different.itertuples(index=False)}
    keys = [tuple(map(str, ref)) for ref in refs.itertuples(index=False, name=None)]
    where = [found[key][0] for key in keys]
    by: dict[str, int] = {}
    for place, how, _ in found.values():
        if place:
            by[how] = by.get(how, 0) + 1
    lost: dict[str, int] = {}
    for key in keys:
        if not found[key][0]:
            lost[known.told(*key[:3])] = lost.get(known.told(*key[:3]), 0) + 1
    far = [
        (known.told(*key[:3]), place, km)
        for key, (place, how, km) in found.items()
        if how == "distance"
    ]
    unjoined = [Unjoined(what, rows, known.near(what)) for what, rows in lost.items()]
    return Joined(where, by, tuple(far), tuple(unjoined))


class _Known:
    """The places of a scenario, by whatever may name them."""

    def __init__(self, places: Places, within_km: float, countries: bool) -> None:
        self.places, self.within_km = places, within_km
        self.codes = {code: i for i, code in enumerate(places.pcode) if code}
        self.countries = set(places.country) if countries else set()
        self.of = np.array(list(places.country), dtype=object)
        self.bounds = np.array([_bounds(code) for code in places.country]).reshape(-1, 4)
        self.names: dict[str, list[int]] = {}
        for i, (id, name) in enumerate(zip(places.id, places.name, strict=True)):
            for text in {bare(id), bare(name)} - {""}:
                self.names.setdefault(text, []).append(i)

    def find(
        self, pcode: str, name: str, country: str, lat: float, lon: float
    ) -> tuple[str, str, float]:
        """Return a place or country, by what it was found, and how far away it is."""
        if pcode in self.codes:
            return self.places.id[self.codes[pcode]], "P-code", 0.0
        if name:
            same = [
                i
                for i in self.names.get(bare(name), ())
                if not country or self.places.country[i] == country
            ]
            if len(same) == 1:
                return self.places.id[same[0]], "name", 0.0
        if not np.isnan(lat) and not np.isnan(lon):
            km = self._distances(country, lat, lon)
            if np.isfinite(km).any() and np.nanmin(km) <= self.within_km:
                i = int(np.nanargmin(km))
                return self.places.id[i], "distance", float(km[i])
        elif not name and pcode in ("", country) and country in self.countries:
            return country, "country", 0.0
        return "", "", 0.0

    def _distances(self, country: str, lat: float, lon: float) -> Floats:
        """Return distances to each place in km; to one of another country there is none.

        Where a row does not say its country, its position must lie within the bounds of the place's
        country.
        """
        km = distance_km(self.places.lat, self.places.lon, lat, lon)
        if country:
            abroad = (self.of != "") & (self.of != country)
        else:
            west, south, east, north = self.bounds.T
            abroad = (lon < west) | (lon > east) | (lat < south) | (lat > north)
        return np.where(abroad, np.inf, km)

    def told(self, pcode: str, name: str, country: str) -> str:
        """Say what a file calls an area."""
        return ", ".join(part for part in (name, pcode, country) if part) or "a position"

    def near(self, what: str) -> str:
        """Return a hint at a place with a near name."""
        names = {name or id: id for id, name in zip(self.places.id, self.places.name, strict=True)}
        return hint(what.split(",", maxsplit=1)[0], names)


def _bounds(code: str) -> tuple[float, float, float, float]:
    """Return west, south, east and north of a country in degrees; not numbers where not known."""
    found = countries().get(code)
    nowhere = float("nan")
    return found.bounds if found and found.bounds else (nowhere, nowhere, nowhere, nowhere)


def distance_km(lat: Floats, lon: Floats, to_lat: float, to_lon: float) -> Floats:
    """Return great-circle distances from points to one point, in km (haversine)."""
    a, b = np.radians(lat), np.radians(to_lat)
    half = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * (
        np.sin(np.radians(to_lon - np.asarray(lon)) / 2) ** 2
    )
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))))
