"""What results rest on, in words: events, uncertainty, balance, assumptions, provenance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from marchland.language import mark, say, say_n
from marchland.study.measures.bands import rounded
from marchland.study.measures.read import Balance
from marchland.study.measures.rests import Rests, Unsourced
from marchland.view.words.text import parted

EVENTS = mark(
    "What happened from outside, which the model is given on its date. Point "
    "at a mark for its words, or open the list."
)
EVENT_TABLE, EVENT_HEADS = mark("Events"), (mark("date"), mark("event"), mark("source"))
COMPONENTS = {
    "all": mark("all together"),
    "parameters": mark("only parameters"),
    "place_effect": mark("only pull of places"),
    "chance": mark("only chance"),
}
"""Components of uncertainty when each is on alone, in plain words."""
_NAMED = {
    **COMPONENTS,
    "parameters": mark("parameters"),
    "place_effect": mark("pull of places"),
    "chance": mark("chance"),
}
APART = mark(
    "Below, each component is on alone: the parameters drawn from their "
    "ranges, the pull of each place, or chance. Chance alone is small when "
    "many people move, and is never the whole uncertainty."
)
INFLUENCE = mark("Which parameters matter most")
BALANCE_TABLE = mark("People on the last day")
ROWS_FOLD = mark("Rows without a source, by file")
PARAMETER_TABLE, PARAMETER_HEADS = (
    mark("Assumed parameters"),
    (mark("name"), mark("meaning"), mark("value"), mark("low"), mark("high"), mark("unit")),
)
SOURCE_TABLE, SOURCE_HEADS = mark("Sources"), (mark("file"), mark("source"), mark("rows"))
PROVENANCE_TABLE, PROVENANCE_HEADS = mark("Provenance"), ("", mark("value"))
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
VERSIONS = mark("Versions and ranges")


def events_fold(number: int) -> str:
    """Say what the list of events holds."""
    return say_n("All {n} events with their sources", "All {n} events with their sources", number)


def differ(rests: Rests) -> str:
    """Say what the runs differ in."""
    return say("The runs differ in: {components}.", components=components(rests.differ))


def components(names: Iterable[str]) -> str:
    """Name components of uncertainty: ``chance, pull of places``."""
    return ", ".join(say(_NAMED.get(one, one)) for one in names)


def apart(rows: Iterable[dict[Any, Any]]) -> str:
    """Write the 90 % band of each component of uncertainty."""
    told = parted(
        say(
            "{component} {low:,} to {high:,}",
            component=say(COMPONENTS[r["source"]]),
            low=rounded(r["low90"]),
            high=rounded(r["high90"]),
        )
        for r in rows
    )
    return say("90 % bands: {bands}.", bands=told)


def influence(outcome: str) -> str:
    """Say what the correlations are, and that they prove no cause."""
    return say(
        "How “{outcome}” goes with the uncertain parameters: rank correlation over "
        "the runs. Grey bars are no larger than chance alone would make them; a "
        "correlation proves no cause.",
        outcome=outcome,
    )


def balance(found: Balance) -> str:
    """Say whether everyone who entered is somewhere."""
    if found.missing:
        return say(
            "The balance is broken by up to {missing:,} people: a bug.", missing=found.missing
        )
    return say(
        "In every run, whoever entered is somewhere at the end: nobody is lost and "
        "nobody is counted twice."
    )


def unsourced(one: Unsourced) -> str:
    """Say how many rows of a file have no source."""
    return say(
        "{file}: {rows} of {of} rows are assumed, or give no source.",
        file=one.file,
        rows=one.rows,
        of=one.of,
    )


def parameters_fold(number: int) -> str:
    """Say what the list of parameters holds."""
    return say_n(
        "{n} parameter without a source, with its range",
        "{n} parameters without a source, with their ranges",
        number,
    )


def sources_fold(number: int) -> str:
    """Say what the list of sources holds."""
    return say_n("{n} source by file", "{n} sources by file", number)
