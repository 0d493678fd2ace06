"""Flee's location graph: places with their kinds, and links between them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from marchland.io.flee.countries import invented_code
from marchland.io.flee.findings import Findings
from marchland.io.flee.folder import FleeFolder
from marchland.io.flee.rows import Row, csv_rows, named_columns, parse_number, plainly, split_header
from marchland.language import mark, say, say_n
from marchland.model.countries import countries, country_code, country_hint, near_country
from marchland.model.near import hint

_KINDS = (
    ("camp", "camp"),
    ("conflict", "settlement"),
    ("forward", "hub"),
    ("marker", "hub"),
    ("town", "settlement"),
    ("default", "settlement"),
    ("flood", "settlement"),
)
_PLACE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("location", "location_name"),
    "region": ("admin", "state"),
    "country": (),
    "latitude": ("lat", "gps_x"),
    "longitude": ("lon", "long", "lng", "gps_y"),
    "location_type": ("type", "loc_type"),
    "conflict_date": ("conflict_start", "date"),
    "population": ("pop", "pop/cap", "population/capacity", "capacity", "cap"),
}
_LINK_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name1": ("from", "origin", "source"),
    "name2": ("to", "destination", "target"),
    "distance": ("length", "distance_km", "distance [km]"),
    "forced_redirection": ("forced", "redirection"),
}


_PLACE_NUMBERS: Mapping[str, tuple[float, float] | None] = {
    "latitude": (-90, 90),
    "longitude": (-180, 180),
    "conflict_date": None,
    "population": None,
}
_UNREAD_COLUMNS: Mapping[str, str] = {
    "initial_idps": mark(
        "people who stand there at the start are those of the camps' counts on day 0"
    )
}


@dataclass(frozen=True)
class FleePlace:
    """A location: what Flee calls it, and what it is here.

    Parameters
    ----------
    kind
        Settlement, hub or camp.
    size
        People who live there, or the capacity of a camp; None where blank, or 0 for a camp.
    flooded
        Whether it is a flood zone.
    onset
        Day on which its conflict begins by ``locations.csv``; None where it is no conflict place.
    """

    where: str
    name: str
    region: str
    country: str
    country_name: str
    lat: float
    lon: float
    kind: str
    size: float | None
    onset: int | None
    idp: bool
    flooded: bool = False


@dataclass(frozen=True)
class FleeLink:
    """A link of the graph, both ways; ``forced`` is 1 or 2 where a redirection is forced."""

    where: str
    ends: tuple[str, str]
    km: float
    forced: int


def read_places(folder: FleeFolder, findings: Findings) -> dict[str, FleePlace]:
    """Read ``locations.csv``."""
    header, rows = split_header(csv_rows(folder.graph / "locations.csv", findings), _PLACE_COLUMNS)
    columns = named_columns(header, _PLACE_COLUMNS)
    if (
        not rows
        and (folder.graph / "locations.csv").is_file()
        and not findings.refused("locations.csv")
    ):
        findings.refuse("locations.csv", say("has no rows"))
    _tell_columns("locations.csv", header, rows, columns, findings)
    for name, bound in _PLACE_NUMBERS.items():
        rows = plainly(rows, columns[name], name, findings, bound)
    codes = _codes([row.cell(columns["country"]) for row in rows], findings)
    places: dict[str, FleePlace] = {}
    for row in rows:
        place = _place(row, columns, codes, findings)
        if place is None:
            continue
        if place.name in places:
            _tell_twice(place, places[place.name], findings)
            continue
        places[place.name] = place
    return places


def _refuse_empty(rows: Sequence[Row], path: Path, findings: Findings) -> None:
    if not rows and path.is_file() and not findings.refused(path.name):
        findings.refuse(path.name, say("has no rows"))


def _tell_columns(
    file: str,
    header: Sequence[str],
    rows: Sequence[Row],
    columns: Mapping[str, int],
    findings: Findings,
) -> None:
    """List columns that have cells and are not read."""
    for i, name in enumerate(header):
        filled = [row.cell(i) for row in rows if row.cell(i) not in ("", "0")]
        if i not in columns.values() and filled:
            why = say(_UNREAD_COLUMNS.get(name.lower(), mark("it has no counterpart here")))
            findings.ignore(
                file,
                say_n(
                    "column '{name}' ({n} cell) is not read: {why}",
                    "column '{name}' ({n} cells) is not read: {why}",
                    len(filled),
                    name=name,
                    why=why,
                ),
            )


def _tell_twice(place: FleePlace, first: FleePlace, findings: Findings) -> None:
    same = (place.lat, place.lon, place.kind) == (first.lat, first.lon, first.kind)
    tell = findings.correct if same else findings.refuse
    told = (
        mark("'{name}' stands already in {where}; read once")
        if same
        else mark("'{name}' stands already in {where} with another position or type")
    )
    tell(place.where, say(told, name=place.name, where=first.where))


def _codes(names: Sequence[str], findings: Findings) -> dict[str, str]:
    """Return each country's code; one that no code is known of gets one left to users."""
    codes = {}
    unknown = 0
    for name in dict.fromkeys(names):
        code = country_code(name)
        if code is None and (code := near_country(name)):
            meant = countries()[code].name
            findings.correct(
                "locations.csv",
                say(
                    "country '{name}' is read as {meant} ({code})",
                    name=name,
                    meant=meant,
                    code=code,
                ),
            )
        if code is None:
            code, unknown = invented_code(unknown), unknown + 1
            told = (
                say(
                    "country '{name}' is not known; called {code}{near}",
                    name=name,
                    code=code,
                    near=country_hint(name),
                )
                if name
                else say("country left blank is not known; called {code}", code=code)
            )
            findings.correct("locations.csv", told)
        codes[name] = code
    return codes


