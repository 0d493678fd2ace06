"""What results rest on, in words: events, uncertainty, balance, assumptions, provenance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from marchland.language import mark
from marchland.study.measures.bands import rounded
from marchland.study.measures.read import Balance
from marchland.study.measures.rests import Rests, Unsourced

EVENTS = (
    "What happened from outside, which the model is given on its date. Point at a mark for its "
    "words, or open the list."
)
EVENT_TABLE, EVENT_HEADS = "Events", ("date", "event", "source")
COMPONENTS = {
    "all": "all together",
    "parameters": "only parameters",
    "place_effect": "only pull of places",
    "chance": "only chance",
}
"""Components of uncertainty, in plain words."""
APART = (
    "Below, each component is on alone: the parameters drawn from their ranges, the pull of each "
    "place, or chance. Chance alone is small when many people move, and is never the whole "
    "uncertainty."
)
INFLUENCE = "Which parameters matter most"
BALANCE_TABLE = "People on the last day"
ROWS_FOLD = "Rows without a source, by file"
PARAMETER_TABLE, PARAMETER_HEADS = (
    "Assumed parameters",
    ("name", "meaning", "value", "low", "high", "unit"),
)
SOURCE_TABLE, SOURCE_HEADS = "Sources", ("file", "source", "rows")
PROVENANCE_TABLE, PROVENANCE_HEADS = "Provenance", ("", "value")
MADE = {
    "name": mark("name"),
    "command": mark("command"),
    "cuts": mark("cuts"),
    "members": mark("members"),
    "seed": mark("seed"),
    "uncertainty": mark("uncertainty"),
    "balance": mark("balance"),
    "input_digest": mark("input digest"),
    "marchland_version": mark("marchland version"),
    "created": mark("created"),
}
"""What is said of how runs were made, by the name of the attribute."""
VERSIONS = "Versions and ranges"


def events_fold(number: int) -> str:
    """Say what the list of events holds."""
    return f"All {number} events with their sources"


def differ(rests: Rests) -> str:
    """Say what the runs differ in."""
    return f"The runs differ in: {components(rests.differ)}."


def components(names: Iterable[str]) -> str:
    """Name components of uncertainty: ``chance, pull of places``."""
    return ", ".join(COMPONENTS.get(one, one).removeprefix("only ") for one in names)


def apart(rows: Iterable[dict[Any, Any]]) -> str:
    """Write the 90 % band of each component of uncertainty."""
    told = "; ".join(
        f"{COMPONENTS[r['source']]} {rounded(r['low90']):,} to {rounded(r['high90']):,}"
        for r in rows
    )
    return f"90 % bands: {told}."


def influence(outcome: str) -> str:
    """Say what the correlations are, and that they prove no cause."""
    return (
        f"How “{outcome}” goes with the uncertain parameters: rank correlation over the runs. Grey "
        "bars are no larger than chance alone would make them; a correlation proves no cause."
    )


def balance(found: Balance) -> str:
    """Say whether everyone who entered is somewhere."""
    if found.missing:
        return f"The balance is broken by up to {found.missing:,} people: a bug."
    return (
        "In every run, whoever entered is somewhere at the end: nobody is lost and nobody is "
        "counted twice."
    )


def unsourced(one: Unsourced) -> str:
    """Say how many rows of a file have no source."""
    return f"{one.file}: {one.rows} of {one.of} rows are assumed, or give no source."


def parameters_fold(number: int) -> str:
    """Say what the list of parameters holds."""
    return f"{number} parameters without a source, with their ranges"


def sources_fold(number: int) -> str:
    """Say what the list of sources holds."""
    return f"{number} sources by file"
