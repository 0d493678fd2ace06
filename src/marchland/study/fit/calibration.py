"""Calibration: fit parameters with ranges to the counts marked ``fit``, by ES-MDA.

The ensemble smoother with multiple data assimilation (Emerick and Reynolds 2013,
doi:10.1016/j.cageo.2012.03.011) runs the ensemble a few times and moves it towards the counts each
time, with the errors of the counts widened so that all passes together use each count once.
Parameters are moved in normal scores of their priors, so that none leaves its range; counts are
compared as logarithms. Why, and what was given up: decision 0009.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from marchland.engine.parameters import Draws
from marchland.engine.simulate import simulate
from marchland.errors import RequestError
from marchland.language import say
from marchland.model.acting import acts
from marchland.model.columns import Table
from marchland.model.design import Keep
from marchland.model.parameters import Parameter
from marchland.model.posterior import Posterior
from marchland.model.scenario import Scenario
from marchland.model.tables import Aid, Weather
from marchland.study.fit.targets import Targets, targets
from marchland.study.measures.observe import STOCKS, observed
from marchland.study.runs.horizon import rows_until

Floats = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]
T = TypeVar("T", bound=Table)

LEAST_MEMBERS = 20
_EDGE = 1e-6


@dataclass(frozen=True, eq=False)
class Calibration:
    """A fit, and what it was before.

    Parameters
    ----------
    prior, posterior
        Values of the fitted parameters before and after (draw, parameter).
    scores_before, scores_after
        The same in normal scores of the priors.
    counts
        How many counts were fitted.
    misfit
        Mean over members and counts of the squared distance in standard errors, before each pass
        and after the last; about 1 where the model meets the counts as well as they are known.
    goal
        The counts.
    model_before, model_after
        What each member says of each count before and after (member, count), as ``goal`` measures
        them.
    """

    prior: Posterior
    posterior: Posterior
    scores_before: Floats = field(repr=False)
    scores_after: Floats = field(repr=False)
    counts: int
    misfit: tuple[float, ...]
    goal: Targets = field(repr=False)
    model_before: Floats = field(repr=False)
    model_after: Floats = field(repr=False)


def calibrate(
    scenario: Scenario,
    members: int = 400,
    iterations: int = 4,
    seed: int = 1,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Calibration:
    """Fit the parameters that have a range to the counts whose ``use`` is ``fit``.

    Parameters
    ----------
    scenario
        The crisis; draws that it may have from an earlier fit are not used.
    members
        Size of the ensemble, and number of draws of the posterior.
    iterations
        Passes over the counts.
    seed
        Seed of the ensemble and of the perturbed counts; equal seeds give equal draws.
    threads
        Threads of the runs; they change nothing in the result.
    progress
        Called after each day with the number of days done and of all days.

    Raises
    ------
    RequestError
        If there is nothing to fit or to fit to, if the ensemble is too small, or if the library is
        not installed.

    Notes
    -----
    A member keeps its place effects and its chance through all passes, so that the posterior is
    as wide as not knowing these leaves it. Parameters that nothing uses before the last count is
    taken stay at their priors and are left out of the result.
    """
    smoother = _smoother()
    if members < LEAST_MEMBERS or iterations < 1:
        raise RequestError(
            say(
                "calibration needs at least {least} members and 1 pass, got "
                "{members} and {iterations}",
                least=LEAST_MEMBERS,
                members=members,
                iterations=iterations,
            )
        )
    past, goal = to_fit(scenario)
    names = fitted(past)
    if not names:
        raise RequestError(say("no parameter that the counts could tell of has a range"))
    run = _Runs(past, goal, members, seed, threads, progress, iterations + 1)
    prior = Draws(past, members, seed, frozenset({"parameters"})).values
    start = np.stack([_scores(past.parameters[name], prior[name]) for name in names])
    method = smoother(goal.errors**2, goal.values, alpha=iterations, seed=seed)
    scores, said = start, [run(names, start)]
    for _ in range(iterations):
        method.prepare_assimilation(Y=said[-1].T.copy(), truncation=1.0)
        scores = method.assimilate_batch(X=scores)
        said.append(run(names, scores))
    return Calibration(
        _posterior(past, names, start),
        _posterior(past, names, scores),
        start,
        scores,
        len(goal.values),
        tuple(_misfit(model, goal) for model in said),
        goal,
        said[0],
        said[-1],
    )


def to_fit(scenario: Scenario) -> tuple[Scenario, Targets]:
    """Return the scenario up to the last count that is fitted, and these counts.

    It has no weather and no aid: nothing is fitted to deaths (decision 0013).

    Raises
    ------
    RequestError
        If no count is marked ``fit``, or one ends after the scenario.
    """
    goal = targets(scenario.observations)
    end = goal.last_day()
    days = int((end - np.datetime64(scenario.start)).astype(int)) + 1
    if days > scenario.days:
        raise RequestError(
            say("a count to fit ends on {end}, after the scenario's last day", end=end)
        )
    past = rows_until(scenario, end)
    mild = replace(past, weather=Weather.empty(), aid=Aid.empty())
    return replace(mild, days=days, posterior=None, observations=goal.rows), goal


def fitted(past: Scenario) -> tuple[str, ...]:
    """Return the parameters with a range that something in these days can depend on."""
    ranged = (name for name, one in past.parameters.items() if one.low < one.high)
    return tuple(sorted(acts(past).intersection(ranged)))


def input_digest(scenario: Scenario) -> str:
    """Return the SHA-256 of all that a fit can depend on: days, laws, rows and counts, no words."""
    past, _ = to_fit(scenario)
    telling = acts(past)
    bare = Scenario(
        name="",
        title="",
        start=past.start,
        days=past.days,
        groups=past.groups,
        rules=past.rules,
        places=_without_words(past.places),
        routes=_without_words(past.routes),
        displaced=_without_words(past.displaced),
        timeline=_without_words(past.timeline),
        observations=_without_words(past.observations),
        parameters={
            name: replace(one, meaning="", source="", unit="")
            for name, one in past.parameters.items()
            if name in telling
        },
    )
    return bare.content_digest()


def _smoother() -> Any:
    """Return the library's smoother."""
    try:
        from iterative_ensemble_smoother import ESMDA
    except ImportError as error:
        raise RequestError(
            say("calibration needs a library of its own: pip install 'marchland[calibrate]'")
        ) from error
    return ESMDA


