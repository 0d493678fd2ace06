"""Outcomes: what runs are compared by, human cost first.

Each is a line of a declaration: a new one is a line here, and appears in every comparison of runs
that have what it needs. None tells of permeability or of crossings that succeeded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import xarray as xr

from marchland.model.kinds import PlaceKind
from marchland.study.measures.stranded import person_nights, stranded, stranded_by_part
from marchland.study.runs.places import which


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
        Variables that the runs must have.
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


def _total(name: str) -> Callable[[xr.Dataset], xr.DataArray]:
    """Return what sums a variable over everything but members."""
    return lambda ds: ds[name].sum([dim for dim in ds[name].dims if dim != "member"])


def _worst_night(ds: xr.Dataset) -> xr.DataArray:
    return stranded(ds).max("day")


def _far_nights(ds: xr.Dataset) -> xr.DataArray:
    return stranded_by_part(ds).sel(part="far").sum("day")


def _nights(asked: Callable[[PlaceKind], bool]) -> Callable[[xr.Dataset], xr.DataArray]:
    """Return what sums nights that people spent at places of which something holds."""
    return lambda ds: _at(ds, asked).sum("day")


def _last(*states: str) -> Callable[[xr.Dataset], xr.DataArray]:
    """Return what counts people in some states on the last day."""
    return lambda ds: _at(ds, lambda kind: kind.state in states).isel(day=-1)


def _at(ds: xr.Dataset, asked: Callable[[PlaceKind], bool]) -> xr.DataArray:
    chosen = ds["stock"].isel(place=which(ds, asked))
    return chosen.sum([dim for dim in chosen.dims if dim not in ("member", "day")])


OUTCOMES: tuple[Outcome, ...] = (
    Outcome(
        "stranded_nights",
        "Nights people spent stranded",
        "person-nights",
        person_nights,
        ("stranded",),
        human_cost=True,
        ranks=True,
    ),
    Outcome(
        "worst_night",
        "People stranded on the worst night",
        "people",
        _worst_night,
        ("stranded",),
        human_cost=True,
    ),
    Outcome(
        "deaths_expected",
        "Deaths the model expects",
        "people",
        _total("deaths_expected"),
        ("deaths_expected",),
        human_cost=True,
        ranks=True,
        expected=True,
    ),
    Outcome(
        "severe_injury",
        "Severe cold injuries the model expects",
        "people",
        _total("severe_expected"),
        ("severe_expected",),
        human_cost=True,
        expected=True,
    ),
    Outcome(
        "frost_nights",
        "Nights below 0 °C people spent in the open",
        "person-nights",
        _total("frost_nights"),
        ("frost_nights",),
        human_cost=True,
    ),
    Outcome(
        "unreached_nights",
        "Nights in the open that no aid reached",
        "person-nights",
        _total("unreached_nights"),
        ("unreached_nights",),
        human_cost=True,
        ranks=True,
    ),
    Outcome(
        "turned_back",
        "Times people were turned back",
        "events",
        _total("turned_back"),
        ("turned_back",),
        human_cost=True,
    ),
    Outcome(
        "held_nights",
        "Nights people were held in centres",
        "person-nights",
        _nights(lambda kind: kind.holds),
        ("stock",),
        human_cost=True,
    ),
    Outcome(
        "far_nights",
        "Nights people waited far from any line, with no way on",
        "person-nights",
        _far_nights,
        ("stranded",),
        human_cost=True,
    ),
    Outcome(
        "received",
        "People in reception or at a destination, last day",
        "people",
        _last("reception", "destination"),
        ("stock",),
    ),
    Outcome("home", "People back home, last day", "people", _last("home"), ("stock",)),
    Outcome("camps", "People in camps, last day", "people", _last("camp"), ("stock",)),
    Outcome("attempts", "Attempts at a line", "events", _total("attempts"), ("attempts",)),
)
"""Every outcome, those of human cost first."""


def declared(name: str) -> Outcome:
    """Return an outcome by its name."""
    return next(one for one in OUTCOMES if one.name == name)


def outcomes(ds: xr.Dataset) -> pd.DataFrame:
    """Return every outcome that the runs have, one row a member, one column an outcome."""
    return pd.DataFrame(
        {
            one.name: one.of(ds).values
            for one in OUTCOMES
            if all(name in ds for name in one.needs) and _there(ds, one)
        }
    )


def _there(ds: xr.Dataset, one: Outcome) -> bool:
    """Whether an outcome of stocks has places to be of, and one of borders has borders."""
    return one.needs != ("attempts",) or bool(ds.sizes.get("border", 0))
