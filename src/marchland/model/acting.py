"""What each parameter acts on: which of them can move anything in a scenario.

Each of the model's own parameters has a condition here, asked of the scenario and never of its
name; one of the scenario's own acts where a cell or a reaction calls it. Lists of assumptions,
screening, calibration and pictures ask :func:`acts`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from marchland.model.kinds import PLACE_KINDS, PlaceKind
from marchland.model.parameters import DEFAULTS, EXPOSURE
from marchland.model.scenario import Scenario
from marchland.model.shelter import shelter_of

Condition = Callable[[Scenario], bool]
CROSSING = "crossing"
"""Mode of a route over a closed line."""


def _always(_: Scenario) -> bool:
    return True


def _kind(asked: Callable[[PlaceKind], bool]) -> Condition:
    """Return whether there is a place of a kind of which something holds."""
    return lambda scenario: any(asked(PLACE_KINDS[kind]) for kind in set(scenario.places.kind))


def _left(name: str) -> Condition:
    """Return whether a way leads out of a place whose kind is left by a parameter."""

    def asked(scenario: Scenario) -> bool:
        routes, places = scenario.routes, scenario.places
        back = (end for end, both in zip(routes.destination, routes.both_ways, strict=True) if both)
        left = {*routes.origin, *back}
        return any(
            place in left and name in (PLACE_KINDS[kind].leave, PLACE_KINDS[kind].stay)
            for place, kind in zip(places.id, places.kind, strict=True)
        )

    return asked


def _by_mode(mode: str) -> Condition:
    return lambda scenario: mode in scenario.routes.mode


def _event(*kinds: str) -> Condition:
    """Return whether the timeline or a reaction has an event of some kinds."""
    return lambda scenario: not set(kinds).isdisjoint(happening(scenario))


def _deterred(law: str) -> Condition:
    return lambda scenario: scenario.rules.deterrence == law


def has_line(scenario: Scenario) -> bool:
    """Return whether there is a closed line that people cross."""
    return CROSSING in scenario.routes.mode


def _tried(scenario: Scenario) -> bool:
    return has_line(scenario) and _kind(lambda kind: kind.tries)(scenario)


def _noisy(scenario: Scenario) -> bool:
    return scenario.rules.displacement == "negative_binomial"


def has_soft_capacity(scenario: Scenario) -> bool:
    """Return whether a place can be full and still draw people."""
    places = scenario.places
    soft = np.array([how == "soft" for how in places.soft_or_hard], np.bool_)
    limited = bool((soft & ~np.isnan(places.capacity)).any()) or _event("capacity")(scenario)
    return scenario.rules.capacity == "crowding" and limited


def has_weather(scenario: Scenario) -> bool:
    """Return whether nights can harm anybody."""
    return len(scenario.weather) > 0


def _in_weather(asked: Condition) -> Condition:
    return lambda scenario: has_weather(scenario) and asked(scenario)


def _windy(scenario: Scenario) -> bool:
    return bool(np.isfinite(scenario.weather.wind_ms).any())


def _sheltered(parameter: str) -> Condition:
    """Return whether people are under a shelter whose warmth is a parameter, or come under it."""

    def asked(scenario: Scenario) -> bool:
        table = scenario.places
        own = {shelter_of(k, s).shift for k, s in zip(table.kind, table.shelter, strict=True)}
        return parameter in own or _event("shelter")(scenario)

    return asked


ACTS: Mapping[str, Condition] = {
    "deterrence_power": _deterred("power"),
    "deterrence_scale": _deterred("exponential"),
    "softening": _deterred("power"),
    "place_effect_spread": _always,
    "following": _kind(lambda kind: kind.gathers),
    "following_base": _kind(lambda kind: kind.gathers),
    "crowding_scale": _kind(lambda kind: kind.gathers),
    "danger": _event("push"),
    "room_floor": has_soft_capacity,
    "party_size": _always,
    "pace": _always,
    **{name: _by_mode(name.removeprefix("speed_")) for name in DEFAULTS if name[:6] == "speed_"},
    **{name: _left(name) for name in DEFAULTS if name[:6] == "leave_"},
    "transit_days": _left("transit_days"),
    "try_rate": _tried,
    "rest_days": _tried,
    "km_equivalent": has_line,
    "pick_up": _kind(lambda kind: kind.passing),
    "push_back_share": _kind(lambda kind: kind.passing),
    "onward": _kind(lambda kind: kind.passing),
    "dispersion": _noisy,
    **dict.fromkeys(EXPOSURE, has_weather),
    "wind_break_shift": _in_weather(_sheltered("wind_break_shift")),
    "wind_share": _in_weather(_windy),
    "aid_shift": _in_weather(_event("access", "kits")),
}
"""When each of the model's own parameters can move something: a new one needs a line here."""


def acts(scenario: Scenario) -> frozenset[str]:
    """Return the names of the parameters that can move anything in a scenario as it is run.

    Parameters
    ----------
    scenario
        The crisis, with the levers that were pulled.

    Returns
    -------
        Names of parameters, fixed ones among them.
    """
    called = called_by(scenario)
    return frozenset(
        name
        for name in scenario.parameters
        if name in called or (name in ACTS and ACTS[name](scenario))
    )


def happening(scenario: Scenario) -> frozenset[str]:
    """Return the kinds of events that the timeline and the reactions have."""
    changes = (change for one in scenario.reactions.values() for change in one.changes)
    return frozenset((*scenario.timeline.what, *(change.what for change in changes)))


def called_by(scenario: Scenario) -> frozenset[str]:
    """Return the parameters that a cell or a reaction calls."""
    return frozenset((*_cells(scenario), *_reactions(scenario)))


def _cells(scenario: Scenario) -> Iterator[str]:
    for table in scenario.tables():
        for name, column in table.columns().items():
            if column.kind == "amount":
                yield from (one.parameter for one in getattr(table, name) if one.parameter)


def _reactions(scenario: Scenario) -> Iterator[str]:
    """Yield the names in what reactions ask and change."""
    for one in scenario.reactions.values():
        yield from (leaf for leaf in one.when.leaves() if isinstance(leaf, str))
        yield from (change.value.parameter for change in one.changes if change.value.parameter)
