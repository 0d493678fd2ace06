"""Facts as rows of a scenario's tables: counts and people displaced, and what is around them."""

from __future__ import annotations

import pandas as pd

from marchland.errors import RequestError
from marchland.io.formats.format import bare
from marchland.io.formats.read import Facts
from marchland.io.imports.around import places_of, timeline_of, weather_of
from marchland.io.imports.joining import join, with_countries
from marchland.io.imports.lengths import lengths_of
from marchland.io.imports.made import MEANT, Asked, Made, day_of
from marchland.io.imports.shares import shares_of
from marchland.language import say, say_n
from marchland.model.scenario import Scenario


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
            say(
                "{title} cannot become {target}; it can become {allowed}",
                title=say(facts.format.title),
                target=target,
                allowed=say(" or ").join(allowed),
            )
        )
    frame, notes = _of_the_crisis(facts, scenario, asked)
    make = {
        "observations": _observations,
        "displaced": _displaced,
        "places": places_of,
        "weather": weather_of,
        "timeline": timeline_of,
        "routes": lengths_of,
        "composition": shares_of,
    }[target]
    made = make(facts, frame, scenario, asked)
    made.notes[:0] = notes
    return made


def _of_the_crisis(
    facts: Facts, scenario: Scenario, asked: Asked
) -> tuple[pd.DataFrame, list[str]]:
    """Return rows of the scenario's countries and of one operation."""
    frame, notes = facts.frame, []
    if "country_name" in frame:
        frame = with_countries(frame)
    if "country" in frame and facts.format.gives != "weather":
        known = set(scenario.places.country) | {""}
        kept = frame["country"].isin(known)
        if not kept.all():
            others = sorted(set(frame.loc[~kept, "country"]))
            shown = ", ".join(others[:8]) + (" …" if len(others) > 8 else "")
            notes.append(
                say_n(
                    "{n} row is of another country ({countries})",
                    "{n} rows are of other countries ({countries})",
                    int((~kept).sum()),
                    countries=shown,
                )
            )
        frame = frame[kept]
    frame = _of_population(facts, frame, asked, notes)
    if "operation" in frame:
        names = sorted(set(frame["operation"]) - {""})
        if asked.operation:
            frame = frame[frame["operation"] == asked.operation]
        elif len(names) > 1:
            raise RequestError(
                say(
                    "the file has several operations ({names}): say which with --operation",
                    names="; ".join(names),
                )
            )
    return frame, notes


def _of_population(
    facts: Facts, frame: pd.DataFrame, asked: Asked, notes: list[str]
) -> pd.DataFrame:
    """Return rows of the population that is asked for, else of the usual one where there is one."""
    if facts.format.gives != "counts" or "label" not in frame:
        return frame
    labels = sorted(set(facts.frame["label"]) - {""})
    wanted = asked.population or facts.format.usual
    if not wanted:
        return frame
    chosen = [one for one in labels if bare(one) == bare(wanted)]
    if not chosen:
        raise RequestError(
            say(
                "the file does not count '{wanted}'; it counts {labels}: say which with "
                "--population",
                wanted=wanted,
                labels=", ".join(labels),
            )
        )
    others = [one for one in labels if one not in chosen]
    if others and not asked.population:
        notes.append(
            say(
                "{one} are taken; with --population {others} too",
                one=chosen[0],
                others=", ".join(others),
            )
        )
    return frame[frame["label"].isin(chosen)]


def _observations(facts: Facts, frame: pd.DataFrame, scenario: Scenario, asked: Asked) -> Made:
    """Return counts as observations."""
    if "series" in frame:
        return _own(facts, frame)
    deaths = facts.format.gives == "deaths"
    counting = asked.counting or facts.format.counting
    if counting == "ask":
        raise RequestError(
            say(
                "{title} does not say whether its counts are people there on a date "
                "(stock), people who came in a period (flow) or since the beginning "
                "(cumulative): say which with --counting",
                title=say(facts.format.title),
            )
        )
    value = "deaths" if deaths else "people"
    known = frame[frame[value].notna() & frame["date"].notna()]
    lacking = len(frame) - len(known)
    notes = [
        say_n("{n} row has no count or no date", "{n} rows have no count or no date", lacking)
    ] * bool(lacking)
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
                "date_from": day_of(row["date"]),
                "date_to": day_of(row["date_to"]),
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
        notes.append(
            say_n(
                "{rows} rows are {n} count: rows of one place and date add up",
                "{rows} rows are {n} counts: rows of one place and date add up",
                len(found),
                rows=len(out),
            )
        )
    return found.sort_values(["where", "label", "group", "date"], kind="stable")


def _own(facts: Facts, frame: pd.DataFrame) -> Made:
    """Return counts that Marchland wrote as they were."""
    rows = [
        {
            "series": row["series"],
            "date_from": day_of(row["date"]),
            "date_to": day_of(row["date_to"]),
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
    told = say_n("{n} count is withheld", "{n} counts are withheld", short)
    return Made("observations", rows, None, [told] * bool(short))


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
            say(
                "say which group is displaced with --group: {groups}",
                groups=", ".join(scenario.groups),
            )
        )
    known = frame[frame["people"].notna() & frame["date"].notna()]
    lacking = len(frame) - len(known)
    notes = [
        say_n("{n} row has no figure or no date", "{n} rows have no figure or no date", lacking)
    ] * bool(lacking)
    joined = join(known, scenario.places, asked.within_km, countries=False)
    placed = known.assign(where=joined.where)
    placed = placed[placed["where"] != ""]
    if "date_to" not in placed:
        placed = placed.assign(date_to=placed["date"])
    keys = ["where", "date", "date_to"]
    summed = placed.groupby(keys, sort=True)["people"].sum().reset_index()
    rows = [
        {
            "date": day_of(row["date"]),
            "date_to": day_of(row["date_to"]),
            "place": row["where"],
            "group": group,
            "people": float(row["people"]) / ((row["date_to"] - row["date"]).days + 1),
            "source": f"{facts.source}; figure spread evenly over its days",
        }
        for row in summed.to_dict("records")
    ]
    return Made("displaced", rows, joined, notes)
