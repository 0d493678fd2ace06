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
from marchland.language import say, say_in, say_n
from marchland.model.scenario import Scenario
from marchland.view.words.where import node_name

_LINES = 12


def gas_in_words(scenario: Scenario, runs: xr.Dataset) -> Iterator[str]:
    """Yield what the runs say, human cost first: who goes short, and what nobody knows."""
    table = named(countries(runs))
    cut = runs.attrs["cuts"] or say("nothing")
    yield say(
        "Gas of {crisis}; cut: {cut}; runs: {members}",
        crisis=scenario.title,
        cut=cut,
        members=runs.attrs["members"],
    )
    yield ""
    yield from _short(table)
    yield from _weeks(weekly(runs), table)
    yield from _stores(table)
    full = full_pipes(runs)
    pipes = ", ".join(f"{p.border} {p.weeks} ({p.weeks_without})" for p in full.itertuples())
    yield say(
        "Pipes that are full, with the number of weeks (without the cut): {pipes}",
        pipes=pipes or say_in("pipes", "none"),
    )
    if runs.attrs["cuts"]:
        cost = replacement(runs)
        yield say(
            "To replace: {twh} TWh, {cost} billion EUR at the price of that winter; "
            "of it {lost} TWh lost to users",
            twh=_told(cost["twh"]),
            cost=_told(cost["eur_bn"]),
            lost=_told(cost["unserved"]),
        )
    rows = assumed(scenario)
    names: dict[str, list[str]] = {}
    for file, name, _ in rows:
        names.setdefault(file, []).append(name)
    yield ""
    yield say("Assumed, with ranges in the tables (each run draws from them):")
    yield from (f"  {file}: {', '.join(several)}" for file, several in names.items())
    yield say(
        "This is a lower bound on shortage: countries share, nothing breaks, "
        "nobody hoards, and no price is known beyond an order of who loses first."
    )


def named(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of nodes with the names that they have in the language spoken."""
    pairs = zip(table["node"], table["name"], strict=True)
    return table.assign(name=[node_name(node, name) for node, name in pairs])


def _short(table: pd.DataFrame) -> Iterator[str]:

    short = table[table["outcome"] != SPARED]
    if table["members"].iloc[0] == 1:
        yield say("One run, with the figures of the tables: it says nothing about uncertainty.")
    if not len(short):
        yield say("Nobody loses gas in more than 5 % of the runs.")
    else:
        yield say(
            "Who loses gas (median and 90 % band, each run compared with itself without the cut):"
        )
    for row in short.itertuples():
        yield say(
            "  {country:<24}{lost:7.2f} TWh ({low:.2f} to {high:.2f}), {share:.1%} of "
            "demand, in {runs} of {members} runs, at the earliest in the week of {week}",
            country=row.name,
            lost=row.lost_twh,
            low=row.lost_twh_low,
            high=row.lost_twh_high,
            share=row.lost_share,
            runs=row.lost_in,
            members=row.members,
            week=row.first_week,
        )
    undetermined = table[table["outcome"] == UNDETERMINED]["name"]
    if len(undetermined):
        yield say(
            "Undetermined, since runs disagree: {countries}", countries=", ".join(undetermined)
        )


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
    yield say("When (GWh a week that go unserved, median and 90 % band):")
    names = dict(zip(order["node"], order["name"], strict=True))
    worst = lost.sort_values(["value", "high"], ascending=False)
    for row in worst.head(_LINES).sort_values(["week", "node"]).itertuples():
        yield say(
            "  {week:%Y-%m-%d}  {country:<24}{value:8,.0f} ({low:,.0f} to {high:,.0f})",
            week=row.week,
            country=names[row.node],
            value=row.value,
            low=row.low,
            high=row.high,
        )
    if len(worst) > _LINES:
        yield say_n(
            "  and {n} more weeks of countries in gas.csv (--out)",
            "  and {n} more weeks of countries in gas.csv (--out)",
            len(worst) - _LINES,
        )


def _stores(table: pd.DataFrame) -> Iterator[str]:
    lost = table[table["stock_lost_twh"].abs() > 0.1].sort_values("stock_lost_twh", ascending=False)
    total, least = table["stock_twh"].sum(), table["stock_lost_twh"].sum()
    yield say(
        "In store at the end: {total:.0f} TWh, {less:.0f} TWh less than without the cut",
        total=total,
        less=least,
    )
    for row in lost.head(_LINES).itertuples():
        yield say(
            "  {country:<24}{stock:7.1f} TWh ({low:.1f} to {high:.1f}), less by {lost:.1f}",
            country=row.name,
            stock=row.stock_twh,
            low=row.stock_twh_low,
            high=row.stock_twh_high,
            lost=row.stock_lost_twh,
        )


def _told(values: object) -> str:

    low, middle, high = np.quantile(np.asarray(values), [0.05, 0.5, 0.95])
    return say("{middle:.1f} ({low:.1f} to {high:.1f})", middle=middle, low=low, high=high)


def as_markdown(rows: pd.DataFrame) -> str:
    """Return the table as Markdown."""
    lines = [say("| what | known | model | agrees |"), "|---|---|---|---|"]
    cells = rows[["question", "known", "model", "agrees"]].astype(str).values.tolist()
    lines += [f"| {' | '.join(say(cell) for cell in row)} |" for row in cells]
    return "\n".join(lines)
