"""Branches: an ensemble as it stands at the start of a day, from which runs go on.

Going on gives the same bits as running through. A lever that is pulled from that day on, or a
forecast from the last count, so needs the days before only once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import xarray as xr

from marchland.engine.parameters import Draws
from marchland.engine.plan import Plan
from marchland.engine.run import Progress, Run, on_its_way
from marchland.engine.shared import facts
from marchland.engine.simulate import result
from marchland.engine.world import World
from marchland.errors import RequestError
from marchland.kernels.layout import Cohort, Floats, Ints, Member, Status
from marchland.kernels.traits import member_keys
from marchland.language import say
from marchland.model.design import Design, Keep
from marchland.model.scenario import Scenario

Arrays = Mapping[str, npt.NDArray[Any]]

_SPARE = frozenset(
    {"key", "known", "work", "work_key", "sums", "left", "sent"}
    | {"kept", "option", "option_key", "option_weight", "option_place", "option_draw"}
)
"""Parts of a member that are worked out anew when a run goes on."""
_OWN = frozenset({"due", "size", "cohort", "status"})
"""Parts that are kept in a way of their own."""


@dataclass(frozen=True, eq=False)
class Branch:
    """All members at the start of a day.

    Parameters
    ----------
    day
        Index of the day.
    seed, first, uncertainty, keep
        How the run was asked for (:class:`marchland.Design`).
    ground
        Digest of what a scenario must have in common with the one that was run: places, routes,
        reactions, and the timeline of the days before.
    arrays
        Keys, parameters, state and output so far, by name; the first axis is the member.
    worlds
        The network states that people on their way refer to: which routes are open to whom
        (s, r, g), costs of gates in km (s, c), and places whose ways count longer (s, p).
    """

    day: int
    seed: int
    first: int
    uncertainty: tuple[str, ...]
    keep: Keep
    ground: str
    arrays: Arrays
    worlds: World

    @property
    def members(self) -> int:
        """Number of members."""
        return len(self.arrays["keys"])

    @property
    def parameters(self) -> dict[str, Floats]:
        """Values of parameters by name (m)."""
        return _part(self.arrays, "values")

    def take(self, rows: Ints, seed: int | None = None) -> Branch:
        """Return some of the members, any of them as often as wanted.

        Parameters
        ----------
        rows
            Indices of members (m).
        seed
            Seed of a chance of their own from this day on, so that two that were one go apart; by
            default each keeps its chance.
        """
        arrays = {name: values[rows] for name, values in self.arrays.items()}
        if seed is not None:
            arrays["dice"] = member_keys(seed, len(rows))
        return replace(self, arrays=arrays, seed=self.seed if seed is None else seed, first=0)


def branches(
    scenario: Scenario,
    days: Iterable[int],
    design: Design | None = None,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
) -> list[Branch]:
    """Run a scenario up to some days, and keep the state at the start of each.

    Parameters
    ----------
    scenario
        A checked scenario.
    days
        Indices of days, from 0 to that behind the last one.
    design
        How it is run; by default as the scenario says.
    threads, progress
        As for :func:`marchland.engine.simulate.simulate`.

    Returns
    -------
        In the order of the days.

    Raises
    ------
    RequestError
        If a day lies outside the scenario, or something is wrong with the design.
    """
    at = sorted(set(days))
    how = Design.of(scenario, design, {"threads": threads})
    with on_its_way(*_asked(scenario, how), how.days, threads) as run:
        return _kept_at(run, at, how, progress)


def run_with_branches(
    scenario: Scenario,
    days: Iterable[int],
    design: Design | None = None,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
) -> tuple[xr.Dataset, list[Branch]]:
    """Run a scenario to its end, and keep the state at the start of some days on the way.

    Parameters and errors are those of :func:`branches`.
    """
    at = sorted(set(days))
    how = Design.of(scenario, design, {"threads": threads})
    with on_its_way(*_asked(scenario, how), how.days, threads) as run:
        found = _kept_at(run, at, how, progress)
        run.carry(at[-1], how.days, progress)
    return result(run, how.seed, how.on), found


def _asked(scenario: Scenario, how: Design) -> tuple[Plan, Draws]:
    draws = Draws(scenario, how.members, how.seed, how.on, how.given, how.first)
    return Plan(scenario, how.keep), draws


def _kept_at(run: Run, at: list[int], how: Design, progress: Progress | None) -> list[Branch]:
    """Carry a run to some days, and copy what it holds at the start of each."""
    if not at or at[0] < 0 or at[-1] > how.days:
        raise RequestError(
            say("a run of {days} days has states at the start of day 0 to {days}", days=how.days)
        )
    found, before = [], 0
    for day in at:
        run.carry(before, day, progress)
        found.append(_kept(run, day, how))
        before = day
    return found


def go_on(
    branch: Branch,
    scenario: Scenario,
    days: int | None = None,
    *,
    threads: int | None = None,
    parameters: Mapping[str, Floats] | None = None,
    progress: Progress | None = None,
    command: str = "",
) -> xr.Dataset:
    """Go on from a branch and return what happened in every member, from the first day on.

    Parameters
    ----------
    branch
        The state at the start of a day.
    scenario
        The scenario that was run up to then, or one that differs from that day on only.
    days
        Days in all; by default the scenario's.
    threads, progress, command
        As for :func:`marchland.engine.simulate.simulate`.
    parameters
        Values of parameters from now on by name, one a member. What was worked out of a parameter
        before stays: it is for those that later days ask for.

    Raises
    ------
    RequestError
        If the scenario is another one before that day, or does not last until then.
    """
    days = scenario.days if days is None else days
    if days <= branch.day:
        raise RequestError(
            say("a branch at day {day} cannot go on to day {days}", day=branch.day, days=days)
        )
    plan = Plan(scenario, branch.keep)
    if _ground(plan, branch.day) != branch.ground:
        raise RequestError(
            say(
                "'{name}' differs before day {day} from the run that was kept, or in its "
                "places, routes or reactions: run it from the start",
                name=scenario.name,
                day=branch.day,
            )
        )
    on = frozenset(branch.uncertainty)
    values = {**branch.parameters, **(parameters or {})}
    keys, dice = branch.arrays["keys"], branch.arrays["dice"]
    draws = Draws.carried(scenario, on, keys, dice, values, branch.first)
    with on_its_way(plan, draws, days, threads) as run:
        _take_up(run, branch)
        run.carry(branch.day, days, progress)
    return result(run, branch.seed, on, command)


def _kept(run: Run, day: int, how: Design) -> Branch:
    """Copy what a run holds at the start of a day."""
    member, settings, draws = run.state.member, run.settings, run.draws
    cohorts, status, states = _portable(run, member)
    arrays: dict[str, npt.NDArray[Any]] = {"keys": draws.keys, "dice": draws.dice, **cohorts}
    arrays |= {f"values.{name}": values for name, values in draws.values.items()}
    held = {n: v for n, v in member._asdict().items() if n not in _SPARE | _OWN}
    arrays |= {f"member.{name}": values.copy() for name, values in held.items()}
    arrays["member.status"] = status
    shape = (draws.members, *settings.passable.shape[1:])
    arrays["passable"] = np.broadcast_to(settings.passable, shape).copy()
    arrays["departures"] = settings.departures.copy()
    arrays["drawn"] = settings.drawn.copy()
    ways = run.plan.ways
    arrays |= {f"steady.{ways[r].id}": one.copy() for r, one in settings.steady.items()}
    arrays |= {f"tally.{n}": v[:, :day].copy() for n, v in run.tally._asdict().items()}
    arrays |= {f"nights.{name}": values for name, values in run.nights.noted(day).items()}
    noted = run.reactions.noted()
    arrays |= {f"reactions.{name}": values for name, values in noted.items()}
    return Branch(
        day=day,
        seed=how.seed,
        first=how.first,
        uncertainty=how.uncertainty or (),
        keep=how.keep,
        ground=_ground(run.plan, day),
        arrays=arrays,
        worlds=_stacked([run.network.worlds[s] for s in states.tolist()]),
    )


def _portable(run: Run, member: Member) -> tuple[Arrays, Ints, Ints]:
    """Name journeys by state and place in it, since labels are numbered as states were met.

    Returns
    -------
    cohorts, status, states
        Cohorts with the state of each one's journey (−1: a single route, or nobody), the status
        with the member's own state, and the states that are named.
    """
    cohort, status = member.cohort.copy(), member.status.copy()
    firsts, labels = run.network.ways.group_class[:, -2], len(run.network.ways.label) - 1
    journey = cohort[..., Cohort.JOURNEY]
    used = np.arange(journey.shape[1]) < status[:, Status.USED, None]
    named = used & (journey >= 0) & (journey < labels)
    state = np.where(named, np.searchsorted(firsts, journey, side="right") - 1, -1)
    own = status[:, Status.NETWORK]
    states = np.unique(np.concatenate([state[named], own[own >= 0]]))
    journey[named] -= firsts[state[named]]
    state[named] = np.searchsorted(states, state[named])
    status[own >= 0, Status.NETWORK] = np.searchsorted(states, own[own >= 0])
    due, size = member.due.copy(), member.size.copy()
    return {"due": due, "size": size, "cohort": cohort, "cohort_state": state}, status, states


def _stacked(worlds: Sequence[World]) -> World:
    """Return worlds as one, with an axis for the state in front."""
    return World(*(np.array([world[i] for world in worlds]) for i in range(len(World._fields))))


def _take_up(run: Run, branch: Branch) -> None:
    """Put a run where a branch stands."""
    arrays, network, state = branch.arrays, run.network, run.state
    states = [network.state(World(*one)) for one in zip(*branch.worlds, strict=True)]
    index = np.array([*states, -1], dtype=np.int64)
    for name, values in _part(arrays, "member").items():
        getattr(state.member, name)[:] = values
    own = state.member.status[:, Status.NETWORK]
    own[:] = index[own]
    cohort, of = arrays["cohort"].copy(), arrays["cohort_state"]
    firsts = np.array([*(network.ways.group_class[s, -2] for s in states), 0], dtype=np.int64)
    cohort[..., Cohort.JOURNEY] += firsts[of]
    due, size = arrays["due"].copy(), arrays["size"].copy()
    state.member = state.member._replace(due=due, size=size, cohort=cohort)
    state.fit(network)
    run.settings.departures[:] = arrays["departures"]
    run.settings.drawn[:] = arrays["drawn"]
    state.forget(np.ones(len(own), dtype=np.bool_))
    run.settings.passable[:] = arrays["passable"][: len(run.settings.passable)]
    steady, index_of = _part(arrays, "steady"), {way.id: r for r, way in enumerate(run.plan.ways)}
    run.settings.steady = {index_of[name]: values.copy() for name, values in steady.items()}
    for name, values in _part(arrays, "tally").items():
        getattr(run.tally, name)[:, : branch.day] = values
    run.nights.take_up(_part(arrays, "nights"))
    run.reactions.take_up(_part(arrays, "reactions"), branch.day, state.member.people)
    run.begin_on(branch.day)


def _part(arrays: Arrays, part: str) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays of a part, by their names in it."""
    return {n.split(".", 1)[1]: v for n, v in arrays.items() if n.startswith(f"{part}.")}


def _ground(plan: Plan, day: int) -> str:
    """Return the digest of what scenarios that share a branch have in common."""
    scenario = plan.scenario
    begun = np.datetime64(scenario.start, "D") + np.timedelta64(day, "D")
    columns = ("date", "what", "where", "group", "value")
    rows = [
        tuple(str(r[c]) for c in columns) for r in scenario.timeline.rows() if r["date"] < begun
    ]
    said = (scenario.start, sorted(rows), sorted(scenario.reactions.items()), scenario.rules)
    return hashlib.blake2b(
        facts(plan, plan.atlas()) + repr(said).encode(), digest_size=16
    ).hexdigest()
