"""What a forecast rests on, what changed since the last one, and how earlier ones did."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from marchland.language import mark, say, say_n, written
from marchland.model.tables import Timeline
from marchland.study.forecast.alerts import Answered
from marchland.study.forecast.answer import Forecast
from marchland.study.forecast.assimilate import ERROR, HALF_LIFE
from marchland.study.forecast.document import Change
from marchland.study.forecast.earned import Earned
from marchland.study.forecast.inflow import DAMPING, LATELY
from marchland.study.forecast.known import WEATHER_AGAIN
from marchland.study.forecast.series import Kind
from marchland.study.forecast.table import day_of
from marchland.view.words.dates import day_name, short_day

EARNED = {"stock": mark("people at places"), "total": mark("running totals"), "flow": mark("flows")}
"""What each kind of series counts, where the simulator's earlier forecasts are judged."""
BY_COUNTS = "counts"
"""What an alert is answered by, where it is not the simulator."""


def how_it_did(weights: Mapping[Kind, Earned], kinds: Collection[Kind]) -> list[str]:
    """Say how the simulator's earlier forecasts of some kinds did, and what weight that gave."""
    told = []
    for kind, one in weights.items():
        if kind not in kinds:
            continue
        what = say(EARNED[kind])
        if not one.forecasts:
            told.append(
                say(
                    "For {what} no forecast of the simulator could be verified yet: it has a "
                    "weight of {weight}.",
                    what=what,
                    weight=whole(one.weight),
                )
            )
            continue
        off = mark("{share} less error") if one.ratio <= 1 else mark("{share} more error")
        told.append(
            say_n(
                "For {what} {n} earlier forecast of the simulator was verified: {error} than the "
                "rules on the counts, {inside} in the 90 % band. It has a weight of {weight}.",
                "For {what} {n} earlier forecasts of the simulator were verified: {error} than the "
                "rules on the counts, {inside} in the 90 % band. It has a weight of {weight}.",
                one.forecasts,
                what=what,
                error=say(off, share=whole(abs(1 - one.ratio))),
                inside=one.inside,
                weight=whole(one.weight),
            )
        )
    return told


def known(found: Forecast) -> list[str]:
    """Say what was known."""
    series = found.record.series
    told = []
    if series:
        told.append(
            say(
                "{counts:,} counts of {series} series, the last of {day}.",
                counts=sum(len(one) for one in series),
                series=len(series),
                day=day_name(day_of(max(int(one.last[-1]) for one in series))),
            )
        )
    late = sorted({one.delay for one in series})
    if late and late != [0]:
        told.append(
            say(
                "Counts are published {low} to {high} days after their last day.",
                low=late[0],
                high=late[-1],
            )
        )
    if found.simulated is not None:
        told += _events(found.simulated.scenario.timeline, found.day)
    if found.counts.left_out:
        told.append(
            say(
                "This crisis is one of those that the rules were learnt on ({names}): what was "
                "learnt there was left out.",
                names=", ".join(found.counts.left_out),
            )
        )
    return told


def _events(timeline: Timeline, day: int) -> tuple[str, str]:
    """Say how many events had happened by a day, and how many had been announced."""
    ahead = int((timeline.date > np.datetime64(day, "D")).sum())
    happened = len(timeline) - ahead
    return (
        say_n("{n:,} event that had happened.", "{n:,} events that had happened.", happened),
        say_n(
            "{n} event to come that had been announced.",
            "{n} events to come that had been announced.",
            ahead,
        ),
    )


def assumed(found: Forecast) -> list[str]:
    """Say what is assumed."""
    told = [say("Closures, decisions and re-registrations to come are not foreseen.")]
    if found.simulated is None:
        return told
    return [
        *told,
        say(
            "People are displaced ahead as in the {days} days before, {low:g} to {high:g} of it, "
            "with a spread learnt on past crises.",
            days=LATELY,
            low=DAMPING[0],
            high=DAMPING[1],
        ),
        say(
            "Nobody leaves a camp without reason, unless the scenario has a chance of "
            "its own for it."
        ),
        say("The weather of the last {days} days that are known comes again.", days=WEATHER_AGAIN),
        say(
            "A count and the model differ by about {share}; a count weighs half as much after "
            "{days:.0f} days.",
            share=whole(ERROR),
            days=HALF_LIFE,
        ),
        say(
            "Places, routes and ranges of parameters are those of the scenario: "
            "whoever wrote them may have known what came later."
        ),
    ]


def changed(some: Sequence[Change], events: Sequence[str]) -> list[str]:
    """Say what changed since the last forecast, a line for each series, and why."""
    told = []
    farthest = {one.series: one for one in sorted(some, key=lambda one: one.last)}
    for one in farthest.values():
        if round(one.before) == round(one.now):
            continue
        told.append(_moved(one))
    return [*(say("New event: {event}.", event=event) for event in events), *told]


def _moved(one: Change) -> str:
    """Say how a median changed, and what was counted since, if anything."""
    medians = say(
        "{series}, {day}: median {before:,.0f}, now {now:,.0f}",
        series=one.series.replace("_", " "),
        day=short_day(one.last),
        before=one.before,
        now=one.now,
    )
    why = {
        "above": mark(
            "{medians}: counted {now:,.0f} (before {before:,.0f}), above the earlier band."
        ),
        "below": mark(
            "{medians}: counted {now:,.0f} (before {before:,.0f}), below the earlier band."
        ),
        "within": mark(
            "{medians}: counted {now:,.0f} (before {before:,.0f}), within the earlier band."
        ),
    }.get(one.surprise)
    if why is None:
        return f"{medians}."
    return say(why, medians=medians, now=one.counted, before=one.counted_before)


def alerts(some: Sequence[Answered]) -> list[str]:
    """Say what each alert came to."""
    told = []
    for one in some:
        raised = say("ALERT") if one.raised else say("no alert")
        chance = likely(one.chance)
        by = (
            mark("{raised}: {alert}: chance {chance}, by the counts")
            if one.by == BY_COUNTS
            else mark("{raised}: {alert}: chance {chance}, by the simulator")
        )
        told.append(say(by, raised=raised, alert=one.alert, chance=chance))
    return told


def likely(chance: float) -> str:
    """Write a chance; none is certain."""
    if chance < 0.025:
        return say("below 3 %")
    return say("above 97 %") if chance > 0.975 else whole(chance)


def whole(share: float) -> str:
    """Write a share in whole percent."""
    return say("{number} %", number=written(100 * share, ".0f"))
