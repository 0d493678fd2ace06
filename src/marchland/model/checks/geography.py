"""Where things lie: countries and their codes, points within them, and lengths against the map."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from marchland.errors import Problem
from marchland.language import mark, say
from marchland.model.amounts import plain
from marchland.model.checks.case import Case
from marchland.model.checks.names import rows_by_value
from marchland.model.countries import Country, countries, country_code, country_hint, is_users
from marchland.model.kinds import PLACE_KINDS
from marchland.model.outlines import country_at, km_outside, lie_in
from marchland.model.sphere import Floats, straight_km
from marchland.model.tables import Places, Routes

_MARGIN = 0.5
_OUTLINE_KM, _LINE_KM = 5.0, 15.0
"""How far a place may lie beyond its country's outline, drawn simply; and one at a border."""
_AT_SEA_KM = 50.0
_AT_LINES = frozenset({"transit", "strip", "forest"})
"""States of people at places that lie at a border."""
_CONTESTED = frozenset(
    map(
        frozenset,
        (
            ("ESH", "MAR"), ("ISR", "PSE"), ("ISR", "SYR"), ("ISR", "LBN"), ("SDN", "SSD"),
            ("EGY", "SDN"), ("KEN", "SSD"), ("IND", "PAK"), ("CHN", "IND"), ("CHN", "PAK"),
            ("RUS", "UKR"), ("GEO", "RUS"), ("SRB", "XKX"), ("ARM", "AZE"), ("ETH", "SOM"),
            ("MDA", "UKR"), ("GUY", "VEN"), ("CHN", "TWN"), ("CYP", "TUR"),
        ),
    )
)  # fmt: skip
"""Countries between which some ground is disputed: one drawn line proves no point wrong there."""
_SHORTER, _LONGER = 0.9, 6.0
_NEAR_KM, _FAR_KM = 15.0, 25.0
_SHORES = ("sea", "river")
_SHORES_APART = 6.0
_THOUSAND = (300.0, 3000.0)
_ALPHA_2, _ALPHA_3 = 2, 3

_ELSEWHERE = mark("check lat, lon and country (it lies in {there}, {km:,.0f} km from {country})")
_FAR = mark("check lat, lon and country ({km:,.0f} km from {country})")


def check_geography(case: Case) -> Iterator[Problem]:
    """Codes are those of countries, points lie in them, and ways are about as long as they look."""
    places = case.scenario.places
    for country, rows in rows_by_value(places.country).items():
        if _alpha(country) and country not in countries() and not is_users(country):
            told = say(
                "country '{country}' is no code of ISO 3166-1{hint}",
                country=country,
                hint=_meant(country),
            )
            yield case.grouped(Places, rows, told, warning=True)
    known = _within(places)
    for row in range(len(places)):
        yield from () if known[row] else _point(case, row)
        yield from _pcode(case, row)
    if case.network_known:
        yield from _lengths(case)


def _within(places: Places) -> npt.NDArray[np.bool_]:
    """Tell which places lie within the outline of their country; the others are looked into."""
    found = np.zeros(len(places), bool)
    for country, rows in rows_by_value(places.country).items():
        found[rows] = lie_in(country, places.lat[rows], places.lon[rows])
    return found


def _alpha(code: str) -> bool:
    return len(code) == _ALPHA_3 and code.isascii() and code.isupper()


def _meant(code: str) -> str:
    named = country_code(code)
    return say("; {code} is {named}", code=code, named=named) if named else country_hint(code)


def _point(case: Case, row: int) -> Iterator[Problem]:
    """A point lies in its country; if not, perhaps with its coordinates swapped."""
    places = case.scenario.places
    lat, lon = float(places.lat[row]), float(places.lon[row])
    country = countries().get(places.country[row])
    if np.isnan(lat + lon):
        return
    if lat == 0 == lon:
        yield case.problem(
            Places,
            row,
            say("lies at 0, 0 in the Gulf of Guinea; leave lat and lon blank if not known"),
            warning=True,
        )
    elif country is not None and (told := _outside(country, lat, lon, places.kind[row])):
        yield case.problem(
            Places,
            row,
            say(
                "'{place}' at lat {lat}, lon {lon} does not lie in {country}; {told}",
                place=places.id[row],
                lat=plain(lat),
                lon=plain(lon),
                country=country.said,
                told=told,
            ),
            warning=True,
        )


