"""The result of a run as a labelled dataset, with units and provenance."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import numpy as np
import xarray as xr

from marchland.engine.exposure import Nights
from marchland.engine.harm import harm
from marchland.engine.labelled import labelled
from marchland.engine.parameters import Draws
from marchland.engine.plan import Plan
from marchland.kernels.layout import (
    FIRST_SIDE,
    SIDE_ROWS,
    BorderTally,
    DayTally,
    Ints,
    Member,
    People,
    PlaceTally,
    RouteTally,
    Setting,
    SideTally,
    Tally,
)
from marchland.model.causes import CAUSES, WAITS
from marchland.model.scenario import Scenario


def assemble(
    plan: Plan,
    draws: Draws,
    tally: Tally,
    member: Member,
    nights: Nights,
    seed: int,
    sources: frozenset[str],
    command: str,
) -> xr.Dataset:
    """Label what was tallied.

    Parameters
    ----------
    plan, draws
        The scenario in arrays, and the members' parameters.
    tally, member, nights
        Output and final state of all members, and what the nights did.
    seed, sources, command
        How the run was asked for.
    """
    kept = [plan.place_of[plan.scenario.places.id[i]] for i in plan.kept_rows]
    variables = {
        **_counted(plan, tally),
        **(harm(plan, tally, nights) if nights.weather else {}),
        "parameters": labelled(
            "parameters", np.stack([draws.values[name] for name in sorted(draws.values)], axis=1)
        ),
        "place_effect": labelled("place_effect", member.settings[:, Setting.EFFECT, kept]),
    }
    result = xr.Dataset(variables, coords=_coordinates(plan, draws, tally.day.shape[1]))
    if nights.weather:
        result = result.assign_coords(
            side=_text(plan.countries), station=_text(nights.stations.names)
        )
    result.attrs = _attributes(plan, draws, seed, sources, command)
    result.attrs["balance"] = _balance(tally, member, draws.first)
    return result


_TALLIED: Mapping[str, tuple[str, int]] = {
    "arrived": ("place", PlaceTally.ARRIVED),
    "stranded": ("place", PlaceTally.STRANDED),
    "waiting": ("place", PlaceTally.WAITING),
    "over_capacity": ("place", PlaceTally.OVER_CAPACITY),
    "in_danger": ("place", PlaceTally.IN_DANGER),
    "flow": ("route", RouteTally.FLOW),
    "transferred": ("route", RouteTally.TRANSFERRED),
    "travelling": ("day", DayTally.ON_THE_WAY),
    "turned_around": ("day", DayTally.TURNED_AROUND),
    "attempts": ("border", BorderTally.ATTEMPTS),
    "turned_back": ("border", BorderTally.TURNED_BACK),
    "pushed_back": ("border", BorderTally.PUSHED_BACK),
}
"""In which array of the tally, and in which of its rows, a variable is counted."""


def _counted(plan: Plan, tally: Tally) -> dict[str, Any]:
    """Return every count as the tally has it; crossings by month alone."""
    found = {name: getattr(tally, part)[:, :, row] for name, (part, row) in _TALLIED.items()}
    found["stranded_cause"] = tally.day[:, :, : len(CAUSES)]
    found["waiting_cause"] = tally.day[:, :, len(CAUSES) : len(CAUSES) + len(WAITS)]
    found["entered"] = tally.entered
    found["crossed"] = _crossed(plan, tally)
    if plan.keep.stock != "none":
        found["stock"] = tally.stock if plan.keep.stock == "group" else tally.stock[..., 0]
    return {name: labelled(name, values) for name, values in found.items()}


def _crossed(plan: Plan, tally: Tally) -> Any:
    """Return people who came behind each line, by month (m, month, border)."""
    months = _months(plan, tally.day.shape[1])
    by_month = [
        tally.border[:, months == month, BorderTally.CROSSED].sum(axis=1)
        for month in np.unique(months)
    ]
    return np.stack(by_month, axis=1).astype(np.int32)


def _months(plan: Plan, days: int) -> Any:
    dates = np.datetime64(plan.scenario.start, "D") + np.arange(days)
    return dates.astype("datetime64[M]").astype(str)


def _coordinates(plan: Plan, draws: Draws, days: int) -> dict[str, Any]:
    table, rows = plan.scenario.places, plan.kept_rows
    ways = [plan.ways[r] for r in plan.output_ways]
    dates = np.datetime64(plan.scenario.start, "D") + np.arange(days)
    return {
        "member": np.arange(draws.first, draws.first + draws.members, dtype=np.int32),
        "day": dates.astype("datetime64[ns]"),
        "place": _text(table.id[i] for i in rows),
        "place_name": ("place", _text(table.name[i] or table.id[i] for i in rows)),
        "country": ("place", _text(table.country[i] for i in rows)),
        "pcode": ("place", _text(table.pcode[i] for i in rows)),
        "kind": ("place", _text(table.kind[i] for i in rows)),
        "tags": ("place", _text(";".join(table.tags[i]) for i in rows)),
        "lat": ("place", table.lat[list(rows)], {"units": "degrees_north"}),
        "lon": ("place", table.lon[list(rows)], {"units": "degrees_east"}),
        "group": _text(plan.groups),
        "route": _text(way.id for way in ways),
        "route_origin": ("route", _text(plan.places[way.origin] for way in ways)),
        "route_destination": ("route", _text(plan.places[way.end] for way in ways)),
        "mode": ("route", _text(way.mode for way in ways)),
        "border": _text(plan.borders),
        "month": _text(np.unique(_months(plan, days))),
        "cause": _text(CAUSES),
        "wait": _text(WAITS),
        "parameter": _text(sorted(draws.values)),
    }


def _text(names: Any) -> Any:
    return np.array([str(name) for name in names], dtype=np.str_)


def _attributes(
    plan: Plan, draws: Draws, seed: int, sources: frozenset[str], command: str
) -> dict[str, Any]:
    scenario = plan.scenario
    return {
        "title": scenario.title,
        "name": scenario.name,
        "seed": seed,
        "members": draws.members,
        "uncertainty": ", ".join(sorted(sources)),
        "flow_kept": int(plan.keep.flow),
        "marchland_version": version("marchland"),
        "input_digest": scenario.digest,
        "command": command,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "provenance": json.dumps(
            {
                "versions": {
                    "python": platform.python_version(),
                    **{name: version(name) for name in ("numba", "numpy", "xarray")},
                },
                "platform": platform.platform(),
                "rules": vars(scenario.rules),
                "parameters": {
                    name: vars(one) for name, one in sorted(scenario.parameters.items())
                },
                "fitted": list(scenario.posterior.names) if scenario.posterior else [],
                **_reviews(scenario),
            },
            sort_keys=True,
        ),
    }


def _reviews(scenario: Scenario) -> dict[str, Any]:
    """Return whose views hold, and which; nothing where nobody's do."""
    if scenario.reviewed is None:
        return {}
    return {"reviews": scenario.reviewed.chosen, "reviewed": scenario.reviewed.told()}


