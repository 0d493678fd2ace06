"""Places of runs by what their kind declares, whatever it is called."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import xarray as xr

from marchland.errors import RequestError
from marchland.model.kinds import PLACE_KINDS, PlaceKind

Flags = npt.NDArray[np.bool_]


def kinds(places: xr.Dataset | xr.DataArray) -> tuple[PlaceKind, ...]:
    """Return the kind of each place of runs, or of a quantity by place.

    Raises
    ------
    RequestError
        If there is a kind that is not declared.
    """
    names = places["kind"].values.astype(str).tolist()
    if unknown := sorted(set(names) - set(PLACE_KINDS)):
        raise RequestError(
            f"these runs have places of the kind {', '.join(unknown)}, "
            f"may have {', '.join(PLACE_KINDS)}"
        )
    return tuple(PLACE_KINDS[name] for name in names)


def which(places: xr.Dataset | xr.DataArray, asked: Callable[[PlaceKind], bool]) -> Flags:
    """Return which places have a kind of which something holds."""
    return np.array([asked(kind) for kind in kinds(places)], dtype=np.bool_)
