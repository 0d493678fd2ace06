"""Places that files speak of: where people were counted, where there was conflict, towns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd

from marchland.io.building import gazetteer
from marchland.io.formats.format import bare
from marchland.io.formats.read import Facts
from marchland.io.imports.joining import distance_km, with_countries
from marchland.model.kinds import PLACE_KINDS

SAME_KM: Final = 10.0
"""Distance within which two names are one place; assumed."""
MOST_EVENTS: Final = 15
"""Places of conflict kept in a country, those with the most events."""
MOST_TOWNS: Final = 6
"""Towns kept in a country, the largest."""


@dataclass(frozen=True)
class Candidate:
    """A place that files speak of.

    Parameters
    ----------
    name, country, pcode
        What it is called.
    lat, lon
        Where it is; not a number where no file and no gazetteer says it.
    kind
        ``camp`` where people were counted, ``settlement`` elsewhere.
    population
        People who live there; not a number where it is not known.
    events
        Conflict events there.
    source
        Who says so.
    """

    name: str
    country: str
    pcode: str = ""
    lat: float = float("nan")
    lon: float = float("nan")
    kind: str = "settlement"
    population: float = float("nan")
    events: float = 0.0
    source: str = ""

    @property
    def placed(self) -> bool:
        """Whether its position is known."""
        return bool(np.isfinite(self.lat) and np.isfinite(self.lon))


def candidates(facts: Sequence[Facts], countries: Sequence[str]) -> list[Candidate]:
    """Return every place of some countries that files or the gazetteer speak of, each once."""
    found: list[Candidate] = []
    towns = {country: _towns(facts, country) for country in countries}
    for make in (_counted, _events):
        for one in facts:
            for candidate in make(one, countries):
                _add(found, _with_town(candidate, towns[candidate.country]))
    for there in towns.values():
        largest = sorted(there.values(), key=lambda one: (-one.population, one.name))
        for town in largest[:MOST_TOWNS]:
            _add(found, town)
    return _peopled(found, facts)


def _towns(facts: Sequence[Facts], country: str) -> dict[str, Candidate]:
    """Return towns of a country by their bare names, out of files, else of the gazetteer.

    Of two of one name the one with more people is taken.
    """
    found = {
        bare(town.name): Candidate(
            town.name,
            country,
            lat=town.lat,
            lon=town.lon,
            population=town.population,
            source=gazetteer.SOURCE,
        )
        for town in reversed(gazetteer.towns(country))
    }
    for one in facts:
        if not one.format.positions or not {"population", "lat", "lon"} <= set(one.frame):
            continue
        frame = one.frame[one.frame["country"].eq(country) & one.frame["population"].notna()]
        for row in frame.sort_values("population", kind="stable").to_dict("records"):
            found[bare(row["name"])] = Candidate(
                row["name"], country, lat=row["lat"], lon=row["lon"],
                population=row["population"], source=one.source,
            )  # fmt: skip
    return found


def _peopled(found: list[Candidate], facts: Sequence[Facts]) -> list[Candidate]:
    """Return candidates with the population that tables of areas have for their P-code or name."""
    by_code: dict[str, float] = {}
    by_name: dict[tuple[str, str], float] = {}
    for one in facts:
        if one.format.gives != "places" or "population" not in one.frame or "lat" in one.frame:
            continue
        for row in one.frame[one.frame["population"].notna()].to_dict("records"):
            by_code[row.get("pcode") or ""] = float(row["population"])
            by_name[row.get("country", ""), bare(row["name"])] = float(row["population"])
    by_code.pop("", None)
    return [
        replace(one, population=known) if known is not None else one
        for one in found
        for known in [by_code.get(one.pcode, by_name.get((one.country, bare(one.name))))]
    ]


def _of(facts: Facts, countries: Sequence[str]) -> pd.DataFrame:
    """Return rows of some countries, with every role that a candidate needs.

    A position without a country is of the country of the nearest town; without a gazetteer, where
    people were counted it is of the one country that they flee to.
    """
    out = with_countries(facts.frame)
    for role, blank in (("pcode", ""), ("name", ""), ("lat", np.nan), ("lon", np.nan)):
        if role not in out:
            out = out.assign(**{role: blank})
    if len(countries) == 1:
        otherwise = countries[0]
    else:
        fled = facts.format.gives == "counts" and len(countries) == 2 and not gazetteer.installed()
        otherwise = countries[1] if fled else ""
    country = [
        code or otherwise or _country_at(lat, lon, countries)
        for code, lat, lon in zip(out["country"], out["lat"], out["lon"], strict=True)
    ]
    out = out.assign(country=country)
    return out[out["country"].isin(countries)]


def _country_at(lat: float, lon: float, countries: Sequence[str]) -> str:
    """Return the country of the town next to a position, blank without a gazetteer."""
    every = [town for code in countries for town in gazetteer.towns(code)]
    if not every or not np.isfinite(lat) or not np.isfinite(lon):
        return ""
    at_lat, at_lon = np.array([t.lat for t in every]), np.array([t.lon for t in every])
    return every[int(distance_km(at_lat, at_lon, lat, lon).argmin())].country


def _counted(facts: Facts, countries: Sequence[str]) -> Iterable[Candidate]:
    """Yield places where people were counted, or that a list has as places."""
    areas = "level" in facts.frame or "population" in facts.frame
    if facts.format.gives not in ("counts", "places") or areas:
        return
    rows = _of(facts, countries)
    rows = rows[(rows["name"] != "") | (rows["pcode"] != "")]
    rows = rows.drop_duplicates(["country", "pcode", "name"])
    for row in rows.to_dict("records"):
        yield Candidate(
            row["name"] or row["pcode"], row["country"], row["pcode"], row["lat"], row["lon"],
            "camp", source=facts.source,
        )  # fmt: skip


def _events(facts: Facts, countries: Sequence[str]) -> Iterable[Candidate]:
    """Yield the places with the most conflict events, and places of displacement."""
    if facts.format.gives not in ("events", "displaced"):
        return
    rows = _of(facts, countries)
    rows = rows.assign(events=rows.get("events", 1.0))
    keys = ["country", "pcode", "name"]
    if facts.format.gives == "displaced":
        rows = rows.assign(spot=rows["lat"].round(1).astype(str) + rows["lon"].round(1).astype(str))
        keys.append("spot")
    grouped = rows.groupby(keys, sort=False)
    table = grouped.agg(
        lat=("lat", "mean"), lon=("lon", "mean"), events=("events", "sum")
    ).reset_index()
    for _, part in table.groupby("country"):
        for row in part.nlargest(MOST_EVENTS, "events").to_dict("records"):
            yield Candidate(
                row["name"] or _nearest(row), row["country"], row["pcode"], row["lat"], row["lon"],
                events=float(row["events"]), source=facts.source,
            )  # fmt: skip


def _nearest(row: Mapping[Any, Any]) -> str:
    """Name a position by the nearest town, or by itself."""
    every = gazetteer.towns(str(row["country"]))
    if not every:
        return f"{row['lat']:.1f} {row['lon']:.1f}"
    lat, lon = np.array([t.lat for t in every]), np.array([t.lon for t in every])
    return every[int(distance_km(lat, lon, row["lat"], row["lon"]).argmin())].name


def _with_town(one: Candidate, towns: Mapping[str, Candidate]) -> Candidate:
    """Return a candidate with the position and the people that a gazetteer has for its name."""
    town = towns.get(bare(one.name))
    if town is None:
        return one
    population = one.population if np.isfinite(one.population) else town.population
    if one.placed:
        return replace(one, population=population)
    source = f"{one.source}; position: {town.source}"
    return replace(one, lat=town.lat, lon=town.lon, population=population, source=source)


def _add(found: list[Candidate], one: Candidate) -> None:
    """Add a candidate, or add what it says to one that is there already."""
    for i, there in enumerate(found):
        if there.country == one.country and _same(there, one):
            kind = max((there.kind, one.kind), key=lambda kind: PLACE_KINDS[kind].receives)
            found[i] = replace(
                there,
                kind=kind,
                pcode=there.pcode or one.pcode,
                lat=there.lat if there.placed else one.lat,
                lon=there.lon if there.placed else one.lon,
                population=np.fmax(there.population, one.population),
                events=there.events + one.events,
            )
            return
    found.append(one)


def _same(a: Candidate, b: Candidate) -> bool:
    """Whether two are one place: by P-code, by name, or by lying close."""
    if a.pcode and b.pcode:
        return a.pcode == b.pcode
    if bare(a.name) == bare(b.name):
        return True
    if not (a.placed and b.placed):
        return False
    return bool(distance_km(np.array([a.lat]), np.array([a.lon]), b.lat, b.lon)[0] <= SAME_KM)
