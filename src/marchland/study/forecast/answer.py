"""One answer to where people will be: series where there are any, the simulator for the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape

import numpy as np
import pandas as pd

from marchland.errors import RequestError
from marchland.language import say
from marchland.model.amounts import Amount
from marchland.model.events import kind_of
from marchland.model.levers import Pull
from marchland.model.pulling import completed, unanswered
from marchland.model.reviews import with_reviews
from marchland.model.scenario import Scenario
from marchland.model.tables import Timeline
from marchland.study.forecast.earned import together
from marchland.study.forecast.hierarchy import Sums, sums
from marchland.study.forecast.known import known, rebuilt
from marchland.study.forecast.predict import Predicted, horizons_upto, predict, silence
from marchland.study.forecast.roll import Rolled
from marchland.study.forecast.series import Floats, Record
from marchland.study.forecast.simulator import Progress, Simulated, Simulator
from marchland.study.forecast.sources import of_scenario, rows_of
from marchland.study.forecast.table import day_of
from marchland.study.scores.quantiles import LEVELS, level

_BANDS = {"low90": 0.05, "low50": 0.25, "median": 0.5, "high50": 0.75, "high90": 0.95}


@dataclass(frozen=True, eq=False)
class Forecast:
    """Where people will be counted, and how sure that is, by what was known on a day.

    Parameters
    ----------
    title
        The crisis.
    day
        The day, from 1970-01-01 on.
    shown
        Days ahead that tables show.
    counts
        The mix of rules on the series alone: questions, what is known, how earlier forecasts did.
    people
        The forecast of each question, with the simulator by its weight (question, level).
    sums
        Sums over sites.
    simulated
        What the simulator says; None where the crisis has counts and no scenario to run.
    delay
        Days until a count is published.
    """

    title: str
    day: int
    shown: tuple[int, ...]
    counts: Predicted
    people: Floats
    sums: Sums
    simulated: Simulated | None
    delay: int | Mapping[str, int]

    @property
    def record(self) -> Record:
        """The series as they were known on the day."""
        return self.counts.record

    @property
    def predicted(self) -> Predicted:
        """The forecast with the simulator in it, as that of the series alone is given."""
        return replace(self.counts, rolled=replace(self.counts.rolled, people=self.people))

    def table(self) -> pd.DataFrame:
        """Return the median and the ends of the 50 and 90 % bands of each count ahead.

        Returns
        -------
        pandas.DataFrame
            A row for each series and horizon: ``series``, ``measure``, ``days``, ``date`` (the last
            day that the count is of), ``low90``, ``low50``, ``median``, ``high50``, ``high90``.
        """
        asked = self.counts.rolled.questions
        rows = []
        for k, days in enumerate(self.counts.ahead.tolist()):
            one = self.record.series[int(asked.series[k])]
            band = {name: float(self.people[k, level(share)]) for name, share in _BANDS.items()}
            last = day_of(int(asked.last[k]))
            rows.append(
                {"series": one.name, "measure": one.kind, "days": days, "date": last} | band
            )
        return pd.DataFrame(rows, columns=["series", "measure", "days", "date", *_BANDS])

    def __repr__(self) -> str:
        told = f"Forecast of {self.title} as of {day_of(self.day)}"
        return f"{told}: {len(self.record.series)} series, to {max(self.shown, default=0)} days"

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>{self.table().to_html(index=False, max_rows=20)}"

    def chance_above(self, question: int, people: float) -> float:
        """Return the chance that a count is above a number, by its quantiles."""
        return chance_above(self.people[question], people)


def chance_above(quantiles: Floats, people: float) -> float:
    """Return the chance of more than so many people.

    Parameters
    ----------
    quantiles
        At the levels of all forecasts (level). Beyond the outermost it is 0 or 1.
    """
    if people < quantiles[0]:
        return 1.0
    if people >= quantiles[-1]:
        return 0.0
    rising = quantiles + np.arange(len(quantiles)) * 1e-9  # a step takes its highest level
    return float(1.0 - np.interp(people, rising, LEVELS))


def forecast(
    crisis: Scenario,
    *,
    as_of: date | str | None = None,
    horizon: int = 90,
    levers: Sequence[str | Pull] = (),
    members: int = 100,
    seed: int = 1,
    delay: int | Mapping[str, int] = 0,
    reviews: str | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Forecast:
    """Look ahead from the last counts of a crisis.

    Only what was known on the day is used: counts published by then, events that had happened or
    were announced, people displaced up to it. A series that exists is forecast by the mix of rules,
    with the simulator by the weight that its own verified forecasts earned; what no series has, by
    the simulator, from members that agree with the counts. Where nobody has counted yet, all is by
    the simulator.

    Parameters
    ----------
    crisis
        A scenario, as :func:`marchland.read` returns it.
    as_of
        The day; by default that of the last count.
    horizon
        Days ahead, at least 1.
    levers
        Levers supposed to be pulled: ``name``, ``name@date``, or a pull with a strength. By default
        from the day after.
    members, seed
        Members that go on from the day, and the seed of their chance.
    delay
        Days from the last day of a count until it is published: for all, or by series.
    reviews
        Whose reviews of up to the day hold, as for :func:`marchland.simulate`.
    threads
        Threads; by default one for each core.
    progress
        Called as parts of the work are done, with their number and that of all parts.

    Raises
    ------
    RequestError
        If no day is given and nothing was counted, a lever is not there or is pulled too early, or
        a number is out of range.
    """
    crisis = crisis if reviews is None else with_reviews(crisis, reviews)
    if isinstance(horizon, bool) or horizon < 1:
        raise RequestError(
            say("the horizon is {horizon} days, must be at least 1", horizon=horizon)
        )
    if members < 2:
        raise RequestError(
            say("a forecast needs at least 2 members, {members} were asked for", members=members)
        )
    day = _day(crisis, as_of, delay)
    ahead, shown = horizons_upto(horizon)
    first = int(np.datetime64(crisis.start, "D").astype(np.int64))
    if day < first:
        raise RequestError(
            say(
                "'{name}' begins on {start}, after the day of asking",
                name=crisis.name,
                start=crisis.start,
            )
        )
    then = known(crisis, day, day - first + 1, delay)
    if rows_of(then):
        found = predict(of_scenario(then).delayed(delay), day, ahead)
    else:
        found = silence(crisis.name, day, ahead)
    pulls = _pulls(crisis, levers, day, day + max(ahead))
    gated = replace(then, timeline=_with_gates(then, pulls))
    said = Simulator(gated, found, members, seed, delay, threads).said(pulls, progress)
    people = together(found.rolled, said.told, found.record, dict(said.earned))
    mixed = replace(found, rolled=replace(found.rolled, people=people))
    if said.effect is not None:
        on_top = _on_top(people, said.effect.people, found.rolled, found.record)
        said = replace(said, effect=replace(said.effect, forecast=on_top))
    return Forecast(crisis.title, day, tuple(shown), found, people, sums(mixed), said, delay)


def of_record(record: Record, title: str, day: int | None, horizon: int) -> Forecast:
    """Look ahead from counts alone, where there is no scenario to run.

    Parameters
    ----------
    record
        The counts.
    title
        What people call the crisis.
    day, horizon
        As for :func:`forecast`; the day from 1970-01-01 on.
    """
    ahead, shown = horizons_upto(horizon)
    found = predict(record, day, ahead)
    delays = {one.name: one.delay for one in record.series}
    return Forecast(
        title, found.day, tuple(shown), found, found.rolled.people, sums(found), None, delays
    )


def _on_top(people: Floats, added: Floats, asked: Rolled, record: Record) -> Floats:
    """Put a lever's effect on a forecast, each with its own spread (question, level).

    Ranks of the two are taken to be independent: every member's effect meets every quantile.
    """
    found = people.copy()
    for k in np.flatnonzero(np.isfinite(added).all(axis=0)).tolist():
        summed = np.maximum(people[k][None, :] + added[:, k][:, None], 0.0)
        found[k] = np.round(np.quantile(summed, LEVELS))
        if record.series[int(asked.questions.series[k])].kind == "total":
            found[k] = np.maximum(found[k], asked.last_people[k])
    return found


def _day(crisis: Scenario, as_of: date | str | None, delay: int | Mapping[str, int]) -> int:
    """Return the day of asking: as given, or that on which the last count was published."""
    if as_of is not None:
        try:
            return int(np.datetime64(as_of, "D").astype(np.int64))
        except ValueError:
            raise RequestError(
                say("'{as_of}' is not a date (write YYYY-MM-DD)", as_of=as_of)
            ) from None
    if not rows_of(crisis):
        raise RequestError(
            say(
                "'{name}' has no counts: say from which day to look ahead (as_of, --as-of)",
                name=crisis.name,
            )
        )
    series = of_scenario(crisis).delayed(delay).series
    return max(int(one.last[-1]) + one.delay for one in series)


def _pulls(crisis: Scenario, levers: Sequence[str | Pull], day: int, end: int) -> tuple[Pull, ...]:
    """Return the levers with their dates, which are after the day and not after the last.

    Raises
    ------
    RequestError
        If one is not written as a lever is, is not there, or is pulled too early or too late, or a
        stress has no answer.
    """
    first, last = (np.datetime64(one, "D").astype(date) for one in (day + 1, end))
    found, wrong = [], []
    for one in levers:
        try:
            pull = Pull.of(one) if isinstance(one, str) else one
        except ValueError as error:
            wrong.append(str(error))
            continue
        pull = pull if pull.date is not None else replace(pull, date=first)
        if pull.lever in crisis.levers and pull.date is not None and pull.date < first:
            wrong.append(
                say(
                    "lever '{lever}' is pulled on {date}, must be on {first} or later: what is "
                    "behind is known",
                    lever=pull.lever,
                    date=pull.date,
                    first=first,
                )
            )
        found.append(pull)
    unknown = [pull for pull in found if pull.lever not in crisis.levers]
    if unknown or not wrong:
        try:
            completed(unknown or found, crisis.levers, first, last, crisis.name)
        except RequestError as error:
            wrong.append(str(error))
    if found and not wrong and (alone := unanswered(found, crisis.levers)):
        wrong.append(alone)
    if wrong:
        raise RequestError("; ".join(wrong))
    return tuple(found)


def _with_gates(then: Scenario, pulls: Sequence[Pull]) -> Timeline:
    """Return the timeline with rows, beyond the end, that make gates of what levers will limit.

    A route that a lever gives seats is a gate from the first day on, so that the days before are
    the same with and without the lever.
    """
    beyond = np.datetime64(then.start, "D") + np.timedelta64(10_000, "D")
    rows = [
        {
            "date": beyond,
            "what": change.what,
            "where": change.where,
            "group": change.group,
            "value": Amount(1.0, 1.0),
            "source": f"lever {pull.lever}",
        }
        for pull in pulls
        if pull.lever in then.levers
        for change in then.levers[pull.lever].changes
        if kind_of(change.what).gate
    ]
    return rebuilt(then.timeline, [*then.timeline.rows(), *rows]) if rows else then.timeline
