"""Parameters: value, unit, range and source; what has no source is an assumption with a range."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Law = Literal["fixed", "uniform", "loguniform"]


@dataclass(frozen=True)
class Parameter:
    """A number of the model that a user can see, question and change.

    Parameters
    ----------
    value
        The value used where uncertainty is switched off.
    low, high
        Range from which each member draws its own value; equal to ``value`` where it is fixed.
    law
        How the value is drawn within its range.
    unit
        Unit, blank for a plain number.
    meaning
        What it stands for, in a sentence.
    source
        Where it is from; blank for an assumption.
    """

    value: float
    low: float
    high: float
    law: Law = "uniform"
    unit: str = ""
    meaning: str = ""
    source: str = ""

    @property
    def assumed(self) -> bool:
        """Whether no source stands behind it."""
        return not self.source


def _assumed(
    value: float, low: float, high: float, unit: str, meaning: str, law: Law = "uniform"
) -> Parameter:
    return Parameter(value, low, high, law, unit, meaning)


def _fixed(value: float, unit: str, meaning: str, source: str = "") -> Parameter:
    return Parameter(value, value, value, "fixed", unit, meaning, source)


_DESIGN = "decision 0003"
_TRIED = "decision 0008"

DEFAULTS: Mapping[str, Parameter] = {
    "deterrence_power": Parameter(
        1.0, 0.7, 1.5, "uniform", "", "Power with which attraction falls with cost.", _TRIED
    ),
    "deterrence_scale": _assumed(
        100,
        50,
        200,
        "km",
        "Cost over which attraction falls to 1/e (exponential deterrence).",
        "loguniform",
    ),
    "softening": Parameter(
        10, 2, 50, "loguniform", "km", "Added to every cost: near places differ little.", _DESIGN
    ),
    "place_effect_spread": _assumed(
        1.2, 0.9, 1.5, "", "Spread of the log-normal effect of each destination."
    ),
    "following": _assumed(
        0.5,
        0.2,
        0.7,
        "",
        "Power with which a camp's attraction grows with the people who are there or on the way.",
    ),
    "following_base": _assumed(
        1000,
        500,
        2000,
        "people",
        "People who double what a camp's attraction grows from.",
        "loguniform",
    ),
    "crowding_scale": _fixed(
        30,
        "km",
        "Distance over which camps cease to share one attraction (0: they never share).",
        _TRIED,
    ),
    "party_size": _assumed(4, 1, 7, "people", "People who decide and move together."),
    "pace": _assumed(1.0, 0.8, 1.25, "", "Factor on all travel times.", "loguniform"),
    "speed_foot": _fixed(30, "km/day", "Distance walked in a day."),
    "speed_road": _fixed(400, "km/day", "Distance driven in a day."),
    "speed_rail": _fixed(600, "km/day", "Distance by train in a day."),
    "speed_air": _fixed(8000, "km/day", "Distance flown in a day, with waiting."),
    "leave_settlement": _assumed(0.3, 0.2, 0.4, "1/day", "Chance to leave a settlement."),
    "leave_hub": _assumed(0.8, 0.6, 1.0, "1/day", "Chance to go on from a hub."),
    "leave_camp": _assumed(0.0003, 0.0001, 0.001, "1/day", "Chance to leave a camp.", "loguniform"),
    "leave_reception": _assumed(0.0, 0.0, 0.0, "1/day", "Chance to go on from reception."),
    "leave_centre": _assumed(0.0, 0.0, 0.0, "1/day", "Chance to go on from a centre."),
    "leave_strip": _assumed(0.0, 0.0, 0.0, "1/day", "Chance to turn away from the line."),
    "try_rate": _assumed(0.2, 0.1, 0.4, "1/person-day", "Tries at the line.", "loguniform"),
    "rest_days": _assumed(2.0, 1.0, 5.0, "days", "Mean rest after a push-back."),
    "km_equivalent": _assumed(
        100,
        30,
        300,
        "km",
        "Distance that people would go to meet a line e times as permeable.",
        "loguniform",
    ),
    "pick_up": _assumed(0.3, 0.1, 0.6, "1/person-day", "Hazard of being found in the forest."),
    "push_back_share": _assumed(0.8, 0.5, 1.0, "", "Share of people found who are pushed back."),
    "onward": _assumed(0.3, 0.1, 0.6, "1/person-day", "Hazard of being taken on from the forest."),
    "dispersion": _assumed(
        0.2,
        0.1,
        0.4,
        "",
        "Relative spread of daily arrivals beyond chance (negative binomial displacement).",
    ),
}
"""The parameters of the model's own rules; ``scenario.yaml`` may give any of them anew."""

_SHARE = (0.0, 1.0)
_NOT_NEGATIVE = (0.0, math.inf)
_POSITIVE = (math.nextafter(0.0, 1.0), math.inf)
_ONE_OR_MORE = (1.0, math.inf)

LIMITS: Mapping[str, tuple[float, float]] = {
    "deterrence_power": _NOT_NEGATIVE,
    "deterrence_scale": _POSITIVE,
    "softening": _POSITIVE,
    "place_effect_spread": _NOT_NEGATIVE,
    "following": _NOT_NEGATIVE,
    "following_base": _POSITIVE,
    "crowding_scale": _NOT_NEGATIVE,
    "party_size": _ONE_OR_MORE,
    "pace": _POSITIVE,
    "speed_foot": _POSITIVE,
    "speed_road": _POSITIVE,
    "speed_rail": _POSITIVE,
    "speed_air": _POSITIVE,
    "leave_settlement": _SHARE,
    "leave_hub": _SHARE,
    "leave_camp": _SHARE,
    "leave_reception": _SHARE,
    "leave_centre": _SHARE,
    "leave_strip": _SHARE,
    "try_rate": _SHARE,
    "rest_days": _ONE_OR_MORE,
    "km_equivalent": _NOT_NEGATIVE,
    "pick_up": _NOT_NEGATIVE,
    "push_back_share": _SHARE,
    "onward": _NOT_NEGATIVE,
    "dispersion": _NOT_NEGATIVE,
}
"""Lowest and highest value that each of the model's own parameters can mean something with."""
