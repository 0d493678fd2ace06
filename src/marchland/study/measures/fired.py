"""Reactions that happened: in what share of the runs, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import xarray as xr

COLUMNS = ("reaction", "label", "share", "low90", "median", "high90")


@dataclass(frozen=True)
class Fired:
    """When a reaction happened, over the runs in which it did.

    Parameters
    ----------
    label
        The reaction in words.
    share
        Share of the runs in which it happened.
    low90, median, high90
        Quantiles of its date; None where it never happened.
    """

    label: str
    share: float
    low90: date | None
    median: date | None
    high90: date | None


def fired_of(ds: xr.Dataset) -> tuple[Fired, ...]:
    """Return when each reaction happened; none where the scenario has no reactions."""
    return tuple(
        Fired(
            row["label"],
            row["share"],
            *(
                date.fromisoformat(row[end]) if row[end] else None
                for end in ("low90", "median", "high90")
            ),
        )
        for row in fired(ds).to_dict("records")
    )


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
