"""Bounds within which the model's own parameters can mean something."""

from __future__ import annotations

import math
from collections.abc import Mapping

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
    "room_floor": (1e-6, 1.0),
    "party_size": _ONE_OR_MORE,
    "pace": _POSITIVE,
    "speed_foot": _POSITIVE,
    "speed_road": _POSITIVE,
    "speed_rail": _POSITIVE,
    "speed_truck": _POSITIVE,
    "speed_river": _POSITIVE,
    "speed_sea": _POSITIVE,
    "speed_air": _POSITIVE,
    "leave_settlement": _SHARE,
    "leave_hub": _SHARE,
    "leave_camp": _SHARE,
    "leave_reception": _SHARE,
    "leave_centre": _SHARE,
    "transit_days": _ONE_OR_MORE,
    "leave_host": _SHARE,
    "leave_strip": _SHARE,
    "try_rate": _SHARE,
    "rest_days": _ONE_OR_MORE,
    "km_equivalent": _NOT_NEGATIVE,
    "pick_up": _NOT_NEGATIVE,
    "push_back_share": _SHARE,
    "onward": _NOT_NEGATIVE,
    "dispersion": _NOT_NEGATIVE,
    "cold_level": _POSITIVE,
    "cold_per_degree": _NOT_NEGATIVE,
    "cold_per_mm": _NOT_NEGATIVE,
    "rain_cap": _NOT_NEGATIVE,
    "case_fatality": (0.01, 1.0),
    "non_freezing_rate": _NOT_NEGATIVE,
    "non_freezing_below": (-20.0, 20.0),
    "wind_break_shift": _NOT_NEGATIVE,
    "wind_share": _SHARE,
    "aid_shift": _NOT_NEGATIVE,
    "hospital": _SHARE,
    "injury_days": _ONE_OR_MORE,
}
"""Lowest and highest value that each of the model's own parameters can mean something with."""
