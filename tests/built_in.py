"""What every built-in scenario must hold to, written once for those that share it."""

from __future__ import annotations

import math
from datetime import date
from importlib.resources import as_file, files

import numpy as np
import pytest
import xarray as xr

from marchland.io.posterior import read_origin
from marchland.model.columns import Table
from marchland.model.scenario import Scenario
from marchland.study.fit.calibration import fitted, input_digest, to_fit
from marchland.study.measures.observe import observed

EARTH_KM = 6371.0088


def tables(crisis: Scenario) -> list[Table]:
    """Return the tables whose rows name their sources."""
    kept = (crisis.places, crisis.routes, crisis.displaced, crisis.timeline, crisis.observations)
    return [*kept, crisis.composition]


def without_source(crisis: Scenario) -> list[str]:
    """Return the rows of all tables that name no source."""
    return [
        f"{table.FILE}: {row}"
        for table in tables(crisis)
        for row in table.rows()
        if not str(row["source"]).strip()
    ]


def without_range(crisis: Scenario) -> list[str]:
    """Return the parameters without a source that have no range, and are not fixed or held at 0."""
    return [
        name
        for name, one in crisis.parameters.items()
        if one.assumed and one.law != "fixed" and one.value != 0 and not one.low < one.high
    ]


def straight(crisis: Scenario, one: str, other: str) -> float:
    """Return the great circle between two places in km."""
    rows = {row["id"]: row for row in crisis.places.rows()}
    (a, x), (b, y) = ([math.radians(rows[p][c]) for c in ("lat", "lon")] for p in (one, other))
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin((y - x) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(h))


def check_lengths(crisis: Scenario, factors: tuple[float, ...]) -> int:
    """Hold the lengths that follow a stated factor against it; return how many do."""
    checked = 0
    for row in crisis.routes.rows():
        for factor in factors:
            if f"great circle x {factor}," in row["source"]:
                km = max(1.0, factor * straight(crisis, row["origin"], row["destination"]))
                assert row["length_km"] == pytest.approx(km, abs=0.6), row["id"]
                checked += 1
    return checked


def check_windows(crisis: Scenario, last: date) -> None:
    """Nothing is fitted after the last day of the fit, and something is kept for the score."""
    uses = set()
    for row in crisis.observations.rows():
        end = row["date_from"] if np.isnat(row["date_to"]) else row["date_to"]
        assert row["use"] != "fit" or end <= np.datetime64(last), row["series"]
        uses.add(row["use"])
    assert {"fit", "score"} <= uses


def check_draws(crisis: Scenario) -> None:
    """Hold the fitted draws against the command and the input that are said to have made them."""
    with as_file(files("marchland.scenarios") / crisis.name / "posterior.csv") as path:
        origin = read_origin(path)
    assert crisis.posterior is not None
    members = len(crisis.posterior.draws)
    command = f"marchland calibrate {crisis.name} --members {members} --iterations 4 --seed 1"
    assert origin["command"] == command
    assert f"`{command}`" in crisis.card
    assert origin["input"] == input_digest(crisis), "calibrate it again"
    assert crisis.posterior.names == fitted(to_fit(crisis)[0])


def within(runs: xr.Dataset, crisis: Scenario, use: str) -> float:
    """Return the share of counts of a use that lie in the 90 % band of some runs."""
    said = observed(runs, crisis.observations)
    low, high = np.quantile(said.values, [0.05, 0.95], axis=0)
    chosen = (said["use"].values == use) & ~np.isnan(low)
    value = said["value"].values
    return float(np.mean((low <= value)[chosen] & (value <= high)[chosen]))


def off(runs: xr.Dataset, crisis: Scenario, series: str, use: str) -> float:
    """Return the median of the model over the count, in sum over a series' counts of a use."""
    said = observed(runs, crisis.observations)
    chosen = (said["use"].values == use) & (said["series"].values == series)
    return float(np.median(said.values, axis=0)[chosen].sum() / said["value"].values[chosen].sum())
