"""Comparison: what a change does, member by member, so that chance cancels where it is shared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import xarray as xr

from marchland.errors import RequestError
from marchland.model.shown import line
from marchland.study.measures.bands import LEVELS
from marchland.study.measures.outcomes import OUTCOMES, declared, outcomes
from marchland.study.measures.stranded import stranded

COLUMNS = ("outcome", "label", "unit", "human_cost", "before", "after", *LEVELS, "share_less")
_SAME = ("name", "seed", "members", "uncertainty")


@dataclass(frozen=True, eq=False, repr=False)
class Reading:
    """What is compared of some runs, so that the runs themselves need not be kept.

    Parameters
    ----------
    outcomes
        One row a member, one column an outcome.
    stranded
        People stranded near a line (member, day).
    attrs
        How the runs were made.
    """

    outcomes: pd.DataFrame
    stranded: xr.DataArray
    attrs: Mapping[str, object]

    def __repr__(self) -> str:
        made = {name: str(self.attrs.get(name, "")) for name in ("members", "seed", "levers")}
        return line(f"Reading {self.attrs.get('name', '')}:", made)


def reading(ds: xr.Dataset) -> Reading:
    """Return what is compared of some runs."""
    return Reading(outcomes(ds), stranded(ds), dict(ds.attrs))


def compare(before: xr.Dataset | Reading, after: xr.Dataset | Reading) -> pd.DataFrame:
    """Compare two runs of one crisis, member by member: human cost first.

    Parameters
    ----------
    before, after
        Runs without and with a change, as :func:`marchland.simulate` gives them, with the same
        seed, members and sources of uncertainty.

    Returns
    -------
        One row an outcome: ``outcome``, ``label``, ``unit``, ``human_cost``; ``before`` and
        ``after`` are medians; ``low90``, ``low50``, ``median``, ``high50``, ``high90`` are
        quantiles of the differences of the members, after less before; ``share_less`` is the
        share of members in which there is less of it after. What happens in no member of either is
        left out.

    Raises
    ------
    RequestError
        If the runs are not paired.
    """
    one, other = (v if isinstance(v, Reading) else reading(v) for v in (before, after))
    _check_paired(one, other)
    rows = []
    for name in happening(one, other):
        found, told = declared(name), difference(one, other, name)
        rows.append(
            {
                "outcome": name,
                "label": found.label,
                "unit": found.unit,
                "human_cost": found.human_cost,
                "before": float(one.outcomes[name].median()),
                "after": float(other.outcomes[name].median()),
                **dict(zip(LEVELS, np.quantile(told, list(LEVELS.values())), strict=True)),
                "share_less": float((told < 0).mean()),
            }
        )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def happening(*readings: Reading) -> list[str]:
    """Return the outcomes that all have and that happen in any of them, in their order."""
    return [
        one.name
        for one in OUTCOMES
        if all(one.name in reading.outcomes for reading in readings)
        and any(reading.outcomes[one.name].any() for reading in readings)
    ]


def difference(before: Reading, after: Reading, name: str) -> np.ndarray:
    """Return an outcome's difference in each member (m), after less before."""
    mine, theirs = before.outcomes[name].to_numpy(float), after.outcomes[name].to_numpy(float)
    return np.asarray(theirs - mine)


def daily(before: Reading, after: Reading) -> xr.DataArray:
    """Return the difference in people stranded (member, day), after less before."""
    return (after.stranded.astype(np.int64) - before.stranded.astype(np.int64)).assign_attrs(
        units="people"
    )


def _check_paired(one: Reading, other: Reading) -> None:
    apart = [
        f"{key} is {one.attrs.get(key)} and {other.attrs.get(key)}"
        for key in _SAME
        if one.attrs.get(key) != other.attrs.get(key)
    ]
    if one.stranded.shape != other.stranded.shape:
        apart.append(f"members and days are {one.stranded.shape} and {other.stranded.shape}")
    if apart:
        raise RequestError(
            f"these runs are not paired ({'; '.join(apart)}): run both with the same crisis, seed "
            "and members"
        )
