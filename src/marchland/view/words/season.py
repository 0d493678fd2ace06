"""What the gas page says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from marchland.gas.network import GWH
from marchland.gas.outcomes import SPARED, UNDETERMINED, replacement
from marchland.language import mark, say, written
from marchland.view.page.outlines import ATTRIBUTION, DISCLAIMER
from marchland.view.words.dates import day_name

LIMITS = (
    mark(
        "It is a lower bound on shortage: countries share what there is, nothing "
        "breaks, nobody hoards, and ships go where they are needed."
    ),
    mark(
        "It knows no prices, beyond an order in which users lose gas. In the "
        "winter of 2021 the threat worked through prices and through fear for the "
        "stores, of which it says nothing."
    ),
    mark(
        "It cannot say who within a country loses gas: homes, hospitals and heat "
        "come last in every country's own plan, and that plan is not in it."
    ),
    mark("Countries are points: bottlenecks within a country are not seen."),
    mark(
        "What Russia, Norway and the ships deliver does not answer the cut, but "
        "for a small share of ships."
    ),
)
"""What the page says of itself."""

LIMITS_FOLD = mark("What the gas network cannot say")
LOSS_TABLE = mark("What the cut takes from users, over the season")
LOSS_HEADS = (
    mark("Country"),
    mark("TWh lost"),
    mark("90 % band"),
    mark("of demand"),
    mark("runs"),
    mark("result"),
    mark("first week"),
)
LOSSES = mark(
    "Darker is a larger share of the week's demand, as a mean of the runs. "
    "What is unserved without the cut is included."
)
LOSS_PICTURE = mark("When, and how much")
NO_LOSS = mark("No country loses gas in more than 5 % of the runs.")
MAP = mark(
    "Medians of the runs. Lines are gas across a border, net, wider for more, "
    "orange where the pipe is full; the dot is towards where gas flows. "
    "Circles are the stores of a country, the disc in them what they hold. "
    "Green squares are gas that comes by pipe from outside, a cross where "
    "nothing does. Diamonds are countries that lose more than a percent of the "
    "week's demand."
)
WEEK = mark("Week shown on the map")
STORE_TABLE = mark("Gas in store on the season's last day")
STORE_HEADS = (
    mark("Country"),
    mark("TWh at the end"),
    mark("90 % band"),
    mark("less by"),
    mark("90 % band"),
    mark("observed"),
)
STORES = mark(
    "Bands hold 90 % of the runs. Dots are what was observed in the real "
    "winter, in the countries that have counts."
)
PIPE_TABLE = mark("Weeks in which a pipe is full, median of the runs")
PIPE_HEADS = (mark("Pipe"), mark("with the cut"), mark("without"))
ASSUMED_FOLD, ASSUMED_TABLE, ASSUMED_HEADS = (
    mark("All of them"),
    mark("Assumed"),
    (mark("Where"), mark("What"), mark("Value")),
)


def title(cut: str) -> str:
    """Name the page by what is cut."""
    return say("If gas is cut: {cut}", cut=cut) if cut else say("The gas of a winter")


def lead(cut: str) -> str:
    """Say what is cut."""
    return say("Cut: {cut}.", cut=cut) if cut else say("Nothing is cut.")


def map_caption() -> str:
    """Say what the map shows, and whose borders it has."""
    return f"{say(MAP)} {say(ATTRIBUTION)} {say(DISCLAIMER)}"


def note(runs: xr.Dataset, crisis: str) -> str:
    """Say what was run, and how figures are to be read."""
    first, last = runs["week"].values[[0, -1]]
    return say(
        "{crisis}. Week by week from {first} to the week of {last}, for {runs} runs, each with "
        "other values of what is uncertain. Each run with the cut is compared with the same run "
        "without it. Figures are medians of the runs, with their 90 % bands.",
        crisis=crisis,
        first=day_name(first),
        last=day_name(last),
        runs=runs.sizes["member"],
    )


def assumed(number: int) -> str:
    """Say what the figures without a source are."""
    return say(
        "{number} figures have no source of their own: they are shares of a "
        "measured total or plain assumptions, with a range from which each run "
        "draws. Every result rests on them.",
        number=number,
    )


def tiles(runs: xr.Dataset, table: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Return the key figures: figure, what it is, and its band or a note."""
    cost = replacement(runs)
    users = runs["unserved"].isel(case=-1).sum(["week", "node"]).values / GWH
    lost = cost["unserved"] if runs.attrs["cuts"] else users
    sure = table[(table["outcome"] != SPARED) & (table["outcome"] != UNDETERMINED)]
    open_ = table[table["outcome"] == UNDETERMINED]
    tiles = [
        (_middle(lost), say("TWh lost to users"), _range(lost)),
        (str(len(sure)), say("countries that lose gas"), say("in every run")),
        (str(len(open_)), say("countries undetermined"), say("runs disagree")),
    ]  # fmt: skip
    if runs.attrs["cuts"]:
        tiles += [
            (_middle(cost["stock"]), say("TWh less in store"), _range(cost["stock"])),
            (_middle(cost["eur_bn"]), say("billion EUR to replace it"), _range(cost["eur_bn"])),
        ]
    return tiles


