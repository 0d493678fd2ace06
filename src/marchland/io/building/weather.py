"""Weather of a scenario that is built: each place has the station that is next to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from marchland.io.formats.read import Facts
from marchland.io.imports.around import weather_of
from marchland.io.imports.joining import distance_km
from marchland.io.imports.made import Asked, slug
from marchland.io.imports.merging import merge
from marchland.model.scenario import Scenario
from marchland.model.tables import Weather


@dataclass(frozen=True)
class Stations:
    """Stations of weather.

    Parameters
    ----------
    names
        Stations that places take their weather from.
    unplaced
        Stations of files with several of them and no position: nobody knows whose they are.
    """

    names: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()


def with_weather(draft: Scenario, facts: Sequence[Facts]) -> tuple[Scenario, Stations]:
    """Return the scenario with days of weather, and the station of each place."""
    table, spots, unplaced = draft.weather, dict[str, tuple[float, float]](), list[str]()
    for one in facts:
        if one.format.gives != "weather":
            continue
        frame = one.frame[one.frame["date"].notna()]
        frame = frame.assign(name=_named(frame))
        where = _spots(frame)
        if len(where) > 1 and not np.isfinite(list(where.values())).all():
            unplaced += list(where)
            continue
        spots |= where
        rows = weather_of(one, frame, draft, Asked()).rows
        merged = merge(table, rows).table
        assert isinstance(merged, Weather)
        table = merged
    if not spots:
        return draft, Stations(unplaced=tuple(unplaced))
    at = zip(draft.places.lat, draft.places.lon, strict=True)
    stations = tuple(_nearest(spots, lat, lon) for lat, lon in at)
    places = replace(draft.places, weather_station=stations)
    used = tuple(dict.fromkeys(stations))
    return replace(draft, weather=table, places=places), Stations(used, tuple(unplaced))


def _named(frame: pd.DataFrame) -> pd.Series:
    """Return the station of each row: as the file calls it, else by its position."""
    if "name" in frame and frame["name"].astype(str).ne("").all():
        return frame["name"].astype(str).map(lambda name: slug(f"station {name}"))
    if "lat" in frame and "lon" in frame:
        at = zip(frame["lat"], frame["lon"], strict=True)
        return pd.Series([slug(f"station {a:.2f} {b:.2f}") for a, b in at], frame.index)
    return pd.Series("station", frame.index)


def _spots(frame: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Return the position of each station, not a number where the file does not say it."""
    first = frame.drop_duplicates("name").set_index("name")
    blank = pd.Series(np.nan, first.index)
    lat, lon = first.get("lat", blank), first.get("lon", blank)
    return {str(name): (float(lat[name]), float(lon[name])) for name in first.index}


def _nearest(spots: dict[str, tuple[float, float]], lat: float, lon: float) -> str:
    """Return the station next to a point; one without a position is next where it is alone."""
    names, at = list(spots), np.array(list(spots.values()))
    km = distance_km(at[:, 0], at[:, 1], lat, lon)
    return names[int(np.argmin(np.nan_to_num(km, nan=np.inf)))]
