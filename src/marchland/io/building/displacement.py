"""Who is displaced, where and when: by figures where there are any, else by conflict and counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import pandas as pd

from marchland.io.formats.read import Facts
from marchland.io.imports.joining import distance_km, join, with_countries
from marchland.language import say
from marchland.model.amounts import Amount
from marchland.model.kinds import PLACE_KINDS
from marchland.model.parameters import Parameter
from marchland.model.tables import Places

PER_EVENT: Final = "displaced_per_event"
UNKNOWN: Final = (200.0, 10.0)
"""People displaced by an event where nothing was counted, and the factor of its range; assumed."""
SPREAD: Final = 4.0
"""Factor of the range around what counts and events say together; assumed."""
_HALF: Final = 2.0
"""Factor of the range around a total that has no events; assumed."""


@dataclass(frozen=True, eq=False)
class Displacement:
    """Rows of people displaced, and the parameters they name.

    Parameters
    ----------
    rows
        Rows of ``displaced.csv``.
    parameters
        Parameters that the rows name.
    how
        By what they were made: ``figures``, ``events``, ``total`` or ``nothing``.
    lost
        Events or people displaced that are of no place.
    capped
        Places whose events would have displaced more people than live there.
    """

    rows: list[dict[str, Any]]
    parameters: dict[str, Parameter]
    how: str
    lost: int = 0
    capped: tuple[str, ...] = ()


def displacement(
    facts: Sequence[Facts], places: Places, country: str, start: date, days: int, total: float
) -> Displacement:
    """Return who is displaced in a country.

    Parameters
    ----------
    facts
        What was read.
    places
        The places of the scenario.
    country
        Country of origin, which is the group too.
    start, days
        The period.
    total
        People counted in all at the end, 0 where nobody was.
    """
    figures = _of_figures(facts, places, country, start, days)
    if figures.rows:
        return figures
    by_month, lost = _by_month(facts, places, country, start, days)
    if by_month.empty:
        return _of_total(places, country, start, days, total)
    number = float(by_month["events"].sum())
    value, spread = (total / number, SPREAD) if total else UNKNOWN
    meaning = (
        say(
            "People displaced by a conflict event: people counted at the end over conflict events, "
            "with a range of a quarter to four times; it is hindsight."
        )
        if total
        else say("People displaced by a conflict event: nothing was counted.")
    )
    parameter = Parameter(
        round(value, 3), round(value / spread, 3), round(value * spread, 3), "loguniform",
        "people", meaning,
    )  # fmt: skip
    rows, capped = _rows(by_month, places, parameter, country, start, days)
    return Displacement(rows, {PER_EVENT: parameter}, "events", lost, capped)


def _of_figures(
    facts: Sequence[Facts], places: Places, country: str, start: date, days: int
) -> Displacement:
    """Return figures of people displaced by place and days, those of the period alone.

    Of figures of conflict and of disasters those of conflict are taken, where there are any.
    """
    first, last = pd.Timestamp(start), pd.Timestamp(start + timedelta(days=days - 1))
    rows, lost = [], 0.0
    for one in facts:
        if one.format.gives != "displaced":
            continue
        frame = with_countries(one.frame)
        frame = frame[frame["country"].eq(country) & frame["people"].gt(0)]
        frame = frame[frame["date"].le(last) & frame["date_to"].ge(first)]
        conflict = frame.get("label", pd.Series("", frame.index)).str.casefold().eq("conflict")
        frame = frame[conflict] if conflict.any() else frame
        where = _nearest_settlement(frame, places, country)
        lost += float(frame["people"][where == ""].sum())
        frame = frame.assign(where=where)[where != ""]
        keys = ["where", "date", "date_to"]
        for row in frame.groupby(keys, sort=True)["people"].sum().reset_index().to_dict("records"):
            a_day = float(row["people"]) / ((row["date_to"] - row["date"]).days + 1)
            rows.append(
                {
                    "date": max(row["date"], first).date(),
                    "date_to": min(row["date_to"], last).date(),
                    "place": row["where"],
                    "group": country,
                    "people": Amount(a_day, a_day),
                    "source": f"{one.source}; figure spread evenly over its days",
                }
            )
    return Displacement(rows, {}, "figures", round(lost))


def _by_month(
    facts: Sequence[Facts], places: Places, country: str, start: date, days: int
) -> tuple[pd.DataFrame, int]:
    """Return events by place and month within the period, and how many are of no place."""
    parts, lost, chosen = [], 0, events_used(facts)
    first, last = pd.Timestamp(start), pd.Timestamp(start + timedelta(days=days - 1))
    for one in facts:
        if one.format.gives != "events" or one.format.publisher != chosen:
            continue
        rows = with_countries(one.frame)
        rows = rows[rows["country"].isin([country, ""]) & rows["date"].between(first, last)]
        rows = rows.assign(events=rows.get("events", 1.0))
        where = _nearest_settlement(rows, places, country)
        lost += int(rows["events"][where == ""].sum())
        parts.append(rows.assign(where=where)[where != ""])
    if not parts:
        return pd.DataFrame(), lost
    every = pd.concat(parts, ignore_index=True)
    month = every["date"].dt.to_period("M")
    summed = every.groupby(["where", month])["events"].sum().reset_index()
    return summed[summed["events"] > 0], lost


def events_used(facts: Sequence[Facts]) -> str:
    """Return the publisher whose events are used: the first; others report the same ones again."""
    return next((one.format.publisher for one in facts if one.format.gives == "events"), "")


def _nearest_settlement(rows: pd.DataFrame, places: Places, country: str) -> pd.Series:
    """Return the settlement of the country that each event is of, or is nearest to."""
    at = [
        i
        for i, kind in enumerate(places.kind)
        if places.country[i] == country and not PLACE_KINDS[kind].receives
    ]
    named = join(rows, places, 0.0, countries=False).where
    own = {places.id[i] for i in at}
    found = [one if one in own else "" for one in named]
    if at and "lat" in rows:
        lat, lon = places.lat[at], places.lon[at]
        for i, (a, b) in enumerate(zip(rows["lat"], rows["lon"], strict=True)):
            if not found[i] and np.isfinite(a) and np.isfinite(b):
                found[i] = places.id[at[int(np.nanargmin(distance_km(lat, lon, a, b)))]]
    return pd.Series(found, index=rows.index, dtype=object)


def _rows(
    by_month: pd.DataFrame, places: Places, parameter: Parameter, group: str, start: date, days: int
) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """Return people a day by place and month; no place is left by more people than live there."""
    population = dict(zip(places.id, places.population.tolist(), strict=True))
    every = by_month.groupby("where")["events"].sum()
    share = {}
    for place, events in every.items():
        most = population[str(place)] / parameter.high
        share[place] = min(1.0, most / events) if np.isfinite(most) else 1.0
    end = start + timedelta(days=days - 1)
    rows = []
    for row in by_month.to_dict("records"):
        first = max(row["date"].start_time.date(), start)
        last = min(row["date"].end_time.date(), end)
        a_day = row["events"] * share[row["where"]] / ((last - first).days + 1)
        if a_day <= 0:
            continue
        factor = float(f"{a_day:.4g}")
        rows.append(
            {
                "date": first,
                "date_to": last,
                "place": row["where"],
                "group": group,
                "people": Amount(factor, factor, PER_EVENT),
                "source": f"assumed: {row['events']:,.0f} conflict events in the month",
            }
        )
    return rows, tuple(str(place) for place, part in share.items() if part < 1)


def _of_total(places: Places, group: str, start: date, days: int, total: float) -> Displacement:
    """Return a counted total over the whole period, out of the largest town of the country."""
    at = [
        i
        for i, kind in enumerate(places.kind)
        if places.country[i] == group and not PLACE_KINDS[kind].receives
    ]
    if not at or not total:
        return Displacement([], {}, "nothing")
    largest = max(at, key=lambda i: np.nan_to_num(places.population[i]))
    a_day = total / days
    row = {
        "date": start,
        "date_to": start + timedelta(days=days - 1),
        "place": places.id[largest],
        "group": group,
        "people": Amount(float(f"{a_day / _HALF:.4g}"), float(f"{a_day * _HALF:.4g}")),
        "source": "assumed: people counted in all, spread evenly over the period",
    }
    return Displacement([row], {}, "total")
