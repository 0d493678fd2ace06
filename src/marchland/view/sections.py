"""The sections of the report, each a function from runs and scenario to a piece of HTML."""

from __future__ import annotations

import json
from collections import Counter
from html import escape
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from marchland.model.scenario import Scenario
from marchland.study import summary
from marchland.study.bands import LEVELS
from marchland.study.observe import last_day
from marchland.view import figures, html, theme, words
from marchland.view.figures.areas import NOTE, country_figure, largest_countries
from marchland.view.figures.events import told_events
from marchland.view.figures.ground import views
from marchland.view.figures.map import first_shown, map_picture, turn_to
from marchland.view.outlines import ATTRIBUTION, DISCLAIMER, name_of

SPREAD_UNIT = "stranded person-nights"


def opening(ds: xr.Dataset, scenario: Scenario) -> str:
    """Say what the crisis is."""
    days = ds["day"].values
    return (
        f"<header><h1>{escape(scenario.title)}</h1>"
        + html.paragraphs([words.first_paragraph(scenario.card)], "lead")
        + html.paragraphs(
            [
                f"{words.day_name(days[0])} to {words.day_name(days[-1])}. A model of the crisis was run "
                f"{ds.sizes['member']} times, each time with other values of what is uncertain. A “90 % "
                "band” holds what 90 % of these runs say."
            ],
            "note",
        )
        + "</header>"
    )


def says(ds: xr.Dataset, scenario: Scenario, scores: pd.DataFrame, states: xr.DataArray) -> str:
    """Say what the model says and what it cannot say."""
    return html.section(
        "says", "What the model says", html.points(words.what_it_says(ds, states))
    ) + (
        html.section(
            "cannot",
            "What it cannot say",
            html.points(words.what_it_cannot_say(ds, scenario, scores)),
        )
    )


def the_map(ds: xr.Dataset, people: xr.DataArray) -> str:
    """Draw the map with controls that a keyboard can use."""
    drawn = map_picture(ds, people)
    days = [frame["name"] for frame in drawn["frames"]]
    start = days.index(first_shown(ds))
    areas = views(ds)
    zoom = "".join(
        f'<button type="button" data-view="{escape(json.dumps(turn_to(area, areas)))}">'
        f"{escape(area.name)}</button>"
        for area in areas
    )
    controls = (
        f'<div class="controls"><output id="map-day" for="map-slider">{words.day_name(days[start])}'
        f'</output><button type="button" id="map-play">Play</button><input type="range" id="map-slider" '
        f'min="0" max="{len(days) - 1}" value="{start}" step="1" aria-label="Day shown on the map">'
        f'<span class="views" role="group" aria-label="Area shown">{zoom}</span></div>'
    )
    told = (
        "Marks are people at a place (median over the runs, by area); diamonds are strips between "
        "closed lines. Lines are people passing a route, by width; arrows point the way. People "
        "beyond a closed line are one mark for each country, with the mean of the month. "
        f"{ATTRIBUTION} {DISCLAIMER}"
    )
    return html.section(
        "map", "Where people are", controls, _legend(ds), html.figure("people-map", drawn, told)
    )


def _legend(ds: xr.Dataset) -> str:
    """Name the colours of the map."""
    kinds = set(ds["kind"].values)
    states = dict.fromkeys(state for kind, state in summary.STATES.items() if kind in kinds)
    marks = {state: "strip" for kind, state in summary.STATES.items() if kind == "strip"}
    return (
        '<ul class="legend">'
        + "".join(
            f'<li><span class="mark {marks.get(state, "")}" style="background:{theme.STATE_COLORS[state]}">'
            f"</span>{escape(state)}</li>"
            for state in states
        )
        + "</ul>"
    )


def counted(ds: xr.Dataset, scenario: Scenario) -> str:
    """Draw each observed series with its counts on top; deaths are told as recorded."""
    observations = scenario.observations
    rows = list(observations.rows())
    of: dict[str, list[dict[str, Any]]] = {
        row["series"]: [] for row in rows if row["measure"] != "deaths"
    }
    for row in rows:
        of.get(row["series"], []).append(row)
    names = {series: words.of_series(ds, its[0]) for series, its in of.items()}
    shared = Counter(names.values())
    cards = [
        html.figure(
            f"fan-{number}",
            figures.fan_chart(ds, observations, series),
            _about(its),
            names[series] + (f" ({series.replace('_', ' ')})" if shared[names[series]] > 1 else ""),
        )
        for number, (series, its) in enumerate(of.items())
    ]
    lead = (
        "Bands hold 50 % and 90 % of the runs; diamonds are counts from the field, hollow where the "
        "model was fitted to them, with a whisker where sources disagree."
    )
    grid = f'<div class="grid">{"".join(cards)}</div>'
    return (
        html.section(
            "counted", "The model beside the counts", html.paragraphs([lead]), grid, _deaths(rows)
        )
        if rows
        else ""
    )