def _outside(country: Country, lat: float, lon: float, kind: str) -> str:
    """Return what may be wrong with a point that does not lie in its country, blank if it does."""
    away = km_outside(country.code, lat, lon)
    if np.isnan(away):
        if country.holds(lat, lon, _MARGIN):
            return ""
        turned = abs(lon) <= 90 and country.bounds and country.holds(lon, lat, _MARGIN)
        return say("lat and lon look swapped") if turned else say("check lat, lon and country")
    near = _LINE_KM if kind in PLACE_KINDS and PLACE_KINDS[kind].state in _AT_LINES else _OUTLINE_KM
    other = country_at(lat, lon) if away > near else ""
    if away <= near or frozenset((country.code, other)) in _CONTESTED:
        return ""
    swapped = abs(lon) <= 90 and km_outside(country.code, lon, lat) <= near
    if not other and country.holds(lat, lon, _MARGIN) and not (swapped and away > _AT_SEA_KM):
        return ""  # an island too small to be drawn
    if swapped:
        return say("lat and lon look swapped")
    there = countries()[other].said if other in countries() else ""
    words = _ELSEWHERE if there else _FAR
    return say(words, there=there, km=away, country=country.said)


def _pcode(case: Case, row: int) -> Iterator[Problem]:
    """A place code begins with the code of the place's country."""
    places = case.scenario.places
    country, pcode = countries().get(places.country[row]), places.pcode[row].upper()
    if country is None or not pcode[:_ALPHA_2].isalpha():
        return
    if not pcode.startswith((country.alpha_2, country.code)):
        yield case.problem(
            Places,
            row,
            say(
                "pcode '{pcode}' is not of {country}, whose codes begin with {alpha_2} or {code}",
                pcode=places.pcode[row],
                country=country.said,
                alpha_2=country.alpha_2,
                code=country.code,
            ),
            warning=True,
        )


def straight_lines(case: Case) -> Floats:
    """Return the straight line of each route in km, NaN where an end has no position."""
    places, routes = case.scenario.places, case.scenario.routes
    at = {place: row for row, place in enumerate(places.id)}
    nowhere = len(places)
    lat, lon = np.append(places.lat, np.nan), np.append(places.lon, np.nan)
    ends = [
        np.array([at.get(name, nowhere) for name in names], dtype=np.intp)
        for names in (routes.origin, routes.destination)
    ]
    return straight_km(lat[ends[0]], lon[ends[0]], lat[ends[1]], lon[ends[1]])


def _lengths(case: Case) -> Iterator[Problem]:
    """A way is no shorter than the straight line, and not many times as long.

    A crossing is the line itself, whatever the positions that stand for the ground on both sides;
    and a position may stand for a long shore, so that a strait is several times narrower.
    """
    routes, straight = case.scenario.routes, straight_lines(case)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = routes.length_km / straight
    shores = np.array([mode in _SHORES for mode in routes.mode], dtype=bool)
    gates = np.array([mode == "crossing" for mode in routes.mode], dtype=bool)
    short = (ratio < np.where(shores, _SHORTER / _SHORES_APART, _SHORTER)) & (
        straight - routes.length_km > _NEAR_KM
    )
    odd = ~gates & (short | ((ratio > _LONGER) & (straight >= _FAR_KM)))
    for row in np.flatnonzero(odd).tolist():
        length, line = plain(float(routes.length_km[row])), f"{straight[row]:.0f}"
        if _THOUSAND[0] < ratio[row] < _THOUSAND[1]:
            hint = say("is it given in metres?")
        elif 1 / _THOUSAND[1] < ratio[row] < 1 / _THOUSAND[0]:
            hint = say("is it given in thousands of km?")
        else:
            hint = say("check the length, and lat and lon of both ends")
        yield case.problem(
            Routes,
            row,
            say(
                "from '{origin}' to '{destination}' is {length} km, the straight line is {line} "
                "km; {hint}",
                origin=routes.origin[row],
                destination=routes.destination[row],
                length=length,
                line=line,
                hint=hint,
            ),
            warning=True,
        )
