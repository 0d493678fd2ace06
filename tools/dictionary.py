"""Make ``docs/data-dictionary.md`` from what the code declares: ``make dictionary``.

Every table of a scenario with its columns, every key of its settings, every parameter of the model,
and every variable of a result. A test holds the page up to date.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import xarray as xr

import marchland as ml
from marchland.io import levers, reactions
from marchland.io.export.sheet import Field
from marchland.io.manifest import KEYS
from marchland.model.actors import DECLARED, Declared
from marchland.model.causes import CAUSES
from marchland.model.columns import Column, Table
from marchland.model.events import EVENTS, EventKind
from marchland.model.expression import QUANTITIES
from marchland.model.kinds import AWAY, PLACE_KINDS, SETTINGS, STATES, PlaceKind, Strands
from marchland.model.parameters import DEFAULTS, Parameter
from marchland.model.tables import TABLES
from marchland.model.variables import VARIABLES
from marchland.study.handover import fields
from marchland.study.measures.observe import UNITS
from marchland.study.measures.outcomes import OUTCOMES
from marchland.study.measures.summary import COLUMNS

PAGE = Path(__file__).parents[1] / "docs" / "data-dictionary.md"
HEAD = """\
# Data dictionary

Made by `make dictionary` from what the code declares; do not edit it by hand.

