"""Weather by place: what was measured, and where a day is missing a like day of the station."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from marchland.engine.parameters import Draws
from marchland.engine.plan import Plan
from marchland.errors import RequestError
from marchland.kernels.keys import Purpose
from marchland.kernels.layout import Floats
from marchland.language import say
from marchland.model.tables import Weather
from marchland.model.weather import like_days


class Stations:
    """The stations of a run and their days.

    Parameters
    ----------
    plan, draws
        The scenario in arrays, and the members' parameters.
    days
        Days to run.

    Attributes
    ----------
    names
        Stations, sorted.
    of_place
        Station of each place (p), −1 where it has none.
    t_min, precipitation, wind
        Lowest temperature, precipitation and wind (day, station); not a number where it is missing.

    Notes
    -----
    Where a day is missing, each member takes another day of the same station and season, drawn with
    a key of its own: a climatology with day-to-day variation, in which days do not hang together.
    """

    def __init__(self, plan: Plan, draws: Draws, days: int) -> None:
        table = plan.scenario.weather
        self._table, self._draws = table, draws
        self._start = np.datetime64(plan.scenario.start, "D")
        self.names = tuple(sorted(set(table.station)))
        column = {name: i for i, name in enumerate(self.names)}
        stations = plan.scenario.places.weather_station
        self.of_place = np.array([column.get(stations[i], -1) for i in plan.place_rows])
        self._row = np.full((days, len(self.names)), -1)
        day = ((table.date - self._start) / np.timedelta64(1, "D")).astype(np.int64)
        for i, (number, name) in enumerate(zip(day.tolist(), table.station, strict=True)):
            if 0 <= number < days and _measured(table, i):
                self._row[number, column[name]] = i
        self.t_min = self._known(table.t_min_c)
        self.precipitation = self._known(table.precip_mm)
        self.wind = self._known(table.wind_ms)

    def _known(self, values: Floats) -> Floats:
        if not len(values):
            return np.zeros(self._row.shape)
        return np.where(self._row >= 0, values[self._row], np.nan)

    def on(self, day: int, used: npt.NDArray[np.bool_]) -> tuple[Floats, Floats, Floats]:
        """Return lowest temperature, precipitation and wind of a day (m, station).

        Wind is not a number where the day that was measured, or stands for it, has none.

        Parameters
        ----------
        day
            Index of the day.
        used
            Which stations are needed.

        Raises
        ------
        RequestError
            If a station that is needed has no day that could stand for a missing one.
        """
        shape = (self._draws.members, len(self.names))
        t_min = np.broadcast_to(self.t_min[day], shape).copy()
        rain = np.broadcast_to(self.precipitation[day], shape).copy()
        wind = np.broadcast_to(self.wind[day], shape).copy()
        for station in np.flatnonzero((self._row[day] < 0) & used).tolist():
            rows = self._chosen(self._start + np.timedelta64(day, "D"), self.names[station])
            t_min[:, station] = self._table.t_min_c[rows]
            rain[:, station] = self._table.precip_mm[rows]
            wind[:, station] = self._table.wind_ms[rows]
        return t_min, rain, wind

    def _chosen(self, date: np.datetime64, station: str) -> npt.NDArray[np.intp]:
        """Return the row of weather.csv that stands for a missing day in each member (m)."""
        rows = like_days(self._table, station, date)
        if not len(rows):
            raise RequestError(
                say(
                    "weather.csv has no day of station {station} that could stand for {date}: "
                    "give days of the same season",
                    station=station,
                    date=date,
                )
            )
        u = self._draws.uniforms(Purpose.WEATHER, f"{station}:{date}")
        return np.asarray(rows[(u * len(rows)).astype(np.intp)])


def _measured(table: Weather, row: int) -> bool:
    return not (np.isnan(table.t_min_c[row]) or np.isnan(table.precip_mm[row]))