class _Runs:
    """Runs of the model with given normal scores of its parameters."""

    def __init__(
        self,
        past: Scenario,
        goal: Targets,
        members: int,
        seed: int,
        threads: int | None,
        progress: Progress | None,
        passes: int,
    ) -> None:
        self._past, self._goal, self._progress = past, goal, progress
        self._members, self._seed, self._threads = members, seed, threads
        self._done, self._all = 0, passes * past.days
        stocks = any(row["measure"] in STOCKS for row in goal.rows.rows())
        flow = "entered" in goal.rows.measure
        self._keep = Keep(stock="group" if stocks else "none", flow=flow)

    def __call__(self, names: tuple[str, ...], scores: Floats) -> Floats:
        """Return what each member says of the counts (member, count), as these are measured."""
        values = {
            name: _values(self._past.parameters[name], scores[i]) for i, name in enumerate(names)
        }
        runs = simulate(
            self._past,
            self._members,
            self._seed,
            threads=self._threads,
            keep=self._keep,
            parameters=values,
            progress=self._show,
        )
        self._done += self._past.days
        return self._goal.read(observed(runs, self._goal.rows).values)

    def _show(self, day: int, _: int) -> None:
        if self._progress is not None:
            self._progress(self._done + day, self._all)


def _scores(one: Parameter, values: Floats) -> Floats:
    """Return the normal scores of values of a parameter under its prior."""
    from scipy.special import ndtri

    if one.law == "loguniform":
        u = np.log(values / one.low) / np.log(one.high / one.low)
    else:
        u = (values - one.low) / (one.high - one.low)
    return np.asarray(ndtri(np.clip(u, _EDGE, 1 - _EDGE)))


def _values(one: Parameter, scores: Floats) -> Floats:
    """Return values of a parameter from normal scores: the way back of :func:`_scores`."""
    from scipy.special import ndtr

    u = np.clip(ndtr(scores), _EDGE, 1 - _EDGE)
    if one.law == "loguniform":
        return np.asarray(one.low * (one.high / one.low) ** u)
    return np.asarray(one.low + (one.high - one.low) * u)


def _posterior(past: Scenario, names: tuple[str, ...], scores: Floats) -> Posterior:
    """Return values with six digits, as they stand in a file of draws."""
    values = [_values(past.parameters[name], scores[i]) for i, name in enumerate(names)]
    return Posterior(
        names, np.array([[float(f"{v:.6g}") for v in row] for row in zip(*values, strict=True)])
    )


def _misfit(model: Floats, goal: Targets) -> float:
    return float((((model - goal.values) / goal.errors) ** 2).mean())


def _without_words(table: T) -> T:
    """Return a table without the columns that only people read, or only forecasts."""
    blank: dict[str, Any] = dict.fromkeys(("source", "label", "name"), "")
    blank["announced"] = np.datetime64("NaT", "D")
    return type(table).from_columns(
        {
            name: [blank[name]] * len(table) if name in blank else list(getattr(table, name))
            for name in table.columns()
        }
    )
