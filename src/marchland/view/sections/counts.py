"""The sections on counts: the model beside them, and how well it meets them."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd
import xarray as xr

from marchland.model.scenario import Scenario
from marchland.study.observe import last_day
from marchland.view import figures, html, words
from marchland.view.outlines import name_of


def counted(ds: xr.Dataset, scenario: Scenario, model: xr.DataArray) -> str:
    """Draw each observed series with its counts on top; deaths are told as recorded."""
    observations = scenario.observations
    rows = list(observations.rows())
    of: dict[str, list[dict[str, Any]]] = {
        row["series"]: [] for row in rows if row["measure"] != "deaths"
    }
    for row in rows:
        of.get(row["series"], []).append(row)
    names = {series: words.of_series(ds, its[0]) for series, its in of.items()}
    shared = Counter(names.values())
    cards = [
        html.figure(
            f"fan-{number}",
            figures.fan_chart(ds, observations, series, model),
            _about(its),
            names[series] + (f" ({series.replace('_', ' ')})" if shared[names[series]] > 1 else ""),
        )
        for number, (series, its) in enumerate(of.items())
    ]
    lead = (
        "Bands hold 50 % and 90 % of the runs; diamonds are counts from the field, hollow where "
        "the model was fitted to them, with a whisker where sources disagree."
    )
    grid = f'<div class="grid">{"".join(cards)}</div>'
    return (
        html.section(
            "counted", "The model beside the counts", html.paragraphs([lead]), grid, _deaths(rows)
        )
        if rows
        else ""
    )


def _about(rows: list[dict[str, Any]]) -> str:
    """Say what a series counts and who counted."""
    first = rows[0]
    what = {
        "stock": "People there on the day",
        "held": "People held on the day",
        "registered": "People who arrived or were registered",
        "transferred": "People moved",
    }
    unit = what.get(first["measure"], "Events, not persons")
    since = f", counted up from {words.day_name(first['date_from'])}" if first["cumulative"] else ""
    sources = list(dict.fromkeys(row["source"] for row in rows))
    more = f" (and {len(sources) - 1} more, listed below)" if len(sources) > 1 else ""
    return f"{unit}{since}. Source: {words.shortened(sources[0])}{more}."


def _deaths(rows: list[dict[str, Any]]) -> str:
    """List deaths as they were recorded."""
    told = [
        (
            f"{words.day_name(r['date_from'])} to {words.day_name(last_day(r))}",
            name_of(r["where"]),
            r["cause"] or "all",
            r["value"],
            r["source"],
        )
        for r in rows
        if r["measure"] == "deaths"
    ]
    lead = "Records of deaths are a lower bound. The model does not compute deaths."
    return (
        (
            "<h3>Deaths as recorded</h3>"
            + html.paragraphs([lead])
            + html.table(
                "Deaths as recorded", ("period", "where", "cause", "deaths", "source"), told
            )
        )
        if told
        else ""
    )


def scored(scores: pd.DataFrame) -> str:
    """Tell how well the model meets the counts."""
    if scores.empty:
        return ""
    lead = (
        "CRPS is the mean distance between the model's whole band and the count, in the unit of "
        "the "
        "count (0 is perfect); WIS is nearly the same from the median and two bands. Bias is the "
        "median less the count. Cover is the share of counts within the band. Ratio compares the "
        "CRPS with that of repeating the series' last count: below 1 the model is better. Counts "
        "that were fitted to are told apart from those kept for the score."
    )
    columns = (
        "series",
        "use",
        "counts",
        "mean count",
        "error of median",
        "bias",
        "CRPS",
        "WIS",
        "cover 50 %",
        "cover 90 %",
        "CRPS of repeating",
        "ratio",
    )
    rows = [
        (
            r["series"].replace("_", " "),
            {"fit": "fitted to", "score": "kept"}[r["use"]],
            r["n"],
            r["mean_count"],
            r["mae"],
            r["bias"],
            r["crps"],
            r["wis"],
            f"{r['cover50']:.0%}",
            f"{r['cover90']:.0%}",
            r["crps_persistence"],
            r["ratio"],
        )
        for r in scores.to_dict("records")
    ]
    return html.section(
        "scores",
        "How well it meets the counts",
        html.paragraphs([lead]),
        html.table("Scores by series", columns, rows),
    )
