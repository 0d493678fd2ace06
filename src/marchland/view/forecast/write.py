"""The page of a forecast: one HTML file that works with no network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import pandas as pd

from marchland.study.forecast.alerts import Answered
from marchland.study.forecast.answer import Forecast
from marchland.study.forecast.document import Change
from marchland.study.measures.needed import by_week
from marchland.view.figures.ahead import fan_ahead, map_ahead
from marchland.view.page import html
from marchland.view.page.shell import Section, document
from marchland.view.words import ahead as words
from marchland.view.words.dates import short_day
from marchland.view.words.needs import ITEMS
from marchland.view.words.places import of_places
from marchland.view.words.use import RESPONSIBLE_USE

DRAWN = 12
"""Series that are drawn; the others are in the table."""


@dataclass(frozen=True, eq=False)
class Shown:
    """What the page shows.

    Parameters
    ----------
    found
        The forecast.
    alerts
        What was asked, with its chance.
    changes
        What changed since an earlier forecast.
    events
        Events that became known since then.
    since
        Day of the earlier forecast, blank where there is none.
    command
        The command that makes the same page.
    """

    found: Forecast
    alerts: Sequence[Answered] = ()
    changes: Sequence[Change] = ()
    events: Sequence[str] = ()
    since: str = ""
    command: str = ""

    @property
    def days(self) -> int:
        """Days ahead of the planning day: the last shown of at most a month, or the first."""
        shown = self.found.shown
        return max((one for one in shown if one <= 30), default=shown[0])

    @property
    def names(self) -> dict[str, str]:
        """Names of places, by id."""
        said = self.found.simulated
        return {} if said is None else of_places(said.runs)


def page(shown: Shown, controls: str = "") -> str:
    """Return the page as text, with controls (HTML) below its title."""
    found = shown.found
    title = f"{found.title}: forecast"
    header = (
        f"<h1>{escape(title)}</h1>" + html.paragraphs([words.opening(found)], "lead") + controls
    )
    return document(title, header, SECTIONS, shown)


def _alerts(shown: Shown) -> str:
    return html.points(words.alerts(shown.alerts)) if shown.alerts else ""


def _changed(shown: Shown) -> str:
    if not shown.since:
        return ""
    told = words.changed(shown.changes, shown.events) or ["Nothing."]
    since = f"Since the forecast from {short_day(shown.since)}:"
    return html.paragraphs([since]) + html.points(told)


def _map(shown: Shown) -> str:
    drawn = map_ahead(shown.found, shown.days)
    if drawn is None:
        return ""
    told = (
        f"Rings: the simulator's median on the day of the forecast. Discs: {shown.days} days "
        "ahead. Point at a place for the last count, or what the simulator says, and the band."
    )
    return html.figure("map-plot", drawn, told)


def _table(shown: Shown) -> str:
    rows = words.table(shown.found, shown.found.shown)
    if not rows:
        return html.paragraphs([words.NOBODY_COUNTED])
    silent = words.ended(shown.found)
    return (
        html.table("Forecast by series and days ahead", words.COLUMNS, rows)
        + (
            html.details("Not forecast: nobody counts any more", html.points(silent))
            if silent
            else ""
        )
        + _capacities(shown)
    )


def _capacities(shown: Shown) -> str:
    said = shown.found.simulated
    if said is None:
        return ""
    places = said.scenario.places
    most = dict(zip(places.id, places.capacity.tolist(), strict=True))
    rows = words.passed(shown.found, most, shown.days)
    head = ("place", "capacity", f"chance to be above it in {shown.days} days")
    return html.table("Chance to pass the capacity", head, rows) if rows else ""


def _fans(shown: Shown) -> str:
    found = shown.found
    if not len(found.counts.rolled.questions):
        return ""
    asked, names = found.counts.rolled.questions, words.series_names(found)
    series = sorted(
        np.unique(asked.series).tolist(), key=lambda i: (-len(found.record.series[i]), i)
    )
    figures = [
        html.figure(
            f"fan-{i}",
            fan_ahead(found, i),
            words.caption(found, i),
            names[found.record.series[i].name],
        )
        for i in series[:DRAWN]
    ]
    return html.grid(figures, "cards")


def _simulated(shown: Shown) -> str:
    said = shown.found.simulated
    if said is None:
        return html.paragraphs(["There is no scenario to run: the forecast is from counts alone."])
    counted = {one.where for one in shown.found.record.series if one.kind == "stock"}
    rest = [one for one in said.figures if one.what != "people" or one.where not in counted]
    totals = [one for one in rest if one.what != "people"]
    places = sorted(
        (one for one in rest if one.what == "people" and one.ahead == shown.days),
        key=lambda one: -float(one.people[len(one.people) // 2]),
    )
    head = words.FIGURES[:-1]
    return (
        html.points(words.how_it_did(said.earned, shown.found.record.kinds))
        + html.table(
            "What no series has", head, words.figures(totals, shown.names, shown.found.shown)
        )
        + html.details(
            "Places without counts of their own",
            html.table("People at places", head, words.figures(places, shown.names, (shown.days,))),
        )
    )


def _inflow(shown: Shown) -> str:
    rows = words.inflow(shown.found, shown.days)
    head = ("people displaced ahead", f"in {shown.days} days", "low", "median", "high")
    return html.table("More, the same, or fewer people displaced", head, rows) if rows else ""


def _levers(shown: Shown) -> str:
    said = shown.found.simulated
    if said is None or said.effect is None:
        return ""
    effect = said.effect
    totals = [one for one in effect.figures if one.what != "people"]
    told = [
        f"{said.scenario.levers[pull.lever].label} from {short_day(pull.date)}: "
        f"{said.scenario.levers[pull.lever].explanation}"
        for pull in effect.pulls
    ]
    note = "The difference of paired runs from the same states, with and without."
    head = ("change in", "for", "low", "median", "high")
    rows = words.figures(totals, shown.names, shown.found.shown)
    return (
        html.points(told) + html.paragraphs([note]) + html.table("What levers change", head, rows)
    )


def _needs(shown: Shown) -> str:
    said = shown.found.simulated
    if said is None:
        return ""
    weeks = by_week(said.runs, said.scenario)
    day = pd.Timestamp("1970-01-01") + pd.Timedelta(days=shown.found.day + shown.days)
    monday = f"{day - pd.Timedelta(days=day.day_of_week):%Y-%m-%d}"
    rows = weeks[weeks["week"] == monday]
    if rows.empty:
        return ""
    columns = ["place", "item", "unit", "low90", "median", "high90"]
    most = rows.sort_values("median", ascending=False, kind="stable")
    names = shown.names
    body = [
        (names.get(r[0], r[0]), ITEMS.get(r[1], r[1]), r[2], *map(float, r[3:]))
        for r in most[columns].itertuples(index=False)
        if r[4] >= 1
    ]
    head = ("place", "need", "unit", "low", "median", "high")
    title = f"Needs in the week of {short_day(monday)}"
    return html.details(title, html.table(title, head, body[:150])) if body else ""


def _known(shown: Shown) -> str:
    return html.points(words.known(shown.found))


def _assumed(shown: Shown) -> str:
    return html.points(words.assumed(shown.found))


def _again(shown: Shown) -> str:
    return html.command(shown.command) if shown.command else ""


def _use(_: Shown) -> str:
    return html.paragraphs([RESPONSIBLE_USE])


SECTIONS: tuple[Section[Shown], ...] = (
    Section("alerts", "Alerts", _alerts),
    Section("changed", "What changed since the last forecast", _changed, "Changed"),
    Section("map", "Where people are expected", _map, "Map"),
    Section("table", "Low, median and high", _table, "Table"),
    Section("fans", "From the last count on", _fans, "Series"),
    Section("levers", "What levers change", _levers, "Levers"),
    Section("simulator", "What the simulator says", _simulated, "Simulator"),
    Section("inflow", "If more or fewer people are displaced", _inflow, "Inflow"),
    Section("needs", "Needs and supplies", _needs, "Needs"),
    Section("known", "What was known", _known, "Known", half=True),
    Section("assumed", "What is assumed", _assumed, "Assumed", half=True),
    Section("provenance", "How to make this again", _again, "Make it again"),
    Section("use", "Responsible use", _use),
)
"""Sections of the page in the order in which they are read."""
