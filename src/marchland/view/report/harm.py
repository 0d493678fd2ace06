"""The sections on harm and needs: cold, injury and death that the model expects; what it takes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import xarray as xr

from marchland.engine.wind import winds
from marchland.model.scenario import Scenario
from marchland.study.measures import aid, needs
from marchland.study.measures.bands import LEVELS, rounded
from marchland.study.measures.harm import beside_records, has_nights
from marchland.study.measures.needs import mortality
from marchland.study.measures.read import Findings
from marchland.study.measures.standards import standards
from marchland.view.figures.beside import week_figure
from marchland.view.figures.harm import cold_figure
from marchland.view.page import html
from marchland.view.words.dates import day_name, period
from marchland.view.words.harm import harm_in_words
from marchland.view.words.needs import ITEMS, ITEMS_DRAWN, weekly
from marchland.view.words.numbers import capital, in_band
from marchland.view.words.places import country_names, of_places

Floats = npt.NDArray[np.float64]

FOUNDED = (
    "Founded: the two slopes, from people without a home in Toronto (Zhang et al. 2019), and the "
    "share of severe cases that end in death. Assumed: that they hold here, the level (from 0.1 to "
    "2 deaths for 10,000 nights, fitted to nothing), and what clothes, shelter and wind do. "
    "Hunger, exhaustion and weeks outdoors have no published hazard and are left out. Not for the "
    "risk of a person, a forecast of a night, or a clinical decision."
)
_BANDS = ("5 %", "25 %", "median", "75 %", "95 %")
ENDS = ("low90", "median", "high90")
BY_PLACE = {
    "people": "people",
    "water": "L",
    "food": "t",
    "covered_area": "m²",
    "blankets": "blankets",
}
"""What is told by place, and its unit."""


def cold(found: Findings) -> str:
    """Tell deaths, injuries and nights in the open; nothing where no night can harm anybody."""
    ds, scenario = found.runs, found.scenario
    if not has_nights(ds):
        return ""
    parts = (
        html.paragraphs([f"{one}." for one in harm_in_words(ds)]),
        html.figure(
            "cold-plot",
            cold_figure(ds),
            "People in strips and forests, the day's lowest temperature and rain, and deaths that "
            "the model expects in each month, on one time axis. Bands hold 50 % and 90 % of the "
            "runs. "
            "People beyond a line are told as the mean of the month.",
        ),
        _records(ds, scenario),
        html.details("By month: deaths by side, mortality and injuries", _by_side(ds), _months(ds)),
        html.paragraphs([FOUNDED, _beyond(ds)], "note"),
    )
    return "".join(parts)


def _records(ds: xr.Dataset, scenario: Scenario) -> str:
    """Set the records beside the model, and say where they disagree."""
    records = beside_records(ds, scenario.observations)
    if not records:
        return ""
    rows = [
        (
            country_names(one.where) if one.where else "together",
            period(one.since, one.until),
            one.cause or "all",
            "fewer than ten" if np.isnan(one.recorded) else f"{one.recorded:.0f}",
            in_band(one.expected),
            "–" if np.isnan(one.recorded) else "within" if one.within else "outside",
        )
        for one in records
    ]
    far = [one for one in records if not np.isnan(one.recorded) and not one.within]
    outside = [country_names(one.where) for one in far if one.where]
    lead = (
        "Records are a lower bound, of all causes where none is named, violence, drowning and "
        "traffic among them; the model has only deaths of exposure, sickness or unknown cause. "
        "Nothing was fitted to them. Months and sides with fewer than ten are merged."
    )
    if outside:
        lead += (
            f" For {' and '.join(outside)} the record lies outside the model's band: the model "
            "tells badly on which side of a line people die."
        )
    columns = ("where", "period", "cause", "recorded", "the model expects", "record in 90 % band")
    return (
        "<h3>Beside the records</h3>"
        + html.paragraphs([lead])
        + html.table("Deaths recorded and expected", columns, rows)
    )


def _by_side(ds: xr.Dataset) -> str:
    """Tell expected deaths by month and side, for the sides on which people are in the open."""
    outside = ds["open_nights"].max(["member", "month"]).values > 0
    sides = ds["side"].values.astype(str)[outside].tolist()
    rows = [
        (month, *(in_band(ds["deaths_expected"].sel(month=month, side=one)) for one in sides))
        for month in ds["month"].values.astype(str).tolist()
    ]
    return html.table(
        "Deaths that the model expects, by month and side, 90 % bands",
        ("month", *map(country_names, sides)),
        rows,
    )


def _months(ds: xr.Dataset) -> str:
    rate = {row["month"]: row for row in mortality(ds).to_dict("records")}
    rows = []
    for month in ds["month"].values.astype(str).tolist():
        one, told = ds.sel(month=month).sum("side"), rate.get(month)
        names = ("open_nights", "frost_nights", "severe_expected", "non_freezing_expected")
        crude = emergency = "–"
        if told is not None:
            crude = f"{told['median']:.2g} ({told['low90']:.2g} to {told['high90']:.2g})"
            emergency = f"{told['share_emergency']:.0%}"
        rows.append((month, *(in_band(one[name]) for name in names), crude, emergency))
    columns = (
        "month",
        "nights in the open",
        "below 0 °C",
        "severe injuries",
        "non-freezing injuries",
        "deaths for 10,000 a day",
        "runs above 1 (emergency)",
    )
    return html.table("By month, all countries together, 90 % bands", columns, rows)


def _beyond(ds: xr.Dataset) -> str:
    """Say on how many days the weather lies beyond what the slopes are known for."""
    t, rain = ds["t_min"].values, ds["precipitation"].values
    far = int(((t < -20) | (t > 15)).sum())
    wet, missing = int((rain > 20).sum()), int(np.isnan(t).sum())
    told = f"Of {t.size:,} days of the stations {far} are outside −20 to +15 °C and {wet} have "
    told += "more than 20 mm of precipitation: there the slopes are carried on or capped."
    if missing:
        told += f" {missing} days were not measured; other days of the season stand for them."
    return told + _wind(ds["wind"].values)


def _wind(wind: Floats) -> str:
    """Say on how many days wind moves the hazard, and how many lie beyond the table's winds."""
    known = int((~np.isnan(wind)).sum())
    if not known:
        return " Wind was not measured and moves nothing."
    slowest, *_, fastest = winds()[0]
    far = int(((wind < slowest) | (wind > fastest)).sum())
    return (
        f" Wind is known on {known:,} days and acts as degrees, which is assumed; {far} are "
        f"outside {slowest:g} to {fastest:g} m/s, where its shift is held."
    )