def _balance(tally: Tally, member: Member, first: int) -> str:
    """Count everybody who entered against everybody who is there, in every member.

    Raises
    ------
    AssertionError
        If a person was lost or made: a bug.
    """
    entered = tally.entered.sum(axis=(1, 2), dtype=np.int64)
    there = member.people[:, [People.READY, People.RESTING, People.INJURED]].sum(axis=(1, 2, 3))
    hospital = member.people[:, People.IN_HOSPITAL].sum(axis=(1, 2))
    travelling = tally.day[:, -1, DayTally.ON_THE_WAY].astype(np.int64)
    died = tally.day[:, :, FIRST_SIDE + SideTally.DIED :: SIDE_ROWS].sum(
        axis=(1, 2), dtype=np.int64
    )
    if not np.array_equal(entered, there + hospital + travelling + died):
        raise AssertionError("people were lost or made")
    return balance_told(entered, travelling, hospital, died, first)


def balance_told(entered: Ints, travelling: Ints, hospital: Ints, died: Ints, first: int) -> str:
    """Say where everybody is in the end in the member in which the middle number entered.

    Parameters
    ----------
    entered, travelling, hospital, died
        People in each member (m): all who entered, and those who are not there in the end.
    first
        Number of the first member.
    """
    middle = int(np.argsort(entered)[len(entered) // 2])
    lost = "".join(
        f" + {name} {values[middle]}"
        for name, values in (("in hospital", hospital), ("died", died))
        if values.any()
    )
    there = entered[middle] - travelling[middle] - hospital[middle] - died[middle]
    return (
        f"entered {entered[middle]} = there {there} + travelling {travelling[middle]}"
        f"{lost} (member {first + middle}; holds in each of {len(entered)})"
    )
