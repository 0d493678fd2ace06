"""The sections behind the numbers: events, uncertainty, balance, assumptions, provenance."""

from __future__ import annotations

import json
from collections import Counter
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from marchland.model.scenario import Scenario
from marchland.study.compare.sources import outcomes
from marchland.study.measures.bands import LEVELS, rounded
from marchland.study.measures.read import Findings
from marchland.study.measures.whereabouts import balance, unaccounted
from marchland.view import figures
from marchland.view.figures.events import told_events
from marchland.view.page import html
from marchland.view.page.outlines import DISCLAIMER
from marchland.view.words.card import from_card, shortened
from marchland.view.words.places import state
from marchland.view.words.reactions import fired_in_words
from marchland.view.words.use import RESPONSIBLE_USE

MOST_POINTS = 200
"""Letters of an assumption that are shown before the reader opens the data card."""


def events(found: Findings) -> str:
    """Draw and list the events from outside, and what each run did in answer to its own."""
    scenario = found.scenario
    told = told_events(scenario)
    answers = fired_in_words(found.runs)
    if told.empty:
        return _answered(answers)
    rows = [
        (f"{d:%-d %b %Y}", label, source)
        for d, label, source in zip(told["date"], told["label"], told["source"], strict=True)
    ]
    parts = (
        html.figure(
            "events-plot",
            figures.timeline_figure(scenario),
            "What happened from outside, which the model is given on its date. Point at a mark for "
            "its words, or open the list.",
        ),
        html.details(
            f"All {len(rows)} events with their sources",
            html.table("Events", ("date", "event", "source"), rows),
        ),
        _answered(answers),
    )
    return "".join(parts)


def _answered(answers: list[str]) -> str:
    """List the reactions: what each run does when it comes to something itself."""
    lead = "What each run does by itself, when it comes to that point:"
    return html.paragraphs([lead]) + html.points(answers) if answers else ""


def uncertain(found: Findings) -> str:
    """Tell where the uncertainty comes from: by source, and by the numbers that matter most."""
    ds, spread = found.runs, found.spread
    on = str(ds.attrs.get("uncertainty", "")).replace("_", " ")
    lead = [f"The runs differ in: {', '.join(sorted(w.strip() for w in on.split(',')))}."]
    parts = []
    if spread is not None:
        lead.append(
            "Below, each source is on alone: the numbers drawn from their ranges, the pull of each "
            "place, or chance. Chance alone is small when many people move, and never "
            "stands for the uncertainty."
        )
        parts.append(_apart(spread))
    parts.append(
        html.figure(
            "influence-plot",
            figures.influence_figure(ds),
            f"How “{outcomes(ds)[0].label}” goes with the uncertain numbers: rank correlation over "
            "the runs. Grey bars are no larger than chance alone would make them; a correlation "
            "proves no cause.",
            "Which numbers matter most",
        )
    )
    return html.paragraphs(lead) + "".join(parts)


def _apart(spread: pd.DataFrame) -> str:
    """Draw the bands of each outcome with one source on at a time."""
    cards = []
    for number, name in enumerate(spread["outcome"].unique()):
        here = spread[spread["outcome"] == name]
        told = "; ".join(
            f"{figures.uncertainty.SOURCES[r['source']]} {rounded(r['low90']):,} to "
            f"{rounded(r['high90']):,}"
            for r in here.to_dict("records")
        )
        drawn = figures.spread_figure(here, str(here["unit"].iloc[0]))
        label = str(here["label"].iloc[0])
        cards.append(html.figure(f"spread-{number}", drawn, f"90 % bands: {told}.", label))
    return html.grid(cards, "three")


def balanced(found: Findings) -> str:
    """Say where everyone who entered is at the end."""
    ds = found.runs
    table = balance(ds)
    rows = [
        (state(str(name)), *(round(float(row[band])) for band in LEVELS))
        for name, row in table.iterrows()
        if row["high90"] >= 1
    ]
    missing = int(np.abs(unaccounted(ds).values).max())
    told = (
        "In every run, whoever entered is somewhere at the end: nobody is lost and nobody is "
        "counted "
        "twice."
        if not missing
        else f"The balance is broken by up to {missing:,} persons: a bug."
    )
    heads = ("", "5 %", "25 %", "median", "75 %", "95 %")
    return html.paragraphs([told]) + html.table("People on the last day", heads, rows)


def assumed(found: Findings) -> str:
    """List what no source stands behind."""
    ds, scenario = found.runs, found.scenario
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
    stated = from_card(scenario.card, "assumed")
    parts = (
        html.points(shortened(t, MOST_POINTS) for t in stated),
        html.details("Rows without a source, by file", html.points(told)) if told else "",
        html.details(
            f"{len(rows)} parameters without a source, with their ranges",
            html.table(
                "Assumed parameters", ("name", "meaning", "value", "low", "high", "unit"), rows
            ),
        ),
    )
    return "".join(parts)


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


def sources(found: Findings) -> str:
    """List every source by file, with the rows that rest on it."""
    scenario = found.scenario
    rows: list[tuple[str, str, int]] = []
    for file, table in _tables(scenario):
        cited = Counter(s for s in table.source if s and "assumed" not in s.lower())
        rows += [(file, source, n) for source, n in cited.most_common()]
    given = Counter(p.source for p in scenario.parameters.values() if p.source)
    rows += [("parameters", source, n) for source, n in given.most_common()]
    listed = html.table("Sources", ("file", "source", "rows"), rows)
    return html.details(f"{len(rows)} sources by file", listed)


def provenance(found: Findings) -> str:
    """Say how the runs were made, and the command that makes them again."""
    ds = found.runs
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
    parts = (
        f'<pre tabindex="0"><code>{command}</code></pre>',
        html.table("Provenance", ("", "value"), rows),
        html.details(
            "Versions and ranges",
            f'<pre tabindex="0">{escape(_indented(str(ds.attrs.get("provenance", "{}"))))}</pre>',
        ),
    )
    return "".join(parts)


def _indented(text: str) -> str:
    try:
        return json.dumps(json.loads(text), indent=1, ensure_ascii=False)
    except ValueError:
        return text


def responsible(found: Findings) -> str:
    """Say what the report is for, and what it must not be used for."""
    return html.paragraphs([RESPONSIBLE_USE, DISCLAIMER])
