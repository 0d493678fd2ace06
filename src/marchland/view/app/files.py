"""What can be taken away: tables, a workbook, the report, the command that makes the same."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import xarray as xr

from marchland.io.export.delimited import as_csv
from marchland.io.export.sheet import Field, Sheet
from marchland.io.export.workbook import as_workbook
from marchland.language import mark, say
from marchland.model.scenario import Scenario
from marchland.study.compare.paired import COLUMNS, Reading, compare
from marchland.study.handover import fields, tables
from marchland.study.handover.fields import bands
from marchland.study.measures import needs
from marchland.study.measures.bands import LEVELS
from marchland.study.measures.summary import summary
from marchland.study.measures.whereabouts import balance
from marchland.view.report.write import write_report
from marchland.view.words.places import state
from marchland.view.words.use import RESPONSIBLE_USE

_DIFFERENCES = {
    "low90": mark("Difference. Lower end of the range that holds 90 % of the runs."),
    "low50": mark("Difference. Lower end of the range that holds 50 % of the runs."),
    "median": mark("Difference. Median of the runs."),
    "high50": mark("Difference. Upper end of the range that holds 50 % of the runs."),
    "high90": mark("Difference. Upper end of the range that holds 90 % of the runs."),
}
COMPARISON: Mapping[str, Field] = {
    "outcome": Field("text", mark("Short name of the outcome.")),
    "label": Field("text", mark("What it is.")),
    "unit": Field("text", mark("Unit of the figures.")),
    "human_cost": Field("flag", mark("Whether it is a cost to people.")),
    "before": Field("number", mark("Median without the levers.")),
    "after": Field("number", mark("Median with them.")),
    **{name: Field("number", meaning) for name, meaning in _DIFFERENCES.items()},
    "share_less": Field("number", mark("Share of the runs in which it is less with the levers.")),
}
"""Columns of the comparison."""
NEEDS: Mapping[str, Field] = {
    name: one for name, one in fields.NEEDS.items() if name not in fields.PLACE
}
LAST: Mapping[str, Field] = {
    "where": Field("text", mark("Where people are on the last day.")),
    **bands("", "people"),
}


def comparison_table(base: Reading, now: Reading, scenario: Scenario) -> pd.DataFrame:
    """Return every outcome without levers and with them, human cost first."""
    found = compare(base, now)[list(COLUMNS)]
    found.insert(0, "levers", ", ".join(map(str, scenario.pulls)))
    return found


def workbook(
    runs: xr.Dataset, scenario: Scenario, base: Reading, now: Reading, about: dict[str, str]
) -> bytes:
    """Return an Excel workbook: what it is, the comparison, needs and people by week, events at
    borders, and where everybody is on the last day.

    Parameters
    ----------
    runs, scenario
        Runs with the levers pulled, and the scenario they were made from.
    base, now
        What is compared.
    about
        What the first sheet says: title, levers, members, command.
    """
    weeks = needs_table(runs, scenario)
    left = balance(runs).rename(state).reset_index(names="where")
    return as_workbook(
        (say("About"), [*about.items(), (say("Responsible use"), say(RESPONSIBLE_USE))]),
        [
            Sheet(
                "comparison",
                "Comparison",
                "One row is an outcome.",
                COMPARISON,
                compare(base, now)[list(COLUMNS)],
            ),
            Sheet(
                "needs",
                "Needs by week",
                "One row is an item and a week, all places together.",
                NEEDS,
                weeks.assign(week=pd.to_datetime(weeks["week"])),
            ),
            tables.people(runs, weekly=True),
            tables.borders(runs),
            Sheet("last", "Last day", "One row is where people are.", LAST, left),
        ],
    )


def needs_table(runs: xr.Dataset, scenario: Scenario) -> pd.DataFrame:
    """Return what people need by week with its bands, all places together; bare where none do."""
    if not needs.has_places(runs):
        return pd.DataFrame(columns=["week", "item", "unit", *LEVELS])
    every = needs.together(needs.needs(runs, scenario)).expand_dims(place=["all"])
    return needs.tabled(every).drop(columns="place")


def report(runs: xr.Dataset, scenario: Scenario) -> str:
    """Return the report of the runs as text."""
    with tempfile.TemporaryDirectory(prefix="marchland-") as folder:
        return write_report(runs, scenario, Path(folder) / "report.html").read_text("utf-8")


def daily_csv(runs: xr.Dataset) -> str:
    """Return the bands of what the runs say by day and place, as CSV."""
    return as_csv(summary(runs))
