"""The one verb: carry an ensemble through a scenario, day by day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import xarray as xr

from marchland.engine.dataset import assemble
from marchland.engine.parameters import Draws
from marchland.engine.plan import Plan
from marchland.engine.run import Progress, Run, on_its_way
from marchland.engine.state import check_memory
from marchland.kernels.layout import Floats
from marchland.model.design import SOURCES, Design, Keep
from marchland.model.levers import written
from marchland.model.pulling import unanswered
from marchland.model.scenario import Scenario


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
    progress: Progress | None = None,
    command: str = "",
) -> xr.Dataset:
    """Run a scenario and return what happened in every member.

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
        All of these, from ``members`` on but for ``threads``, in one.
    progress
        Called as days are done, with their number and that of all days.
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
    how = Design.of(
        scenario,
        design,
        {"threads": threads},
        members=members,
        seed=seed,
        days=days,
        first=first or None,
        uncertainty=uncertainty,
        keep=keep,
        given=parameters,
    )
    plan = Plan(scenario, how.keep)
    check_memory(plan, how.members, how.days)
    draws = Draws(scenario, how.members, how.seed, how.on, how.given, how.first)
    with on_its_way(plan, draws, how.days, threads) as run:
        run.carry(0, how.days, progress)
    return result(run, how.seed, how.on, command)


def simulate_each_alone(
    scenario: Scenario, design: Design, threads: int | None = None, progress: Progress | None = None
) -> dict[str, xr.Dataset]:
    """Run a scenario with one component of uncertainty on at a time, all of them in one run.

    Parameters
    ----------
    scenario
        A checked scenario.
    design
        How it is run, but for the components that are on: so many members with each.
    threads, progress
        As for :func:`simulate`.

    Returns
    -------
        What :func:`simulate` gives with that component alone, to the bit, by component.

    Raises
    ------
    RequestError
        If the members do not fit into memory.
    """
    plan, members = Plan(scenario, design.keep), design.members
    check_memory(plan, len(SOURCES) * members, design.days)
    alone = [
        Draws(scenario, members, design.seed, frozenset({one}), design.given, design.first)
        for one in SOURCES
    ]
    draws = Draws.one_after_the_other(scenario, alone)
    with on_its_way(plan, draws, design.days, threads) as run:
        run.carry(0, design.days, progress)
    runs = result(run, design.seed, frozenset(SOURCES))
    number = np.arange(design.first, design.first + members, dtype=np.int32)
    return {
        source: runs.isel(member=slice(i * members, (i + 1) * members))
        .assign_coords(member=number)
        .assign_attrs(members=members, uncertainty=source)
        for i, source in enumerate(SOURCES)
    }


def result(run: Run, seed: int, on: frozenset[str], command: str = "") -> xr.Dataset:
    """Label what a run tallied, with the levers that were pulled and when reactions happened.

    Parameters
    ----------
    run
        A run that has come to its end.
    seed, on, command
        How it was asked for.
    """
    plan, state = run.plan, run.state
    runs = assemble(plan, run.draws, run.tally, state.member, run.nights, seed, on, command)
    if plan.scenario.pulls:
        runs.attrs["levers"] = written(plan.scenario.pulls)
        if alone := unanswered(plan.scenario.pulls, plan.scenario.levers):
            runs.attrs["unanswered"] = alone
    return run.reactions.told(runs) if plan.scenario.reactions else runs
