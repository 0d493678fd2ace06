"""Reactions that happened: in what share of the members, and when."""

from __future__ import annotations

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
