"""Counts and scores in words."""

from __future__ import annotations

from collections import Counter
from math import isnan
from typing import Any

import xarray as xr

from marchland.language import mark, say, say_n
from marchland.model.tables import Observations
from marchland.study.measures.observe import STOCKS, UNITS, last_day
from marchland.study.measures.read import Deaths
from marchland.view.words.card import spoken
from marchland.view.words.dates import day_name, period
from marchland.view.words.harm import CAUSES
from marchland.view.words.places import of_series
from marchland.view.words.text import capital
from marchland.view.words.where import country_names

WEEK, MONTH = 7, 31
KEY = (
    mark("90 % band"),
    mark("50 % band"),
    mark("median of the runs"),
    mark("counted"),
    mark("counted, and fitted to"),
)
"""Words of the signs of the fan charts: two bands, a line, a full and a hollow diamond."""
DEATHS = mark("Deaths as recorded")
DEATH_HEADS = (mark("period"), mark("where"), mark("cause"), mark("deaths"), mark("source"))
USES = {
    "score": mark("Counts kept for the score, which the model was not fitted to:"),
    "fit": mark("Counts that the model was fitted to:"),
}
UNFITTED = {
    "score": mark("Counts kept for the score:"),
    "fit": mark("Counts kept for a fit, not made yet:"),
}
"""The same where nothing was fitted."""
SCORES = mark(
    "CRPS is the mean distance between all the runs and the count, in the unit "
    "of the count (0 is perfect); WIS is nearly the same, from the median and "
    "two bands. Bias is the median less the count. The last column is the CRPS "
    "as a share of the error of repeating the series' last count: below 1 the "
    "model is better."
)
SCORE_HEADS = (
    mark("series"),
    mark("counts"),
    mark("mean count"),
    mark("error of the median"),
    mark("bias"),
    mark("CRPS"),
    mark("WIS"),
    mark("in 50 %"),
    mark("in 90 %"),
    mark("share of repeating"),
)


def uses(fitted: bool) -> list[tuple[str, str]]:
    """Return the uses of counts and what follows “counts”; without a fit nothing was fitted to."""
    if fitted:
        return [("score", say("that it was not fitted to")), ("fit", say("that it was fitted to"))]
    return [
        ("score", say("kept for the score")),
        ("fit", say("kept for a fit, which was not made")),
    ]


def lead(fitted: bool) -> str:
    """Say what the signs of the fan charts mean."""
    signs = (
        mark(
            "Diamonds are counts from the field, hollow where the model was fitted to them, with "
            "a whisker where sources disagree."
        )
        if fitted
        else mark("Diamonds are counts from the field, with a whisker where sources disagree.")
    )
    bands = say(
        "Bands hold 50 % and 90 % of the runs; the line is their median. Events and people are "
        "never compared with one another."
    )
    return f"{say(signs)} {bands}"


def more(number: int) -> str:
    """Say how many series are folded."""
    return say_n(
        "{n} more series that are shown, and neither fitted nor scored",
        "{n} more series that are shown, and neither fitted nor scored",
        number,
    )


def about(rows: list[dict[str, Any]]) -> str:
    """Say what a series counts and who counted."""
    unit = capital(say(UNITS[rows[0]["measure"]]))
    sources = list(dict.fromkeys(spoken(row["source"]) for row in rows))
    others = say(", and {number} more", number=len(sources) - 1) if len(sources) > 1 else ""
    stop = "" if (sources[0] + others).endswith("…") else "."
    return say(
        "{unit}. Counted by: {source}{others}{stop}",
        unit=unit,
        source=sources[0],
        others=others,
        stop=stop,
    )


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
        return say(", since {day}", day=day_name(first["date_from"]))
    if len(rows) == 1:
        return f", {period(first['date_from'], last_day(first))}"
    longest = sorted(int((last_day(r) - r["date_from"]).astype(int)) + 1 for r in rows)
    if longest[-1] == 1:
        return say(", by day")
    usual = longest[len(rows) // 2]
    return say(", by week") if usual == WEEK else say(", by month") if usual <= MONTH else ""


def deaths_in_words(computed: bool) -> str:
    """Say what recorded deaths are."""
    lead = say("Records of deaths are a lower bound. Cells under ten are merged.")
    return lead if computed else f"{lead} {say('The model does not compute deaths.')}"


def death_row(one: Deaths) -> tuple[Any, ...]:
    """Return recorded deaths as a row of a table."""
    return (
        period(one.since, one.until),
        country_names(one.where),
        say(CAUSES.get(one.cause, one.cause)),
        say("fewer than ten") if isnan(one.deaths) else one.deaths,
        one.source,
    )
