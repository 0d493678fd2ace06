"""Parameters in the manifest: the model's own given anew, and the scenario's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from math import nan
from typing import cast, get_args

from marchland.io.fields import Fields
from marchland.language import say
from marchland.model.amounts import NAME
from marchland.model.near import hint
from marchland.model.parameters import DEFAULTS, Law, Parameter

_UNKNOWN = Parameter(nan, nan, nan)
_LAWS: tuple[str, ...] = get_args(Law)


def read_parameters(given: Fields) -> dict[str, Parameter]:
    """Return every parameter: the model's own with what the manifest gives, and the scenario's.

    A bare number gives one of the model's own another value within the range that it has; where
    the model holds it fixed, as it does speeds, it is fixed at the number. A mapping gives some
    fields anew. A changed number loses the source of the old one. The scenario's own need a value,
    and a range or a source.
    """
    read = {name: _read(given, name) for name in given.values}
    return {**DEFAULTS, **{name: one for name, one in read.items() if one is not None}}


def _read(given: Fields, name: str) -> Parameter | None:
    """Return one parameter, None where it cannot be made out."""
    default, value = DEFAULTS.get(name), given.values[name]
    if not re.fullmatch(NAME, name, re.ASCII):
        given.wrong(name, say("must be letters, digits and underscores, a letter first"))
        return None
    if isinstance(value, dict):
        return _merged(Fields(given.document, value, f"{given.path}{name}."), default)
    if default is None:
        given.wrong(
            name,
            say(
                "is no parameter of the model{hint}; one of the scenario's own needs "
                "value, low and high",
                hint=hint(name, DEFAULTS),
            ),
        )
        return None
    return _revalued(default, given.number(name, default.value))


def _revalued(default: Parameter, value: float) -> Parameter:
    """Return a parameter of the model's with another value, in the range that it has."""
    if value == default.value:
        return default
    fixed = default.law == "fixed"
    low, high = (value, value) if fixed else (default.low, default.high)
    return Parameter(value, low, high, default.law, default.unit, default.meaning)


def _merged(given: Fields, default: Parameter | None) -> Parameter | None:
    """Return a parameter with the given fields, the others as the model has them."""
    given.only(asdict(_UNKNOWN))
    known = default or _UNKNOWN
    value = given.number("value", known.value)
    law = _law(given, known)
    if law == "fixed" or (default is None and not {"low", "high"} & set(given.values)):
        low, high = given.number("low", value), given.number("high", value)
    else:
        low, high = given.number("low", known.low), given.number("high", known.high)
    if default is None and not _complete(given, law):
        return None
    same = (value, low, high) == (known.value, known.low, known.high)
    return Parameter(
        value,
        low,
        high,
        law,
        given.text("unit", known.unit),
        given.text("meaning", known.meaning),
        given.text("source", known.source if same else ""),
    )


def _law(given: Fields, known: Parameter) -> Law:
    """Return the law: as given; else fixed for one number, and the old one for a range."""
    ranged = bool({"low", "high"} & set(given.values))
    law = given.text("law")
    if law and law not in _LAWS:
        given.wrong(
            "law",
            say(
                "'{law}' must be one of {laws}{hint}",
                law=law,
                laws=", ".join(_LAWS),
                hint=hint(law, _LAWS),
            ),
        )
        return known.law
    if law:
        return cast("Law", law)
    if known is _UNKNOWN or known.law == "fixed":
        return "uniform" if ranged else "fixed"
    return known.law


def _complete(given: Fields, law: str) -> bool:
    """Whether one of the scenario's own has what it needs; what is missing is noted."""
    needs = ("value",) if law == "fixed" else ("value", "low", "high")
    missing = [key for key in needs if not given.text(key)]
    if missing:
        given.wrong(
            "",
            say(
                "has no {missing}; one of the scenario's own needs value, and low and high "
                "or a source",
                missing=say(" and no ").join(missing),
            ),
        )
    return not missing


def write_parameters(parameters: Mapping[str, Parameter]) -> dict[str, dict[str, object]]:
    """Return the parameters that differ from the model's own, with all their fields."""
    return {name: asdict(one) for name, one in parameters.items() if one != DEFAULTS.get(name)}
