"""Cold and wet: tonight's hazards for the kernels, and what the model expects of them.

``docs/model.md``, step 7, gives the formulas and decision 0013 their grounds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from marchland.engine.parameters import Draws
from marchland.engine.plan import Plan
from marchland.engine.timeline import LONGEST
from marchland.engine.weather import Stations
from marchland.engine.wind import wind_shift
from marchland.kernels.layout import (
    Atlas,
    Bools,
    Floats,
    Ints,
    Member,
    OfRoute,
    People,
    Setting,
    Trait,
)
from marchland.model.shelter import shelter_of

T_REF = 2.0
"""Temperature at which, dry, the hazard is its level, in °C."""

FROST = 0.0
"""Lowest temperature of the day below which a night counts as one of frost, in °C."""

WET = 1.0
"""Precipitation from which on feet are taken to be wet, in mm a day; assumed."""

MOST_FORESEEN = 2**20
"""Members times places times days for which hazards are worked out at once, at most."""

HIGHEST = 500.0
"""Hazard of a night beyond which nobody is spared, and numbers would be too large."""


class Expected(NamedTuple):
    """What the model expects by month and country (m, month, side); nights are person-nights."""

    deaths: Floats
    severe: Floats
    non_freezing: Floats
    open_nights: Floats
    frost_nights: Floats
    unreached_nights: Floats


class _Weather(NamedTuple):
    """The weather of some days, and the logarithms of hazards that follow from it."""

    days: range
    t_min: Floats  # d, m, station
    rain: Floats  # d, m, station
    chill: Floats  # d, m, place in the open
    walk: Floats  # d, m, place where people set out on foot


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
    expected
        What is expected so far.
    hospital
        People in hospital at the end of each day (m, day).
    """

    def __init__(self, plan: Plan, atlas: Atlas, draws: Draws, days: int) -> None:
        self.weather = len(plan.scenario.weather) > 0
        self.stations = Stations(plan, draws, days)
        months = (np.datetime64(plan.scenario.start, "D") + np.arange(days)).astype("datetime64[M]")
        self._month = np.unique(months, return_inverse=True)[1]
        shape = (draws.members, int(self._month[-1]) + 1, len(plan.countries))
        self.expected = Expected(*(np.zeros(shape) for _ in Expected._fields))
        self.hospital: Ints = np.zeros((draws.members, days), dtype=np.int64)
        self._value = draws.values
        self._relief = draws.relief()
        self._log_level = np.array([math.log(v / 10_000) for v in self._value["cold_level"]])
        self._harmed = np.zeros((2, draws.members))
        self._ground(plan, atlas)

    def _ground(self, plan: Plan, atlas: Atlas) -> None:
        """Note which places are in the open, how sheltered, and with the weather of which station.

        People on foot have the weather where their route begins, or else where it ends.
        """
        table = plan.scenario.places
        shelters = [shelter_of(table.kind[i], table.shelter[i]) for i in plan.place_rows]
        self._outdoors: Bools = np.array([one.outdoors for one in shelters], dtype=np.bool_)
        self._windy: Bools = np.array([one.windy for one in shelters], dtype=np.bool_)
        nobody = np.zeros(len(self._log_level))
        self._shift = np.stack(
            [self._value[one.shift] if one.shift else nobody for one in shelters], axis=1
        )
        station = self.stations.of_place
        self._walk_station = station.copy()
        for r in np.flatnonzero(atlas.route[OfRoute.FOOT] == 1).tolist():
            if self._walk_station[atlas.route[OfRoute.ORIGIN, r]] < 0:
                self._walk_station[atlas.route[OfRoute.ORIGIN, r]] = station[
                    atlas.route[OfRoute.END, r]
                ]
        self._outdoors &= station >= 0
        walked = np.zeros(len(station), dtype=np.bool_)
        walked[atlas.route[OfRoute.ORIGIN, atlas.route[OfRoute.FOOT] == 1]] = True
        self._walked = walked & (self._walk_station >= 0)
        country = np.array([plan.countries.index(name) for name in plan.country])
        at = np.flatnonzero(self._outdoors | self._walked)
        self._at = at[np.argsort(country[at], kind="stable")]
        self._sides, self._starts = np.unique(country[self._at], return_index=True)
        self._cold_at, self._walk_at = map(np.flatnonzero, (self._outdoors, self._walked))
        self._used: Bools = np.zeros(len(self.stations.names), dtype=np.bool_)
        self._used[station[self._outdoors]] = True
        self._used[self._walk_station[self._walked]] = True
        self._at_once = max(1, min(LONGEST, MOST_FORESEEN // (len(nobody) * len(station))))
        self._known: _Weather | None = None

    def noted(self, day: int) -> dict[str, Floats | Ints]:
        """Return what nights before a day did, in arrays (m, ...) by name."""
        months = int(self._month[day - 1]) + 1 if day else 0
        found: dict[str, Floats | Ints] = {
            name: values[:, :months].copy() for name, values in self.expected._asdict().items()
        }
        return {**found, "hospital": self.hospital[:, :day].copy(), "harmed": self._harmed.T.copy()}

    def take_up(self, noted: Mapping[str, Floats | Ints]) -> None:
        """Go on from what :meth:`noted` returned."""
        for name, values in self.expected._asdict().items():
            values[:, : noted[name].shape[1]] = noted[name]
        self.hospital[:, : noted["hospital"].shape[1]] = noted["hospital"]
        self._harmed = np.array(noted["harmed"].T, np.float64)

    def fall(self, day: int, settings: Floats) -> None:
        """Set tonight's hazards (m, SETTINGS, p)."""
        if not self.weather:
            return
        if not self._known or day not in self._known.days:
            self._known = self._foreseen(day)
        known, i = self._known, day - self._known.days.start
        self._t_min, self._rain = known.t_min[i], known.rain[i]
        settings[:, Setting.CHILL, self._cold_at] = known.chill[i]
        settings[:, Setting.WALK, self._walk_at] = known.walk[i]
        settings[:, Setting.SERVED, self._at] = settings[:, Setting.REACHED, self._at]
        settings[:, Setting.RELATIVE, self._at] = self._relative(settings[:, :, self._at])

    def _foreseen(self, day: int) -> _Weather:
        """Work out the weather of some days, and what it does to people in the open and on foot."""
        days = range(day, min(day + self._at_once, len(self._month)))
        found = [self.stations.on(one, self._used) for one in days]
        t_min, rain, wind = (np.stack(parts) for parts in zip(*found, strict=True))
        value = self._value
        blown = value["wind_share"][:, None] * wind_shift(wind)

        def hazard(at: Ints, station: Ints, shift: Floats | float, windy: Bools) -> Floats:
            felt = t_min[..., station[at]] + shift
            felt += np.where(windy[at], blown[..., station[at]], 0.0)
            wet = np.minimum(rain[..., station[at]], value["rain_cap"][:, None])
            return np.asarray(
                self._log_level[:, None]
                + value["cold_per_degree"][:, None] * (T_REF - felt)
                + value["cold_per_mm"][:, None] * wet
            )

        at, on_foot = self._cold_at, self._walk_at
        return _Weather(
            days,
            t_min,
            rain,
            hazard(at, self.stations.of_place, self._shift[:, at], self._windy),
            hazard(on_foot, self._walk_station, 0.0, self._walked),
        )

    def _relative(self, settings: Floats) -> Floats:
        """Return the factor on the hazard at each place that night can harm people at (m, place).

        ``(1 − sheltered) · (1 − reached + reached · exp(−per degree · aid shift))``; kits, which
        go by the people there, come into it at night.
        """
        reached = settings[:, Setting.REACHED]
        outside = np.where(self._outdoors[self._at], 1.0 - settings[:, Setting.SHELTERED], 0.0)
        return np.asarray(outside * (1.0 - reached + reached * self._relief[:, None]))

    def pass_(self, day: int, member: Member) -> None:
        """Add what is expected of the night that passed, from those who are there after it.

        Notes
        -----
        ``n`` who came through a night of hazard H were ``n · exp(H)`` on the mean, so that
        ``n · (exp(H) − 1)`` is what was to be expected of them.
        """
        if not self.weather:
            return
        at = self._at
        there, injured, on_foot, healing = (
            _at_places(member.people, states)[:, at]
            for states in (
                (People.READY, People.RESTING),
                (People.INJURED,),
                (People.WALKING,),
                (People.IN_HOSPITAL,),
            )
        )
        chill, relative, walk, sheltered, served = (
            member.settings[:, row, at]
            for row in (
                Setting.CHILL,
                Setting.RELATIVE,
                Setting.WALK,
                Setting.SHELTERED,
                Setting.SERVED,
            )
        )
        self.hospital[:, day] = healing.sum(axis=1)
        odds = member.traits[:, Trait.ODDS][:, None]
        hazard = np.exp(chill) * relative
        cases = there * np.expm1(np.minimum(hazard * (1 + odds), HIGHEST))
        cases += on_foot * np.expm1(np.minimum(np.exp(walk) * (1 + odds), HIGHEST))
        roofless = np.where(self._outdoors[at], 1 - sheltered, 0)
        staying = (there + injured) * roofless
        outside = staying + on_foot
        station = np.where(self._outdoors, self.stations.of_place, self._walk_station)[at]
        found = Expected(
            cases / (1 + odds) + injured * -np.expm1(-hazard),
            cases * odds / (1 + odds),
            self._non_freezing(outside, station),
            outside,
            outside * (self._t_min[:, station] < FROST),
            staying * (1 - served) + on_foot,
        )
        if len(at):
            month = self._month[day]
            for total, tonight in zip(self.expected, found, strict=True):
                by_side = np.add.reduceat(tonight, self._starts, axis=1)
                total[:, month, self._sides] += by_side

    def _non_freezing(self, outside: Floats, station: Ints) -> Floats:
        """Return tonight's new non-freezing injuries among those not yet injured (m, place).

        Notes
        -----
        Who is injured already is known for all open ground together only: where people leave it
        they leave in proportion, and who comes is taken to be unhurt.
        """
        hurt, before = self._harmed
        now = outside.sum(axis=1)
        hurt = hurt * np.minimum(1.0, now / np.maximum(before, 1e-300))
        share = 1.0 - hurt / np.maximum(now, 1e-300)
        wet = (self._rain[:, station] >= WET) & (
            self._t_min[:, station] < self._value["non_freezing_below"][:, None]
        )
        chance = -np.expm1(-self._value["non_freezing_rate"])
        new = np.where(wet, outside, 0.0) * (share * chance)[:, None]
        self._harmed = np.stack([hurt + new.sum(axis=1), now])
        return np.asarray(new)


def _at_places(people: Ints, states: tuple[People, ...]) -> Any:
    """Count people in some states at each place (m, p): few groups, added one after the other."""
    cells = [people[:, state, :, g] for state in states for g in range(people.shape[3])]
    return sum(cells[1:], cells[0])
