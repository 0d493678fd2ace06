"""The page of the gas network, and the same as a section of the report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from marchland.gas.network import GWH
from marchland.gas.outcomes import SPARED, UNDETERMINED, assumed, countries, full_pipes, replacement
from marchland.model.scenario import Scenario
from marchland.study.measures.read import Findings
from marchland.view.figures.gas import gas_map, loss_figure, store_figure
from marchland.view.page import html
from marchland.view.page.outlines import ATTRIBUTION, DISCLAIMER
from marchland.view.page.shell import Section, document
from marchland.view.words.dates import day_name

LIMITS = (
    "It is a lower bound on shortage: countries share what there is, nothing breaks, nobody "
    "hoards, and ships go where they are needed.",
    "It knows no prices, beyond an order in which users lose gas. In the winter of 2021 the threat "
    "worked through prices and through fear for the stores, of which it says nothing.",
    "It cannot say who within a country loses gas: homes, hospitals and heat come last in every "
    "country's own plan, and that plan is not in it.",
    "Countries are points: bottlenecks within a country are not seen.",
    "What Russia, Norway and the ships deliver does not answer the cut, but for a small share of "
    "ships.",
)
"""What the page says of itself."""


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
        return countries(self.runs)


def page(runs: xr.Dataset, scenario: Scenario, links: str = "") -> str:
    """Return the page as text; ``links`` is HTML that leads to other pages."""
    season = Season(runs, scenario)
    return document(f"Gas: {scenario.title}", links + _opening(season), SECTIONS_OF_PAGE, season)


def _says(season: Season) -> str:
    return html.points(says(season.runs, season.table))


def _cannot(_: Season) -> str:
    return html.points(LIMITS)


def _in_brief(season: Season) -> str:
    """Return what the runs say and cannot say, for the report of a crisis."""
    cut = season.runs.attrs["cuts"]
    lead = html.paragraphs([f"Cut: {cut}."] if cut else ["Nothing is cut."])
    limits = html.details("What the gas network cannot say", html.points(LIMITS))
    return lead + _says(season) + limits


def _opening(season: Season) -> str:
    runs, scenario = season.runs, season.scenario
    first, last = runs["week"].values[[0, -1]]
    cut = runs.attrs["cuts"]
    title = f"If gas is cut: {cut}" if cut else "The gas of a winter"
    note = (
        f"{scenario.title}. Week by week from {day_name(first)} to the week of {day_name(last)}, "
        f"for {runs.sizes['member']} runs, each with other values of what is uncertain. Each "
        "run with the cut is compared with the same run without it. Figures are medians of the "
        "runs, with their 90 % bands."
    )
    return (
        f"<h1>{escape(title)}</h1>{html.paragraphs([note], 'note')}"
        f"{html.tiles(_tiles(runs, season.table))}"
    )


def _tiles(runs: xr.Dataset, table: pd.DataFrame) -> list[tuple[str, str, str]]:
    cost = replacement(runs)
    users = runs["unserved"].isel(case=-1).sum(["week", "node"]).values / GWH
    lost = cost["unserved"] if runs.attrs["cuts"] else users
    sure = table[(table["outcome"] != SPARED) & (table["outcome"] != UNDETERMINED)]
    open_ = table[table["outcome"] == UNDETERMINED]
    tiles = [
        (_middle(lost), "TWh lost to users", _range(lost)),
        (str(len(sure)), "countries that lose gas", "in every run"),
        (str(len(open_)), "countries undetermined", "runs disagree"),
    ]  # fmt: skip
    if runs.attrs["cuts"]:
        tiles += [
            (_middle(cost["stock"]), "TWh less in store", _range(cost["stock"])),
            (_middle(cost["eur_bn"]), "billion EUR to replace it", _range(cost["eur_bn"])),
        ]
    return tiles


def says(runs: xr.Dataset, table: pd.DataFrame) -> list[str]:
    """Return what the runs say in sentences, users first."""
    told = [_who(table, runs.attrs["cuts"])]
    unsure = table[table["outcome"] == UNDETERMINED]
    if len(unsure):
        counts = [f"{r.name} ({r.lost_in} of {r.members})" for r in _rows(unsure)]
        told.append(
            "Undetermined, as it depends on assumptions and on how cold the winter is; number of "
            f"runs in which they lose gas: {', '.join(counts)}."
        )
    if runs.attrs["cuts"]:
        cost = replacement(runs)
        drained = table.nlargest(4, "stock_lost_twh")
        names = [f"{r.name} {r.stock_lost_twh:.0f} TWh" for r in _rows(drained)]
        told += [
            f"Stores hold {_middle(cost['stock'])} TWh ({_range(cost['stock'])}) less at the "
            f"season's end. Most is missing in: {', '.join(names)}.",
            f"To buy again what is lost, {_middle(cost['twh'])} TWh in all, would cost "
            f"{_middle(cost['eur_bn'])} billion EUR ({_range(cost['eur_bn'])}) at the prices of "
            "that winter; so large a purchase would raise them.",
        ]
    return told


def _who(table: pd.DataFrame, cut: str) -> str:
    sure = table[(table["outcome"] != SPARED) & (table["outcome"] != UNDETERMINED)]
    why = " because of the cut" if cut else ""
    if sure.empty:
        return f"No country loses gas{why} in every run."
    rows = [
        f"{r.name} {r.lost_twh:.1f} TWh ({r.lost_share:.0%} of its demand)" for r in _rows(sure)
    ]
    return f"These lose gas{why} in every run: {', '.join(rows)}."


def _losses(season: Season) -> str:
    """Return who loses gas, and when."""
    runs, table = season.runs, season.table
    some = table[table["outcome"] != SPARED]
    rows = [
        (r.name, r.lost_twh, _ends(r.lost_twh_low, r.lost_twh_high, 2),
         f"{r.lost_share:.1%}", f"{r.lost_in} of {r.members}", r.outcome,
         day_name(r.first_week) if r.first_week else "")
        for r in _rows(some)
    ]  # fmt: skip
    columns = ("Country", "TWh lost", "90 % band", "of demand", "runs", "outcome", "first week")
    drawn = loss_figure(runs)
    words = (
        "Darker is a larger share of the week's demand, as a mean of the runs. What is "
        "unserved without the cut is included."
    )
    parts = [html.table("What the cut takes from users, over the season", columns, rows)]
    if some.empty:
        parts = [html.paragraphs(["No country loses gas in more than 5 % of the runs."])]
    if drawn is not None:
        parts.append(html.figure("gas-losses", drawn, words, "When, and how much"))
    return "".join(parts)


def _map(season: Season) -> str:
    picture, first = gas_map(season.runs)
    weeks = [str(frame["name"]) for frame in picture.frames]
    words = (
        "Medians of the runs. Lines are gas across a border, net, wider for more, orange "
        "where the pipe is full; the dot is towards where gas flows. Circles are the stores of a "
        "country, the disc in them what they hold. Green squares are gas that comes by pipe from "
        "outside, a cross where nothing does. Diamonds are countries that lose more than a percent "
        f"of the week's demand. {ATTRIBUTION} {DISCLAIMER}"
    )
    controls = (
        '<div class="controls" data-plays="gas-map"><output id="gas-week" for="gas-slider">'
        f"{day_name(weeks[first])}"
        '</output><input type="range" id="gas-slider" min="0" '
        f'max="{len(weeks) - 1}" value="{first}" step="1" aria-label="Week shown on the map"></div>'
    )
    return controls + html.figure("gas-map", picture, words)


def _stores(season: Season) -> str:
    runs, table = season.runs, season.table
    seen = season.scenario.stored
    observed = pd.Series(
        seen.twh, index=pd.MultiIndex.from_arrays([seen.node, seen.date], names=["node", "date"])
    )
    last = seen.date == seen.date.max() if len(seen) else np.zeros(0, bool)
    end = dict(zip(np.array(seen.node)[last], seen.twh[last], strict=True))
    rows = [
        (r.name, r.stock_twh, _ends(r.stock_twh_low, r.stock_twh_high),
         r.stock_lost_twh, _ends(r.stock_lost_twh_low, r.stock_lost_twh_high),
         end.get(r.node))
        for r in _rows(table) if r.stock_twh + abs(r.stock_lost_twh) + r.stock_twh_high > 0
    ]  # fmt: skip
    columns = ("Country", "TWh at the end", "90 % band", "less by", "90 % band", "observed")
    parts = [html.table("Gas in store on the season's last day", columns, rows)]
    if len(seen):
        words = (
            "Bands hold 90 % of the runs. Dots are what was observed in the real winter, in the "
            "countries that have counts."
        )
        parts.insert(0, html.figure("gas-stores", store_figure(runs, observed), words))
    return "".join(parts)


def _pipes(season: Season) -> str:
    runs = season.runs
    table = full_pipes(runs)
    names = dict(zip(runs["node"].values, runs["name"].values, strict=True))
    rows = [
        (" to ".join(names[end] for end in r.border.split(">")), r.weeks, r.weeks_without)
        for r in _rows(table)
    ]
    caption = "Weeks in which a pipe is full, median of the runs"
    return html.table(caption, ("Pipe", "with the cut", "without"), rows)


def _assumed(season: Season) -> str:
    rows = assumed(season.scenario)
    lead = (
        f"{len(rows)} figures have no source of their own: they are shares of a measured total or "
        "plain assumptions, with a range from which each run draws. Every result rests on them."
    )
    listed = html.table("Assumed", ("Where", "What", "Value"), rows)
    return html.paragraphs([lead]) + html.details("All of them", listed)


def _provenance(season: Season) -> str:
    runs = season.runs
    kept = ("command", "cuts", "members", "seed", "uncertainty", "balance", "input_digest",
            "marchland_version", "created")  # fmt: skip
    rows = [(name.replace("_", " "), str(runs.attrs[name])) for name in kept]
    return html.table("Provenance", ("What", "Value"), rows)


def _rows(table: pd.DataFrame) -> list[Any]:
    """Return the rows of a table, whose columns are attributes."""
    return list(table.itertuples())


def _middle(values: object) -> str:
    return f"{np.median(np.asarray(values)):,.1f}"


def _range(values: object) -> str:
    low, high = np.quantile(np.asarray(values), [0.05, 0.95])
    return _ends(low, high)


def _ends(low: float, high: float, places: int = 1) -> str:
    """Write the ends of a band, which stay on one line."""
    ends = [round(float(end), places) + 0.0 for end in (low, high)]
    return "\u00a0to\u00a0".join(f"{end:,.{places}f}".replace("-", "\u2212") for end in ends)


def _of_report(
    id: str, heading: str, show: Callable[[Season], str], link: str = ""
) -> Section[Findings]:
    """Return a section for the report of a crisis, shown where a cut was asked for."""

    def of(found: Findings) -> str:
        return "" if found.cut is None else show(Season(found.cut, found.scenario))

    return Section(id, heading, of, link)


SECTIONS: tuple[Section[Findings], ...] = (
    _of_report("gas-cut", "If gas is cut", _in_brief),
    _of_report("losses", "Who loses gas", _losses),
    _of_report("gas", "Pipes and stores", _map),
    _of_report("stores", "Gas in store", _stores),
    _of_report("pipes", "Which pipes are full", _pipes, "Full pipes"),
    _of_report("gas-assumed", "What is assumed about gas", _assumed, "Assumptions about gas"),
)
"""The gas network as sections of the report of a crisis."""
SECTIONS_OF_PAGE: tuple[Section[Season], ...] = (
    Section("says", "What the model says", _says, "Results", half=True),
    Section("cannot", "What it cannot say", _cannot, "Limits", half=True),
    Section("losses", "Who loses gas", _losses),
    Section("gas", "Pipes and stores", _map),
    Section("stores", "Gas in store", _stores),
    Section("pipes", "Which pipes are full", _pipes, "Full pipes"),
    Section("assumed", "What is assumed", _assumed, "Assumptions"),
    Section("provenance", "How to make this again", _provenance, "Make it again"),
)
"""The gas network as a page of its own."""
