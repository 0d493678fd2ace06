"""A first scenario from a few files, to be corrected by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from marchland.errors import RequestError
from marchland.io.building import gazetteer, roads
from marchland.io.building.candidates import Candidate, candidates
from marchland.io.building.counted import Counted, total, with_counts
from marchland.io.building.displacement import Displacement, displacement
from marchland.io.building.network import FACTOR, pairs
from marchland.io.building.weather import Stations, with_weather
from marchland.io.formats.read import Facts, read_facts
from marchland.io.imports.joining import distance_km
from marchland.io.imports.made import slug
from marchland.io.imports.merging import BY_FACTOR
from marchland.language import ENGLISH, mark, say, say_n, spoken
from marchland.model.checks.settings import NAME
from marchland.model.kinds import PLACE_KINDS
from marchland.model.parameters import DEFAULTS
from marchland.model.scenario import Scenario
from marchland.model.tables import Displaced, Places, Routes

SHORTEST: Final = 30
LONGEST: Final = 730
"""Days that a scenario has at least and at most, where the user does not say."""


@dataclass(frozen=True, eq=False)
class Built:
    """A scenario with what its data card has to say.

    Parameters
    ----------
    scenario
        The scenario, without a card.
    facts
        What was read.
    displacement
        How displacement was made.
    factor
        Length of roads over straight lines.
    made_camps
        Towns that were taken for camps, since nobody was counted at a place of their country.
    unplaced
        Places without a position, which were left out.
    counted
        How counts and events were joined to places.
    stations
        Stations of weather, and what was left out of it.
    """

    scenario: Scenario
    facts: tuple[Facts, ...]
    displacement: Displacement
    factor: float
    made_camps: tuple[str, ...]
    unplaced: tuple[str, ...]
    counted: Counted
    stations: Stations


def build(
    name: str,
    countries: Sequence[str],
    start: date,
    files: Sequence[Path | str],
    *,
    days: int | None = None,
    factor: float = FACTOR,
    counting: str = "",
    today: date | None = None,
) -> Built:
    """Build a first scenario from downloaded files.

    Parameters
    ----------
    name
        Short name of the scenario.
    countries
        Countries, ISO 3166-1 alpha-3: the one that people leave first.
    start
        First day.
    files
        Files, recognised as :func:`marchland.io.imports.into.import_files` does.
    days
        Days; by default until the last count or event.
    factor
        Length of roads over the straight line.
    counting
        What counts are where a file does not say it.
    today
        Date of reading; by default today's.

    Returns
    -------
        The scenario and what its data card has to say; nothing is written.

    Raises
    ------
    RequestError
        If the files do not have what a scenario needs: a place to leave, a place to come to, and
        somebody who is displaced.
    ScenarioError
        With every problem of a file that cannot be read.
    """
    if not NAME.fullmatch(name):
        raise RequestError(
            say("'{name}' cannot be a scenario's name; use letters, digits and dashes", name=name)
        )
    day = (today or date.today()).isoformat()
    facts = tuple(one for file in files for one in read_facts(Path(file), today=day))
    length = days or _days(facts, start)
    found = [one for one in candidates(facts, countries)]
    placed, made_camps = _with_camps([one for one in found if one.placed], countries)
    unplaced = tuple(one.name for one in found if not one.placed)
    _enough(placed, countries, unplaced)
    draft = _draft(name, countries, start, length, placed, factor)
    draft, counted = with_counts(draft, facts, counting)
    draft, stations = with_weather(draft, facts)
    moved = displacement(facts, draft.places, countries[0], start, length, total(draft))
    if not moved.rows:
        raise RequestError(
            say(
                "nobody is displaced: give a file of conflict events, or counts that people come to"
            )
        )
    scenario = replace(
        draft,
        displaced=Displaced.from_columns(_columns(moved.rows)),
        parameters=dict(DEFAULTS) | moved.parameters,
    )
    return Built(scenario, facts, moved, factor, made_camps, unplaced, counted, stations)


def _days(facts: Sequence[Facts], start: date) -> int:
    """Return days until the last date of any file."""
    dated = ("counts", "events", "displaced")
    last = [one.frame["date"].max() for one in facts if one.format.gives in dated]
    known = [pd.Timestamp(value).date() for value in last if pd.notna(value)]
    return max(SHORTEST, min(LONGEST, (max(known) - start).days + 1)) if known else SHORTEST


def _with_camps(
    placed: list[Candidate], countries: Sequence[str]
) -> tuple[list[Candidate], tuple[str, ...]]:
    """Return places with a camp in each country people flee to: else its town next to the events.

    Where people flee within one country it is the town farthest from the events.
    """
    weights = np.array([one.events if one.country == countries[0] else 0.0 for one in placed])
    out, made = list(placed), []
    asylum = countries[1:] or countries
    for country in asylum:
        own = [i for i, one in enumerate(out) if one.country == country]
        if not own or any(PLACE_KINDS[out[i].kind].receives for i in own):
            continue
        km = _from_events(placed, weights)
        best = min(own, key=lambda i: km[i]) if countries[1:] else max(own, key=lambda i: km[i])
        source = f"{out[best].source}; assumed to receive people"
        out[best] = replace(out[best], kind="camp", source=source)
        made.append(out[best].name)
    return out, tuple(made)


def _from_events(placed: Sequence[Candidate], weights: np.ndarray) -> np.ndarray:
    """Return distances from the middle of the events in km (or of all places, without any)."""
    weights = weights if weights.any() else np.ones(len(placed))
    lat, lon = np.array([p.lat for p in placed]), np.array([p.lon for p in placed])
    at = float(np.average(lat, weights=weights)), float(np.average(lon, weights=weights))
    return distance_km(lat, lon, *at)


def _enough(placed: Sequence[Candidate], countries: Sequence[str], unplaced: Sequence[str]) -> None:
    """Refuse what no scenario can be made of."""
    receiving = [p for p in placed if PLACE_KINDS[p.kind].receives]
    leaving = any(p.country == countries[0] for p in placed if p not in receiving)
    if leaving and receiving:
        return
    if receiving:
        told = mark("the files have no place in {country} that people leave with a position.")
    elif leaving:
        told = mark("the files have no place where people are received with a position.")
    else:
        told = mark(
            "the files have no place in {country} that people leave and no place where people are "
            "received with a position."
        )
    more = say_n(
        " {n} place has no position: {names}.",
        " {n} places have no position: {names}.",
        len(unplaced),
        names=", ".join(unplaced[:5]),
    )
    hint = "" if gazetteer.installed() else say(" pip install 'marchland[geo]' knows towns.")
    raise RequestError(f"{say(told, country=countries[0])}{more if unplaced else ''}{hint}")


def _draft(
    name: str, countries: Sequence[str], start: date, days: int, placed: Sequence[Candidate],
    factor: float,
) -> Scenario:  # fmt: skip
    """Return the scenario of places and routes alone."""
    ids: list[str] = []
    for one in placed:
        base, n = slug(one.name), 2
        free = base
        while free in ids:
            free, n = f"{base}-{n}", n + 1
        ids.append(free)
    places = Places.from_columns(
        {
            "id": ids,
            "name": [p.name for p in placed],
            "country": [p.country for p in placed],
            "lat": [round(p.lat, 5) for p in placed],
            "lon": [round(p.lon, 5) for p in placed],
            "kind": [p.kind for p in placed],
            "population": [p.population if np.isfinite(p.population) else None for p in placed],
            "pcode": [p.pcode or None for p in placed],
            "source": [p.source for p in placed],
        }
    )
    joined = pairs(placed)
    lengths = [_length(placed[i], placed[j], km, factor) for i, j, km in joined]
    routes = Routes.from_columns(
        {
            "id": [f"{ids[i]}--{ids[j]}" for i, j, _ in joined],
            "origin": [ids[i] for i, _, _ in joined],
            "destination": [ids[j] for _, j, _ in joined],
            "length_km": [km for km, _ in lengths],
            "both_ways": [True] * len(joined),
            "source": [source for _, source in lengths],
        }
    )
    return Scenario(
        name=name,
        title=say(
            "{countries} from {start}: a first draft",
            countries=", ".join(countries),
            start=start.isoformat(),
        ),
        language=spoken() if spoken() != ENGLISH else "",
        start=start,
        days=days,
        groups=(countries[0],),
        places=places,
        routes=routes,
        displaced=Displaced.empty(),
    )


def _length(a: Candidate, b: Candidate, line_km: float, factor: float) -> tuple[float, str]:
    """Return the length of a road in km, and where it is from."""
    road = roads.road_km((a.lat, a.lon), (b.lat, b.lon), line_km)
    if road is not None:
        return round(road, 1), roads.SOURCE
    return round(line_km * factor, 1), f"{BY_FACTOR}{factor:g}"


def _columns(rows: Sequence[dict[str, Any]]) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in rows[0]}
