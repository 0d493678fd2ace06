"""Facts about what surrounds people: places, weather, conflict events and indicators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from marchland.errors import RequestError
from marchland.io.formats.read import Facts
from marchland.io.imports.joining import join
from marchland.io.imports.made import Asked, Made, day_of, free_id, slug
from marchland.language import say, say_n
from marchland.model.scenario import Scenario
from marchland.model.tables import Weather


def places_of(facts: Facts, frame: pd.DataFrame, scenario: Scenario, asked: Asked) -> Made:
    """Return areas of one level, or camps, as places; those that are there keep their id."""
    notes = []
    if "level" in frame:
        kept = frame[frame["level"] == asked.level]
        notes.append(
            say_n(
                "{n} area is of another level than {level}",
                "{n} areas are of another level than {level}",
                len(frame) - len(kept),
                level=asked.level,
            )
        )
        frame = kept
    there = join(frame, scenario.places, 0.5, countries=False)
    if facts.format.positions and "population" in frame:
        large = frame["population"].ge(asked.least) | pd.Series(there.where, frame.index).ne("")
        notes.append(
            say_n(
                "{n} place has fewer than {least:,.0f} people",
                "{n} places have fewer than {least:,.0f} people",
                int((~large).sum()),
                least=asked.least,
            )
        )
        frame = frame[large]
        there = join(frame, scenario.places, 0.5, countries=False)
    taken = set(scenario.places.id)
    rows = []
    for row, id in zip(frame.to_dict("records"), there.where, strict=True):
        own = id or free_id(slug(str(row["name"])), taken)
        taken.add(own)
        rows.append(
            {
                "id": own,
                "name": row["name"],
                "country": row.get("country") or _only_country(scenario),
                "lat": row.get("lat"),
                "lon": row.get("lon"),
                "kind": row.get("kind") or "settlement",
                "capacity": row.get("capacity"),
                "population": row.get("population"),
                "pcode": row.get("pcode") or None,
                "source": facts.source,
            }
        )
    return Made("places", rows, None, notes)


def _only_country(scenario: Scenario) -> str:
    """Return the scenario's country where it has one."""
    codes = set(scenario.places.country)
    if len(codes) != 1:
        raise RequestError(
            say("the file does not say in which country its places are: add a column")
        )
    return codes.pop()


def weather_of(facts: Facts, frame: pd.DataFrame, scenario: Scenario, asked: Asked) -> Made:
    """Return days of weather of one station, or of those that the file names."""
    stations = sorted({name for name in scenario.places.weather_station if name})
    one = asked.station or (stations[0] if len(stations) == 1 else "")
    names = frame["name"].astype(str) if "name" in frame else pd.Series(one, frame.index)
    if names.nunique() <= 1 and one:
        names = pd.Series(one, frame.index)
    if (names == "").any():
        raise RequestError(
            say(
                "say of which station the weather is with --station: {stations}",
                stations=", ".join(stations) or say("a name"),
            )
        )
    measures = [r for r in Weather.columns() if r not in ("date", "station", "source")]
    rows = [
        {"date": day_of(row["date"]), "station": station, "source": facts.source}
        | {name: row.get(name) for name in measures}
        for row, station in zip(frame.to_dict("records"), names, strict=True)
        if pd.notna(row["date"])
    ]
    return Made("weather", rows)


def timeline_of(facts: Facts, frame: pd.DataFrame, scenario: Scenario, asked: Asked) -> Made:
    """Return conflict events by place and month, and indicators, as notes: they change nothing."""
    frame = frame[frame["date"].notna()]
    joined = join(frame, scenario.places, asked.within_km)
    placed = frame.assign(where=joined.where)
    placed = placed[placed["where"] != ""]
    if facts.format.gives == "notes":
        rows = [_note(row["date"], row["where"], row["label"], facts) for row in _records(placed)]
        return Made("timeline", rows, joined)
    events = placed["events"] if "events" in placed else pd.Series(1.0, placed.index)
    months = placed.assign(events=events, month=placed["date"].dt.to_period("M"))
    if "deaths" not in months:
        months["deaths"] = 0.0
    summed = months.groupby(["where", "month"])[["events", "deaths"]].sum().reset_index()
    rows = [
        _note(_first(row["month"], scenario), row["where"], _told(row, facts), facts)
        for row in _records(summed)
        if row["events"] > 0
    ]
    return Made("timeline", rows, joined)


def _first(month: pd.Period, scenario: Scenario) -> pd.Timestamp:
    """Return the first day of a month, or the scenario's where it begins within the month."""
    start = pd.Timestamp(scenario.start)
    return start if start.to_period("M") == month else month.start_time


def _records(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    return frame.to_dict("records")


def _told(row: Mapping[Any, Any], facts: Facts) -> str:
    """Say how many events a month had, and how many people died, not fewer than ten of them."""
    deaths = f", {row['deaths']:,.0f} deaths" if row["deaths"] >= 10 else ""
    return f"{row['events']:,.0f} conflict events in the month{deaths} ({facts.format.publisher})"


def _note(day: Any, where: str, label: str, facts: Facts) -> dict[str, Any]:
    source = facts.source
    return {"date": day_of(day), "what": "note", "where": where, "label": label, "source": source}
