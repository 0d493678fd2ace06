"""Plain words of the report: what the crisis is, what the model says, what it cannot say."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from marchland.model.kinds import AWAY, STATES
from marchland.model.scenario import Scenario
from marchland.model.tables import Observations
from marchland.study.compare.sources import outcomes
from marchland.study.measures.deaths import recorded_deaths
from marchland.study.measures.needs import ADD_UP
from marchland.study.measures.stranded import (
    any_stranded,
    line_countries,
    person_nights,
    stranded,
    worst_night,
)
from marchland.study.measures.summary import rounded
from marchland.view.page.outlines import name_of

RESPONSIBLE_USE = (
    "This is made to help protect people: to prepare shelter, food, care and access where they "
    "will be needed. It counts people and never names them. It tells neither where nor when a "
    "border "
    "may be crossed: crossings are shown by border and month only. It must not be used to stop, "
    "push "
    "back or find people on the move, nor as evidence about any person."
)

ITEMS = {
    "people": "people",
    "women": "of them women",
    "men": "of them men",
    "children": "of them children",
    "water": "water, 15 L a day",
    "water_emergency": "water, 7 L a day",
    "water_survival": "water, 3 L a day",
    "food": "food, with more in the cold",
    "tonnes": "water (15 L) and food",
    "truckloads": "truckloads of water and food",
    "covered_area": "covered floor",
    "blankets": "high-thermal blankets",
    "toilets": "toilets",
    "health_posts": "health posts",
}
"""What people need, in plain words."""
ITEMS_DRAWN = ("people", "water", "food", "blankets", "covered_area", "toilets")
"""What is drawn week by week."""


def weekly(unit: str) -> str:
    """Say what a need by week counts: what adds up over it, or the day of most need."""
    told = {"L": "litres", "t": "tonnes", "m²": "square metres"}.get(unit, unit)
    return f"{told} a week" if unit in ADD_UP else f"{told}, on the day of most need"


def capital(text: str) -> str:
    """Return a text with a capital first letter, the others as they are."""
    return text[:1].upper() + text[1:]


def signed(value: float) -> str:
    """Write a difference with its sign, rounded to two digits: ``−320,000``, ``+40``, ``0``."""
    whole = rounded(value)
    return f"{'−' if whole < 0 else '+' if whole > 0 else ''}{abs(whole):,}"


def between(values: Any) -> str:
    """Write the 90 % band of an ensemble with its median: ``2,300 to 4,100 (median 3,100)``."""
    low, middle, high = (rounded(v) for v in np.quantile(np.asarray(values), [0.05, 0.5, 0.95]))
    if low == high:
        return f"{middle:,} in nearly all members"
    return f"{low:,} to {high:,} (median {middle:,})"


def day_name(day: Any) -> str:
    """Write a date as ``12 November 2021``."""
    return f"{pd.Timestamp(day):%-d %B %Y}"


def joined(parts: list[str]) -> str:
    """Join words as one says them: ``Poland, Lithuania and Latvia``."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def at_the_lines(ds: xr.Dataset) -> str:
    """Say where the stranded are that the report tells of: `` in Belarus and at its borders``."""
    countries = [name_of(code) for code in line_countries(ds)]
    if not countries:
        return ""
    return f" in {joined(countries)} and at {'its' if len(countries) == 1 else 'their'} borders"


def key_figures(ds: xr.Dataset, observations: Observations) -> list[tuple[str, str, str]]:
    """Return the figures that come first, human cost first: figure, what it is, band or note."""
    told = []
    if deaths := _deaths(observations):
        told.append((deaths[0], "people died, by the records", deaths[1]))
    if any_stranded(ds):
        peak = worst_night(ds)
        night = f"people stranded{at_the_lines(ds)} on the worst night"
        when = f"{day_name(ds['day'].values[peak])}; "
        figure, band = _brief(stranded(ds).isel(day=peak))
        told.append((figure, night, when + band))
        figure, band = _brief(person_nights(ds))
        told.append((figure, "nights that people spent stranded, in all", band))
    else:
        figure, band = _brief(ds["entered"].sum(["day", "group"]))
        told.append((figure, "people displaced, in all", band))
        for one in outcomes(ds)[:2]:
            figure, band = _brief(one.of(ds))
            told.append((figure, one.label[0].lower() + one.label[1:], band))
    if ds.sizes["border"]:
        figure, band = _brief(ds["turned_back"].sum(["day", "border"]))
        told.append((figure, "times people were turned back (events, not persons)", band))
    return told


def _brief(values: Any) -> tuple[str, str]:
    low, middle, high = (rounded(v) for v in np.quantile(np.asarray(values), [0.05, 0.5, 0.95]))
    band = "nearly the same in all runs" if low == high else f"90 % band {low:,} to {high:,}"
    return f"{middle:,}", band


def period(first: Any, last: Any) -> str:
    """Write a period without saying a month or year twice: ``3 to 6 August 2021``."""
    a, b = pd.Timestamp(first), pd.Timestamp(last)
    if a == b:
        return day_name(b)
    month = f"{a:%-d}" if (a.year, a.month) == (b.year, b.month) else f"{a:%-d %B}"
    return f"{month if a.year == b.year else day_name(a)} to {day_name(b)}"


