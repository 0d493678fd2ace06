"""The skeletons that ``marchland new`` writes: small crises, every column explained, that run.

Rows and settings stand in ``skeletons/`` by kind of crisis. Columns that they leave out, and what
each column means, come from the declarations, so that no skeleton lacks a column or is out of date.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from marchland.errors import RequestError
from marchland.io.atomic import write_folder
from marchland.io.like import LIKE
from marchland.io.native import CARD
from marchland.language import ENGLISH, mark, say, spoken
from marchland.model.checks.case import LEVERS, MANIFEST
from marchland.model.checks.settings import NAME
from marchland.model.columns import Column, Table
from marchland.model.near import hint
from marchland.model.tables import Aid, Displaced, Observations, Places, Routes, Timeline, Weather
from marchland.model.unfinished import TO_WRITE

_ABOUT: Mapping[type[Table], str] = {
    Places: mark("Where people can be."),
    Routes: mark("How people can move between places."),
    Displaced: mark("Who leaves home, where and when."),
    Timeline: mark(
        "What happens from outside, on its date: one long table for every kind of event."
    ),
    Weather: mark("Daily weather by station."),
    Aid: mark("Aid that was delivered or is planned."),
    Observations: mark(
        "What was counted in the field, with the operator that the model is read with."
    ),
}
"""The tables of a skeleton, in the order of writing, with what each is."""
_CARD = mark(
    "# {name}\n\n{unwritten} what the scenario shows and for whom, from when to "
    "when, and who made it.\n`marchland check` calls the scenario unfinished "
    "until this is written.\n\n{unwritten} where its numbers are from, what is "
    "assumed, and what is missing.\nAs it stands everything is made up.\n\n- "
    "`marchland check {name}` lists every problem at once.\n- `marchland show "
    "{name}` describes the crisis in words.\n- `marchland run {name}` runs "
    "it.\n- docs/how-to/write.md goes through the files; "
    "docs/data-dictionary.md has every column.\n"
)


def write_skeleton(folder: str | Path, like: str = "corridor") -> Path:
    """Write a commented scenario folder that passes every check, to be filled with a crisis.

    Parameters
    ----------
    folder
        Folder to make.
    like
        Kind of crisis, one of :data:`marchland.io.like.LIKE`.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    RequestError
        If the folder's name cannot be a scenario's, or there is no such kind of crisis.
    OutputError
        If something is there already, or the folder cannot be made; nothing is changed then.
    """
    path = Path(folder)
    name = path.resolve().name
    if not NAME.fullmatch(name):
        raise RequestError(
            say(
                "'{name}' cannot be a scenario's name; use letters, digits, dots, dashes "
                "and underscores",
                name=name,
            )
        )
    if like not in LIKE:
        every = [say("{name}: {text}", name=one, text=say(what)) for one, what in LIKE.items()]
        raise RequestError(
            say(
                "there is no skeleton like '{like}'{hint}; choose {told}",
                like=like,
                hint=hint(like, LIKE),
                told="; ".join(every),
            )
        )
    write_folder(path, dict(_files(name, files("marchland.io").joinpath("skeletons", like))))
    return path


def _files(name: str, source: Traversable) -> Iterator[tuple[str, str]]:
    """Yield the files of a skeleton with their text."""
    for file in (MANIFEST, LEVERS):
        if (one := source.joinpath(file)).is_file():
            yield file, _named(one.read_text("utf-8"), name)
    for kind in _ABOUT:
        if (one := source.joinpath(kind.FILE)).is_file():
            yield kind.FILE, _table(kind, one.read_text("utf-8"))
    yield CARD, say(_CARD, name=name, unwritten=say(TO_WRITE))


def _named(text: str, name: str) -> str:
    """Return a file that is to be filled with the scenario's name, and with the language spoken."""
    named = text.replace("name: {name}\n", f"name: {name}\n{_language()}")
    return named.replace("{name}", name)


def _language() -> str:
    """Return a line that says the language of reports, none where it is English."""
    return f"language: {spoken()}           # {say('of reports')}\n" if spoken() != ENGLISH else ""


def _table(kind: type[Table], rows: str) -> str:
    """Return a table with every column, and with what each means above it."""
    columns = kind.columns()
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    for told in _comments(kind):
        # a comment is one cell without commas, so that no quotation marks come around it
        cell = "# " + told.replace(",", ";").replace('"', "'")
        writer.writerow([cell, *[""] * (len(columns) - 1)])
    writer.writerow(columns)
    for row in csv.DictReader(io.StringIO(rows)):
        writer.writerow([row.get(name, "") for name in columns])
    return out.getvalue()


def _comments(kind: type[Table]) -> Iterator[str]:
    """Say what a table is, what each column means, and when to choose what."""
    yield say(_ABOUT[kind])
    for name, one in kind.columns().items():
        yield say("{name}: {text}", name=name, text=_explained(one))
        for heading, choices in one.explained.items():
            for choice, when in choices.items():
                named = f"  {choice} ({heading})"
                yield say("{name}: {text}", name=named, text=when)


def _explained(one: Column) -> str:
    """Say what a column means, what it may hold and what it must."""
    told = one.said
    told += say(" Unit: {unit}.", unit=say(one.unit)) if one.unit else ""
    listed = one.choices and not one.explained
    told += say(" One of {choices}.", choices=say(" or ").join(one.choices)) if listed else ""
    return told + (say(" Must be given.") if one.required else "")
