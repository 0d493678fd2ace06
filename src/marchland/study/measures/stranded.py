"""Who is stranded at the lines of a crisis, and who waits far from them.

A model counts as stranded whoever has no way on. Those who stand between closed lines, or in the
countries on either side of one, are what a crisis at a border is about; those who wait for a seat
in a hub two thousand kilometres off are told beside them and never added to them.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import xarray as xr

from marchland.model.kinds import Strands
from marchland.study.runs.places import lines, summed_at, which

Flags = npt.NDArray[np.bool_]


def near_a_line(ds: xr.Dataset) -> Flags:
    """Return which places lie in a country beside a closed line; all where there is no line."""
    beside = {code for sides in lines(ds) for code in sides}
    country = ds["country"].values.astype(str)
    return np.isin(country, sorted(beside)) if beside else np.ones(len(country), bool)


def line_countries(ds: xr.Dataset) -> list[str]:
    """Return the countries that closed lines lead out of, by code; none where there is no line."""
    return sorted({near for near, _ in lines(ds)})


def stranded(ds: xr.Dataset) -> xr.DataArray:
    """Return people stranded at day's end in the countries beside a closed line (member, day).

    Where the crisis has no closed line it is everybody who is stranded.
    """
    return summed_at(ds["stranded"], near_a_line(ds))


def stranded_by_part(ds: xr.Dataset) -> xr.DataArray:
    """Return people stranded by where they are (member, day, part).

    Parts are those of :data:`marchland.model.causes.PARTS`.
    """
    strip, near = which(ds, lambda kind: kind.strands is Strands.ALWAYS), near_a_line(ds)
    parts = {"strip": strip, "near": near & ~strip, "far": ~near & ~strip}
    return xr.concat(
        [summed_at(ds["stranded"], at) for at in parts.values()],
        xr.DataArray(list(parts), dims="part", name="part"),
    ).transpose("member", "day", "part")


def person_nights(ds: xr.Dataset) -> xr.DataArray:
    """Return the nights of the whole run that people spent as :func:`stranded` tells (member)."""
    return stranded(ds).sum("day")


def any_stranded(ds: xr.Dataset) -> bool:
    """Tell whether being stranded is part of the crisis: on some night, in more than few runs."""
    return bool(np.quantile(stranded(ds).values, 0.75, axis=0).max() >= 1)


def shown_first(ds: xr.Dataset) -> int:
    """Return the day to look at first: the worst night, or the last where nobody is stranded."""
    return worst_night(ds) if any_stranded(ds) else ds.sizes["day"] - 1


def worst_night(ds: xr.Dataset) -> int:
    """Return the index of the day on which the median of people stranded is highest."""
    return int(np.median(stranded(ds).values, axis=0).argmax())