def what_it_says(ds: xr.Dataset, states: xr.DataArray) -> list[str]:
    """Return what the runs say in sentences beside the key figures; each figure is a 90 % band.

    ``states`` are people by country and state (:func:`marchland.study.measures.summary.by_state`).
    """
    peak = worst_night(ds)
    here = stranded(ds).isel(day=peak)
    away = ds["stranded"].isel(day=peak).sum("place") - here
    told = _whereabouts(states.isel(day=peak), "On the worst night") if any_stranded(ds) else []
    told += _whereabouts(states.isel(day=-1), "On the last day")
    if ds.sizes["border"]:
        tries = ds["attempts"].sum(["day", "border"])
        told.append(
            f"People tried to cross a closed line {between(tries)} times: one person may be "
            "counted many times."
        )
    if (most := float(np.quantile(away.values, 0.95))) >= 1:
        told.append(
            f"Far from the lines up to {rounded(most):,} more waited that night with no way on, "
            "for a seat on a flight for instance; they are not among the stranded above."
        )
    return told


def _deaths(observations: Observations) -> tuple[str, str] | None:
    """Return recorded deaths of all sides and by side, or None where nothing was recorded."""
    cells = recorded_deaths(observations)
    if cells.empty:
        return None
    single = cells["cause"].eq("").groupby(cells["where"]).transform("any") & cells["cause"].ne("")
    by_side = cells[~single].groupby("where", sort=False)["deaths"].sum(min_count=1)
    if by_side.isna().any():
        return "fewer than ten", ""
    parts = [f"{n:,.0f} in {sides(str(where))}" for where, n in by_side.items()]
    return f"at least {by_side.sum():,.0f}", joined(parts)


def sides(where: str) -> str:
    """Name one or several countries: ``Poland and Belarus``."""
    return joined([name_of(code) for code in where.split(", ")])


def _whereabouts(states: xr.DataArray, when: str) -> list[str]:
    """Say where the most people are on a day: the three largest of country and state."""
    found = states.stack(at=("country", "state"))
    order = np.argsort(-np.median(found.values, axis=0), kind="stable")[:3]
    parts = [
        f"{between(found.values[:, i])} {STATES[found['state'].values[i]].label} in "
        f"{name_of(str(found['country'].values[i]))}"
        for i in order
        if np.median(found.values[:, i]) >= 1
    ]
    return (
        [f"{when}, {day_name(states['day'].values)}, most people were: " + "; ".join(parts) + "."]
        if parts
        else []
    )


def state(name: str) -> str:
    """Return the words for a state of people; any other name as it is."""
    found = {**STATES, **AWAY}.get(name)
    return found.label if found else name


def of_series(ds: xr.Dataset, row: dict[str, Any]) -> str:
    """Name a series by what it counts and where: ``Attempts, Belarus to Poland``."""
    what = {
        "stock": "People",
        "held": "People held",
        "registered": "People registered",
        "entered": "People who entered",
        "transferred": "People moved",
        "turned_back": "Turned back",
        "detected": "People found behind the line",
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


def of_places(people: xr.DataArray) -> dict[str, str]:
    """Name each place as places are told; what is told together has its country with it."""
    told = zip(
        people["place"].values.astype(str),
        people["place_name"].values.astype(str),
        people["country"].values.astype(str),
        strict=True,
    )
    return {id: f"{name}, {name_of(code)}" if ":" in id else name for id, name, code in told}


def spoken(source: str) -> str:
    """Return a source without its addresses, as one says it beside a picture."""
    text = re.sub(r"\s*\(?https?://[^\s;,)]+\)?", "", source)
    return shortened(re.sub(r"\s*[,;:]\s*(?=[,;:]|$)", "", text).strip(" ,;:"), 90)


def shortened(text: str, most: int = 150) -> str:
    """Return a text cut at a word where it is longer than so many letters."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def computes_deaths(ds: xr.Dataset) -> bool:
    """Tell whether the runs compute deaths, or only records tell of them."""
    return any("death" in str(name) for name in ds.data_vars)


def what_it_cannot_say(ds: xr.Dataset, scenario: Scenario, scores: pd.DataFrame) -> list[str]:
    """Return the limits of what is shown, in sentences."""
    told = [
        "It is no forecast: what happened from outside is given to it on its date, and the bands "
        "hold only under that course of events.",
        "Attempts, turn-backs and detections are events; arrivals and stocks are people. One "
        "cannot be read as the other.",
        _unsourced(ds, scenario),
    ]
    if not computes_deaths(ds):
        told.append(
            "It does not compute illness, injury or death: deaths are shown as they were "
            "recorded, and records miss some."
        )
    told += [
        f"Of {n} counts {which}, {round(inside)} lie within its 90 % band ({inside / n:.0%}); a "
        "well-measured uncertainty would hold about 90 %."
        for use, which in (("score", "that it was not fitted to"), ("fit", "that it was fitted to"))
        for kept in [scores[scores["use"] == use]]
        if (n := int(kept["n"].sum()))
        for inside in [float((kept["cover90"] * kept["n"]).sum())]
    ]
    return told


def _unsourced(ds: xr.Dataset, scenario: Scenario) -> str:
    """Say how many parameters have no source, and how many of these were fitted to counts."""
    used = ds["parameter"].values.astype(str)
    assumed = {n for n in used if n in scenario.parameters and scenario.parameters[n].assumed}
    fitted = assumed & set(scenario.posterior.names if scenario.posterior else ())
    told = f"{len(assumed)} of its {len(used)} parameters have no source: "
    if fitted:
        return (
            f"{told}{len(fitted)} were fitted to counts, from ranges that were assumed, and the "
            "others are drawn from such ranges."
        )
    return told + "they are drawn from ranges that were assumed."


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
            points = re.findall(
                r"^(?:[-*]|\d+\.) (.+(?:\n(?!(?:[-*]|\d+\.) ).+)*)", body, flags=re.MULTILINE
            )
            return [
                plain(" ".join(p.split())) for p in points or re.split(r"\n\s*\n", body.strip())
            ]
    return []


def plain(markdown: str) -> str:
    """Return a line of Markdown without its marks; links keep their words."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    return re.sub(r"(\*\*|__|`)|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)", "", text).strip()
