"""What joins a place to anybody else's table: name, country, P-code, kind and position."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from marchland.study.handover.fields import PLACE
from marchland.study.runs import protect

COLUMNS = tuple(PLACE)


def places(ds: xr.Dataset) -> pd.DataFrame:
    """Return what joins each place that is told, one row a place, with the columns of ``PLACE``."""
    table = protect.place_table(ds)
    means = table.groupby("key", sort=False)[["lat", "lon"]].mean()
    first = table.drop_duplicates("key").set_index("key")
    first[["lat", "lon"]] = means.loc[first.index]
    return first.rename_axis("place").reset_index()[list(COLUMNS)]


def joined(table: pd.DataFrame, known: pd.DataFrame, column: str = "place") -> pd.DataFrame:
    """Put name, country, P-code, kind and position behind a column of places' ids."""
    at = list(table.columns).index(column) + 1
    rows = pd.Index(known["place"]).get_indexer(table[column])
    out = table.copy()
    for i, name in enumerate(COLUMNS[1:]):
        values = known[name].to_numpy()
        blank: Any = np.nan if values.dtype.kind == "f" else ""
        out.insert(at + i, name, np.where(rows >= 0, values[rows], blank))
    return out
