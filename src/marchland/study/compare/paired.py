"""Comparison: what a change does, member by member, so that chance cancels where it is shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd
import xarray as xr

from marchland.errors import RequestError
from marchland.language import say
from marchland.model.scenario import Scenario
from marchland.model.shown import line
from marchland.model.variables import MEMBER
from marchland.study.measures.bands import LEVELS
from marchland.study.measures.hardships import USUAL, by_day, present
from marchland.study.measures.outcomes import OUTCOMES, declared, outcomes
from marchland.study.runs import protect
from marchland.study.runs.given import check_answered, check_runs

Floats = npt.NDArray[np.float64]
COLUMNS = ("outcome", "label", "unit", "human_cost", "before", "after", *LEVELS, "share_less")
_SAME = ("name", "seed", "members", "uncertainty")


@dataclass(frozen=True, eq=False, repr=False)
class Reading:
    """What is compared of some runs, so that the runs themselves need not be kept.

    Parameters
    ----------
    outcomes
        One row a member, one column an outcome.
    daily
        People who are badly off by day (member, day), by the name of the outcome that sums them
        (:data:`marchland.study.measures.hardships.HARDSHIPS`).
    attrs
        How the runs were made.
    places
        By place on the last day (member, place), as places are shown: ``people`` there, and those
        ``over_capacity``.
    """

    outcomes: pd.DataFrame
    daily: Mapping[str, xr.DataArray]
    attrs: Mapping[str, object]
    places: Mapping[str, xr.DataArray] = field(default_factory=dict)

    def __repr__(self) -> str:
        made = {name: str(self.attrs.get(name, "")) for name in ("members", "seed", "levers")}
        return line(f"Reading {self.attrs.get('name', '')}:", made)


def reading(ds: xr.Dataset, scenario: Scenario | None = None, *, places: bool = True) -> Reading:
    """Return what is compared of some runs.

    Parameters
    ----------
    ds, scenario
        Runs; unmet needs too where the scenario they were made from is given.
    places
        Whether to read them by place, too.
    """
    check_runs(ds, "compare")
    last_day = _last_day(ds) if places else {}
    return Reading(outcomes(ds, scenario), by_day(ds), dict(ds.attrs), last_day)


def read_together(parts: Sequence[Reading]) -> Reading:
    """Return what parts of an ensemble say together, the members of one after those of the other.

    Parameters
    ----------
    parts
        What was read of runs of one scenario.
    """
    first = parts[0]
    if len(parts) == 1:
        return first
    return Reading(
        pd.concat([one.outcomes for one in parts], ignore_index=True),
        _together([one.daily for one in parts]),
        {**first.attrs, "members": sum(len(one.outcomes) for one in parts)},
        _together([one.places for one in parts]),
    )


def _together(parts: Sequence[Mapping[str, xr.DataArray]]) -> dict[str, xr.DataArray]:
    return {name: xr.concat([one[name] for one in parts], MEMBER) for name in parts[0]}


def _last_day(ds: xr.Dataset) -> dict[str, xr.DataArray]:
    """Return people by place on the last day, as they may be shown."""
    found = {"people": protect.people(ds)} if "stock" in ds else {}
    if "over_capacity" in ds:
        found["over_capacity"] = protect.by_place(ds, ds["over_capacity"])
    return {name: values.isel(day=-1) for name, values in found.items()}


def by_place(before: Reading, after: Reading) -> list[tuple[str, Mapping[str, Floats]]]:
    """Return what a change moves by place on the last day, largest first.

    Returns
    -------
        Place as it is shown (its key), and the difference in each member (m) of ``people`` and of
        ``over_capacity``; places that half of the runs leave as they are, are left out.
    """
    if "people" not in before.places or "people" not in after.places:
        return []
    moved = {
        name: after.places[name].values.astype(np.float64) - before.places[name].values
        for name in before.places
    }
    size = np.max([np.median(np.abs(values), axis=0) for values in moved.values()], axis=0)
    keys = before.places["people"]["place"].values.astype(str)
    order = [int(i) for i in np.argsort(-size, kind="stable") if size[i] >= 1]
    return [(keys[i], {name: values[:, i] for name, values in moved.items()}) for i in order]


def compare(
    before: xr.Dataset | Reading, after: xr.Dataset | Reading, scenario: Scenario | None = None
) -> pd.DataFrame:
    """Compare two runs of one crisis, member by member: human cost first.

    Parameters
    ----------
    before, after
        Runs without and with a change, as :func:`marchland.simulate` gives them, with the same
        seed, members and sources of uncertainty.
    scenario
        The crisis: with it, what people need beyond the deliveries of its ``aid.csv`` is compared
        too.

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
        If the runs are not paired, or one of them is of a stress alone: it is shown only beside a
        protective answer (:func:`marchland.pull`).
    """
    one, other = (v if isinstance(v, Reading) else reading(v, scenario) for v in (before, after))
    for read in (one, other):
        check_answered(read.attrs)
    return compared(one, other)


def compared(one: Reading, other: Reading) -> pd.DataFrame:
    """Compare what was read of two runs, as :func:`compare` does; a stress may stand alone here.

    Whoever shows it has its answer beside it.
    """
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


def leading(base: Reading, *others: Reading) -> str:
    """Return the hardship that a comparison leads with: the first that changes, else the first.

    Parameters
    ----------
    base, others
        Runs without and with changes. A hardship counts where it happens in more than few runs, and
        as changed where it differs in half of the runs and more.

    Returns
    -------
        Name of its outcome; :data:`marchland.study.measures.hardships.USUAL` where none happens.
    """
    there = present(*(one.outcomes for one in (base, *others)))
    for name in there:
        if any(np.median(np.abs(difference(base, one, name))) > 0 for one in others):
            return name
    return there[0] if there else USUAL


def daily(before: Reading, after: Reading, name: str = USUAL) -> xr.DataArray:
    """Return the difference in people badly off (member, day), after less before."""
    one, other = before.daily[name].astype(np.int64), after.daily[name].astype(np.int64)
    return (other - one).assign_attrs(units="people")


def _check_paired(one: Reading, other: Reading) -> None:
    apart = [
        say(
            "{key} is {one} and {other}",
            key=key,
            one=one.attrs.get(key),
            other=other.attrs.get(key),
        )
        for key in _SAME
        if one.attrs.get(key) != other.attrs.get(key)
    ]
    sizes = [next(iter(reading.daily.values())).shape for reading in (one, other)]
    if sizes[0] != sizes[1]:
        apart.append(say("members and days are {one} and {other}", one=sizes[0], other=sizes[1]))
    if apart:
        raise RequestError(
            say(
                "these runs are not paired ({differences}): run both with the same crisis, seed "
                "and members",
                differences="; ".join(apart),
            )
        )
