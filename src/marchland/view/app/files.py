"""What can be taken away: tables, a workbook, the report, the command that makes the same."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import xarray as xr

from marchland.io.export.delimited import as_csv, safe
from marchland.io.reading import disarmed
from marchland.model.scenario import Scenario
from marchland.study.compare.paired import COLUMNS, Reading, compare
from marchland.study.measures import needs
from marchland.study.measures.bands import LEVELS
from marchland.study.measures.summary import summary
from marchland.study.measures.whereabouts import balance
from marchland.view.report.write import write_report
from marchland.view.words.places import state
from marchland.view.words.use import RESPONSIBLE_USE


def comparison_table(base: Reading, now: Reading, scenario: Scenario) -> pd.DataFrame:
    """Return every outcome without levers and with them, human cost first."""
    found = compare(base, now)[list(COLUMNS)]
    found.insert(0, "levers", ", ".join(map(str, scenario.pulls)))
    return found


def workbook(
    runs: xr.Dataset, scenario: Scenario, base: Reading, now: Reading, about: dict[str, str]
) -> bytes:
    """Return an Excel workbook: what it is, the comparison, needs by week, people by day and place,
    the balance.

    Parameters
    ----------
    runs, scenario
        Runs with the levers pulled, and the scenario they were made from.
    base, now
        What is compared.
    about
        What the first sheet says: title, levers, members, command.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    first = book.create_sheet("About")
    for key, text in (*about.items(), ("Responsible use", RESPONSIBLE_USE)):
        first.append([key, disarmed(text)])
    left = balance(runs).rename(state).reset_index(names="where")
    for name, table in (
        ("Comparison", compare(base, now)),
        ("Needs by week", needs_table(runs, scenario)),
        ("By day", summary(runs)),
        ("Last day", left),
    ):
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for row in _rows(table):
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def needs_table(runs: xr.Dataset, scenario: Scenario) -> pd.DataFrame:
    """Return what people need by week with its bands, all places together; bare where none do."""
    if not needs.has_places(runs):
        return pd.DataFrame(columns=["week", "item", "unit", *LEVELS])
    every = needs.together(needs.needs(runs, scenario)).expand_dims(place=["all"])
    return needs.tabled(every).drop(columns="place")


def _rows(table: pd.DataFrame) -> Iterable[list[Any]]:
    yield [str(name) for name in table.columns]
    yield from safe(table).itertuples(index=False, name=None)  # type: ignore[misc]


def report(runs: xr.Dataset, scenario: Scenario) -> str:
    """Return the report of the runs as text."""
    with tempfile.TemporaryDirectory(prefix="marchland-") as folder:
        return write_report(runs, scenario, Path(folder) / "report.html").read_text("utf-8")


def daily_csv(runs: xr.Dataset) -> str:
    """Return the bands of what the runs say by day and place, as CSV."""
    return as_csv(summary(runs))
