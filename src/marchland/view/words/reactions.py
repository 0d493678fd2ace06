"""Reactions that happened, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import xarray as xr

from marchland.study.measures.fired import fired


def fired_in_words(ds: xr.Dataset) -> list[str]:
    """Say of each reaction in what share of the members it happened, and when."""
    return [f"{row['label']}: {_when(row)}" for row in fired(ds).to_dict("records")]


def _when(row: Mapping[Any, Any]) -> str:
    if not row["median"]:
        return "in no member"
    dates = [f"{pd.Timestamp(str(row[end])):%-d %B %Y}" for end in ("median", "low90", "high90")]
    share = "every member" if row["share"] == 1 else f"{row['share']:.0%} of the members"
    return f"in {share}, on {dates[0]} (90 % band {dates[1]} to {dates[2]})"