def says(runs: xr.Dataset, table: pd.DataFrame) -> list[str]:
    """Return what the runs say in sentences, users first."""
    told = [_who(table, runs.attrs["cuts"])]
    unsure = table[table["outcome"] == UNDETERMINED]
    if len(unsure):
        counts = [
            say("{country} ({n} of {runs})", country=r.name, n=r.lost_in, runs=r.members)
            for r in rows_of(unsure)
        ]
        told.append(
            say(
                "Undetermined, as it depends on assumptions and on how cold the winter is; "
                "number of runs in which they lose gas: {countries}.",
                countries=", ".join(counts),
            )
        )
    if runs.attrs["cuts"]:
        cost = replacement(runs)
        drained = table.nlargest(4, "stock_lost_twh")
        names = [f"{r.name} {written(r.stock_lost_twh, '.0f')} TWh" for r in rows_of(drained)]
        told += [
            say(
                "Stores hold {less} TWh ({band}) less at the season's end. Most is missing in: "
                "{countries}.",
                less=_middle(cost["stock"]),
                band=_range(cost["stock"]),
                countries=", ".join(names),
            ),
            say(
                "To buy again what is lost, {gas} TWh in all, would cost {cost} billion EUR "
                "({band}) at the prices of that winter; so large a purchase would raise them.",
                gas=_middle(cost["twh"]),
                cost=_middle(cost["eur_bn"]),
                band=_range(cost["eur_bn"]),
            ),
        ]
    return told


def _who(table: pd.DataFrame, cut: str) -> str:
    sure = table[(table["outcome"] != SPARED) & (table["outcome"] != UNDETERMINED)]
    if sure.empty and cut:
        return say("No country loses gas because of the cut in every run.")
    if sure.empty:
        return say("No country loses gas in every run.")
    rows = ", ".join(
        say(
            "{country} {lost:.1f} TWh ({share:.0%} of its demand)",
            country=r.name,
            lost=r.lost_twh,
            share=r.lost_share,
        )
        for r in rows_of(sure)
    )
    if cut:
        return say("These lose gas because of the cut in every run: {countries}.", countries=rows)
    return say("These lose gas in every run: {countries}.", countries=rows)


def rows_of(table: pd.DataFrame) -> list[Any]:
    """Return the rows of a table, whose columns are attributes."""
    return list(table.itertuples())


def _middle(values: object) -> str:
    return written(np.median(np.asarray(values)), ",.1f")


def _range(values: object) -> str:
    low, high = np.quantile(np.asarray(values), [0.05, 0.95])
    return ends(low, high)


def ends(low: float, high: float, places: int = 1) -> str:
    """Write the ends of a band, which stay on one line."""
    ends = [round(float(end), places) + 0.0 for end in (low, high)]
    told = [written(end, f",.{places}f").replace("-", "\u2212") for end in ends]
    return say("{low} to {high}", low=told[0], high=told[1]).replace(" ", "\u00a0")
