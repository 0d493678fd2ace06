"""What a calibration found, for a terminal."""

from __future__ import annotations

from functools import reduce

import pandas as pd

from marchland.language import mark, say, say_in, written
from marchland.model.scenario import Scenario
from marchland.study.fit.calibration import Calibration
from marchland.study.fit.fitted import at_bounds, met, pairs, ranges, unreached, withheld

_ENDS = {"lower": mark("{name} (lower end)"), "upper": mark("{name} (upper end)")}


def fit_in_words(scenario: Scenario, fit: Calibration) -> str:
    """Return the fit as text for a terminal."""
    table, hidden = ranges(scenario, fit), withheld(scenario)
    rows = [_row(str(name), one, name in hidden) for name, one in table.iterrows()]
    together = [
        say(
            "  {one} and {other}: {correlation:+.2f}",
            one=row.one,
            other=row.other,
            correlation=row.correlation,
        )
        for row in pairs(fit).itertuples()
    ]
    passes = reduce(
        lambda one, other: say_in("numbers", "{one}, {other}", one=one, other=other),
        [written(value, ".2f") for value in fit.misfit],
    )
    return "\n".join(
        [
            say(
                "{counts} counts, {parameters} parameters, {draws} draws",
                counts=fit.counts,
                parameters=len(table),
                draws=len(fit.posterior.draws),
            ),
            say(
                "Squared distance to the counts in standard errors, pass by pass: {passes}",
                passes=passes,
            ),
            say("Parameter, range before, median after (90 % band), spread compared with before,"),
            say("most narrowed first (chances that a crossing succeeds are not shown):"),
            *rows,
            *_met(fit),
            *_at_bounds(fit, hidden),
            say("Known together better than apart (correlation of the fitted values):"),
            *(together or [say("  none")]),
        ]
    )


def _met(fit: Calibration) -> list[str]:
    """Say of each series how well it was met, and what could not be reached, with a hint."""
    table, far = met(fit), unreached(fit)
    lines = [
        say(
            "How well each series was met, worst first: distance of the median in standard errors,"
        ),
        say(
            "before and after (1 or less is as well as the counts are known), counts "
            "in the 90 % band:"
        ),
    ]
    lines += [
        say(
            "  {name!s:32} {before:6.1f} to {after:<6.1f} {inside:.0f} of {counts:.0f}",
            name=name,
            before=one["before"],
            after=one["after"],
            inside=one["inside"],
            counts=one["counts"],
        )
        for name, one in table.iterrows()
    ]
    lines += [
        say(
            "Not reached: {name}: the model has {share:.0%} of the counts. ",
            name=name,
            share=one["ratio"],
        )
        + _hint(one["ratio"])
        for name, one in far.iterrows()
    ]
    return lines


def _hint(ratio: float) -> str:
    """Say what to look at where a series was not reached."""
    if ratio < 1:
        return say(
            "More people must come or stay there: give the place's attraction, the "
            "people displaced, the way there, or what takes people away (leaving, "
            "transfers) a parameter with a range, or widen one; check what the count "
            "counts."
        )
    return say(
        "Fewer people must be there: give what draws or keeps them (attraction, "
        "capacity, leaving) a parameter with a range, or widen one; check what the "
        "count counts."
    )


def _at_bounds(fit: Calibration, hidden: set[str]) -> list[str]:
    """Name the parameters that stand at an end of their range."""
    ends = at_bounds(fit)
    if not ends:
        return [say("No parameter stands at a bound of its range.")]
    told = ", ".join(
        name if name in hidden else say(_ENDS[end], name=name) for name, end in ends.items()
    )
    return [
        say(
            "At a bound of their range: {names}. The counts ask for more than the range "
            "allows: widen it if a wider one can be defended, or look for what the "
            "model lacks.",
            names=told,
        )
    ]


def _row(name: str, one: pd.Series[float], hidden: bool) -> str:
    """Return a parameter's line; a chance to cross is told without its values."""
    before = "" if hidden else say("{low:8.3g} to {high:<8.3g}", low=one["low"], high=one["high"])
    after = (
        ""
        if hidden
        else say(
            "{median:8.3g} ({low90:.3g} to {high90:.3g})",
            median=one["median"],
            low90=one["low90"],
            high90=one["high90"],
        )
    )
    return f"  {name:32} {before:20} {after:30} {written(one['spread'], '.0%')}"