## A scenario folder
Plain files: CSV in UTF-8 with a comma between cells, and one file of settings. A blank cell stands
for the default, or for nothing known. An *amount* is a number, a range `low-high`, the name of a
parameter, or `number*name`. Names in a list have a semicolon between them. `where` is a place, a
route, a border (`BLR>POL`), a country or a tag.
"""
RESULT = """\
## A result
`runs.nc` is NetCDF 4 with the axes below. People beyond a closed line are told by country and
month: their places are joined to one (`forest:POL`), whose people on a day are the mean of the
month, and routes that begin or end there are joined (`beyond:...`), with the month's total spread
evenly; `crossed` is by border and month.
"""
HANDED_OVER: Mapping[str, Mapping[str, Field]] = {
    "people": fields.PEOPLE,
    "needs": fields.NEEDS,
    "routes": fields.FLOWS,
    "borders": fields.BORDERS,
    "counts": fields.COUNTS,
    "scores": fields.SCORES,
    "long": fields.LONG,
}
TRAITS = {
    "receives": "receives people",
    "registers": "registers people found behind a line",
    "holds": "holds people",
    "gathers": "people follow those who went before, and close ones draw as one",
    "tries": "people try to cross a closed line",
    "passing": "people are found or taken on, and choose nothing",
    "returns": "people go back to it for good",
    "needs_aid": "people need aid",
}
STRANDED = {
    Strands.NEVER: "nobody is stranded",
    Strands.WITHOUT_WAY: "people with no way on are stranded",
    Strands.ALWAYS: "everybody is stranded",
}
SUMMARY = {
    "variable": "What is told: a variable of the runs, or a sum of it.",
    "date": "First day of what is told, YYYY-MM-DD; blank for the whole run.",
    "date_to": "Last day of what is told; the same for a single day.",
    "where": "Place, border, `country: state` or source of uncertainty; blank: everywhere.",
    "place_name": "Name of the place; blank where the row is of no place.",
    "country": "Country of the place, ISO 3166-1 alpha-3.",
    "pcode": "Its place code of OCHA (P-code).",
    "kind": "Kind of the place.",
    "lat": "Its latitude, WGS 84, in degrees.",
    "lon": "Its longitude, WGS 84, in degrees.",
    "group": "Group of people; blank: all.",
    "low90": "Lower end of the band that holds 90 % of the members.",
    "low50": "Lower end of the band that holds 50 % of them.",
    "median": "Middle of the members.",
    "high50": "Upper end of the band that holds 50 %.",
    "high90": "Upper end of the band that holds 90 %.",
    "unit": "Unit of the figures.",
}


def page(runs: xr.Dataset) -> str:
    """Return the page; ``runs`` are any runs with a border, for the variables of a result."""
    states = {**STATES, **AWAY}
    parts = [
        HEAD,
        "### `scenario.yaml`\n",
        keys(KEYS),
        *(one for kind in TABLES for one in of_table(kind)),
        "### Kinds of events\n",
        "What the column `what` of `timeline.csv`, levers and reactions may say.\n",
        table(
            ("kind", "meaning", "of a", "value", "unit", "must be", "group", "holds"),
            map(of_event, EVENTS.values()),
        ),
        "### Kinds of places\n",
        table(("kind", "choose it for", "what it does", "state", "shown by"), place_kinds()),
        "### `levers.yaml`\n",
        "What somebody could do, by name; [how to write one](how-to/levers.md). Of a lever:\n",
        keys(levers.KEYS),
        "Of its strength:\n",
        keys(levers.STRENGTH_KEYS),
        "### `reactions.yaml`\n",
        "What answers what, by name. Of a reaction:\n",
        keys(reactions.KEYS),
        "What `when` can ask of:\n",
        table(("quantity", "is"), ((f"`{name}(...)`", text) for name, text in QUANTITIES.items())),
        *(one for kind in DECLARED for one in of_declared(kind)),
        "## Parameters of the model",
        "A scenario may give any of them anew, and add its own. What has no source is assumed.\n",
        table(
            ("name", "value", "range", "unit", "meaning", "source"),
            (of_parameter(name, one) for name, one in sorted(DEFAULTS.items())),
        ),
        RESULT,
        table(("variable", "axes", "unit", "is", "meaning", "shown at most by"), variables()),
        "`side` is the country where people were, `beyond` the kind of place beyond a line.\n",
        "### Coordinates\n",
        ", ".join(f"`{name}` ({axes(one)})" for name, one in sorted(runs.coords.items())) + "\n",
        "### Attributes\n",
        ", ".join(f"`{name}`" for name in sorted(map(str, runs.attrs))) + "\n",
        "### `summary.csv`\n",
        table(("column", "meaning"), ((f"`{name}`", SUMMARY[name]) for name in COLUMNS)),
        "### Tables for others\n",
        "What `marchland export` writes, and `needs.csv`, `counts.csv` and `scores.csv` of a "
        "result. Dates are YYYY-MM-DD in text and real dates in workbooks, Parquet and maps.\n",
        *handed_over(),
        "### States of people\n",
        table(("state", "people"), ((f"`{s.id}`", s.label) for s in states.values())),
        "### Causes of being stranded\n",
        table(
            ("cause", "shown as", "meaning"),
            ((f"`{c.id}`", c.label, c.meaning) for c in CAUSES.values()),
        ),
        "### Outcomes\n",
        "What runs are compared by, human cost first.\n",
        table(
            ("outcome", "unit", "meaning", "from"),
            (
                (f"`{o.name}`", o.unit, o.label, ", ".join(f"`{name}`" for name in o.needs))
                for o in OUTCOMES
            ),
        ),
        "### Measures\n",
        "What an observation may count, and whether it counts events or persons; "
        "`marchland.study.measures.observe` says how the model is read for each.\n",
        table(("measure", "counts"), ((f"`{name}`", unit) for name, unit in UNITS.items())),
    ]
    return "\n".join(parts)


def handed_over() -> Iterator[str]:
    """Yield the columns of each table that is handed over."""
    for name, declared in HANDED_OVER.items():
        yield f"#### `{name}`\n"
        yield table(
            ("column", "kind", "unit", "HXL", "meaning"),
            (
                (f"`{column}`", one.type, one.unit, f"`{one.hxl}`" if one.hxl else "", one.meaning)
                for column, one in declared.items()
            ),
        )


def keys(meanings: Mapping[str, str]) -> str:
    """Return the keys of a file of settings, with their meanings."""
    return table(("key", "meaning"), ((f"`{key}`", text) for key, text in meanings.items()))


def of_table(kind: type[Table]) -> Iterator[str]:
    """Yield heading, meaning and columns of a table."""
    needed = "required" if kind.REQUIRED else "may be missing"
    meaning = (inspect.getdoc(kind) or "").split("\n\n")[0].replace("\n", " ")
    yield f"### `{kind.FILE}`\n"
    yield f"{meaning} ({needed})\n"
    yield table(
        ("column", "kind", "unit", "meaning", "must be"),
        (
            (f"`{name}`", one.kind, one.unit, one.meaning, bounds(one))
            for name, one in kind.columns().items()
        ),
    )


def of_declared(kind: type[Declared]) -> Iterator[str]:
    """Yield heading, meaning and keys of a file of settings that may be missing."""
    yield f"### `{kind.FILE}`\n"
    yield f"{(inspect.getdoc(kind) or '').splitlines()[0]} By name (may be missing).\n"
    yield table(
        ("key", "kind", "meaning"),
        (
            (f"`{name}`", one.kind, f"{one.meaning}{' Required.' if one.required else ''}")
            for name, one in kind.keys().items()
        ),
    )


def bounds(one: Column) -> str:
    """Say what a value must be, in words."""
    told = ["given"] if one.required else []
    told += ["unique"] if one.unique else []
    told += [f"{'above' if one.above else 'at least'} {one.low:g}"] if one.low is not None else []
    told += [f"at most {one.high:g}"] if one.high is not None else []
    told += [f"a {one.refers}"] if one.refers and one.refers != "where" else []
    told += ["one of " + ", ".join(f"`{c}`" for c in one.choices)] if one.choices else []
    told += [f"blank: {one.default}"] if one.default else []
    return "; ".join(told)


def of_event(kind: EventKind) -> tuple[str, ...]:
    """Return the row of a kind of event."""
    value = kind.value
    return (
        f"`{kind.name}`",
        kind.meaning,
        ", ".join([*kind.targets, *(["blank: everywhere"] if kind.everywhere else [])]),
        value.meaning if value else "none",
        value.unit if value else "",
        bounds(value) if value else "blank",
        "one or all" if kind.by_group else "all",
        "until set anew" if kind.lasts else "once, on that day",
    )


def of_parameter(name: str, one: Parameter) -> tuple[str, ...]:
    """Return the row of a parameter."""
    spread = "fixed" if one.law == "fixed" else f"{one.low:g} to {one.high:g}, {one.law}"
    source = one.source or "*assumed*"
    return f"`{name}`", f"{one.value:g}", spread, one.unit, one.meaning, source


def variables() -> Iterator[tuple[str, ...]]:
    """Yield the row of each variable, as it is declared."""
    for name, one in sorted(VARIABLES.items()):
        fine = one.finest.value
        yield f"`{name}`", ", ".join(one.axes), one.units, one.nature.value, one.meaning, fine


def place_kinds() -> Iterator[tuple[str, ...]]:
    """Yield the row of each kind of place."""
    for kind in PLACE_KINDS.values():
        yield f"`{kind.id}`", kind.choose, traits(kind), f"`{kind.state}`", kind.shown.value


def traits(kind: PlaceKind) -> str:
    """Say what a kind of place does."""
    told = [text for name, text in TRAITS.items() if getattr(kind, name)]
    told += [f"people leave by `{kind.leave}`"] if kind.leave else []
    told += [f"people go on after `{kind.stay}`"] if kind.stay else []
    told += [f"needs {SETTINGS[kind.setting]}"] if kind.setting else []
    told += [f"{STRANDED[kind.strands]}; shelter {kind.shelter}"]
    return "; ".join(told)


def axes(one: xr.DataArray) -> str:
    """Name the axes of a variable."""
    return ", ".join(map(str, one.dims))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return (
        "\n".join("| " + " | ".join(c.replace("|", "\\|") for c in row) + " |" for row in lines)
        + "\n"
    )


def runs_for_page() -> xr.Dataset:
    """Return the smallest runs that have every variable."""
    return ml.simulate(ml.read("belarus-2021"), members=1, seed=1, days=1)


if __name__ == "__main__":
    PAGE.write_text(page(runs_for_page()), "utf-8")
