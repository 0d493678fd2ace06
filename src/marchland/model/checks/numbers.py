"""Numbers that may be uncertain: amounts in cells, parameters, and their posterior."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial

import numpy as np

from marchland.errors import Problem
from marchland.language import mark, say, say_in, say_n
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

_CHANCE_ABOVE = mark("reaches {high}, a chance must be {bounds}")
_ABOVE = mark("reaches {high}, it must be {bounds}")
_CHANCE_BELOW = mark("reaches down to {low}, a chance must be {bounds}")
_BELOW = mark("reaches down to {low}, it must be {bounds}")


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
        return say(
            "'{amount}' names no parameter{hint}; give it in {file} or write a number",
            amount=amount,
            hint=hint(amount.parameter, parameters),
            file=MANIFEST,
        )
    low, high = _reached(amount, parameters[amount.parameter])
    if (one.low is None or low >= one.low) and (one.high is None or high <= one.high):
        return ""
    return say(
        "'{amount}' reaches from {low} to {high} over the parameter's range, must be {bounds}",
        amount=amount,
        low=f"{low:g}",
        high=f"{high:g}",
        bounds=bounds_in_words(one),
    )


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
            yield case.grouped(
                Timeline,
                rows,
                say("value '{amount}' of {what} {fault}", amount=amount, what=what, fault=fault),
            )


def value_fault(kind: EventKind, amount: Amount, parameter: Parameter | None) -> str:
    """Return what is wrong with the value of an event, over the range of the parameter it calls.

    Nothing is said of what the cell is told of by itself: a blank, a parameter that is not there,
    and a number below 0.
    """
    value = kind.value
    if value is None or amount.blank or (amount.parameter and parameter is None):
        return ""
    low, high = _reached(amount, parameter) if parameter else (amount.low, amount.high)
    bounds, chance = bounds_in_words(value), value.high == 1
    if value.high is not None and high > value.high:
        words = _CHANCE_ABOVE if chance else _ABOVE
        return say(words, high=f"{high:g}", bounds=bounds)
    if value.low is not None and 0 <= low < value.low:
        words = _CHANCE_BELOW if chance else _BELOW
        return say(words, low=f"{low:g}", bounds=bounds)
    return ""


def check_parameters(case: Case) -> Iterator[Problem]:
    """Parameters have a range that holds their value, within what they can mean."""
    for name, parameter in case.scenario.parameters.items():
        if parameter is DEFAULTS.get(name):
            continue
        for complaint in _parameter_complaints(name, parameter):
            yield case.key(
                f"parameters.{name}",
                say("parameter {name} {complaint}", name=name, complaint=complaint),
            )
    yield from _unused(case)


def _parameter_complaints(name: str, one: Parameter) -> Iterator[str]:
    if not all(map(math.isfinite, (one.value, one.low, one.high))):
        yield say("must have a finite value, low and high")
        return
    if one.low > one.high:
        yield say(
            "has low {low} above high {high}, turn them round",
            low=plain(one.low),
            high=plain(one.high),
        )
    elif not one.low <= one.value <= one.high:
        yield say(
            "is {value}, outside its range {low} to {high}: give low and high that hold it",
            value=plain(one.value),
            low=plain(one.low),
            high=plain(one.high),
        )
    if one.low != one.high and name in DEFAULTS and DEFAULTS[name].law == "fixed":
        yield say(
            "has a range, and is one number for all runs, since ways or times follow from it: give "
            "a value alone"
        )
    elif one.law == "fixed" and one.low != one.high:
        yield say("has law fixed and a range, take out the law or the range")
    if one.law == "loguniform" and one.low <= 0:
        yield say("has low {low}, must be above 0 for law loguniform", low=plain(one.low))
    least, most = LIMITS.get(name, (-math.inf, math.inf))
    if one.low < least or one.high > most:
        yield say(
            "reaches from {low} to {high}, must be {bounds}",
            low=plain(one.low),
            high=plain(one.high),
            bounds=_limits(least, most),
        )
    if one.assumed and one.low == one.high and not _technical(name, one):
        yield say(
            "has no source and no range: give low and high, or the source that it is known from"
        )


def _limits(least: float, most: float) -> str:
    if most == math.inf:
        return say("{low} or more", low=plain(least))
    return say_in("bounds", "{low} to {high}", low=plain(least), high=plain(most))


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
                say(
                    "parameter {name} is used in no table{hint}",
                    name=name,
                    hint=hint(name, DEFAULTS),
                ),
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
            yield Problem(
                POSTERIOR,
                say("column '{name}' is no parameter{hint}", name=name, hint=hint(name, known)),
            )
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
                say_n(
                    "{name} is {value}, must be {bounds} ({n} such draw)",
                    "{name} is {value}, must be {bounds} ({n} such draws)",
                    len(wrong),
                    name=name,
                    value=plain(drawn[row]),
                    bounds=_limits(least, most),
                ),
            )
