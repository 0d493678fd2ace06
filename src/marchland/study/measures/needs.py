"""What people need, by place, day and member: arithmetic on counts, by a table of standards."""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from marchland.model.scenario import Scenario
from marchland.study.measures.bands import LEVELS, bands
from marchland.study.measures.standards import by_setting, standards
from marchland.study.runs import protect
from marchland.study.runs.places import Flags, kinds, which

COLD_MONTH = 10.0
"""Mean temperature in °C below which people need more covered floor; assumed."""

UNITS: Mapping[str, str] = {
    "people": "people",
    "women": "people",
    "men": "people",
    "children": "people",
    "water": "L",
    "water_emergency": "L",
    "water_survival": "L",
    "energy": "kcal",
    "food": "t",
    "covered_area": "m²",
    "blankets": "blankets",
    "toilets": "toilets",
    "toilets_for_women": "toilets",
    "health_posts": "posts",
}
"""What is needed and its unit; water, energy and food on each day, the rest at one time."""
ADD_UP = ("L", "kcal", "t", "truckloads")
"""Units of what is needed anew each day, so that days add up."""


def needs(
    ds: xr.Dataset,
    scenario: Scenario,
    table: pd.DataFrame | None = None,
    items: Collection[str] = (),
) -> xr.Dataset:
    """Return what people need wherever they are, by place, day and member.

    Parameters
    ----------
    ds
        Runs; places beyond a line are told together, by the mean of the month.
    scenario
        The scenario they were made from: composition and weather.
    table
        Standards, by default those of the package
        (:func:`marchland.study.measures.standards.standards`).
    items
        Names of :data:`UNITS`; by default all of them.

    Returns
    -------
    xarray.Dataset
        Variables of :data:`UNITS` on (member, day, place).

    Notes
    -----
    Food: ``energy + energy_cold · max(0, 20 − t) / 5`` with ``t`` the day's mean temperature.
    Standards are those of the setting of each place, as its kind declares it; who is at a
    destination or back home is not counted. In rooms of towns and hosts ``t_min`` counts as
    ``room_temperature`` at least. Blankets a person:
    ``ceil((insulation_at_0 − insulation_per_degree · t_min − clothing) / blanket)``, at least
    none. Where no temperature is known there is no supplement for the cold.
    Toilets and posts are rounded up by place.
    """
    people = _people(ds)
    value, indoors = _values(people, table)
    t_mean, t_min = (temperature(ds, scenario, people, name) for name in ("t_mean_c", "t_min_c"))
    energy = value["energy"] + value["energy_cold"] * (20 - t_mean).clip(min=0).fillna(0) / 5
    month = t_mean.groupby(t_mean["day"].dt.strftime("%Y-%m")).map(lambda one: one * 0 + one.mean())
    mild = (month >= COLD_MONTH) | month.isnull()
    area = mild * value["covered_area"] + ~mild * value["covered_area_cold"]
    t_min = t_min.where(~indoors | t_min.isnull(), t_min.clip(min=value["room_temperature"]))
    lacking = value["insulation_at_0"] - value["insulation_per_degree"] * t_min - value["clothing"]
    each = _up((lacking / value["blanket"]).fillna(0).clip(min=0).round(9))
    shares = _shares(scenario)
    laws: dict[str, Callable[[], xr.DataArray]] = {
        "people": lambda: people,
        **{name: partial(operator.mul, people, share) for name, share in shares.items()},
        "water": lambda: people * value["water"],
        "water_emergency": lambda: people * value["water_emergency"],
        "water_survival": lambda: people * value["water_survival"],
        "energy": lambda: people * energy,
        "food": lambda: people * energy / value["energy"] * value["ration"] / 1000,
        "covered_area": lambda: people * area,
        "blankets": lambda: people * each,
        "toilets": lambda: _up(people / value["toilets"]),
        "toilets_for_women": lambda: _up(_up(people / value["toilets"]) * value["women_s_toilets"]),
        "health_posts": lambda: _up(people / value["health_posts"]),
    }
    return xr.Dataset(
        {
            name: law().transpose("member", "day", "place").assign_attrs(units=UNITS[name])
            for name, law in laws.items()
            if not items or name in items
        }
    )


