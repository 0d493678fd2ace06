"""The page of the gas network, and the same as a section of the report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from marchland.gas.outcomes import SPARED, assumed, countries, full_pipes
from marchland.language import mark, say, say_in, written
from marchland.model.scenario import Scenario
from marchland.study.measures.read import Findings
from marchland.view.figures.gas import gas_map, loss_figure, store_figure
from marchland.view.page import html
from marchland.view.page.shell import Section, document
from marchland.view.words import season as words
from marchland.view.words.basis import MADE, PROVENANCE_TABLE
from marchland.view.words.dates import day_name
from marchland.view.words.gas import named
from marchland.view.words.text import heads
from marchland.view.words.where import node_name


def write_page(runs: xr.Dataset, scenario: Scenario, path: str | Path) -> Path:
    """Write the page as one file that works with no network.

    Parameters
    ----------
    runs, scenario
        As ``gas.outcomes.paired`` returns them, and what they were made from.
    path
        File to write; what stands there is replaced.
    """
    target = Path(path)
    target.write_text(page(runs, scenario), encoding="utf-8")
    return target


@dataclass(frozen=True, eq=False)
class Season:
    """A season of gas: runs without and with a cut, and the scenario they were made from."""

    runs: xr.Dataset
    scenario: Scenario

    @cached_property
    def table(self) -> pd.DataFrame:
        """What each country loses."""
        return named(countries(self.runs))


def page(runs: xr.Dataset, scenario: Scenario, links: str = "") -> str:
    """Return the page as text; ``links`` is HTML that leads to other pages."""
    season = Season(runs, scenario)
    return document(
        say("Gas: {title}", title=scenario.title),
        links + _opening(season),
        SECTIONS_OF_PAGE,
        season,
    )


def _says(season: Season) -> str:
    return html.points(words.says(season.runs, season.table))


def _limits() -> str:
    return html.points([say(one) for one in words.LIMITS])


def _cannot(_: Season) -> str:
    return _limits()


def _in_brief(season: Season) -> str:
    """Return what the runs say and cannot say, for the report of a crisis."""
    lead = html.paragraphs([words.lead(season.runs.attrs["cuts"])])
    return lead + _says(season) + html.details(say(words.LIMITS_FOLD), _limits())


def _opening(season: Season) -> str:
    title = words.title(season.runs.attrs["cuts"])
    note = words.note(season.runs, season.scenario.title)
    tiles = html.tiles(words.tiles(season.runs, season.table))
    return f"<h1>{escape(title)}</h1>{html.paragraphs([note], 'note')}{tiles}"


def _losses(season: Season) -> str:
    """Return who loses gas, and when."""
    runs, table = season.runs, season.table
    some = table[table["outcome"] != SPARED]
    rows = [
        (r.name, r.lost_twh, words.ends(r.lost_twh_low, r.lost_twh_high, 2),
         written(r.lost_share, ".1%"),
         say("{inside} of {number}", inside=r.lost_in, number=r.members), say(r.outcome),
         day_name(r.first_week) if r.first_week else "")
        for r in words.rows_of(some)
    ]  # fmt: skip
    drawn = loss_figure(runs)
    parts = [html.table(say(words.LOSS_TABLE), heads(words.LOSS_HEADS), rows)]
    if some.empty:
        parts = [html.paragraphs([say(words.NO_LOSS)])]
    if drawn is not None:
        heading = say(words.LOSS_PICTURE)
        parts.append(html.figure("gas-losses", drawn, say(words.LOSSES), heading))
    return "".join(parts)


def _map(season: Season) -> str:
    picture, first = gas_map(season.runs)
    weeks = [str(frame["name"]) for frame in picture.frames]
    controls = (
        '<div class="controls" data-plays="gas-map"><output id="gas-week" for="gas-slider">'
        f"{day_name(weeks[first])}"
        '</output><input type="range" id="gas-slider" min="0" '
        f'max="{len(weeks) - 1}" value="{first}" step="1" '
        f'aria-label="{escape(say(words.WEEK))}"></div>'
    )
    return controls + html.figure("gas-map", picture, words.map_caption())


def _stores(season: Season) -> str:
    runs, table = season.runs, season.table
    seen = season.scenario.stored
    observed = pd.Series(
        seen.twh, index=pd.MultiIndex.from_arrays([seen.node, seen.date], names=["node", "date"])
    )
    last = seen.date == seen.date.max() if len(seen) else np.zeros(0, bool)
    end = dict(zip(np.array(seen.node)[last], seen.twh[last], strict=True))
    rows = [
        (r.name, r.stock_twh, words.ends(r.stock_twh_low, r.stock_twh_high),
         r.stock_lost_twh, words.ends(r.stock_lost_twh_low, r.stock_lost_twh_high),
         end.get(r.node))
        for r in words.rows_of(table) if r.stock_twh + abs(r.stock_lost_twh) + r.stock_twh_high > 0
    ]  # fmt: skip
    parts = [html.table(say(words.STORE_TABLE), heads(words.STORE_HEADS), rows)]
    if len(seen):
        drawn = store_figure(runs, observed)
        parts.insert(0, html.figure("gas-stores", drawn, say(words.STORES)))
    return "".join(parts)


def _pipes(season: Season) -> str:
    runs = season.runs
    table = full_pipes(runs)
    nodes = zip(runs["node"].values, runs["name"].values, strict=True)
    names = {str(node): node_name(str(node), str(name)) for node, name in nodes}
    rows = [
        (say_in("pipe", "{origin} to {end}", origin=names[origin], end=names[end]),
         r.weeks, r.weeks_without)
        for r in words.rows_of(table)
        for origin, end in [r.border.split(">")]
    ]  # fmt: skip
    return html.table(say(words.PIPE_TABLE), heads(words.PIPE_HEADS), rows)


def _assumed(season: Season) -> str:
    rows = assumed(season.scenario)
    listed = html.table(say(words.ASSUMED_TABLE), heads(words.ASSUMED_HEADS), rows)
    return html.paragraphs([words.assumed(len(rows))]) + html.details(
        say(words.ASSUMED_FOLD), listed
    )


def _provenance(season: Season) -> str:
    runs = season.runs
    kept = ("command", "cuts", "members", "seed", "uncertainty", "balance", "input_digest",
            "marchland_version", "created")  # fmt: skip
    told = {**runs.attrs, "balance": _of_gas(str(runs.attrs["balance"]))}
    rows = [(say(MADE[name]), str(told[name])) for name in kept]
    return html.table(say(PROVENANCE_TABLE), (say("What"), say("Value")), rows)


def _of_gas(amount: str) -> str:
    """Say an amount of gas, ``1.2e-11 GWh a day`` as runs keep it, as the language does."""
    return say("{number} GWh a day", number=amount.partition(" ")[0])


def _of_report(
    id: str, heading: str, show: Callable[[Season], str], link: str = ""
) -> Section[Findings]:
    """Return a section for the report of a crisis, shown where a cut was asked for."""

    def of(found: Findings) -> str:
        return "" if found.cut is None else show(Season(found.cut, found.scenario))

    return Section(id, heading, of, link)


SECTIONS: tuple[Section[Findings], ...] = (
    _of_report("gas-cut", mark("If gas is cut"), _in_brief),
    _of_report("losses", mark("Who loses gas"), _losses),
    _of_report("gas", mark("Pipes and stores"), _map),
    _of_report("stores", mark("Gas in store"), _stores),
    _of_report("pipes", mark("Which pipes are full"), _pipes, mark("Full pipes")),
    _of_report(
        "gas-assumed", mark("What is assumed about gas"), _assumed, mark("Assumptions about gas")
    ),
)
"""The gas network as sections of the report of a crisis."""
SECTIONS_OF_PAGE: tuple[Section[Season], ...] = (
    Section("says", mark("What the model says"), _says, mark("Results"), half=True),
    Section("cannot", mark("What it cannot say"), _cannot, mark("Limits"), half=True),
    Section("losses", mark("Who loses gas"), _losses),
    Section("gas", mark("Pipes and stores"), _map),
    Section("stores", mark("Gas in store"), _stores),
    Section("pipes", mark("Which pipes are full"), _pipes, mark("Full pipes")),
    Section("assumed", mark("What is assumed"), _assumed, mark("Assumptions")),
    Section("provenance", mark("How to make this again"), _provenance, mark("Make it again")),
)
"""The gas network as a page of its own."""
