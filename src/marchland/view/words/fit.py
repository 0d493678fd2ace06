"""What a calibration found, for a terminal."""

from __future__ import annotations

import pandas as pd

from marchland.model.scenario import Scenario
from marchland.study.fit.calibration import Calibration
from marchland.study.fit.fitted import at_bounds, met, pairs, ranges, unreached, withheld


def fit_in_words(scenario: Scenario, fit: Calibration) -> str:
    """Return the fit as text for a terminal."""
    table, hidden = ranges(scenario, fit), withheld(scenario)
    rows = [_row(str(name), one, name in hidden) for name, one in table.iterrows()]
    together = [
        f"  {row.one} and {row.other}: {row.correlation:+.2f}" for row in pairs(fit).itertuples()
    ]
    passes = ", ".join(f"{value:.2f}" for value in fit.misfit)
    return "\n".join(
        [
            f"{fit.counts} counts, {len(table)} parameters, {len(fit.posterior.draws)} draws",
            f"Squared distance to the counts in standard errors, pass by pass: {passes}",
            "Parameter, range before, median after (90 % band), spread compared with before,",
            "most narrowed first (chances that a crossing succeeds are not shown):",
            *rows,
            *_met(fit),
            *_at_bounds(fit, hidden),
            "Known together better than apart (correlation of the fitted values):",
            *(together or ["  none"]),
        ]
    )


def _met(fit: Calibration) -> list[str]:
    """Say of each series how well it was met, and what could not be reached, with a hint."""
    table, far = met(fit), unreached(fit)
    lines = [
        "How well each series was met, worst first: distance of the median in standard errors,",
        "before and after (1 or less is as well as the counts are known), counts in the 90 % band:",
    ]
    lines += [
        f"  {name!s:32} {one['before']:6.1f} to {one['after']:<6.1f} "
        f"{one['inside']:.0f} of {one['counts']:.0f}"
        for name, one in table.iterrows()
    ]
    lines += [
        f"Not reached: {name}: the model has {one['ratio']:.0%} of the counts. "
        + _hint(one["ratio"])
        for name, one in far.iterrows()
    ]
    return lines


def _hint(ratio: float) -> str:
    """Say what to look at where a series was not reached."""
    if ratio < 1:
        return (
            "More people must come or stay there: give the place's attraction, the people "
            "displaced, the way there, or what takes people away (leaving, transfers) a parameter "
            "with a range, or widen one; check what the count counts."
        )
    return (
        "Fewer people must be there: give what draws or keeps them (attraction, capacity, leaving) "
        "a parameter with a range, or widen one; check what the count counts."
    )


def _at_bounds(fit: Calibration, hidden: set[str]) -> list[str]:
    """Name the parameters that stand at an end of their range."""
    ends = at_bounds(fit)
    if not ends:
        return ["No parameter stands at a bound of its range."]
    told = ", ".join(
        name if name in hidden else f"{name} ({end} end)" for name, end in ends.items()
    )
    return [
        f"At a bound of their range: {told}. The counts ask for more than the range allows: widen "
        "it if a wider one can be defended, or look for what the model lacks."
    ]


def _row(name: str, one: pd.Series[float], hidden: bool) -> str:
    """Return a parameter's line; a chance to cross is told without its values."""
    before = "" if hidden else f"{one['low']:8.3g} to {one['high']:<8.3g}"
    after = "" if hidden else f"{one['median']:8.3g} ({one['low90']:.3g} to {one['high90']:.3g})"
    return f"  {name:32} {before:20} {after:30} {one['spread']:.0%}"
