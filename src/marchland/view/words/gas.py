"""What the gas network says, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import xarray as xr

from marchland.gas.outcomes import (
    SPARED,
    UNDETERMINED,
    assumed,
    countries,
    full_pipes,
    replacement,
    weekly,
)
from marchland.model.scenario import Scenario

_LINES = 12


def gas_in_words(scenario: Scenario, runs: xr.Dataset) -> Iterator[str]:
    """Yield what the runs say, human cost first: who goes short, and what nobody knows."""
    table = countries(runs)
    cut = runs.attrs["cuts"] or "nothing"
    yield f"{runs.attrs['title']}; cut: {cut}; runs: {runs.attrs['members']}"
    yield ""
    yield from _short(table)
    yield from _weeks(weekly(runs), table)
    yield from _stores(table)
    full = full_pipes(runs)
    yield "Pipes that are full, with the number of weeks (without the cut): " + (
        ", ".join(f"{p.border} {p.weeks} ({p.weeks_without})" for p in full.itertuples()) or "none"
    )
    if runs.attrs["cuts"]:
        cost = replacement(runs)
        yield (
            f"To replace: {_told(cost['twh'])} TWh, {_told(cost['eur_bn'])} billion EUR at the "
            f"price of that winter; of it {_told(cost['unserved'])} TWh lost to users"
        )
    rows = assumed(scenario)
    names: dict[str, list[str]] = {}
    for file, name, _ in rows:
        names.setdefault(file, []).append(name)
    yield ""
    yield "Assumed, with ranges in the tables (each run draws from them):"
    yield from (f"  {file}: {', '.join(several)}" for file, several in names.items())
    yield (
        "This is a lower bound on shortage: countries share, nothing breaks, nobody hoards, and no "
        "price is known beyond an order of who loses first."
    )


def _short(table: pd.DataFrame) -> Iterator[str]:

    short = table[table["outcome"] != SPARED]
    if table["members"].iloc[0] == 1:
        yield "One run, with the figures of the tables: it says nothing about uncertainty."
    if not len(short):
        yield "Nobody loses gas in more than 5 % of the runs."
    else:
        yield "Who loses gas (median and 90 % band, each run compared with itself without the cut):"
    for row in short.itertuples():
        yield (
            f"  {row.name:<24}{row.lost_twh:7.2f} TWh ({row.lost_twh_low:.2f} to "
            f"{row.lost_twh_high:.2f}), {row.lost_share:.1%} of demand, in {row.lost_in} of "
            f"{row.members} runs, at the earliest in the week of {row.first_week}"
        )
    undetermined = table[table["outcome"] == UNDETERMINED]["name"]
    if len(undetermined):
        yield f"Undetermined, since runs disagree: {', '.join(undetermined)}"


def _weeks(table: pd.DataFrame, order: pd.DataFrame) -> Iterator[str]:
    """Yield the weeks in which somebody goes short, the largest losses of each country."""
    losing = order.loc[order["outcome"] != SPARED, "node"]
    lost = table[
        (table["measure"] == "unserved")
        & (table["case"] == "with the cut")
        & (table["high"] > 10)
        & table["node"].isin(losing)
    ]
    if not len(lost):
        return
    yield "When (GWh a week that go unserved, median and 90 % band):"
    names = dict(zip(order["node"], order["name"], strict=True))
    worst = lost.sort_values(["value", "high"], ascending=False)
    for row in worst.head(_LINES).sort_values(["week", "node"]).itertuples():
        yield (
            f"  {row.week:%Y-%m-%d}  {names[row.node]:<24}{row.value:8,.0f} "
            f"({row.low:,.0f} to {row.high:,.0f})"
        )
    if len(worst) > _LINES:
        yield f"  and {len(worst) - _LINES} more weeks of countries in gas.csv (--out)"


def _stores(table: pd.DataFrame) -> Iterator[str]:
    lost = table[table["stock_lost_twh"].abs() > 0.1].sort_values("stock_lost_twh", ascending=False)
    total, least = table["stock_twh"].sum(), table["stock_lost_twh"].sum()
    yield f"In store at the end: {total:.0f} TWh, {least:.0f} TWh less than without the cut"
    for row in lost.head(_LINES).itertuples():
        yield (
            f"  {row.name:<24}{row.stock_twh:7.1f} TWh ({row.stock_twh_low:.1f} to "
            f"{row.stock_twh_high:.1f}), less by {row.stock_lost_twh:.1f}"
        )


def _told(values: object) -> str:

    low, middle, high = np.quantile(np.asarray(values), [0.05, 0.5, 0.95])
    return f"{middle:.1f} ({low:.1f} to {high:.1f})"


def as_markdown(rows: pd.DataFrame) -> str:
    """Return the table as Markdown."""
    lines = ["| what | known | model | agrees |", "|---|---|---|---|"]
    lines += [f"| {r.question} | {r.known} | {r.model} | {r.agrees} |" for r in rows.itertuples()]
    return "\n".join(lines)
