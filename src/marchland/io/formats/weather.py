"""Formats of weather: Open-Meteo, and ERA5 as a table."""

from __future__ import annotations

from typing import Final

from marchland.io.formats.format import Format
from marchland.io.formats.shapes import daily_weather, to_ms
from marchland.language import mark

OPEN_METEO: Final = Format(
    id="open-meteo",
    title=mark("daily weather"),
    publisher="Open-Meteo",
    licence=mark("CC BY 4.0"),
    ships=True,
    gives="weather",
    columns={
        "name": ("location_id",),
        "date": ("time",),
        "t_min_c": ("temperature_2m_min (°C)",),
        "t_mean_c": ("temperature_2m_mean (°C)",),
        "t_max_c": ("temperature_2m_max (°C)",),
        "precip_mm": ("precipitation_sum (mm)",),
        "wind_ms": ("wind_speed_10m_max (km/h)", "wind_speed_10m_mean (km/h)"),
    },
    required=("date", "t_min_c"),
    shape=to_ms,
)
ERA5: Final = Format(
    id="era5",
    title=mark("ERA5 as a table"),
    publisher="Copernicus Climate Change Service",
    licence=mark("licence to use Copernicus products"),
    ships=True,
    gives="weather",
    columns={
        "date": ("valid_time", "time"),
        "t_mean_c": ("t2m",),
        "precip_mm": ("tp",),
        "lat": ("latitude",),
        "lon": ("longitude",),
        "name": ("station",),
    },
    required=("date", "t_mean_c"),
    shape=daily_weather,
)
FORMATS: Final = (OPEN_METEO, ERA5)
