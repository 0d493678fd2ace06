"""The brief: what the first printed page has, for those who read no further."""

from __future__ import annotations

from html import escape
from typing import Final

from marchland.language import say
from marchland.model.kinds import STATES
from marchland.study.measures.needed import Needed
from marchland.study.measures.needs import UNITS
from marchland.study.measures.read import Findings
from marchland.study.measures.stranded import shown_first
from marchland.view.figures.brief import states_on, still_map, three
from marchland.view.figures.map import placed
from marchland.view.page import html
from marchland.view.page.outlines import ATTRIBUTION, DISCLAIMER
from marchland.view.report.opening import pulled
from marchland.view.words import handover as words
from marchland.view.words.dates import day_name
from marchland.view.words.needs import ITEMS, PLACE, weekly
from marchland.view.words.numbers import brief
from marchland.view.words.places import of_places
from marchland.view.words.report import key_figures

_MOST_PLACES: Final = 10
NOBODY: Final = "0"


def brief_of(found: Findings) -> str:
    """Return the brief: key figures, map, three pictures, table of needs, caveats."""
    ds = found.runs
    weekly = found.needs.weekly["people"] if found.needs else None
    scores = found.scores if len(found.scenario.observations) else None
    return (
        f"<h1>{escape(found.scenario.title)}</h1>"
        + html.paragraphs([words.what_it_is(ds)], "note")
        + pulled(found.scenario)
        + html.tiles(key_figures(found))
        + _map(found)
        + html.grid(
            html.figure(f"brief-{name}", drawn, "", say(words.FIGURES[name]))
            for name, drawn in three(ds, found.states, weekly).items()
        )
        + _needs(found, found.needs)
        + html.heading(say(words.HOW_SURE))
        + html.points(words.caveats(ds, scores))
    )


def _map(found: Findings) -> str:
    """Draw where people are, and name the colours of those who are there."""
    ds = found.runs
    if not placed(ds).sizes["place"]:
        return ""
    first = shown_first(ds)
    here = states_on(found.people, first)
    items = "".join(
        f'<li><span class="mark" style="background:{one.color}"></span>'
        f"{escape(say(one.label))}</li>"
        for one in STATES.values()
        if one.id in here
    )
    caption = words.how_people_are(day_name(found.days[first]))
    return (
        html.figure("brief-map", still_map(ds, found.people), caption)
        + f'<ul class="legend">{items}</ul>'
        + html.paragraphs([f"{say(DISCLAIMER)} {say(ATTRIBUTION)}"], "note")
    )


def _needs(found: Findings, needed: Needed | None) -> str:
    """Show what is needed at the places with the most people, in the week of most need."""
    if needed is None:
        return ""
    names = of_places(found.runs)
    shown = list(needed.by_place.items())[:_MOST_PLACES]
    items = [item for item in words.BRIEF_ITEMS if any(item in of for _, of in shown)]
    rows = [
        (names[place], *(brief(of[item]) if item in of else NOBODY for item in items))
        for place, of in shown
    ]
    title = words.needs_of(day_name(needed.worst))
    return html.heading(title) + html.table(title, (say(PLACE), *map(_headed, items)), rows)


def _headed(item: str) -> str:
    """Return how an item heads its column: in plain words, with its unit."""
    unit = UNITS[item]
    return say(ITEMS[item]) + ("" if unit in (item, "people") else f" ({weekly(unit)})")
