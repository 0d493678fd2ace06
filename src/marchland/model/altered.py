"""A scenario with other values of its parameters."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from marchland.errors import RequestError
from marchland.language import mark, say
from marchland.model.checks.every import problems
from marchland.model.near import hint
from marchland.model.parameters import Parameter
from marchland.model.posterior import Posterior
from marchland.model.scenario import Scenario

GIVEN = mark("given by the user")
"""Source of a single value in place of a range."""

Value = float | tuple[float, float] | Parameter


def with_parameters(scenario: Scenario, **values: Value) -> Scenario:
    """Return a scenario with other values or ranges of parameters; the given one stays as it is.

    Parameters
    ----------
    scenario
        A scenario, with levers pulled or not.
    values
        By the name of the parameter: a number that all members have, a range ``(low, high)`` from
        which each draws its own, or a :class:`~marchland.model.parameters.Parameter`. A parameter
        that was fitted is no longer drawn with those that it was fitted with.

    Raises
    ------
    RequestError
        With all that is wrong: parameters that the scenario does not have, and values that they
        cannot have.
    """
    base = scenario.base or scenario
    wrong = [
        say(
            "'{name}' is no parameter of {scenario}{hint}",
            name=name,
            scenario=base.name,
            hint=hint(name, base.parameters),
        )
        for name in values
        if name not in base.parameters
    ]
    wrong += [
        say(
            "{name} is {value!r}, must be a number, a range (low, high) or a Parameter",
            name=name,
            value=value,
        )
        for name, value in values.items()
        if not _readable(value)
    ]
    if wrong:
        raise RequestError("; ".join(wrong))
    other = {name: _parameter(base.parameters[name], value) for name, value in values.items()}
    made = replace(
        base,
        parameters={**base.parameters, **other},
        posterior=_without(base.posterior, frozenset(values)),
    )
    _check(made, base)
    made = replace(made, digest=made.content_digest() if base.digest else "")
    return made.pulled(scenario.pulls) if scenario.pulls else made


def _readable(value: object) -> bool:
    """Whether this says what a parameter is."""
    ends = value if isinstance(value, (tuple, list)) and len(value) == 2 else [value]
    plain = all(isinstance(end, (int, float, np.number)) for end in ends)
    return isinstance(value, Parameter) or (plain and not isinstance(value, bool))


def _parameter(old: Parameter, value: Value) -> Parameter:
    """Return a parameter with what was given in place of its value and its range."""
    if isinstance(value, Parameter):
        return value
    if not isinstance(value, (tuple, list)):
        one = float(value)
        return replace(old, value=one, low=one, high=one, law="fixed", source=GIVEN)
    low, high = float(value[0]), float(value[1])
    middle = (low + high) / 2
    if old.law == "loguniform" and low > 0 and high > 0:
        middle = math.sqrt(low * high)
    law = "uniform" if old.law == "fixed" else old.law
    kept = old.value if low <= old.value <= high else middle
    return replace(old, value=kept, low=low, high=high, law=law, source="")


def _without(posterior: Posterior | None, names: frozenset[str]) -> Posterior | None:
    """Return fitted draws without some parameters, None where none is left."""
    if posterior is None or not names & set(posterior.names):
        return posterior
    kept = [i for i, name in enumerate(posterior.names) if name not in names]
    if not kept:
        return None
    return Posterior(tuple(posterior.names[i] for i in kept), posterior.draws[:, kept])


def _check(made: Scenario, base: Scenario) -> None:
    """Refuse what the new values make wrong.

    Raises
    ------
    RequestError
        With all of it.
    """
    found = [one for one in problems(made) if not one.warning]
    if found and (new := [one.told for one in found if one not in problems(base)]):
        raise RequestError("; ".join(new))
