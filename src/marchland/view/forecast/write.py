"""The page of a forecast: one HTML file that works with no network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import pandas as pd

from marchland.language import say
from marchland.study.forecast.alerts import Answered
from marchland.study.forecast.answer import Forecast
from marchland.study.forecast.document import Change
from marchland.study.measures.needed import by_week
from marchland.view.figures.ahead import fan_ahead, map_ahead
from marchland.view.page import html
from marchland.view.page.shell import Section, document
from marchland.view.words import ahead as words
from marchland.view.words import forecast_notes as notes
from marchland.view.words import forecast_page as text
from marchland.view.words.needs import ITEMS
from marchland.view.words.places import of_places
from marchland.view.words.text import heads
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
    title = text.title(found.title)
    header = (
        f"<h1>{escape(title)}</h1>" + html.paragraphs([words.opening(found)], "lead") + controls
    )
    return document(title, header, SECTIONS, shown)


def _alerts(shown: Shown) -> str:
    return html.points(notes.alerts(shown.alerts)) if shown.alerts else ""


def _changed(shown: Shown) -> str:
    if not shown.since:
        return ""
    told = notes.changed(shown.changes, shown.events) or [say(text.NOTHING)]
    return html.paragraphs([text.since(shown.since)]) + html.points(told)


def _map(shown: Shown) -> str:
    drawn = map_ahead(shown.found, shown.days)
    if drawn is None:
        return ""
    return html.figure("map-plot", drawn, text.map_note(shown.days))


def _table(shown: Shown) -> str:
    rows = words.table(shown.found, shown.found.shown)
    if not rows:
        return html.paragraphs([say(words.NOBODY_COUNTED)])
    silent = words.ended(shown.found)
    return (
        html.table(say(text.BY_SERIES), heads(words.COLUMNS), rows)
        + (html.details(say(text.SILENT), html.points(silent)) if silent else "")
        + _capacities(shown)
    )


def _capacities(shown: Shown) -> str:
    said = shown.found.simulated
    if said is None:
        return ""
    places = said.scenario.places
    most = dict(zip(places.id, places.capacity.tolist(), strict=True))
    rows = words.passed(shown.found, most, shown.days)
    return html.table(say(text.CAPACITIES), text.capacity_head(shown.days), rows) if rows else ""


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
        return html.paragraphs([say(text.NO_SCENARIO)])
    counted = {one.where for one in shown.found.record.series if one.kind == "stock"}
    rest = [one for one in said.figures if one.what != "people" or one.where not in counted]
    totals = [one for one in rest if one.what != "people"]
    places = sorted(
        (one for one in rest if one.what == "people" and one.ahead == shown.days),
        key=lambda one: -float(one.people[len(one.people) // 2]),
    )
    head = heads(words.FIGURES)
    return (
        html.points(notes.how_it_did(said.earned, shown.found.record.kinds))
        + html.table(say(text.REST), head, words.figures(totals, shown.names, shown.found.shown))
        + html.details(
            say(text.PLACES),
            html.table(
                say(text.PEOPLE_AT_PLACES), head, words.figures(places, shown.names, (shown.days,))
            ),
        )
    )


def _inflow(shown: Shown) -> str:
    rows = words.inflow(shown.found, shown.days)
    return html.table(say(text.MORE_OR_FEWER), text.inflow_head(shown.days), rows) if rows else ""


def _levers(shown: Shown) -> str:
    said = shown.found.simulated
    if said is None or said.effect is None:
        return ""
    effect = said.effect
    totals = [one for one in effect.figures if one.what != "people"]
    rows = words.figures(totals, shown.names, shown.found.shown)
    return (
        html.points(text.pulled(effect, said.scenario))
        + html.paragraphs([say(text.PAIRED)])
        + html.table(say(text.LEVERS), heads(text.CHANGE_HEAD), rows)
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
        (names.get(r[0], r[0]), say(ITEMS.get(r[1], r[1])), say(r[2]), *map(float, r[3:]))
        for r in most[columns].itertuples(index=False)
        if r[4] >= 1
    ]
    title = text.needs_title(monday)
    return (
        html.details(title, html.table(title, heads(text.NEEDS_HEAD), body[:150])) if body else ""
    )


def _known(shown: Shown) -> str:
    return html.points(notes.known(shown.found))


def _assumed(shown: Shown) -> str:
    return html.points(notes.assumed(shown.found))


def _again(shown: Shown) -> str:
    return html.command(shown.command) if shown.command else ""


def _use(_: Shown) -> str:
    return html.paragraphs([say(RESPONSIBLE_USE)])


SECTIONS: tuple[Section[Shown], ...] = (
    Section("alerts", text.ALERTS, _alerts),
    Section("changed", text.CHANGED, _changed, text.CHANGED_SHORT),
    Section("map", text.MAP, _map, text.MAP_SHORT),
    Section("table", text.TABLE, _table, text.TABLE_SHORT),
    Section("fans", text.SERIES, _fans, text.SERIES_SHORT),
    Section("levers", text.LEVERS, _levers, text.LEVERS_SHORT),
    Section("simulator", text.SIMULATOR, _simulated, text.SIMULATOR_SHORT),
    Section("inflow", text.INFLOW, _inflow, text.INFLOW_SHORT),
    Section("needs", text.NEEDS, _needs, text.NEEDS_SHORT),
    Section("known", text.KNOWN, _known, text.KNOWN_SHORT, half=True),
    Section("assumed", text.ASSUMED, _assumed, text.ASSUMED_SHORT, half=True),
    Section("provenance", text.AGAIN, _again, text.AGAIN_SHORT),
    Section("use", text.USE, _use),
)
"""Sections of the page in the order in which they are read."""
