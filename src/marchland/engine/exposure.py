"""Cold and wet: tonight's hazards for the kernels, and what the model expects of them.

``docs/model.md``, step 7, gives the formulas and decision 0013 their grounds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from marchland.engine.parameters import Draws
from marchland.engine.plan import Plan
from marchland.engine.timeline import LONGEST
from marchland.engine.weather import Stations
from marchland.engine.wind import wind_shift
from marchland.kernels.exposure import count_after_night
from marchland.kernels.layout import Atlas, Bools, Floats, Ints, Member, OfRoute, Setting
from marchland.model.shelter import shelter_of

T_REF = 2.0
"""Temperature at which, dry, the hazard is its level, in °C."""

FROST = 0.0
"""Lowest temperature of the day below which a night counts as one of frost, in °C."""

WET = 1.0
"""Precipitation from which on feet are taken to be wet, in mm a day; assumed."""

MOST_FORESEEN = 2**20
"""Members times places times days for which hazards are worked out at once, at most."""

MOST_NOTED = 2**13
"""Members times places times nights that are noted before what they did is worked out: what is
noted must stay near the processor."""

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


class _Noted(NamedTuple):
    """What the law of harm asks of some nights, at places where a night can harm people."""

    there: Ints  # d, place, m; of those who came through it
    injured: Ints  # d, place, m
    on_foot: Ints  # d, place, m
    chill: Floats  # d, place, m
    walk: Floats  # d, place, m
    relative: Floats  # d, place, m
    sheltered: Floats  # d, place, m
    served: Floats  # d, place, m
    t_min: Floats  # d, station, m
    rain: Floats  # d, station, m


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
    hospital
        People in hospital at the end of each day (m, day).
    """

    def __init__(self, plan: Plan, atlas: Atlas, draws: Draws, days: int) -> None:
        self.weather = len(plan.scenario.weather) > 0
        self.stations = Stations(plan, draws, days)
        months = (np.datetime64(plan.scenario.start, "D") + np.arange(days)).astype("datetime64[M]")
        self._month = np.unique(months, return_inverse=True)[1]
        shape = (int(self._month[-1]) + 1, len(plan.countries), draws.members)
        self._totals = np.zeros((len(Expected._fields), *shape))
        self.hospital: Ints = np.zeros((draws.members, days), dtype=np.int64)
        self._value = draws.values
        self._relief = draws.relief()
        self._log_level = np.array([math.log(v / 10_000) for v in self._value["cold_level"]])
        self._harmed = np.zeros((2, draws.members))
        self._odds = draws.odds(self.weather)
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
        members, places, stations = len(nobody), len(self._at), len(self.stations.names)
        nights = max(1, min(LONGEST, MOST_NOTED // max(1, members * places)))
        self._noted = _Noted(
            *np.zeros((3, nights, places, members), np.int64),
            *np.zeros((5, nights, places, members)),
            *np.zeros((2, nights, stations, members)),
        )
        self._days: list[int] = []

    @property
    def expected(self) -> Expected:
        """What is expected so far."""
        self._work_out()
        return Expected(*np.moveaxis(self._totals, -1, 1))

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
        """Note who is there after the night that passed; now and then, work out what it did."""
        if not self.weather or self._known is None:
            return
        noted, night, at = self._noted, len(self._days), self._at
        healing = self.hospital[:, day]
        parts = noted.there[night], noted.injured[night], noted.on_foot[night], healing
        count_after_night(member.people, at, *parts)
        for row, of in (
            (Setting.CHILL, noted.chill),
            (Setting.WALK, noted.walk),
            (Setting.RELATIVE, noted.relative),
            (Setting.SHELTERED, noted.sheltered),
            (Setting.SERVED, noted.served),
        ):
            of[night] = member.settings[:, row, at].T
        i = day - self._known.days.start
        noted.t_min[night], noted.rain[night] = self._known.t_min[i].T, self._known.rain[i].T
        self._days.append(day)
        if len(self._days) == len(noted.there):
            self._work_out()

    def _work_out(self) -> None:
        """Add what is expected of the nights that were noted, from those who came through them.

        Notes
        -----
        ``n`` who came through a night of hazard H were ``n · exp(H)`` on the mean, so that
        ``n · (exp(H) − 1)`` is what was to be expected of them.
        """
        days, self._days = self._days, []
        if not days or not len(self._at):
            return
        night = _Noted._make(values[: len(days)] for values in self._noted)
        at, odds = self._at, self._odds
        hazard = np.exp(night.chill) * night.relative
        cases = night.there * np.expm1(np.minimum(hazard * (1 + odds), HIGHEST))
        cases += night.on_foot * np.expm1(np.minimum(np.exp(night.walk) * (1 + odds), HIGHEST))
        roofless = np.where(self._outdoors[at, None], 1.0 - night.sheltered, 0.0)
        staying = (night.there + night.injured) * roofless
        outside: Floats = np.add(staying, night.on_foot, dtype=np.float64)
        station = np.where(self._outdoors, self.stations.of_place, self._walk_station)[at]
        found = Expected(
            cases / (1 + odds) + night.injured * -np.expm1(-hazard),
            cases * odds / (1 + odds),
            self._non_freezing(outside, night, station),
            outside,
            outside * (night.t_min[:, station] < FROST),
            staying * (1 - night.served) + night.on_foot,
        )
        by_side = np.add.reduceat(np.stack(found), self._starts, axis=2)
        for i, day in enumerate(days):
            self._totals[:, self._month[day], self._sides] += by_side[:, i]

    def _non_freezing(self, outside: Floats, night: _Noted, station: Ints) -> Floats:
        """Return each night's new non-freezing injuries of those not yet injured (d, place, m).

        Notes
        -----
        Who is injured already is known for all open ground together only: where people leave it
        they leave in proportion, and who comes is taken to be unhurt.
        """
        cold = night.t_min[:, station] < self._value["non_freezing_below"]
        new = np.where(cold & (night.rain[:, station] >= WET), outside, 0.0)
        chance = -np.expm1(-self._value["non_freezing_rate"])
        for i, now in enumerate(outside.sum(axis=1)):
            hurt, before = self._harmed
            hurt = hurt * np.minimum(1.0, now / np.maximum(before, 1e-300))
            share = 1.0 - hurt / np.maximum(now, 1e-300)
            new[i] *= share * chance
            self._harmed = np.stack([hurt + new[i].sum(axis=0), now])
        return np.asarray(new)
