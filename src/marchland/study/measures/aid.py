"""Aid: what was delivered, what is left of it, whom it serves, and how far it covers the needs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import xarray as xr

from marchland.errors import RequestError
from marchland.language import say
from marchland.model.aid import ITEMS, factor, units
from marchland.model.near import hint
from marchland.model.scenario import Scenario
from marchland.study.measures.needs import Floats, has_places, needs

UNMET: Mapping[str, str] = {item: f"unmet_{item}" for item in ITEMS}
"""Items of aid that serve a need, and what is needed beyond their deliveries is called."""


def with_unmet(ds: xr.Dataset, scenario: Scenario) -> xr.Dataset:
    """Return runs with what is needed each day beyond recorded deliveries, all places together.

    Parameters
    ----------
    ds, scenario
        Runs, and the scenario they were made from.

    Returns
    -------
    xarray.Dataset
        The runs and, for each item that ``aid.csv`` has and that serves a need, what of it nobody
        delivered (member, day), by its name in :data:`UNMET`. Of an item that ``aid.csv`` lacks
        nothing is known, and nothing is added.
    """
    if not has_places(ds):
        return ds
    by_place = unmet(ds, scenario)
    return ds.assign({name: one.sum("place", keep_attrs=True) for name, one in by_place.items()})


def unmet(ds: xr.Dataset, scenario: Scenario, table: pd.DataFrame | None = None) -> xr.Dataset:
    """Return what is needed beyond recorded deliveries, by place.

    Returns
    -------
        Variables of :data:`UNMET` on (member, day, place), for each item of ``aid.csv`` that serves
        a need.
    """
    items = items_of(scenario)
    if not items:
        return xr.Dataset()
    daily = needs(ds, scenario, table, ["people", *(ITEMS[item][0] for item in items)])
    return beyond(followed(daily, scenario))


def beyond(by_item: Mapping[str, xr.Dataset]) -> xr.Dataset:
    """Return what is needed beyond deliveries, as :func:`unmet`, of what :func:`followed` gives."""
    return xr.Dataset(
        {
            UNMET[item]: (one["needed"] - one["used"])
            .transpose("member", "day", "place")
            .assign_attrs(units=ITEMS[item][1])
            for item, one in by_item.items()
        }
    )


def coverage(ds: xr.Dataset, scenario: Scenario, table: pd.DataFrame | None = None) -> xr.Dataset:
    """Return how far deliveries cover the needs.

    Parameters
    ----------
    ds, scenario
        Runs, and the scenario they were made from, with ``aid.csv``.
    table
        Standards, by default those of the package.

    Returns
    -------
    xarray.Dataset
        On (item, member, day, place): ``delivered``, ``stock`` at the day's end, ``used``,
        ``needed``, ``covered`` (used by needed, 1 where nothing is needed) and ``served``
        (people), for the items of aid.csv that serve a need.

    Raises
    ------
    RequestError
        If a unit cannot be compared with that of the need.

    Notes
    -----
    What is used up (water, food) goes from the stock as people need it; what lasts (blankets,
    shelter) stays at its place. Aid at a place that is told together with others adds to them.
    """
    found = followed(needs(ds, scenario, table), scenario)
    if not found:
        return xr.Dataset()
    return xr.concat(found.values(), xr.DataArray(list(found), dims="item", name="item"))


def items_of(scenario: Scenario) -> list[str]:
    """Return the items of aid.csv that serve a need."""
    return [item for item in dict.fromkeys(scenario.aid.item) if item in ITEMS]


def followed(needed: xr.Dataset, scenario: Scenario) -> dict[str, xr.Dataset]:
    """Return how far deliveries of each item cover the need that it serves, by item."""
    return {item: _followed(needed, scenario, item) for item in items_of(scenario)}


def _followed(needed: xr.Dataset, scenario: Scenario, item: str) -> xr.Dataset:
    """Return how far deliveries of an item cover the need that it serves."""
    need, _, consumed = ITEMS[item]
    delivered = delivered_of(scenario, needed, item)
    return _served(delivered, needed[need], needed["people"], consumed)


def delivered_of(scenario: Scenario, needed: xr.Dataset | xr.DataArray, item: str) -> xr.DataArray:
    """Return what of an item was delivered (day, place), in the unit of the need."""
    aid, places = scenario.aid, scenario.places
    kind = {p: f"{k}:{c}" for p, k, c in zip(places.id, places.kind, places.country, strict=True)}
    told = needed["place"].values.astype(str).tolist()
    days = pd.DatetimeIndex(needed["day"].values)
    out = np.zeros((len(days), len(told)))
    for row in aid.rows():
        if row["item"] != item:
            continue
        worth = factor(item, row["unit"])
        if worth is None:
            known = units(item)
            raise RequestError(
                say(
                    "aid.csv gives {item} in '{unit}'{hint}; it must be in {known}",
                    item=item,
                    unit=row["unit"],
                    hint=hint(row["unit"], known),
                    known=say(" or ").join(known),
                )
            )
        name = row["place"] if row["place"] in told else kind[row["place"]]
        day = days.get_indexer(pd.DatetimeIndex([row["date"]]))[0]
        if name in told and day >= 0:
            out[day, told.index(name)] += worth * row["quantity"]
    return xr.DataArray(
        out, dims=("day", "place"), coords={"day": needed["day"], "place": needed["place"]}
    )


def used_of(delivered: Floats, want: Floats, consumed: bool) -> tuple[Floats, Floats]:
    """Return what is used of an item each day, and what is left of it (d, m, p).

    Parameters
    ----------
    delivered
        What comes (d, p).
    want
        What is needed (d, m, p).
    consumed
        Whether what is used is gone.
    """
    stock = np.zeros(want.shape[1:])
    used, left = np.zeros_like(want), np.zeros_like(want)
    for day, coming in enumerate(delivered):
        stock = stock + coming
        used[day] = np.minimum(stock, want[day])
        stock = stock - used[day] if consumed else stock
        left[day] = stock
    return used, left


def _served(
    delivered: xr.DataArray, needed: xr.DataArray, people: xr.DataArray, consumed: bool
) -> xr.Dataset:
    """Follow the stock of an item from day to day."""
    want = needed.transpose("day", "member", "place").values
    used, left = used_of(delivered.transpose("day", "place").values, want, consumed)
    share = np.where(want > 0, used / np.where(want > 0, want, 1), 1.0)
    dims, coords = ("day", "member", "place"), {"day": needed["day"], "place": needed["place"]}
    parts = {"stock": left, "used": used, "covered": share}
    arrays = {name: xr.DataArray(one, dims=dims, coords=coords) for name, one in parts.items()}
    served = arrays["covered"] * people
    return xr.Dataset({**arrays, "delivered": delivered, "needed": needed, "served": served})
