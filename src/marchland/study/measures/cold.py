"""Cold, injury and death: what the model expects, by month and country, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr

from marchland.engine.wind import winds
from marchland.model.scenario import Scenario
from marchland.study.measures.bands import Band
from marchland.study.measures.harm import Record, beside_records, has_nights
from marchland.study.measures.needs import mortality

HARM = (
    "deaths_expected",
    "severe_expected",
    "non_freezing_expected",
    "open_nights",
    "frost_nights",
)
"""Variables of the runs, in the order of :class:`Harm`."""
KNOWN_COLD = (-20.0, 15.0)
"""Lowest temperatures in °C between which the hazard is known (Zhang et al. 2019)."""
KNOWN_RAIN = 20.0
"""Precipitation in mm a day up to which they are known."""


@dataclass(frozen=True)
class Harm:
    """What the model expects in some months and countries, one band each number."""

    deaths: Band
    severe: Band
    non_freezing: Band
    open_nights: Band
    frost_nights: Band


@dataclass(frozen=True)
class Rate:
    """Deaths for 10,000 people a day, and the share of runs above the threshold of an emergency."""

    low90: float
    median: float
    high90: float
    share_emergency: float


@dataclass(frozen=True)
class Month:
    """A month: harm in all countries, deaths by country, and the rate (None: nobody outside)."""

    month: str
    harm: Harm
    deaths: tuple[Band, ...]
    rate: Rate | None


@dataclass(frozen=True)
class Weather:
    """Days of the stations on which the hazard is used beyond what it is known for.

    Parameters
    ----------
    days
        Days of all stations.
    far, wet, missing
        Outside :data:`KNOWN_COLD`, wetter than :data:`KNOWN_RAIN`, not measured.
    windy, calm_or_storm
        Days with known wind, and those of them outside ``winds``, in m/s.
    """

    days: int
    far: int
    wet: int
    missing: int
    windy: int
    calm_or_storm: int
    winds: tuple[float, float]


@dataclass(frozen=True)
class Cold:
    """Harm over the whole run and by month, compared with the records.

    Parameters
    ----------
    total
        All months and countries.
    countries
        Countries in which people are in the open; ``Month.deaths`` is in their order.
    months
        Month by month.
    records
        Recorded deaths with those that the model expects.
    weather
        What the hazard rests on.
    """

    total: Harm
    countries: tuple[str, ...]
    months: tuple[Month, ...]
    records: tuple[Record, ...]
    weather: Weather


def cold_of(ds: xr.Dataset, scenario: Scenario) -> Cold | None:
    """Return the harm of cold, None where no night can harm anybody."""
    if not has_nights(ds):
        return None
    outside = ds["open_nights"].max(["member", "month"]).values > 0
    countries = tuple(ds["side"].values.astype(str)[outside].tolist())
    return Cold(
        total=_harm(ds, "month", "side"),
        countries=countries,
        months=_months(ds, countries),
        records=tuple(beside_records(ds, scenario.observations)),
        weather=_weather(ds),
    )


def _harm(harm: xr.Dataset, *over: str) -> Harm:
    return Harm(*(Band.of(harm[name].sum(over)) for name in HARM))


def _months(ds: xr.Dataset, countries: tuple[str, ...]) -> tuple[Month, ...]:
    rates = {
        row["month"]: Rate(row["low90"], row["median"], row["high90"], row["share_emergency"])
        for row in mortality(ds).to_dict("records")
    }
    found = []
    for month in ds["month"].values.astype(str).tolist():
        here = ds[list(HARM)].sel(month=month)
        deaths = tuple(Band.of(here["deaths_expected"].sel(side=one)) for one in countries)
        found.append(Month(month, _harm(here, "side"), deaths, rates.get(month)))
    return tuple(found)


def _weather(ds: xr.Dataset) -> Weather:
    cold, rain, wind = (ds[name].values for name in ("t_min", "precipitation", "wind"))
    slowest, *_, fastest = winds()[0]
    return Weather(
        days=cold.size,
        far=int(((cold < KNOWN_COLD[0]) | (cold > KNOWN_COLD[1])).sum()),
        wet=int((rain > KNOWN_RAIN).sum()),
        missing=int(np.isnan(cold).sum()),
        windy=int((~np.isnan(wind)).sum()),
        calm_or_storm=int(((wind < slowest) | (wind > fastest)).sum()),
        winds=(float(slowest), float(fastest)),
    )
