"""How far reviews move what runs say: the same runs without them, and each input by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import xarray as xr

from marchland.model.design import Keep
from marchland.model.reviews import Key, inputs, only, with_reviews
from marchland.model.scenario import Scenario
from marchland.model.views import NONE
from marchland.study.compare.paired import Reading, compare, difference, leading, reading
from marchland.study.compare.sources import share_of
from marchland.study.runs.ensemble import simulate

Floats = npt.NDArray[np.float64]
MOST = 12
"""Inputs that are run by themselves, at most."""


@dataclass(frozen=True, eq=False)
class Moved:
    """How far reviews move what runs say.

    Parameters
    ----------
    harm
        The hardship by which it is told: the first that changes.
    whole
        Its difference in each run (m), with reviews less without.
    each
        The same where the reviews of one input alone hold (m), by input, with fewer runs.
    left
        Number of inputs that were not run by themselves.
    table
        All outcomes, without and with reviews (:func:`marchland.compare`).
    """

    harm: str
    whole: Floats
    each: dict[Key, Floats]
    left: int
    table: pd.DataFrame


def moved_by_reviews(
    runs: xr.Dataset,
    scenario: Scenario,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Moved:
    """Run a reviewed scenario again without reviews, and with those of one input at a time.

    Parameters
    ----------
    runs
        Runs in which reviews hold.
    scenario
        The scenario they were made from, as :func:`marchland.with_reviews` returns it.
    threads
        Threads; by default one for each core.
    progress
        Called after each run of an ensemble with the number of these and of all.

    Returns
    -------
    Moved
        Paired differences: chance is shared, member by member. At most 12 inputs are run by
        themselves, in the order of the files, with a fifth of the members and 20 at most.
    """
    assert scenario.reviewed is not None
    drawn = {one.drawn: key for key, one in inputs(scenario).items() if key[0] != "judged"}
    every = [drawn[name] for name in scenario.reviewed.views if name in drawn]
    keys = every[:MOST]
    members, few = runs.sizes["member"], share_of(runs.sizes["member"])

    def read(one: Scenario, number: int) -> Reading:
        made = simulate(
            one,
            number,
            int(runs.attrs["seed"]),
            days=runs.sizes["day"],
            threads=threads,
            keep=Keep(stock="place", flow=False),
        )
        return reading(made)

    before, after = read(with_reviews(scenario, NONE), members), reading(runs)
    harm = leading(before, after)
    first = _first(before, few)
    each = {}
    for done, key in enumerate(keys):
        if progress is not None:
            progress(done + 1, len(keys) + 1)
        each[key] = difference(first, read(only(scenario, key), few), harm)
    if progress is not None:
        progress(len(keys) + 1, len(keys) + 1)
    whole, left = difference(before, after, harm), len(every) - len(keys)
    return Moved(harm, whole, each, left, compare(before, after))


def _first(whole: Reading, members: int) -> Reading:
    """Return what is read of the first members."""
    return Reading(whole.outcomes.iloc[:members], {}, whole.attrs)
