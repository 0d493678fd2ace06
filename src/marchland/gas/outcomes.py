"""What a cut does: who goes short and when, which stores it drains, what it costs to replace."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import xarray as xr

from marchland.gas.network import GWH
from marchland.gas.options import PARAMETERS
from marchland.language import mark, say
from marchland.model.scenario import Scenario

SHORT = 0.001
"""Share of demand from which on a country counts as losing gas."""
FULL = 0.99
"""Share of its capacity from which on a pipe counts as full."""
LOSES, SPARED, UNDETERMINED = mark("loses"), mark("does not lose"), mark("undetermined")
"""Outcomes for a country: alike in all members, or not."""
BAND = (0.05, 0.5, 0.95)
CASES = (mark("without the cut"), mark("with the cut"))

Floats = npt.NDArray[np.float64]


def paired(without: xr.Dataset, cut: xr.Dataset) -> xr.Dataset:
    """Return a season without and with a cut as one dataset, with an axis ``case`` in front.

    Parameters
    ----------
    without, cut
        Seasons of the same members and seed, as :func:`marchland.simulate_gas` returns them.
    """
    both = xr.concat([without, cut], pd.Index(CASES, name="case"), combine_attrs="override")
    both.attrs = dict(cut.attrs)
    return both


def countries(runs: xr.Dataset) -> pd.DataFrame:
    """Return what the season holds for each country that uses gas, those that lose most first.

    Parameters
    ----------
    runs
        As :func:`paired` returns them.

    Returns
    -------
    DataFrame
        Columns ``node``, ``name``, ``lost_twh`` with ``_low`` and ``_high`` (demand unserved
        because of the cut; where nothing is cut, all that is unserved), ``lost_share`` of demand,
        ``unserved_twh`` (cut or not), ``lost_in`` and ``members``, ``outcome`` (loses, does not
        lose, undetermined), ``first_week`` in which a member loses, ``stock_twh`` at the end with
        ``_low`` and ``_high``, ``stock_lost_twh`` with ``_low`` and ``_high``.
    """
    cut, without = runs.isel(case=-1), runs.isel(case=0)
    lost = cut["unserved"] - without["unserved"] if runs.attrs["cuts"] else cut["unserved"]
    demand = cut["demand"].sum("week").values
    emptied = (without["stock"] - cut["stock"]).isel(week=-1).values / GWH
    rows = []
    for i in np.flatnonzero(cut["user"].values).tolist():
        season = lost.values[:, :, i].sum(axis=1)
        share = season / demand[:, i]
        rows.append(
            {
                "node": str(cut["node"].values[i]),
                "name": str(cut["name"].values[i]),
                **_band("lost_twh", season / GWH),
                "lost_share": float(np.median(share)),
                "unserved_twh": float(np.median(cut["unserved"].values[:, :, i].sum(axis=1)) / GWH),
                "lost_in": int((share > SHORT).sum()),
                "members": len(share),
                "outcome": outcome(share > SHORT),
                "first_week": _first(cut["week"].values, lost.values[:, :, i], cut, i),
                **_band("stock_twh", cut["stock"].values[:, -1, i] / GWH),
                **_band("stock_lost_twh", emptied[:, i]),
            }
        )
    table = pd.DataFrame(rows)
    return table.sort_values(
        ["lost_twh", "lost_in", "stock_lost_twh"], ascending=False, ignore_index=True
    )


def outcome(short: npt.NDArray[np.bool_]) -> str:
    """Return whether a country loses, or that it is undetermined since members disagree.

    One member in twenty may stand against the others, as with the 90 % band.
    """
    share = float(short.mean())
    if share >= 1 - BAND[0]:
        return LOSES
    return UNDETERMINED if share > BAND[0] else SPARED


def weekly(runs: xr.Dataset) -> pd.DataFrame:
    """Return unserved demand and storage by case, country and week, with bands, in GWh: tidy."""
    tables = []
    for name, unit in (("unserved", "GWh/week"), ("demand", "GWh/week"), ("stock", "GWh")):
        bands = runs[name].isel(node=np.flatnonzero(runs["user"].values[: runs.sizes["node"]]))
        low, middle, high = (
            bands.quantile(q, "member").drop_vars("quantile").rename("value") for q in BAND
        )
        table = middle.to_dataframe().reset_index()
        table["low"], table["high"] = low.values.ravel(), high.values.ravel()
        table.insert(3, "measure", name)
        tables.append(table.assign(unit=unit))
    whole = pd.concat(tables, ignore_index=True)
    columns = ["case", "node", "week", "measure", "value", "low", "high", "unit"]
    return whole[columns].sort_values(columns[:4], ignore_index=True)


def full_pipes(runs: xr.Dataset) -> pd.DataFrame:
    """Return pipes that are full for a week or more in the middle member, the fullest first.

    Columns ``border``, ``weeks_without`` and ``weeks`` (full, with the cut).
    """
    share = (runs["flow"] / runs["capacity"].where(runs["capacity"] > 0)).fillna(0.0)
    weeks = (share >= FULL).sum("week").median("member")
    table = pd.DataFrame(
        {
            "border": runs["border"].values,
            "weeks_without": weeks.values[0].astype(int),
            "weeks": weeks.values[-1].astype(int),
        }
    )
    some = table[(table["weeks"] > 0) | (table["weeks_without"] > 0)]
    return some.sort_values(["weeks", "border"], ascending=[False, True], ignore_index=True)


def replacement(runs: xr.Dataset) -> dict[str, Floats]:
    """Return what it takes to make good for a cut: TWh and billion EUR by member (m).

    What users lose, what ships bring in addition and what stores lack at the season's end has to
    be bought; the price is a parameter, and buying so much would raise it.
    """
    cut, without = runs.isel(case=-1), runs.isel(case=0)
    parts = {
        "unserved": (cut["unserved"] - without["unserved"]).sum(["week", "node"]),
        "by ship": (cut["more"] - without["more"]).sum(["week", "entry"]),
        "stock": (without["stock"] - cut["stock"]).isel(week=-1).sum("node"),
    }
    energy = {name: np.asarray(part.values) / GWH for name, part in parts.items()}
    total = np.sum(list(energy.values()), axis=0)
    return {**energy, "twh": total, "eur_bn": total * cut["price"].values / GWH}


def assumed(scenario: Scenario) -> list[tuple[str, str, str]]:
    """Return what is assumed in a scenario's gas tables and laws: file, what, range.

    Rows of one entry or country that differ only by period are told once.
    """
    told: dict[tuple[str, str], list[str]] = {}
    for file, key, table, figure, unit in (
        ("gas/supply.csv", "entry", scenario.supply, "gwhd", mark("GWh/day")),
        ("gas/pipes.csv", "id", scenario.pipes, "capacity_gwhd", "GWh/day"),
        ("gas/storage.csv", "node", scenario.storage, "working_twh", "TWh"),
        ("gas/demand.csv", "node", scenario.demand, "gwhd", "GWh/day"),
    ):
        for row in np.flatnonzero(table.assumed).tolist():
            value, low, high = (getattr(table, name)[row] for name in (figure, "low", "high"))
            text = say(
                "{value:.0f} ({low:.0f} to {high:.0f}) {unit}",
                value=value,
                low=low,
                high=high,
                unit=say(unit),
            )
            told.setdefault((file, _called(table, key, row)), []).append(text)
    rows = [(file, name, texts[0] + _more(len(texts) - 1)) for (file, name), texts in told.items()]
    rows += [
        (
            say("parameter"),
            name,
            say(
                "{value:g} ({low:g} to {high:g}) {unit}",
                value=one.value,
                low=one.low,
                high=one.high,
                unit=say(one.unit),
            ).strip(),
        )
        for name, one in PARAMETERS.items()
        if one.assumed
    ]
    return rows


def _more(periods: int) -> str:
    return say(" and {periods} more periods", periods=periods) if periods else ""


def _called(table: Any, key: str, row: int) -> str:
    """Return what a row is of, and since when it is assumed where it was measured before."""
    name: str = getattr(table, key)[row]
    same = [i for i, other in enumerate(getattr(table, key)) if other == name]
    if table.assumed[same].all():
        return name
    since = min(table.date_from[i] for i in same if table.assumed[i])
    return say("{name} from {since}", name=name, since=since)


def _band(name: str, values: Floats) -> dict[str, float]:
    low, middle, high = np.quantile(values, BAND)
    return {name: float(middle), f"{name}_low": float(low), f"{name}_high": float(high)}


def _first(weeks: Any, lost: Floats, cut: xr.Dataset, node: int) -> str:
    """Return the first week in which a member loses gas, as a date, blank for none."""
    some = np.flatnonzero((lost > SHORT * cut["demand"].values[:, :, node]).any(axis=0))
    return str(weeks[some[0]].astype("datetime64[D]")) if len(some) else ""
