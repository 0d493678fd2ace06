"""Counts and scores in words."""

from __future__ import annotations

from collections import Counter
from math import isnan
from typing import Any

import xarray as xr

from marchland.model.tables import Observations
from marchland.study.measures.observe import STOCKS, UNITS, last_day
from marchland.study.measures.read import Deaths
from marchland.view.words.card import spoken
from marchland.view.words.dates import day_name, period
from marchland.view.words.places import of_series
from marchland.view.words.text import capital
from marchland.view.words.where import country_names

WEEK, MONTH = 7, 31
KEY = ("90 % band", "50 % band", "median of the runs", "counted", "counted, and fitted to")
"""Words of the signs of the fan charts: two bands, a line, a full and a hollow diamond."""
DEATHS, DEATH_HEADS = "Deaths as recorded", ("period", "where", "cause", "deaths", "source")
USES = {
    "score": "Counts kept for the score, which the model was not fitted to:",
    "fit": "Counts that the model was fitted to:",
}
UNFITTED = {"score": "Counts kept for the score:", "fit": "Counts kept for a fit, not made yet:"}
"""The same where nothing was fitted."""
SCORES = (
    "CRPS is the mean distance between all the runs and the count, in the unit of the count (0 is "
    "perfect); WIS is nearly the same, from the median and two bands. Bias is the median less the "
    "count. The last column is the CRPS as a share of the error of repeating the series' last "
    "count: below 1 the model is better."
)
SCORE_HEADS = (
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


def uses(fitted: bool) -> list[tuple[str, str]]:
    """Return the uses of counts and what follows “counts”; without a fit nothing was fitted to."""
    if fitted:
        return [("score", "that it was not fitted to"), ("fit", "that it was fitted to")]
    return [("score", "kept for the score"), ("fit", "kept for a fit, which was not made")]


def lead(fitted: bool) -> str:
    """Say what the signs of the fan charts mean."""
    hollow = ", hollow where the model was fitted to them" if fitted else ""
    return (
        f"Diamonds are counts from the field{hollow}, with a whisker where sources disagree. Bands "
        "hold 50 % and 90 % of the runs; the line is their median. Events and people are never "
        "compared with one another."
    )


def more(number: int) -> str:
    """Say how many series are folded."""
    return f"{number} more series that are shown, and neither fitted nor scored"


def about(rows: list[dict[str, Any]]) -> str:
    """Say what a series counts and who counted."""
    unit = capital(UNITS[rows[0]["measure"]])
    sources = list(dict.fromkeys(spoken(row["source"]) for row in rows))
    others = f", and {len(sources) - 1} more" if len(sources) > 1 else ""
    stop = "" if (sources[0] + others).endswith("…") else "."
    return f"{unit}. Counted by: {sources[0]}{others}{stop}"


def by_series(observations: Observations) -> dict[str, list[dict[str, Any]]]:
    """Return the counts of each series, deaths left out."""
    of: dict[str, list[dict[str, Any]]] = {}
    for row in observations.rows():
        if row["measure"] != "deaths":
            of.setdefault(row["series"], []).append(row)
    return of


def named(ds: xr.Dataset, observations: Observations) -> dict[str, str]:
    """Name each series in words; where two would have one name, add the file's."""
    of = by_series(observations)
    told = {series: f"{of_series(ds, its[0])}{_how(its)}" for series, its in of.items()}
    shared = Counter(told.values())
    return {
        series: name + (f" ({series.replace('_', ' ')})" if shared[name] > 1 else "")
        for series, name in told.items()
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
    if longest[-1] == 1:
        return ", by day"
    usual = longest[len(rows) // 2]
    return ", by week" if usual == WEEK else ", by month" if usual <= MONTH else ""


def deaths_in_words(computed: bool) -> str:
    """Say what recorded deaths are."""
    lead = "Records of deaths are a lower bound. Cells under ten are merged."
    return lead if computed else f"{lead} The model does not compute deaths."


def death_row(one: Deaths) -> tuple[Any, ...]:
    """Return recorded deaths as a row of a table."""
    return (
        period(one.since, one.until),
        country_names(one.where),
        one.cause or "all",
        "fewer than ten" if isnan(one.deaths) else one.deaths,
        one.source,
    )
