"""Distances of a routing engine as lengths of the routes that are there; no route is added."""

from __future__ import annotations

from typing import Final

import pandas as pd

from marchland.io.formats.read import Facts
from marchland.io.imports.joining import distance_km, join
from marchland.io.imports.made import Asked, Made
from marchland.language import say
from marchland.model.scenario import Scenario

MODES: Final = ("road",)
"""Modes whose length a table of distances by road says."""
_ROUNDING: Final = 0.98
"""Length over the straight line below which a distance is of other points than the places."""


def lengths_of(facts: Facts, frame: pd.DataFrame, scenario: Scenario, asked: Asked) -> Made:
    """Return the routes by road whose two ends the table has, with its distances in km."""
    places = scenario.places
    known = frame[frame["metres"].notna()]
    start = join(known[["lat", "lon"]], places, asked.within_km, countries=False)
    ends = known[["to_lat", "to_lon"]].rename(columns={"to_lat": "lat", "to_lon": "lon"})
    end = join(ends, places, asked.within_km, countries=False)
    km: dict[tuple[str, str], float] = {}
    for a, b, metres in zip(start.where, end.where, known["metres"], strict=True):
        if a and b and a != b:
            km[a, b] = min(km.get((a, b), float("inf")), float(metres) / 1000)
    at = {id: i for i, id in enumerate(places.id)}
    rows, short = [], []
    for route in scenario.routes.rows():
        pair = (route["origin"], route["destination"])
        length = km.get(pair, km.get(pair[::-1]) if route["both_ways"] else None)
        if route["mode"] not in MODES or length is None:
            continue
        i, j = at[pair[0]], at[pair[1]]
        line = distance_km(places.lat[[i]], places.lon[[i]], places.lat[j], places.lon[j])[0]
        if length < _ROUNDING * line:
            short.append(route["id"])
            continue
        rows.append(
            {
                "id": route["id"],
                "origin": pair[0],
                "destination": pair[1],
                "length_km": round(length, 1),
                "source": facts.source,
            }
        )
    notes = [
        say(
            "{number} of {routes} routes have their length in the table",
            number=len(rows),
            routes=len(scenario.routes),
        )
    ]
    if short:
        notes.append(
            say("shorter than the straight line, left out: {routes}", routes=", ".join(short))
        )
    return Made("routes", rows, start, notes)