def _up(values: xr.DataArray) -> xr.DataArray:
    """Round up to whole numbers."""
    return values.copy(data=np.ceil(values.values))


def _people(ds: xr.Dataset) -> xr.DataArray:
    """Return people at places where their needs are counted (member, day, place)."""
    people = protect.people(ds)
    return people.isel(place=which(people, lambda kind: bool(kind.setting))).astype(float)


def _values(
    people: xr.DataArray, table: pd.DataFrame | None
) -> tuple[Mapping[str, xr.DataArray], xr.DataArray]:
    """Return each standard by place, and which places are rooms of towns and hosts."""
    settings = [kind.setting for kind in kinds(people)]
    at = {"place": people["place"].values}
    found = by_setting(standards() if table is None else table, settings)
    return (
        {name: xr.DataArray(one, at, ["place"]) for name, one in found.items()},
        xr.DataArray([one == "host" for one in settings], at, ["place"]),
    )


def dependent(places: xr.Dataset | xr.DataArray) -> Flags:
    """Return at which places people depend on aid; in centres and reception they have a keeper."""
    return which(places, lambda kind: kind.needs_aid)


def has_places(ds: xr.Dataset) -> bool:
    """Whether runs have places where needs are counted, and kept who is there."""
    return "stock" in ds and bool(which(ds, lambda kind: bool(kind.setting)).any())


def _shares(scenario: Scenario) -> dict[str, float]:
    """Return shares of women, men and children; of all groups that have a row, the plain mean."""
    table = scenario.composition
    if not len(table):
        return {}
    general = [i for i, group in enumerate(table.group) if not group] or list(range(len(table)))
    return {
        name: float(getattr(table, name)[general].mean()) for name in ("women", "men", "children")
    }


def temperature(
    ds: xr.Dataset, scenario: Scenario, people: xr.DataArray, column: str
) -> xr.DataArray:
    """Return a temperature by day and place as told; not a number where none was measured.

    Where several places are told as one, it is the mean over their stations.
    """
    table, places = scenario.weather, scenario.places
    station = dict(zip(places.id, places.weather_station, strict=True))
    told: dict[str, set[str]] = {}
    for name, kind, country in zip(places.id, places.kind, places.country, strict=True):
        told.setdefault(f"{kind}:{country}", set()).add(station[name])
        told[name] = {station[name]}
    wide = pd.DataFrame(
        {"day": pd.DatetimeIndex(table.date), "station": table.station, "t": getattr(table, column)}
    ).pivot_table(index="day", columns="station", values="t")
    wide = wide.reindex(pd.DatetimeIndex(people["day"].values))
    values = np.full((len(wide), people.sizes["place"]), np.nan)
    for i, name in enumerate(people["place"].values.astype(str)):
        own = [one for one in sorted(told.get(name, ())) if one in wide.columns]
        if own:
            values[:, i] = wide[own].mean(axis=1).to_numpy()
    return xr.DataArray(
        values,
        dims=("day", "place"),
        coords={"day": people["day"].values, "place": people["place"].values},
    )


def loads(needed: xr.Dataset, table: pd.DataFrame | None = None) -> xr.Dataset:
    """Return tonnes a day of water and food, and truckloads for them (member, day, place).

    Notes
    -----
    ``ceil(tonnes / truck)``, and ``contingency`` more trucks, rounded up; one trip a day each.
    Blankets weigh once: they are not in the tonnes of a day.
    """
    value = (standards() if table is None else table)["value"].astype(float)
    tonnes = needed["water"] / 1000 + needed["food"]
    full = _up(tonnes / value["truck"])
    trucks = _up(full * (1 + value["contingency"]))
    return xr.Dataset(
        {
            "tonnes": tonnes.assign_attrs(units="t"),
            "truckloads": trucks.assign_attrs(units="truckloads"),
        }
    )