def _about(rows: list[dict[str, Any]]) -> str:
    """Say what a series counts and who counted."""
    first = rows[0]
    what = {
        "stock": "People there on the day",
        "held": "People held on the day",
        "registered": "People who arrived or were registered",
        "transferred": "People moved",
    }
    unit = what.get(first["measure"], "Events, not persons")
    since = f", counted up from {words.day_name(first['date_from'])}" if first["cumulative"] else ""
    sources = list(dict.fromkeys(row["source"] for row in rows))
    more = f" (and {len(sources) - 1} more, listed below)" if len(sources) > 1 else ""
    return f"{unit}{since}. Source: {words.shortened(sources[0])}{more}."


def _deaths(rows: list[dict[str, Any]]) -> str:
    """List deaths as they were recorded."""
    told = [
        (
            f"{words.day_name(r['date_from'])} to {words.day_name(last_day(r))}",
            name_of(r["where"]),
            r["cause"] or "all",
            r["value"],
            r["source"],
        )
        for r in rows
        if r["measure"] == "deaths"
    ]
    lead = "Records of deaths are a lower bound. The model does not compute deaths."
    return (
        (
            "<h3>Deaths as recorded</h3>"
            + html.paragraphs([lead])
            + html.table(
                "Deaths as recorded", ("period", "where", "cause", "deaths", "source"), told
            )
        )
        if told
        else ""
    )


def whereabouts(states: xr.DataArray) -> str:
    """Draw people by country and state."""
    cards = [
        html.figure(
            f"state-{code}",
            country_figure(states, code),
            f"People in {name_of(code)} by state.",
            name_of(code),
        )
        for code in largest_countries(states)
    ]
    return html.section(
        "states",
        "People by country and state",
        html.paragraphs([NOTE]),
        f'<div class="grid">{"".join(cards)}</div>',
    )


def stranded(ds: xr.Dataset) -> str:
    """Draw the stranded by cause."""
    told = (
        "People stranded at day's end by cause; dotted lines are the 90 % band of the total. People "
        "held in centres are not among them."
    )
    return html.section(
        "stranded",
        "Stranded, and why",
        html.figure("stranded-plot", figures.stranded_figure(ds), told),
    )


def events(scenario: Scenario) -> str:
    """Draw and list the events from outside."""
    told = told_events(scenario)
    if told.empty:
        return ""
    rows = [
        (f"{d:%-d %b %Y}", label, source)
        for d, label, source in zip(told["date"], told["label"], told["source"], strict=True)
    ]
    return html.section(
        "events",
        "What happened, and when",
        html.figure(
            "events-plot",
            figures.timeline_figure(scenario),
            "Events that the model is given on their date.",
        ),
        html.details(
            f"All {len(rows)} events with their sources",
            html.table("Events", ("date", "event", "source"), rows),
        ),
    )


def scored(scores: pd.DataFrame) -> str:
    """Tell how well the model meets the counts."""
    if scores.empty:
        return ""
    lead = (
        "CRPS is the mean distance between the model's whole band and the count, in the unit of the "
        "count (0 is perfect); WIS is nearly the same from the median and two bands. Bias is the "
        "median less the count. Cover is the share of counts within the band. Ratio compares the "
        "CRPS with that of repeating the series' last count: below 1 the model is better. Counts "
        "that were fitted to are told apart from those kept for the score."
    )
    columns = (
        "series",
        "use",
        "counts",
        "mean count",
        "error of median",
        "bias",
        "CRPS",
        "WIS",
        "cover 50 %",
        "cover 90 %",
        "CRPS of repeating",
        "ratio",
    )
    rows = [
        (
            r["series"].replace("_", " "),
            {"fit": "fitted to", "score": "kept"}[r["use"]],
            r["n"],
            r["mean_count"],
            r["mae"],
            r["bias"],
            r["crps"],
            r["wis"],
            f"{r['cover50']:.0%}",
            f"{r['cover90']:.0%}",
            r["crps_persistence"],
            r["ratio"],
        )
        for r in scores.to_dict("records")
    ]
    return html.section(
        "scores",
        "How well it meets the counts",
        html.paragraphs([lead]),
        html.table("Scores by series", columns, rows),
    )


