"""Plain words of the report: what the crisis is, what the model says, what it cannot say."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from marchland.model.scenario import Scenario
from marchland.model.tables import Observations
from marchland.study.summary import person_nights, rounded, worst_night
from marchland.view.outlines import name_of

RESPONSIBLE_USE = (
    "This report is made to help protect people: to prepare shelter, food, care and access "
    "where they "
    "will be needed. It counts people and never names them. It tells neither where nor when a "
    "border "
    "may be crossed: crossings are shown by border and month only. It must not be used to stop, "
    "push "
    "back or find people on the move, nor as evidence about any person."
)


def between(values: Any) -> str:
    """Write the 90 % band of an ensemble with its median: ``2,300 to 4,100 (median 3,100)``."""
    low, middle, high = (rounded(v) for v in np.quantile(np.asarray(values), [0.05, 0.5, 0.95]))
    if low == high:
        return f"{middle:,} in nearly all members"
    return f"{low:,} to {high:,} (median {middle:,})"


def day_name(day: Any) -> str:
    """Write a date as ``12 November 2021``."""
    return f"{pd.Timestamp(day):%-d %B %Y}"


def what_it_says(ds: xr.Dataset, states: xr.DataArray, observations: Observations) -> list[str]:
    """Return what the runs say in sentences, human cost first; every figure is a 90 % band.

    ``states`` are people by country and state (:func:`marchland.study.summary.by_state`).
    """
    peak = worst_night(ds)
    days = ds["day"].values
    tries, back = ds["attempts"].sum(["day", "border"]), ds["turned_back"].sum(["day", "border"])
    told = [
        f"On the worst night, {day_name(days[peak])}, the model expects "
        f"{between(ds['stranded'].isel(day=peak).sum('place'))} people stranded: in the strip "
        "between "
        "closed lines, or anywhere without a way on.",
        f"Over the whole period that adds up to {between(person_nights(ds))} nights that people "
        "spent "
        "stranded.",
        *recorded_deaths(observations),
        *_whereabouts(states.isel(day=peak), "That night"),
        *_whereabouts(states.isel(day=-1), "On the last day"),
    ]
    if ds.sizes["border"]:
        told.append(
            f"People tried to cross a closed line {between(tries)} times and were turned back "
            f"{between(back)} times. These are events: one person may be counted many times."
        )
    return told


def recorded_deaths(observations: Observations) -> list[str]:
    """Say how many deaths were recorded, by place; rows by cause only where no row has them all."""
    rows = [row for row in observations.rows() if row["measure"] == "deaths"]
    parts = []
    for where in dict.fromkeys(row["where"] for row in rows):
        here = [row for row in rows if row["where"] == where]
        whole = [row for row in here if not row["cause"]] or here
        parts.append(f"{sum(row['value'] for row in whole):,.0f} in {name_of(where)}")
    told = " and ".join(parts)
    if not parts:
        return []
    return [f"Records give at least {told} who died; the model does not compute deaths."]


def _whereabouts(states: xr.DataArray, when: str) -> list[str]:
    """Say where the most people are on a day: the three largest of country and state."""
    found = states.stack(at=("country", "state"))
    order = np.argsort(-np.median(found.values, axis=0), kind="stable")[:3]
    parts = [
        f"{between(found.values[:, i])} {found['state'].values[i]} in "
        f"{name_of(str(found['country'].values[i]))}"
        for i in order
        if np.median(found.values[:, i]) >= 1
    ]
    return (
        [f"{when}, {day_name(states['day'].values)}, most people are: " + "; ".join(parts) + "."]
        if parts
        else []
    )


def of_series(ds: xr.Dataset, row: dict[str, Any]) -> str:
    """Name a series by what it counts and where: ``Attempts, Belarus to Poland``."""
    what = {
        "stock": "People",
        "held": "People held",
        "registered": "People registered",
        "transferred": "People moved",
        "turned_back": "Turned back",
    }
    group = f", {row['group']}" if row["group"] else ""
    counted = what.get(row["measure"], row["measure"].capitalize())
    return f"{counted}, {_where(ds, row['where'])}{group}"


def _where(ds: xr.Dataset, where: str) -> str:
    """Name a place, a border, a route, a country or a tag."""
    places = dict(zip(ds["place"].values, ds["place_name"].values.astype(str), strict=True))
    if ">" in where:
        return " to ".join(name_of(code) for code in where.split(">"))
    if where in ds["route"].values:
        route = ds["route"].sel(route=where)
        return " to ".join(
            places[str(route[end].values)] for end in ("route_origin", "route_destination")
        )
    return str(places.get(where) or name_of(where).replace("_", " "))


def shortened(text: str, most: int = 150) -> str:
    """Return a text cut at a word where it is longer than so many letters."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def what_it_cannot_say(ds: xr.Dataset, scenario: Scenario, scores: pd.DataFrame) -> list[str]:
    """Return the limits of what is shown, in sentences."""
    assumed = [
        n for n, p in scenario.parameters.items() if p.assumed and n in ds["parameter"].values
    ]
    told = [
        "It is no forecast: what happened from outside is given to the model on its date, and the "
        "bands hold only under that course of events and the assumptions below.",
        "Attempts, turn-backs and detections count events, arrivals and stocks count people; one "
        "cannot be read as the other.",
        "Deaths, illness and injury are not computed: deaths are shown as they were recorded, and "
        "records miss some.",
        f"{len(assumed)} of the {ds.sizes['parameter']} parameters have no source: they are "
        "drawn from "
        "ranges that were assumed.",
    ]
    if len(scores):
        n = int(scores["n"].sum())
        inside = round(float((scores["cover90"] * scores["n"]).sum()))
        told.append(
            f"Of {n} counts that the model can be held against, {inside} lie within its 90 % "
            f"band ({inside / n:.0%}); a well-measured uncertainty would hold about 90 %."
        )
    return told


def first_paragraph(card: str) -> str:
    """Return the first paragraph of a data card that is not a heading, as plain text."""
    for block in re.split(r"\n\s*\n", card.strip()):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        if lines and not lines[0].startswith(("|", "```", "!", "<")):
            return plain(" ".join(lines))
    return ""


def from_card(card: str, word: str) -> list[str]:
    """Return the points of the section of a data card whose heading holds a word, as plain text."""
    for part in re.split(r"^#+ ", card, flags=re.MULTILINE)[1:]:
        heading, _, body = part.partition("\n")
        if word in heading.lower():
            points = re.findall(r"^[-*] (.+(?:\n(?![-*] ).+)*)", body, flags=re.MULTILINE)
            return [
                plain(" ".join(p.split())) for p in points or re.split(r"\n\s*\n", body.strip())
            ]
    return []


def plain(markdown: str) -> str:
    """Return a line of Markdown without its marks; links keep their words."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    return re.sub(r"(\*\*|__|`)|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)", "", text).strip()