def weekly(needed: xr.Dataset, table: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return needs by place and week with their bands, of what :func:`needs` returned.

    Returns
    -------
        Columns ``week`` (its Monday), ``place``, ``item``, ``unit``, ``low90`` … ``high90``, as
        :func:`in_weeks` counts them. Rows that are nought in every member are left out.
    """
    return tabled(in_weeks(needed, table))


def tabled(weeks: xr.Dataset) -> pd.DataFrame:
    """Return the bands of what :func:`in_weeks` returned, as :func:`weekly` does."""
    rows = []
    for name, values in weeks.items():
        found = bands(values)
        wide = found.transpose("week", "place", "band").values
        mondays = np.datetime_as_string(found["week"].values.astype("datetime64[D]")).tolist()
        places = found["place"].values.astype(str).tolist()
        for w, p in np.argwhere(wide[..., -1] > 0).tolist():
            quantiles = wide[w, p].round(1).tolist()
            rows.append((mondays[w], places[p], str(name), values.attrs["units"], *quantiles))
    return pd.DataFrame(rows, columns=["week", "place", "item", "unit", *LEVELS])


def in_weeks(needed: xr.Dataset, table: pd.DataFrame | None = None) -> xr.Dataset:
    """Return needs by week in each member (member, week, place), of what :func:`needs` returned.

    What adds up (:data:`ADD_UP`) is the sum over the days of a week, anything else the day of the
    week on which most of it is needed; a week is called by its Monday. The coordinate
    ``days_told`` says how many days of it there are.
    """
    return by_weeks(needed.merge(loads(needed, table)))


def by_weeks(every: xr.Dataset) -> xr.Dataset:
    """Return what is told by day (member, day, place) by week, as :func:`in_weeks` does."""
    if not every:
        return every
    days = pd.DatetimeIndex(every["day"].values)
    weeks, starts = np.unique(days - pd.to_timedelta(days.day_of_week, unit="D"), return_index=True)
    dims = {"member": every["member"], "week": weeks, "place": every["place"]}
    found = {}
    for name, one in every.items():
        daily = one.transpose("member", "day", "place").values
        gather = np.add if one.attrs["units"] in ADD_UP else np.maximum
        found[name] = xr.DataArray(gather.reduceat(daily, starts, axis=1), dims, attrs=one.attrs)
    told = np.diff([*starts, len(days)])
    return xr.Dataset(found).assign_coords(days_told=("week", told))


def together(needed: xr.Dataset, table: pd.DataFrame | None = None) -> xr.Dataset:
    """Return the needs of all places together by week in each member (member, week)."""
    every = needed.sum("place", keep_attrs=True).expand_dims(place=["all"])
    return in_weeks(every, table).isel(place=0, drop=True)


def in_all(need: xr.DataArray, period: str = "week") -> xr.DataArray:
    """Return a need over all weeks, or days: its sum if it adds up, else its most."""
    return need.sum(period) if need.attrs["units"] in ADD_UP else need.max(period)


def mortality(ds: xr.Dataset, table: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return crude mortality in the open for each 10,000 people a day, by month, with its bands.

    Returns
    -------
        Columns ``month``, ``low90`` … ``high90`` and ``share_emergency``, the share of members in
        which it is above the threshold of an emergency. Expected deaths, all countries
        together; months in which nobody is in the open are left out.
    """
    value = (standards() if table is None else table)["value"].astype(float)
    deaths, nights = (ds[name].sum("side") for name in ("deaths_expected", "open_nights"))
    rate = (deaths / nights.where(nights > 0) * 10_000).dropna("month", how="any")
    found = bands(rate)
    over = (rate > value["mortality_emergency"]).mean("member")
    rows: list[dict[str, Any]] = []
    for i, month in enumerate(rate["month"].values):
        quantiles = dict(zip(LEVELS, found.isel(month=i).values.round(2).tolist(), strict=True))
        rows.append({"month": str(month), **quantiles, "share_emergency": float(over[i])})
    return pd.DataFrame(rows, columns=["month", *LEVELS, "share_emergency"])
