"""What the report says first: key figures, what the model says, what it cannot say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from marchland.model.kinds import STATES
from marchland.model.scenario import Scenario
from marchland.model.tables import Observations
from marchland.study.compare.sources import outcomes
from marchland.study.measures.bands import rounded
from marchland.study.measures.deaths import recorded_deaths
from marchland.study.measures.stranded import any_stranded, person_nights, stranded, worst_night
from marchland.view.page.outlines import name_of
from marchland.view.words.dates import day_name
from marchland.view.words.numbers import between, joined, median_and_band
from marchland.view.words.places import at_the_lines, country_names


def computes_deaths(ds: xr.Dataset) -> bool:
    """Tell whether the runs compute deaths, or only records tell of them."""
    return any("death" in str(name) for name in ds.data_vars)


def key_figures(ds: xr.Dataset, observations: Observations) -> list[tuple[str, str, str]]:
    """Return the figures that come first, human cost first: figure, what it is, band or note."""
    told = []
    if deaths := _deaths(observations):
        told.append((deaths[0], "people died, by the records", deaths[1]))
    if any_stranded(ds):
        peak = worst_night(ds)
        night = f"people stranded{at_the_lines(ds)} on the worst night"
        when = f"{day_name(ds['day'].values[peak])}; "
        figure, band = median_and_band(stranded(ds).isel(day=peak))
        told.append((figure, night, when + band))
        figure, band = median_and_band(person_nights(ds))
        told.append((figure, "nights that people spent stranded, in all", band))
    else:
        figure, band = median_and_band(ds["entered"].sum(["day", "group"]))
        told.append((figure, "people displaced, in all", band))
        for one in outcomes(ds)[:2]:
            figure, band = median_and_band(one.of(ds))
            told.append((figure, one.label[0].lower() + one.label[1:], band))
    if ds.sizes["border"]:
        figure, band = median_and_band(ds["turned_back"].sum(["day", "border"]))
        told.append((figure, "times people were turned back (events, not persons)", band))
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
    parts = [f"{n:,.0f} in {country_names(str(where))}" for where, n in by_side.items()]
    return f"at least {by_side.sum():,.0f}", joined(parts)


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
