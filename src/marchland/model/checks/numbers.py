"""Numbers that may be uncertain: amounts in cells, parameters, and their posterior."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial

import numpy as np

from marchland.errors import Problem
from marchland.model.acting import called_by
from marchland.model.amounts import Amount, plain
from marchland.model.cells import bounds_in_words
from marchland.model.checks.case import MANIFEST, POSTERIOR, Case
from marchland.model.checks.cells import judged
from marchland.model.checks.names import rows_by_value
from marchland.model.columns import Column
from marchland.model.events import EVENTS, EventKind
from marchland.model.limits import LIMITS
from marchland.model.near import hint
from marchland.model.parameters import DEFAULTS, Parameter
from marchland.model.tables import Timeline


def check_amounts(case: Case) -> Iterator[Problem]:
    """Amounts name parameters that exist, and stay within bounds all over their ranges."""
    for table in case.tables:
        for name, one in table.columns().items():
            if one.kind != "amount":
                continue
            judge = partial(_amount_complaint, case, one)
            for complaint, rows in judged(getattr(table, name), judge):
                yield case.grouped(type(table), rows, f"{name} {complaint}")
    yield from _values_of_events(case)


def _amount_complaint(case: Case, one: Column, amount: Amount | None) -> str:
    """Return what is wrong with an amount that is a parameter's, nothing for plain numbers."""
    parameters = case.scenario.parameters
    if amount is None or not amount.parameter or MANIFEST in case.unread:
        return ""
    if amount.parameter not in parameters:
        if f"parameters.{amount.parameter}" in case.keys:
            return ""  # told there
        near = hint(amount.parameter, parameters)
        return f"'{amount}' names no parameter{near}; give it in {MANIFEST} or write a number"
    low, high = _reached(amount, parameters[amount.parameter])
    if (one.low is None or low >= one.low) and (one.high is None or high <= one.high):
        return ""
    reach = f"'{amount}' reaches from {low:g} to {high:g} over the parameter's range"
    return f"{reach}, must be {bounds_in_words(one)}"


def _reached(amount: Amount, parameter: Parameter) -> tuple[float, float]:
    ends = (amount.low * parameter.low, amount.low * parameter.high)
    return min(ends), max(ends)


def _values_of_events(case: Case) -> Iterator[Problem]:
    """Values of the timeline are what their kind of event allows, over their whole range."""
    timeline = case.scenario.timeline
    pairs = zip(timeline.what, timeline.value, strict=True)
    for (what, amount), rows in rows_by_value(pairs).items():
        parameter = case.scenario.parameters.get(amount.parameter)
        if what in EVENTS and (fault := value_fault(EVENTS[what], amount, parameter)):
            yield case.grouped(Timeline, rows, f"value '{amount}' of {what} {fault}")


def value_fault(kind: EventKind, amount: Amount, parameter: Parameter | None) -> str:
    """Return what is wrong with the value of an event, over the range of the parameter it calls.

    Nothing is said of what the cell is told of by itself: a blank, a parameter that is not there,
    and a number below 0.
    """
    value = kind.value
    if value is None or amount.blank or (amount.parameter and parameter is None):
        return ""
    low, high = _reached(amount, parameter) if parameter else (amount.low, amount.high)
    sort = "a chance" if value.high == 1 else "it"
    if value.high is not None and high > value.high:
        return f"reaches {high:g}, {sort} must be {bounds_in_words(value)}"
    if value.low is not None and 0 <= low < value.low:
        return f"reaches down to {low:g}, {sort} must be {bounds_in_words(value)}"
    return ""


def check_parameters(case: Case) -> Iterator[Problem]:
    """Parameters have a range that holds their value, within what they can mean."""
    for name, parameter in case.scenario.parameters.items():
        if parameter is DEFAULTS.get(name):
            continue
        for complaint in _parameter_complaints(name, parameter):
            yield case.key(f"parameters.{name}", f"parameter {name} {complaint}")
    yield from _unused(case)


def _parameter_complaints(name: str, one: Parameter) -> Iterator[str]:
    if not all(map(math.isfinite, (one.value, one.low, one.high))):
        yield "must have a finite value, low and high"
        return
    if one.low > one.high:
        yield f"has low {plain(one.low)} above high {plain(one.high)}, turn them round"
    elif not one.low <= one.value <= one.high:
        yield (
            f"is {plain(one.value)}, outside its range {plain(one.low)} to {plain(one.high)}: "
            "give low and high that hold it"
        )
    if one.low != one.high and name in DEFAULTS and DEFAULTS[name].law == "fixed":
        yield (
            "has a range, and is one number for all runs, since ways or times follow from it: "
            "give a value alone"
        )
    elif one.law == "fixed" and one.low != one.high:
        yield "has law fixed and a range, take out the law or the range"
    if one.law == "loguniform" and one.low <= 0:
        yield f"has low {plain(one.low)}, must be above 0 for law loguniform"
    least, most = LIMITS.get(name, (-math.inf, math.inf))
    if one.low < least or one.high > most:
        yield f"reaches from {plain(one.low)} to {plain(one.high)}, must be {_limits(least, most)}"
    if one.assumed and one.low == one.high and not _technical(name, one):
        yield "has no source and no range: give low and high, or the source that it is known from"


def _limits(least: float, most: float) -> str:
    return f"{plain(least)} or more" if most == math.inf else f"{plain(least)} to {plain(most)}"


def _technical(name: str, one: Parameter) -> bool:
    """Whether the model itself gives the parameter as one fixed number, as it does speeds."""
    default = DEFAULTS.get(name)
    if default is None:
        return False
    return default.law == "fixed" or (one.value == default.value and default.low == default.high)


def _unused(case: Case) -> Iterator[Problem]:
    """A parameter of the scenario's own that no cell, reaction, lever or move calls is odd."""
    if case.unread or case.flawed:
        return
    scenario = case.scenario
    changes = [one.changes for one in scenario.levers.values()]
    changes += [one.changes for one in scenario.moves.values()]
    named = {change.value.parameter for several in changes for change in several}
    used = called_by(scenario) | named
    for name in case.scenario.parameters:
        if name not in DEFAULTS and name not in used:
            yield case.key(
                f"parameters.{name}",
                f"parameter {name} is used in no table{hint(name, DEFAULTS)}",
                warning=True,
            )


def check_posterior(case: Case) -> Iterator[Problem]:
    """Fitted draws belong to parameters and are values that these can have."""
    posterior = case.scenario.posterior
    if posterior is None or POSTERIOR in case.unread:
        return
    known = case.scenario.parameters
    for column, name in enumerate(posterior.names):
        if name not in known and MANIFEST not in case.unread:
            yield Problem(POSTERIOR, f"column '{name}' is no parameter{hint(name, known)}")
        own = known[name] if name in known and name not in DEFAULTS else None
        unbound = (own.low, own.high) if own else (-math.inf, math.inf)
        least, most = LIMITS.get(name, unbound)
        drawn = posterior.draws[:, column]
        wrong = np.flatnonzero(~((drawn >= least) & (drawn <= most)))
        if len(wrong):
            row = int(wrong[0])
            line = case.lines.get(POSTERIOR, range(2, len(drawn) + 2))[row]
            yield Problem(
                f"{POSTERIOR}:{line}",
                f"{name} is {plain(drawn[row])}, must be "
                f"{_limits(least, most)} ({len(wrong)} such draws)",
            )
