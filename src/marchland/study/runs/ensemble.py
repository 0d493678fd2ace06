"""Running a crisis for people to look at: an ensemble without what must not be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import numpy.typing as npt
import xarray as xr

from marchland.engine.simulate import simulate as run
from marchland.model.design import Design, Keep
from marchland.model.reviews import with_reviews
from marchland.model.scenario import Scenario
from marchland.study.runs.coarse import protected

Floats = npt.NDArray[np.float64]


def simulate(
    scenario: Scenario,
    members: int | None = None,
    seed: int | None = None,
    *,
    first: int = 0,
    days: int | None = None,
    threads: int | None = None,
    uncertainty: Iterable[str] | None = None,
    keep: Keep | None = None,
    parameters: Mapping[str, Floats] | None = None,
    design: Design | None = None,
    reviews: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    command: str = "",
) -> xr.Dataset:
    """Run a scenario and return what happened in every member, as far as it may be told.

    People beyond a closed line are told by country and month (see
    :func:`marchland.study.runs.coarse.protected`); everything else is as the engine gives it.

    Parameters
    ----------
    scenario
        A checked scenario, as :func:`marchland.read` returns it.
    members
        Members of the ensemble, at least 1; by default as the scenario says.
    seed
        Seed, 0 or more; by default as the scenario says. Member m is the same in an ensemble of any
        size, for any number of threads.
    first
        Number of the first member, 0 or more: a part of a large ensemble can be run by itself.
    days
        Days to run; by default the scenario's.
    threads
        Threads, at least 1; by default one for each core.
    uncertainty
        Which components of uncertainty are on, of ``parameters``, ``place_effect`` and ``chance``;
        by default all.
    keep
        What to keep; by default the stock by place and group, and the flow by route.
    parameters
        Values of parameters by name, one a member, in place of what would be drawn.
    design
        All of these, from ``members`` on but for ``threads``, in one (:class:`marchland.Design`).
    reviews
        Whose reviews hold: ``pool``, ``none``, or a reviewer; by default as the scenario has it
        (:func:`marchland.with_reviews`).
    progress
        Called after each day with the number of days done and of all days.
    command
        The command that makes the same result, for its provenance.

    Returns
    -------
    xarray.Dataset
        Axes (member, day, place | route | border, group); the data dictionary lists the variables.

    Raises
    ------
    RequestError
        With all that is wrong with the arguments.
    """
    return protected(
        run(
            scenario if reviews is None else with_reviews(scenario, reviews),
            members,
            seed,
            first=first,
            days=days,
            threads=threads,
            uncertainty=uncertainty,
            keep=keep,
            parameters=parameters,
            design=design,
            progress=progress,
            command=command,
        )
    )
