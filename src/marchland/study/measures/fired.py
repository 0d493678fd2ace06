"""Reactions that happened: in what share of the members, and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

COLUMNS = ("reaction", "label", "share", "low90", "median", "high90")


def fired(ds: xr.Dataset) -> pd.DataFrame:
    """Return when each reaction happened, over the members in which it did.

    Parameters
    ----------
    ds
        Runs, as :func:`marchland.simulate` gives them.

    Returns
    -------
        One row a reaction: ``reaction``, ``label``, ``share`` of members in which it happened, and
        quantiles of the date (YYYY-MM-DD, blank where it never did). No row where the scenario has
        no reactions.
    """
    rows = []
    if "fired" in ds:
        for name, label, days in zip(
            ds["reaction"].values,
            ds["reaction_label"].values,
            ds["fired"].transpose("reaction", "member").values,
            strict=True,
        ):
            happened = days[days >= 0]
            dates = ["", "", ""]
            if len(happened):
                at = np.quantile(happened, [0.05, 0.5, 0.95], method="nearest").astype(int)
                dates = [f"{pd.Timestamp(ds['day'].values[day]):%Y-%m-%d}" for day in at]
            rows.append((str(name), str(label), len(happened) / len(days), *dates))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def fired_in_words(ds: xr.Dataset) -> list[str]:
    """Say of each reaction in what share of the members it happened, and when."""
    return [f"{row['label']}: {_when(row)}" for row in fired(ds).to_dict("records")]


def _when(row: Mapping[Any, Any]) -> str:
    if not row["median"]:
        return "in no member"
    dates = [f"{pd.Timestamp(str(row[end])):%-d %B %Y}" for end in ("median", "low90", "high90")]
    share = "every member" if row["share"] == 1 else f"{row['share']:.0%} of the members"
    return f"in {share}, on {dates[0]} (90 % band {dates[1]} to {dates[2]})"
