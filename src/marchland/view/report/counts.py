"""The sections on counts: the model beside them, and how well it meets them."""

from __future__ import annotations

from collections import Counter
from math import isnan
from typing import Any

import xarray as xr

from marchland.model.scenario import Scenario
from marchland.study.measures.deaths import recorded_deaths
from marchland.study.measures.observe import STOCKS, UNITS, last_day
from marchland.study.measures.read import Findings
from marchland.view.figures.fans import fan_chart
from marchland.view.page import html
from marchland.view.words.card import spoken
from marchland.view.words.dates import day_name, period
from marchland.view.words.places import country_names, of_series
from marchland.view.words.report import computes_deaths

FAN_HEIGHT = 230
FAN_MARGIN = {"l": 56, "r": 14, "t": 10, "b": 28}
MONTH = 31
KEY = (
    '<ul class="legend"><li><span class="swatch fan90"></span>90 % band</li>'
    '<li><span class="swatch fan50"></span>50 % band</li>'
    '<li><span class="swatch middle"></span>median of the runs</li>'
    '<li><span class="diamond full"></span>counted</li>'
    '<li><span class="diamond"></span>counted, and fitted to</li></ul>'
)
"""What the signs of the fan charts mean, once for all of them."""
USES = {
    "score": "Counts kept for the score, which the model was not fitted to:",
    "fit": "Counts that the model was fitted to:",
}
SCORES = (
    "CRPS is the mean distance between all the runs and the count, in the unit of the count (0 is "
    "perfect); WIS is nearly the same, from the median and two bands. Bias is the median less the "
    "count. The last column is the CRPS as a share of the error of repeating the series' last "
    "count: below 1 the model is better."
)


def counted(found: Findings) -> str:
    """Draw each observed series with its counts on top; deaths are shown as recorded.

    Series that the model was fitted to or is scored by come first; those only shown are folded.
    """
    ds, scenario, observations = found.runs, found.scenario, found.scenario.observations
    rows = list(observations.rows())
    of = _by_series(rows)
    names = named(ds, scenario)
    cards: dict[bool, list[str]] = {True: [], False: []}
    for number, (series, its) in enumerate(of.items()):
        drawn = fan_chart(ds, observations, series, found.observed)
        drawn = drawn.laid_out(showlegend=False, height=FAN_HEIGHT, margin=FAN_MARGIN)
        judged = any(row["use"] != "show" for row in its)
        cards[judged].append(html.figure(f"fan-{number}", drawn, _about(its), names[series]))
    lead = (
        "Diamonds are counts from the field, hollow where the model was fitted to them, with a "
        "whisker where sources disagree. Bands hold 50 % and 90 % of the runs; the line is their "
        "median. Events and persons are never compared with one another."
    )
    more = f"{len(cards[False])} more series that are shown, and neither fitted nor scored"
    if not rows:
        return ""
    folded = html.details(more, html.grid(cards[False])) if cards[False] else ""
    drawn_first = html.paragraphs([lead]) + KEY + html.grid(cards[True])
    return drawn_first + folded + _deaths(scenario, computes_deaths(ds))


def _by_series(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the counts of each series, deaths left out."""
    of: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["measure"] != "deaths":
            of.setdefault(row["series"], []).append(row)
    return of


def named(ds: xr.Dataset, scenario: Scenario) -> dict[str, str]:
    """Name each series in words; where two would have one name, add the file's."""
    of = _by_series(list(scenario.observations.rows()))
    names = {series: f"{of_series(ds, its[0])}{_how(its)}" for series, its in of.items()}
    shared = Counter(names.values())
    return {
        series: name + (f" ({series.replace('_', ' ')})" if shared[name] > 1 else "")
        for series, name in names.items()
    }


def _how(rows: list[dict[str, Any]]) -> str:
    """Say over what time a series counts; nothing for stocks, which are of a day."""
    first = rows[0]
    if first["measure"] in STOCKS:
        return ""
    if first["cumulative"]:
        return f", since {day_name(first['date_from'])}"
    if len(rows) == 1:
        return f", {period(first['date_from'], last_day(first))}"
    longest = sorted(int((last_day(r) - r["date_from"]).astype(int)) + 1 for r in rows)
    return (
        ", by day" if longest[-1] == 1 else ", by month" if longest[len(rows) // 2] <= MONTH else ""
    )


def _about(rows: list[dict[str, Any]]) -> str:
    """Say what a series counts and who counted."""
    unit = UNITS[rows[0]["measure"]].capitalize()
    sources = list(dict.fromkeys(spoken(row["source"]) for row in rows))
    more = f", and {len(sources) - 1} more" if len(sources) > 1 else ""
    stop = "" if (sources[0] + more).endswith("…") else "."
    return f"{unit}. Counted by: {sources[0]}{more}{stop}"


def _deaths(scenario: Scenario, computed: bool) -> str:
    """List deaths as they were recorded, small cells merged."""
    told = [
        (
            period(cell["date_from"], cell["date_to"]),
            country_names(cell["where"]),
            cell["cause"] or "all",
            "fewer than ten" if isnan(cell["deaths"]) else cell["deaths"],
            cell["source"],
        )
        for cell in recorded_deaths(scenario.observations).to_dict("records")
    ]
    if not told:
        return ""
    lead = "Records of deaths are a lower bound. Cells under ten are merged."
    if not computed:
        lead += " The model does not compute deaths."
    columns = ("period", "where", "cause", "deaths", "source")
    return (
        "<h3>Deaths as recorded</h3>"
        + html.paragraphs([lead])
        + html.table("Deaths as recorded", columns, told)
    )


def scored(found: Findings) -> str:
    """Say how well the model meets the counts; deaths are shown with the cold."""
    scores, names = found.scores, named(found.runs, found.scenario)
    if not scores["use"].isin(USES).any():
        return ""
    columns = (
        "series",
        "counts",
        "mean count",
        "error of the median",
        "bias",
        "CRPS",
        "WIS",
        "in 50 %",
        "in 90 %",
        "share of repeating",
    )
    parts = [
        html.paragraphs([heading])
        + html.table(heading, columns, [_score_row(r, names) for r in rows])
        for use, heading in USES.items()
        if (rows := [r for r in scores.to_dict("records") if r["use"] == use])
    ]
    return html.paragraphs([SCORES]) + "".join(parts)


def _score_row(r: dict[Any, Any], names: dict[str, str]) -> tuple[Any, ...]:
    n = int(r["n"])
    return (
        names.get(r["series"], r["series"]),
        n,
        r["mean_count"],
        r["mae"],
        r["bias"],
        r["crps"],
        r["wis"],
        f"{round(r['cover50'] * n)} of {n}",
        f"{round(r['cover90'] * n)} of {n}",
        r["ratio"],
    )