def needed(found: Findings) -> str:
    """Tell what people in the open and in camps need in the week of most need, and by week."""
    ds, scenario = found.runs, found.scenario
    if "stock" not in ds:
        return ""
    needed_daily = needs.needs(ds, scenario)
    every = needs.together(needed_daily)
    weeks = needs.tabled(every.expand_dims(place=["all"]))
    if weeks.empty:
        return ""
    people = weeks[weeks["item"] == "people"]
    worst = str(people["week"].to_numpy()[people["median"].to_numpy().argmax()])
    rows = _rows(weeks[weeks["week"] == worst])
    lead = (
        "People in strips, forests and camps, by the standards below: water, food, tonnes and "
        "truckloads add up over the week; of anything else it is the day on which most is needed. "
        f"The week of most need begins on {day_name(np.datetime64(worst))}."
    )
    water = weeks[weeks["item"] == "tonnes"]
    by_week_rows = [
        (str(week), *bands)
        for week, bands in zip(water["week"], water[list(LEVELS)].to_numpy().tolist(), strict=True)
    ]
    columns = ("name", "value", "unit", "meaning", "source", "edition")
    table = standards().reset_index()
    table["value"] = [f"{value:,g}" for value in table["value"]]
    standard_rows = [tuple(row) for row in table[list(columns)].to_numpy().tolist()]
    parts = (
        html.paragraphs([lead]),
        html.table("The week of most need", ("", "unit", *_BANDS), rows),
        _pictured(every),
        _covered(needed_daily, scenario),
        html.details("The week of most need by place", _by_place(ds, needed_daily, worst)),
        html.details(
            "Tonnes of water and food by week",
            html.table("Tonnes", ("week", *_BANDS), by_week_rows),
        ),
        html.details(
            "Standards and where they are from", html.table("Standards", columns, standard_rows)
        ),
    )
    return "".join(parts)


def _by_place(ds: xr.Dataset, every: xr.Dataset, week: str) -> str:
    """Tell the needs of one week by place, as places are told, most people first."""
    monday = np.datetime64(week, "D")
    days = every["day"].values.astype("datetime64[D]")
    chosen = np.flatnonzero((days >= monday) & (days < monday + 7))
    table = needs.weekly(every.isel(day=chosen))
    keys = zip(table["place"], table["item"], strict=True)
    found = dict(zip(keys, table[list(ENDS)].to_numpy(float).tolist(), strict=True))
    there = [place for place, item in found if item == "people"]
    there.sort(key=lambda place: -found[place, "people"][1])
    names = of_places(ds)
    rows = [
        (names[place], *(_brief(found.get((place, item))) for item in BY_PLACE)) for place in there
    ]
    heads = [f"{ITEMS[item]} ({unit})" for item, unit in BY_PLACE.items()]
    return html.table("The week of most need by place, 90 % bands", ("place", *heads), rows)


def _brief(ends: list[float] | None) -> str:
    """Write a need as its median and its 90 % band; None is nought in all members."""
    low, middle, high = (f"{rounded(end):,}" for end in ends or (0.0, 0.0, 0.0))
    return f"{middle} ({low} to {high})"


def _pictured(every: xr.Dataset) -> str:
    """Draw what is needed by week, item by item."""
    cards = [
        html.figure(
            f"need-{item}",
            week_figure(every[item]),
            f"{capital(weekly(every[item].attrs['units']))}; bands hold 50 % and 90 %.",
            capital(ITEMS[item]),
        )
        for item in ITEMS_DRAWN
    ]
    return f"<h3>Week by week</h3>{html.grid(cards)}"


def _rows(week: pd.DataFrame) -> list[tuple[object, ...]]:
    found = {row["item"]: row for row in week.to_dict("records")}
    return [
        (label, found[item]["unit"], *(rounded(found[item][band]) for band in LEVELS))
        for item, label in ITEMS.items()
        if item in found
    ]


def _covered(every: xr.Dataset, scenario: Scenario) -> str:
    """Tell how far deliveries cover the needs, where there are any."""
    found = aid.covered(every, scenario)
    if not found:
        return ""
    used, want = found["used"].sum(["day", "place"]), found["needed"].sum(["day", "place"])
    rows = [
        (
            str(item),
            f"{float(found['delivered'].sel(item=item).sum()):,.0f}",
            *np.round(100 * np.quantile(share, list(LEVELS.values())), 1).tolist(),
        )
        for item in found["item"].values
        if np.isfinite(share := (used / want).sel(item=item).values).all()
    ]
    columns = ("item", "delivered", *_BANDS)
    return "<h3>How far aid covers it</h3>" + html.table("Per cent covered", columns, rows)
