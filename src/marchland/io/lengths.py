"""Routes without a length: the straight line between their ends, times a stated factor."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from marchland.errors import Problem
from marchland.language import say, say_n, written
from marchland.model.checks.case import Case
from marchland.model.checks.geography import straight_lines
from marchland.model.scenario import Scenario
from marchland.model.sphere import detour
from marchland.model.tables import Routes

_SHOWN = 5


def with_lengths(draft: Scenario) -> tuple[Scenario, list[Problem]]:
    """Return a scenario with lengths where they are blank and both ends have a position.

    Every such length is listed, with its factor, as an assumption.
    """
    routes = draft.routes
    straight = straight_lines(Case(draft))
    blank = np.isnan(routes.length_km) & np.isfinite(straight)
    if not blank.any():
        return draft, []
    factors = np.array([detour(mode) for mode in routes.mode])
    length = np.where(blank, np.round(straight * factors, 1), routes.length_km)
    told = []
    for mode in dict.fromkeys(np.array(routes.mode)[blank].tolist()):
        rows = [row for row in np.flatnonzero(blank).tolist() if routes.mode[row] == mode]
        shown = [f"{routes.id[row]} {written(length[row], 'g')} km" for row in rows[:_SHOWN]]
        more = say(" and {rows} more", rows=len(rows) - _SHOWN) if len(rows) > _SHOWN else ""
        told.append(
            Problem(
                Routes.FILE,
                say_n(
                    "length_km of {n} route by {mode} is blank; assumed are {detour:g} times the "
                    "straight line: {shown}{more}",
                    "length_km of {n} routes by {mode} is blank; assumed are {detour:g} times the "
                    "straight line: {shown}{more}",
                    len(rows),
                    mode=mode,
                    detour=detour(mode),
                    shown=", ".join(shown),
                    more=more,
                ),
                warning=True,
            )
        )
    return replace(draft, routes=replace(routes, length_km=length)), told
