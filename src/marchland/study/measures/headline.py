"""The first things to say of runs: cost to people, where they are, what happens at borders."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import xarray as xr

from marchland.study.measures.bands import Band
from marchland.study.measures.stranded import line_countries, stranded


@dataclass(frozen=True)
class Standing:
    """People in one country and state on a day."""

    country: str
    state: str
    people: Band


@dataclass(frozen=True)
class Moment:
    """Where people are on one day.

    Parameters
    ----------
    day
        The day.
    stranded
        Stranded beside the lines; where there is no line, all who are stranded.
    elsewhere
        Stranded far from any line.
    waiting
        Waiting for a seat or for room.
    travelling
        On the way between places.
    standing
        At places, by country and state, most people first.
    """

    day: np.datetime64
    stranded: Band
    elsewhere: Band
    waiting: Band
    travelling: Band
    standing: tuple[Standing, ...]


@dataclass(frozen=True)
class Stranded:
    """The stranded over the whole run.

    Parameters
    ----------
    matters
        Whether being stranded is part of the crisis: on some night, in more than few runs.
    countries
        Countries that closed lines lead out of.
    nights
        Person-nights stranded.
    worst
        Index of the day on which the median of the stranded is highest.
    """

    matters: bool
    countries: tuple[str, ...]
    nights: Band
    worst: int


@dataclass(frozen=True)
class Borders:
    """What happens at closed lines, as events."""

    attempts: Band
    turned_back: Band


def stranded_of(ds: xr.Dataset) -> Stranded:
    """Return the stranded over the whole run."""
    here = stranded(ds)
    return Stranded(
        matters=bool(np.quantile(here.values, 0.75, axis=0).max() >= 1),
        countries=tuple(line_countries(ds)),
        nights=Band.of(here.sum("day")),
        worst=int(np.median(here.values, axis=0).argmax()),
    )


def moment_of(ds: xr.Dataset, states: xr.DataArray, day: int) -> Moment:
    """Return where people are on the day with an index.

    ``states`` are what :func:`marchland.study.measures.whereabouts.by_state` returns.
    """
    when, ds, found = ds["day"].values[day], ds.isel(day=day), states.isel(day=day)
    here, each = stranded(ds), Band.each(found.values.reshape(len(found), -1))
    where = list(product(found["country"].values.tolist(), found["state"].values.tolist()))
    order = np.argsort([-band.median for band in each], kind="stable").tolist()
    return Moment(
        day=when,
        stranded=Band.of(here),
        elsewhere=Band.of(ds["stranded"].sum("place") - here),
        waiting=Band.of(ds["waiting"].sum("place")),
        travelling=Band.of(ds["travelling"]),
        standing=tuple(Standing(where[i][0], where[i][1], each[i]) for i in order),
    )


def borders_of(ds: xr.Dataset) -> Borders | None:
    """Return what happens at closed lines, None where there is no line."""
    if not ds.sizes["border"]:
        return None
    tries, back = (ds[name].sum(["day", "border"]) for name in ("attempts", "turned_back"))
    return Borders(Band.of(tries), Band.of(back))
