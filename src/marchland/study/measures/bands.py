"""Bands: what the members of an ensemble say together, never as one bare number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import xarray as xr

LEVELS = {"low90": 0.05, "low50": 0.25, "median": 0.5, "high50": 0.75, "high90": 0.95}
"""Quantiles by name: the median, and the ends of the bands that hold 50 and 90 % of members."""


@dataclass(frozen=True)
class Band:
    """What the members say of one number: the median, and the ends of the 50 and 90 % bands."""

    low90: float
    low50: float
    median: float
    high50: float
    high90: float

    @classmethod
    def of(cls, values: Any) -> Band:
        """Return the band of one value a member (linear between members, type 7)."""
        return cls(*np.quantile(np.asarray(values), list(LEVELS.values())).tolist())

    @classmethod
    def each(cls, values: Any) -> list[Band]:
        """Return the band of each of several numbers (member, number), as ``of`` does of one."""
        found = np.quantile(np.asarray(values), list(LEVELS.values()), axis=0)
        return [cls(*levels) for levels in found.T.tolist()]

    @property
    def levels(self) -> tuple[float, ...]:
        """The five numbers, lowest first."""
        return (self.low90, self.low50, self.median, self.high50, self.high90)


def bands(values: xr.DataArray) -> xr.DataArray:
    """Return the quantiles of an ensemble.

    Parameters
    ----------
    values
        Any quantity with a ``member`` axis.

    Returns
    -------
        The same quantity with an axis ``band`` (``low90``, ``low50``, ``median``, ``high50``,
        ``high90``) first, in place of ``member``.

    Notes
    -----
    Linear between members (type 7 of Hyndman and Fan 1996, doi:10.2307/2684934), by a full sort:
    several times faster than ``numpy.quantile`` on whole numbers. What is nought in every member is
    not sorted.
    """
    import xarray as xr  # heavy, and words about a scenario need Band alone

    every = values.transpose("member", ...).values
    cells = every.reshape(len(every), -1)
    happens = cells.any(axis=0)
    found = np.zeros((len(LEVELS), cells.shape[1]))
    found[:, happens] = _quantiles(cells if happens.all() else cells[:, happens])
    rest = [name for name in values.dims if name != "member"]
    coords = {name: c for name, c in values.coords.items() if "member" not in c.dims}
    return xr.DataArray(
        found.reshape(len(LEVELS), *every.shape[1:]),
        dims=["band", *rest],
        coords={"band": list(LEVELS), **coords},
        attrs=values.attrs,
        name=values.name,
    )


def _quantiles(members: Any) -> Any:
    """Return the quantiles of ``LEVELS`` of some cells (member, cell)."""
    members = np.sort(members, axis=0)
    at = np.array(list(LEVELS.values())) * (len(members) - 1)
    below = np.floor(at).astype(int)
    above = np.minimum(below + 1, len(members) - 1)
    share = (at - below)[:, None]
    return members[below] * (1 - share) + members[above] * share


def rounded(value: float, digits: int = 2) -> int:
    """Return a whole number with so many significant digits; below a hundred it is kept whole."""
    step = 10 ** max(0, len(str(round(abs(value)))) - digits)
    return int(round(value / step) * step)
