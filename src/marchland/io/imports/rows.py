"""Facts as rows of a scenario's tables: counts, people displaced, places, weather, events."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from marchland.errors import RequestError
from marchland.io.formats.read import Facts
from marchland.io.imports.joining import WITHIN_KM, Joined, join
from marchland.model.columns import Table
from marchland.model.scenario import Scenario
from marchland.model.tables import Displaced, Observations, Places, Timeline, Weather

TARGETS: Final[Mapping[str, type[Table]]] = {
    "observations": Observations,
    "displaced": Displaced,
    "places": Places,
    "weather": Weather,
    "timeline": Timeline,
}
"""Tables that can be imported into, by the name that ``--as`` takes."""
MEANT: Final[Mapping[str, tuple[str, ...]]] = {
    "counts": ("observations", "displaced"),
    "deaths": ("observations",),
    "displaced": ("displaced",),
    "places": ("places",),
    "weather": ("weather",),
    "events": ("timeline",),
    "notes": ("timeline",),
}
"""What facts can become, the usual first."""


@dataclass(frozen=True)
class Asked:
    """What the user says of files that do not say it.

    Parameters
    ----------
    counting
        Whether counts are a stock, a flow or cumulative; blank: as the format says.
    group
        Group of people; blank: of all, or the scenario's only one.
    station
        Station of weather; blank: the scenario's only one.
    operation
        Operation of a file that has several.
    level
        Level of areas that become places.
    within_km
        Distance within which a position is taken for a place.
    """

    counting: str = ""
    group: str = ""
    station: str = ""
    operation: str = ""
    level: str = "1"
    within_km: float = WITHIN_KM


@dataclass(frozen=True, eq=False)
class Made:
    """Rows made of facts.

    Parameters
    ----------
    target
        Name of the table, as in :data:`TARGETS`.
    rows
        The rows.
    joined
        How they were joined; None where nothing had to be.
    notes
        What was left out or added up.
    """

    target: str
    rows: list[dict[str, Any]]
    joined: Joined | None = None
    notes: list[str] = field(default_factory=list)


def rows_of(facts: Facts, scenario: Scenario, target: str, asked: Asked) -> Made:
    """Return what facts are in a scenario's table.

    Raises
    ------
    RequestError
        If they cannot be that, or the file does not say what has to be known.
    """
    allowed = MEANT[facts.format.gives]
    target = target or allowed[0]
    if target not in allowed:
        raise RequestError(
            f"{facts.format.title} cannot become {target}; it can become {' or '.join(allowed)}"
        )
    frame, notes = _of_the_crisis(facts, scenario, asked)
    make = {
        "observations": _observations,
        "displaced": _displaced,
        "places": _places,
        "weather": _weather,
        "timeline": _timeline,
    }[target]
    made = make(facts, frame, scenario, asked)
    made.notes[:0] = notes
    return made


def _of_the_crisis(
    facts: Facts, scenario: Scenario, asked: Asked
) -> tuple[pd.DataFrame, list[str]]:
    """Return rows of the scenario's countries and of one operation."""
    frame, notes = facts.frame, []
    if "country" in frame and facts.format.gives != "weather":
        known = set(scenario.places.country) | {""}
        kept = frame["country"].isin(known)
        if not kept.all():
            others = sorted(set(frame.loc[~kept, "country"]))
            shown = ", ".join(others[:8]) + (" …" if len(others) > 8 else "")
            notes.append(f"{int((~kept).sum())} rows are of other countries ({shown})")
        frame = frame[kept]
    if "operation" in frame:
        names = sorted(set(frame["operation"]) - {""})
        if asked.operation:
            frame = frame[frame["operation"] == asked.operation]
        elif len(names) > 1:
            raise RequestError(
                f"the file has several operations ({'; '.join(names)}): say which with --operation"
            )
    return frame, notes


