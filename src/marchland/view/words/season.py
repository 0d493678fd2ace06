"""What the gas page says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from marchland.gas.network import GWH
from marchland.gas.outcomes import SPARED, UNDETERMINED, replacement
from marchland.view.page.outlines import ATTRIBUTION, DISCLAIMER
from marchland.view.words.dates import day_name

LIMITS = (
    "It is a lower bound on shortage: countries share what there is, nothing breaks, nobody "
    "hoards, and ships go where they are needed.",
    "It knows no prices, beyond an order in which users lose gas. In the winter of 2021 the threat "
    "worked through prices and through fear for the stores, of which it says nothing.",
    "It cannot say who within a country loses gas: homes, hospitals and heat come last in every "
    "country's own plan, and that plan is not in it.",
    "Countries are points: bottlenecks within a country are not seen.",
    "What Russia, Norway and the ships deliver does not answer the cut, but for a small share of "
    "ships.",
)
"""What the page says of itself."""

LIMITS_FOLD = "What the gas network cannot say"
LOSS_TABLE = "What the cut takes from users, over the season"
LOSS_HEADS = ("Country", "TWh lost", "90 % band", "of demand", "runs", "outcome", "first week")
LOSSES = (
    "Darker is a larger share of the week's demand, as a mean of the runs. What is unserved "
    "without the cut is included."
)
LOSS_PICTURE = "When, and how much"
NO_LOSS = "No country loses gas in more than 5 % of the runs."
MAP = (
    "Medians of the runs. Lines are gas across a border, net, wider for more, orange where the "
    "pipe is full; the dot is towards where gas flows. Circles are the stores of a country, the "
    "disc in them what they hold. Green squares are gas that comes by pipe from outside, a cross "
    "where nothing does. Diamonds are countries that lose more than a percent of the week's "
    f"demand. {ATTRIBUTION} {DISCLAIMER}"
)
WEEK = "Week shown on the map"
STORE_TABLE = "Gas in store on the season's last day"
STORE_HEADS = ("Country", "TWh at the end", "90 % band", "less by", "90 % band", "observed")
STORES = (
    "Bands hold 90 % of the runs. Dots are what was observed in the real winter, in the countries "
    "that have counts."
)
PIPE_TABLE = "Weeks in which a pipe is full, median of the runs"
PIPE_HEADS = ("Pipe", "with the cut", "without")
ASSUMED_FOLD, ASSUMED_TABLE, ASSUMED_HEADS = "All of them", "Assumed", ("Where", "What", "Value")


def title(cut: str) -> str:
    """Name the page by what is cut."""
    return f"If gas is cut: {cut}" if cut else "The gas of a winter"


def lead(cut: str) -> str:
    """Say what is cut."""
    return f"Cut: {cut}." if cut else "Nothing is cut."


def note(runs: xr.Dataset, crisis: str) -> str:
    """Say what was run, and how figures are to be read."""
    first, last = runs["week"].values[[0, -1]]
    return (
        f"{crisis}. Week by week from {day_name(first)} to the week of {day_name(last)}, for "
        f"{runs.sizes['member']} runs, each with other values of what is uncertain. Each run with "
        "the cut is compared with the same run without it. Figures are medians of the runs, with "
        "their 90 % bands."
    )


def assumed(number: int) -> str:
    """Say what the figures without a source are."""
    return (
        f"{number} figures have no source of their own: they are shares of a measured total or "
        "plain assumptions, with a range from which each run draws. Every result rests on them."
    )


def tiles(runs: xr.Dataset, table: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Return the key figures: figure, what it is, and its band or a note."""
    cost = replacement(runs)
    users = runs["unserved"].isel(case=-1).sum(["week", "node"]).values / GWH
    lost = cost["unserved"] if runs.attrs["cuts"] else users
    sure = table[(table["outcome"] != SPARED) & (table["outcome"] != UNDETERMINED)]
    open_ = table[table["outcome"] == UNDETERMINED]
    tiles = [
        (_middle(lost), "TWh lost to users", _range(lost)),
        (str(len(sure)), "countries that lose gas", "in every run"),
        (str(len(open_)), "countries undetermined", "runs disagree"),
    ]  # fmt: skip
    if runs.attrs["cuts"]:
        tiles += [
            (_middle(cost["stock"]), "TWh less in store", _range(cost["stock"])),
            (_middle(cost["eur_bn"]), "billion EUR to replace it", _range(cost["eur_bn"])),
        ]
    return tiles


def says(runs: xr.Dataset, table: pd.DataFrame) -> list[str]:
    """Return what the runs say in sentences, users first."""
    told = [_who(table, runs.attrs["cuts"])]
    unsure = table[table["outcome"] == UNDETERMINED]
    if len(unsure):
        counts = [f"{r.name} ({r.lost_in} of {r.members})" for r in rows_of(unsure)]
        told.append(
            "Undetermined, as it depends on assumptions and on how cold the winter is; number of "
            f"runs in which they lose gas: {', '.join(counts)}."
        )
    if runs.attrs["cuts"]:
        cost = replacement(runs)
        drained = table.nlargest(4, "stock_lost_twh")
        names = [f"{r.name} {r.stock_lost_twh:.0f} TWh" for r in rows_of(drained)]
        told += [
            f"Stores hold {_middle(cost['stock'])} TWh ({_range(cost['stock'])}) less at the "
            f"season's end. Most is missing in: {', '.join(names)}.",
            f"To buy again what is lost, {_middle(cost['twh'])} TWh in all, would cost "
            f"{_middle(cost['eur_bn'])} billion EUR ({_range(cost['eur_bn'])}) at the prices of "
            "that winter; so large a purchase would raise them.",
        ]
    return told


def _who(table: pd.DataFrame, cut: str) -> str:
    sure = table[(table["outcome"] != SPARED) & (table["outcome"] != UNDETERMINED)]
    why = " because of the cut" if cut else ""
    if sure.empty:
        return f"No country loses gas{why} in every run."
    rows = [
        f"{r.name} {r.lost_twh:.1f} TWh ({r.lost_share:.0%} of its demand)" for r in rows_of(sure)
    ]
    return f"These lose gas{why} in every run: {', '.join(rows)}."


def rows_of(table: pd.DataFrame) -> list[Any]:
    """Return the rows of a table, whose columns are attributes."""
    return list(table.itertuples())


def _middle(values: object) -> str:
    return f"{np.median(np.asarray(values)):,.1f}"


def _range(values: object) -> str:
    low, high = np.quantile(np.asarray(values), [0.05, 0.95])
    return ends(low, high)


def ends(low: float, high: float, places: int = 1) -> str:
    """Write the ends of a band, which stay on one line."""
    ends = [round(float(end), places) + 0.0 for end in (low, high)]
    return "\u00a0to\u00a0".join(f"{end:,.{places}f}".replace("-", "\u2212") for end in ends)