def uncertain(ds: xr.Dataset, spread: pd.DataFrame | None) -> str:
    """Tell where the uncertainty comes from."""
    on = str(ds.attrs.get("uncertainty", "")).replace(",", ", ").replace("_", " ")
    parts = [html.paragraphs([f"Sources of uncertainty that are switched on: {on}."])]
    if spread is not None:
        parts.append(
            html.figure(
                "spread-plot",
                figures.spread_figure(spread, SPREAD_UNIT),
                "The 90 % band of stranded person-nights with one source at a time.",
            )
        )
    parts.append(
        html.figure(
            "influence-plot",
            figures.influence_figure(ds),
            "How stranded person-nights go with the uncertain numbers: rank correlation over the runs. Grey "
            "bars are no larger than chance alone would make them; a correlation proves no cause.",
        )
    )
    return html.section("uncertainty", "Where the uncertainty comes from", *parts)


def balanced(ds: xr.Dataset) -> str:
    """Tell where everyone who entered is at the end."""
    table = summary.balance(ds)
    rows = [
        (str(name), *(round(float(row[band])) for band in LEVELS)) for name, row in table.iterrows()
    ]
    missing = int(np.abs(summary.unaccounted(ds).values).max())
    told = (
        "In every run, whoever entered is somewhere at the end: nobody is lost and nobody is counted "
        "twice."
        if not missing
        else f"The balance is broken by up to {missing:,} persons: a bug."
    )
    return html.section(
        "balance",
        "The balance of persons",
        html.paragraphs([told]),
        html.table("Persons on the last day", ("", "5 %", "25 %", "median", "75 %", "95 %"), rows),
    )


def assumed(ds: xr.Dataset, scenario: Scenario) -> str:
    """List what no source stands behind."""
    used = set(ds["parameter"].values.astype(str))
    rows = [
        (name, p.meaning, p.value, p.low, p.high, p.unit)
        for name, p in scenario.parameters.items()
        if p.assumed and name in used
    ]
    told = [
        f"{file}: {n} of {len(table)} rows say that they are assumed, or give no source."
        for file, table, n in _assumed_rows(scenario)
        if n
    ]
    return html.section(
        "assumed",
        "What is assumed",
        html.points(told),
        html.details(
            f"{len(rows)} parameters without a source, with their ranges",
            html.table(
                "Assumed parameters", ("name", "meaning", "value", "low", "high", "unit"), rows
            ),
        ),
    )


def _tables(scenario: Scenario) -> list[tuple[str, Any]]:
    """Return the tables that have rows, by the name of their file."""
    names = (
        "places",
        "routes",
        "displaced",
        "timeline",
        "composition",
        "weather",
        "aid",
        "observations",
    )
    found = [getattr(scenario, name) for name in names]
    return [(table.FILE, table) for table in found if len(table)]


def _assumed_rows(scenario: Scenario) -> list[tuple[str, Any, int]]:
    return [
        (file, table, sum(not s or "assumed" in s.lower() for s in table.source))
        for file, table in _tables(scenario)
    ]


def sources(scenario: Scenario) -> str:
    """List every source by file, with the rows that rest on it."""
    rows: list[tuple[str, str, int]] = []
    for file, table in _tables(scenario):
        cited = Counter(s for s in table.source if s and "assumed" not in s.lower())
        rows += [(file, source, n) for source, n in cited.most_common()]
    given = Counter(p.source for p in scenario.parameters.values() if p.source)
    rows += [("parameters", source, n) for source, n in given.most_common()]
    return html.section(
        "sources",
        "Sources",
        html.details(
            f"{len(rows)} sources by file", html.table("Sources", ("file", "source", "rows"), rows)
        ),
    )


def provenance(ds: xr.Dataset) -> str:
    """Say how the runs were made, and the command that makes them again."""
    names = (
        "name",
        "members",
        "seed",
        "uncertainty",
        "marchland_version",
        "input_digest",
        "created",
    )
    rows = [(name.replace("_", " "), str(ds.attrs[name])) for name in names if name in ds.attrs]
    command = escape(str(ds.attrs.get("command", "")))
    return html.section(
        "provenance",
        "How to make this again",
        f'<pre tabindex="0"><code>{command}</code></pre>',
        html.table("Provenance", ("", "value"), rows),
        html.details(
            "Versions and ranges",
            f'<pre tabindex="0">{escape(_indented(str(ds.attrs.get("provenance", "{}"))))}</pre>',
        ),
    )


def _indented(text: str) -> str:
    try:
        return json.dumps(json.loads(text), indent=1, ensure_ascii=False)
    except ValueError:
        return text


def responsible() -> str:
    """Say what the report is for, and what it must not be used for."""
    return html.section(
        "use", "Responsible use", html.paragraphs([words.RESPONSIBLE_USE, DISCLAIMER])
    )