def _observations(facts: Facts, frame: pd.DataFrame, scenario: Scenario, asked: Asked) -> Made:
    """Return counts as observations."""
    if "series" in frame:
        return _own(facts, frame)
    deaths = facts.format.gives == "deaths"
    counting = asked.counting or facts.format.counting
    if counting == "ask":
        raise RequestError(
            f"{facts.format.title} does not say whether its counts are people there on a date "
            "(stock), people who came in a period (flow) or since the beginning (cumulative): say "
            "which with --counting"
        )
    value = "deaths" if deaths else "people"
    known = frame[frame[value].notna() & frame["date"].notna()]
    notes = [f"{len(frame) - len(known)} rows have no count or no date"] * (len(known) < len(frame))
    joined = join(known, scenario.places, asked.within_km)
    placed = known.assign(where=joined.where, group=_groups(known, scenario, asked))
    placed = placed[placed["where"] != ""]
    summed = _added(placed, value, notes, counting)
    names = dict(zip(scenario.places.id, scenario.places.name, strict=True))
    rows = []
    for row in summed.to_dict("records"):
        label = str(row.get("label") or ("deaths" if deaths else "people"))
        told = f"{label}, {names.get(row['where']) or row['where']}"
        group = f", {row['group']}" if row["group"] else ""
        rows.append(
            {
                "series": f"{told}{group} ({facts.format.publisher})",
                "date_from": _day(row["date"]),
                "date_to": _day(row["date_to"]),
                "measure": "deaths" if deaths else "stock" if counting == "stock" else "entered",
                "where": row["where"],
                "group": row["group"],
                "cumulative": counting == "cumulative",
                "value": float(row[value]),
                "source": f"{facts.source}; counted as {counting}",
            }
        )
    return Made("observations", rows, joined, notes)


def _added(placed: pd.DataFrame, value: str, notes: list[str], counting: str) -> pd.DataFrame:
    """Return one row a place, date, group and label; a stock has no last day."""
    out = placed.copy()
    if "date_to" not in out or counting == "stock":
        out["date_to"] = pd.NaT
    if "label" not in out:
        out["label"] = ""
    keys = ["where", "date", "date_to", "group", "label"]
    found = out.groupby(keys, dropna=False, sort=False)[value].sum().reset_index()
    if len(found) < len(out):
        notes.append(f"{len(out)} rows are {len(found)} counts: rows of one place and date add up")
    return found.sort_values(["where", "label", "group", "date"], kind="stable")


def _own(facts: Facts, frame: pd.DataFrame) -> Made:
    """Return counts that Marchland wrote as they were."""
    rows = [
        {
            "series": row["series"],
            "date_from": _day(row["date"]),
            "date_to": _day(row["date_to"]),
            "measure": row["measure"],
            "where": row["where"],
            "value": row["people"],
            "low": row.get("low"),
            "high": row.get("high"),
            "use": row.get("use") or "score",
            "source": f"{row['source']}; {facts.source}",
        }
        for row in frame.to_dict("records")
        if pd.notna(row["people"])
    ]
    short = len(frame) - len(rows)
    return Made("observations", rows, None, [f"{short} counts are withheld"] * bool(short))


def _groups(frame: pd.DataFrame, scenario: Scenario, asked: Asked) -> list[str]:
    """Return the group of each row: as asked, or the group that is called like its origin."""
    if asked.group or "origin" not in frame:
        return [asked.group] * len(frame)
    known = {group.casefold(): group for group in scenario.groups}
    return [known.get(str(origin).casefold(), "") for origin in frame["origin"]]


def _displaced(facts: Facts, frame: pd.DataFrame, scenario: Scenario, asked: Asked) -> Made:
    """Return figures of displacement as people a day, spread evenly over their days."""
    group = asked.group or (scenario.groups[0] if len(scenario.groups) == 1 else "")
    if not group:
        raise RequestError(
            f"say which group is displaced with --group: {', '.join(scenario.groups)}"
        )
    known = frame[frame["people"].notna() & frame["date"].notna()]
    notes = [f"{len(frame) - len(known)} rows have no figure or no date"] * (
        len(known) < len(frame)
    )
    joined = join(known, scenario.places, asked.within_km, countries=False)
    placed = known.assign(where=joined.where)
    placed = placed[placed["where"] != ""]
    if "date_to" not in placed:
        placed = placed.assign(date_to=placed["date"])
    keys = ["where", "date", "date_to"]
    summed = placed.groupby(keys, sort=True)["people"].sum().reset_index()
    rows = [
        {
            "date": _day(row["date"]),
            "date_to": _day(row["date_to"]),
            "place": row["where"],
            "group": group,
            "people": float(row["people"]) / ((row["date_to"] - row["date"]).days + 1),
            "source": f"{facts.source}; figure spread evenly over its days",
        }
        for row in summed.to_dict("records")
    ]
    return Made("displaced", rows, joined, notes)