def _place(
    row: Row, columns: Mapping[str, int], codes: Mapping[str, str], findings: Findings
) -> FleePlace | None:
    cell = {name: row.cell(i) for name, i in columns.items()}
    if not cell["name"]:
        findings.refuse(row.where, say("has no name"))
        return None
    if {">", ";"} & set(cell["name"]):
        findings.refuse(
            row.where, say("name '{name}' must hold neither '>' nor ';'", name=cell["name"])
        )
    kind = _kind(row, cell["location_type"], findings)
    lat = _degrees(row, "latitude", cell["latitude"], 90, findings)
    lon = _degrees(row, "longitude", cell["longitude"], 180, findings)
    if math.isnan(lat + lon):
        lat = lon = math.nan
    size = _size(row, cell["population"], findings)
    onset = _onset(row, cell, findings)
    return FleePlace(
        row.where,
        cell["name"],
        cell["region"],
        codes[cell["country"]],
        cell["country"],
        lat,
        lon,
        kind,
        None if kind == "camp" and not size else size,
        onset,
        "idp" in cell["location_type"].lower(),
        "flood" in cell["location_type"].lower(),
    )


def _kind(row: Row, text: str, findings: Findings) -> str:
    """Return our kind, by the parts of words that Flee goes by."""
    for part, kind in _KINDS:
        if part in text.lower():
            return kind
    findings.refuse(
        row.where,
        say(
            "location_type '{text}' is not known, must be conflict_zone, town, forwarding_hub, "
            "marker, camp or idpcamp",
            text=text,
        ),
    )
    return "settlement"


def _degrees(row: Row, name: str, text: str, bound: float, findings: Findings) -> float:
    value = parse_number(text) if text else float("nan")
    if not text:
        findings.correct(row.where, say("{name} is blank; the place stands on no map", name=name))
    elif value is None or abs(value) > bound:
        findings.refuse(
            row.where,
            say(
                "{name} is '{text}', must be a number from -{bound} to {bound}",
                name=name,
                text=text,
                bound=bound,
            ),
        )
    return float("nan") if value is None else value


def _size(row: Row, text: str, findings: Findings) -> float | None:
    value = parse_number(text) if text else None
    if text and (value is None or value < 0):
        if value == -1:
            return None
        findings.refuse(
            row.where,
            say("population is '{text}', must be a number from 0 on, or blank", text=text),
        )
    return value


def _onset(row: Row, cell: Mapping[str, str], findings: Findings) -> int | None:
    if "conflict" not in cell["location_type"].lower():
        return None
    day = parse_number(cell["conflict_date"] or "0")
    if day is None:
        findings.refuse(
            row.where,
            say(
                "conflict_date is '{date}', must be a number of days from the start",
                date=cell["conflict_date"],
            ),
        )
        return None
    return max(0, int(day))


def read_links(
    folder: FleeFolder, places: Mapping[str, FleePlace], findings: Findings
) -> list[FleeLink]:
    """Read ``routes.csv``; of links between the same places the shortest is kept."""
    header, rows = split_header(csv_rows(folder.graph / "routes.csv", findings), _LINK_COLUMNS)
    columns = named_columns(header, _LINK_COLUMNS)
    _refuse_empty(rows, folder.graph / "routes.csv", findings)
    _tell_columns("routes.csv", header, rows, columns, findings)
    rows = plainly(rows, columns["distance"], "distance", findings)
    links: dict[frozenset[str], FleeLink] = {}
    for row in rows:
        link = _link(row, columns, places, findings)
        if link is None:
            continue
        other = links.get(frozenset(link.ends))
        if other is not None:
            findings.correct(
                link.where,
                say(
                    "{one} and {other} are joined already in {where}; the shorter link is kept",
                    one=link.ends[0],
                    other=link.ends[1],
                    where=other.where,
                ),
            )
        if other is None or link.km < other.km:
            links[frozenset(link.ends)] = link
    joined = {end for link in links.values() for end in link.ends}
    for place in places.values() if links else ():
        if place.name not in joined:
            findings.ignore(
                place.where, say("no link leads to {name}; nobody can reach it", name=place.name)
            )
    return list(links.values())


def _link(
    row: Row, columns: Mapping[str, int], places: Mapping[str, FleePlace], findings: Findings
) -> FleeLink | None:
    cell = {name: row.cell(i) for name, i in columns.items()}
    ends = (cell["name1"], cell["name2"])
    unknown = [end for end in ends if end not in places]
    for end in unknown:
        findings.refuse(
            row.where, say("'{end}' is not in locations.csv{hint}", end=end, hint=hint(end, places))
        )
    km = parse_number(cell["distance"])
    if km is None or km < 0:
        findings.refuse(
            row.where,
            say("distance is '{distance}', must be a number from 0 on", distance=cell["distance"]),
        )
    forced = cell["forced_redirection"] or "0"
    if forced not in ("0", "1", "2", "0.0", "1.0", "2.0"):
        findings.refuse(
            row.where, say("forced_redirection is '{forced}', must be 0, 1 or 2", forced=forced)
        )
        return None
    if ends[0] == ends[1] and not unknown:
        findings.ignore(row.where, say("a link from {name} to itself leads nowhere", name=ends[0]))
        return None
    if unknown or km is None or km < 0:
        return None
    return FleeLink(row.where, ends, km, int(float(forced)))


def known_country(name: str, places: Sequence[FleePlace]) -> str | None:
    """Return the code of a country that some place lies in; None where none does."""
    code = country_code(name)
    return next((p.country for p in places if p.country == code or p.country_name == name), None)
