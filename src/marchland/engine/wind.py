"""Wind as degrees, read from the table of ISO 11079 (``tools/equivalences.py``)."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import numpy as np

from marchland.kernels.layout import Floats

CLOTHING = 1.5
"""Clothing of the rows that differ in wind alone, in clo."""

_TABLE = files("marchland.model").joinpath("data", "cold_equivalences.csv")


def wind_shift(wind: Floats) -> Floats:
    """Return how much warmer it is in effect than in the table's usual wind, 3 m/s, in °C.

    Parameters
    ----------
    wind
        Wind in m/s, not a number where it is not known: then nothing moves.

    Notes
    -----
    Linear between the rows of the table, held at its ends (0.4 and 8 m/s).
    """
    rows = winds()
    return np.where(np.isnan(wind), 0.0, np.interp(wind, *rows))


@cache
def winds() -> tuple[Floats, Floats]:
    """Return the table's rows of wind: m/s, rising, and °C."""
    with _TABLE.open(encoding="utf-8") as text:
        found = sorted(
            (float(row["wind_ms"]), float(row["shift_c"]))
            for row in csv.DictReader(text)
            if float(row["clo"]) == CLOTHING
        )
    return np.array([wind for wind, _ in found]), np.array([shift for _, shift in found])
