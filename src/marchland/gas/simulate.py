"""A season of gas, for all members: week by week, with the days ahead that can be known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import xarray as xr

from marchland.errors import RequestError
from marchland.gas.cuts import Cut, Stop, of_levers, stops
from marchland.gas.network import Network, network_of
from marchland.gas.options import SOURCES, Options
from marchland.gas.program import Answer, InfeasibleError, Program, check_solver
from marchland.gas.record import Record, assemble
from marchland.gas.season import Season, central, drawn
from marchland.gas.steps import means
from marchland.language import say
from marchland.model.design import Design
from marchland.model.scenario import Scenario

Floats = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]

WEEK = 7
_DEFAULT = Options()


def simulate(
    scenario: Scenario,
    cuts: Iterable[Cut | str] | Cut | str = (),
    members: int = 1,
    seed: int = 1,
    options: Options = _DEFAULT,
    uncertainty: Iterable[str] | None = None,
    progress: Progress | None = None,
    command: str = "",
) -> xr.Dataset:
    """Follow the gas of a scenario through its season.

    Parameters
    ----------
    scenario
        A scenario with a gas network.
    cuts
        What is cut, and since when: ``yamal@2021-11-12``, ``all-russia``, ``POL>DEU``; the cuts of
        levers that are pulled come first.
    members
        Members; one alone takes every figure as it stands in the tables.
    seed
        Seed of the members' figures; the same seed pairs members of different cuts.
    options
        Foresight, steps, sharing, floors, demand.
    uncertainty
        ``shares`` (assumed rows), ``winter`` (cold, ships, other supply); by default both.
    progress
        Called with members done and members in all.
    command
        What the user typed, for the record.

    Returns
    -------
    Dataset
        GWh by member, week, country, pipe and entry.

    Raises
    ------
    RequestError
        If an argument is out of bounds, there is no network or no solver, a cut is not known, or
        what is firm cannot be met: the error names country and day.
    """
    check_solver()
    how = Design.of(scenario, sources=SOURCES, members=members, seed=seed, uncertainty=uncertainty)
    network = network_of(scenario)
    given = of_levers(scenario)
    cuts = (cuts,) if isinstance(cuts, (str, Cut)) else cuts
    given += [Cut.of(cut) if isinstance(cut, str) else cut for cut in cuts]
    stopped, sources = stops(network, given), how.on
    seasons = (
        [central(network, options)]
        if how.members == 1
        else drawn(network, options, how.members, how.seed, sources)
    )
    records = []
    for done, season in enumerate(seasons, 1):
        records.append(run(network, season, stopped, options))
        if progress is not None:
            progress(done, how.members)
    return assemble(scenario, network, seasons, records, given, options, how.seed, sources, command)


def run(network: Network, season: Season, stopped: Sequence[Stop], options: Options) -> Record:
    """Follow one member through the season."""
    days, record = len(network.days), Record.of(network)
    stock, programs = season.stock, _Programs(network, season, options)
    moments = sorted({*range(0, days, WEEK), *(stop.day for stop in stopped)})
    for now, until in zip(moments, [*moments[1:], days], strict=True):
        edges = _edges(now, until, days, options)
        figures = means(season.cut(stopped, now), edges)
        try:
            answer = programs.of(figures.days).solve(figures, stock)
        except InfeasibleError:
            relaxed = programs.of(figures.days).solve(figures, stock, relaxed=True)
            raise _unmet(network, relaxed, edges, figures.firm) from None
        last = edges.index(until)
        record.add(network, answer, figures, edges, last, stock)
        stock = np.clip(answer.stock[last - 1], 0.0, season.volume)
    return record


@dataclass(eq=False)
class _Programs:
    """The programs of a member by lengths of steps: most weeks look alike."""

    network: Network
    season: Season
    options: Options

    def __post_init__(self) -> None:
        self._made: dict[tuple[float, ...], Program] = {}

    def of(self, days: Floats) -> Program:
        key = tuple(days.tolist())
        if key not in self._made:
            self._made[key] = Program(self.network, self.season, days, self.options.sharing)
        return self._made[key]


def _edges(now: int, until: int, days: int, options: Options) -> list[int]:
    """Return the edges of the steps from a day on, as far ahead as is known."""
    end = min(max(now + options.horizon_days, until), days)
    if options.daily:
        return list(range(now, end + 1))
    return [now, *range(until, end, WEEK), end] if until < end else [now, end]


def _unmet(
    network: Network, relaxed: Answer, edges: Sequence[int], firm: npt.NDArray[np.bool_]
) -> RequestError:
    """Return the error that names the first day and country where what is firm cannot be met."""
    missing = np.where(firm, relaxed.unserved, 0.0)
    step, node = np.argwhere(missing > 1e-6)[0]
    return RequestError(
        say(
            "the gas network cannot meet the firm demand of {node} ({name}) from {day}: "
            "{missing:.1f} GWh a day are missing; give more supply or capacity there, or take "
            "'firm' off its rows in gas/demand.csv",
            node=network.nodes[node],
            name=network.names[node],
            day=network.days[edges[step]],
            missing=missing[step, node],
        )
    )
