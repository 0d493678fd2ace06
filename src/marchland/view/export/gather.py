"""Gather what a result hands over: its tables, each declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import xarray as xr

from marchland.io.export.delimited import read_back
from marchland.io.export.sheet import Sheet
from marchland.io.results import read_results
from marchland.study.handover import fields, tables
from marchland.study.handover.places import joined, places
from marchland.study.runs.given import check_answered


@dataclass(frozen=True, eq=False)
class Handover:
    """A result as it is handed over.

    Parameters
    ----------
    ds
        The runs.
    sheets
        Tables by name: ``people``, ``people_weekly``, ``routes`` and ``borders`` of every result;
        ``needs``, ``counts`` and ``scores`` where the result has them.
    """

    ds: xr.Dataset
    sheets: Mapping[str, Sheet]


def gather(result: Path | str) -> Handover:
    """Read a result and return what can be handed over of it.

    Parameters
    ----------
    result
        A result's folder, or a store of :func:`marchland.ensemble`.

    Raises
    ------
    RequestError
        Where there is no result, it kept no stock by place, or is of a stress alone.
    """
    ds, folder = read_results(result), Path(result)
    check_answered(ds.attrs)
    folder = folder if folder.is_dir() else folder.parent
    found = {
        one.name: one
        for one in (
            tables.people(ds),
            tables.people(ds, weekly=True),
            tables.routes(ds),
            tables.borders(ds),
        )
    }
    return Handover(ds, found | _beside(ds, folder))


def _beside(ds: xr.Dataset, folder: Path) -> dict[str, Sheet]:
    """Return the tables that stand in a result's folder beside its runs."""
    found: dict[str, Sheet] = {}
    if (path := folder / "needs.csv").is_file():
        table = read_back(path, fields.NEEDS)
        found["needs"] = tables.needs(table if "place_name" in table else joined(table, places(ds)))
    if (path := folder / "counts.csv").is_file():
        found["counts"] = tables.counted(read_back(path, fields.COUNTS))
    if (path := folder / "scores.csv").is_file():
        found["scores"] = tables.scores(read_back(path, fields.SCORES))
    return found
