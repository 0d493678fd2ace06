"""What a calibration found, for a terminal."""

from __future__ import annotations

import pandas as pd

from marchland.model.scenario import Scenario
from marchland.study.fit.calibration import Calibration
from marchland.study.fit.fitted import pairs, ranges, withheld


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
            "Known together better than apart (correlation of the fitted values):",
            *(together or ["  none"]),
        ]
    )


def _row(name: str, one: pd.Series[float], hidden: bool) -> str:
    """Return a parameter's line; a chance to cross is told without its values."""
    before = "" if hidden else f"{one['low']:8.3g} to {one['high']:<8.3g}"
    after = "" if hidden else f"{one['median']:8.3g} ({one['low90']:.3g} to {one['high90']:.3g})"
    return f"  {name:32} {before:20} {after:30} {one['spread']:.0%}"
