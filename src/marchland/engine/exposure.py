"""Cold and wet: the hazards of nights for the kernels, and what was expected of them.

``docs/model.md``, step 7, gives the formulas and decision 0013 their grounds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from marchland.engine.parameters import Draws
from marchland.engine.plan import Plan
from marchland.engine.timeline import LONGEST
from marchland.engine.weather import Stations
from marchland.engine.wind import wind_shift
from marchland.kernels.layout import Atlas, Bools, Expected, Floats, Harmed, Ints, OfRoute, Weather
from marchland.model.shelter import shelter_of

T_REF = 2.0
"""Temperature at which, dry, the hazard is its level, in °C."""

FROST = 0.0
"""Lowest temperature of the day below which a night counts as one of frost, in °C."""

WET = 1.0
"""Precipitation from which on feet are taken to be wet, in mm a day; assumed."""

MOST_FORESEEN = 2**20
"""Members times places times days for which hazards are worked out at once, at most."""


class Nights:
    """The nights of a run.

    Parameters
    ----------
    plan, atlas, draws
        The scenario in arrays, and the members' parameters.
    days
        Days to run.

    Attributes
    ----------
    weather
        Whether the scenario has weather: without, no night harms anybody.
    hospital
        People in hospital at the end of each day (m, day).
    expected
        What was expected so far (m, Expected, month, side).
    known
        The weather of some days, as kernels want it.
    """

    def __init__(self, plan: Plan, atlas: Atlas, draws: Draws, days: int) -> None:
        self.weather = len(plan.scenario.weather) > 0
        self.stations = Stations(plan, draws, days)
        months = (np.datetime64(plan.scenario.start, "D") + np.arange(days)).astype("datetime64[M]")
        self._month = np.unique(months, return_inverse=True)[1].astype(np.int64)
        shape = draws.members, len(Expected), int(self._month[-1]) + 1, len(plan.countries)
        self.expected: Floats = np.zeros(shape)
        self.hospital: Ints = np.zeros((draws.members, days), dtype=np.int64)
        self._harmed: Floats = np.zeros((draws.members, len(Harmed)))
        self._value = draws.values
        self._log_level = np.array([math.log(v / 10_000) for v in self._value["cold_level"]])
        self._catches: Floats = -np.expm1(-self._value["non_freezing_rate"])
        self._ground(plan, atlas)
        self.known = self._foreseen(0, 0)

    def _ground(self, plan: Plan, atlas: Atlas) -> None:
        """Note which places are in the open, how sheltered, and with the weather of which station.

        People on foot have the weather where their route begins, or else where it ends.
        """
        table = plan.scenario.places
        shelters = [shelter_of(table.kind[i], table.shelter[i]) for i in plan.place_rows]
        outdoors: Bools = np.array([one.outdoors for one in shelters], dtype=np.bool_)
        windy: Bools = np.array([one.windy for one in shelters], dtype=np.bool_)
        nobody = np.zeros(len(self._log_level))
        shift = np.stack(
            [self._value[one.shift] if one.shift else nobody for one in shelters], axis=1
        )
        station = self.stations.of_place
        walk_station = station.copy()
        for r in np.flatnonzero(atlas.route[OfRoute.FOOT] == 1).tolist():
            if walk_station[atlas.route[OfRoute.ORIGIN, r]] < 0:
                walk_station[atlas.route[OfRoute.ORIGIN, r]] = station[atlas.route[OfRoute.END, r]]
        outdoors &= station >= 0
        walked = np.zeros(len(station), dtype=np.bool_)
        walked[atlas.route[OfRoute.ORIGIN, atlas.route[OfRoute.FOOT] == 1]] = True
        walked &= walk_station >= 0
        at = np.flatnonzero((outdoors | walked) & self.weather)
        side = np.array([plan.countries.index(plan.country[p]) for p in at], dtype=np.int64)
        self._at, self._side, self._outdoors, self._walked = at, side, outdoors[at], walked[at]
        self._station, self._walk_station = station[at], walk_station[at]
        self._windy, self._shift = windy[at], shift[:, at]
        self._used: Bools = np.zeros(len(self.stations.names), dtype=np.bool_)
        self._used[self._station[self._outdoors]] = True
        self._used[self._walk_station[self._walked]] = True
        most = MOST_FORESEEN // (len(nobody) * max(1, len(at)))
        self._at_once = max(1, min(LONGEST, most))

    def noted(self, day: int) -> dict[str, Floats | Ints]:
        """Return what nights before a day did, in arrays (m, ...) by name."""
        months = int(self._month[day - 1]) + 1 if day else 0
        found: dict[str, Floats | Ints] = {
            one.name.lower(): self.expected[:, one, :months].copy() for one in Expected
        }
        return {**found, "hospital": self.hospital[:, :day].copy(), "harmed": self._harmed.copy()}

    def take_up(self, noted: Mapping[str, Floats | Ints]) -> None:
        """Go on from what :meth:`noted` returned."""
        for one in Expected:
            values = noted[one.name.lower()]
            self.expected[:, one, : values.shape[1]] = values
        self.hospital[:, : noted["hospital"].shape[1]] = noted["hospital"]
        self._harmed[:] = noted["harmed"]

    def until(self, day: int) -> int:
        """Know the weather of a day, and return the day up to which it is known."""
        if day >= self.known.begin + len(self.known.month):
            self.known = self._foreseen(day, min(day + self._at_once, len(self._month)))
        return self.known.begin + len(self.known.month)

    def _foreseen(self, day: int, until: int) -> Weather:
        """Work out the weather of some days, and what it does to people in the open and on foot."""
        t_min, rain, wind = self._on(range(day, until))
        value = {name: values[:, None, None] for name, values in self._value.items()}
        blown = value["wind_share"] * wind_shift(wind)

        def hazard(where: Bools, station: Ints, shift: Floats, windy: Bools) -> Floats:
            felt = t_min.take(station, axis=2) + shift
            felt += np.where(windy, blown.take(station, axis=2), 0.0)
            wet = np.minimum(rain.take(station, axis=2), value["rain_cap"])
            warmth, water = value["cold_per_degree"] * (T_REF - felt), value["cold_per_mm"] * wet
            return np.where(where, self._log_level[:, None, None] + warmth + water, -np.inf)

        lying, walking = self._station, self._walk_station
        usual = np.where(self._outdoors, lying, walking)
        felt = t_min.take(usual, axis=2)
        return Weather(
            begin=day,
            place=self._at,
            side=self._side,
            outdoors=self._outdoors,
            chill=hazard(self._outdoors, lying, self._shift[:, None], self._windy),
            walk=hazard(self._walked, walking, np.zeros(1), self._walked),
            frost=felt < FROST,
            soaks=(felt < value["non_freezing_below"]) & (rain.take(usual, axis=2) >= WET),
            month=self._month[day:until],
            catches=self._catches,
            harmed=self._harmed,
            hospital=self.hospital,
            expected=self.expected,
        )

    def _on(self, days: range) -> tuple[Floats, Floats, Floats]:
        """Return lowest temperature, precipitation and wind of some days (m, d, station)."""
        found = np.zeros((3, len(self._log_level), len(days), len(self.stations.names)))
        for i, day in enumerate(days):
            found[:, :, i] = self.stations.on(day, self._used)
        return found[0], found[1], found[2]
