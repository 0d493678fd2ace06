"""The sections behind the numbers: events, uncertainty, balance, assumptions, provenance."""

from __future__ import annotations

import json
import shlex
from html import escape

import pandas as pd

from marchland.language import say
from marchland.study.measures.read import Findings
from marchland.study.measures.stranded import stranded
from marchland.view import figures
from marchland.view.figures.events import told_events
from marchland.view.game.moves import moves
from marchland.view.game.strip import strip
from marchland.view.page import html
from marchland.view.page.outlines import DISCLAIMER
from marchland.view.words import basis as words
from marchland.view.words import reviews as review_words
from marchland.view.words.card import from_card, shortened
from marchland.view.words.dates import short_day
from marchland.view.words.numbers import BANDS
from marchland.view.words.places import ENTERED, state
from marchland.view.words.reactions import LEAD, fired_in_words
from marchland.view.words.text import heads
from marchland.view.words.use import RESPONSIBLE_USE

MOST_POINTS = 200
"""Letters of an assumption that are shown before the reader opens the data card."""


def events(found: Findings) -> str:
    """Draw and list the events from outside, and what each run did in answer to its own."""
    listed = told_events(found.scenario)
    if listed.empty:
        return _answered(found)
    rows = [
        (short_day(day), label, source)
        for day, label, source in zip(
            listed["date"], listed["label"], listed["source"], strict=True
        )
    ]
    table = html.table(say(words.EVENT_TABLE), heads(words.EVENT_HEADS), rows)
    return (
        html.figure("events-plot", figures.timeline_figure(found.scenario), say(words.EVENTS))
        + html.details(words.events_fold(len(rows)), table)
        + _answered(found)
    )


def forced(found: Findings) -> str:
    """Show armed incidents and forces, under the people stranded where anybody is."""
    people = stranded(found.runs) if found.stranded.matters else None
    return strip(found.scenario, people)


def sides(found: Findings) -> str:
    """Say what each side could do, where a crisis declares it."""
    scenario = found.scenario
    return moves(scenario, shlex.join(["marchland", "game", scenario.source or scenario.name]))


def _answered(found: Findings) -> str:
    """List the reactions: what each run does by itself."""
    answers = fired_in_words(found.reactions)
    return html.paragraphs([say(LEAD)]) + html.points(answers) if answers else ""


def uncertain(found: Findings) -> str:
    """Say where the uncertainty comes from: by component, and the parameters that matter most."""
    lead, apart = [words.differ(found.rests)], ""
    if found.spread is not None:
        lead.append(say(words.APART))
        apart = _apart(found.spread)
    influence = html.figure(
        "influence-plot",
        figures.influence_figure(found.runs, found.acting),
        words.influence(say(found.outcomes[0].label)),
        say(words.INFLUENCE),
    )
    return html.paragraphs(lead) + apart + influence


def _apart(spread: pd.DataFrame) -> str:
    """Draw the bands of each outcome with one component on at a time."""
    cards = []
    for number, name in enumerate(spread["outcome"].unique()):
        here = spread[spread["outcome"] == name]
        drawn = figures.spread_figure(here, str(here["unit"].iloc[0]))
        label = say(str(here["label"].iloc[0]))
        bands = words.apart(here.to_dict("records"))
        cards.append(html.figure(f"spread-{number}", drawn, bands, label))
    return html.grid(cards, "three")


def reviewed(found: Findings) -> str:
    """List who doubted what, and how far it moves the outcomes; nothing without reviews."""
    scenario, moved = found.scenario, found.moved
    if not len(scenario.reviews):
        return ""
    rows = review_words.doubted_rows(scenario, moved)
    table = html.table(say(review_words.TABLE), heads(review_words.HEADS), rows) if rows else ""
    told = [*review_words.lead(scenario, moved), review_words.counted(scenario)]
    return html.paragraphs(told) + table


def balanced(found: Findings) -> str:
    """Say where everyone who entered is at the end."""
    balance = found.balance
    rows = [
        (state(name), *map(round, band.levels))
        for name, band in ((ENTERED, balance.entered), *balance.states)
        if band.high90 >= 1
    ]
    table = html.table(say(words.BALANCE_TABLE), heads(("", *BANDS)), rows)
    return html.paragraphs([words.balance(balance)]) + table


def assumed(found: Findings) -> str:
    """List what has no source."""
    rests = found.rests
    rows = [(n, say(p.meaning), p.value, p.low, p.high, say(p.unit)) for n, p in rests.assumed]
    table = html.table(say(words.PARAMETER_TABLE), heads(words.PARAMETER_HEADS), rows)
    files = html.points(map(words.unsourced, rests.unsourced))
    return (
        html.points(shortened(t, MOST_POINTS) for t in from_card(found.scenario.card, "assumed"))
        + (html.details(say(words.ROWS_FOLD), files) if rests.unsourced else "")
        + html.details(words.parameters_fold(len(rows)), table)
    )


def sources(found: Findings) -> str:
    """List every source by file, with the rows that rest on it."""
    rows = [(one.file, one.source, one.rows) for one in found.rests.cited]
    listed = html.table(say(words.SOURCE_TABLE), heads(words.SOURCE_HEADS), rows)
    return html.details(words.sources_fold(len(rows)), listed)


def provenance(found: Findings) -> str:
    """Say how the runs were made, and the command that makes them again."""
    rests = found.rests
    rows = [(say(words.MADE[name]), value) for name, value in rests.made]
    versions = f'<pre tabindex="0">{escape(_indented(rests.provenance))}</pre>'
    return (
        html.command(rests.command)
        + html.table(say(words.PROVENANCE_TABLE), heads(words.PROVENANCE_HEADS), rows)
        + html.details(say(words.VERSIONS), versions)
    )


def _indented(text: str) -> str:
    try:
        return json.dumps(json.loads(text), indent=1, ensure_ascii=False)
    except ValueError:
        return text


def responsible(_: Findings) -> str:
    """Say what the report is for, and what it must not be used for."""
    return html.paragraphs([say(RESPONSIBLE_USE), say(DISCLAIMER)])