def _places(facts: Facts, frame: pd.DataFrame, scenario: Scenario, asked: Asked) -> Made:
    """Return areas of one level, or camps, as places; those that are there keep their id."""
    notes = []
    if "level" in frame:
        kept = frame[frame["level"] == asked.level]
        notes.append(f"{len(frame) - len(kept)} areas are of another level than {asked.level}")
        frame = kept
    there = join(frame, scenario.places, 0.5, countries=False)
    taken = set(scenario.places.id)
    rows = []
    for row, id in zip(frame.to_dict("records"), there.where, strict=True):
        own = id or _free(slug(str(row["name"])), taken)
        taken.add(own)
        rows.append(
            {
                "id": own,
                "name": row["name"],
                "country": row.get("country") or _only_country(scenario),
                "lat": row.get("lat"),
                "lon": row.get("lon"),
                "kind": row.get("kind") or "settlement",
                "capacity": row.get("capacity"),
                "population": row.get("population"),
                "pcode": row.get("pcode") or None,
                "source": facts.source,
            }
        )
    return Made("places", rows, None, notes)


def _only_country(scenario: Scenario) -> str:
    """Return the scenario's country where it has one."""
    codes = set(scenario.places.country)
    if len(codes) != 1:
        raise RequestError("the file does not say in which country its places are: add a column")
    return codes.pop()


def _weather(facts: Facts, frame: pd.DataFrame, scenario: Scenario, asked: Asked) -> Made:
    """Return days of weather of one station, or of those that the file names."""
    stations = sorted({name for name in scenario.places.weather_station if name})
    one = asked.station or (stations[0] if len(stations) == 1 else "")
    names = frame["name"].astype(str) if "name" in frame else pd.Series(one, frame.index)
    if names.nunique() <= 1 and one:
        names = pd.Series(one, frame.index)
    if (names == "").any():
        raise RequestError(
            f"say of which station the weather is with --station: {', '.join(stations) or 'a name'}"
        )
    measures = [r for r in Weather.columns() if r not in ("date", "station", "source")]
    rows = [
        {"date": _day(row["date"]), "station": station, "source": facts.source}
        | {name: row.get(name) for name in measures}
        for row, station in zip(frame.to_dict("records"), names, strict=True)
        if pd.notna(row["date"])
    ]
    return Made("weather", rows)


def _timeline(facts: Facts, frame: pd.DataFrame, scenario: Scenario, asked: Asked) -> Made:
    """Return conflict events by place and month, and indicators, as notes: they change nothing."""
    frame = frame[frame["date"].notna()]
    joined = join(frame, scenario.places, asked.within_km)
    placed = frame.assign(where=joined.where)
    placed = placed[placed["where"] != ""]
    if facts.format.gives == "notes":
        rows = [_note(row["date"], row["where"], row["label"], facts) for row in _records(placed)]
        return Made("timeline", rows, joined)
    events = placed["events"] if "events" in placed else pd.Series(1.0, placed.index)
    months = placed.assign(events=events, month=placed["date"].dt.to_period("M"))
    if "deaths" not in months:
        months["deaths"] = 0.0
    summed = months.groupby(["where", "month"])[["events", "deaths"]].sum().reset_index()
    rows = [
        _note(row["month"].start_time, row["where"], _told(row, facts), facts)
        for row in _records(summed)
        if row["events"] > 0
    ]
    return Made("timeline", rows, joined)


def _records(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    return frame.to_dict("records")


def _told(row: Mapping[Any, Any], facts: Facts) -> str:
    """Say how many events a month had, and how many people died, not fewer than ten of them."""
    deaths = f", {row['deaths']:,.0f} deaths" if row["deaths"] >= 10 else ""
    return f"{row['events']:,.0f} conflict events in the month{deaths} ({facts.format.publisher})"


def _note(day: Any, where: str, label: str, facts: Facts) -> dict[str, Any]:
    source = facts.source
    return {"date": _day(day), "what": "note", "where": where, "label": label, "source": source}


def _day(value: Any) -> Any:
    """Return a date, None where there is none."""
    return None if pd.isna(value) else pd.Timestamp(value).date()


def slug(name: str) -> str:
    """Return a short name as ids are written: ``El Geneina`` becomes ``el-geneina``."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", "-", kept).strip("-") or "place"


def _free(id: str, taken: set[str]) -> str:
    """Return an id that no place has yet."""
    found, n = id, 2
    while found in taken:
        found, n = f"{id}-{n}", n + 1
    return found
