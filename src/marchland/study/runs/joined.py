"""Runs of several parts of an ensemble, put together to those of the whole."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import xarray as xr

from marchland.engine.dataset import balance_told
from marchland.model.variables import MEMBER


def joined(parts: Sequence[xr.Dataset]) -> xr.Dataset:
    """Return the runs of several parts of an ensemble as those of the whole.

    Parameters
    ----------
    parts
        Runs of one scenario, as :func:`marchland.simulate` gives them, the members of one after
        those of the other.

    Returns
    -------
        What one run of all members gives, to the bit, but for when it was made.
    """
    first = parts[0]
    if len(parts) == 1:
        return first
    variables = {name: _joined([one[name].variable for one in parts]) for name in first.data_vars}
    coords = first.coords.to_dataset().drop_vars(MEMBER, errors="ignore")
    member = _joined([one[MEMBER].variable for one in parts])
    runs = xr.Dataset(variables, coords.assign_coords({MEMBER: member}).coords)
    runs = runs.assign_attrs(first.attrs, members=runs.sizes[MEMBER])
    return runs.assign_attrs(balance=_balance(runs))


def _joined(parts: Sequence[xr.Variable]) -> xr.Variable:
    """Return a variable of all members; what is the same for all is that of the first part."""
    first = parts[0]
    if MEMBER not in first.dims:
        return first
    values = np.concatenate([one.values for one in parts], axis=first.dims.index(MEMBER))
    return xr.Variable(first.dims, values, first.attrs)


def _balance(runs: xr.Dataset) -> str:
    """Say where everybody is in the end, as the engine does."""

    def people(name: str, last: bool) -> npt.NDArray[np.int64]:
        if name not in runs:
            return np.zeros(runs.sizes[MEMBER], dtype=np.int64)
        values = runs[name].isel(day=-1) if last else runs[name]
        return np.asarray(values.sum([one for one in values.dims if one != MEMBER]).values)

    ended = people("travelling", True), people("hospital", True), people("died", False)
    return balance_told(people("entered", False), *ended, int(runs[MEMBER][0]))
