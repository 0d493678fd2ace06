"""Harm in words: what the model expects, never as one bare number."""

from __future__ import annotations

import xarray as xr

from marchland.study.measures.harm import has_nights
from marchland.view.words.numbers import in_band


def harm_in_words(ds: xr.Dataset) -> list[str]:
    """Return sentences on deaths, injuries and nights in the open; none where there are none."""
    if not has_nights(ds):
        return []
    total = {
        name: ds[name].sum(["month", "side"])
        for name in (
            "deaths_expected",
            "severe_expected",
            "non_freezing_expected",
            "open_nights",
            "frost_nights",
        )
    }
    return [
        f"In the open the model expects {in_band(total['deaths_expected'])} deaths of exposure, "
        f"sickness or unknown cause and {in_band(total['severe_expected'])} severe cold injuries, "
        f"with a level that is an assumption within a range",
        f"Nights people spent in the open: {in_band(total['open_nights'])}; below 0 °C: "
        f"{in_band(total['frost_nights'])}; non-freezing injuries the model expects: "
        f"{in_band(total['non_freezing_expected'])}",
    ]
