"""Levers pulled together, a stress never alone."""

from __future__ import annotations

from marchland.errors import RequestError
from marchland.model.levers import Pull
from marchland.model.pulling import unanswered
from marchland.model.scenario import Scenario


def pull(scenario: Scenario, *levers: str | Pull) -> Scenario:
    """Return a scenario with these levers pulled together; the given one stays as it is.

    Parameters
    ----------
    scenario
        A scenario; levers that were pulled before stay pulled.
    levers
        Levers as ``name``, ``name@date`` or ``name@date:strength``, or as pulls.

    Returns
    -------
    Scenario
        A new one, whose chance is paired with that of the given one.

    Raises
    ------
    RequestError
        If a lever is not there or is out of range, levers exclude or contradict each other, or a
        stress stands alone: it is shown only beside a protective answer, so pull one with it.
    """
    pulls, wrong = list(scenario.pulls), []
    for one in levers:
        try:
            pulls.append(one if isinstance(one, Pull) else Pull.of(one))
        except ValueError as error:
            wrong.append(str(error))
    if wrong:
        raise RequestError("; ".join(wrong))
    made = scenario.pulled(pulls)
    if alone := unanswered(made.pulls, made.levers):
        raise RequestError(alone)
    return made
