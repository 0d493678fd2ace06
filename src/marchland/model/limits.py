"""Bounds within which the model's own parameters can mean something."""

from __future__ import annotations

from collections.abc import Mapping

_SHARE = (0.0, 1.0)
_DAYS = (1.0, 36_600.0)
_KM = (0.0, 1e5)
_SOME_KM = (1e-3, 1e5)
_SPEED = (0.1, 1e5)
_HAZARD = (0.0, 1e3)
_POWER = (0.0, 10.0)
_DEGREES = (0.0, 100.0)

LIMITS: Mapping[str, tuple[float, float]] = {
    "deterrence_power": _POWER,
    "deterrence_scale": _SOME_KM,
    "softening": _SOME_KM,
    "place_effect_spread": _POWER,
    "following": (0.0, 5.0),
    "following_base": (1e-3, 1e9),
    "crowding_scale": _KM,
    "danger": (0.0, 100.0),
    "room_floor": (1e-6, 1.0),
    "party_size": (1.0, 1e6),
    "pace": (0.01, 100.0),
    "speed_foot": _SPEED,
    "speed_road": _SPEED,
    "speed_rail": _SPEED,
    "speed_truck": _SPEED,
    "speed_river": _SPEED,
    "speed_sea": _SPEED,
    "speed_air": _SPEED,
    "leave_settlement": _SHARE,
    "leave_hub": _SHARE,
    "leave_camp": _SHARE,
    "leave_reception": _SHARE,
    "leave_centre": _SHARE,
    "transit_days": _DAYS,
    "leave_host": _SHARE,
    "leave_strip": _SHARE,
    "try_rate": _SHARE,
    "rest_days": _DAYS,
    "km_equivalent": _KM,
    "pick_up": _HAZARD,
    "push_back_share": _SHARE,
    "onward": _HAZARD,
    "dispersion": (0.0, 100.0),
    "cold_level": (1e-9, 1e4),
    "cold_per_degree": _SHARE,
    "cold_per_mm": _SHARE,
    "rain_cap": (0.0, 200.0),
    "case_fatality": (0.01, 1.0),
    "non_freezing_rate": _HAZARD,
    "non_freezing_below": (-20.0, 20.0),
    "wind_break_shift": _DEGREES,
    "wind_share": _SHARE,
    "aid_shift": _DEGREES,
    "hospital": _SHARE,
    "injury_days": _DAYS,
}
"""Lowest and highest value that each of the model's own parameters can mean something with.

With all of them at their ends, and the largest attraction that a table may hold, sums of weights
stay finite, no journey takes longer than can be counted, and no draw lacks an answer.
"""
