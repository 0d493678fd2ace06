"""What people need, by place, day and member: arithmetic on counts, by a table of standards."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
import xarray as xr

from marchland.model.scenario import Scenario
from marchland.model.tables import Weather
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
LOADS: Mapping[str, str] = {"tonnes": "t", "truckloads": "truckloads"}
"""What carries water and food, and its unit."""
ADD_UP = ("L", "kcal", "t", "truckloads")
"""Units of what is needed anew each day, so that days add up."""


Floats = npt.NDArray[np.float64]
Law = Callable[[Floats], Floats]
"""What computes a need from people (m, d, p)."""


@dataclass(frozen=True, eq=False)
class Weeks:
    """The weeks of some days: Mondays, where each begins, and how many days of it there are."""

    mondays: npt.NDArray[np.datetime64]
    starts: npt.NDArray[np.intp]
    days: npt.NDArray[np.intp]

    @classmethod
    def of(cls, days: npt.NDArray[np.datetime64]) -> Self:
        """Return the weeks of days that follow one another."""
        index = pd.DatetimeIndex(days)
        mondays = index - pd.to_timedelta(index.day_of_week, unit="D")
        weeks, starts = np.unique(mondays, return_index=True)
        return cls(weeks, starts, np.diff([*starts, len(index)]))

    def told(self, daily: Floats, unit: str) -> Floats:
        """Return by week what is told by day (m, d, ...): its sum if it adds up, else its most."""
        gather = np.add if unit in ADD_UP else np.maximum
        return np.asarray(gather.reduceat(daily, self.starts, axis=1))


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
    people = people_in_need(ds)
    return xr.Dataset(
        {
            name: (people.dims, law(people.values), {"units": UNITS[name]})
            for name, law in laws(people, scenario, table).items()
            if not items or name in items
        },
        people.coords,
    )


def people_in_need(ds: xr.Dataset) -> xr.DataArray:
    """Return people at places where their needs are counted (member, day, place)."""
    people = protect.people(ds)
    return people.isel(place=which(people, lambda kind: bool(kind.setting))).astype(float)


def laws(
    people: xr.DataArray, scenario: Scenario, table: pd.DataFrame | None = None
) -> Mapping[str, Law]:
    """Return what computes each need of :data:`UNITS` from people (m, d, p), as :func:`needs` says.

    Parameters
    ----------
    people
        What :func:`people_in_need` returned: its days and places.
    scenario, table
        As for :func:`needs`.
    """
    settings = [kind.setting for kind in kinds(people)]
    value = by_setting(standards() if table is None else table, settings)
    t_mean, t_min = temperatures(scenario, people, ("t_mean_c", "t_min_c"))
    supplement = np.nan_to_num(np.maximum(20 - t_mean, 0))
    energy = value["energy"] + value["energy_cold"] * supplement / 5
    mild = _mild(t_mean, pd.DatetimeIndex(people["day"].values))
    area = mild * value["covered_area"] + ~mild * value["covered_area_cold"]
    rooms = np.array([one == "host" for one in settings], np.bool_)
    t_min = np.where(rooms, np.maximum(t_min, value["room_temperature"]), t_min)
    lacking = value["insulation_at_0"] - value["insulation_per_degree"] * t_min - value["clothing"]
    blankets = np.nan_to_num(np.maximum(lacking / value["blanket"], 0))
    return {
        "people": lambda people: people,
        **{name: _each(share) for name, share in _shares(scenario).items()},
        "water": _each(value["water"]),
        "water_emergency": _each(value["water_emergency"]),
        "water_survival": _each(value["water_survival"]),
        "energy": _each(energy),
        "food": lambda people: people * energy / value["energy"] * value["ration"] / 1000,
        "covered_area": _each(area),
        "blankets": _each(np.ceil(blankets.round(9))),
        "toilets": _one_for(value["toilets"]),
        "toilets_for_women": lambda people: np.ceil(
            np.ceil(people / value["toilets"]) * value["women_s_toilets"]
        ),
        "health_posts": _one_for(value["health_posts"]),
    }


def _each(amount: Floats | float) -> Law:
    return lambda people: people * amount


def _one_for(people_of_one: Floats) -> Law:
    return lambda people: np.ceil(people / people_of_one)


def _mild(t_mean: Floats, days: pd.DatetimeIndex) -> Flags:
    """Return when and where the month, all places together, is not cold, or nothing is known."""
    mild = np.isnan(t_mean)
    month = days.year.to_numpy() * 12 + days.month.to_numpy()
    for one in np.unique(month):
        here = t_mean[month == one]
        if not np.isnan(here).all():
            mild[month == one] |= np.nanmean(here) >= COLD_MONTH
    return mild


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


def temperatures(scenario: Scenario, people: xr.DataArray, columns: Sequence[str]) -> list[Floats]:
    """Return temperatures by day and place as told (d, p), NaN where none was measured.

    Where several places are told as one, it is the mean over their stations.
    """
    table, places = scenario.weather, scenario.places
    station = dict(zip(places.id, places.weather_station, strict=True))
    told: dict[str, set[str]] = {}
    for name, kind, country in zip(places.id, places.kind, places.country, strict=True):
        told.setdefault(f"{kind}:{country}", set()).add(station[name])
        told[name] = {station[name]}
    days = pd.DatetimeIndex(people["day"].values)
    names = people["place"].values.astype(str).tolist()
    some = [tuple(sorted(told.get(name, ()))) for name in names]
    return [_by_day(table, column, days, some) for column in columns]


def _by_day(
    table: Weather, column: str, days: pd.DatetimeIndex, some: Sequence[tuple[str, ...]]
) -> Floats:
    """Return the mean of a column over some stations, by day, for each of several such (d, p)."""
    wide = _by_station(table, column).reindex(days)
    found = np.full((len(days), len(some)), np.nan)
    for stations in set(some):
        if own := [one for one in stations if one in wide.columns]:
            mean = wide[own].mean(axis=1).to_numpy()
            found[:, [one == stations for one in some]] = mean[:, None]
    return found


@lru_cache(maxsize=8)
def _by_station(table: Weather, column: str) -> pd.DataFrame:
    """Return a column by day and station."""
    long = {"day": pd.DatetimeIndex(table.date), "station": table.station}
    return pd.DataFrame({**long, "t": getattr(table, column)}).pivot_table(
        index="day", columns="station", values="t"
    )


def loads(needed: xr.Dataset, table: pd.DataFrame | None = None) -> xr.Dataset:
    """Return tonnes a day of water and food, and truckloads for them (member, day, place).

    Notes
    -----
    ``ceil(tonnes / truck)``, and ``contingency`` more trucks, rounded up; one trip a day each.
    Blankets weigh once: they are not in the tonnes of a day.
    """
    water = needed["water"]
    found = loads_of(water.values, needed["food"].values, table)
    return xr.Dataset(
        {name: (water.dims, one, {"units": LOADS[name]}) for name, one in found.items()},
        water.coords,
    )


def loads_of(water: Floats, food: Floats, table: pd.DataFrame | None = None) -> dict[str, Floats]:
    """Return what :func:`loads` does, by its name, of litres of water and tonnes of food a day."""
    value = (standards() if table is None else table)["value"].astype(float)
    tonnes = water / 1000 + food
    full = np.ceil(tonnes / value["truck"])
    return {"tonnes": tonnes, "truckloads": np.ceil(full * (1 + value["contingency"]))}


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
    parts: dict[str, list[Any]] = {name: [] for name in ("week", "place", "item", "unit", *LEVELS)}
    for name, values in weeks.items():
        found = bands(values)
        wide = found.transpose("week", "place", "band").values
        w, p = np.nonzero(wide[..., -1] > 0)
        mondays = np.datetime_as_string(found["week"].values.astype("datetime64[D]"))
        parts["week"].append(mondays[w])
        parts["place"].append(found["place"].values.astype(str)[p])
        parts["item"].append(np.full(len(w), str(name)))
        parts["unit"].append(np.full(len(w), str(values.attrs["units"])))
        for level, quantiles in zip(LEVELS, wide[w, p].round(1).T, strict=True):
            parts[level].append(quantiles)
    return pd.DataFrame(
        {name: np.concatenate(column) if column else [] for name, column in parts.items()}
    )


def in_weeks(needed: xr.Dataset, table: pd.DataFrame | None = None) -> xr.Dataset:
    """Return needs by week in each member (member, week, place), of what :func:`needs` returned.

    What adds up (:data:`ADD_UP`) is the sum over the days of a week, anything else the day of the
    week on which most of it is needed; a week is called by its Monday. The coordinate
    ``days_told`` says how many days of it there are.
    """
    return by_weeks(needed.assign(loads(needed, table)))


def by_weeks(every: xr.Dataset) -> xr.Dataset:
    """Return what is told by day (member, day, place) by week, as :func:`in_weeks` does."""
    if not every:
        return every
    weeks = Weeks.of(every["day"].values)
    dims = {"member": every["member"], "week": weeks.mondays, "place": every["place"]}
    found = {}
    for name, one in every.items():
        daily = one.transpose("member", "day", "place").values
        found[name] = xr.DataArray(weeks.told(daily, one.attrs["units"]), dims, attrs=one.attrs)
    return xr.Dataset(found).assign_coords(days_told=("week", weeks.days))


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
