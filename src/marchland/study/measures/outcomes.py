"""Outcomes: what runs are compared by, human cost first.

Each is a line of a declaration: a new one is a line here, and appears in every comparison of runs
that have what it needs. None tells of permeability or of crossings that succeeded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pandas as pd
import xarray as xr

from marchland.language import mark
from marchland.model.aid import ITEMS
from marchland.model.kinds import PlaceKind
from marchland.model.scenario import Scenario
from marchland.model.variables import MEMBER, VARIABLES
from marchland.study.measures.aid import UNMET, with_unmet
from marchland.study.measures.bands import LEVELS, Band
from marchland.study.measures.needs import in_all
from marchland.study.measures.stranded import person_nights, stranded, stranded_by_part
from marchland.study.runs.places import summed_at, which

HOME = "home"
"""State of people who went back."""


@dataclass(frozen=True)
class Outcome:
    """One number a member.

    Parameters
    ----------
    name, label, unit
        Short name, plain words, unit.
    of
        What computes it from runs (member).
    needs
        Variables that the runs must have (:data:`marchland.model.variables.VARIABLES`), or what is
        needed beyond deliveries (:data:`marchland.study.measures.aid.UNMET`).
    human_cost
        Whether it is a cost to people: such outcomes stand first, and less of them is better.
    ranks
        Whether protective levers are ranked by it.
    expected
        Whether the model expects it at a level that is an assumption: told as a band alone.
    """

    name: str
    label: str
    unit: str
    of: Callable[[xr.Dataset], xr.DataArray]
    needs: tuple[str, ...]
    human_cost: bool = False
    ranks: bool = False
    expected: bool = False


def _total(name: str, label: str, **more: bool) -> Outcome:
    """Return the outcome that sums a variable of events over everything but members.

    It bears the name of the variable, and its unit.
    """

    def of(ds: xr.Dataset) -> xr.DataArray:
        return ds[name].sum([axis for axis in ds[name].dims if axis != MEMBER])

    return Outcome(name, label, VARIABLES[name].unit, of, (name,), **more)


def _person_nights(name: str, label: str, **more: bool) -> Outcome:
    """Return the outcome that sums a variable of people over places and nights."""
    return replace(_total(name, label, **more), name=f"{name}_nights", unit="person-nights")


_UNMET: Mapping[str, str] = {
    "water": mark("Unmet need for water, beyond recorded deliveries"),
    "food": mark("Unmet need for food, beyond recorded deliveries"),
    "blankets": mark("Unmet need for blankets, beyond recorded deliveries, worst day"),
    "shelter": mark("Unmet need for shelter, beyond recorded deliveries, worst day"),
    "toilets": mark("Unmet need for toilets, beyond recorded deliveries, worst day"),
}
"""What is lacking of each item, as people read it."""


def _unmet(item: str) -> Outcome:
    """Return the outcome that counts what is needed of an item beyond recorded deliveries.

    What is used up adds up over the days; of what lasts it is the day on which most is lacking.
    """
    name, unit = UNMET[item], ITEMS[item][1]
    return Outcome(
        name, _UNMET[item], unit, lambda ds: in_all(ds[name], "day"), (name,), human_cost=True
    )


def _worst_night(ds: xr.Dataset) -> xr.DataArray:
    return stranded(ds).max("day")


def _far_nights(ds: xr.Dataset) -> xr.DataArray:
    return stranded_by_part(ds).sel(part="far").sum("day")


def _nights(asked: Callable[[PlaceKind], bool]) -> Callable[[xr.Dataset], xr.DataArray]:
    """Return what sums nights that people spent at places of which something holds."""
    return lambda ds: _at(ds, asked).sum("day")


def hosts(kind: PlaceKind) -> bool:
    """Return whether people are received and hosted at places of a kind: home is not among them."""
    return kind.receives and kind.state != HOME


def _hosted(ds: xr.Dataset) -> xr.DataArray:
    return _at(ds.isel(day=-1), hosts)


def _busiest_week(ds: xr.Dataset) -> xr.DataArray:
    daily = summed_at(ds["arrived"], which(ds, hosts))
    return daily.rolling(day=min(7, ds.sizes["day"])).mean().max("day")


def people_in(*states: str) -> Callable[[xr.Dataset], xr.DataArray]:
    """Return what counts people in some states on the last day."""
    return lambda ds: _at(ds.isel(day=-1), lambda kind: kind.state in states)


def _at(ds: xr.Dataset, asked: Callable[[PlaceKind], bool]) -> xr.DataArray:
    there = summed_at(ds["stock"], which(ds, asked))
    return there.sum("group") if "group" in there.dims else there


OUTCOMES: tuple[Outcome, ...] = (
    Outcome(
        "stranded_person_nights",
        mark("Person-nights stranded"),
        "person-nights",
        person_nights,
        ("stranded",),
        human_cost=True,
        ranks=True,
    ),
    Outcome(
        "worst_night",
        mark("People stranded on the worst night"),
        "people",
        _worst_night,
        ("stranded",),
        human_cost=True,
    ),
    _person_nights("in_danger", mark("Nights people spent in danger"), human_cost=True, ranks=True),
    Outcome(
        "still_in_danger",
        mark("People still in danger, last day"),
        "people",
        lambda ds: ds["in_danger"].isel(day=-1).sum("place"),
        ("in_danger",),
        human_cost=True,
    ),
    _total(
        "deaths_expected",
        mark("Deaths the model expects"),
        human_cost=True,
        ranks=True,
        expected=True,
    ),
    _total(
        "severe_expected",
        mark("Severe cold injuries the model expects"),
        human_cost=True,
        expected=True,
    ),
    _total("frost_nights", mark("Nights below 0 °C people spent in the open"), human_cost=True),
    _total(
        "unreached_nights",
        mark("Nights in the open that no aid reached"),
        human_cost=True,
        ranks=True,
    ),
    _total("turned_back", mark("Times people were turned back"), human_cost=True),
    Outcome(
        "held_nights",
        mark("Nights people were held in centres"),
        "person-nights",
        _nights(lambda kind: kind.holds),
        ("stock",),
        human_cost=True,
    ),
    _person_nights(
        "over_capacity", mark("Nights people spent over capacity"), human_cost=True, ranks=True
    ),
    Outcome(
        "most_over_capacity",
        mark("People over capacity on the most crowded day"),
        "people",
        lambda ds: ds["over_capacity"].sum("place").max("day"),
        ("over_capacity",),
        human_cost=True,
    ),
    Outcome(
        "transit_nights",
        mark("Days people spent at transit sites"),
        "person-days",
        _nights(lambda kind: bool(kind.stay)),
        ("stock",),
        human_cost=True,
    ),
    _person_nights(
        "waiting", mark("Nights people waited for a seat or for room"), human_cost=True, ranks=True
    ),
    Outcome(
        "most_waiting",
        mark("People waiting for a seat or for room, day of the longest queue"),
        "people",
        lambda ds: ds["waiting"].sum("place").max("day"),
        ("waiting",),
        human_cost=True,
    ),
    Outcome(
        "far_nights",
        mark("Nights people waited far from any line, with no way on"),
        "person-nights",
        _far_nights,
        ("stranded",),
        human_cost=True,
    ),
    *map(_unmet, ITEMS),
    Outcome("hosted", mark("People received and hosted, last day"), "people", _hosted, ("stock",)),
    Outcome(
        "busiest_week",
        mark("Arrivals a day where people are received, busiest week"),
        "people/day",
        _busiest_week,
        ("arrived",),
    ),
    Outcome(
        "received",
        mark("People in reception or at a destination, last day"),
        "people",
        people_in("reception", "destination"),
        ("stock",),
    ),
    Outcome("home", mark("People back home, last day"), "people", people_in("home"), ("stock",)),
    Outcome("camps", mark("People in camps, last day"), "people", people_in("camp"), ("stock",)),
    _total("attempts", mark("Attempts at a line")),
)
"""Every outcome, those of human cost first."""


def declared(name: str) -> Outcome:
    """Return an outcome by its name."""
    return next(one for one in OUTCOMES if one.name == name)


def outcomes(ds: xr.Dataset, scenario: Scenario | None = None) -> pd.DataFrame:
    """Return every outcome that the runs have.

    Parameters
    ----------
    ds
        Runs, as :func:`marchland.simulate` returns them.
    scenario
        The scenario they were made from: with it, what people need beyond the deliveries of its
        ``aid.csv`` is among the outcomes.

    Returns
    -------
    pandas.DataFrame
        One row a member, one column an outcome.
    """
    if scenario is not None:
        ds = with_unmet(ds, scenario)
    return pd.DataFrame(
        {
            one.name: one.of(ds).values
            for one in OUTCOMES
            if all(name in ds for name in one.needs) and _there(ds, one)
        }
    )


def tabled(found: pd.DataFrame) -> pd.DataFrame:
    """Return outcomes that happen in some member as bands, one row each, human cost first.

    Parameters
    ----------
    found
        What :func:`outcomes` returned.

    Returns
    -------
        Columns ``outcome``, ``label``, ``unit``, ``human_cost``, ``low90`` … ``high90``.
    """
    rows = [
        (
            *(one.name, one.label, one.unit, one.human_cost),
            *(round(level, 2) for level in Band.of(found[one.name]).levels),
        )
        for one in OUTCOMES
        if one.name in found and found[one.name].any()
    ]
    return pd.DataFrame(rows, columns=["outcome", "label", "unit", "human_cost", *LEVELS])


def _there(ds: xr.Dataset, one: Outcome) -> bool:
    """Whether there is a border for an outcome that is of attempts alone."""
    return one.needs != ("attempts",) or bool(ds.sizes.get("border", 0))
