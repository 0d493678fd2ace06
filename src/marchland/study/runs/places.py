"""Places of runs by what their kind declares, whatever it is called."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import xarray as xr

from marchland.errors import RequestError
from marchland.language import say
from marchland.model.kinds import PLACE_KINDS, PlaceKind
from marchland.model.where import Names, Where, border_name, border_sides

MANY = 8
"""One in so many places is few: what is there is copied quicker than all is walked through."""

Flags = npt.NDArray[np.bool_]


def kinds(places: xr.Dataset | xr.DataArray) -> tuple[PlaceKind, ...]:
    """Return the kind of each place of runs, or of a quantity by place.

    Raises
    ------
    RequestError
        If there is a kind that is not declared.
    """
    names = places["kind"].values.astype(str).tolist()
    if unknown := sorted(set(names) - set(PLACE_KINDS)):
        raise RequestError(
            say(
                "these runs have places of the kind {kinds}, may have {known}",
                kinds=", ".join(unknown),
                known=", ".join(PLACE_KINDS),
            )
        )
    return tuple(PLACE_KINDS[name] for name in names)


def which(places: xr.Dataset | xr.DataArray, asked: Callable[[PlaceKind], bool]) -> Flags:
    """Return which places have a kind of which something holds."""
    return np.array([asked(kind) for kind in kinds(places)], dtype=np.bool_)


def where_of(ds: xr.Dataset, name: str) -> Where | None:
    """Return what a name stands for in runs, None where they do not have it.

    A border is any pair of their countries.
    """
    tags = ds["tags"].values if "tags" in ds.coords else np.zeros(0, "U1")
    known = (ds[axis].values for axis in ("place", "route", "country"))
    return _names(*(tuple(one.astype(str).tolist()) for one in (*known, tags))).get(name)


@lru_cache(4)
def _names(
    places: tuple[str, ...],
    routes: tuple[str, ...],
    countries: tuple[str, ...],
    tags: tuple[str, ...],
) -> Names:
    """Return every name that runs know; asked for once for each count."""
    codes = sorted(set(countries))
    return Names(
        places,
        routes,
        (border_name(near, far) for near in codes for far in codes),
        codes,
        (tag for cell in tags for tag in cell.split(";")),
    )


def places_at(ds: xr.Dataset, where: Where) -> Flags:
    """Return which places a place, a country or a tag stands for; of routes and borders none."""
    if where.sort == "everywhere":
        return np.ones(ds.sizes["place"], np.bool_)
    if where.sort in ("place", "country"):
        return np.asarray(ds[where.sort].values == where.name)
    if where.sort == "tag":
        cells = ds["tags"].values.astype(str).tolist()
        return np.array([where.name in cell.split(";") for cell in cells], np.bool_)
    return np.zeros(ds.sizes["place"], np.bool_)


def summed_at(counts: xr.DataArray, places: Flags) -> xr.DataArray:
    """Return counts by place at some places together, with no copy of what is at each of many."""
    if MANY * places.sum() < len(places):
        return counts.isel(place=np.flatnonzero(places)).sum("place")
    return counts.dot(xr.DataArray(places.astype(np.int64), dims="place"), dim="place")


def lines(ds: xr.Dataset) -> list[tuple[str, str]]:
    """Return the countries on the near and on the far side of each border with a closed line."""
    return [border_sides(border) for border in ds["border"].values.astype(str).tolist()]
