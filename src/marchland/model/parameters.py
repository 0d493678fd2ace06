"""Parameters: value, unit, range and source; what has no source is an assumption with a range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from marchland.language import mark

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


_TRIED = "decision 0008"
_EIGHT = "decision 0025"

_ZHANG = mark("Zhang et al. 2019, doi:10.3390/ijerph16183259")

EXPOSURE: Mapping[str, Parameter] = {
    "cold_level": Parameter(
        0.5,
        0.1,
        2.0,
        "loguniform",
        "deaths/10,000 person-nights",
        mark(
            "Deaths in the open in a dry night at 2 °C, of exposure, sickness or "
            "unknown cause, for the crisis's own mix of clothing, shelter and people; "
            "fitted to nothing."
        ),
        mark(
            "prior: 10 to 20 found dead by 23 November 2021 (Border Guard count told "
            "by AP; an undercount) among 2,000 to 5,000 exposed over 84 days is 0.24 "
            "to 1.2; widened"
        ),
    ),
    "cold_per_degree": Parameter(
        0.0989,
        0.0525,
        0.1455,
        "uniform",
        "1/°C",
        mark(
            "Rise of the logarithm of the hazard for each degree that the day's lowest "
            "temperature falls (odds ratio 1.64, 1.30 to 2.07, for 5 °C)."
        ),
        _ZHANG,
    ),
    "cold_per_mm": Parameter(
        0.0953,
        0.030,
        0.157,
        "uniform",
        "1/mm",
        mark(
            "Rise of the logarithm of the hazard for each mm of precipitation of the "
            "day (odds ratio 1.10, 1.03 to 1.17)."
        ),
        _ZHANG,
    ),
    "rain_cap": _assumed(
        20,
        10,
        30,
        "mm/day",
        mark(
            "Precipitation beyond which the hazard rises no further: the range behind "
            "the slope is not known to us."
        ),
    ),
    "case_fatality": Parameter(
        0.22,
        0.19,
        0.25,
        "uniform",
        "",
        mark("Share of severe cold injuries that end in death."),
        mark(
            "hospital series: Japan (J-Point, n = 537) 24.4 %, Bern 22.3 %, Hungary "
            "21.4 %; Toronto 18 of 97 (Zhang et al. 2019)"
        ),
    ),
    "non_freezing_rate": Parameter(
        0.042,
        0.02,
        0.058,
        "uniform",
        "1/day",
        mark("Hazard of non-freezing cold injury of somebody with wet feet in the cold."),
        mark(
            "64 % of 2,354 (infantry 76 %) in about 24 days, Golden et al. 2013, "
            "PMC3750324: 0.042 and 0.058 a day; low end assumed"
        ),
    ),
    "non_freezing_below": _assumed(
        8, 4, 10, "°C", mark("Lowest temperature of the day below which wet feet are injured.")
    ),
    "wind_break_shift": Parameter(
        7.5,
        5,
        10,
        "uniform",
        "°C",
        mark("How much warmer it is in effect under plastic sheets and in tents, out of the wind."),
        mark(
            "ISO 11079 at 2.56 met, sustained shivering (cold_equivalences.csv); its "
            "use for mortality and the range are assumed"
        ),
    ),
    "wind_share": _assumed(
        0.5,
        0.2,
        1.0,
        "",
        mark(
            "Share of the degrees that more or less wind than 3 m/s in the open is "
            "worth (cold_equivalences.csv) which reaches people between trees and "
            "shelters."
        ),
    ),
    "aid_shift": Parameter(
        6.5,
        3,
        12,
        "uniform",
        "°C",
        mark(
            "How much warmer it is in effect for people whom aid reaches: dry clothes "
            "of 0.5 clo more."
        ),
        mark(
            "ISO 11079 (data table cold_equivalences.csv); its use for mortality and "
            "the range are assumed"
        ),
    ),
    "hospital": _assumed(
        0.3,
        0.1,
        0.7,
        "1/day",
        mark("Chance on a day that somebody severely injured is brought to a hospital."),
    ),
    "injury_days": _assumed(
        10, 5, 20, "days", mark("Mean time until somebody severely injured can go on.")
    ),
}
"""The parameters of cold and wet; they matter only where a scenario has weather."""

VEHICLES: Mapping[str, Parameter] = {
    "speed_truck": _fixed(
        250, "km/day", mark("Distance by truck or bus of a relocation in a day.")
    ),
    "speed_river": _fixed(150, "km/day", mark("Distance by boat on a river in a day.")),
    "speed_sea": _fixed(
        500, "km/day", mark("Distance by ferry or boat at sea in a day, with boarding.")
    ),
}
"""Speeds that matter only where a route has the mode."""

DEFAULTS: Mapping[str, Parameter] = {
    "deterrence_power": Parameter(
        2.0, 1.5, 3.0, "uniform", "", mark("Power with which attraction falls with cost."), _EIGHT
    ),
    "deterrence_scale": _assumed(
        100,
        50,
        200,
        "km",
        mark("Cost over which attraction falls to 1/e (exponential deterrence)."),
        "loguniform",
    ),
    "softening": Parameter(
        500,
        250,
        1000,
        "loguniform",
        "km",
        mark("Added to every cost: near places differ little."),
        _EIGHT,
    ),
    "place_effect_spread": Parameter(
        1.7,
        1.0,
        2.5,
        "uniform",
        "",
        mark("Spread of the log-normal effect of each destination."),
        _EIGHT,
    ),
    "following": _assumed(
        0.5,
        0.2,
        0.7,
        "",
        mark(
            "Power with which a camp's attraction grows with the people who are there "
            "or on the way."
        ),
    ),
    "following_base": _assumed(
        1000,
        500,
        2000,
        "people",
        mark("People who double what a camp's attraction grows from."),
        "loguniform",
    ),
    "crowding_scale": _fixed(
        30,
        "km",
        mark("Distance over which camps cease to share one attraction (0: they never share)."),
        _TRIED,
    ),
    "danger": _fixed(
        1.0,
        "",
        mark(
            "How much longer a route into a place in danger counts when people choose, "
            "as a share of its length (1: twice as long; 0: danger on the way does not "
            "matter)."
        ),
        _EIGHT,
    ),
    "room_floor": _assumed(
        0.1,
        0.02,
        0.3,
        "",
        mark(
            "Part of its pull that a place with a soft capacity keeps when it is full: "
            "people come and the place is crowded."
        ),
        "loguniform",
    ),
    "party_size": _assumed(4, 1, 7, "people", mark("People who decide and move together.")),
    "pace": _assumed(1.0, 0.8, 1.25, "", mark("Factor on all travel times."), "loguniform"),
    "speed_foot": _fixed(30, "km/day", mark("Distance walked in a day.")),
    "speed_road": _fixed(400, "km/day", mark("Distance driven in a day.")),
    "speed_rail": _fixed(600, "km/day", mark("Distance by train in a day.")),
    **VEHICLES,
    "speed_air": _fixed(8000, "km/day", mark("Distance flown in a day, with waiting.")),
    "leave_settlement": _assumed(0.3, 0.2, 0.4, "1/day", mark("Chance to leave a settlement.")),
    "leave_hub": _assumed(0.8, 0.6, 1.0, "1/day", mark("Chance to go on from a hub.")),
    "leave_camp": Parameter(
        0.0001, 0.00001, 0.003, "loguniform", "1/day", mark("Chance to leave a camp."), _EIGHT
    ),
    "leave_reception": _assumed(0.0, 0.0, 0.0, "1/day", mark("Chance to go on from reception.")),
    "leave_centre": _assumed(0.0, 0.0, 0.0, "1/day", mark("Chance to go on from a centre.")),
    "leave_host": _assumed(
        0.001, 0.0003, 0.003, "1/day", mark("Chance to leave a host community."), "loguniform"
    ),
    "transit_days": _assumed(
        10, 3, 30, "days", mark("Mean stay at a transit site before people go on."), "loguniform"
    ),
    "leave_strip": _assumed(0.0, 0.0, 0.0, "1/day", mark("Chance to turn away from the line.")),
    "try_rate": _assumed(0.2, 0.1, 0.4, "1/person-day", mark("Tries at the line."), "loguniform"),
    "rest_days": _assumed(2.0, 1.0, 5.0, "days", mark("Mean rest after a push-back.")),
    "km_equivalent": _assumed(
        100,
        30,
        300,
        "km",
        mark("Distance that people would go to meet a line e times as permeable."),
        "loguniform",
    ),
    "pick_up": _assumed(
        0.3, 0.1, 0.6, "1/person-day", mark("Hazard of being found in the forest.")
    ),
    "push_back_share": _assumed(
        0.8, 0.5, 1.0, "", mark("Share of people found who are pushed back.")
    ),
    "onward": _assumed(
        0.3, 0.1, 0.6, "1/person-day", mark("Hazard of being taken on from the forest.")
    ),
    "dispersion": _assumed(
        0.2,
        0.1,
        0.4,
        "",
        mark("Relative spread of daily arrivals beyond chance (negative binomial displacement)."),
    ),
    **EXPOSURE,
}
"""The parameters of the model's own rules; ``scenario.yaml`` may give any of them anew."""
